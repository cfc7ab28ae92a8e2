"""Style sheets of pages: each page is read by its own, however like another one it is."""

from __future__ import annotations

import pytest

from pipelines.html.stylesheets import hidden_elements, styles_of, values_of
from pipelines.html.tree import parse_tree

FILLING = ".hang{color:red;margin:0 auto}" * 40  # longer than what a sheet is looked up by


def hidden_in(sheet: str) -> list[str]:
    tree = parse_tree(f"<head><style>{sheet}</style></head><body><p class='che'>một</p><p class='mo'>hai</p></body>")
    assert tree is not None
    styles = styles_of(tree)
    assert styles is not None
    return [element.get("class", "") for element in hidden_elements(styles, 10)]


def test_sheets_of_one_length_and_the_same_ends_are_told_apart() -> None:
    sheets = {name: f"{FILLING}.{name}{{display:none}}{FILLING}" for name in ("che", "mo ", "khc")}
    assert len({len(sheet) for sheet in sheets.values()}) == 1
    for _ in range(2):  # the second time they are known
        assert [hidden_in(sheet) for sheet in sheets.values()] == [["che"], ["mo"], []]


@pytest.mark.parametrize(
    ("sheet", "display"),
    [
        (".che{display:none} .che.mo{display:block}", "none"),  # of both classes, which the element has not
        (".che{display:none} p.che{display:block}", "block"),
        (".che{display:none} .mo .che{display:block}", "none"),
        (".che{display:none} body .che{display:block}", "block"),
        (".che{display:none} .ngoai .che{display:block}", "block"),
        (".che{display:none} #che{display:block}", "none"),
        (".che{display:none} #rieng{display:block}", "block"),
    ],
)
def test_rules_count_for_elements_with_all_their_names(sheet: str, display: str) -> None:
    tree = parse_tree(f"<style>{sheet}</style><body class='ngoai'><p class='che' id='rieng'>một</p></body>")
    assert tree is not None
    styles = styles_of(tree)
    assert styles is not None
    assert values_of(next(tree.root.iter("p")), styles)["display"] == display
