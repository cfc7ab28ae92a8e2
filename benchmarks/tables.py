"""How many cells of tables are read right: value, unit, year, province and role, shape by shape.

    python -m benchmarks.tables [--held-back] [--misses]

Sixty tables of our own making in twelve shapes (benchmarks/table_shapes), each inside an article that names other years and places. A cell
is right when all that its heads tell is read; a figure read where the table has none counts as a wrong cell. The draws from 3 on of each
shape are held back: they are only counted, never looked at while rules are written.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.promises import Promise, held
from benchmarks.table_shapes import heads, reports
from benchmarks.table_shapes.making import ANY, CellFact, Drawn, Maker, page
from pipelines.record import make_record
from pipelines.values.mentions import AmountMention
from pipelines.values.page import Page

SHAPES: Mapping[str, Maker] = {
    "spans": heads.spanned,
    "two rows of header": heads.two_rows_of_header,
    "three rows of header": heads.three_rows_of_header,
    "unit far away": heads.unit_far_away,
    "unit in row head": heads.unit_in_row_head,
    "provinces down": heads.provinces_down,
    "years down": heads.years_down,
    "report of production": reports.report_of_production,
    "plan of promotion": reports.plan_of_promotion,
    "export of Word": reports.export_of_word,
    "export of Excel": reports.export_of_excel,
    "list of facts": reports.list_of_facts,
}
DRAWS, LOOKED_AT = 5, 3
RIGHT = 0.98  # share of the cells


class Score(NamedTuple):
    """Cells right of cells told, and what went wrong in words."""

    right: int
    cells: int
    misses: tuple[str, ...]


def drawn_tables(shape: str, held_back: bool) -> Iterator[tuple[Drawn, bytes]]:
    """The tables of a shape with the page around each."""
    for draw in range(LOOKED_AT, DRAWS) if held_back else range(LOOKED_AT):
        chance = random.Random(f"{shape} {draw}")
        table = SHAPES[shape](chance)
        yield table, page(table.html, chance)


def score(table: Drawn, body: bytes) -> Score:
    """Read the page and hold its amounts against the cells."""
    record = make_record(Page("https://bao.example/bang.html", body=body, fetched_at="2025-03-14T02:00:00Z"))
    first, last = record.text.find("gửi về.\n"), record.text.find("\nThời gian tới")
    amounts = [a for a in record.facts.amounts if first < a.start < last]
    misses, position = [], 0
    for cell in table.facts:
        at = next((i for i in range(position, len(amounts)) if amounts[i].surface == cell.surface), None)
        if at is None:
            misses.append(f"{cell.surface}: missing")
            continue
        misses += [f"{a.surface}: read as {a.min:g} {a.unit}, but no figure" for a in amounts[position:at]]
        position = at + 1
        if wrong := _wrong(cell, amounts[at]):
            misses.append(f"{cell.surface}: {wrong}  [{amounts[at].link_rule}]")
    misses += [f"{a.surface}: read as {a.min:g} {a.unit}, but no figure" for a in amounts[position:]]
    cells = max(len(table.facts), len(misses))
    return Score(cells - len(misses), cells, tuple(misses))


def _wrong(cell: CellFact, amount: AmountMention) -> str:
    told = [("value", cell.value, amount.min), ("unit", cell.unit, amount.unit)]
    told += [("year", cell.year, amount.year), ("province", cell.province, amount.province), ("role", cell.role, amount.role)]  # type: ignore[list-item]
    return ", ".join(
        f"{name} {read}, not {true}" for name, true, read in told if true != ANY and not _same(true, read)
    )  # fmt: skip


def _same(true: object, read: object) -> bool:
    if isinstance(true, float) and isinstance(read, float):
        return abs(true - read) <= 1e-6 * abs(true)
    return true == read


def report(held_back: bool = False, shapes: Sequence[str] = tuple(SHAPES)) -> dict[str, Score]:
    """Scores by shape."""
    found = {}
    for shape in shapes:
        scores = [score(table, body) for table, body in drawn_tables(shape, held_back)]
        misses = tuple(miss for one in scores for miss in one.misses)
        found[shape] = Score(sum(one.right for one in scores), sum(one.cells for one in scores), misses)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--held-back", action="store_true", help="the tables that are not looked at: counts only")
    parser.add_argument("--misses", action="store_true", help="print every cell that was not read right")
    args = parser.parse_args()
    scores = report(args.held_back)
    for shape, found in scores.items():
        print(f"{shape:22s} {found.right:4d} of {found.cells:4d}  {found.right / found.cells:.3f}")
        for miss in found.misses if args.misses and not args.held_back else ():
            print(f"    {miss}")
    right, cells = sum(s.right for s in scores.values()), sum(s.cells for s in scores.values())
    print(f"{'all':22s} {right:4d} of {cells:4d}  {right / cells:.3f}")
    return held(Promise("cells of made tables read right", right / cells, "at least", RIGHT))


if __name__ == "__main__":
    sys.exit(main())
