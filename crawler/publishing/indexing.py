"""The search index of a site: words with the articles that have them, in pieces that a page loads as it needs them.

Words are sorted by their letters without accents and packed into pieces; articles are numbered from the newest and shown from pieces of
their own. A piece is a script with one call, so that a browser loads it from a web server and from a folder alike.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from explorer.searching.letters import LETTERS

PIECE = 60_000  # characters of a piece of words, from which the next one begins
BLOCK = 50  # articles of a piece
LEAD = 200  # characters of a text shown below a headline
LONGEST = 40  # letters of a word: longer ones are no words
_WORDS = re.compile(r"[^\W_]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ARTICLES = """SELECT a.id, a.title, a.source, a.province, substr(a.published, 1, 10) AS day, a.text, s.title AS publisher, a.year
    FROM articles a LEFT JOIN sources s ON s.name = a.source
    ORDER BY a.published IS NULL, a.published DESC, a.id"""
_SENTENCES = "SELECT DISTINCT sentence FROM amounts WHERE article = ?"
_PROVINCES = "SELECT DISTINCT p.name, n.name_now FROM provinces p LEFT JOIN province_names n USING (name) WHERE p.article = ?"


class Piece(NamedTuple):
    """A file of the index: its place in the site and what it holds."""

    place: str
    script: str


def index(corpus: sqlite3.Connection, sources: Mapping[str, str], place_of: Callable[[int], str]) -> Iterator[Piece]:
    """Every piece; `corpus` is what is published and nothing else, `place_of` gives the place of an article's page. The list of all pieces
    comes last: it says with which word each begins."""
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
    block: list[list[Any]] = []
    count = 0
    for key, title, source, province, day, text, publisher, year in corpus.execute(_ARTICLES):
        named = corpus.execute(_PROVINCES, (key,)).fetchall()
        told = (sentence for (sentence,) in corpus.execute(_SENTENCES, (key,)))
        parts = [title, text, publisher or source, province, day, str(year or ""), *(name for row in named for name in row), *told]
        for word in words(part for part in parts if part):
            postings[word].append(count)
        lead = " ".join((text or "").split())
        block.append([place_of(key), title or "", source or "", province or "", day or "", lead[:LEAD] + "…" * (len(lead) > LEAD)])
        count += 1
        if len(block) == BLOCK:
            yield _piece(f"a{count // BLOCK - 1}", block)
            block = []
    if block:
        yield _piece(f"a{count // BLOCK}", block)
    begins = []
    for number, (first, held) in enumerate(_packed(postings)):
        begins.append(first)
        yield _piece(f"w{number}", held)
    yield _piece("index", {"articles": count, "block": BLOCK, "begins": begins, "sources": dict(sources)})


def words(texts: Iterable[str]) -> set[str]:
    """The words of texts in lower case, composed, as they are written."""
    return {word for text in texts for word in _WORDS.findall(unicodedata.normalize("NFC", text).lower()) if len(word) <= LONGEST}


def _packed(postings: Mapping[str, array[int]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Pieces of words, each with its first word without accents. Words that differ in accents alone stand in one piece."""
    held: dict[str, str] = {}
    first, size = "", 0
    for letters, alike in groupby(sorted((word.translate(LETTERS), word) for word in postings), key=lambda pair: pair[0]):
        if held and size > PIECE:
            yield first, held
            held, size = {}, 0
        if not held:
            first = letters
        for _, word in alike:
            held[word] = steps(postings[word])
            size += len(word) + len(held[word]) + 6
    if held:
        yield first, held


def steps(numbers: Iterable[int]) -> str:
    """Rising numbers as steps from one to the next, in base 36: [0, 1, 40] is "0 1 13"."""
    listed = list(numbers)
    return " ".join([*(_base36(number) for number in listed[:1]), *(_base36(after - before) for before, after in pairwise(listed))])


def _base36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return _DIGITS[number] + digits


def _piece(name: str, held: Any) -> Piece:
    """A script that hands over what the piece holds: JSON is JavaScript."""
    told = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return Piece(f"search/{name}.js", f"piece({json.dumps(name)},{told});\n")
