"""Per what: "/năm", "mỗi tháng", "một kg" after an amount, "bình quân mỗi năm", "mỗi hộ" before it.

One value only: the first unit after the slash, but a time wins over a person ("/người/tháng": month). Time words are English.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.found import Found
from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.amounts.units import COUNTED, UNITS
from pipelines.values.mentions import AmountKind

_TIMES = {"năm": "year", "tháng": "month", "ngày": "day"}
_OTHER_TIMES = frozenset(["quý", "tuần", "giờ", "phút", "giây", "vụ", "ca", "đêm", "mùa", "lứa", "phiên"])
_PERSONS = frozenset(["người", "khẩu", "hộ"]) | {"lao động", "công nhân", "nhân viên"}
_SLASH = re.compile(r"\s?/\s?(?:0?1\s)?([^\W\d_]+[23²³]?)(?:\s(?!năm|tháng|ngày)([^\W\d_]+))?(?:\s?/\s?(năm|tháng|ngày)(?!\w))?")
_WIDE_NOUNS = frozenset({"cụm công", "hộ gia", "bộ hồ", "hợp tác"})  # first halves of longer nouns
_EACH_AFTER = re.compile(
    r"\s(?:cho\s)?(?:mỗi|một|hằng|hàng)\s((?:năm|tháng|ngày|quý|tuần|giờ|vụ|kg|ký|tấn|tạ|lít|lượng|m2|mét vuông|người|hộ|cổ phiếu|thùng|con"
    r"|chiếc|căn|ha|sào|chuyến|sản phẩm|đơn vị|suất|ca|lần|đêm|bao)(?!\w))"
)
_EACH_NOUN = re.compile(r" mỗi(?= [^\W\d_])")
_GOODS = re.compile(r"(?:\s[^\W\d_]+){1,4}\s?/\s?(năm|tháng|ngày|giờ)(?!\w)")
_EACH_TIME = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng) (năm|tháng|ngày|quý|tuần)(?!\w)")
_OTHER_YEAR = re.compile(r"năm \d{4}|năm nay|năm ngoái|riêng năm|cả năm")
_AMOUNT_BEFORE = re.compile(r"\d(?: [^\W\d_]+){1,3} $")
_NO_NOUN = frozenset(
    re.findall(
        r"\w+", "chừng khoảng hơn gần trên dưới từ là có được đạt lãi lỗ tốn hết còn không chưa chỉ do để tăng giảm bán mới thêm nhận góp"
    )
)
_EACH = re.compile(r"(?<!\w)mỗi(?= [^\W\d_])")
_TO_AMOUNT = re.compile(r"(?: [^\W\d_]+){0,6}\s?")
_EACH_GOOD = re.compile(r"(?<!\w)mỗi (ký|kg|khối|lít|tấn|mét|bao|thùng|container|chiếc|cây|sào|ha|mẻ|lô|trái|quả)(?: [^\W\d_]+){0,4}\s?$")
_HEAD = re.compile(r"bình quân (?:thu nhập )?đầu người(?: [^\W\d_]+){0,6}\s?$")
_CONTRAST = re.compile(r"(?<!\w)(?:lên|xuống|còn|nhưng|thay vì)(?!\w)")
# "mức phụ cấp hàng tháng như sau: ..." rules the list that follows, until the next such heading or a payment made once.
_LIST_HEAD = re.compile(r"(?:mỗi|hằng|hàng) (tháng|năm)[^.:\n]{0,40}như sau ?:")
_LIST_END = re.compile(r"một lần|hiệu lực")
_LIST_LENGTH = 3000


def per_of(text: str, start: int, end: int, kind: AmountKind) -> str | None:
    """What the amount at [start, end) is per, or None."""
    following = text[end : end + 2]
    if "/" in following and (slash := _SLASH.match(text, end)):
        return _slashed(slash, kind)
    if following[:1] == " ":
        if each := _EACH_AFTER.match(text, end):
            return _TIMES.get(each[1], each[1])
        if kind == "money" and (each := _EACH_NOUN.match(text, end)) and (noun := read_noun(text, each.end(), closed=False)):
            return _head(noun.written)
        if kind in ("measure", "count") and "/" in text[end : end + 40] and (goods := _GOODS.match(text, end)):
            return _TIMES.get(goods[1], goods[1])
    return _before(text, start)


def _slashed(slash: re.Match[str], kind: AmountKind) -> str | None:
    unit, second, time = slash[1], slash[2], slash[3]
    both = f"{unit} {second}"
    if second and (both.casefold() in COUNTED or both in _WIDE_NOUNS):
        unit = both
    elif unit[0].isupper() and len(unit) > 3 and not unit.isupper():
        return None
    if kind == "count" and unit not in _TIMES and unit not in _OTHER_TIMES and unit not in UNITS and unit not in _PERSONS:
        return None
    if time and unit in _PERSONS:
        unit = time
    return _TIMES.get(unit, unit)


def _before(text: str, start: int) -> str | None:
    window = text[max(0, start - 220) : start]
    if "ỗi " not in window and "ng năm" not in window and "ng tháng" not in window and "đầu người" not in window:
        return None
    cut = max(window.rfind(". "), window.rfind("\n"), window.rfind("? "), window.rfind("! "), window.rfind(";"))
    sentence = window[cut + 1 :].casefold()
    if "đầu người" in sentence and _HEAD.search(sentence[-60:]):
        return "người"
    times = list(_EACH_TIME.finditer(sentence))
    if times and _ends_amount(sentence, times[-1]):
        times = []
    if times and not _OTHER_YEAR.search(sentence, times[-1].end()):
        return _TIMES.get(times[-1][1], times[-1][1])
    if good := _EACH_GOOD.search(sentence, max(0, len(sentence) - 45)):
        return good[1]
    things = list(_EACH.finditer(sentence, max(0, len(sentence) - 60)))
    if things and (noun := read_noun(sentence, things[-1].end(), closed=False)) and _TO_AMOUNT.fullmatch(sentence, noun.end):
        return _head(noun.written)
    return None


def _ends_amount(sentence: str, time: re.Match[str]) -> bool:
    """ "40 món mỗi ngày, nhỏ thì ...": the time belongs to the amount before it, not to those after the comma."""
    return (
        sentence[time.end() : time.end() + 1] == ","
        and _AMOUNT_BEFORE.search(sentence, max(0, time.start() - 25), time.start()) is not None
    )


def _head(noun: str) -> str:
    """The noun without a hedge or verb that an open reading took along ("ký chừng", "nơi không")."""
    words = noun.strip().split()
    return words[0] if len(words) == 2 and words[1] in _NO_NOUN else " ".join(words)


def per_shared(text: str, pair: tuple[Found, Found], per: str | None) -> str | None:
    """ "từ 5.200 đồng/kg xuống còn 4.800 đồng": an amount contrasted with another of like size is per the same thing."""
    first, second = sorted(pair, key=lambda item: item.start)
    between = text[first.end : second.start]
    if len(between) > 70 or ". " in between or "\n" in between or ";" in between or not _CONTRAST.search(between):
        return None
    small, large = sorted((first.high[0] / 10 ** first.high[1], second.high[0] / 10 ** second.high[1]))
    return per if large <= 20 * small and per not in _TIMES.values() else None


class ListScope(NamedTuple):
    """A stretch of text in which amounts are per what its heading says."""

    start: int
    end: int
    per: str


def list_scopes(text: str) -> list[ListScope]:
    """Stretches ruled by a heading such as "mức trợ cấp hằng tháng như sau:"."""
    if "như sau" not in text:
        return []
    heads = list(_LIST_HEAD.finditer(text))
    scopes: list[ListScope] = []
    for index, head in enumerate(heads):
        end = min(head.end() + _LIST_LENGTH, heads[index + 1].start() if index + 1 < len(heads) else len(text))
        stop = _LIST_END.search(text, head.end(), end)
        scopes.append(ListScope(head.end(), stop.start() if stop else end, _TIMES[head[1]]))
    return scopes
