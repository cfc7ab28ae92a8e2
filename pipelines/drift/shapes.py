"""Shapes: what drift looks at of one article: which fields it has, how long it is, and how the page was built around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.values.article import Article

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
    first = article.paragraphs[0] if article.paragraphs else None
    for name, text in (("lead", article.lead), ("body", first), ("title", article.title)):
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
