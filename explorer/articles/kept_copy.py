"""A kept page made harmless: only the elements that carry text, none of their attributes that act or lead anywhere.

It is shown in a frame without any right (sandbox), under a policy that blocks every request: this is the first of three walls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from lxml import etree

MOST_MARKUP = 3_000_000  # characters of a page that are looked at
MOST_DEPTH = 200  # open elements; deeper ones are left out, their text stays
PIECE = 100_000  # characters handed to the parser at once
_SHOWN = """h1 h2 h3 h4 h5 h6 p div section article header footer main aside nav span a ul ol li dl dt dd table caption thead tbody tfoot
tr th td b strong i em u s sub sup small mark blockquote pre code figure figcaption address time abbr cite q br hr del ins"""
_LEFT_OUT = "script style noscript template iframe frame frameset object embed applet svg math select textarea title video audio canvas map"
SHOWN = frozenset(_SHOWN.split())
EMPTY = frozenset(("br", "hr"))
LEFT_OUT = frozenset(_LEFT_OUT.split())  # with all that is in them
_NUMBERS = frozenset(("colspan", "rowspan"))


def harmless(markup: str, picture: str) -> str:
    """The text of a page in its own structure; `picture` stands in the place of each picture, before the words it has instead."""
    target: Any = _Harmless(picture)
    parser = etree.HTMLParser(target=target, recover=True)
    for start in range(0, min(len(markup), MOST_MARKUP), PIECE):
        parser.feed(markup[start : min(start + PIECE, MOST_MARKUP)])
    if not markup:
        return ""
    try:
        return str(parser.close())
    except etree.XMLSyntaxError:  # nothing in it that the parser takes for markup or text
        return ""


class _Harmless:
    """Takes what the parser finds and writes what may be shown; every start it writes has its end."""

    def __init__(self, picture: str) -> None:
        self.picture = picture
        self.written: list[str] = []
        self.open: list[str] = []
        self.left_out = 0  # elements of LEFT_OUT that are open

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in LEFT_OUT:
            self.left_out += 1
        elif self.left_out:
            return
        elif tag == "img":
            words = " ".join(filter(None, (self.picture, attributes.get("alt", "").strip()[:300])))
            self.written.append(f"[{escape(words)}]")
        elif tag in EMPTY:
            self.written.append(f"<{tag}>")
        elif tag in SHOWN and len(self.open) < MOST_DEPTH:
            self.open.append(tag)
            self.written.append(f"<{tag}{''.join(_kept(attributes.items()))}>")

    def end(self, tag: str) -> None:
        if tag in LEFT_OUT:
            self.left_out = max(self.left_out - 1, 0)
        elif not self.left_out and tag in SHOWN and tag not in EMPTY and tag in self.open:
            while (last := self.open.pop()) != tag:
                self.written.append(f"</{last}>")
            self.written.append(f"</{tag}>")

    def data(self, text: str) -> None:
        if not self.left_out:
            self.written.append(escape(text))

    def comment(self, text: str) -> None:
        """Nothing of comments and instructions is shown."""

    def pi(self, target: str, data: str | None = None) -> None:
        """As comments."""

    def close(self) -> str:
        return "".join(self.written) + "".join(f"</{tag}>" for tag in reversed(self.open))


def _kept(attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in attributes:
        if name in _NUMBERS and value.isascii() and value.isdecimal() and len(value) < 4:
            yield f' {name}="{value}"'
