"""Units of tables: what a head, a caption or the cell of a unit column says the numbers are counted in.

Source of the rules: how reports of departments and statistics offices write units: "(triệu đồng)", "ĐVT: 1.000 USD", "Sản lượng, tấn".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.amounts.per import per_of
from pipelines.facts.amounts.units import COUNTED, SCALE, SCALES, UNIT, UNITS, Unit
from pipelines.values.mentions import AmountKind

UNIT_LABEL = r"(?:ĐVT|Đvt|đvt|Đ\.V\.T|[Đđ]ơn vị(?: tính)?|ĐƠN VỊ(?: TÍNH)?)"
_CAPTION = re.compile(rf"{UNIT_LABEL}\s?:?\s?\(?([^|()\n]{{1,60}})")
_LABELLED = re.compile(rf"{UNIT_LABEL}\s?:?")
_KEYED = re.compile(r"(?P<key>[^:=]{2,40})[:=](?P<unit>[^:=]{1,30})")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_LAST_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*[.:]?$")
_LABEL = re.compile(rf"^{UNIT_LABEL}\s?[:.]?\s?")
_THOUSANDS = re.compile(r"1(?P<zeros>(?:[.,]?000){1,3})(?![\d.,])\s?")
_SHORT = re.compile(r"^[Tt][Rr]\.?\s?(?=đ|USD|[Đđ]ồng|Đ|$)")  # "Tr.đ", "tr đồng"
_NUMBER_OF = re.compile(r"(?:[Tt]ổng )?[Ss]ố(?: lượng| lượt)?(?= )")
_OWN_MONEY = re.compile(r"[Ss]ố (?:tiền|vốn|thu|chi|kinh phí|dư|nợ|nộp|thuế)\b")
_BULLET = re.compile(r"^\s*(?:[-–+*•]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])[.)])\s+")  # "- ", "1. ", "II. ", "a) "
QUANTITY = re.compile(r"(?:(?:số|khối|sản) )?lượng|sl", re.IGNORECASE)  # heads of what a column of units counts
_NAMED = 12  # characters of a head that can be a unit alone
_TAIL = re.compile(r"[,:;] ")
_NOUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}")
_RATIO = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng)\b|(?:tốc độ )?tăng trưởng\b|tốc độ tăng\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?:tăng|giảm|thay đổi|biến động|chênh lệch|so với|so|% |so sánh|chỉ số|hệ số|mức tăng|đạt)(?=\W|$)"
    r"|.*\bso (?:với|sánh|cùng|kế|kh)\b|\d{4}\s?/\s?\d{4}",
    re.IGNORECASE,
)


class CellUnit(NamedTuple):
    """What a number is counted in. `scale`: how many of the unit (triệu: a million); `divisor`: how many make one of it (cents: 100);
    `per`: what it is per ("đồng/kg"); `named`: the words themselves."""

    kind: AmountKind
    code: str
    scale: int
    divisor: int
    per: str | None = None
    named: str = ""


def caption_unit(line: str) -> CellUnit | None:
    """The unit that a line above a table or its caption states: "Đơn vị tính: triệu đồng", or in brackets at its end."""
    if match := _CAPTION.search(line):
        return unit_of(match[1].strip(" .;,"))
    return unit_of(bracket[1].strip()) if (bracket := _LAST_BRACKETS.search(line)) else None


def keyed_units(line: str) -> dict[str, CellUnit]:
    """The units a line states for several heads, by their words in lower case: "Đơn vị tính: Lượng: tấn; trị giá: 1.000 USD"."""
    label = _LABELLED.search(line)
    if label is None:
        return {}
    parts = (_KEYED.fullmatch(part.strip(" ().")) for part in re.split(r"[;,]", line[label.end() : label.end() + 200]))
    return {part["key"].strip().lower(): unit for part in parts if part and (unit := unit_of(part["unit"].strip()))}


def states_unit(line: str) -> bool:
    """Whether a line says what a table is counted in, known or not."""
    return _CAPTION.search(line) is not None


def without_unit(line: str) -> str:
    """A title without what it says about units."""
    if (label := _LABELLED.search(line)) and (keyed_units(line) or caption_unit(line)):
        return line[: label.start()].strip(" (-–,;")
    return line


def unit_statements(line: str) -> list[tuple[int, int]]:
    """Where a line or head states a unit: a number in it ("ĐVT: 1.000 USD", "Doanh thu (1.000 USD)") is no amount."""
    spans = [match.span(1) for match in _CAPTION.finditer(line)]
    spans += [match.span(1) for match in _IN_BRACKETS.finditer(line) if _THOUSANDS.match(match[1]) and unit_of(match[1].strip())]
    tail = line.rfind(", 1")
    return [*spans, (tail + 2, len(line))] if tail >= 0 and unit_of(line[tail + 2 :].strip()) else spans


@lru_cache(2048)
def head_unit(title: str) -> CellUnit | None:
    """Unit named in the head of a column or row: "Kinh phí (triệu đồng)", "Sản lượng, tấn", "Tỷ lệ %", "Số hộ"."""
    title = bare_head(title)
    for bracket in _IN_BRACKETS.finditer(title):
        if unit := unit_of(bracket[1].strip()):
            return unit
    if "(" not in title:
        tail = _TAIL.split(title)[-1].strip()
        unit = unit_of(tail)
        if unit and not (unit.kind == "count" and len(tail) >= _NAMED):  # "Điểm du lịch" names what is counted, or a thing
            return unit
        if title.startswith("%") or title.endswith("%"):
            return unit_of("%")
    if number := _NUMBER_OF.match(title):
        noun = read_noun(title, number.end(), closed=True)
        return CellUnit("count", noun.written, 1, 1, named=noun.written) if noun else None
    return None


@lru_cache(2048)
def ratio_unit(title: str) -> CellUnit | None:
    """Percent for a head that names a share or a rate and no unit."""
    return unit_of("%") if _RATIO.match(bare_head(title)) else None


def bare_head(title: str) -> str:
    """A head without the bullet or number before it."""
    return _BULLET.sub("", title).strip()


@lru_cache(2048)
def takes_no_unit(title: str) -> bool:
    """Whether the numbers under a head are of another kind than the table's: counts, shares, comparisons."""
    title = bare_head(title)
    if _NUMBER_OF.match(title):
        return not _OWN_MONEY.match(title)
    return bool(_RATIO.match(title) or _COMPARED.match(title))


@lru_cache(2048)
def compares(title: str) -> bool:
    """Whether a head holds one period against another: "So với cùng kỳ (%)"."""
    return _COMPARED.match(bare_head(title)) is not None


def column_unit(words: str) -> CellUnit | None:
    """The unit in a cell of a column of units: known ones, and any other short noun as what is counted."""
    if unit := unit_of(words.strip()):
        return unit
    scale, end = _scale(words.strip())
    rest = words.strip()[end:].strip()
    return CellUnit("count", rest.lower(), scale, 1, named=words) if _NOUN.fullmatch(rest) and len(rest) <= 20 else None


@cache
def _by_casefold() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for word, unit in UNITS.items():
        found.setdefault(word.casefold(), unit)
    return found


@lru_cache(4096)
def unit_of(words: str) -> CellUnit | None:
    """The unit that words are, or None when they are anything else."""
    stated = _LABEL.sub("", words).strip(" :.")
    named = _SHORT.sub("triệu ", stated)
    head, slash, _ = named.partition("/")
    scale, end = _scale(head)
    rest = head[end:].strip()
    per = per_of(f"1 {head.strip()}/{named[len(head) + 1 :]}", 0, 2 + len(head.strip()), "money") if slash else None
    if unit := _known(rest):
        kind: AmountKind = "money" if unit.kind == "money" else "percent" if unit.kind == "percent" else "measure"
        return CellUnit(kind, unit.code, scale, unit.divisor, per, stated)
    noun = rest.casefold()
    if noun in COUNTED:
        return CellUnit("count", noun, scale, 1, per, stated)
    return CellUnit("money", "VND", scale, 1, per, stated) if scale >= 10**6 and not noun else None


def _known(word: str) -> Unit | None:
    for form in dict.fromkeys((word, word[:1].lower() + word[1:] if word[1:2].islower() else word)):
        match = UNIT.fullmatch(form)
        if match:
            return Unit("money", "VND") if match["dong"] else UNITS[match["sign"] or match["unit"]]
    return _by_casefold().get(word.casefold()) if len(word) > 1 else None


def _scale(words: str) -> tuple[int, int]:
    """Factor of a scale word or a written thousand at the start, and where it ends."""
    if thousands := _THOUSANDS.match(words):
        return 1000 ** (thousands["zeros"].count("0") // 3), thousands.end()
    lowered = words[:1].lower() + words[1:] if words[1:2].islower() else words
    for form in (lowered, words.lower()):
        if scaled := SCALE.match(form):
            return SCALES[scaled["scale"] or scaled["short"]], scaled.end()
    return 1, 0
