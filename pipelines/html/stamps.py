"""Stamps: inline elements that style alone sets apart: the place a newspaper prints before the first word of a text, and the pieces of a
line of names and dates."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_MAX_STAMP = 40  # characters
_CALLED = re.compile(r"(?:location|place|dia-?(?:diem|danh))[-_]?(?:stamp|name)?(?![a-z])|date-?line", re.IGNORECASE)
_PIECE = 4  # characters of the shortest one of a line
_LONGEST = 300  # of the longest
_WORD = re.compile(r"[^\W\d_]+")


def is_stamp(names: str | None) -> bool:
    """Whether the class names of an inline element call it the stamp of a place."""
    return names is not None and _CALLED.search(names[:100]) is not None


def is_glued(head: str, rest: str) -> bool:
    """Whether a line begins with a short name in an element of its own and goes on with a capital letter, no space between: two words
    that no Vietnamese text writes as one. A single word without any accent may be half of a brand ("Viet" + "Nam")."""
    if len(head) > _MAX_STAMP or not head[-1:].isalpha() or not rest[:1].isupper():
        return False
    words = head.replace(".", " ").split()
    after = _WORD.match(rest)
    following = after[0] if after else ""
    if not words or not all(word[0].isupper() for word in words) or (len(following) > 1 and following.isupper()):
        return False
    return len(words) > 1 or (len(words[0]) > 1 and not (words[0] + following).isascii())


def is_apart(span: HtmlElement) -> bool:
    """Whether a span and the one right behind it are two things that only style parts: both have a class and stand in a box, not in a
    paragraph, and one ends in a small letter where the other begins with a capital or a digit."""
    behind, box = span.getnext(), span.getparent()
    if behind is None or behind.tag != "span" or box is None or box.tag not in ("div", "td", "section", "article", "header"):
        return False
    before, after = (span.text or "", behind.text or "")
    if not (_PIECE <= len(before) <= _LONGEST and _PIECE <= len(after) <= _LONGEST and before[-1].islower()):
        return False
    return (after[0].isupper() or after[0].isdigit()) and (span.get("class") is not None or behind.get("class") is not None or " " in after)
