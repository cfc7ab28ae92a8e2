"""The text of an article in blocks: paragraphs, tables with their cells, and what stands on which page of an attached document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

CELL = " | "  # between the cells of a row, as the reading writes them


class Marked(Protocol):
    """A stretch of the text that is marked."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, or a fact."""

    text: str
    fact: Any = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one row of one cell) or a table. `document` and `page`: the attached document that begins here, "" elsewhere."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    table: bool = False
    document: str = ""
    page: int | None = None


def blocks(
    text: str, facts: Sequence[Marked], tables: Sequence[Mapping[str, Any]], passages: Sequence[Mapping[str, Any]]
) -> Iterator[Block]:
    """The blocks of a text; facts do not overlap, tables and passages are rows of the corpus in the order of the text."""
    pages, frames = _Row(passages), _Row(tables)
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    open_table: Mapping[str, Any] | None = None
    begun: Mapping[str, Any] | None = None

    def block() -> Block:
        document = (begun["url"].rpartition("/")[2] or begun["url"]) if begun else ""
        return Block(tuple(rows), open_table is not None, document, begun["page"] if begun else None)

    last: Mapping[str, Any] | None = None
    for start, pieces in _lines(text, facts):
        passage, table = pages.at(start), frames.at(start)
        is_new = passage is not None and passage is not last
        if rows and not (table is not None and table is open_table and not is_new):
            yield block()
            rows = []
        if not rows:
            open_table, begun = table, passage if is_new else None
        rows.append(_cells(pieces) if table is not None else (pieces,))
        last = passage
    if rows:
        yield block()


class _Row:
    """Stretches in the order of the text, asked for places in the same order."""

    def __init__(self, stretches: Sequence[Mapping[str, Any]]) -> None:
        self.stretches, self.next = stretches, 0

    def at(self, place: int) -> Mapping[str, Any] | None:
        """The stretch that holds a place."""
        while self.next < len(self.stretches) and self.stretches[self.next]["end"] <= place:
            self.next += 1
        found = self.stretches[self.next] if self.next < len(self.stretches) else None
        return found if found is not None and found["start"] <= place else None


def _lines(text: str, facts: Iterable[Marked]) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """Every line that is not empty: where it begins, and its pieces."""
    at, waiting = 0, iter(facts)
    fact = next(waiting, None)
    for line in text.split("\n"):
        start, end = at, at + len(line)
        pieces = []
        while fact is not None and fact.start < end:
            stop = min(fact.end, end)
            pieces += [Piece(text[at : fact.start]), Piece(text[fact.start : stop], fact)]
            at, fact = stop, next(waiting, None)
        pieces.append(Piece(text[at:end]))
        at = end + 1
        if kept := tuple(piece for piece in pieces if piece.text):
            yield start, kept


def _cells(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of a row by cell."""
    cells: list[list[Piece]] = [[]]
    for piece in pieces:
        parts = [piece.text] if piece.fact is not None else piece.text.split(CELL)
        for place, part in enumerate(parts):
            if place:
                cells.append([])
            if part:
                cells[-1].append(replace(piece, text=part))
    return tuple(tuple(cell) for cell in cells)
