"""Headlines: which line of a page of no known family is its headline, by the agreement of named evidence (evidence.py).

Every line from above the body to its first prose may be it; what the head of the page says comes in as one more witness, and by itself
where no line agrees. The line with the highest sum of weights is the headline; of equals the one nearer to the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.html.boxes import beginning
from pipelines.html.head import Head
from pipelines.html.markers import key_of
from pipelines.html.tree import Tree
from pipelines.reading.headlines.evidence import TOLD, Candidate, Evidence, Lines
from pipelines.reading.headlines.lines import Told, candidates, what_is_told
from pipelines.reading.titles import headline_of_head, stamp_of, title_key, undated
from pipelines.text.normal import normalise

_MENU = 7  # words of the longest name of a section
_LONGEST_LINK = 120  # characters of a link to a section, with the white space in it
_MAX_LINKS = 2000  # of one page; the largest real pages have less


class Headline(NamedTuple):
    """A headline and its place among the lines of the page, -1 when it is not among them; `told`: others than
    the line itself say so; `stamp`: the date its template printed into it."""

    text: str | None
    at: int
    told: bool = False
    stamp: str = ""


def find_headline(tree: Tree, head: Head, lines: Lines, url: str | None = None) -> Headline:
    """The headline of a page of no known family; its text is None when nothing on the page looks like one."""
    told = what_is_told(head, lines, url)
    found = candidates(told, lines)
    if not any(c.told for c in found):
        found = _without_sections([*found, *_of_the_head(tree, head, told, found)], tree)
    best = max(found, key=lambda c: (c.score, c.at), default=None)
    if best is None:
        return Headline(None, -1)
    said = (head.listed, head.og_title, head.headline, head.title)
    if any(best.text in text for text in said if text):  # a date that the head of the page repeats is the headline's own
        return Headline(best.text, best.at, best.told)
    return Headline(undated(best.text), best.at, best.told, stamp_of(best.text))


def _without_sections(found: list[Candidate], tree: Tree) -> list[Candidate]:
    """The candidates, those that are called like a link of the page marked so; asked only where a short one is ahead."""
    best = max(found, key=lambda c: c.score, default=None)
    if best is None or len(found) < 2 or best.text.count(" ") >= _MENU or not TOLD.isdisjoint(best.evidence):
        return found
    sections = {key_of(text) for text in _short_links(tree)}
    return [
        c._replace(evidence=(*c.evidence, "of the menu")) if c.text.count(" ") < _MENU and key_of(c.text) in sections else c for c in found
    ]


def _short_links(tree: Tree) -> Iterator[str]:
    for link in itertools.islice(tree.root.iter("a"), _MAX_LINKS):
        text = beginning(link) if len(link) else link.text or ""
        if len(text) < _LONGEST_LINK:
            yield normalise(text)


def _of_the_head(tree: Tree, head: Head, told: Told, lines: Sequence[Candidate]) -> Iterator[Candidate]:
    """The headline that the head of the page (or the listing) alone gives; as a first heading set aside with its box prints it."""
    text = headline_of_head(head)
    key = title_key(text)
    if not text or key in told.site or any(title_key(line.text) == key for line in lines):
        return
    line = next((h for e in itertools.islice(tree.root.iter("h1"), _MAX_LINKS) if title_key(h := normalise(beginning(e))) == key), text)
    evidence: list[Evidence] = ["only stated" if head.og_title or text in (head.headline, head.listed) else "only titled"]
    if told.slug and told.slug.spells(text):
        evidence.append("slug")
    yield Candidate(line, -1, tuple(evidence))
