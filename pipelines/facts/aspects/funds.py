"""Funds: does a national or a local fund pay a line of support? Cases: tests/cases/funds.tsv."""

from __future__ import annotations

import re

from pipelines.text.sentences import Span
from pipelines.values.mentions import Fund

_PURSE = r"(?:khuyến công|kinh phí|nguồn|vốn|quỹ|đề án|chương trình|ngân sách|xúc tiến thương mại)(?: khuyến công| xúc tiến thương mại)?"
_HIGH, _LOW = r"(?:quốc gia|trung ương|tw)", r"(?:địa phương|tỉnh|thành phố|huyện|quận|thị xã|xã)"
_FUND = re.compile(
    r"\b(?:(?P<both>"
    + _PURSE
    + rf" (?:{_HIGH}(?: và|,|/) (?:khuyến công |vốn |ngân sách |nguồn )?{_LOW}|{_LOW}(?: và|,|/) (?:khuyến công |vốn "
    rf"|ngân sách |nguồn )?{_HIGH}))"
    r"|(?P<national>" + _PURSE + rf" {_HIGH}|(?:từ|do|phần) (?:trung ương|bộ công thương)|bộ công thương (?:hỗ trợ|cấp|giao|phân bổ)"
    r"|cục công thương địa phương (?:hỗ trợ|cấp|giao|phân bổ)|kcqg)"
    r"|(?P<local>" + _PURSE + r"(?: của| từ ngân sách)?(?: cấp)?"
    rf" {_LOW}|(?:ubnd|hđnd|ủy ban nhân dân) (?:tỉnh|huyện|thành phố|quận|thị xã|xã)(?: [^\W\d]+){{0,4}} (?:giao|phân bổ|bố trí|cấp"
    rf"|dành|trích|hỗ trợ)"
    r"|các huyện(?:, [^\W\d]+ [^\W\d]+)* (?:bố trí|hỗ trợ|cấp|dành)|kcđp))\b"
)
_CLOSED = re.compile(r"[,;:.](?=\s)|[()]|\d")
_FUNDS: dict[str, Fund] = {"national": "national", "local": "local", "both": "both"}
_NEXT_TO = 60  # characters between an amount and a word behind it that says whose it is


def fund_of(low: str, sentence: Span, amount: Span, programme: str | None) -> Fund | None:
    """Whose fund pays a line of support: the words behind its amount up to a comma, else the nearest before it in the sentence, else its
    programme. `amount` is the span of the money (of the sentence when there is none)."""
    marks = [(m.start(), m.end(), m.lastgroup) for m in _FUND.finditer(low, *sentence)]
    behind = next((m for m in marks if 0 <= m[0] - amount[1] <= _NEXT_TO), None)
    if behind and not _CLOSED.search(low[amount[1] : behind[0]]):
        return _FUNDS[behind[2] or "local"]
    before = next((m for m in reversed(marks) if m[1] <= amount[0]), None)
    chosen = before[2] if before else next(iter({m.lastgroup for m in _FUND.finditer(programme or "")}), None)
    return _FUNDS.get(chosen or "")


def first_fund(low: str, span: Span) -> Fund | None:
    """The first fund named in a stretch of text in lower case."""
    return next((_FUNDS.get(m.lastgroup or "") for m in _FUND.finditer(low, *span)), None)
