"""Flow: is a figure exports, imports, both together or the balance of the two?

Every pattern looks at one sentence, so time is linear. Source of the rules: how statistics offices word their reports ("xuất khẩu đạt
..., nhập khẩu ..."), written down as cases in tests/cases/flows.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.text.phrases import ahead
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Cut, Span, is_heading
from pipelines.values.mentions import FLOWS, AmountMention, Flow

_TRADE = r"(?:xuất khẩu|nhập khẩu|xuất nhập khẩu|xuất, nhập khẩu|xnk|xk|nk)"
_FIRST = (  # words that those of _FLOW begin with
    "cục vụ phòng ngân thuế giấy tờ thủ hạn tín quy công cty thu thặng thâm phục để cho làm nước nhà đối thị khách bên đơn doanh thương dn"
    " xuất xuấtnhập nhập xnk xk nk cán biên kim trao giá quan giao buôn mậu hàng"
)
_FLOW = re.compile(
    ahead(_FIRST.split())
    + r"(?:(?P<mask>(?:cục|vụ|phòng|ngân hàng(?: tmcp)?|thuế(?: suất)?|giấy phép|tờ khai|thủ tục|hạn ngạch|tín dụng|quy tắc) "
    + _TRADE
    + r"|(?:công ty|cty)(?: (?:cổ phần|cp|tnhh|thương mại|sản xuất|đầu tư|và|dịch vụ)){0,6} (?:xuất nhập khẩu|xnk)"
    r"|thu (?:ngân sách|thuế)(?: [^\W\d]+){0,6} " + _TRADE + r"|xuất khẩu lao động|(?:thặng dư|thâm hụt) (?:ngân sách|vốn|tài khóa)"
    r"|(?:phục vụ|để|cho|làm)(?: nguyên liệu)? (?:sản xuất|gia công|chế biến)(?: [^\W\d]+){0,3} xuất khẩu)"
    r"|(?P<agent>(?:nước|nhà|đối tác|thị trường|khách hàng|bên|đơn vị|doanh nghiệp|công ty|thương nhân|dn) "
    + _TRADE
    + r"(?! (?:\d|được|đạt|sang|đi|hơn|gần|trên|khoảng|tới|từ)))"
    r"|(?P<balance>xuất siêu|nhập siêu|cán cân (?:thương mại|xuất nhập khẩu|ngoại thương)|thặng dư|thâm hụt)"
    r"|(?P<both>xuất(?: khẩu)?(?:,| và| -| –|/|-|) ?nhập khẩu|nhập khẩu(?: và|,) xuất khẩu|xnk|biên mậu"
    r"|(?:kim ngạch|trao đổi|giá trị|quan hệ) (?:trao đổi )?(?:thương mại|mậu dịch|hàng hóa|hàng hoá)(?! xuất| nhập| xk| nk)"
    r"|(?:kim ngạch|thương mại|trao đổi|giao thương|buôn bán|mậu dịch|hàng hóa)(?: [^\W\d]+){0,5} (?:hai chiều|2 chiều|song phương))"
    r"|(?P<export>xuất khẩu|xk|xuất (?:sang|đi|ngoại|bán sang))"
    r"|(?P<import>nhập khẩu|nk|nhập (?:từ|về|hơn|gần|khoảng|trên|tới)))\b"
)
_PARTED = re.compile(r"[,;:](?=\s)|[()]|\s(?:và|còn|trong khi|nhưng|trong đó|với)\s")
_EQUALS = re.compile(r",? bằng (?:khoảng |gần |hơn )?$")  # "nhập siêu 2 tỷ USD, bằng 5% kim ngạch xuất khẩu" speaks of the former still
_IN_TURN = re.compile(r"\b(?:lần lượt|tương ứng)\b")
_REACH = 8  # amounts looked back for one to take the flow of
_NEXT_TO = 60  # characters between an amount and a word behind it that says what it is
_CLAUSE_ONLY = ("output", "price", "other")
_FLOW_OF: dict[str, Flow] = {flow: flow for flow in FLOWS}


class _Mark(NamedTuple):
    """A word that says which way an amount near it went."""

    start: int
    end: int
    meaning: str


def flows_of(text: Prepared, amounts: Sequence[AmountMention]) -> list[Flow | None]:
    """Export, import, both, balance or None for every amount.

    The nearest word left in the amount's clause decides, then one right behind it, then the nearest left in the sentence; for figures of
    role `trade` also words further right, and the sentence (or sub-heading) before when that speaks of one direction only. Figures of
    role output, price or other take the words of their own clause; figures of any other role have no flow.
    """
    found: list[Flow | None] = [None] * len(amounts)
    low, cut = text.low, text.cut
    directions = _Directions(low, cut)
    for i, amount in enumerate(amounts):
        trade = amount.role == "trade"
        if amount.kind not in ("money", "percent") or not (trade or amount.role in _CLAUSE_ONLY):
            continue
        begin, end = cut.sentence(amount.start)
        own = directions.marks(begin, end)
        if not own and not trade:
            continue
        clear = [mark for mark in own if mark.meaning not in ("mask", "agent")]
        if not clear and trade:
            clear = [_acting(low, mark) for mark in own if mark.meaning == "agent"]
        meaning = _flow(low, amounts, i, clear)
        if meaning is None and trade:
            meaning = _flow_before(directions, begin) or (None if clear else _flow_above(directions, amounts, i, found))
        found[i] = _FLOW_OF.get(meaning or "")
    return found


def flow_told(low: str) -> Flow | None:
    """The direction that a head of a table names, in lower case; the first of several."""
    return next((flow for mark in _FLOW.finditer(low) if (flow := _FLOW_OF.get(mark.lastgroup or ""))), None)


@dataclass(frozen=True, slots=True)
class _Directions:
    """The words of direction of a text, looked for once in each sentence that is asked about."""

    low: str
    cut: Cut
    _found: dict[Span, list[_Mark]] = field(default_factory=dict)

    def marks(self, begin: int, end: int) -> list[_Mark]:
        found = self._found.get((begin, end))
        if found is None:
            found = [_Mark(m.start(), m.end(), m.lastgroup or "") for m in _FLOW.finditer(self.low, begin, end)]
            self._found[begin, end] = found
        return found


def _acting(low: str, mark: _Mark) -> _Mark:
    """What a trader ("doanh nghiệp xuất khẩu") trades."""
    words = low[mark.start : mark.end]
    both = "xuất nhập" in words or "xuất, nhập" in words or "xnk" in words
    return mark._replace(meaning="both" if both else "export" if "xuất" in words or "xk" in words else "import")


def _flow(low: str, amounts: Sequence[AmountMention], i: int, marks: list[_Mark]) -> str | None:
    amount = amounts[i]
    left = next((mark for mark in reversed(marks) if mark.end <= amount.start), None)
    right = next((mark for mark in marks if mark.start >= amount.end), None)
    if left and left.meaning == "both" and (turn := _in_turn(low, amounts, i, left)):
        return turn
    if left and not _PARTED.search(low, left.end, amount.start):
        return left.meaning
    equals = left and _EQUALS.search(low, max(0, amount.start - 20), amount.start)
    if right and not equals and _governs_back(low, amounts, i, right):
        return right.meaning
    if amount.role != "trade":
        return None
    if left:
        return left.meaning
    meanings = {mark.meaning for mark in marks}
    if {"export", "import"} <= meanings:
        return "both"
    part = right and "trong đó" in low[amount.end : right.start]
    return meanings.pop() if len(meanings) == 1 and not part else None


def _in_turn(low: str, amounts: Sequence[AmountMention], i: int, mark: _Mark) -> str | None:
    """ "xuất khẩu và nhập khẩu lần lượt đạt 5 tỷ USD và 4 tỷ USD": the first figure is exports, the second imports."""
    words = low[mark.start : mark.end]
    if "xuất khẩu" not in words or not _IN_TURN.search(low, mark.end, min(amounts[i].end + 80, mark.end + 300)):
        return None
    before = [a for a in amounts[max(0, i - 4) : i] if a.start >= mark.end and a.kind == amounts[i].kind and a.unit == amounts[i].unit]
    order = ("export", "import") if words.startswith("xuất") else ("import", "export")
    return order[len(before)] if len(before) < 2 else None


def _governs_back(low: str, amounts: Sequence[AmountMention], i: int, mark: _Mark) -> bool:
    """Whether a word behind amount i belongs to it and not to the amount that follows: "70% kim ngạch xuất khẩu"."""
    if mark.start - amounts[i].end > _NEXT_TO or _PARTED.search(low, amounts[i].end, mark.start):
        return False
    following = amounts[i + 1] if i + 1 < len(amounts) else None
    if following is None or following.start - mark.end > _NEXT_TO:
        return True
    return following.start >= mark.end and _PARTED.search(low, mark.end, following.start) is not None


def _flow_before(text: _Directions, begin: int) -> str | None:
    """The one direction that the sentence before speaks of, in the same paragraph or as a sub-heading."""
    if begin == 0:
        return None
    first, last = text.cut.sentence(begin - 1)
    if first < text.cut.paragraph(begin)[0] and not is_heading(text.low[first:last]):
        return None
    meanings = {mark.meaning for mark in text.marks(first, last)} - {"mask", "agent"}
    return meanings.pop() if len(meanings) == 1 else None


def _flow_above(text: _Directions, amounts: Sequence[AmountMention], i: int, found: Sequence[Flow | None]) -> Flow | None:
    """That of the trade figure before in the paragraph, when no word of another direction stands between."""
    paragraph = text.cut.paragraph(amounts[i].start)[0]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = amounts[j]
        if before.start < paragraph:
            break
        if before.role == "trade":
            between = text.marks(before.end, amounts[i].start)
            return found[j] if all(mark.meaning in ("mask", "agent", found[j]) for mark in between) else None
    return None
