"""Headlines of pages of no known family: every limit of the rules with a line on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.html.blocks import Block
from pipelines.html.head import Head
from pipelines.reading.titles import find_headline, has_key, site_title, title_key
from tests.reading.page_lines import line, said, tree_of

SILENT = Head(title="Một đầu đề khác hẳn mọi dòng")  # stated, and on no line
LINK = line("xem thêm", link=1.0)  # may stand anywhere and is no headline


def prose(words: int = 12, end: str = ".", link: float = 0.0) -> Block:
    return line(said(words, end), link=link)


def heading(words: int = 6, tag: str = "h2", end: str = "", **marks: object) -> Block:
    kind = "heading" if tag.startswith("h") else "text"
    return line(said(words, end), f"<{tag}/>", kind=kind, **marks)


def place(blocks: Sequence[Block], first: int, head: Head = SILENT, start: int | None = None) -> int:
    return find_headline(tree_of("<p>x</p>"), head, blocks, first, first if start is None else start).at


@pytest.mark.parametrize(("above", "found"), [(7, 0), (8, -1)])
def test_a_heading_is_looked_for_seven_lines_above_the_body(above: int, found: int) -> None:
    assert place([heading(), *[LINK] * (above - 1), prose()], above) == found


@pytest.mark.parametrize(
    ("candidate", "found"),
    [
        (heading(2), -1), (heading(3), 0), (heading(45), 0), (heading(46), -1),
        (heading(link=0.49), 0), (heading(link=0.5), -1),
        (heading(image=True, italic=0.8), 0), (heading(image=True, italic=0.81), -1), (heading(italic=0.9), 0),
        (heading(6, "p"), -1),  # nothing in its mark-up speaks for it
        (heading(6, "p", bold=0.9), -1), (heading(6, "p", bold=0.91), 0),
        (heading(3, "p", bold=1.0), -1), (heading(4, "p", bold=1.0), 0), (heading(35, "p", bold=1.0), 0), (heading(36, "p", bold=1.0), -1),
        (heading(22, "p", ".", bold=1.0), 0), (heading(23, "p", ".", bold=1.0), -1), (heading(22, "p", ":", bold=1.0), -1),
        (line(said(6), "<p class='title'/>"), 0),
        (line(said(6), "<div class='title'><div><div><p/></div></div></div>"), 0),
        (line(said(6), "<div class='title'><div><div><div><p/></div></div></div></div>"), -1),
        (line(said(6), f"<div class='title'><p/>{'a' * 600}</div>"), 0),
        (line(said(6), f"<div class='title'><p/>{'a' * 601}</div>"), -1),
    ],
)  # fmt: skip
def test_which_line_may_be_a_headline(candidate: Block, found: int) -> None:
    assert place([candidate, prose()], 1) == found


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        # a line behind a paragraph loses four points: nearness gives it two, its rank one, being centred one
        ([heading(tag="h3"), prose(), heading(tag="h2")], 0),
        ([heading(tag="h3"), prose(), heading(tag="h2", align="center")], 2),
        # what counts as a paragraph
        ([heading(tag="h3"), prose(11), heading(tag="h2")], 2),
        ([heading(tag="h3"), prose(12, ""), heading(tag="h2")], 2),
        ([heading(tag="h3"), prose(45, ""), heading(tag="h2")], 2),
        ([heading(tag="h3"), prose(46, ""), heading(tag="h2")], 0),
        ([heading(tag="h3"), prose(link=0.29), heading(tag="h2")], 0),
        ([heading(tag="h3"), prose(link=0.3), heading(tag="h2")], 2),
        # of equals the nearer; a line of under six words is worth four less, one of over twenty-two one less
        ([heading(), heading()], 1),
        ([heading(), heading(5)], 0),
        ([heading(), heading(23)], 1),
        ([heading(23, "h3"), heading(5, align="center")], 1),
        ([heading(23, "h3"), heading(5)], 0),
        ([heading(), heading(22, end=".")], 1),
        ([heading(), heading(23, end=".")], 0),
        ([heading(5, "h2"), heading(5, "h3"), LINK], 1),
        # rank: h2 three, h3 two, and a name such as "title" three
        ([heading(tag="h2"), heading(tag="h3")], 1),
        ([heading(tag="h2"), heading(tag="h3", end=".")], 0),
        ([line(said(6), "<p class='title'/>"), heading(tag="h3")], 1),
        ([line(said(6), "<p class='title'/>"), heading(tag="h3", end=".")], 0),
        ([line(said(6), "<div class='title'><p/></div>"), heading(6, "p", bold=1.0)], 1),
        ([line(said(6), "<div class='title'><p/></div>"), heading(6, "p", "!", bold=1.0)], 1),
        ([line(said(6), "<div class='title'><p/></div>", align="center"), heading(6, "p", ".", bold=1.0)], 0),
    ],
)
def test_which_of_several_lines_is_the_headline(blocks: list[Block], found: int) -> None:
    assert place([*blocks, prose()], len(blocks)) == found


def test_the_rank_of_a_first_heading_that_names_the_site() -> None:
    banner = heading(6, "h1")
    head = Head(title="Một đầu đề khác hẳn mọi dòng", site_name=banner.text)
    assert place([banner, line("B" + said(6)[1:], "<h3/>", kind="heading"), prose()], 2, head) == 0
    assert place([banner, line("B" + said(6)[1:], "<h2/>", kind="heading"), prose()], 2, head) == 1


LONG_WORDS = "Khuyếncôngxanh Làngnghề"


@pytest.mark.parametrize(
    ("blocks", "stated", "found"),
    [
        ([line(said(14))], said(14), 0),
        ([line("Đan cói mở")], "Đan cói mở lớp dạy nghề", -1),  # eight letters
        ([line("Đan cói mở lớp dạ")], "Đan cói mở lớp dạy nghề", -1),  # 13
        ([line("Đan cói mở lớp dạy")], "Đan cói mở lớp dạy nghề", 0),  # 14
        ([line("Đan cói mở lớp dạy nghề")], "Đan cói mở lớp dạ", -1),  # the other way round
        ([line("Đan cói mở lớp dạy nghề")], "Đan cói mở lớp dạy", 0),
        ([line(LONG_WORDS)], LONG_WORDS, -1),  # two words
        ([line(LONG_WORDS + " bản")], LONG_WORDS + " bản", 0),
        ([line(said(45))], said(45), 0),
        ([line(said(46))], said(46), -1),
        ([line(said(20), link=0.5), line(said(14), link=0.49)], said(20), 1),
        ([line(said(20), link=0.49), line(said(14), link=0.49)], said(20), 0),
        ([line(said(20), link=0.9)], said(20), 0),  # better than none
        ([line("abcd efg", "<h1/>")], "Abcd efg hik lmn", -1),  # seven letters of a first heading
        ([line("abcd efgh", "<h1/>")], "Abcd efgh ikl mno", 0),
        ([line("Khuyếncông", "<h1/>")], "Khuyếncông xanh", -1),  # one word
    ],
)
def test_a_line_that_the_head_of_the_page_repeats(blocks: list[Block], stated: str, found: int) -> None:
    text = line("Sáng nay cả xã đổ về chợ phiên họp sớm hơn mọi tuần.")
    assert place([*blocks, text], len(blocks), Head(og_title=stated)) == found


@pytest.mark.parametrize(("below", "found"), [(2, 3), (3, -1)])
def test_a_headline_may_stand_two_lines_below_the_first_prose(below: int, found: int) -> None:
    named = line("Một đầu đề của trang", "<p/>")
    for head, one in (
        (Head(listed=named.text), named),
        (Head(og_title=named.text), named),
        (SILENT, heading(6, "h1")),
    ):
        blocks = [LINK, prose(30), *[LINK] * (below - 1), one]
        assert place(blocks, 1, head) == found


@pytest.mark.parametrize(("below", "found"), [(2, 3), (3, 0)])
def test_the_headline_of_the_listing_comes_before_a_heading(below: int, found: int) -> None:
    head = Head(listed="Một đầu đề của trang", og_title=said(6))
    blocks = [heading(6, "h1"), prose(30), *[LINK] * (below - 1), line("Một đầu đề của trang")]
    assert place(blocks, 1, head) == found


@pytest.mark.parametrize(("words", "found"), [(2, -1), (3, 2)])
def test_a_lone_first_heading_has_three_words(words: int, found: int) -> None:
    assert place([prose(), LINK, heading(words, "h1")], 0) == found


@pytest.mark.parametrize(
    ("second", "found"),
    [(heading(4), 1), (heading(3), 0), (heading(6, link=0.49), 1), (heading(6, link=0.5), 0), (heading(6, "p"), 0)],
)
def test_the_name_of_a_site_above_a_heading_is_no_headline(second: Block, found: int) -> None:
    name = "Sở Công Thương miền núi"
    assert place([line(name), second, prose()], 2, Head(og_title=name)) == found


@pytest.mark.parametrize(
    ("candidate", "below", "found"),
    [
        (line(said(4)), 0, 0), (line(said(3)), 0, -1), (line(said(35)), 0, 0), (line(said(36)), 0, -1),
        (line(said(6), link=0.3), 0, 0), (line(said(6), link=0.31), 0, -1), (line(said(6, ".")), 0, -1),
        (line(said(6)), 3, 0), (line(said(6)), 4, -1),  # four lines above the text at most
        (line("Đợt 2 12 của xã 345"), 0, 0), (line("Đợt 2 12 của xã 3456"), 0, -1),  # a third of digits: 6 of 19, 7 of 20
    ],
)  # fmt: skip
def test_without_any_mark_a_plain_line_above_the_text(candidate: Block, below: int, found: int) -> None:
    for head in (Head(), Head(title="Trang chủ"), Head(title="Nhà cái đổi thưởng")):
        assert place([candidate, *[LINK] * below, prose()], 1 + below, head) == found


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (Head(title="Đan cói mở lớp | Báo Bản"), "Đan cói mở lớp"),
        (Head(title="Đan cói mở | Báo Bản"), "Đan cói mở | Báo Bản"),  # three words are no headline by themselves
        (Head(title="Đan cói mở"), None),
        (Head(title="Đan cói mở lớp"), "Đan cói mở lớp"),
        (Head(title="Đan cói mở lớp - Báo Bản", site_name="Báo Bản"), "Đan cói mở lớp"),
        (Head(og_title="Đan cói mở lớp - Chợ phiên"), "Đan cói mở lớp - Chợ phiên"),
        (Head(headline="Đan cói"), "Đan cói"),
    ],
)
def test_what_the_head_alone_says(head: Head, text: str | None) -> None:
    assert find_headline(tree_of("<p>x</p>"), head, [], 0, 0).text == text


@pytest.mark.parametrize(
    ("text", "key", "same"),
    [
        ("Đan cói", "đancói", True),
        ("“Đan cói”.", "đancói", True),
        ("", "", False),
        ("a" + " " * 50 + "b", "ab", False),  # 52 characters: more white space than any line has
        ("a" + " " * 33 + "b", "ab", True),  # 35: the most for a key of two
        ("a" + " " * 34 + "b", "ab", False),
        ("ß" * 8, "ss" * 8, True),  # letters that grow: eight at most
        ("ß" * 9, "ss" * 9, False),
    ],
)
def test_lengths_are_looked_at_before_keys_are_compared(text: str, key: str, same: bool) -> None:
    assert has_key(text, key) is same
    assert title_key(text) == key


def test_the_rest_of_a_title_is_the_name_of_the_site() -> None:
    assert site_title(Head(title="Đan cói mở lớp - Báo Bản"), "Đan cói mở lớp") == "Báo Bản"
    assert site_title(Head(title="Cổng thông tin huyện"), "Đan cói mở lớp") == "Cổng thông tin huyện"
    assert site_title(Head(title="Đan cói"), "Đan cói mở lớp") is None
    assert site_title(Head(site_name="Báo Bản"), "Đan cói mở lớp") == "Báo Bản"
