"""What of a page is left out because it goes beyond a bound is told on its article: both sides of every bound."""

from __future__ import annotations

import pytest

from pipelines.html.grids import MAX_COLUMNS, MAX_ROWS
from pipelines.html.linked_data import MAX_JSON
from pipelines.html.tree import MAX_CHARS, MAX_TAGS
from pipelines.intake.intake import read_page
from pipelines.record import make_record, record_of
from pipelines.text.decoding import MAX_BYTES
from pipelines.text.line_grids import MAX_COLUMNS as LINE_COLUMNS
from pipelines.text.line_grids import MAX_ROWS as LINE_ROWS
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.reading.page_lines import said

URL = "https://x.vn/cho-phien-mo-lai.html"
PROSE = f"<p>{said(60)}.</p>"
HEAD = "<html><body><article><h1>Chợ phiên mở lại ở bản trên</h1>"


def page(body: str, behind: str = "") -> Page:
    return Page(URL, f"{HEAD}{PROSE}{body}{PROSE}</article>{behind}</body></html>".encode())


def article(body: str, behind: str = "") -> Article:
    return make_record(page(body, behind)).article


def filled(size: int) -> str:
    """A page whose script makes it so many bytes long."""
    bare = len(page("<script></script>").body)
    return f"<script>{'x' * (size - bare)}</script>"


@pytest.mark.parametrize(("size", "flags"), [(MAX_CHARS, ()), (MAX_CHARS + 1, ("cut_page",)), (MAX_CHARS + 200_000, ("cut_page",))])
def test_bytes(size: int, flags: tuple[str, ...]) -> None:
    long = page("", filled(size))
    assert len(long.body) == size
    assert make_record(long).article.flags == flags


def test_white_space_behind_the_bound_is_nothing_left_out() -> None:
    long = page("", filled(MAX_CHARS))
    assert make_record(Page(URL, long.body + b"\n" * 5000)).article.flags == ()


@pytest.mark.parametrize(("further", "flags"), [(0, ()), (1, ("cut_page",)), (5000, ("cut_page",))])
def test_tags(further: int, flags: tuple[str, ...]) -> None:
    own = page("").body.count(b"<")
    assert article("", "<hr>" * (MAX_TAGS - own + further)).flags == flags


@pytest.mark.parametrize(("encoding", "size", "flags"), [("utf-32", MAX_BYTES, ()), ("utf-32", MAX_BYTES + 4, ("cut_page",))])
def test_bytes_before_they_are_characters(encoding: str, size: int, flags: tuple[str, ...]) -> None:
    plain = page("<script></script>").body.decode()
    text = plain.replace("<script>", "<script>" + "x" * ((size - len(plain.encode(encoding))) // 4))
    assert len(text.encode(encoding)) == size
    assert make_record(Page(URL, text.encode(encoding))).article.flags == flags


@pytest.mark.parametrize(("size", "flags"), [(MAX_BYTES, ()), (MAX_BYTES + 1, ("cut_page",))])
def test_a_page_of_plain_text(size: int, flags: tuple[str, ...]) -> None:
    body = f"Chợ phiên mở lại ở bản trên\n\n{said(60)}.\n\n{said(50)}.\n".encode()
    whole = Page(URL, body + b" " * (size - len(body)), headers={"content-type": "text/plain; charset=utf-8"})
    assert make_record(whole).article.flags == flags


def test_a_page_whose_article_lies_behind_the_bound_is_unreadable_and_says_why() -> None:
    for before in ("<hr>" * MAX_TAGS, f"<script>{'x' * MAX_CHARS}</script>"):
        outcome = read_page(Page(URL, f"<html><body>{before}<h1>Chợ phiên mở lại</h1>{PROSE * 3}</body></html>".encode()), None).outcome
        assert outcome is not None
        assert (outcome.name, outcome.reason) == ("unreadable", "cut_page")
    empty = read_page(Page(URL, b"<html><body><hr></body></html>"), None).outcome
    assert empty is not None
    assert (empty.name, empty.reason) == ("not_article", "empty")


def rows(count: int, columns: int) -> str:
    row = "".join(f"<td>ô {n}</td>" for n in range(columns))
    return "<table><tr>" + f"<tr>{row}</tr>" * count + "</table>"


@pytest.mark.parametrize(
    ("table", "flags"),
    [
        (rows(5, MAX_COLUMNS), ()),
        (rows(5, MAX_COLUMNS + 1), ("cut_table",)),
        ("<table>" + "<tr><td>a</td><td>b</td></tr>" * MAX_ROWS + "</table>", ()),
        ("<table>" + "<tr><td>a</td><td>b</td></tr>" * (MAX_ROWS + 1) + "</table>", ("cut_table",)),
        ("<table>" + "<tr>" + "<td>a</td>" * MAX_COLUMNS + "<td></td><td> </td></tr><tr><td>b</td><td>c</td></tr></table>", ()),
        (f"<table><tr><td colspan=900>a</td></tr><tr><td>b</td><td>c</td></tr>{rows(2, 3)[7:]}", ()),  # a span is no cell
        (rows(5, 2) + rows(5, MAX_COLUMNS + 9), ("cut_table",)),
    ],
)
def test_tables(table: str, flags: tuple[str, ...]) -> None:
    found = article(table)
    assert found.flags == flags
    assert found.tables


def lines(count: int, columns: int, filled: str = "ô") -> str:
    return "\n".join(" | ".join(f"{filled} {n}" for n in range(columns)) for _ in range(count))


@pytest.mark.parametrize(
    ("table", "flags"),
    [
        (lines(3, LINE_COLUMNS), ()),
        (lines(3, LINE_COLUMNS + 1), ("cut_table",)),
        (lines(2, 4) + "\n" + lines(1, LINE_COLUMNS + 9), ("cut_table",)),
        (lines(LINE_ROWS + 1, 2), ()),
        (lines(LINE_ROWS + 2, 2), ("cut_table",)),
        (lines(LINE_ROWS + 1, 2) + "\nHết bảng.\n" + lines(4, 2), ()),
        (lines(401, 50), ("cut_table",)),  # 50 places in each of 400 lines are as many as a table may have
        (lines(400, 50), ()),
        ("không có bảng nào", ()),
    ],
)
def test_tables_of_a_plain_text(table: str, flags: tuple[str, ...]) -> None:
    text = f"Chợ phiên mở lại ở bản trên\n\n{said(60)}.\n\n{table}\n\n{said(50)}.\n"
    plain = Page(URL, text.encode(), headers={"content-type": "text/plain; charset=utf-8"})
    assert make_record(plain).article.flags == flags
    assert record_of(Article("Chợ phiên", tuple(text.split("\n"))), Page(URL, b"")).article.flags == flags


def linked(size: int, kind: str = "application/ld+json", words: str = '{"@type": "Thing", "x": "') -> str:
    return f'<script type="{kind}">{words}{"x" * (size - len(words) - 2)}"}}</script>'


@pytest.mark.parametrize(
    ("blocks", "flags"),
    [
        (linked(MAX_JSON), ()),
        (linked(MAX_JSON + 1), ("cut_linked_data",)),
        (linked(50) + linked(MAX_JSON + 900, "application/LD+JSON"), ("cut_linked_data",)),
        (linked(MAX_JSON + 1, "text/javascript"), ()),
        (linked(MAX_JSON) * 2, ()),
    ],
)
def test_linked_data(blocks: str, flags: tuple[str, ...]) -> None:
    assert article("", blocks).flags == flags
    headed = Page(URL, page("").body.replace(b"<html>", f"<html><head>{blocks}</head>".encode()))
    assert make_record(headed).article.flags == flags


def test_what_a_block_says_is_read_up_to_the_bound() -> None:
    for further, published in ((0, "2021-03-09"), (1, None)):
        block = linked(MAX_JSON + further, words='{"@type": "NewsArticle", "datePublished": "2021-03-09", "x": "')
        headed = Page(URL, page("").body.replace(b"<html>", f"<html><head>{block}</head>".encode()))
        assert (make_record(headed).article.published or "")[:10] == (published or "")


@pytest.mark.parametrize(("count", "flags"), [(400, ()), (401, ("cut_sums",))])
def test_sums_of_money(count: int, flags: tuple[str, ...]) -> None:
    body = "".join(f"<p>Cơ sở thứ {n} được khuyến công hỗ trợ {n + 20} triệu đồng mua máy trong năm 2019.</p>" for n in range(count))
    record = make_record(page(body))
    assert len([s for s in record.facts.supports if s.amount_start is not None]) == 400
    assert record.article.flags == flags


def test_a_line_of_any_length_is_read_whole() -> None:
    words = " ".join(f"từ{n}" for n in range(30_000))
    for long in (words, words.replace(" ", " " * 9)):
        text = article(f"<p>{long} hết</p>").text
        assert text.split()[60:-60] == [*words.split(), "hết"]
    glued = article(f"<p>{'a' * 130_000}</p>").text
    assert glued.count("a") >= 130_000
