"""Comparison: is a year the base another figure is compared with ("so với cùng kỳ năm 2031")? All patterns of it stand here.

A mention is marked when it is found (`follows_comparison`); linking, which knows the sentence's amounts, marks more
(`is_base_to_links`) and takes few away.
"""

from __future__ import annotations

import re

from pipelines.values.mentions import YearMention

# "theo giá so sánh năm [2030]", "(giá [2030])", "theo giá cố định [2030]": prices figures are counted in, no time they tell of; searched in
# the 40 characters before a year
_PRICES = re.compile(r"(?:\btheo (?:mặt bằng )?giá|\(giá|\bgiá (?:so sánh|cố định|gốc))(?: so sánh| cố định| gốc)?(?: của)?(?: năm)? \(?$")
_COMPARED = re.compile(r"(?:so với|so cùng|cùng kỳ|giá so sánh|giá cố định)[^\n.;,]{0,40}$")
# "so với cùng kỳ [năm 2031]", "cùng kỳ [2031]"; searched in the 45 characters before a year
_BASE = re.compile(
    r"\b(?:so|cùng k[ỳì]|hơn|kém|giá so sánh|giá cố định|giá gốc)\s+"
    r"(?:(?:với|cùng|k[ỳì]|của|cuối|đầu|tháng|quý|năm|mức|con số|giai đoạn|thời điểm|trung bình|bình quân|[ivx]{1,3}|\d{1,2})[\s/]+){0,5}$"
)
# "gấp 1,3 lần [năm 2031]", "cao hơn lượng nhập cả [năm 2031]", "bằng 70% [năm 2031]", "ngang mức thưởng [năm 2031]"; searched in the 60
# characters before a year
_MULTIPLE = re.compile(
    r"\b(?:(?:ngang|bằng|tương đương|xấp xỉ)(?: bằng| với)? (?:mức|con số)|gấp (?:gần |hơn |khoảng )?(?:đôi|rưỡi|[\d.,]+ lần|[^\W\d]+ lần)"
    r"|(?:cao|thấp|nhiều|ít|lớn|nhanh|mạnh) hơn|bằng [\d.,]{1,6} ?%)(?: [^\W\d]+){0,8} $"
)
# "so với kế hoạch [năm 2031]": the plan of the year reported; "so với năm 2030 và [năm 2031] tăng": a year of its own
_OWN_PLAN = re.compile(r"\bso (?:với )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)(?: [^\W\d]+){0,4} $")
# "so với đầu [năm 2031]": a change within that year; searched in the 40 characters before it
_ITS_START = re.compile(r"\b(?:so(?: với| sánh với)?|hơn|kém) (?:(?:thời điểm|mức|hồi|giá|ngày|những ngày|phiên) ){0,3}đầu (?:năm )?$")
# "thấp hơn cùng kỳ [năm ngoái] 20%": what follows is the difference, not the figure of that year; searched in the 45 characters before it
_DIFFERS = re.compile(
    r"\b(?:(?:cao|thấp|nhiều|ít|lớn|nhỏ|rẻ|đắt|nhanh|chậm|mạnh|tốt|kém) hơn|hơn|kém|vượt)(?: so với)?"
    r"(?: (?:cùng k[ỳì]|mức|của|cả|vụ|tháng|quý|năm|\d{1,2}))* $"
)
_BY = re.compile(r"(?: (?:khoảng|gần|hơn|trên|dưới|tới|đến|từ|chừng|bình quân|trung bình|những|ít nhất|cả))* ")
_SERIES = re.compile(r"\d{4}(?:\)| và|;)? (?:và |đến |sang )?(?:năm )?$")
_TELLS = re.compile(r" (?:tăng|giảm|đạt|là|ước|có|chiếm|tiếp tục|dự kiến|sẽ)\b")
# the amount is itself the base figure: "so với con số [7 tỷ đồng]"; searched in the 40 characters before it
TO_BASE = re.compile(r"\bso (?:với |sánh )?(?:(?:con số|mức|gần|hơn|khoảng|là|chỉ) ){0,4}$")
# "(cùng kỳ thu [8 tỷ])", "gấp đôi cùng kỳ năm trước ([4 tỷ])"; searched in the 45 characters before an amount
SAME_PERIOD_FIGURE = re.compile(
    r"\bcùng k[ỳì](?: năm (?:trước|ngoái))? \((?:[^\W\d]+ ){0,3}$"
    r"|(?<!với )(?<!so )\bcùng k[ỳì](?: năm (?:trước|ngoái))? (?:[^\W\d]+ ){1,5}$"
)


def follows_comparison(before: str) -> bool:
    """Whether the lower-case words before a year make it the base of a comparison."""
    return bool(_COMPARED.search(before) or _PRICES.search(before[-40:]))


def is_base_to_links(low: str, year: YearMention) -> bool:
    """Whether linking takes a mention for a base: marked as one, "cùng kỳ" itself, or a word of comparison close before it; not the plan of
    a year and not the next of a series of years."""
    if low.startswith("cùng k", year.start):
        return True
    begin = max(0, year.start - 60)
    if _OWN_PLAN.search(low, begin, year.start) or (_SERIES.search(low, begin, year.start) and _TELLS.match(low, year.end)):
        return False
    return year.comparison or bool(_BASE.search(low, max(0, year.start - 45), year.start) or _MULTIPLE.search(low, begin, year.start))


def is_base_of_prices(low: str, start: int) -> bool:
    """Whether the year at `start` only tells in which prices figures are counted ("giá so sánh năm 2030")."""
    return low.find("giá", max(0, start - 40), start) >= 0 and bool(_PRICES.search(low, max(0, start - 40), start))


def is_own_start(low: str, year: YearMention) -> bool:
    """Whether a year is compared with as its own start ("tăng 8% so với đầu năm 2031"): said within it, it is the year of the change."""
    return bool(_ITS_START.search(low, max(0, year.start - 40), year.start))


def tells_difference(low: str, year: YearMention, start: int) -> bool:
    """Whether the amount at `start`, close behind a year compared with, is by how much another figure is more or less than that year's."""
    return bool(_DIFFERS.search(low, max(0, year.start - 45), year.start)) and bool(_BY.fullmatch(low, year.end, start))


def is_same_period(low: str, year: YearMention) -> bool:
    """Whether the mention is the year of "cùng kỳ [năm] 2019", the base of a comparison with the year after it."""
    return year.comparison and not year.relative and "cùng k" in low[max(0, year.start - 15) : year.start]
