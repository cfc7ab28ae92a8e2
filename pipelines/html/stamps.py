"""Stamps: the place a newspaper prints in an element of its own before the first word of a text."""

from __future__ import annotations

import re

_MAX_STAMP = 40  # characters
_CALLED = re.compile(r"(?:location|place|dia-?(?:diem|danh))[-_]?(?:stamp|name)?(?![a-z])|date-?line", re.IGNORECASE)
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
