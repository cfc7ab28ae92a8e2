"""Tables given as lines "a | b | c": a cell that is only a number takes its unit from the header of its column, or from a line
"Đơn vị tính: triệu đồng" above the table. Ordinals (STT), years and cells of unknown unit are left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.found import Found, form_of
from pipelines.facts.amounts.nouns import is_year
from pipelines.facts.amounts.numbers import read_digits
from pipelines.facts.amounts.units import COUNTED, SCALE, SCALES, UNIT, UNITS
from pipelines.values.mentions import AmountKind

_CAPTION = re.compile(r"(?:ĐVT|[Đđ]ơn vị(?: tính)?)\s?:?\s?\(?([^|()\n]{1,40})")
_NUMBER_CELL = re.compile(r"[+-]?\s?(\d+(?:[.,]\d+)*)")
_PLAIN_COLUMN = re.compile(r"(?:STT|TT|[Nn]ăm|[Mm]ã|[Gg]hi chú|[Nn]gày|[Tt]háng|[Đđ]iện thoại|[Hh]ạng|[Tt]hứ tự)\b")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")


class _ColumnUnit(NamedTuple):
    kind: AmountKind
    code: str
    scale: int
    divisor: int


def read_tables(text: str, found: list[Found]) -> list[Found]:
    """Amounts of the number cells that no other rule has read."""
    taken = {item.start for item in found}
    cells: list[Found] = []
    caption: _ColumnUnit | None = None
    header: list[str] = []
    age = 0  # lines since the caption
    offset = 0
    for line in text.split("\n"):
        age += 1
        if match := _CAPTION.search(line):
            caption, age = _unit_of(match[1].strip()), 0
        if " | " not in line:
            header = []
            caption = caption if age <= 2 else None
        else:
            age = 0
            parts = line.split(" | ")
            if not header or not any(_NUMBER_CELL.fullmatch(part.strip()) for part in parts):
                header = parts if not header or len(parts) == len(header) else header
            else:
                cells += _row(line, offset, (header, caption))
        offset += len(line) + 1
    return [cell for cell in cells if cell.start not in taken]


def _row(line: str, offset: int, columns: tuple[list[str], _ColumnUnit | None]) -> list[Found]:
    header, caption = columns
    cells: list[Found] = []
    position = 0
    for index, part in enumerate(line.split(" | ")):
        number = _NUMBER_CELL.fullmatch(part.strip())
        title = header[index] if index < len(header) else ""
        if number and not _PLAIN_COLUMN.match(title.strip()):
            unit = _header_unit(title) or (caption if index and not is_year(number[1]) else None)
            start = offset + position + part.index(number[1])
            if unit and (cell := _cell(number[1], start, unit)):
                cells.append(cell)
        position += len(part) + 3
    return cells


def _cell(token: str, start: int, unit: _ColumnUnit) -> Found | None:
    value = read_digits(token, form_of(unit.kind, unit.code, unit.scale > 1))
    if value is None or (unit.kind == "count" and value[1]):
        return None
    scaled = (value[0] * unit.scale, value[1])
    return Found(unit.kind, unit.code, scaled, scaled, start, start + len(token), f"{unit.kind}-table", unit.divisor)


def _header_unit(title: str) -> _ColumnUnit | None:
    """Unit named in a column header: "Kinh phí (triệu đồng)", "Sản lượng, tấn", "Tỷ lệ %"."""
    if bracket := _IN_BRACKETS.search(title):
        return _unit_of(bracket[1].strip())
    tail = title.rsplit(",", 1)[-1].strip() if "," in title else title.strip()
    return _unit_of(tail) if "," in title or len(tail) < 12 else _unit_of(tail[-1]) if tail.endswith("%") else None


def _unit_of(words: str) -> _ColumnUnit | None:
    words = words.removeprefix("ĐVT").removeprefix("Đơn vị tính").lstrip(": ")
    lowered = words[:1].lower() + words[1:] if words[1:2].islower() else words
    scale, end = 1, 0
    if scaled := SCALE.match(lowered):
        scale, end = SCALES[scaled["scale"] or scaled["short"]], scaled.end()
    unit = UNIT.fullmatch(lowered, end)
    if unit is None:
        noun = lowered[end:].strip().casefold()
        if noun in COUNTED:
            return _ColumnUnit("count", noun, scale, 1)
        return _ColumnUnit("money", "VND", scale, 1) if scale >= 10**6 and not noun else None
    if unit["dong"]:
        return _ColumnUnit("money", "VND", scale, 1)
    named = UNITS[unit["sign"] or unit["unit"]]
    kind: AmountKind = "money" if named.kind == "money" else "percent" if named.kind == "percent" else "measure"
    return _ColumnUnit(kind, named.code, scale, named.divisor)
