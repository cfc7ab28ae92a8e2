"""Supports: what an article says of programme support (khuyến công ...), every sum with its payer, stage and relation.

Source of the rules: how departments' reports word them, and how a researcher adds them up; cases in tests/facts/test_supports.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.facts.aspects.funds import fund_of
from pipelines.facts.aspects.places import Home, is_wide
from pipelines.facts.supports.lines import PROJECT, Line, lines_of, opened, whole
from pipelines.facts.supports.programmes import Programmes
from pipelines.facts.supports.relations import Related, mixed, relations_of
from pipelines.facts.supports.stages import stage_of
from pipelines.facts.supports.sums import why_not
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import lowered
from pipelines.values.mentions import AmountMention, Fund, Stage, Support

_SENTENCE = 300  # characters of the words before that a sentence goes on from
CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")  # cities that rank as provinces
_GIVEN = ("reported", "approved", "contracted")
_OF_PROVINCE = re.compile(r"\b(?:của|ngân sách|do|toàn|cấp|trong|nguồn|ubnd) tỉnh\b|\btỉnh (?:hỗ trợ|bố trí|chi|cấp|dành)\b")
_GOES_ON = re.compile(r"(?:trong (?:đó|số (?:này|đó))|cụ thể|theo đó|(?:bao )?gồm|riêng|mỗi|tổng)\b")


class Where(NamedTuple):
    """What an article says of provinces: the one it is about, if it is about one only, and all that it names."""

    only: str | None = None
    named: tuple[str, ...] = ()


NOWHERE = Where()


def find_supports(text: Prepared, amounts: Sequence[AmountMention], title: str = "", where: Where = NOWHERE) -> list[Support]:
    """Every statement on support of a text in order: sums of money of `amounts` (linked, in text order) that are public support or stand
    beside it, and numbers of projects without money. `where`: what the article says of provinces.
    Pure; linear in the text but for a bounded look at neighbouring sums."""
    if not amounts:
        return []
    programmes = Programmes(text, lowered(title))
    partial = [a.month_from is not None and (a.month_from, a.month_to) != (1, 12) for a in amounts]
    lines = lines_of(text, amounts, programmes, partial)
    related = relations_of(text, lines)
    lines = _settled(text.low, lines, related)
    places = [_place(text.low, line, where) for line in lines]
    places = [_paid_at_home(text.low, line, one, places, i) for i, (line, one) in enumerate(zip(lines, related, strict=True))]
    reasons = why_not(lines, related, [place.province for place in places])
    found = []
    for line, one, place, reason in zip(lines, related, places, reasons, strict=True):
        found.append(_support(line, one, lines, place, reason))
    with_money = {line.sentence for line in lines}
    bare = _projects_alone(text, amounts, programmes, with_money)
    return sorted([*found, *bare], key=lambda s: (s.sentence_start, s.amount_start or 0))


def _settled(low: str, lines: Sequence[Line], related: Sequence[Related | None]) -> list[Line]:
    """The lines with what only their relations tell: mixed totals, stages and purses taken over, money moved."""
    told = [replace(line, payer="mixed") if mixed(low, lines, related, i) else line for i, line in enumerate(lines)]
    paid_of = {one.whole for one in related if one and one.relation == "paid_of"}
    for i, one in enumerate(related):
        if told[i].plan and i in paid_of:
            told[i] = replace(told[i], stage="approved", stage_own=True)  # a plan that is paid out of is no mere plan
        if i and told[i].rest and told[i - 1].stage == "cut":
            told[i] = replace(told[i], rest=False, stage="approved")  # what is left of a sum that was cut
        over = one.whole if one and one.whole is not None and one.whole < i else None
        if one and over is not None and one.relation == "adds_to" and told[over].programme != told[i].programme:
            over = None
        told[i] = replace(
            told[i], stage=_stage(low, told, i, over, one is not None and one.relation == "adds_to"), fund=_fund(low, told, i, over)
        )
        if one and one.relation == "adds_to" and over is not None and told[over].fund is None and told[i].fund == "national":
            told[over] = replace(told[over], fund="local")  # "1,6 tỷ đồng, chưa kể 1,1 tỷ đồng từ khuyến công quốc gia"
    return told


def _stage(low: str, lines: Sequence[Line], i: int, over: int | None, adds: bool) -> Stage:
    line = lines[i]
    if _moved_back(lines, i):
        return "moved"
    if over is not None and adds and line.stage in _GIVEN and lines[over].stage in _GIVEN:
        return lines[over].stage or line.stage  # money added is counted with what it is added to
    if line.stage and (line.stage_own or over is None):
        return line.stage
    taken = lines[over].stage if over is not None else None
    return (taken if taken not in ("cut", "moved", "disbursed") else None) or line.stage or _stage_before(low, line) or "reported"


def _stage_before(low: str, line: Line) -> Stage | None:
    """That of the sentence it goes on from ("... công bố danh sách được hỗ trợ. Tổng kinh phí là ...")."""
    begin = line.sentence[0]
    if not _GOES_ON.match(opened(low, line.sentence)) or begin == 0 or low[begin - 1] == "\n":
        return None
    before = max(low.rfind("\n", 0, begin) + 1, begin - _SENTENCE), begin
    stage = stage_of(low, before, before).stage
    return stage if stage in ("approved", "proposed", "planned", "contracted") else None


def _moved_back(lines: Sequence[Line], i: int) -> bool:
    """ "bổ sung 300 triệu đồng này cho ...": the sum cut just before, given to something else."""
    cut = [line for line in lines[max(0, i - 3) : i] if line.stage == "cut"]
    return any(line.vnd == lines[i].vnd for line in cut)


def _fund(low: str, lines: Sequence[Line], i: int, over: int | None) -> Fund | None:
    """Its own purse, else that of the sentence it goes on from."""
    line = lines[i]
    if line.fund or line.payer != "state":
        return line.fund if line.payer == "state" else None
    if line.level in ("district", "commune"):
        return "local"
    begin = low.rfind("\n", 0, line.sentence[0]) + 1
    if over is not None or _GOES_ON.match(opened(low, line.sentence)):
        return fund_of(low, (begin, line.sentence[0]), (line.sentence[0], line.sentence[0]), None)
    return None


def _place(low: str, line: Line, where: Where) -> Home:
    """Its own province, else what is inferred for it, else that of an article about one province alone. Money "of the province" (tỉnh) is
    not that of a city which ranks as one, but of the only province proper that the text names."""
    amount = line.amount
    if line.region:
        return Home()
    if amount.province in CITIES and _OF_PROVINCE.search(low, line.left[0], line.right[1]):
        proper = [name for name in where.named if name not in CITIES]
        return Home(proper[0], "text") if len(proper) == 1 else Home(amount.province, amount.province_from)
    if amount.province is not None:
        return Home(amount.province, amount.province_from)
    if amount.province_inferred is not None:
        return Home(amount.province_inferred, amount.province_from)
    if where.only is None or is_wide(low, line.sentence):
        return Home()
    return Home(where.only, "article")


def _paid_at_home(low: str, line: Line, one: Related | None, places: Sequence[Home], i: int) -> Home:
    """A part spent at another place ("riêng hội chợ tại Hà Nội 620 triệu đồng") is of the province that pays the whole."""
    here = places[i]
    if one is None or one.relation != "part_of" or one.whole is None or here.province is None:
        return here
    paying = places[one.whole]
    if paying.province in (None, here.province) or paying.province_from != "text":
        return here
    name = re.escape(here.province.lower())
    spent = re.search(rf"\b(?:tại|ở|đi|dự)(?: [^\W\d]+)? {name}\b", low[line.left[0] : line.right[1]])
    return paying if spent else here


def _support(line: Line, one: Related | None, lines: Sequence[Line], place: Home, reason: str | None) -> Support:
    level = line.level if line.payer == "state" else None
    return Support(
        line.programme, whole(line.projects), whole(line.beneficiaries), line.amount.start, *line.sentence,
        rule="projects" if line.projects else "amount", fund=line.fund, payer=line.payer, level=level,
        stage=line.stage, relation=one.relation if one else None,
        relation_to=lines[one.whole].amount.start if one and one.whole is not None else None,
        amount_kind=line.kind, multiplier=line.multiplier, vnd=line.vnd, period_kind=line.period if line.amount.year else None,
        province=place.province, province_from=place.province_from, projects_implied=line.implied,
        counts_in_sum=reason is None, why_not=reason,
    )  # fmt: skip


def _projects_alone(
    text: Prepared, amounts: Sequence[AmountMention], programmes: Programmes, with_money: set[tuple[int, int]]
) -> list[Support]:
    """Numbers of projects of khuyến công in sentences that tell no sum of money."""
    found = []
    for amount in amounts:
        if amount.kind != "count" or not PROJECT.match(amount.unit.lower()):
            continue
        sentence = text.cut.sentence(amount.start)
        if sentence in with_money or "khuyến công" not in text.low[sentence[0] : sentence[1]]:
            continue
        programme = programmes.of_line((sentence[0], amount.start), (amount.end, sentence[1]), sentence)
        fund = fund_of(text.low, sentence, (amount.start, amount.end), None)
        found.append(Support(programme, whole(amount), None, None, *sentence, rule="projects", fund=fund))
    return found
