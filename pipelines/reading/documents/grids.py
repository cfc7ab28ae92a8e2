"""Grids: ruled tables of a page. The lines drawn on it make cells; glyphs fall into them, whatever the order they were written in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.reading.documents.glyphs import Glyph, text_of
from pipelines.reading.documents.tables import Placed, table_lines

NEAR = 3.0  # points within which two lines touch or are the same
MOST_RULES = 6000  # of one page; a drawing has more
MOST_LINES = 400  # of one table, in each direction; what has more is a drawing
TALL = 0.1  # share of the page's height; a lower rectangle is no frame around text and table
MOST_FRAMES = 40  # rectangles looked at as frames
FRAME = 0.92  # share of the page's height; a longer line belongs to a frame around the page


class Rule(NamedTuple):
    """A straight line: at x (upright) or y (level), from start to end."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle drawn on the page, or a line as a very thin one."""

    left: float
    bottom: float
    right: float
    top: float


class Turn(NamedTuple):
    """How a page is turned: `degrees` clockwise (0, 90, 180, 270; ISO 32000-1, 7.7.3.3), and its width and height as shown."""

    degrees: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        """A box of the page's own space where it is shown."""
        left, bottom, right, top = box
        match self.degrees:
            case 90:
                return Box(bottom, self.height - right, top, self.height - left)
            case 180:
                return Box(self.width - right, self.height - top, self.width - left, self.height - bottom)
            case 270:
                return Box(self.width - top, left, self.width - bottom, right)
            case _:
                return box


class Cell(NamedTuple):
    """A cell by its upper border and its sides, whatever it is merged of; `down` grows downwards."""

    down: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one table, merged and sorted: upright ones by x, level ones from the top down."""

    uprights: tuple[Rule, ...]
    levels: tuple[Rule, ...]
    box: Box

    def holds(self, glyph: Glyph) -> bool:
        x, y = _middle(glyph)
        return self.box.left <= x <= self.box.right and self.box.bottom <= y <= self.box.top

    def cell(self, glyph: Glyph) -> Cell | None:
        """The cell a glyph stands in. None outside of all."""
        x, y = _middle(glyph)
        above = min((rule.at for rule in self.levels if rule.at >= y and _covers(rule, x)), default=None)
        before = max((rule.at for rule in self.uprights if rule.at <= x and _covers(rule, y)), default=None)
        behind = min((rule.at for rule in self.uprights if rule.at > x and _covers(rule, y)), default=None)
        return None if above is None or before is None or behind is None else Cell(-above, before, behind)


def grids_of(boxes: Sequence[Box], page_height: float) -> list[Grid]:
    """The tables among what is drawn on a page: rules that touch, with at least two columns and one row. From the top down."""
    if len(boxes) > MOST_RULES:
        return []
    uprights, levels = _rules(_without_frames(boxes, page_height), page_height)
    found = []
    for band in _bands(uprights, levels):
        ups, downs = _merged(band.uprights), _merged(band.levels)
        if len({rule.at for rule in ups}) >= 3 and len(downs) >= 2 and max(len(ups), len(downs)) <= MOST_LINES:
            box = Box(ups[0].at, downs[0].at, ups[-1].at, downs[-1].at)
            found.append(Grid(tuple(ups), tuple(reversed(downs)), box))
    return found


def table_rows(grid: Grid, glyphs: Iterable[Glyph]) -> list[str]:
    """The rows of a table as lines "a | b"."""
    cells: dict[Cell, list[Glyph]] = {}
    place: Cell | None = None
    for glyph in glyphs:
        place = grid.cell(glyph) if glyph.placed else place  # a space or line break between two glyphs is where the first of them is
        if place:
            cells.setdefault(place, []).append(glyph)
    rows = {down: number for number, down in enumerate(sorted({place.down for place in cells}))}
    columns = sorted({place.left for place in cells})
    return table_lines(
        Placed(rows[place.down], bisect_left(columns, place.left), sum(place.left <= x < place.right for x in columns), text_of(inside))
        for place, inside in cells.items()
    )


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2


def _covers(rule: Rule, at: float) -> bool:
    return rule.start - NEAR <= at <= rule.end + NEAR


def _without_frames(boxes: Sequence[Box], page_height: float) -> list[Box]:
    """What is drawn without rectangles around text and tables: other lines stand in them, and none touches them."""
    tall = [box for box in boxes if box.top - box.bottom > TALL * page_height and box.right - box.left > NEAR]
    frames = {box for box in tall[:MOST_FRAMES] if _is_frame(box, boxes)}
    return [box for box in boxes if box not in frames]


def _is_frame(frame: Box, boxes: Sequence[Box]) -> bool:
    inner = Box(frame.left + NEAR, frame.bottom + NEAR, frame.right - NEAR, frame.top - NEAR)
    holds = False
    for box in boxes:
        if box == frame or box.right < frame.left or box.left > frame.right or box.top < frame.bottom or box.bottom > frame.top:
            continue
        if box.left < inner.left or box.bottom < inner.bottom or box.right > inner.right or box.top > inner.top:
            return False
        holds = True
    return holds


def _rules(boxes: Iterable[Box], page_height: float) -> tuple[list[Rule], list[Rule]]:
    uprights: list[Rule] = []
    levels: list[Rule] = []
    for left, bottom, right, top in boxes:
        if right - left > NEAR:
            levels += {Rule(y, left, right) for y in ((bottom, top) if top - bottom > NEAR else ((bottom + top) / 2,))}
        if NEAR < top - bottom < FRAME * page_height:
            uprights += {Rule(x, bottom, top) for x in ((left, right) if right - left > NEAR else ((left + right) / 2,))}
    return uprights, levels


@dataclass(slots=True)
class _Band:
    bottom: float
    uprights: list[Rule]
    levels: list[Rule]


def _bands(uprights: Iterable[Rule], levels: Iterable[Rule]) -> list[_Band]:
    """Rules whose heights overlap one into the next: one table each."""
    spans = [(rule.end, rule.start, rule, True) for rule in uprights] + [(rule.at, rule.at, rule, False) for rule in levels]
    bands: list[_Band] = []
    for top, bottom, rule, upright in sorted(spans, key=lambda span: (-span[0], span[1])):
        if not bands or top < bands[-1].bottom - NEAR:
            bands.append(_Band(bottom, [], []))
        bands[-1].bottom = min(bands[-1].bottom, bottom)
        (bands[-1].uprights if upright else bands[-1].levels).append(rule)
    return bands


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at one place that touch become one; sorted by place."""
    merged: list[Rule] = []
    place = None
    for rule in sorted(rules):
        place = rule.at if place is None or rule.at - place > NEAR else place
        merged.append(Rule(place, rule.start, rule.end))
    whole: list[Rule] = []
    for rule in sorted(merged):
        last = whole[-1] if whole else None
        if last and last.at == rule.at and rule.start <= last.end + NEAR:
            whole[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            whole.append(rule)
    return whole
