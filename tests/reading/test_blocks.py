"""The walk over a page: rows of data and of layout, boxes set aside, lines that go on after a <br>, images that are none."""

from __future__ import annotations

import pytest

from pipelines.html.blocks import Block, walk_blocks
from pipelines.html.boxes import link_titles
from pipelines.html.zones import prose_length
from tests.reading.page_lines import said, tree_of


def lines(html: str) -> list[Block]:
    return walk_blocks(tree_of(html).root).blocks


def texts(html: str) -> list[str]:
    return [block.text for block in lines(html)]


def row(*cells: str) -> str:
    return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        (row("Chè khô", "12 tấn"), ["row"]),
        (row("Chè khô"), ["text"]),  # one cell: a frame around a text, not data
        (row(f"<p>{said(9)}</p><p>{said(8)}</p>"), ["text", "text"]),
        (row("Chè khô", ""), ["text"]),  # one filled cell
        (row("Chè khô", "<img src='a.jpg'>12 tấn"), ["text", "text"]),
        (row("Chè khô", "<ul><li>12 tấn</li></ul>"), ["text", "item"]),
        (row("Chè khô", "<h3>12 tấn</h3>"), ["text", "heading"]),
        (row(said(60), said(60)), ["row"]),
        (row(said(60), said(61)), ["text", "text"]),  # sixty words a cell on average
        (row(said(120), said(30), said(30)), ["row"]),
        (row(said(121), said(30), said(29)), ["text", "text", "text"]),  # and no cell over 120
    ],
)
def test_rows_of_data_and_of_layout(html: str, kinds: list[str]) -> None:
    assert [block.kind for block in lines(html)] == kinds


def test_a_row_knows_its_share_of_links() -> None:
    (block,) = lines(row("<a href='/x'>Chè khô</a>", "bán ở chợ"))
    assert (block.text, block.link) == ("Chè khô | bán ở chợ", pytest.approx(7 / 19))


@pytest.mark.parametrize(
    ("markup", "prose", "kept"),
    [
        ("<aside>{}</aside>", 599, False),
        ("<aside>{}</aside>", 600, True),
        ("<div class='comments'>{}</div>", 1199, False),
        ("<div class='comments'>{}</div>", 1200, True),
        ("<div class='related-news'>{}</div>", 1499, False),
        ("<div class='related-news'>{}</div>", 1500, True),
        ("<div class='header'>{}</div>", 239, False),
        ("<div class='header'>{}</div>", 240, True),
        ("<div class='header'><h1>Tin</h1>{}</div>", 130, True),  # the headline stands in it
        ("<div hidden='hidden'>{}</div>", 5000, False),
        ("<div style='display: none'>{}</div>", 5000, False),
    ],
)
def test_boxes_are_set_aside_unless_they_hold_much_prose(markup: str, prose: int, kept: bool) -> None:
    assert ("a" * prose in texts("<body>" + markup.format(f"<p>{'a' * prose}</p>") + "</body>")) is kept


def test_of_a_related_box_the_headlines_are_kept() -> None:
    box = "<div class='related-news'><a href='/1'>Bản bên mở chợ</a><a href='/2'>Chợ phiên họp</a><a href='/1'>Bản bên mở chợ</a></div>"
    assert walk_blocks(tree_of(f"<body>{box}<p>x</p></body>").root).related == ["Bản bên mở chợ"]  # four words, once
    assert list(link_titles(tree_of("".join(f"<a>Tin số {n} của bản</a>" for n in range(302))).root))[299:] == ["Tin số 299 của bản"]
    long = "ab " * 333
    assert list(link_titles(tree_of(f"<a>{long}c<b>d e</b></a>").root)) == [f"{long}c"]  # a thousand characters at most


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Một câu bị ngắt", "ở giữa chừng", True),
        ("Một câu bị ngắt", "Ở đầu câu sau", False),
        ("Một câu đã hết.", "rồi câu sau", False),
        ("Một" + " ab" * 665, "ở giữa", True),  # 1,998 characters
        ("Mộta" + " ab" * 666, "ở giữa", False),  # 2,002
    ],
)
def test_a_line_broken_by_br_goes_on_in_lower_case(first: str, second: str, together: bool) -> None:
    wanted = [f"{first} {second}"] if together else [first, second]
    assert texts(f"<p>{first}<br>{second}</p>") == wanted


def test_the_line_that_may_go_on_is_bounded() -> None:
    for length, parts in ((1999, 1), (2000, 2)):
        assert len(texts(f"<p>{'a' * length}<br>b</p>")) == parts


@pytest.mark.parametrize(("side", "images"), [("49", 0), ("50", 1), ("50%", 1), ("", 1)])
def test_icons_are_no_images(side: str, images: int) -> None:
    for key in ("width", "height"):
        walk = walk_blocks(tree_of(f"<body><p>a</p><img src='x' {key}='{side}'><p>b</p></body>").root)
        assert walk.images == images
        assert [block.image for block in walk.blocks] == [False, bool(images)]


@pytest.mark.parametrize(
    ("html", "link", "bold", "italic", "align"),
    [
        ("<p><a href='/x'>abcd</a> <b>ef</b> <i>gh</i></p>", 0.4, 0.2, 0.2, ""),
        ("<p style='text-align: Right; font-weight: 600'>abcd</p>", 0, 1, 0, "right"),
        ("<p style='font-weight: 500; font-style: italic'>abcd</p>", 0, 0, 1, ""),
        ("<center><p>abcd</p></center>", 0, 0, 0, "center"),
        ("<p align='CENTER'>abcd</p>", 0, 0, 0, "center"),
    ],
)
def test_what_markup_says_of_a_line(html: str, link: float, bold: float, italic: float, align: str) -> None:
    (block,) = lines(html)
    assert (block.link, block.bold, block.italic, block.align) == (link, bold, italic, align)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<h3>abc</h3>", "heading"),
        ("<ul><li>abc</li></ul>", "item"),
        ("<figure><figcaption>abc</figcaption></figure>", "caption"),
        ("<p class='sapo'>abc</p>", "lead"),
        ("<h3 class='sapo'>abc</h3>", "lead"),
        ("<figcaption><p class='sapo'>abc</p></figcaption>", "caption"),
        ("<div class='author'><h4>abc</h4></div>", "byline"),
        ("<div><span class='author'>abc</span></div>", "byline"),
        ("<div class='caption'><ul><li>abc</li></ul></div>", "caption"),
    ],
)
def test_kinds_of_lines(html: str, kind: str) -> None:
    assert [(block.text, block.kind) for block in lines(f"<body>{html}</body>")] == [("abc", kind)]


def test_text_deeper_than_the_walk_goes_is_one_line() -> None:
    """Body and the innermost box are counted: 219 boxes more than the body, the innermost holding two lines."""
    for boxes, expected in ((219, ["a", "b"]), (221, ["a b"])):
        assert texts("<body>" + "<div>" * boxes + "<p>a</p><p>b</p>" + "</div>" * boxes + "</body>") == expected


@pytest.mark.parametrize("inline", [0, 19, 20, 21, 60])
def test_a_box_around_paragraphs_is_none_itself(inline: int) -> None:
    text, inside = said(40), "<b>a</b>" * inline
    around, alone = (tree_of(f"<div id='k'>{html}</div>").ids["k"] for html in (f"{inside}<p>{text}</p>", f"{inside}{text}"))
    assert (prose_length(around), prose_length(alone)) == (len(text), len(text) + inline)


@pytest.mark.parametrize(("letters", "counted"), [(119, 0), (120, 120)])
@pytest.mark.parametrize(
    "html", ["<p>{}</p>", "<div><p>{}</p></div>", "<div>{}</div>", "<div><span>{}</span></div>", "<section><p>{}</p></section>"]
)
def test_paragraphs_of_some_length_are_prose(html: str, letters: int, counted: int) -> None:
    assert prose_length(tree_of(html.format("a" * letters)).root) == counted
    linked = html.format(f"<a href='/x'>{'a' * letters}</a>")
    assert prose_length(tree_of(linked).root) == 0
