"""Per what: "/năm", "mỗi tháng", "một kg" after an amount, "bình quân mỗi năm", "mỗi hộ" before it.

One value only: the first unit after the slash, but a time wins over a person ("/người/tháng": month). Time words are English.
"""

from __future__ import annotations

import re

_TIMES = {"năm": "year", "tháng": "month", "ngày": "day"}
_PERSONS = {"người", "lao động", "khẩu", "hộ", "công nhân", "nhân viên"}
_SLASH = re.compile(r"\s?/\s?(?:0?1\s)?([^\W\d_]+[23²³]?)(?:\s(?!năm|tháng|ngày)([^\W\d_]+))?(?:\s?/\s?(năm|tháng|ngày)(?!\w))?")
_TWO_WORDS = frozenset(
    "cơ sở|cổ phiếu|cổ phần|lao động|đề án|dự án|mô hình|cụm công|sản phẩm|đơn vị|gia đình|hành khách|chứng chỉ|đô la|nhân khẩu|mét vuông|mét khối"
    "|học sinh|sinh viên|khách hàng|doanh nghiệp|thành viên|hộ gia|phương tiện|giao dịch|tài khoản|thuê bao|trường hợp|công trình|bộ hồ|hợp tác".split(
        "|"
    )
)
_EACH_AFTER = re.compile(
    r"\s(?:cho\s)?(?:mỗi|một|hằng|hàng)\s((?:năm|tháng|ngày|quý|tuần|giờ|vụ|kg|ký|tấn|tạ|lít|lượng|m2|người|hộ|cổ phiếu|thùng|con|chiếc|căn|ha|sào|chuyến|sản phẩm|đơn vị)(?!\w))"
)
_GOODS = re.compile(r"(?:\s[^\W\d_]+){0,4}\s?/\s?(năm|tháng|ngày|ngày đêm|giờ)(?!\w)")
_EACH_BEFORE = re.compile(r"(?<!\w)(?:mỗi|hằng|hàng) (năm|tháng|ngày|quý|tuần)(?!\w)")
_THING_BEFORE = re.compile(
    r"(?<!\w)mỗi ((?:cơ sở|sản phẩm|cổ phiếu|đề án|dự án|mô hình|gia đình|doanh nghiệp|đơn vị|lao động|[^\W\d_]+))(?: [^\W\d_]+){0,4}\s?$"
)
_HEAD = re.compile(r"bình quân (?:thu nhập )?đầu người(?: [^\W\d_]+){0,6}\s?$")


def per_of(text: str, start: int, end: int, measure: bool) -> str | None:
    """What the amount at [start, end) is per, or None. `measure`: goods may stand between unit and slash ("tấn nhôm/năm")."""
    if slash := _SLASH.match(text, end):
        return _slashed(slash)
    if each := _EACH_AFTER.match(text, end):
        return _TIMES.get(each[1], each[1])
    if measure and (goods := _GOODS.match(text, end)):
        return _TIMES.get(goods[1], goods[1])
    return _before(text, start)


def _slashed(slash: re.Match[str]) -> str | None:
    unit, second, time = slash[1], slash[2], slash[3]
    if second and f"{unit} {second}" in _TWO_WORDS:
        unit = f"{unit} {second}"
    elif unit[0].isupper() and len(unit) > 3 and not unit.isupper():
        return None
    if time and unit in _PERSONS:
        unit = time
    return _TIMES.get(unit, unit)


def _before(text: str, start: int) -> str | None:
    begin = max(text.rfind(c, max(0, start - 260), start) for c in (". ", "\n", "? ", "! ", ";"))
    sentence = text[begin + 1 if begin >= 0 else max(0, start - 260) : start].casefold().replace("\xa0", " ")
    if "ỗi " not in sentence and "ằng " not in sentence and "àng " not in sentence and "đầu người" not in sentence:
        return None
    if _HEAD.search(sentence[-60:]):
        return "người"
    found = None
    for found in _EACH_BEFORE.finditer(sentence):
        pass
    if found and not re.search(r"năm \d{4}|năm nay|năm ngoái|riêng năm", sentence[found.end() :]):
        return _TIMES.get(found[1], found[1])
    if (thing := _THING_BEFORE.search(sentence[-60:])) and "," not in thing[0]:
        return thing[1]
    return None
