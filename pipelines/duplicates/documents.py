"""Documents: what tells two short notices apart beside their text. "Chi tiết xem tệp đính kèm" is the whole text of thousands of them.

A title names its document, a file is one. Copies of a notice have a file in common or, where one of them shows none, titles that say the
same: neither has a number, or both have words, that the other lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pipelines.duplicates.wording import words_of
from pipelines.sources.urls import url_key
from pipelines.text.normal import fold

SHORT = 40  # words of a text that does not say by itself which document it is
_NAMES = 6  # letters and digits of a file's name that is more than its place in a list


class Document(NamedTuple):
    """An article as far as comparing needs it: its text, its title and the addresses of its attachments."""

    text: str
    title: str = ""
    files: tuple[str, ...] = ()


def are_apart(one: Document, other: Document) -> bool:
    """Whether title and attachments say that two articles of one short text are two documents."""
    if one.files and other.files:
        return _names(one.files).isdisjoint(_names(other.files))
    return _titles_differ(words_of(fold(one.title)), words_of(fold(other.title)))


def _titles_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return False
    own, others = set(one) - set(other), set(other) - set(one)
    return bool(own and others) or any(word[0].isdigit() for word in own | others)


def _names(files: Sequence[str]) -> set[str]:
    """What files are known by: their addresses, and their names where they are more than a number."""
    known = {url_key(file) for file in files}
    for file in files:
        name = PurePosixPath(unquote(urlsplit(file).path)).name.lower()
        stem, dot, _ = name.rpartition(".")
        if dot and sum(sign.isalnum() for sign in stem) >= _NAMES:
            known.add(name)
    return known
