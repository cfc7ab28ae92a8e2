"""Date expressions, one a line of cases/dates.tsv ("-": no date), and the forms only machines write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dates.published import parse_date
from pipelines.dates.words import find_dates, moment_of, parse_stamp, prepare
from tests.paths import CASES

LINES = (CASES / "dates.tsv").read_text(encoding="utf-8").splitlines()[1:]
CASES = [tuple(line.split("\t")) for line in LINES]
NOW = "2026-10-02T11:38:00+00:00"


def test_there_are_cases() -> None:
    assert len(CASES) >= 80
    assert sum(value == "-" for _, value in CASES) >= 15


@pytest.mark.parametrize(("expression", "value"), CASES)
def test_expression(expression: str, value: str) -> None:
    assert parse_date(expression) == (None if value == "-" else value)
    assert parse_date(f"  {expression.upper()} \n".replace(" ", "\u00a0 ")) == (None if value == "-" else value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 giờ trước", "2026-10-02T17:38:00+07:00"),
        ("một giờ trước", "2026-10-02T17:38:00+07:00"),
        ("45 phút trước", "2026-10-02T17:53:00+07:00"),
        ("20 giờ trước", "2026-10-01T22:38:00+07:00"),
        ("3 ngày trước", "2026-09-29"),
        ("2 hours ago", "2026-10-02T16:38:00+07:00"),
        ("Hôm qua, 15:19", "2026-10-01T15:19:00+07:00"),
        ("Hôm nay: 18:38", "2026-10-02T18:38:00+07:00"),
        ("Vừa xong", "2026-10-02"),
        ("2 tuần trước", None),
        ("mấy ngày trước", None),
    ],
)
def test_relative_expressions_need_the_time_of_the_fetch(expression: str, value: str | None) -> None:
    assert parse_date(expression, NOW) == value
    assert parse_date(expression) is None


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("90 giây trước", "2026-10-02T18:36:00+07:00"),  # 18:36:37
        ("90 seconds ago", "2026-10-02T18:36:00+07:00"),
        ("8 seconds ago", "2026-10-02T18:37:00+07:00"),
        ("7 seconds ago", "2026-10-02T18:38:00+07:00"),
        ("59 mins ago", "2026-10-02T17:39:00+07:00"),
        ("1 minute ago", "2026-10-02T18:37:00+07:00"),
        ("19 hours ago", "2026-10-01T23:38:00+07:00"),
        ("2 days ago", "2026-09-30"),
        ("yesterday", "2026-10-01"),
        ("today", "2026-10-02"),
        ("15:19 hôm qua", "2026-10-01T15:19:00+07:00"),
        ("Yesterday at 20:30 GMT+0", "2026-10-02T03:30:00+07:00"),
    ],
)
def test_relative_expressions_count_to_the_second_and_say_the_minute(expression: str, value: str) -> None:
    assert parse_date(expression, "2026-10-02T11:38:07.250000+00:00") == value


@pytest.mark.parametrize(
    ("expression", "clock"),
    [("hôm qua, 15:19", True), ("hôm qua", False), ("09/07/2026 15:19", True), ("09/07/2026", False), ("09/07/2026 00:00", False)],
)
def test_whether_an_expression_has_a_time_of_day(expression: str, clock: bool) -> None:
    (found,) = find_dates(prepare(expression), NOW)
    assert found.clock is clock


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("09/07/2026 10:00 +05:30", "2026-07-09T11:30:00+07:00"),
        ("09/07/2026 10:00 -0330", "2026-07-09T20:30:00+07:00"),
        ("09/07/2026 09:09", "2026-07-09T09:09:00+07:00"),
        ("09/07/2026 09:09:09", "2026-07-09T09:09:09+07:00"),
        ("09/07/2026 01:01:01", "2026-07-09T01:01:01+07:00"),
        ("09/07/2026 00:00:01", "2026-07-09T00:00:01+07:00"),
        ("09/07/2026 00:00:00", "2026-07-09"),
        ("09/07/2026 8 giờ tối", "2026-07-09T20:00:00+07:00"),
        ("09/07/2026 3 giờ chiều", "2026-07-09T15:00:00+07:00"),
        ("09/07/2026 12h15 sáng", "2026-07-09T00:15:00+07:00"),
        ("09/07/2026 8 giờ sáng", "2026-07-09T08:00:00+07:00"),
        ("09/0\u200b7/2026\u200b", "2026-07-09"),  # what has no width
        ("09/07/2026 17:00 GMT+0", "2026-07-10"),  # midnight in Vietnam
    ],
)
def test_zones_of_half_an_hour_and_clocks_like_midnight(expression: str, value: str) -> None:
    assert parse_date(expression) == value


def test_both_readings_are_told_in_vietnamese_time() -> None:
    (found,) = find_dates(prepare("05/06/2018 20:00 GMT+0"))
    assert (found.value, found.other) == ("2018-06-06T03:00:00+07:00", "2018-05-07T03:00:00+07:00")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("hạn 09/07/2026 nhé", "09/07/2026"),
        ("họp 09/07/2026 15:19 ở bản", "09/07/2026 15:19"),
        ("lúc 15:19 ngày 09/07/2026 ở bản", "15:19 ngày 09/07/2026"),
        ("vào hôm qua ở bản", "hôm qua"),
        ("ngày09/07/2026ở bản", "09/07/2026"),  # a word may run up to a day, not to a month's name
        ("bảnjuly 9, 2026 và july 8, 2026", "july 8, 2026"),
        ("số 5-09/07/2026 và 2026-07-08", "2026-07-08"),
    ],
)
def test_where_an_expression_begins_and_ends(text: str, expression: str) -> None:
    (found,) = find_dates(text, NOW)
    assert text[found.start : found.end].strip() == expression


@pytest.mark.parametrize("stamp", ["2026-03-01T09:51:00", "2026-03-01T09:51:00+07:00", "1583571600", "1583571600000"])
def test_a_stamp_is_a_date_from_end_to_end(stamp: str) -> None:
    found = parse_stamp(stamp)
    assert found is not None
    assert (found.start, found.end, found.clock) == (0, len(stamp), True)


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("20260526T101500", "2026-05-26T10:15:00+07:00"),
        ("20260526101500", "2026-05-26T10:15:00+07:00"),
        ("20260526101530", "2026-05-26T10:15:30+07:00"),
        ("20260526T101530Z", "2026-05-26T17:15:30+07:00"),
        ("20260526T1015Z", "2026-05-26T17:15:00+07:00"),
        ("20260526", "2026-05-26"),
        ("2026-03-01T00:00:00", "2026-03-01"),
        ("2026-03-01T17:00:00Z", "2026-03-02"),
        ("2026-07-09+0715:33:15", "2026-07-09T15:33:15+07:00"),
        ("1583571600", "2020-03-07T16:00:00+07:00"),
        ("1583571600000", "2020-03-07T16:00:00+07:00"),
        ("2026-03-01T09:51:00+07:00", "2026-03-01T09:51:00+07:00"),
        ("9/11/2021 3:29:47 PM", "2021-09-11T15:29:47+07:00"),
        ("0001-01-01T00:00:00", None),
        ("1970-01-01T07:00:00+07:00", None),
        ("2026-13-40", None),
        ("19001234567", None),
        ("", None),
    ],
)
def test_stamp(stamp: str, value: str | None) -> None:
    found = parse_stamp(stamp)
    assert (found.value if found else None) == value


def test_both_readings_are_kept_until_something_decides() -> None:
    [open_case] = find_dates(prepare("05/06/2018 14:00"))
    assert (open_case.value, open_case.other) == ("2018-06-05T14:00:00+07:00", "2018-05-06T14:00:00+07:00")
    assert [find_dates(prepare(t))[0].doubtful for t in ("5/6/2018 4:50 PM", "05/06/2018 4:50 PM", "5/6/2018 16:50")] == [
        True,
        False,
        False,
    ]
    [by_weekday] = find_dates(prepare("Thứ ba, 05/06/2018"))
    assert (by_weekday.value, by_weekday.other) == ("2018-06-05", None)
    [by_wrong_order] = find_dates(prepare("Chủ nhật, 05/06/2018"))
    assert by_wrong_order.value == "2018-05-06"
    [utc] = find_dates(prepare("2026-03-07T17:30:00Z"))
    assert (utc.value, utc.literal) == ("2026-03-08T00:30:00+07:00", "2026-03-07T17:30:00+07:00")


def test_moment_of() -> None:
    assert str(moment_of("2026-03-07T17:30:00Z")) == "2026-03-08 00:30:00+07:00"
    assert str(moment_of("2026-03-07")) == "2026-03-07 00:00:00+07:00"
    assert moment_of("yesterday") is None
    assert moment_of("0001-01-01T00:00:00+14:00") is None
    assert moment_of(None) is None


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dates(min_value=date(1996, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_reads_in_every_form(day: date) -> None:
    iso, year, month, dom = day.isoformat(), day.year, day.month, day.day
    name = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ 5", "Thứ 6", "Thứ bảy", "Chủ nhật")[day.weekday()]
    for form in (
        f"{dom}/{month}/{year}",
        f"{dom:02}-{month:02}-{year}",
        f"{name}, {dom}.{month}.{year}",
        f"ngày {dom} tháng {month} năm {year}",
        iso,
    ):
        assert parse_date(form) == iso
        assert parse_date(f"{form} 09:05") == f"{iso}T09:05:00+07:00"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789/-.: ,|()ngàythứtrướcamp+Zz年\u0660\u0661²", max_size=80) | st.text(max_size=80))
def test_never_raises(text: str) -> None:
    value = parse_date(text, NOW)
    assert value is None or moment_of(value) is not None
    found = parse_stamp(text)
    assert found is None or moment_of(found.value) is not None
