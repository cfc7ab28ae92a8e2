"""Messages of a crawl: one when a source turns bad, and another when it is good again. Nothing in between."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput

MOST_LINES = 40  # of one message


@dataclass(frozen=True, slots=True)
class Change:
    """A source whose verdict crossed the line between bad and not bad; `why` is the verdict's own reason."""

    source: str
    bad: bool
    why: str


def changes(runs: Iterable[Mapping[str, Any]], told: Mapping[str, str]) -> list[Change]:
    """What to tell of the newest run of each source. `told` is what was told last ("bad" or "good"); a source never told of was good.
    A run without a verdict (killed) says nothing."""
    found = []
    for run in runs:
        bad = run["verdict"] == "bad"
        if run["verdict"] and bad != (told.get(run["source"]) == "bad"):
            found.append(Change(run["source"], bad, run["why"] or ""))
    return found


def message(found: Sequence[Change]) -> tuple[str, str]:
    """Title and body."""
    bad, good = [c for c in found if c.bad], [c for c in found if not c.bad]
    parts = [f"{len(bad)} turned bad"] * bool(bad) + [f"{len(good)} good again"] * bool(good)
    lines = [f"{c.source}: bad: {c.why}" for c in bad] + [f"{c.source}: good again" + (f" ({c.why})" if c.why else "") for c in good]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"and {len(lines) - MOST_LINES} more: corpus status"]
    return "corpus: " + ", ".join(parts), "\n".join(lines)


def notify_addresses(given: Sequence[str], file: Path | None) -> list[str]:
    """Whom to tell: addresses given as arguments, those in a file (one a line, # begins a comment) and those in the environment variable
    CORPUS_NOTIFY. Arguments are seen by every user of the machine: an address with a password in it belongs in one of the other two.
    Raises BadInput when the file cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeError) as error:
        raise BadInput(f"--notify-file {file}: {getattr(error, 'strerror', None) or error}") from None
    listed = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    return [*given, *listed, *os.environ.get("CORPUS_NOTIFY", "").split()]


class Notifier:
    """Where messages go, and what has been told so far: a small file beside pages.db, written only after a message went out, so that
    a lost message is sent after the next run."""

    def __init__(self, urls: Sequence[str], pages_db: Path) -> None:
        """Raises BadInput when the extra is missing or a URL is of no known service."""
        self.told_file = pages_db.with_name("told.json")
        if not urls:
            return
        try:
            from apprise import Apprise
        except ImportError:
            raise BadInput("--notify needs the extra `notify` (pip install apprise)") from None
        self.service = Apprise()
        for url in urls:
            if not self.service.add(url):
                raise BadInput(f"--notify: {url.partition(':')[0]}:... is no address the notifier knows (see the list of Apprise)")

    def tell(self, runs: Iterable[Mapping[str, Any]]) -> None:
        """Send one message when something changed. Never raises: a crawl is not worse for a message that did not go out."""
        told = self._told()
        found = changes(runs, told)
        if not found:
            return
        title, body = message(found)
        if not self.service.notify(body=body, title=title):
            print("--notify: the message did not go out; it will be sent after the next run", file=sys.stderr)
            return
        told |= {change.source: "bad" if change.bad else "good" for change in found}
        draft = self.told_file.with_suffix(".new")
        draft.write_text(json.dumps(told, indent=0, sort_keys=True), encoding="utf-8")
        os.replace(draft, self.told_file)

    def _told(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.told_file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}
