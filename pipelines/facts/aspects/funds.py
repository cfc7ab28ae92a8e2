"""Funds: does a national or a local fund pay a line of support? Cases: tests/cases/funds.tsv."""

from __future__ import annotations

import re

from pipelines.text.sentences import Span
from pipelines.values.mentions import Fund

_PURSE = r"(?:khuyến công|kinh phí|nguồn|vốn|quỹ|đề án|chương trình|ngân sách)(?: khuyến công)?"
_FUND = re.compile(
    r"\b(?:(?P<national>" + _PURSE + r" (?:quốc gia|trung ương|tw)|kcqg)"
    r"|(?P<local>" + _PURSE + r"(?: của| từ ngân sách)?"
    r" (?:địa phương|tỉnh|thành phố|huyện)|kcđp))\b"
)
_CLOSED = re.compile(r"[,;:.](?=\s)|[()]|\d")
_NEXT_TO = 60  # characters between an amount and a word behind it that says whose it is


def fund_of(low: str, sentence: Span, amount: Span, programme: str | None) -> Fund | None:
    """Whose fund pays a line of support: the words behind its amount up to a comma, else the nearest before it in the sentence, else its
    programme. `amount` is the span of the money (of the sentence when there is none)."""
    marks = [(m.start(), m.end(), m.lastgroup) for m in _FUND.finditer(low, *sentence)]
    behind = next((m for m in marks if 0 <= m[0] - amount[1] <= _NEXT_TO), None)
    if behind and not _CLOSED.search(low[amount[1] : behind[0]]):
        return "national" if behind[2] == "national" else "local"
    before = next((m for m in reversed(marks) if m[1] <= amount[0]), None)
    chosen = before[2] if before else next(iter({m.lastgroup for m in _FUND.finditer(programme or "")}), None)
    return "national" if chosen == "national" else "local" if chosen == "local" else None
