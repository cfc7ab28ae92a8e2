"""Comparison: is a year the base another figure is compared with ("so với cùng kỳ năm 2031")? All patterns of it stand here.

A mention is marked when it is found (`follows_comparison`); linking, which knows the sentence's amounts, marks more
(`is_base_to_links`) but takes no mark away.
"""

from __future__ import annotations

import re

from pipelines.values.mentions import YearMention

_COMPARED = re.compile(r"(?:so với|so cùng|cùng kỳ|giá so sánh|giá cố định)[^\n.;,]{0,40}$")
# "so với cùng kỳ [năm 2031]", "cùng kỳ [2031]"; searched in the 45 characters before a year
_BASE = re.compile(
    r"\b(?:so|cùng k[ỳì]|hơn|kém|giá so sánh|giá cố định|giá gốc)\s+"
    r"(?:(?:với|cùng|k[ỳì]|của|cuối|đầu|tháng|quý|năm|mức|con số|giai đoạn|thời điểm|trung bình|bình quân|[ivx]{1,3}|\d{1,2})[\s/]+){0,5}$"
)
# the amount is itself the base figure: "so với con số [7 tỷ đồng]"; searched in the 40 characters before it
TO_BASE = re.compile(r"\bso (?:với |sánh )?(?:(?:con số|mức|gần|hơn|khoảng|là|chỉ) ){0,4}$")
# "(cùng kỳ thu [8 tỷ])", "gấp đôi cùng kỳ năm trước ([4 tỷ])"; searched in the 45 characters before an amount
SAME_PERIOD_FIGURE = re.compile(r"(?<!với )(?<!so )\bcùng k[ỳì](?: năm (?:trước|ngoái))?(?: \(| (?:[^\W\d]+ ){1,5})$")


def follows_comparison(before: str) -> bool:
    """Whether the lower-case words before a year make it the base of a comparison."""
    return _COMPARED.search(before) is not None


def is_base_to_links(low: str, year: YearMention) -> bool:
    """Whether linking takes a mention for a base: marked as one, "cùng kỳ" itself, or a word of comparison close before it."""
    return year.comparison or low.startswith("cùng k", year.start) or bool(_BASE.search(low, max(0, year.start - 45), year.start))


def is_same_period(low: str, year: YearMention) -> bool:
    """Whether the mention is the year of "cùng kỳ [năm] 2019", the base of a comparison with the year after it."""
    return year.comparison and not year.relative and "cùng k" in low[max(0, year.start - 15) : year.start]
