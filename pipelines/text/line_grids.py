"""Line grids: tables given as lines "a | b | c" of a plain text, made grids where their shape allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.values.grid import Cell, Grid

SEPARATOR = " | "
_MAX_COLUMNS = 60


def line_grids(text: str, known: Sequence[Grid] = ()) -> list[Grid]:
    """The tables of a text in order: `known` ones (in order), and those its other lines "a | b" form. Neighbouring lines are one
    table; a row of fewer cells than the header keeps its place in the text, its missing cells are taken to stand on its right."""
    if SEPARATOR not in text:
        return list(known)
    grids: list[Grid] = []
    for start, end in _runs(text, known):
        grids.append(_grid(text, start, end))
    return sorted([*known, *grids], key=lambda grid: grid.start)


def _runs(text: str, known: Sequence[Grid]) -> Iterator[tuple[int, int]]:
    """Spans of neighbouring lines with cells, outside of the tables known."""
    position, begin = 0, -1
    waiting = list(known)[::-1]
    for line in text.split("\n"):
        end = position + len(line)
        while waiting and waiting[-1].end <= position:
            waiting.pop()
        inside = bool(waiting) and waiting[-1].start <= position
        if SEPARATOR in line and not inside:
            begin = position if begin < 0 else begin
        elif begin >= 0:
            yield begin, position - 1
            begin = -1
        position = end + 1
    if begin >= 0:
        yield begin, len(text)


def _grid(text: str, start: int, end: int) -> Grid:
    rows: list[list[Cell | None]] = []
    position = start
    for line in text[start:end].split("\n"):
        row: list[Cell | None] = []
        at = position
        for part in line.split(SEPARATOR):
            inner = part.strip()
            row.append(Cell(inner, at + len(part) - len(part.lstrip())) if inner else None)
            at += len(part) + len(SEPARATOR)
        rows.append(row[:_MAX_COLUMNS])
        position += len(line) + 1
    width = max(map(len, rows))
    return Grid(tuple(tuple(row + [None] * (width - len(row))) for row in rows), start, end)
