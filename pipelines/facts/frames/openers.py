"""Openers: what in a sentence opens a subject frame (subjects.py), and of which kind it is.

A word of data/links/link_markers.tsv, a province, a thing with a home, a number of provinces ("ở năm tỉnh", "63 tỉnh, thành phố").
A word inside a name gives way to it. Behind a phrase that tells how far the sentence reaches ("Trên toàn cầu, công ty ...", "Cả tập
đoàn, với chín nhà máy, ...") the common noun of who acts opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from pipelines.facts.frames.cues import Cue
from pipelines.facts.frames.entities import Entity
from pipelines.values.mentions import ProvinceMention

FrameKind = Literal[
    "nation", "domestic", "sector", "country", "rule", "abroad", "region", "several", "province", "locality", "district", "plant", "work",
    "firm", "group", "whole", "accounts",
]  # fmt: skip
KINDS: tuple[FrameKind, ...] = get_args(FrameKind)
Manner = Literal["subject", "mention", "source", "bracket", "against", "towards"]

_OF_GROUP: Mapping[str, FrameKind] = {
    "national": "nation",
    "domestic": "domestic",
    "sector": "sector",
    "rule": "rule",
    "foreign": "abroad",
    "region": "region",
    "several": "several",
    "local": "locality",
    "work": "work",
    "company": "firm",
    "group": "group",
    "whole": "whole",
    "accounts": "accounts",
    "equity": "accounts",
}
_FIRM_BEFORE = re.compile(r"(?:^|\s)[A-ZĐ][\w&]* \(?$")  # "SMT Việt Nam", "SMT (Việt Nam)"
_UNION_BEFORE = re.compile(r"(?:hiệp hội|liên đoàn|(?<!\w)hội)(?: [^\W\d]+){0,6} $")  # speaks for a trade of the whole country
_WORK_BEFORE = re.compile(
    r"(?<!\w)(?:dự án|nhà máy|xưởng|cảng|tổ hợp|trang trại|mỏ|khu công nghiệp|kcn|khu kinh tế|cửa khẩu|chợ)(?: \w+){0,3} $"
)
_COUNTRY = ("cả nước", "toàn quốc", "nước ta")  # nothing else can be meant
_RULES = ("thuế suất", "theo nghị định", "theo thông tư")  # of the group general
# a tax that is collected, owed or part of a sum collected is the collector's, no rule: "thu thuế nhập khẩu đạt", "thuế GTGT chiếm"
_COLLECTED_LEFT = re.compile(r"(?<!\w)(?<!phải )(?:thu|nộp|nợ|trốn|tiền|khoản|nguồn|gồm)(?: (?:tiền|từ|về|các|loại|khoản|nợ|số|cả)){0,3} $")
# a list of what is collected: "thu nội địa tăng 5%, thuế thu nhập cá nhân tăng 8%"
_COLLECTED_ABOVE = re.compile(
    r"(?<!\w)(?:khoản thu|nguồn thu|số thu|thu nội địa|thu ngân sách|thu thuế|tổng thu)(?!\w)|[;:,] thu (?:từ|thuế|lệ phí) "
)
_COLLECTED_RIGHT = re.compile(r" (?:[^\W\d]+ ){0,5}?(?:ước )?(?:đạt|chiếm|nộp|thu được|thu về)(?!\w)")
_KIND_OF = 12  # characters between "Sở Công Thương" and the province it is of
_OWN: tuple[FrameKind, ...] = ("several", "whole")
_ACTING: tuple[FrameKind, ...] = ("firm", "group", "work")
_WORLD = ("toàn cầu", "thế giới", "việt nam", *_COUNTRY)
# what tells how far a sentence reaches stands at its head or behind a preposition: "xét trên phạm vi [toàn cầu]"
_REACHES = re.compile(r"(?:^|(?<!\w)(?:trên|tại|ở|tính|xét|trong|của))(?: [^\W\d]+){0,3} ?$")
_SHORT_COUNTRIES = ("mỹ", "đức", "nga", "úc")  # syllables of many names of places, too
# what stands before a country with a capital letter of its own: headlines in title case, other countries
_BEFORE_COUNTRY = re.compile(
    r"(?:sang|vào|từ|của|ở|tại|với|và|đến|đi|về|cho|trường|nước|bắc|nam|trung|châu|âu|anh|pháp|nhật|hàn|việt)", re.IGNORECASE
)
_TO_ACTOR = re.compile(r"[^.;:,]{0,60}, (?:[^\W\d]+ ){0,3}$")
_ATTRIBUTE = re.compile(r"[^.;:,()]{0,40}(?:của|trong|thuộc|ở|trên) (?:[^\W\d]+ ){0,2}| ")
# what opens nothing as an attribute of what: "vốn điều lệ của công ty", "63 tỉnh, thành của cả nước"
_HELD: Mapping[FrameKind, tuple[FrameKind, ...]] = {
    "firm": ("accounts", "whole"),
    "group": ("accounts", "whole"),
    "nation": ("several", "whole"),
    "domestic": ("several", "whole"),
    "country": ("several", "whole"),
}
# "tập đoàn Suối Mây, đơn vị có doanh thu 900 tỷ đồng, ..."
_DESCRIBED = re.compile(r"[^,;:.()]{0,60}, (?:đơn vị|doanh nghiệp|công ty|nơi|hãng|tập đoàn|một trong)(?!\w)")
_BEFORE = 30  # characters looked at before a reach


class Frame(NamedTuple):
    """A stretch of text whose figures are told of one subject; `province` is its home, `manner` how it was opened."""

    start: int
    end: int
    kind: FrameKind
    name: str
    province: str | None
    manner: Manner


class Line(NamedTuple):
    """A sentence: the whole text as it is and in lower case, where the sentence begins."""

    text: str
    low: str
    begin: int


def openers(line: Line, provinces: Sequence[ProvinceMention], entities: Sequence[Entity], markers: Iterable[Cue]) -> list[Frame]:
    """What may open a frame in one sentence, left to right, each as long as its words; all given are those of the sentence."""
    named = [Frame(p.start, p.end, "province", p.rule, p.name, "mention") for p in provinces]
    for e in entities:
        plant = e.rule in ("called", "placed") or _WORK_BEFORE.search(line.low, max(line.begin, e.start - 30), e.start)
        named.append(Frame(e.start, e.end, "plant" if plant else "district", e.kind, e.home, "mention"))
    taken = [(frame.start, frame.end) for frame in named]
    for cue in markers:
        if any(start < cue.end and cue.start < stop for start, stop in taken):
            continue
        kind = _kind(line, cue, taken)
        if kind is not None:
            named.append(Frame(cue.start, cue.end, kind, line.low[cue.start : cue.end], None, "mention"))
    return _opening(line, sorted(named))


def _kind(line: Line, cue: Cue, taken: Sequence[tuple[int, int]]) -> FrameKind | None:
    """What a marker opens, None where it tells of no subject or only the kind of a name beside it."""
    phrase = line.low[cue.start : cue.end]
    kind = "rule" if phrase in _RULES else _OF_GROUP.get(cue.meaning)
    if phrase in _SHORT_COUNTRIES and _ends_a_name(line.text[max(line.begin, cue.start - _BEFORE) : cue.start]):
        return None
    if kind == "rule" and phrase.startswith(("thuế", "lệ phí")) and not phrase.startswith("thuế suất"):
        left = line.low[max(line.begin, cue.start - 30) : cue.start]
        listed = _COLLECTED_ABOVE.search(line.low, line.begin, cue.start)
        if listed or _COLLECTED_LEFT.search(left) or _COLLECTED_RIGHT.match(line.low, cue.end):
            return None
    if kind == "locality":
        if any(0 < start - cue.end <= _KIND_OF and "," not in line.low[cue.end : start] for start, _ in taken):
            return None
    elif phrase in _COUNTRY:
        return "country"
    elif phrase.endswith("việt nam"):
        if _UNION_BEFORE.search(line.low, max(line.begin, cue.start - 40), cue.start):
            return "nation"
        if kind == "nation" and _FIRM_BEFORE.search(line.text, max(line.begin, cue.start - 20), cue.start):
            return "firm"
    return kind


def _ends_a_name(left: str) -> bool:
    """Whether what follows is the end of a name: "cụm Bình [Mỹ]", "xã Nghĩa [Đức]"; not behind the first word of a sentence."""
    *others, last = left.split() or [""]
    return bool(others) and left[-1] == " " and last.istitle() and not _BEFORE_COUNTRY.fullmatch(last)


def _opening(line: Line, found: Sequence[Frame]) -> list[Frame]:
    """Those that open: not who acts within a reach told before, which is then his; not whose the accounts are, nor where the places counted
    lie. A group that is described tells of its whole."""
    opened: list[Frame] = []
    reaches = False
    for frame in found:
        between = line.low[opened[-1].end : frame.start] if opened else ""
        if reaches and frame.kind in _ACTING and _TO_ACTOR.match(between):
            opened[-1] = opened[-1]._replace(kind="whole")
            continue
        if opened and opened[-1].kind in _HELD.get(frame.kind, ()) and _ATTRIBUTE.fullmatch(between):
            continue
        left = line.low[max(line.begin, frame.start - _BEFORE) : frame.start]
        reaches = (frame.kind in _OWN or frame.name in _WORLD) and bool(_REACHES.search(left))
        if frame.kind == "group" and _DESCRIBED.match(line.low, frame.end):
            frame = frame._replace(kind="whole")
            reaches = True
        opened.append(frame)
    return opened
