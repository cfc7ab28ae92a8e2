"""What an article says as a whole: its province, its year and span of years, and its lines of programme support (khuyến công)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pipelines.facts.links.scope import published_year
from pipelines.text.sentences import Frame, frame, lowered
from pipelines.values.mentions import AmountMention, Context, InferredProvince, Support, YearMention, YearRange

ProvinceFrom = Literal["text", "district", "source", "none"]
_PROGRAMME = re.compile(
    r"khuyến công (?:quốc gia|địa phương|tỉnh|thành phố|trung ương)|khuyến công|xúc tiến thương mại(?: quốc gia)?|"
    r"sản xuất sạch hơn|tiết kiệm năng lượng|công nghiệp hỗ trợ|khởi nghiệp|đào tạo nghề|khuyến nông|ocop"
)
_REACH = 1_000  # characters looked back in a paragraph for the programme
_ABOUT_SUPPORT = re.compile(r"khuyến công|hỗ trợ|đề án")
_PROJECT = re.compile(r"đề án|dự án|mô hình|nhiệm vụ|chương trình")
_BENEFICIARY = re.compile(r"cơ sở|doanh nghiệp|dn\b|hợp tác xã|htx|hộ|tổ hợp tác|đơn vị|người|lao động|học viên|làng nghề")
_OWN_SHARE = re.compile(r" (?:vốn |tiền |nguồn )?(?:đối ứng|vốn tự có|vốn vay)\b")
_NOT_GIVEN = re.compile(r"\b(?:đối ứng|trị giá|doanh thu|tổng vốn đầu tư|tổng mức đầu tư|kim ngạch|lợi nhuận|thu nhập)\b[^,;.]{0,40}$")


def choose_province(primary: Sequence[str], inferred: Sequence[InferredProvince]) -> tuple[str | None, ProvinceFrom]:
    """The province an article is filed under and where that comes from: a name in the text, a district, or the source's home."""
    if primary:
        return primary[0], "text"
    for rule in ("district", "source"):
        for place in inferred:
            if place.rule == rule:
                return place.name, "district" if rule == "district" else "source"
    return None, "none"


def year_and_span(
    years: Sequence[YearMention], context: Context, amounts: Sequence[AmountMention] = ()
) -> tuple[int | None, YearRange | None]:
    """The latest year the article reports on as fact, and the span of such years.

    Dates of laws, plans and years after the publication year do not count; bases of comparison count only when there is nothing
    else. The publication year counts when an amount is linked to it, and when no year is named at all: news reports on its own time.
    """
    published = published_year(context)
    facts = [y for y in years if not (y.law or y.rule == "birth") and (published is None or y.year_from <= published)]
    settled = [y for y in facts if not y.plan or (published is not None and y.year_to <= published)]
    usable = [(y.year_from, y.year_to) for y in settled if not y.comparison] or [(y.year_from, y.year_to) for y in settled]
    if published and (not facts or any(a.year == (published, published) for a in amounts)):
        usable.append((published, published))
    bases = {y.year_to + 1 for y in facts if y.comparison and not y.relative} - {y.year_from for y in years if y.plan}
    usable += [a.year for a in amounts if a.year and a.year[0] == a.year[1] and a.year[0] in bases]  # told through its comparison only
    if not usable:
        return None, None
    last = max(year_to for _, year_to in usable)
    last = min(last, published) if published else last
    return last, (min(*(year_from for year_from, _ in usable), last), last)


def find_supports(text: str, amounts: Sequence[AmountMention], years: Sequence[YearMention]) -> list[Support]:  # noqa: ARG001
    """Lines such as "10 đề án khuyến công địa phương, tổng kinh phí 1,68 tỷ đồng": programme, projects, beneficiaries, amount.

    One line per number of projects (or of beneficiaries, or per amount where neither is given) in a sentence about support;
    `amount_start` is the offset of its money. Counts that are ranges or fractions give None.
    """
    if not amounts:
        return []
    low = lowered(text)
    cut = frame(text)
    lines: list[Support] = []
    first = low.find("khuyến công")
    by_sentence: dict[tuple[int, int], list[AmountMention]] = {}
    for amount in amounts:
        if amount.kind in ("money", "count"):
            by_sentence.setdefault(cut.sentence(amount.start), []).append(amount)
    for (begin, end), found in sorted(by_sentence.items()):
        if _ABOUT_SUPPORT.search(low, begin, end):
            lines += _lines(cut, low, (begin, end), found)
    return [replace(s, programme="khuyến công") if s.programme is None and 0 <= first < s.sentence_start else s for s in lines]


def _lines(cut: Frame, low: str, span: tuple[int, int], found: list[AmountMention]) -> list[Support]:
    begin, end = span
    projects = [a for a in found if a.kind == "count" and _PROJECT.match(a.unit.lower())]
    given = [a for a in found if a.kind == "money" and not _NOT_GIVEN.search(low, max(begin, a.start - 60), a.start)]
    given = [a for a in given if not _OWN_SHARE.match(low, a.end, min(end, a.end + 30))]
    given = [a for a in given if a.role in ("support", "budget", None) or (projects and a.role == "other")]
    if not projects:  # "tổng kinh phí 4 tỷ đồng, trong đó khuyến công hỗ trợ 900 triệu đồng": the support, not the whole
        given = [a for a in given if a.role == "support"] or given
    beneficiaries = [a for a in found if a.kind == "count" and _BENEFICIARY.match(a.unit.lower())]
    heads = projects or given or beneficiaries
    if not given and not projects:
        return []
    lines = []
    for k, head in enumerate(heads):
        start = begin if k == 0 else head.start
        stop = heads[k + 1].start if k + 1 < len(heads) else end
        money = next((a for a in given if start <= a.start < stop), None)
        who = next((a for a in beneficiaries if start <= a.start < stop), None)
        project = head if head in projects else None
        if money is None and not (project and "khuyến công" in low[begin:end]):
            continue
        lines.append(
            Support(
                programme=_programme(cut, low, (max(start, head.start), stop), (begin, start)),
                projects=_whole(project),
                beneficiaries=_whole(who),
                amount_start=money.start if money else None,
                sentence_start=begin,
                sentence_end=end,
                rule="projects" if project else "amount",
            )
        )
    return lines


def _programme(cut: Frame, low: str, own: tuple[int, int], before: tuple[int, int]) -> str | None:
    """The programme named in the line itself, else before it in the sentence, else in its paragraph up to there."""
    paragraph = cut.paragraph(own[0])[0]
    for start, end in (own, before, (max(paragraph, own[0] - _REACH), own[0])):
        match = _PROGRAMME.search(low, start, end)
        if match:
            return match[0]
    return None


def _whole(amount: AmountMention | None) -> int | None:
    if amount is None or amount.min != amount.max or amount.min != int(amount.min):
        return None
    return int(amount.min)
