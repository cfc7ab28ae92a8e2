"""The index of a page's attributes: class names without their elements, elements when they are asked for."""

from __future__ import annotations

import pytest
from lxml import etree

from pipelines.html.attributes import attribute_of, classes_of
from pipelines.html.blocks import walk_blocks
from pipelines.html.styles import Style, styled
from pipelines.html.tree import MAX_TAGS, Tree, parse_tree, select, without

HTML = """<html class="no-js"><body class="trang">
<div id="a" class="hop  tin"><p class="tin">một</p><p>hai</p></div>
<div id="b" class="tin hop tin"><p class="">ba</p><span class="TIN">bốn</span></div>
<p data-role="sapo" itemprop="description">năm</p><p data-role="sapobox">sáu</p></body></html>"""


def tree_of(html: str) -> Tree:
    tree = parse_tree(html)
    assert tree is not None
    return tree


def test_classes_are_known_before_any_element_is_touched() -> None:
    classes = tree_of(HTML).classes
    assert list(classes) == ["trang", "hop", "tin", "TIN"]
    assert ("tin" in classes, "no-js" in classes, "ti" in classes) == (True, False, False)  # the class of html stands above the body
    assert classes.attribute.found == []
    assert classes.places == {}


def test_elements_of_a_class_stand_in_document_order_and_once() -> None:
    classes = tree_of(HTML).classes
    assert [(e.tag, e.get("id")) for e in classes["tin"]] == [("div", "a"), ("p", None), ("div", "b")]
    assert [e.get("id") for e in classes["hop"]] == ["a", "b"]
    assert [e.tag for e in classes["trang"]] == ["body"]
    assert [e.text for e in classes["TIN"]] == ["bốn"]
    with pytest.raises(KeyError):
        classes["khac"]


def test_values_and_their_elements() -> None:
    root = tree_of(HTML).root
    roles = attribute_of(root, "data-role")
    assert roles.values == ["sapo", "sapobox"]
    assert [e.text for e in roles.those("=", "sapo")] == ["năm"]
    assert [e.text for e in roles.those("^=", "sapo")] == ["năm", "sáu"]
    assert [e.text for e in roles.those("$=", "box")] == ["sáu"]
    assert [e.text for e in roles.those("", "")] == ["năm", "sáu"]


def test_a_value_nobody_has_costs_no_element() -> None:
    roles = attribute_of(tree_of(HTML).root, "data-role")
    assert roles.those("=", "apo") == []
    assert roles.found == []
    assert attribute_of(tree_of(HTML).root, "data-khac").those("", "") == []


def test_a_subtree_has_its_own_classes() -> None:
    box = etree.HTML(HTML).find(".//div[@id='b']")
    assert list(classes_of(box)) == ["tin", "hop", "TIN"]
    assert [e.get("id") for e in classes_of(box)["tin"]] == ["b"]


def test_an_id_is_its_first_element_and_no_name_of_a_link() -> None:
    tree = tree_of("<body><a name='tin'>tới</a><div id='tin'>một</div><p id='tin'>hai</p><p id='tin-2'>ba</p></body>")
    assert list(tree.ids.places) == ["tin", "tin-2"]
    assert tree.ids.attribute.found == []
    assert [e.text for e in select(tree, "#tin")] == ["một"]
    assert select(tree, "p#tin") == []
    rest = without(tree, select(tree, "#tin"))
    assert select(rest, "#tin") == []  # asked before: as it was then
    assert [e.text for e in select(rest, "#tin-2")] == ["ba"]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("[data-role^=sapo][itemprop=description]", ["năm"]),
        ("[data-role=sapo]", ["năm"]),
        ("[data-role=sapob]", []),
        ("div[id=b] span", ["bốn"]),
        ("div[id$=b]", [None]),
        ("p[id$=b]", []),
        ("[id^=c]", []),
    ],
)
def test_selectors_by_attribute(selector: str, texts: list[str | None]) -> None:
    assert [e.text if e.text and e.text.strip() else None for e in select(tree_of(HTML), selector)] == texts


@pytest.mark.parametrize(("opened", "kept"), [(MAX_TAGS, MAX_TAGS), (MAX_TAGS + 1, MAX_TAGS - 1)])
def test_tags_are_read_up_to_a_bound(opened: int, kept: int) -> None:
    assert len(tree_of("<p>" * opened).root.findall(".//p")) == kept


def test_a_style_that_says_nothing_new_is_the_style_around_it() -> None:
    around = Style(bold=True, align="center")
    assert styled({"style": "font-family: Arial; font-weight: bold"}, "span", around) is around
    assert styled({"style": "color: red"}, "b", around) is around
    assert styled({"align": "CENTER"}, "p", around) is around
    assert styled({"style": "text-align: right"}, "p", around) == Style(bold=True, align="right")
    assert styled({"style": "font-style: italic"}, "span", around) == Style(bold=True, italic=True, align="center")
    assert styled({}, "a", around) == Style(link=True, bold=True, align="center")
    for _ in range(2):
        assert styled({"style": "display: none"}, "span", around) is None


def test_empty_leaves_and_white_space_part_no_line() -> None:
    body = tree_of("<body><p>Một <span></span>hai<b> </b>\n<i>ba</i><br>\n <br>bốn<span style='x'>\n</span></p></body>").root.find("body")
    assert body is not None
    assert [block.text for block in walk_blocks(body).blocks] == ["Một hai ba bốn"]


@pytest.mark.parametrize("asked_first", [True, False])
def test_what_is_taken_out_is_not_found_again(asked_first: bool) -> None:
    tree = tree_of(HTML)
    if asked_first:
        assert [e.get("id") for e in select(tree, ".tin")] == ["a", None, "b"]
        assert [e.text for e in select(tree, "#b .TIN")] == ["bốn"]
    rest = without(tree, [select(tree, "#b")[0]])
    assert [e.get("id") for e in select(rest, ".tin")] == ["a", None]
    assert select(rest, ".TIN") == []
    assert select(rest, "#b") == []
    assert select(rest, "span") == []
    assert [e.text for e in select(rest, ".hop > .tin")] == ["một"]
    again = without(rest, [select(rest, "#a")[0]])  # twice
    assert select(again, ".tin") == []
    assert [e.text for e in select(again, "[data-role^=sapo]")] == ["năm", "sáu"]
