"""Limits of the rules about dates: how near, how short, how sure; each with a page on both sides of it."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.dates.around import headline_of
from pipelines.dates.metadata import stated_dates
from pipelines.dates.published import DateEvidence, Published, published_in_text
from pipelines.dates.words import find_dates, parse_stamp, prepare
from pipelines.html.linked_data import MAX_JSON, json_ld_of
from tests.dates.test_dates import FETCHED, LONG, META, MORE, TITLE, dated, ld, page, read, read_blind

DAY = "2026-07-09"
DATE = "<p class='date'>09/07/2026</p>"
PLAIN = "<p>09/07/2026</p>"
SHORT = "<p>Một dòng ngắn</p>"


def shown(**parts: str) -> str | None:
    return read(page(**parts)).published


# --- what metadata states -----------------------------------------------------------------------------------------------------------


def test_of_very_many_dates_the_first_are_taken() -> None:
    for before, found in ((199, 200), (200, 200), (150, 151)):
        tree = page(head=META.format("2026-07-08") * before + META.format(DAY))
        stated = stated_dates(tree.iter(), {})
        assert len(stated) == found
        assert (stated[-1].found.day == DAY) == (before < 200)


@pytest.mark.parametrize(("blanks", "found"), [(50, 1), (51, 0)])
def test_a_long_value_is_no_date(blanks: int, found: int) -> None:
    """Sixty characters in a meta element and in JSON-LD."""
    assert len(stated_dates(page(head=META.format(DAY + " " * blanks)).iter(), {})) == found
    tree = page(head=ld(DAY + " " * blanks))
    assert len(stated_dates(tree.iter(), json_ld_of(tree.iter()))) == found


@pytest.mark.parametrize(("blanks", "found"), [(0, 1), (30, 1), (31, 0)])
def test_dates_of_broken_linked_data_are_short(blanks: int, found: int) -> None:
    tree = page(head=f'<script type="application/ld+json">{{"@type":"NewsArticle",,"datePublished":"{DAY}{" " * blanks}"}}</script>')
    assert len(stated_dates(tree.iter(), json_ld_of(tree.iter()))) == found


def test_linked_data_of_any_size_that_is_read() -> None:
    frame = '{"@type":"NewsArticle","datePublished":"2026-07-09","x":""}'
    for size, found in ((MAX_JSON, 1), (MAX_JSON + 1, 0)):
        text = frame.replace('"x":""', f'"x":"{"a" * (size - len(frame))}"')
        tree = page(head=f'<script type="application/ld+json">{text}</script>')
        assert len(stated_dates(tree.iter(), json_ld_of(tree.iter()))) == found
    assert MAX_JSON == 400_000


def stated(head: str) -> list[tuple[str, str, str]]:
    tree = page(head=head)
    return [(one.field, one.origin, one.found.value) for one in stated_dates(tree.iter(), json_ld_of(tree.iter()))]


def micro(name: str, day: str) -> str:
    return f"<meta itemprop='{name}' content='{day}'>"


@pytest.mark.parametrize(
    ("head", "days"),
    [
        (micro("datePublished", DAY), [DAY]),
        (micro("datePublished", DAY) * 2, [DAY, DAY]),  # of one day
        (micro("datePublished", DAY) + micro("datePublished", "2026-07-08"), []),  # of a list of articles
        (micro("datePublished", DAY) + micro("datePublished", "2026-07-08") + micro("dateModified", DAY), []),
        (micro("datePublished", DAY) + micro("datePublished", "2026-07-08") + META.format("2026-07-07"), ["2026-07-07"]),
        (micro("datePublished", DAY) + META.format("2026-07-07"), [DAY, "2026-07-07"]),
        (
            micro("datePublished", DAY) + micro("dateModified", "2026-07-10") + micro("dateModified", "2026-07-11"),
            [DAY, "2026-07-10", "2026-07-11"],
        ),
        (META.format("2026-07-08") + META.format("2026-07-07"), ["2026-07-08", "2026-07-07"]),
    ],
)
def test_microdata_of_several_days_tells_of_other_articles(head: str, days: list[str]) -> None:
    assert [value for _, _, value in stated(head)] == days


@pytest.mark.parametrize("content", ["12 tuần", "2026-13-40", "2026-07-09 2026-07-08", "", "hôm nay"])
def test_a_value_that_is_no_date_states_nothing(content: str) -> None:
    assert stated(META.format(content)) == []


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ONE, TWO = '{"@type":"NewsArticle","datePublished":"2026-07-09"}', '{"@type":"Article","datePublished":"2026-07-08"}'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ONE, [("published", DAY)]),
        (f"[{ONE}]", [("published", DAY)]),
        (f'[5, "x", {ONE}]', [("published", DAY)]),
        (f"[{ONE}, {ONE}]", [("published", DAY)]),  # the same article twice
        (f"[{ONE}, {TWO}]", []),
        ('{"@type":"Article","dateModified":"2026-07-10"}', [("modified", "2026-07-10")]),
        (
            '{"@type":"Article","dateModified":"2026-07-10","dateCreated":"2026-07-08","datePublished":"2026-07-09"}',
            [("published", DAY), ("created", "2026-07-08"), ("modified", "2026-07-10")],
        ),
        ('{"@type":"Article","datePublished":"sắp tới"}', []),
        ('{"@type":"Article","datePublished":20260709}', []),
        # broken
        (f"{ONE},,", [("published", DAY)]),
        ('{"@type":"Article",,"datePublished":"2026-07-09","dateModified":"2026-07-10"}', [("published", DAY), ("modified", "2026-07-10")]),
        ('{"@type":"Event",,"datePublished":"2026-07-09"}', []),  # no article
        (f"{ONE},,{TWO}", []),  # two
    ],
)
def test_linked_data_of_one_article_states_its_dates(text: str, found: list[tuple[str, str]]) -> None:
    assert [(field, value) for field, _, value in stated(linked(text))] == found


# --- expressions ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day"), [
    ("1/1/1995", "1995-01-01"), ("31/12/1994", None), ("31/12/2099", "2099-12-31"),
    ("1995-01-01T00:00:00", "1995-01-01"), ("1994-12-31T10:00:00", None),
    ("a" * 389 + " 09/07/2026", DAY), ("a" * 390 + " 09/07/2026", None),  # within four hundred characters
])  # fmt: skip
def test_years_and_places_of_expressions(text: str, day: str | None) -> None:
    found = parse_stamp(text)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("09/07/2026 23:59:59", "2026-07-09T23:59:59+07:00"),
        ("09/07/2026 24:00", DAY), ("09/07/2026 10:60", DAY), ("09/07/2026 10:59:60", DAY),
        ("09/07/2026 11:59 PM", "2026-07-09T23:59:00+07:00"), ("09/07/2026 12:01 PM", "2026-07-09T12:01:00+07:00"),
        ("09/07/2026 12:01 AM", "2026-07-09T00:01:00+07:00"), ("09/07/2026 11:01 AM", "2026-07-09T11:01:00+07:00"),
        ("09/07/2026 10:00 GMT+14", "2026-07-09T03:00:00+07:00"), ("09/07/2026 10:00 GMT+15", "2026-07-09T10:00:00+07:00"),
        ("2 giây trước", "2026-10-02T18:37:00+07:00"), ("2 phút trước", "2026-10-02T18:36:00+07:00"),
        ("2 giờ trước", "2026-10-02T16:38:00+07:00"), ("hôm kia", "2026-09-30"), ("hôm qua", "2026-10-01"),
    ],
)  # fmt: skip
def test_clocks(text: str, value: str) -> None:
    (found,) = find_dates(prepare(text), FETCHED)
    assert found.value == value


def test_words_that_belong_to_a_date_stand_close_before_it() -> None:
    for blanks, weekday in ((21, True), (22, False)):  # "thứ năm, " within thirty characters
        assert find_dates("thứ năm, " + "x" * blanks + "09/07/2026")[0].weekday is weekday
    for blanks, clock in ((30, True), (31, False)):  # "10:30 ngày" within forty
        assert find_dates("10:30 ngày" + " " * blanks + "09/07/2026")[0].clock is clock


# --- the weighing ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "between", "value"),
    [
        ("", "<p class='date'>09/07/2026 và bà con xã</p>", "2026-07-09"),  # two for the place, two for the mark
        ("", "<p>09/07/2026 và</p>", None),  # two for the place alone
        ("", PLAIN, DAY),  # and one for standing alone
        (META.format("2026-03-01"), DATE, DAY),  # five outweigh metadata
        (META.format("2026-03-01"), "<p class='date'>09/07/2026 và</p>", None),  # four do not, and leave a doubt
        (META.format("2026-03-01"), "<p>09/07/2026 và</p>", "2026-03-01"),
    ],
)
def test_what_a_visible_date_is_worth(head: str, between: str, value: str | None) -> None:
    assert shown(head=head, between=between) == value


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("2026-10-02T18:37:01+07:00", None), ("2026-10-02T18:37:00+07:00", "2026-10-02T18:37:00+07:00"),
        ("2026-10-02T18:38:59+07:00", None), ("2026-10-02T18:39:00+07:00", "2026-10-02T18:39:00+07:00"),
    ],
)  # fmt: skip
def test_metadata_of_the_minute_of_the_fetch_is_a_clock(stamp: str, published: str | None) -> None:
    assert read(page(head=META.format(stamp)), fetched_at=FETCHED).published == published


@pytest.mark.parametrize(("stamp", "possible"), [("2026-10-03T18:38:00+07:00", True), ("2026-10-03T18:38:01+07:00", False)])
def test_a_date_is_no_later_than_a_day_after_the_fetch(stamp: str, possible: bool) -> None:
    assert (read(page(head=META.format(stamp)), fetched_at=FETCHED).published is not None) is possible


@pytest.mark.parametrize(("above", "published"), [
    ("18:53", "2026-10-02T18:53:00+07:00"), ("18:52", None), ("18:24", None), ("18:23", "2026-10-02T18:23:00+07:00"),
])  # fmt: skip
def test_a_date_above_the_headline_a_quarter_of_an_hour_from_the_fetch_is_a_clock(above: str, published: str | None) -> None:
    assert read(page(above=f"<p class='date'>02/10/2026 {above}</p>"), fetched_at=FETCHED).published == published


@pytest.mark.parametrize(("above", "published"), [("02/10/2026", None), ("01/10/2026", "2026-10-01")])
def test_a_day_above_the_headline_that_is_the_day_of_the_fetch_is_a_clock(above: str, published: str | None) -> None:
    assert read(page(above=f"<p class='date'>{above}</p>"), fetched_at=FETCHED).published == published


def test_of_metadata_the_one_with_a_clock_counts_then_the_one_with_seconds() -> None:
    heads = [META.format(DAY), META.format(f"{DAY}T10:00:00"), META.format(f"{DAY}T09:00:30")]
    assert shown(head="".join(heads[:2])) == f"{DAY}T10:00:00+07:00"
    assert shown(head="".join(heads)) == f"{DAY}T09:00:30+07:00"


def test_of_equal_metadata_linked_data_is_named() -> None:
    stamp = f"{DAY}T10:00:30+07:00"
    for head in (META.format(stamp) + ld(stamp), ld(stamp) + META.format(stamp)):
        assert read(page(head=head)) == Published(stamp, "json-ld")
    assert read(page(head=META.format(stamp) + ld(DAY))) == Published(stamp, "meta")


NET = "<nobr class='date'>5/3/2018 4:50 PM</nobr>"  # the third of May, or the fifth of March


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (META.format("2018-05-03") + META.format("2018-07-01"), "2018-05-03T16:50:00+07:00"),  # one of two that disagree bears it out
        (META.format("2018-04-01") + META.format("2018-07-01"), None),
        ("<meta property='article:modified_time' content='2018-05-03'>", None),  # a change bears out nothing
    ],
)
def test_an_american_date_needs_a_stated_publication_of_that_day(head: str, published: str | None) -> None:
    assert shown(head=head, between=NET) == published


@pytest.mark.parametrize("weak", ["<p>08/07/2026 và</p>", "<p class='date'>08/07/2026 và</p>"])
def test_of_two_shown_dates_the_stronger_counts(weak: str) -> None:
    strong = "<p class='date'>09/07/2026 10:00</p>"
    assert shown(between=weak + strong) == shown(between=strong + weak) == f"{DAY}T10:00:00+07:00"


@pytest.mark.parametrize(
    ("created", "published"),
    [
        (["2026-07-09"], DAY), (["2026-07-09", "2026-07-09T10:00:00"], DAY), (["2026-07-09", "2026-07-08"], None),
        (["2026-10-02T18:38:00+07:00"], None), (["2026-10-02T18:38:00+07:00", "2026-07-09"], DAY),  # the minute of the fetch is a clock
        (["2027-07-09"], None), (["2027-07-09", "2026-07-09"], DAY),  # nor is what is still to come
    ],
)  # fmt: skip
def test_dates_of_creation_count_when_they_agree(created: list[str], published: str | None) -> None:
    head = "".join(f"<meta name='DC.date' content='{value}'>" for value in created)
    assert read(page(head=head), fetched_at=FETCHED).published == published


def test_a_day_alone_is_no_clock_though_the_page_was_fetched_at_midnight() -> None:
    assert read(page(head=META.format(DAY)), fetched_at="2026-07-08T17:00:30+00:00").published == DAY


@pytest.mark.parametrize(
    ("texts", "published"),
    [
        (("2 giờ trước",), "2026-10-02T16:38:00+07:00"), (("Thứ hai", "Hôm qua, 15:19"), "2026-10-01T15:19:00+07:00"),
        (("hạn nộp",), DAY), (("bà con 01/05/2026 ở bản",), "2026-05-01"),  # without a date in them, what the page shows
    ],
)  # fmt: skip
def test_what_the_layouts_own_selector_found_may_be_relative(texts: tuple[str, ...], published: str) -> None:
    tree = page(between=DATE)
    evidence = DateEvidence(article=tree.find(".//article"), title=TITLE, date_texts=texts, fetched_at=FETCHED)
    assert dated(tree, evidence).published == published


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://bao.example/2026/07/09/tin", DAY), ("https://bao.example/2026-7-9/tin", DAY), ("https://bao.example/20260709.htm", DAY),
        ("bao.example/2026/07/09/tin", DAY), ("https://bao-20260709.example/tin", None),  # a host has no date
        ("https://bao.example/2026/07/09/tin?tu=https://chia.example/x", DAY),
        ("https://bao.example/tin-20260709.htm?tu=https://chia.example/x&den=https://xem.example/y", DAY),
        ("https://bao.example/2026/02/30/tin", None), ("https://bao.example/2026/10/03/tin", "2026-10-03"),
        ("https://bao.example/2026/10/04/tin", None),  # more than a day after the fetch
    ],
)  # fmt: skip
def test_dates_of_addresses(url: str, published: str | None) -> None:
    assert read(page(), url=url, fetched_at=FETCHED) == Published(published, "url" if published else "none")


# --- places around the headline -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("short", "found"), [(2, DAY), (3, None)])
def test_an_unmarked_date_is_among_the_three_texts_below_the_headline(short: int, found: str | None) -> None:
    """In a list, where every other date is one of an entry."""
    assert shown(between=SHORT * short + "<ul><li>09/07/2026</li></ul>") == found


@pytest.mark.parametrize(("length", "paragraphs"), [(90, 0), (91, 1)])
def test_a_text_of_over_ninety_characters_is_a_paragraph(length: int, paragraphs: int) -> None:
    """An unmarked date behind two paragraphs is none of the article's."""
    assert (shown(between=f"<p>{'a' * length}</p><p>{LONG}</p><p>09/07/2026 10:00</p>") is None) is bool(paragraphs)
    assert (shown(between=f"<p>{' ' * 5}{'a' * length}</p><p>{LONG}</p><p>09/07/2026 10:00</p>") is None) is bool(paragraphs)


@pytest.mark.parametrize(("paragraphs", "found"), [(0, DAY), (1, None)])
def test_with_metadata_the_search_ends_behind_the_first_paragraph(paragraphs: int, found: str | None) -> None:
    stated = META.format("5/6/2026") + META.format("9/7/2026")  # two that disagree: what is shown decides
    date = "<p class='date'>09/07/2026</p>"
    assert shown(head=stated, between=f"<p>{LONG}</p>" * (1 + paragraphs) + date) == found


@pytest.mark.parametrize(("line", "found"), [
    ("Xem 09/07/2026 của", DAY), ("Xem 09/07/2026 của bà", DAY),
    (" ".join(["bà"] * 12) + " 09/07/2026", DAY), (" ".join(["bà"] * 13) + " 09/07/2026", None),
])  # fmt: skip
def test_a_marked_date_has_twelve_words_beside_it_at_most(line: str, found: str | None) -> None:
    assert shown(between=f"<p class='date'>{line}</p>") == found


@pytest.mark.parametrize(("line", "found"), [
    ("bà 09/07/2026 10:00", f"{DAY}T10:00:00+07:00"), ("bà con 09/07/2026 10:00", None),
    ("bà con ta ra về thứ năm, 09/07/2026 10:00", f"{DAY}T10:00:00+07:00"), ("bà con ta cùng ra về thứ năm, 09/07/2026 10:00", None),
])  # fmt: skip
def test_an_unmarked_date_has_one_word_beside_it_or_five_with_weekday_and_clock(line: str, found: str | None) -> None:
    assert shown(between=f"<p>{line}</p>") == found


@pytest.mark.parametrize(("length", "found"), [(140, None), (141, DAY)])
def test_a_line_has_140_characters_at_most(length: int, found: str | None) -> None:
    """A date in a longer one is taken for itself: the word that refuses it is then not seen."""
    rest = "a" * (length - len("09/07/2026") - len("Hạn nộp"))
    assert shown(between=f"<div class='date'><b>09/07/2026</b><i>Hạn nộp</i><u>{rest}</u></div>") == found


@pytest.mark.parametrize(("levels", "found"), [(4, DAY), (5, None)])
def test_a_date_above_the_headline_branches_off_four_levels_up_at_most(levels: int, found: str | None) -> None:
    nested = f"<p class='date'>09/07/2026</p>{'<div>' * levels}<h1>{TITLE}</h1>{'</div>' * levels}<div><p>{LONG}</p></div>"
    tree = lxml.html.document_fromstring(f"<html><body><main>{nested}</main></body></html>")
    assert dated(tree, DateEvidence(article=tree.find(".//main"), title=TITLE)).published == found


@pytest.mark.parametrize(("lines", "found"), [(60, DAY), (61, None)])
def test_sixty_lines_are_judged(lines: int, found: str | None) -> None:
    periods = "<p>01/01/2026 - 09/07/2026</p>" * lines
    assert shown(between=periods + DATE) == found


@pytest.mark.parametrize(("texts", "found"), [(119, DAY), (121, None)])
def test_without_an_article_the_date_is_close_to_the_headline(texts: int, found: str | None) -> None:
    assert read_blind(page(between="<b>x</b>" * texts + DATE)).published == found


@pytest.mark.parametrize(("paragraphs", "found"), [(1, DAY), (3, None)])
def test_without_an_article_the_date_is_near_the_top(paragraphs: int, found: str | None) -> None:
    assert read_blind(page(between=f"<p>{LONG}</p>" * paragraphs + DATE)).published == found


# --- the headline ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "title", "text"),
    [
        ("<h1>Chợ</h1><h1>Chợ phiên họp sớm</h1>", None, "Chợ phiên họp sớm"),  # four words
        ("<h1>Chợ phiên họp</h1>", None, None),
        ("<h1>Chợ phiên ở xã tôi</h1><h1>x</h1>", "Chợ phiên ở xã tôi và bản bên", "Chợ phiên ở xã tôi"),  # 18 letters
        ("<h1>Chợ phiên xã tôi</h1><h1>Một chuyện khác hẳn</h1>", "Một chuyện khác hẳn: Chợ phiên xã tôi", "Chợ phiên xã tôi"),  # 16
        ("<h1>Chợ phiên tôi x</h1><h1>Một chuyện khác hẳn</h1>", "Một chuyện khác hẳn: Chợ phiên tôi x", "Một chuyện khác hẳn"),  # 15
        ("<h1>Tin: chợ phiên xã tôi</h1><h1>Bốn chữ ở đây</h1>", "chợ phiên xã tôi", "Tin: chợ phiên xã tôi"),
        ("<h1>Tin</h1><h1>Bốn chữ ở đây: chợ phiên tôi x</h1><p>chợ phiên tôi x</p>", "chợ phiên tôi x", "chợ phiên tôi x"),
        ("<h1>Bốn chữ ở đây</h1><p>Chợ phiên</p>", "Chợ phiên", "Chợ phiên"),  # nine letters
        ("<h1>Bốn chữ ở đây</h1><p>Chợ phiê</p>", "Chợ phiê", "Bốn chữ ở đây"),
    ],
)
def test_where_the_headline_stands(html: str, title: str | None, text: str | None) -> None:
    found = headline_of(lxml.html.document_fromstring(f"<html><body>{html}<p>x</p></body></html>"), title)
    assert (found.text if found is not None else None) == text


# --- pages saved as plain text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ([TITLE, "a", "b", "c", "09/07/2026"], DAY),
        ([TITLE, "a", "b", "c", "d", "09/07/2026"], None),  # among the four lines below the headline
        ([TITLE, "09/07/2026" + " (" * 35], DAY), ([TITLE, "09/07/2026" + " (" * 35 + "("], None),  # eighty characters
        ([TITLE, LONG, "09/07/2026"], DAY),  # a long line is passed over
        ([TITLE, "09/07/2026 GMT+7"], DAY), ([TITLE, "(09/07/2026) GMT"], DAY), ([TITLE, "09/07/2026 GMTX"], None),
        ([TITLE, "Ngày đăng: 09/07/2026 | " + "a" * 24], DAY), ([TITLE, "Ngày đăng: 09/07/2026 | " + "a" * 25], None),
        ([TITLE, "Ngày đăng: 09/07/2026 " + "a" * 24], DAY), ([TITLE, "Ngày đăng: 09/07/2026 " + "a" * 25], None),
    ],
)  # fmt: skip
def test_dates_of_plain_text(lines: list[str], value: str | None) -> None:
    assert published_in_text([lines[0], *lines[1:], MORE], 0) == Published(value, "visible" if value else "none")


@pytest.mark.parametrize(("fetched", "value"), [("2026-07-08T00:00:00+07:00", DAY), ("2026-07-07T23:59:00+07:00", None), (None, DAY)])
def test_dates_of_plain_text_are_no_later_than_a_day_after_the_fetch(fetched: str | None, value: str | None) -> None:
    assert published_in_text([TITLE, "09/07/2026", MORE], 0, fetched).published == value
