"""Programmes: which programme of support a line belongs to, in its general form, whoever pays ("khuyến công quốc gia" is khuyến công)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from pipelines.text.phrases import ahead
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Span

_MANY = 50  # namings looked back
_REACH = 1_000  # characters looked back in a paragraph for the programme
_FIRST = "khuyến kcqg kcđp xúc xttm sản tiết sử chương phát cho ngành kế kinh khởi đổi đào ocop"  # words a programme begins with
_PROGRAMME = re.compile(
    ahead(_FIRST.split()) + r"(?:(?P<kc>khuyến công|kcqg|kcđp)|(?P<xt>xúc tiến (?:thương mại|tm|xuất khẩu)|xttm)|(?P<sx>sản xuất sạch hơn)"
    r"|(?P<tk>tiết kiệm năng lượng|sử dụng năng lượng tiết kiệm)"
    r"|(?P<ht>(?:chương trình|phát triển|cho|ngành) (?:phát triển )?công nghiệp hỗ trợ)"
    r"|(?:chương trình|kế hoạch|kinh phí)(?: [^\W\d]+){0,2} (?P<te>thương mại điện tử|(?:thương mại|chợ phiên) miền núi)"
    r"|(?P<kn>khởi nghiệp(?! (?:từ|với|bằng|năm|lúc|khi|vào|ở tuổi)\b)|đổi mới sáng tạo)"
    r"|(?P<dn>đào tạo nghề)|(?P<kt>khuyến nông)|(?P<oc>ocop))\b"
)
_NAMES = {
    "kc": "khuyến công",
    "xt": "xúc tiến thương mại",
    "sx": "sản xuất sạch hơn",
    "tk": "tiết kiệm năng lượng",
    "ht": "công nghiệp hỗ trợ",
    "kn": "khởi nghiệp",
    "dn": "đào tạo nghề",
    "kt": "khuyến nông",
    "oc": "ocop",
}
_LASTING = ("khuyến công", "xúc tiến thương mại")  # named once, an article goes on telling of them
_JOINED = re.compile(r"\s*(?:,|và|;|-|–)\s*(?:chương trình |công tác |hoạt động )?")
_PLAN_OF = re.compile(r"\bkế hoạch (?:[^\W\d]+ ){0,3}$")
_WORKS = re.compile(r"\b(?:hạ tầng|đường|cầu|trạm biến áp|nông thôn mới|đầu tư công|tái định cư|giải phóng mặt bằng|cải tạo lưới điện)\b")


class _Named(NamedTuple):
    start: int
    end: int
    name: str


class Programmes:
    """The programmes a text names, in order, and its headline."""

    def __init__(self, text: Prepared, title: str) -> None:
        self._text = text
        self._all = named_in(text.low, 0, len(text.low))
        self._starts = [named.start for named in self._all]
        self._title = named_in(title, 0, len(title))

    def any(self) -> bool:
        """Whether the article names one at all."""
        return bool(self._all or self._title)

    def told_in(self, paragraph: int, end: int) -> bool:
        """Whether one is named between the start of a paragraph and the end of a sentence in it."""
        return bool(self._between(paragraph, end))

    def of_line(self, left: Span, right: Span, sentence: Span) -> str | None:
        """The programme named last in the words before the money, else behind it, else before in its sentence or paragraph; at last one
        of those an article goes on telling of, unless the sentence speaks of public works."""
        for begin, end in (left, right):
            if names := self._between(begin, end):
                return _joined(self._text.low, names[-2:]) if begin == left[0] else names[0].name
        if names := self._between(sentence[0], left[0]):
            return names[-1].name
        paragraph = self._text.cut.paragraph(sentence[0])[0]
        if names := self._between(max(paragraph, sentence[0] - _REACH), sentence[0]):
            return names[-1].name
        if _WORKS.search(self._text.low, *sentence):
            return None
        if (plan := next(iter(self._between(right[1], sentence[1])), None)) and self._is_plan_of(plan.start):
            return plan.name  # "hỗ trợ 22 cơ sở, kinh phí 2,6 tỷ đồng, đạt 100% kế hoạch khuyến công"
        at = bisect_left(self._starts, sentence[0])
        before = [*self._title, *self._all[max(0, at - _MANY) : at]]
        return next((named.name for named in reversed(before) if named.name in _LASTING), None)

    def _is_plan_of(self, start: int) -> bool:
        return _PLAN_OF.search(self._text.low, max(0, start - 40), start) is not None

    def _between(self, begin: int, end: int) -> list[_Named]:
        return self._all[bisect_left(self._starts, begin) : bisect_left(self._starts, end)]


def named_in(low: str, begin: int, end: int) -> list[_Named]:
    """The programmes named in a stretch of text in lower case."""
    found = []
    for match in _PROGRAMME.finditer(low, begin, end):
        group = match.lastgroup or ""
        found.append(_Named(match.start(), match.end(), _NAMES.get(group, match[group])))
    return found


def _joined(low: str, names: list[_Named]) -> str:
    """ "khuyến công và xúc tiến thương mại" is one purse of two programmes."""
    first, last = names[0], names[-1]
    if first.name != last.name and _JOINED.fullmatch(low, first.end, last.start):
        return f"{first.name}, {last.name}"
    return last.name
