"""Drift: what was read from a source lately, against what was read from it before.

A site that changes its templates rarely breaks a crawl; it makes fields fall silent. The shape of every article (which fields, how
long, where the date came from, how the page was built around them) is compared with the source's own history. Pure functions.
Statistics: tails of the beta-binomial for shares (so a short history says little), means of logarithms against their own spread.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.values.article import Article

LEAST_HISTORY = 8  # shapes without which nothing is said
LEAST_BATCH = 3
UNLIKELY = 1e-4  # of a share under the history; for one of hundreds of marks a hundred times less
SHARE = 0.3  # least change of a share worth a line
FACTOR = 1.6  # least change of a geometric mean worth a line
SPREADS = 4.5  # how many standard errors a mean must have moved
STABLE = 0.95  # share of pages from which a mark belongs to the template
MAX_MARKS = 250  # class and id names of one page, in order of first appearance
MAX_HTML = 3_000_000  # characters of a page looked at

_MARK = re.compile(r"""\s(?:class|id)\s*=\s*["']?([^"'<>]{1,120})""")
_BLOCK = re.compile(r"<(/?)(?:div|section|article|main|td)\b", re.IGNORECASE)
_FIELDS = ("title", "lead", "body", "byline", "date")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of one page as read. `order`: in which order the fields stand in the page; `depth`: how many blocks the body is
    nested in; `ratio`: characters of text for 100 of mark-up; `marks`: class and id names in order of first appearance. The last
    four are empty when the page itself was not given."""

    layout: str
    filled: frozenset[str]
    date_from: str
    paragraphs: int
    words: int
    order: str = ""
    depth: int = -1
    ratio: float = 0.0
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Summary:
    """Shapes added up; two summaries of one source may be merged. `sums` holds sum and sum of squares of logarithms."""

    n: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    sums: dict[str, tuple[float, float]] = field(default_factory=dict)
    marks: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def shape_of(article: Article | None, html: str = "") -> Shape:
    """The shape of a page read (None: the page gave no article). `html` is its decoded mark-up, if it is at hand."""
    html = html[:MAX_HTML]
    marks = _marks(html)
    if article is None:
        return Shape("none", frozenset(), "none", 0, 0, marks=marks)
    values = (article.title, article.lead, article.paragraphs, article.byline, article.published)
    filled = frozenset(name for name, value in zip(_FIELDS, values, strict=True) if value)
    text = article.text
    order, body_at = _order(article, html)
    return Shape(
        layout=article.layout,
        filled=filled,
        date_from=article.published_from,
        paragraphs=len(article.paragraphs),
        words=len(text.split()),
        order=order,
        depth=_depth(html, body_at),
        ratio=round(100 * len(text) / len(html), 2) if html else 0.0,
        marks=marks,
    )


def summarise(shapes: Iterable[Shape]) -> Summary:
    """The summary of some shapes."""
    summary = Summary()
    for shape in shapes:
        add_shape(summary, shape)
    return summary


def add_shape(summary: Summary, shape: Shape) -> None:
    """Count one more shape into a running summary."""
    summary.n += 1
    summary.shares.update(_features(shape))
    for name, value in _sizes(shape).items():
        total, squares = summary.sums.get(name, (0.0, 0.0))
        summary.sums[name] = (total + value, squares + value * value)
    summary.marks.update(set(shape.marks))
    summary.pairs.update(set(pairwise(shape.marks)))


def merged(one: Summary, two: Summary) -> Summary:
    """Both summaries as one; neither is changed."""
    sums = dict(one.sums)
    for name, (total, squares) in two.sums.items():
        old = sums.get(name, (0.0, 0.0))
        sums[name] = (old[0] + total, old[1] + squares)
    return Summary(one.n + two.n, one.shares + two.shares, sums, one.marks + two.marks, one.pairs + two.pairs)


def drifted(history: Summary | Sequence[Shape], batch: Summary | Sequence[Shape]) -> list[str]:
    """What changed, one line a reason, the most telling first; empty when nothing did or there is too little to tell."""
    old = history if isinstance(history, Summary) else summarise(history)
    new = batch if isinstance(batch, Summary) else summarise(batch)
    if old.n < LEAST_HISTORY or new.n < LEAST_BATCH:
        return []
    return [*_share_reasons(old, new), *_size_reasons(old, new), *_mark_reasons(old, new)]


def _features(shape: Shape) -> list[str]:
    features = [f"{name} filled" for name in sorted(shape.filled)]
    features += [f"layout {shape.layout}", f"date from {shape.date_from}"]
    if shape.order:
        features.append(f"fields in the order {shape.order}")
    if shape.depth >= 0:
        features.append(f"body nested {shape.depth} deep")
    return features


def _sizes(shape: Shape) -> dict[str, float]:
    sizes = {"paragraphs": math.log1p(shape.paragraphs), "words": math.log1p(shape.words)}
    return sizes | ({"text per mark-up": math.log1p(shape.ratio)} if shape.ratio else {})


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
        (total, squares), (now_total, _) = old.sums[name], new.sums[name]
        before, now = total / old.n, now_total / new.n
        spread = max(math.sqrt(max(squares / old.n - before * before, 0.0)), 0.15)
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
    return _chance(before, n_before, now, n_now) < UNLIKELY / 10


def _chance(before: int, n_before: int, now: int, n_now: int) -> float:
    """How likely a count at least this far out is in the batch, knowing no more of the share than the history tells."""
    yes, no = before + 0.5, n_before - before + 0.5
    counts = range(now, n_now + 1) if now * n_before > before * n_now else range(now + 1)
    return math.fsum(math.exp(_log_choose(n_now, k) + _log_beta(yes + k, no + n_now - k) - _log_beta(yes, no)) for k in counts)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _marks(html: str) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for match in _MARK.finditer(html):
        names.update(dict.fromkeys(match[1].split()))
        if len(names) > MAX_MARKS:
            break
    return tuple(names)[:MAX_MARKS]


def _order(article: Article, html: str) -> tuple[str, int]:
    """In which order title, lead, body, byline and date stand in the mark-up, and where the body begins (-1: not found)."""
    if not html:
        return "", -1
    after_head = max(html.find("<body"), 0)
    places = {}
    for name, text in (("lead", article.lead), ("body", article.paragraphs[0] if article.paragraphs else None), ("title", article.title)):
        places[name] = html.find(text[:25], after_head) if text else -1
    places["byline"] = html.rfind(article.byline) if article.byline else -1
    found = [html.find(form, after_head) for form in _date_forms(article.published)]
    places["date"] = min((at for at in found if at >= 0), default=-1)
    known = sorted((at, name) for name, at in places.items() if at >= 0)
    return " ".join(name for _, name in known), places["body"]


def _date_forms(published: str | None) -> list[str]:
    if not published:
        return []
    year, month, day = published[:4], published[5:7], published[8:10]
    short = (day.lstrip("0"), month.lstrip("0"))
    return [f"{d}{sep}{m}{sep}{year}" for d, m in ((day, month), short) for sep in "/-."] + [f"{short[0]} tháng {short[1]}"]


def _depth(html: str, body_at: int) -> int:
    if body_at < 0:
        return -1
    return sum(-1 if match[1] else 1 for match in _BLOCK.finditer(html, 0, body_at))
