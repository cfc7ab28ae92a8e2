"""Does a change keep every row? Kept pages and labelled texts through the reading of two checkouts, compared row by row.

    python benchmarks/same_rows.py BEFORE [PAGES_DB ...] [--texts FILE.jsonl ...] [--ignore NAME ...]

BEFORE is another checkout of the project (a clone of the commit to compare with). Each PAGES_DB is replayed into a fresh corpus by both,
each file of JSON lines (docs/record.md) and the two seeds are read by both. The replay works on a copy, for opening a file may migrate it.
Stamps of the code are left out, and so are the columns and keys named by --ignore. Rows are compared as multisets: where they stand says
nothing. Exit status: 0 the same, 1 a difference (the first ones are shown), 2 nothing to compare.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
STAMPS = {"code_version", "schema_version", "reference_version", "applied_at"}
REFERENCE = {"codebook", "corpus_info", "_sqlite_migrations"}  # words and stamps, not what was read
SHOWN = 5


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("before", type=Path)
    options.add_argument("pages", type=Path, nargs="*", metavar="PAGES_DB")
    options.add_argument("--texts", type=Path, nargs="*", default=[], metavar="FILE.jsonl")
    options.add_argument("--ignore", nargs="*", default=[], metavar="NAME")
    given = options.parse_args()
    ignored = STAMPS | set(given.ignore)
    compared, differences = 0, []
    for pages in given.pages:
        old, new = (replayed(checkout, pages, ignored) for checkout in (given.before, ROOT))
        compared += len(new)
        differences += compare(pages.name, old, new)
    for texts in given.texts:
        old, new = (read(checkout, ["--jsonl", str(texts)], ignored) for checkout in (given.before, ROOT))
        compared += len(new)
        differences += compare(texts.name, old, new)
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if seeds:
        old, new = (read(checkout, [str(path) for path in seeds], ignored) for checkout in (given.before, ROOT))
        compared += len(new)
        differences += compare("seeds", old, new)
    for line in differences[:SHOWN]:
        print(line)
    print(f"{compared} rows and records compared, {len(differences)} differ")
    return 2 if not compared else 1 if differences else 0


def replayed(checkout: Path, pages: Path, ignored: set[str]) -> list[str]:
    """Every row of the corpus that a checkout makes of kept pages, table by table."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.db"
        run(checkout, ["replay", "--pages-db", str(copied(pages, Path(folder))), "--corpus-db", str(corpus)])
        return list(rows(corpus, ignored))


def copied(pages: Path, folder: Path) -> Path:
    """A copy of kept pages, with what its WAL file holds, and of the folder `sources` beside it, which replay looks for."""
    copy = folder / "pages.db"
    before, after = sqlite3.connect(f"{pages.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(copy)
    before.backup(after)
    before.close()
    after.close()
    sources = pages.parent / "sources"
    if sources.is_dir():
        shutil.copytree(sources, folder / "sources")
    return copy


def rows(corpus: Path, ignored: set[str]) -> Iterator[str]:
    db = sqlite3.connect(corpus)
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' OR name = 'amounts' ORDER BY name")]
    for name in names:
        if name in REFERENCE or name.startswith("articles_fts") or name.startswith(("sqlite_", "_")):
            continue
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")') if row[1] not in ignored]
        listed = ", ".join(f'"{column}"' for column in sorted(columns))
        for row in db.execute(f'SELECT {listed} FROM "{name}" ORDER BY {listed}'):
            yield f"{name} {row!r}"
    db.close()


def read(checkout: Path, arguments: Sequence[str], ignored: set[str]) -> list[str]:
    """What `corpus read` of a checkout answers, a line each, without the ignored keys."""
    lines = run(checkout, ["read", *arguments]).splitlines()
    return [json.dumps(without(json.loads(line), ignored), ensure_ascii=False, sort_keys=True) for line in lines]


def without(value: Any, ignored: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: without(inner, ignored) for key, inner in value.items() if key not in ignored}
    return [without(inner, ignored) for inner in value] if isinstance(value, list) else value


def run(checkout: Path, arguments: Sequence[str]) -> str:
    command = [sys.executable, "-m", "crawler.cli", *arguments]
    return subprocess.run(command, cwd=checkout.resolve(), capture_output=True, text=True, check=True).stdout


def compare(name: str, old: Iterable[str], new: Iterable[str]) -> list[str]:
    """What is only before and what is only now, each as often as it is; a row begins with the name of its table."""
    before, now = Counter(old), Counter(new)
    gone = [f"{name}: only before: {row[:2000]}" for row in (before - now).elements()]
    come = [f"{name}: only now:    {row[:2000]}" for row in (now - before).elements()]
    return gone + come


if __name__ == "__main__":
    sys.exit(main())
