"""Line grids: tables given as lines "a | b | c" of a plain text, made grids where their shape allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.values.grid import Cell, Grid

SEPARATOR = " | "
MAX_COLUMNS, MAX_ROWS = 60, 500  # of one table; what is beyond stays in the text, and the grid says that it is cut
_MAX_PLACES = 20_000  # of one table


def line_grids(text: str, known: Sequence[Grid] = ()) -> list[Grid]:
    """The tables of a text in order: `known` ones (in order), and those its other lines "a | b" form. Neighbouring lines are one
    table; a row of fewer cells than the header keeps its place in the text, its missing cells are taken to stand on its right."""
    if SEPARATOR not in text:
        return list(known)
    grids: list[Grid] = []
    for start, end in _runs(text, known):
        grid = _grid(text, start, end)
        grids.append(replace(grid, cut=True) if len(grid.rows) > MAX_ROWS and _goes_on(text, end) else grid)
    return sorted([*known, *grids], key=lambda grid: grid.start)


def _runs(text: str, known: Sequence[Grid]) -> Iterator[tuple[int, int]]:
    """Spans of neighbouring lines with cells, outside of the tables known."""
    position, begin = 0, -1
    waiting = list(known)[::-1]
    rows = 0
    for line in text.split("\n"):
        end = position + len(line)
        while waiting and waiting[-1].end <= position:
            waiting.pop()
        inside = bool(waiting) and waiting[-1].start <= position
        if SEPARATOR in line and not inside:
            begin, rows = (position, 0) if begin < 0 else (begin, rows + 1)
            if rows == MAX_ROWS:
                yield begin, end
                begin = -1
        elif begin >= 0:
            yield begin, position - 1
            begin = -1
        position = end + 1
    if begin >= 0:
        yield begin, len(text)


def _goes_on(text: str, end: int) -> bool:
    """Whether the line behind a table has cells too: what follows is laid out without the header."""
    line_end = text.find("\n", end + 1)
    return SEPARATOR in text[end + 1 : line_end if line_end >= 0 else len(text)]


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
        rows.append(row)
        position += len(line) + 1
    width = min(max(map(len, rows)), MAX_COLUMNS, _MAX_PLACES // len(rows))
    cut = any(cell is not None for row in rows for cell in row[width:])
    return Grid(tuple(tuple(row[:width] + [None] * (width - len(row))) for row in rows), start, end, cut=cut)
