"""How a year is said, the present of a text, spans counted from it, and from sentence to sentence of which period is told."""

from __future__ import annotations

import pytest

from pipelines.facts.frames.periods import carry_of
from pipelines.facts.frames.year_senses import SENSES
from tests.facts.asking import line, scope

LATER = "2036-06-10"


@pytest.mark.parametrize(
    ("text", "published", "senses"),
    [
        ("Năm 2031, chợ đông.", LATER, ["topic"]),
        ("Trong 9 tháng năm 2031, chợ đông.", LATER, ["topic"]),
        ("Chợ thu lớn trong 9 tháng đầu năm 2031.", LATER, ["part"]),
        ("Chợ thu lớn quý II/2031.", LATER, ["part"]),
        ("Chợ họp phiên lớn ngày 5/3/2031.", LATER, ["date"]),
        ("Chợ thu lớn năm 2031.", LATER, ["year"]),
        ("Chợ thu lớn giai đoạn 2031-2035.", LATER, ["range"]),
        ("Chợ mở cửa từ năm 2031.", LATER, ["since"]),
        ("Chợ thu lớn từ đầu năm 2031.", LATER, ["part"]),  # the year's own months
        ("Chợ thu lớn từ 1/1/2031 đến 15/10.", LATER, ["part"]),
        ("Chợ được thành lập năm 2031.", LATER, ["founded"]),
        ("Chợ (xong năm 2031) đông.", LATER, ["bracket"]),
        ("Chợ (mới) xong năm 2031.", LATER, ["year"]),
        ("Hội đua ghe Phố Hến 2031 đông.", LATER, ["name"]),
        ("Theo Luật Chợ phiên năm 2031, chợ đông.", LATER, ["law"]),
        ("Chợ đông hơn so với năm 2031.", LATER, ["base"]),
        ("Đến năm 2040, chợ đông.", LATER, ["target"]),  # later than the present
        ("Đến năm 2031, chợ đông.", LATER, ["topic"]),
        ("Dự kiến chợ xong trước ngày 5/3/2031.", None, ["target"]),  # no present: a deadline
        ("Chợ xong trước ngày 5/3/2031. Năm 2032 chợ đông.", None, ["date", "topic"]),
        ("Chợ vắng 3 năm trước.", LATER, ["founded"]),
    ],
)
def test_how_a_year_is_said(text: str, published: str | None, senses: list[str]) -> None:
    assert [one.sense for one in line(text, published).said] == senses
    assert set(senses) <= set(SENSES)


@pytest.mark.parametrize(
    ("text", "published", "now", "reported"),
    [
        ("Chợ đông.", LATER, (2036, "published"), (None, "open")),
        ("Năm 2035 chợ đông.", LATER, (2036, "published"), (2035, "lead")),
        ("Năm 2030 chợ đông.", LATER, (2036, "published"), (None, "open")),  # too long ago to be reported
        ("Chợ đông.", None, (None, "open"), (None, "open")),
        ("Chợ thu lớn hơn so với cùng kỳ năm 2031.", None, (2032, "report"), (2032, "report")),
        ("Chợ thu lớn quý II/2031.", None, (2031, "report"), (2031, "report")),
        ("Năm 2031 chợ đông.", None, (2031, "lead"), (2031, "lead")),
        ("Mưa. Nắng. Gió. Chợ họp ngày 5/3/2031.", None, (2031, "date"), (None, "open")),
        ("Mưa. Nắng. Gió. Chợ đông năm 2031.", None, (2031, "named"), (None, "open")),
        ("Mưa. Nắng. Gió. Hội đua ghe Phố Hến 2031 đông.", None, (2031, "name"), (None, "open")),
        ("Mưa. Nắng. Gió. Chợ được thành lập năm 2031.", None, (2031, "past"), (None, "open")),
        ("Mục tiêu đến năm 2031 chợ xong.", None, (None, "open"), (None, "open")),
        ("Giai đoạn 2031-2035 chợ đông.", None, (None, "open"), (None, "open")),  # may run on
        ("Từ 12/2031 đến 5/2032 chợ đông.", None, (2032, "past"), (None, "open")),
        ("Theo Luật Chợ phiên năm 2031, chợ đông.", None, (None, "open"), (None, "open")),
    ],
)
def test_the_present_of_a_text_and_the_year_it_reports(
    text: str, published: str | None, now: tuple[int | None, str], reported: tuple[int | None, str]
) -> None:
    found = line(text, published).reference
    assert (found.now, found.ground) == now
    assert (found.reported, found.reported_by) == reported


@pytest.mark.parametrize(
    ("text", "published", "years"),
    [
        ("Trong 5 năm qua, chợ thu lớn.", LATER, [(2031, 2036)]),
        ("Trong năm năm gần đây, chợ thu lớn.", LATER, [(2031, 2036)]),
        ("Giai đoạn 2033-2035 chợ đông. Trong 3 năm qua, chợ thu lớn.", LATER, [(2033, 2035), (2033, 2035)]),
        ("Giai đoạn 2031-2035 chợ đông. Trong 3 năm qua, chợ thu lớn.", LATER, [(2031, 2035), (2033, 2036)]),
        ("Chợ vắng 10 năm trước.", LATER, [(2026, 2026)]),
        ("Chợ mở cách đây 10 năm.", LATER, [(2026, 2026)]),
        ("Chợ sẽ thu lớn trong 5 năm tới.", LATER, [(2041, 2041)]),
        ("Miễn thuế 4 năm, giảm một nửa trong 9 năm tiếp theo.", LATER, []),  # a duration
        ("Dự án kéo dài 5 năm.", LATER, []),
        ("Nhiều năm qua, chợ thu lớn.", LATER, []),
        ("Trong 100 tấn năm qua.", LATER, [(2035, 2035)]),
        ("Năm qua, chợ thu lớn.", "2036-01-10", [(2035, 2035)]),
        ("Năm vừa qua, chợ thu lớn.", "2036-06-10", [(2035, 2035)]),
        ("Năm qua, chợ thu lớn.", "2036-12-10", [(2036, 2036)]),
        ("Năm qua, chợ thu lớn.", None, []),  # the present is open
        ("Năm 2031 chợ đông. Trong 5 năm qua, chợ thu lớn.", None, [(2031, 2031), (2026, 2031)]),
    ],
)
def test_years_counted_from_the_present(text: str, published: str | None, years: list[tuple[int, int]]) -> None:
    assert [(y.year_from, y.year_to) for y in line(text, published).years] == years


@pytest.mark.parametrize(
    ("text", "published", "years"),
    [
        ("Tính từ tháng 3/2031 trở lại đây, chợ thu lớn. Năm 2033 chợ đông.", None, [(2031, 2033), (2033, 2033)]),
        ("Hai năm 2031 và 2032, chợ thu lớn.", LATER, [(2031, 2032)]),
        ("Năm 2031 và năm 2032 thu lần lượt 5 và 6 phiên.", LATER, [(2031, 2031), (2032, 2032)]),
        ("Năm 2031 và 2034, chợ thu lớn.", LATER, [(2031, 2031), (2034, 2034)]),
    ],
)
def test_years_that_are_one_period(text: str, published: str | None, years: list[tuple[int, int]]) -> None:
    assert [(y.year_from, y.year_to) for y in line(text, published).years] == years


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Năm 2031, chợ đông. Chợ vui.\nNăm 2032 mưa.", [("Năm 2031", (2031, 2031), "topic"), ("Năm 2032", (2032, 2032), "topic")]),
        ("Năm 2031 thu lớn, năm 2032 thu nhỏ.", [("Năm 2031", (2031, 2031), "topic")]),
        ("Năm 2031 thu lớn, mục tiêu đến năm 2040 gấp đôi.", [("Năm 2031", (2031, 2031), "topic")]),  # the target opens no period beside it
        ("Chợ mở năm 2031, sửa năm 2033.", [("Chợ mở", (2031, 2031), "year")]),
        ("Chợ thu hơn so với năm 2031.", [("Chợ thu", (2032, 2032), "base")]),
        ("Năm 2032 chợ thu hơn so với năm 2031.", [("Năm 2032", (2032, 2032), "topic")]),
        ("Chợ (xong năm 2031) đông. Chợ được thành lập năm 2031. Theo Luật Chợ phiên năm 2031, chợ đông.", []),
    ],
)
def test_periods_open_by_the_strongest_year_of_a_sentence(text: str, periods: list[tuple[str, tuple[int, int], str]]) -> None:
    found = line(text, LATER).periods.all
    assert [(period.years, period.rule) for period in found] == [(years, rule) for _, years, rule in periods]
    assert all(text[period.start :].startswith(opening) for period, (opening, _, _) in zip(found, periods, strict=True))
    assert [period.end for period in found] == [*(period.start for period in found[1:]), len(text)][: len(found)]


def test_a_period_is_carried_until_the_next_one() -> None:
    text = "Mưa. Năm 2031, chợ đông. Chợ vui. Chợ xa.\nChợ gần.\nChợ cũ.\nNăm 2032 mưa."
    cut, periods = scope(text, LATER).cut, line(text, LATER).periods
    carried = []
    for begin in cut.sentences:
        period = periods.at(begin)
        carried.append((period.years[0], carry_of(period, begin, cut.paragraph(begin)[0], cut)) if period else None)
    assert carried == [None, (2031, "here"), (2031, "next"), (2031, "paragraph"), (2031, "above"), (2031, "far"), (2032, "here")]
