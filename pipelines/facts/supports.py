"""Supports: lines of programme support (khuyến công): so many projects or beneficiaries, with this amount, from whose fund."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.facts.aspects.funds import fund_of
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Cut
from pipelines.values.mentions import AmountMention, Support

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


def find_supports(text: Prepared, amounts: Sequence[AmountMention]) -> list[Support]:
    """Lines such as "10 đề án khuyến công địa phương, tổng kinh phí 1,68 tỷ đồng": programme, projects, beneficiaries, amount.

    One line per number of projects (or of beneficiaries, or per amount where neither is given) in a sentence about support;
    `amount_start` is the offset of its money, `fund` who pays it. Counts that are ranges or fractions give None.
    """
    if not amounts:
        return []
    low, cut = text.low, text.cut
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


def _lines(cut: Cut, low: str, span: tuple[int, int], found: list[AmountMention]) -> list[Support]:
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
        programme = _programme(cut, low, (max(start, head.start), stop), (begin, start))
        lines.append(
            Support(
                programme=programme,
                projects=_whole(project),
                beneficiaries=_whole(who),
                amount_start=money.start if money else None,
                sentence_start=begin,
                sentence_end=end,
                rule="projects" if project else "amount",
                fund=fund_of(low, span, (money.start, money.end), programme) if money else fund_of("", (0, 0), (0, 0), programme),
            )
        )
    return lines


def _programme(cut: Cut, low: str, own: tuple[int, int], before: tuple[int, int]) -> str | None:
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
