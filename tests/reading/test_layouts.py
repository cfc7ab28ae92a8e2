"""The selector language, the layout file and its errors, and how a layout is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.html.tree import BadSelector, Tree, parse_selector, parse_tree, select
from pipelines.reading.layouts import LayoutError, apply_layout, layouts, load_layouts, recognise

HTML = """<html><body>
<div id="main" class="news box"><h1 class="title">Một</h1><p data-role="sapo">Hai</p><div class="inner"><p class="title">Ba</p></div></div>
<p class="title" id="part_42_end">Bốn</p>
</body></html>"""


def tree_of(html: str) -> Tree:
    tree = parse_tree(html)
    assert tree is not None
    return tree


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        (".title", ["Một", "Ba", "Bốn"]),
        ("p.title", ["Ba", "Bốn"]),
        ("#main .title", ["Một", "Ba"]),
        ("#main.news p", ["Hai", "Ba"]),
        ("div.news .inner p", ["Ba"]),
        (".inner .news p", []),
        ("[data-role=sapo]", ["Hai"]),
        ("p[data-role]", ["Hai"]),
        ("p[data-role=other]", []),
        ("[id^=part_42]", ["Bốn"]),
        ("[id$=_end]", ["Bốn"]),
        ("[id$=_start]", []),
        ("#absent", []),
        ("h1", ["Một"]),
    ],
)
def test_select(selector: str, texts: list[str]) -> None:
    assert [e.text for e in select(tree_of(HTML), selector)] == texts


@pytest.mark.parametrize("selector", ["", "  ", "a >", "> b", "a > > b", "a + b", "p:first-child", "*", "..x", "p[", "a,b", "p.title!"])
def test_other_selectors_are_refused(selector: str) -> None:
    with pytest.raises(BadSelector):
        parse_selector(selector)


def test_attribute_values_may_hold_spaces() -> None:
    tree = tree_of('<meta name="GENERATOR" content="Microsoft SharePoint"><p>x</p>')
    assert len(select(tree, "meta[name=GENERATOR][content^=Microsoft SharePoint]")) == 1


def test_shipped_layouts_load() -> None:
    names = [layout.name for layout in layouts()]
    assert len(names) == len(set(names)) >= 20
    assert {"mastercms", "nukeviet", "liferay", "vhv", "vccorp", "wordpress", "dotnetnuke"} <= set(names)
    assert names[-1] == "schema-org"  # the most general comes last


REASON = '[x]\nsource="page_family"\nexample="x.html"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[x]\nmarks=[".a"]\ntitle=["h1"]\n', "x: body: missing"),
        ('[x]\nmarks=[]\ntitle=["h1"]\nbody=[".b"]\n', "x: marks: expected `array` of length >= 1"),
        ('[x]\nmarks=[".a"]\ntitle=["h1"]\nbody=[".b"]\ncolour="red"\n', "x: colour: unknown key"),
        ('[x]\nmarks=[".a"]\ntitle=["h1"]\nbody=[".b"]\nname="y"\n', "x: name: unknown key"),
        (
            '[x]\nmarks=[".a"]\ntitle=["h1 + b"]\nbody=[".b"]\n',
            "x: title: 'h1 + b' is not a selector",
        ),
        (
            '[x]\nmarks=[".a"]\ntitle=["h1"]\nbody=[".b"]\nrelated=["a,b"]\n',
            "x: related: 'a,b' is not a selector",
        ),
        ('[x]\nmarks=".a"\ntitle=["h1"]\nbody=[".b"]\n', "x: marks: expected `array`, got `str`"),
        (
            '[x]\nmarks=[".a", 2]\ntitle=["h1"]\nbody=[".b"]\n',
            "x: marks[1]: expected `str`, got `int`",
        ),
        (
            '[x]\nmarks=[".a"]\ntitle=["h1"]\nbody=[".b"]\nheadline_only="no"\n',
            "x: headline_only: expected `bool`, got `str`",
        ),
        (
            '[x]\nmarks=[".a"]\ntitle=["h1"]\nbody=[".b"]\nuntil=2020-01-02\n',
            "x: until: expected `str | null`, got `date`",
        ),
        ("x = 1\n", "x: expected a table, got `int`"),
        ("[x\n", "layouts.toml: Expected"),
    ],
)
def test_wrong_layout_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "layouts.toml"
    path.write_text(text.replace("[x]\n", REASON), encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load_layouts(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def small_layout(tmp_path: Path) -> Path:
    path = tmp_path / "layouts.toml"
    text = 'marks=[".news"]\ntitle=["h1.t", "h1"]\nbody=[".body"]\ndate=[".date"]\nrelated=[".more"]\n'
    path.write_text(REASON + text, encoding="utf-8")
    return path


def test_layout_needs_headline_and_body(tmp_path: Path) -> None:
    (layout,) = load_layouts(small_layout(tmp_path))
    assert apply_layout(layout, tree_of('<h1 class="t">A b</h1><p>x</p>')) is None
    assert apply_layout(layout, tree_of('<div class="body">x</div>')) is None
    found = apply_layout(layout, tree_of('<h1>Other</h1><h1 class="t">A<br>b</h1><div class="body">x</div>'))
    assert found is not None
    assert found.title == "A b"  # <br> parts words


def test_of_equal_bodies_none_is_the_article(tmp_path: Path) -> None:
    (layout,) = load_layouts(small_layout(tmp_path))
    teasers = "".join(f'<div class="body">Tin vắn số {n} trong ngày</div>' for n in range(5))
    assert apply_layout(layout, tree_of(f"<h1>Chuyện làng nghề</h1>{teasers}")) is None
    long = f'<div class="body">{"Một câu dài hơn hẳn các câu kia. " * 20}</div>'
    found = apply_layout(layout, tree_of(f"<h1>Chuyện làng nghề</h1>{teasers}{long}"))
    assert found is not None
    assert len("".join(found.body[0].itertext())) > 500


def test_dates_of_related_boxes_are_not_taken(tmp_path: Path) -> None:
    (layout,) = load_layouts(small_layout(tmp_path))
    found = apply_layout(layout, tree_of('<h1>A</h1><div class="body">x</div><div class="more"><i class="date">1/2/2020</i></div>'))
    assert found is not None
    assert found.dates == ()


def test_of_several_headings_the_stated_one_is_taken(tmp_path: Path) -> None:
    (layout,) = load_layouts(small_layout(tmp_path))
    tree = tree_of('<h1>Báo Vùng Cao</h1><h1>Chợ phiên họp sớm</h1><div class="body">x</div>')
    found = apply_layout(layout, tree, ["chợphiênhọpsớm"])
    assert found is not None
    assert found.title == "Chợ phiên họp sớm"


def test_family_named_by_the_source_comes_first() -> None:
    html = '<h1 class="article__title">A b c</h1><div class="article__body">x</div><div id="news-bodyhtml"><p>y</p></div>'
    assert next(recognise(tree_of(html))).layout == "nukeviet"
    assert next(recognise(tree_of(html), family="epi")).layout == "epi"
    assert list(recognise(tree_of("<p>no marks at all</p>"))) == []
