"""Aspects of amounts that need their text, not their value: export or import, planned or reported, part of another, whose fund.

Pure functions over lower-case text and offsets; every pattern is run once over the text, every look around an amount is bounded by its
sentence, so time is linear. Source of the rules: how statistics offices and departments word their reports ("xuất khẩu đạt ..., nhập
khẩu ...", "đạt 102% kế hoạch", "trong đó"), written down as cases in tests/cases/flows.tsv, planned.tsv, parts.tsv and funds.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from pipelines.facts.aspects.plans import planned_amounts
from pipelines.text.sentences import Frame, Span, frame, is_heading, lowered
from pipelines.values.mentions import AmountMention

Flow = Literal["export", "import", "both", "balance"]
Fund = Literal["national", "local"]
FLOWS: tuple[Flow, ...] = get_args(Flow)
FUNDS: tuple[Fund, ...] = get_args(Fund)

_TRADE = r"(?:xuất khẩu|nhập khẩu|xuất nhập khẩu|xuất, nhập khẩu|xnk|xk|nk)"
_FLOW = re.compile(
    r"\b(?:(?P<mask>(?:cục|vụ|phòng|ngân hàng(?: tmcp)?|thuế(?: suất)?|giấy phép|tờ khai|thủ tục|hạn ngạch|tín dụng|quy tắc) "
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
_OF_WHICH = re.compile(r"\b(?:trong đó|bao gồm|gồm|riêng|trong số (?:này|đó)|chia ra|cụ thể)\b")
_OPENED = re.compile(r"\s*(?:\(|:)")
_DIFFERENCE = re.compile(r"\b(?:tăng|giảm|so với|cao hơn|thấp hơn|hơn|thêm|từ|mỗi|bình quân|trung bình)(?: (?:thêm|khoảng|gần|mức|hơn))? $")
_BASE = re.compile(r"\b(?:so với|cùng kỳ|năm trước|năm ngoái)\b[^,;.]*$")
_PURSE = r"(?:khuyến công|kinh phí|nguồn|vốn|quỹ|đề án|chương trình|ngân sách)(?: khuyến công)?"
_FUND = re.compile(
    r"\b(?:(?P<national>" + _PURSE + r" (?:quốc gia|trung ương|tw)|kcqg)"
    r"|(?P<local>" + _PURSE + r"(?: của| từ ngân sách)?"
    r" (?:địa phương|tỉnh|thành phố|huyện)|kcđp))\b"
)
_ITEM, _ITEMS = ("-", "–", "+", "•", "*"), 12  # what an item of a list begins with, and how many are looked at
_REACH = 8  # amounts looked back for one to take the flow of
_NEXT_TO = 60  # characters between an amount and a word behind it that says what it is
_ROUNDING = 1.005  # parts may add up to slightly more than their whole


class Mark(NamedTuple):
    """A word that says what an amount near it is."""

    start: int
    end: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Aspects:
    """`flow` for money and percent only; `part_of`: `start` of the amount this one is a part of."""

    flow: Flow | None = None
    planned: bool = False
    part_of: int | None = None


def aspects_of(text: str, amounts: Sequence[AmountMention], published: str | None) -> list[Aspects]:
    """Aspects of all amounts of a text, in their order. `amounts` are linked and in text order; `published` is an ISO date or None."""
    if not amounts:
        return []
    low, cut = lowered(text), frame(text)
    flows = flows_of(low, cut, amounts)
    planned = planned_amounts(low, cut, amounts, published)
    parts = parts_of(low, cut, amounts)
    return [Aspects(*row) for row in zip(flows, planned, parts, strict=True)]


def flows_of(low: str, cut: Frame, amounts: Sequence[AmountMention]) -> list[Flow | None]:
    """Export, import, both, balance or None for every amount.

    The nearest word left in the amount's clause decides, then one right behind it, then the nearest left in the sentence; for figures of
    role `trade` also words further right, and the sentence (or sub-heading) before when that speaks of one direction only. Figures of
    role output, price or other take the words of their own clause; figures of any other role have no flow.
    """
    found: list[Flow | None] = [None] * len(amounts)
    text = _Directions(low, cut)
    for i, amount in enumerate(amounts):
        trade = amount.role == "trade"
        if amount.kind not in ("money", "percent") or not (trade or amount.role in _CLAUSE_ONLY):
            continue
        begin, end = cut.sentence(amount.start)
        own = text.marks(begin, end)
        clear = [mark for mark in own if mark.meaning not in ("mask", "agent")]
        if not clear and trade:
            clear = [_acting(low, mark) for mark in own if mark.meaning == "agent"]
        meaning = _flow(low, amounts, i, clear)
        if meaning is None and trade:
            meaning = _flow_before(text, begin) or (None if clear else _flow_above(text, amounts, i, found))
        found[i] = _FLOW_OF.get(meaning or "")
    return found


_CLAUSE_ONLY = ("output", "price", "other")
_FLOW_OF: dict[str, Flow] = {flow: flow for flow in FLOWS}


@dataclass(frozen=True, slots=True)
class _Directions:
    """The words of direction of a text, looked for once in each sentence that is asked about."""

    low: str
    cut: Frame
    _found: dict[Span, list[Mark]] = field(default_factory=dict)

    def marks(self, begin: int, end: int) -> list[Mark]:
        found = self._found.get((begin, end))
        if found is None:
            found = [Mark(m.start(), m.end(), m.lastgroup or "") for m in _FLOW.finditer(self.low, begin, end)]
            self._found[begin, end] = found
        return found


def _acting(low: str, mark: Mark) -> Mark:
    """What a trader ("doanh nghiệp xuất khẩu") trades."""
    words = low[mark.start : mark.end]
    both = "xuất nhập" in words or "xuất, nhập" in words or "xnk" in words
    return mark._replace(meaning="both" if both else "export" if "xuất" in words or "xk" in words else "import")


def _flow(low: str, amounts: Sequence[AmountMention], i: int, marks: list[Mark]) -> str | None:
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


def _in_turn(low: str, amounts: Sequence[AmountMention], i: int, mark: Mark) -> str | None:
    """ "xuất khẩu và nhập khẩu lần lượt đạt 5 tỷ USD và 4 tỷ USD": the first figure is exports, the second imports."""
    words = low[mark.start : mark.end]
    if "xuất khẩu" not in words or not _IN_TURN.search(low, mark.end, min(amounts[i].end + 80, mark.end + 300)):
        return None
    before = [a for a in amounts[max(0, i - 4) : i] if a.start >= mark.end and a.kind == amounts[i].kind and a.unit == amounts[i].unit]
    order = ("export", "import") if words.startswith("xuất") else ("import", "export")
    return order[len(before)] if len(before) < 2 else None


def _governs_back(low: str, amounts: Sequence[AmountMention], i: int, mark: Mark) -> bool:
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


def parts_of(low: str, cut: Frame, amounts: Sequence[AmountMention]) -> list[int | None]:
    """`start` of the amount that each amount is a part of ("10 tỷ đồng, trong đó ngân sách tỉnh 6 tỷ đồng"), or None.

    A part stands behind "trong đó", "gồm", "riêng" ..., a colon or a bracket, after its whole in the same sentence, in the next when that
    begins with "Trong đó" or "Riêng", or in the list the sentence opens; both have kind, unit, role and per in
    common, and parts never exceed their whole.
    """
    found: list[int | None] = [None] * len(amounts)
    for i, whole in enumerate(amounts):
        if whole.kind != "percent" and found[i] is None:
            for j in _parts(low, cut, amounts, i):
                found[j] = whole.start
    return found


def _parts(low: str, cut: Frame, amounts: Sequence[AmountMention], i: int) -> Iterator[int]:
    whole = amounts[i]
    own_end = cut.sentence(whole.start)[1]
    items = _list_end(low, cut, own_end)
    end = items or _reach(low, cut, own_end)
    alike = [j for j in range(i + 1, min(len(amounts), i + 13)) if amounts[j].start < end and _alike(whole, amounts[j])]
    alike = [j for j in alike if not _no_share(low, whole, amounts[j])]
    alike = [j for j in alike if amounts[j].start < own_end or amounts[j].year in (None, whole.year)]
    if not alike:
        return
    until = amounts[alike[0]].start
    word = items or _OF_WHICH.search(low, whole.end, until)
    if not word and not (_OPENED.match(low, whole.end) and len(alike) > 1 and _adds_up(whole, [amounts[j] for j in alike])):
        return
    total = 0.0
    for j in alike:
        total += amounts[j].max
        if total > whole.max * _ROUNDING:
            return
        yield j


def _reach(low: str, cut: Frame, end: int) -> int:
    """Where the parts of a whole may still stand: to the end of its sentence, or of the next when that begins with "Trong đó", "Riêng"."""
    begin = end + (len(low[end : end + 20]) - len(low[end : end + 20].lstrip(' \n-–+•*"“')))
    return cut.sentence(begin)[1] if low.startswith(("trong đó", "trong số này", "trong số đó", "riêng "), begin) else end


def _list_end(low: str, cut: Frame, end: int) -> int | None:
    """Where the list ends that a sentence opens with its colon ("Kinh phí 5 tỷ đồng, gồm:" and lines with dashes), None without one."""
    if not low[max(0, end - 20) : end].rstrip().endswith(":"):
        return None
    last = None
    for _ in range(_ITEMS):
        if end >= len(low) or not low.startswith(_ITEM, end):
            break
        last = end = cut.paragraph(end)[1]
    return last


def _alike(whole: AmountMention, part: AmountMention) -> bool:
    same = (whole.kind, whole.unit.lower(), whole.per) == (part.kind, part.unit.lower(), part.per)
    # a part may go without a word for what it is, and public money is told as budget here and support there
    return same and (part.role in (whole.role, "other") or {whole.role, part.role} == {"support", "budget"})


def _no_share(low: str, whole: AmountMention, part: AmountMention) -> bool:
    """Differences, bases of comparison and means are no parts."""
    before = low[max(whole.end, part.start - 60) : part.start]
    return bool(_DIFFERENCE.search(before) or _BASE.search(before))


def _adds_up(whole: AmountMention, parts: list[AmountMention]) -> bool:
    return whole.max / _ROUNDING <= sum(part.max for part in parts) <= whole.max * _ROUNDING


def fund_of(low: str, sentence: Span, amount: Span, programme: str | None) -> Fund | None:
    """Whose fund pays a line of support: the words behind its amount up to a comma, else the nearest before it in the sentence, else its
    programme. `amount` is the span of the money (of the sentence when there is none)."""
    marks = [(m.start(), m.end(), m.lastgroup) for m in _FUND.finditer(low, *sentence)]
    behind = next((m for m in marks if 0 <= m[0] - amount[1] <= _NEXT_TO), None)
    if behind and not re.search(r"[,;:.](?=\s)|[()]|\d", low[amount[1] : behind[0]]):
        return "national" if behind[2] == "national" else "local"
    before = next((m for m in reversed(marks) if m[1] <= amount[0]), None)
    chosen = before[2] if before else next(iter({m.lastgroup for m in _FUND.finditer(programme or "")}), None)
    return "national" if chosen == "national" else "local" if chosen == "local" else None
