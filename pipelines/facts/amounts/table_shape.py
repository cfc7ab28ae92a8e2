"""Shape: which rows of a table are its header, sections, totals and values, which columns its row heads, units, years and values.

Source of the rules: the tables of departments' reports and plans, and exports of Word and Excel; cases in tests/facts/test_table_shape.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.facts.amounts.nouns import is_year
from pipelines.facts.amounts.table_units import column_unit, head_unit, unit_of
from pipelines.values.grid import Cell, ColumnKind, Grid, RowKind

NUMBER_CELL = re.compile(r"\(?[-+–−]?\s?(?P<number>\d{1,3}(?: \d{3})+(?:[.,]\d{1,3})?|\d+(?:[.,]\d+)*)\)?(?:\s?\*{1,3})?")
_WITH_UNIT = re.compile(r"[-+–−]?\s?\d[\d.,]*\s?(?:%|(?!tháng|năm|quý|ngày|giờ)[^\W\d_][^\d]{0,24})$")
_RANGE = re.compile(r"(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*\s?[-–—]\s?\d+(?:[.,]\d+)*")
_NOTHING = re.compile(r"[-–—.…x\s/]*")
_ORDINAL_HEAD = re.compile(r"(?:STT|TT|Stt|stt|Tt|Số TT|Số thứ tự|[Ss]ố tt|No\.?|#)\.?(?:\s?\(.*)?")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVXivx]{1,5}|[a-zA-ZđĐ])[.)]?")
_NUMBERING = re.compile(r"\(?(?:[A-Za-zĐđ]|(?P<place>\d{1,2}))\)?(?:\s?=[\d\s()+\-–:/*x×%.,]*)?")
_LETTERS = list("abcdđeghiklmnopqrstuvxy")
_NOTE_HEAD = re.compile(
    r"(?:(?:[Nn]ăm|[Tt]háng|[Nn]gày)(?!.*\d)(?! (?:nay|trước|ngoái|qua|sau))|[Mm]ã|[Gg]hi chú|[Đđ]iện thoại|[Hh]ạng|[Tt]hứ tự|GHI CHÚ)\b"
)
_UNIT_HEAD = re.compile(r"(?:(?P<sure>ĐVT|[Đđ]vt|Đ\.V\.T|[Đđ]ơn vị tính|ĐƠN VỊ TÍNH)|[Đđ]ơn vị|ĐƠN VỊ)\.?")
_YEAR_HEAD = re.compile(r"(?:năm|thời gian|giai đoạn|kỳ|niên độ|năm (?:thực hiện|báo cáo|kế hoạch|hỗ trợ))", re.IGNORECASE)
_YEAR_CELL = re.compile(r"(?:(?:[Nn]ăm|NĂM) )?(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?")
_TOTAL = re.compile(  # what follows must be no further noun: "Tổng mức bán lẻ" and "Cộng đồng" add nothing up
    r"(?:tổng cộng(?: [^\W\d_]+){0,6}|cộng(?: (?:toàn|các|nguồn|mục|phần|nhóm)(?: [^\W\d_]+){1,4}| [IVX]+| [A-Z])?|tổng số|tổng"
    r"|toàn (?:tỉnh|quốc|ngành|thành phố|vùng|huyện)|cả nước|tất cả|total)(?:\s*[^\w\s].*)?",
    re.IGNORECASE,
)


_HEAD_KINDS = ("head", "year", "province")
_HEAD = 300  # characters of a head that are looked at
_SHORT = 12  # characters of the head of a column of units that does not say so
_HEADER = 8  # rows of a header


@dataclass(frozen=True, slots=True)
class Shape:
    """What the parts of a table are. `sections`: the text of the section each row stands in; `title`: its caption and the rows over its
    full width on top; `list_of_pairs`: two columns without a header, what and how much."""

    grid: Grid
    rows: tuple[RowKind, ...]
    columns: tuple[ColumnKind, ...]
    sections: tuple[str, ...]
    title: tuple[str, ...]
    list_of_pairs: bool
    heads: tuple[tuple[str, ...], ...]  # over each column, outermost first, each once
    row_heads: tuple[tuple[str, ...], ...]  # of each row, left to right, each once

    def ordinal(self, row: int) -> str:
        """The number or letter a row is counted with, "" without one."""
        cells = zip(self.grid.rows[row], self.columns, strict=True)
        return next((cell.text.strip(" .)(") for cell, kind in cells if kind == "ordinal" and cell is not None), "")


def _distinct(cells: Sequence[Cell | None]) -> list[Cell]:
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and cell.text and not any(cell is other for other in found[-4:]):
            found.append(cell)
    return found


def is_number(text: str) -> bool:
    """Whether a cell is only a number that is no year."""
    match = NUMBER_CELL.fullmatch(text)
    return match is not None and not is_year(match["number"])


def is_total(text: str) -> bool:
    """Whether the head of a row or column says that it adds up the others."""
    return _TOTAL.fullmatch(text.strip(" :*-–+.")) is not None


def shape_of(grid: Grid) -> Shape:
    """Tell the parts of a table. Never raises; linear in the places of the grid."""
    rows = grid.rows
    first = _titles(rows)
    title = [grid.caption] if grid.caption else []
    title += [cell.text for row in rows[:first] for cell in _distinct(row)]
    pairs = _is_list_of_pairs(rows[first:])
    kinds: list[RowKind] = ["title"] * first
    if not pairs:
        kinds += _header(rows, first)
    body = len(kinds)
    columns = _columns(rows, kinds, body, pairs)
    sections: list[str] = [""] * body
    section = ""
    for row in rows[body:]:
        kind = _row_kind(row, columns)
        if kind == "section":
            section = next((c.text[:_HEAD] for c, k in zip(row, columns, strict=True) if c and c.text and k != "ordinal"), "")
        kinds.append(kind)
        sections.append(section)
    above = [row for row, kind in zip(rows, kinds, strict=True) if kind == "header"]
    return Shape(
        grid,
        tuple(kinds),
        tuple(columns),
        tuple(sections),
        tuple(text[:_HEAD] for text in title),
        pairs,
        heads=tuple(_texts([row[column] for row in above]) for column in range(len(columns))),
        row_heads=tuple(_texts([c for c, kind in zip(row, columns, strict=True) if kind in _HEAD_KINDS]) for row in rows),
    )


def _texts(cells: Sequence[Cell | None]) -> tuple[str, ...]:
    return tuple(cell.text[:_HEAD] for cell in _distinct(cells))


def _titles(rows: Sequence[Sequence[Cell | None]]) -> int:
    """How many rows on top are titles: one text alone in a row."""
    count = 0
    while count < min(6, len(rows) - 2) and len(found := _distinct(rows[count])) <= 1:
        if found and is_number(found[0].text):
            break
        count += 1
    return count


def _is_list_of_pairs(rows: Sequence[Sequence[Cell | None]]) -> bool:
    """Two filled columns in which the right one tells now a text, now a figure, without a header over them."""
    filled = [cells for row in rows if len(cells := _distinct(row)) == 2]
    if len(filled) < 2 or any(len(_distinct(row)) > 2 for row in rows) or (filled[0][0].head and filled[0][1].head):
        return False
    right = [cells[1].text for cells in filled]
    if head_unit(right[0]) and not _WITH_UNIT.fullmatch(right[0]):
        return False
    texts = [text for text in right[1:] if not NUMBER_CELL.fullmatch(text) and not _NOTHING.fullmatch(text)]
    return _valued(right[0]) or filled[0][0].text.endswith(":") or bool(texts and len({_valued(text) for text in right}) == 2)


def _valued(text: str) -> bool:
    return is_number(text) or _RANGE.fullmatch(text) is not None or _WITH_UNIT.fullmatch(text) is not None


def _header(rows: Sequence[Sequence[Cell | None]], first: int) -> list[RowKind]:
    """Kinds of the rows of the header that begins at row `first`."""
    kinds: list[RowKind] = []
    if first < len(rows) and not _tells_values(rows, first):
        kinds.append("header")
        while len(kinds) < _HEADER and (at := first + len(kinds)) < len(rows) and _goes_on(rows[at - 1], rows[at]):
            if _is_numbering(rows[at]):
                break
            kinds.append("header")
    at = first + len(kinds)
    if kinds and at < len(rows) and _is_numbering(rows[at]):
        kinds.append("numbering")
    return kinds


def _tells_values(rows: Sequence[Sequence[Cell | None]], first: int) -> bool:
    """Whether the first row is one of values: it has a number, or figures with units over further ones."""
    below = rows[first + 1] if first + 1 < len(rows) else ()
    pairs = [(cell, other) for cell, other in zip(rows[first][1:], below[1:], strict=False) if cell and other]
    return any(cell and is_number(cell.text) for cell in rows[first][1:]) or any(
        not cell.head and _WITH_UNIT.fullmatch(cell.text) and _valued(other.text) for cell, other in pairs
    )


def _goes_on(above: Sequence[Cell | None], row: Sequence[Cell | None]) -> bool:
    """Whether the header goes on in the row below: a cell reaches down into it, it parts a cell above, or it holds units or years."""
    own = [(i, cell) for i, cell in enumerate(row) if cell is not None and cell.text and cell is not above[i]]
    if not own or (len(row) > 1 and all(cell is row[0] for cell in row)) or any(is_number(cell.text) for _, cell in own):
        return False
    reaches = any(cell is not None and cell.text and cell is above[i] for i, cell in enumerate(row))
    parted = any(_is_wide(above, i) for i, _ in own) and len({id(cell) for cell in above if cell}) > 1
    marked = all(cell.head for _, cell in own) and len(own) > 1
    labels = [cell.text for i, cell in own if i] or [own[0][1].text]
    told = any(unit_of(t.strip("()[] ")) or _YEAR_CELL.fullmatch(t) or head_unit(t) for t in labels) and len(own) > 1
    told = told and sum(cell is not None for cell in row) == sum(cell is not None for cell in above) and not any(_valued(t) for t in labels)
    return (reaches and len(own) < len(row)) or parted or marked or told


def _is_wide(row: Sequence[Cell | None], column: int) -> bool:
    cell = row[column]
    neighbours = (row[column - 1] if column else None, row[column + 1] if column + 1 < len(row) else None)
    return cell is not None and bool(cell.text) and any(cell is other for other in neighbours)


def _is_numbering(row: Sequence[Cell | None]) -> bool:
    """A row under the header that counts the columns: "A | B | 1 | 2 | 3=2/1", "(1) | (2) | (3)"."""
    found = [_NUMBERING.fullmatch(cell.text) for cell in _distinct(row)]
    places = [int(match["place"]) for match in found if match and match["place"]]
    letters = [match[0].strip("()").lower() for match in found if match and not match["place"]]
    counted = len(places) > 1 and places[0] in (0, 1) and places == sorted(set(places))
    lettered = not places and letters == _LETTERS[: len(letters)]
    return len(found) > 2 and None not in found and (counted or lettered)


def _columns(rows: Sequence[Sequence[Cell | None]], kinds: Sequence[RowKind], body: int, pairs: bool) -> list[ColumnKind]:
    """Kind of every column, by its head and by what stands in it."""
    width = len(rows[0])
    found: list[ColumnKind] = []
    for column in range(width):
        heads = [cell.text for cell in _distinct([rows[i][column] for i in range(body) if kinds[i] == "header"])]
        cells = [cell.text for row in rows[body:] if (cell := row[column]) is not None and cell.text and not _is_wide(row, column)]
        leftmost = all(kind in ("ordinal", "empty") for kind in found)
        found.append(_column_kind(heads, cells, leftmost, pairs))
    if "value" in found:  # what stands right of the figures explains them, it does not name them
        values = found.index("value")
        found[values:] = ["note" if kind == "head" else kind for kind in found[values:]]
    if "head" not in found and "year" not in found and "province" not in found:
        found = ["head" if kind == "ordinal" and not _has_ordinal_head(rows, kinds, i) else kind for i, kind in enumerate(found)]
    return found


def _has_ordinal_head(rows: Sequence[Sequence[Cell | None]], kinds: Sequence[RowKind], column: int) -> bool:
    return any(
        cell is not None and _ORDINAL_HEAD.fullmatch(cell.text) is not None
        for row, kind in zip(rows, kinds, strict=False)
        if kind == "header" and (cell := row[column]) is not None
    )


def _column_kind(heads: Sequence[str], cells: Sequence[str], leftmost: bool, pairs: bool) -> ColumnKind:
    last = heads[-1].strip() if heads else ""
    if not heads and not cells:
        return "empty"
    if any(_ORDINAL_HEAD.fullmatch(head) for head in heads):
        return "ordinal"
    if leftmost and not pairs and cells and not heads and all(_ORDINAL.fullmatch(cell) for cell in cells):
        return "ordinal"
    if label := _UNIT_HEAD.fullmatch(last):
        known = column_unit if label["sure"] else unit_of  # "Đơn vị" may head names of offices and firms
        if 2 * sum(known(cell) is not None for cell in cells) >= len(cells):
            return "unit"
    if len(cells) > 1 and not leftmost and len(last) < _SHORT and all(unit_of(cell) for cell in cells):
        return "unit"
    years = sum(_YEAR_CELL.fullmatch(cell) is not None for cell in cells)
    if cells and not head_unit(last) and (2 * years > len(cells) if leftmost or _YEAR_HEAD.fullmatch(last) else False):
        return "year"
    if heads and _NOTE_HEAD.match(last):
        return "note"
    filled = [cell for cell in cells if not _NOTHING.fullmatch(cell)]
    numbers = sum(_valued(cell) for cell in filled)
    if leftmost and not head_unit(last):
        return "head"
    if (numbers and 2 * numbers >= len(filled)) or (numbers and any(map(head_unit, heads))) or pairs:
        return "value"
    return "value" if not filled and heads and any(map(head_unit, heads)) else "head"


def _row_kind(row: Sequence[Cell | None], columns: Sequence[ColumnKind]) -> RowKind:
    found = _distinct([cell for cell, kind in zip(row, columns, strict=True) if kind != "ordinal"])
    heads = _texts([cell for cell, kind in zip(row, columns, strict=True) if kind in _HEAD_KINDS])
    if len(found) <= 1 and not (found and _valued(found[0].text)):
        return "section"
    label = heads[0] if heads else next((cell.text for cell in row if cell and cell.text), "")
    return "total" if is_total(label) else "value"
