"""The shapes of a source's articles over its runs, kept in pages.db: each run is held against those before it.

A run that differs is reported and does not enter the history. When the runs that differ agree among themselves often enough the site
has changed for good, and their shape becomes the history.
"""

from __future__ import annotations

import json
from collections import Counter

from pipelines.drift.alarm import LEAST_BATCH, LEAST_HISTORY, drifted
from pipelines.drift.summaries import Summary, Sums, merged
from pipelines.values.sqlite import Database

ACCEPTED = 5  # runs in a row that differ from the history and not from one another
MAX_WEIGHT = 1000  # shapes; an older history counts less, so that slow change is no drift
MAX_KEPT = 500  # marks and pairs of marks kept of a source, the most frequent
MAX_REASONS = 3


def judge_run(db: Database, source: str, batch: Summary) -> list[str]:
    """What changed in this run against the source's history (for the verdict), which is brought up to date. Empty when nothing did.
    Runs of too few articles wait for one another."""
    if not batch.n:
        return []
    row = db.execute("SELECT history, pending, drifted FROM shapes WHERE source = ?", [source]).fetchone()
    history, pending, runs = (from_json(row[0]), from_json(row[1]), int(row[2])) if row else (Summary(), Summary(), 0)
    waiting = _together(pending, batch) if not runs or batch.n < LEAST_BATCH else batch
    if waiting.n < LEAST_BATCH and history.n >= LEAST_HISTORY:
        _save(db, source, history, waiting, 0)
        return []
    reasons = drifted(history, waiting)
    if not reasons:
        _save(db, source, _together(history, waiting), Summary(), 0)
        return []
    agrees = runs > 0 and not drifted(pending, batch)
    pending, runs = (_together(pending, batch), runs + 1) if agrees else (waiting, 1)
    accepted = runs >= ACCEPTED and pending.n >= LEAST_HISTORY
    _save(db, source, pending if accepted else history, Summary() if accepted else pending, 0 if accepted else runs)
    more = [f"and {len(reasons) - MAX_REASONS} more signs"] if len(reasons) > MAX_REASONS else []
    known = [f"so in {runs} runs: taken for the new normal from now on"] if accepted else []
    return [*reasons[:MAX_REASONS], *more, *known]


def _save(db: Database, source: str, history: Summary, pending: Summary, runs: int) -> None:
    with db.atomic():
        db.execute(
            "INSERT OR REPLACE INTO shapes (source, history, pending, drifted) VALUES (?, ?, ?, ?)",
            [source, to_json(history), to_json(pending), runs],
        )


def _together(old: Summary, new: Summary) -> Summary:
    both = merged(old, new)
    return _halved(both) if both.n > MAX_WEIGHT else both


def _halved(old: Summary) -> Summary:
    sums = {name: Sums(total / 2, squares / 2) for name, (total, squares) in old.sums.items()}
    shares, marks = (Counter({name: n // 2 for name, n in counts.items()}) for counts in (old.shares, old.marks))
    return Summary(old.n // 2, shares, sums, marks, Counter({pair: n // 2 for pair, n in old.pairs.items()}))


def to_json(summary: Summary) -> str:
    """A summary as JSON, its rarest marks left out."""
    pairs = [[a, b, n] for (a, b), n in summary.pairs.most_common(MAX_KEPT)]
    parts = {"n": summary.n, "shares": summary.shares, "sums": summary.sums, "marks": dict(summary.marks.most_common(MAX_KEPT))}
    return json.dumps(parts | {"pairs": pairs}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Summary:
    """The summary that `to_json` wrote."""
    parts = json.loads(text)
    sums = {name: Sums(total, squares) for name, (total, squares) in parts["sums"].items()}
    pairs = Counter({(a, b): n for a, b, n in parts["pairs"]})
    return Summary(parts["n"], Counter(parts["shares"]), sums, Counter(parts["marks"]), pairs)
