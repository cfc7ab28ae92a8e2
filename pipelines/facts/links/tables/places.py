"""Places of tables: heads, sections and columns that are provinces by name, old and new units alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.facts.amounts.table_shape import Shape, is_total
from pipelines.facts.provinces.provinces import find_provinces
from pipelines.facts.provinces.registry import aliases, unit_at
from pipelines.text.normal import tone_key
from pipelines.text.prepared import prepare

_NUMBERED = re.compile(r"^(?:(?:\d{1,2}|[IVX]{1,5}|[a-zA-Zđ])[.)]\s*|[-–+*•]\s*)")
_KIND = re.compile(r"^(?:tỉnh|tp\.?|t\.p\.?|thành phố)\s*", re.IGNORECASE)
_PLACE_HEAD = re.compile(r"(?:tên )?(?:các )?(?:tỉnh|thành phố|tp\b|địa phương|địa điểm|địa chỉ|địa bàn|nơi |vùng)", re.IGNORECASE)
_SMALL_HEAD = re.compile(r"(?:tên )?(?:các )?(?:huyện|quận|xã|phường|thị trấn|thị xã|thôn|bản|làng|ấp|khu|cụm)", re.IGNORECASE)
_LEAST = 2  # provinces that make a column one of provinces without a head that says so


@lru_cache(4096)
def province_named(text: str, published: str | None) -> str | None:
    """The province that a whole cell names, or None: "Hà Nam", "3. Tỉnh Hà Nam", "TP. Hải Phòng"."""
    if len(text) > 40:
        return None
    plain = tone_key(_NUMBERED.sub("", text.strip(" :.;*")).strip())
    known = aliases()
    for form in (plain, _KIND.sub("", plain)):
        if alias := known.get(form):
            return unit_at(alias.slug, published).name
    return None


def province_told(text: str, published: str | None) -> str | None:
    """The one province a cell of places tells: its name, or the only one named in it ("huyện Bình Lục, tỉnh Hà Nam")."""
    if named := province_named(text, published):
        return named
    names = {mention.name for mention in find_provinces(prepare(text[:200]), published)}
    return names.pop() if len(names) == 1 else None


def is_place_head(text: str) -> bool:
    """Whether a head says that places stand under or beside it, of the size of provinces."""
    return _PLACE_HEAD.match(text.strip()) is not None


def province_column(shape: Shape, published: str | None) -> int | None:
    """The column whose cells are provinces, by its head or because most of its cells are; None when there is none."""
    if shape.list_of_pairs:
        return None
    for column, kind in enumerate(shape.columns):
        heads = shape.heads[column]
        if kind not in ("head", "note") or (heads and _SMALL_HEAD.match(heads[-1].strip())):
            continue
        cells = _cells(shape, column)
        told = province_told if heads and is_place_head(heads[-1]) else province_named
        named = sum(told(cell, published) is not None for cell in cells)
        if named and (2 * named >= len(cells)) and (named >= _LEAST or told is province_told):
            return column
    return None


def _cells(shape: Shape, column: int) -> Sequence[str]:
    rows = zip(shape.grid.rows, shape.rows, strict=True)
    texts = [cell.text for row, kind in rows if kind == "value" and (cell := row[column]) is not None and cell.text]
    return [text for text in texts if not is_total(text)]
