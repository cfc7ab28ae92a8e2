"""Grids: spans expanded as browsers do, hostile ones bounded; every cell in its place in the text; layout tables are none."""

from __future__ import annotations

import pytest

from pipelines.html.grids import MAX_COLUMNS, MAX_PLACES, MAX_ROWS, lay_out
from pipelines.record import make_record
from pipelines.text.line_grids import line_grids
from pipelines.values.article import Article
from pipelines.values.grid import Grid
from pipelines.values.page import Page
from tests.reading.page_lines import said, tree_of


def laid(rows: str) -> list[list[str | None]]:
    table = next(tree_of(f"<table>{rows}</table>").root.iter("table"))
    return [[None if cell is None else cell.text for cell in row] for row in lay_out(table, {}).places]


def article(body: str) -> Article:
    prose = f"<p>{said(40)}.</p>"
    page = f"<html><body><article><h1>Chợ phiên mở lại ở bản trên</h1>{prose}{body}{prose}</article></body></html>"
    return make_record(Page("https://x.vn/cho-phien.html", page.encode())).article


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td colspan=2>a<tr><td>b<td>c", [["a", "a"], ["b", "c"]]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f", [["a", "a", "b"], ["a", "a", "c"], ["d", "e", "f"]]),
        ("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e", [["a", "b", "c"], ["d", "b", "e"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", [["a", "b"], ["a", "c"], ["a", "d"]]),
        ("<tr><td rowspan=9>a<td>b<tr><td>c", [["a", "b"], ["a", "c"]]),
        ("<tr><td colspan=x>a<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td colspan=-3>a<td>b<tr><td>c", [["a", "b"], ["c", None]]),
        ("<tr><td>a<td><tr><td>&nbsp;<td>d", [["a", ""], ["", "d"]]),
        ("<tr><td>a<td style='display:none'>x<td>b<tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr style='display:none'><td>x<td>x<tr><td>a<td>b", [["a", "b"]]),
        ("<tr><td>a<td><table><tr><td>x<td>y</table><tr><td>c<td>d", [["a", "x y"], ["c", "d"]]),  # the rows inside are not its own
        ("<thead><tr><th>a<th>b<tbody><tr><td>c<td>d<tfoot><tr><td>e<td>f", [["a", "b"], ["c", "d"], ["e", "f"]]),
    ],
)
def test_cells_stand_where_a_browser_puts_them(rows: str, grid: list[list[str | None]]) -> None:
    assert laid(rows) == grid


def test_a_cell_that_spans_is_one_cell() -> None:
    table = next(tree_of("<table><tr><td rowspan=2>a<td>a<tr><td>a</table>").root.iter("table"))
    ((first, second), (below, third)) = lay_out(table, {}).places
    assert first is below
    assert first is not second
    assert second is not third


def test_what_a_page_claims_beyond_the_bounds_is_left_out() -> None:
    assert len(laid("<tr><td colspan=999999999999>a<td>b")[0]) == MAX_COLUMNS
    assert len(laid("<tr><td>a<td>b" * (MAX_ROWS + 1))) == MAX_ROWS
    grid = laid(f"<tr><td rowspan=1000 colspan={MAX_COLUMNS}>a" * 900)
    assert MAX_PLACES <= sum(map(len, grid)) <= MAX_PLACES + MAX_COLUMNS


def test_heads_are_marked_by_th_and_thead() -> None:
    table = next(tree_of("<table><thead><tr><td>a</thead><tr><th>b<td>c</table>").root.iter("table"))
    assert [[cell.head for cell in row if cell] for row in lay_out(table, {}).places] == [[True], [True, False]]


def test_every_cell_stands_in_the_text_at_its_place() -> None:
    found = article(
        "<table><caption>Bảng 1</caption><tr><td rowspan=2>Xã</td><td colspan=2>Vốn</td></tr><tr><td>Cũ</td><td>Mới</td></tr>"
        "<tr><td colspan=3>Vùng cao</td></tr><tr><td>Tả Van</td><td>12</td><td></td></tr></table>"
    )
    (grid,) = found.tables
    assert found.text[grid.start : grid.end] == "Xã | Vốn\nCũ | Mới\nVùng cao\nTả Van | 12"
    assert grid.caption == "Bảng 1"
    cells = {cell for row in grid.rows for cell in row if cell is not None and cell.text}
    assert {cell.text for cell in cells} == {"Xã", "Vốn", "Cũ", "Mới", "Vùng cao", "Tả Van", "12"}
    assert all(found.text[cell.start : cell.end] == cell.text for cell in cells)


def test_the_caption_of_a_figure_is_that_of_its_table() -> None:
    table = "<table><tr><td>Xã</td><td>Vốn</td></tr><tr><td>Tả Van</td><td>12</td></tr></table>"
    (grid,) = article(f"<figure class='table'>{table}<figcaption>ĐVT: tỷ đồng</figcaption></figure>").tables
    assert grid.caption == "ĐVT: tỷ đồng"


def test_places_count_from_the_lead() -> None:
    plain = Article("t", ("a | b", "c | d"), grids=tuple(line_grids("a | b\nc | d")))
    led = Article("t", plain.paragraphs, lead="Mở đầu", grids=plain.grids)
    for one in (plain, led):
        assert [[one.text[cell.start : cell.end] for cell in row if cell] for row in one.tables[0].rows] == [["a", "b"], ["c", "d"]]
    assert (led.tables[0].start, led.tables[0].end) == (7, 18)


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td><p>{said(30)}.</p></td></tr></table>",  # a frame
        f"<table><tr><td><p>{said(90)}.</p></td><td><p>{said(80)}.</p></td></tr></table>",  # two columns of text
        "<table><tr><td>Một dòng</td><td>thì chưa phải bảng</td></tr></table>",
        "<table><tr><td><img src='a.jpg' width=400></td><td>Ảnh chợ</td></tr></table>",
    ],
)
def test_layout_is_no_table(body: str) -> None:
    assert article(body).tables == ()


def test_a_data_table_inside_a_layout_table_is_one() -> None:
    data = "<table><tr><td>Xã</td><td>Vốn</td></tr><tr><td>Tả Van</td><td>12</td></tr></table>"
    (grid,) = article(f"<table><tr><td>{data}</td></tr></table>").tables
    assert [[cell.text for cell in row if cell] for row in grid.rows] == [["Xã", "Vốn"], ["Tả Van", "12"]]


def test_a_table_of_data_is_not_taken_for_the_body() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{said(14)} kiểu {n}</td><td>{n} xã vùng cao</td></tr>" for n in range(30))
    found = article(f"<table>{rows}</table>")
    assert found.text.count(said(40)) == 2  # prose above and below
    assert len(found.tables) == 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Trên\na | b\nc | d\nDưới", [[("a", 5), ("b", 9)], [("c", 11), ("d", 15)]]),
        ("a |  b \nc | d", [[("a", 0), ("b", 5)], [("c", 8), ("d", 12)]]),
        ("a | b | c\nd | e", [[("a", 0), ("b", 4), ("c", 8)], [("d", 10), ("e", 14), None]]),
        ("a | | c\nd | e | f", [[("a", 0), ("| c", 4), None], [("d", 8), ("e", 12), ("f", 16)]]),
    ],
)
def test_lines_with_bars_are_a_table(text: str, rows: list[list[tuple[str, int] | None]]) -> None:
    (grid,) = line_grids(text)
    assert [[None if cell is None else (cell.text, cell.start) for cell in row] for row in grid.rows] == rows


def test_lines_of_a_known_table_are_not_read_again() -> None:
    text = "a | b\nc | d\nHết\ne | f\ng | h"
    known = Grid(line_grids(text)[0].rows, 0, 11, "Bảng 1")
    assert [(grid.start, grid.caption) for grid in line_grids(text, [known])] == [(0, "Bảng 1"), (16, "")]
    assert line_grids("không có bảng") == []
