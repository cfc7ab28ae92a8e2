"""Alarm: what changed between the history of a source and a batch of its articles, one line a reason.

A site that changes its templates rarely breaks a crawl; it makes fields fall silent. Statistics: tails of the beta-binomial for shares
(so a short history says little), means of logarithms against their own spread. Pure functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipelines.drift.shapes import Shape
from pipelines.drift.summaries import Summary, summarise

LEAST_HISTORY = 8  # shapes without which nothing is said
LEAST_BATCH = 3
UNLIKELY = 1e-4  # of a share under the history
UNLIKELY_MARK = UNLIKELY / 10  # of a mark, of which a page has hundreds
SHARE = 0.3  # least change of a share worth a line
FACTOR = 1.6  # least change of a geometric mean worth a line
SPREADS = 4.5  # how many standard errors a mean must have moved
LEAST_SPREAD = 0.15  # of logarithms; no source is so even that less tells anything
STABLE = 0.95  # share of pages from which a mark belongs to the template


def drifted(history: Summary | Sequence[Shape], batch: Summary | Sequence[Shape]) -> list[str]:
    """What changed, one line a reason, the most telling first; empty when nothing did or there is too little to tell."""
    old = history if isinstance(history, Summary) else summarise(history)
    new = batch if isinstance(batch, Summary) else summarise(batch)
    if old.n < LEAST_HISTORY or new.n < LEAST_BATCH:
        return []
    return [*_share_reasons(old, new), *_size_reasons(old, new), *_mark_reasons(old, new)]


def _share_reasons(old: Summary, new: Summary) -> list[str]:
    reasons = []
    for name in old.shares.keys() | new.shares.keys():
        before, now = old.shares[name], new.shares[name]
        change = now / new.n - before / old.n
        if abs(change) >= SHARE and _chance(before, old.n, now, new.n) < UNLIKELY:
            reasons.append((abs(change), f"{name}: {now} of {new.n}, before {before} of {old.n}"))
    return [reason for _, reason in sorted(reasons, key=lambda r: (-r[0], r[1]))]


def _size_reasons(old: Summary, new: Summary) -> list[str]:
    reasons = []
    for name in sorted(old.sums.keys() & new.sums.keys()):
        before, now = old.sums[name].total / old.n, new.sums[name].total / new.n
        spread = max(math.sqrt(max(old.sums[name].squares / old.n - before * before, 0.0)), LEAST_SPREAD)
        moved = abs(now - before)
        if moved >= math.log(FACTOR) and moved >= SPREADS * spread * math.sqrt(1 / new.n + 1 / old.n):
            reasons.append(f"{name}: typically {math.expm1(now):.4g}, before {math.expm1(before):.4g}")
    return reasons


def _mark_reasons(old: Summary, new: Summary) -> list[str]:
    """Marks of the template that left every page, came into every page, or moved in every page."""
    if not new.marks:
        return []
    gone = sorted(m for m, n in old.marks.items() if n >= STABLE * old.n and not new.marks[m] and _sure(n, old.n, 0, new.n))
    come = sorted(m for m, n in new.marks.items() if n == new.n and not old.marks[m] and _sure(0, old.n, n, new.n))
    moved = sorted(
        pair
        for pair, n in old.pairs.items()
        if n >= STABLE * old.n and not new.pairs[pair] and new.marks[pair[0]] == new.marks[pair[1]] == new.n and _sure(n, old.n, 0, new.n)
    )
    reasons = [f"mark-up: {what} every page: {_some(names)}" for what, names in (("gone from", gone), ("new in", come)) if names]
    if moved and not gone and not come:
        reasons.append(f"mark-up: blocks in another order: {_some([f'{a} before {b}' for a, b in moved])}")
    return reasons


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _sure(before: int, n_before: int, now: int, n_now: int) -> bool:
    return _chance(before, n_before, now, n_now) < UNLIKELY_MARK


def _chance(before: int, n_before: int, now: int, n_now: int) -> float:
    """How likely a count at least this far out is in the batch, knowing no more of the share than the history tells."""
    yes, no = before + 0.5, n_before - before + 0.5
    counts = range(now, n_now + 1) if now * n_before > before * n_now else range(now + 1)
    return math.fsum(math.exp(_log_choose(n_now, k) + _log_beta(yes + k, no + n_now - k) - _log_beta(yes, no)) for k in counts)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
