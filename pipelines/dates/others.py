"""Dates of other stories: a date in the same small box as the linked headline of another article, in a list, or below its heading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from pipelines.html.zones import line_zone, text_of
from pipelines.text.normal import normalise

_LEVELS = 4  # boxes around a date that are looked at
_BOX = 700  # characters of a box that holds one teaser
_ELEMENTS = 150  # of such a box at most
_HEADLINE = 6  # words of a link that is the headline of another story
_BESIDE = 8  # the same near the article's own headline, where sections and authors are linked too
_LINKS = 12
_SIBLINGS = 12
_LIST = 3  # boxes of one shape beside one another, each with a date


def of_another_story(chain: Sequence[HtmlElement], title: str, near: bool = False, lists: bool = True) -> bool:
    """Whether a date whose boxes are `chain` (innermost first) is that of another story than the one called `title` (lower-case).
    `near`: it may stand beside the headline, where sections and authors are linked; `lists`: it may stand in a list of stories."""
    return _in_teaser(chain, _BESIDE if near else _HEADLINE, title) or (lists and _in_list_of_stories(chain))


def _in_teaser(chain: Sequence[HtmlElement], least: int, title: str) -> bool:
    """Whether the linked headline of another story, of `least` words, stands in a small box with a date, or right beside it."""
    small = True
    for level, box in enumerate(chain[:_LEVELS]):
        small = small and _text_within(box) is not None  # what stands around a large box is larger
        if small and _links_elsewhere(box, least, title):
            return True
        if level < 2 and any(_is_linked_line(e, least, title) for e in (box.getprevious(), box.getnext()) if e is not None):
            return True
    return False


def _in_list_of_stories(chain: Sequence[HtmlElement]) -> bool:
    """Whether a date stands among boxes of the same shape that have dates too, or below the heading of related stories."""
    return any(_in_list(box) for box in chain[:_LEVELS]) or any(_below_related(box) for box in chain[: 2 * _LEVELS])


def _text_within(box: HtmlElement) -> str | None:
    """The text of a box, None when it is larger than a teaser."""
    size = -len(box.tail or "")
    for number, element in enumerate(box.iter()):
        size += len(element.text or "") + len(element.tail or "")
        if number >= _ELEMENTS or size > _BOX:
            return None
    return text_of(box)


def _links_elsewhere(box: HtmlElement, least: int, title: str) -> bool:
    return any(_is_headline(link, least, title) for link in islice(box.iter("a"), _LINKS))


def _is_linked_line(element: HtmlElement, least: int, title: str) -> bool:
    """Whether an element beside a date is nothing but a linked headline."""
    if not isinstance(element.tag, str) or (text := _text_within(element)) is None:
        return False
    link = element if element.tag == "a" else next(element.iter("a"), None)
    return link is not None and _is_headline(link, least, title) and len(normalise(text)) <= 1.2 * len(_title_of(link))


def _is_headline(link: HtmlElement, least: int, title: str) -> bool:
    text = _title_of(link)
    own = text.casefold()
    return text.count(" ") + 1 >= least and own not in title and (len(title) < 20 or title not in own)


def _title_of(link: HtmlElement) -> str:
    return normalise(_text_within(link) or "")


def _in_list(box: HtmlElement) -> bool:
    """Whether boxes of the same shape with digits of a date stand beside a box."""
    names = box.get("class")
    beside = (*islice(box.itersiblings(), _SIBLINGS), *islice(box.itersiblings(preceding=True), _SIBLINGS))
    alike = [e for e in beside if e.tag == box.tag and e.get("class") == names and names]
    return sum(_dated(e) for e in alike) + 1 >= _LIST


def _dated(element: HtmlElement) -> bool:
    text = _text_within(element) or ""
    return sum(c.isdigit() for c in text) >= 4 and any(c in text for c in "/-:")


def _below_related(box: HtmlElement) -> bool:
    """Whether a heading of related stories stands before a box, in the box around it."""
    for element in islice(box.itersiblings(preceding=True), _SIBLINGS):
        text = _text_within(element) if isinstance(element.tag, str) else None
        if text is not None and len(text) < 80 and line_zone(normalise(text)) == "related":
            return True
    return False
