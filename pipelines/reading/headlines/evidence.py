"""Evidence: what speaks for and against a line's being the headline of a page, each kind with its name and its weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipelines.html.blocks import Block

Evidence = Literal[
    "listed", "stated", "stated briefly", "slug", "h1", "h2", "heading", "named", "named around", "named as a part", "bold", "large",
    "centred", "fitting", "long", "short", "sentence", "item", "linked", "behind the text", "inside the body", "first of several",
    "one of several", "caption of a part", "of the menu", "of the site", "only stated", "only titled",
]  # fmt: skip

WEIGHTS: Mapping[Evidence, int] = {
    # what others say
    "listed": 25,  # the listing that led here calls it so
    "stated": 9,  # the title element, Open Graph or JSON-LD repeats it
    "stated briefly": 4,  # in less than six words, as they repeat the name of a section or of the site
    "slug": 7,  # the address spells it
    "of the menu": -3,  # a link of the page is called the same: a section
    "of the site": -8,  # the name of the site: stated as such, or in the foot of the page
    # how it looks
    "h1": 4,
    "h2": 3,
    "heading": 2,
    "named": 3,  # its class or id says title
    "named around": 2,  # that of a small box around it does
    "named as a part": -3,  # "portlet-title", "widget-title"
    "bold": 2,
    "large": 2,  # set larger than the text
    "centred": 1,
    "linked": -4,
    # what it says
    "fitting": 2,  # 6 to 22 words, for a heading or a line named title up to 45
    "long": 1,
    "short": -2,
    "sentence": -3,  # it ends with a full stop
    "item": -4,  # it begins like an item of a list
    "caption of a part": -6,  # "Tin nổi bật", "Chi tiết bài viết"
    # where it stands; each line between it and the body takes one more
    "behind the text": -4,
    "inside the body": -2,  # behind the first line of it
    "first of several": -2,  # headings of its kind follow in the same box: a sub-heading, or the headline above them
    "one of several": -4,  # others of its kind stand around it, headings above it: a sub-heading
    # no line of the page
    "only stated": 3,
    "only titled": 1,
}
TOLD = frozenset[Evidence](("listed", "stated", "stated briefly", "slug"))
MARKS = TOLD | frozenset[Evidence](("h1", "h2", "heading", "named", "named around", "bold", "large"))
BRIEF = 6  # words


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page, the index of the first one of the body, of its first prose, and of the first line behind it."""

    blocks: Sequence[Block]
    first: int
    start: int
    last: int


class Candidate(NamedTuple):
    """A possible headline, what speaks for and against it, and the lines between it and the body."""

    text: str
    at: int
    evidence: tuple[Evidence, ...]
    apart: int = 0

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(WEIGHTS[e] for e in self.evidence) - self.apart

    @property
    def told(self) -> bool:
        """Whether others than the line itself say so, in more than a section's few words."""
        return not {"listed", "stated", "slug"}.isdisjoint(self.evidence)
