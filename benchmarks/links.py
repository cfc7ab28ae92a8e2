"""How well figures are attributed on the labelled links: year, province and role, together, and whether the doubt told is true.

    python -m benchmarks.links [--json]

Sets: ../shared/gold/links/work (which guided the rules) and check (scored without being read: this prints shares, never a text). Reading is
as it is stored; for figures of articles the weights have not seen: python -m benchmarks.linking_weights
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.facts import ROOT
from benchmarks.promises import Promise, held
from pipelines.facts.learning.labels import read_labels
from pipelines.facts.learning.validation import Read, read, report, surety
from pipelines.facts.links.evidence import DECISIONS
from pipelines.facts.links.scoring import weights

LINKS = ROOT.parent / "shared" / "gold" / "links"
SETS = ("work", "check")
ALL_RIGHT = 0.65  # share of the figures of `check`: year, province and role right together
TRUE_DOUBT = 0.05  # error of calibration


def reads_of(name: str, folder: Path = LINKS) -> list[Read]:
    """The labelled amounts of a set as they are read; none when the folder is absent."""
    tables = {task: weights(task) for task in DECISIONS}
    found = read_labels(folder / name, name) if (folder / name).is_dir() else ()
    return [one for example in found for one in read(example, tables)]


def figures(reads: Sequence[Read]) -> dict[str, float]:
    """Shares right of one set, and how true its doubt is."""
    name = reads[0].example.group
    rows = report(reads)
    dated = {f"all of {date}": rows[f"{name} {date}"]["all"] for date in ("dated", "undated")}
    return rows[name] | dated | surety(reads)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = {name: figures(reads) for name in SETS if (reads := reads_of(name))}
    if args.json:
        print(json.dumps(found))
        return 0
    for name, row in found.items():
        print(name)
        for figure, value in row.items():
            print(f"  {figure:24s} {value:.4g}")
    if "check" not in found:
        return 0  # nothing to hold against the promises here
    return held(
        Promise("figures of unread articles right in year, province and role", found["check"]["all"], "at least", ALL_RIGHT),
        Promise("error of the doubt that is told", found["check"]["calibration error"], "at most", TRUE_DOUBT),
    )


if __name__ == "__main__":
    sys.exit(main())
