"""What an article is mainly about: how often, how early and as what its provinces are named, both sides of each limit."""

from __future__ import annotations

import re

import pytest

from pipelines.facts.provinces.focus import main_provinces
from pipelines.values.mentions import ProvinceMention

NAME = re.compile(r"\b[ABCD]\b")


def mentions(text: str, rules: str) -> list[ProvinceMention]:
    """One mention for each A, B, C, D standing alone in the text; `rules`: the rule of each, by its first letter."""
    names = {"n": "name", "u": "unit", "a": "authority", "l": "list"}
    places = [found.start() for found in NAME.finditer(text)]
    assert len(places) == len(rules)
    return [
        ProvinceMention(text[at], text[at].lower(), None, None, at, at + 1, text[at], names[rule])
        for at, rule in zip(places, rules, strict=True)
    ]


def main(text: str, rules: str, title: str | None = None, named: str = "", districts: str = "") -> str:
    return "".join(main_provinces(text, mentions(text, rules), title, set(named), set(districts)))


FAR = " " + "x" * 400 + " "
VERY_FAR = " " + "x" * 800 + " "


@pytest.mark.parametrize(
    ("text", "rules", "found"),
    [
        ("chợ A vui, chợ A đông, chợ A mới", "nnn", "A"),
        (f"chợ{FAR}A vui, chợ A đông, chợ A mới", "nnn", "A"),
        ("chợ A vui, chợ A đông, chợ A mới, chợ B vui", "nnnn", "A"),  # three of four
        (f"{FAR}chợ A vui, chợ A đông, chợ A mới, chợ B vui", "nnnn", "A"),
        (f"{FAR}chợ A vui, chợ A đông, chợ A mới, chợ B vui, chợ B đông", "nnnnn", ""),
        ("chợ A vui, chợ A đông, chợ A mới, chợ B vui, chợ B mới, chợ B đông", "nnnnnn", "AB"),
        ("chợ A vui", "n", "A"),
        ("", "", ""),
        (f"chợ{FAR}A vui", "n", ""),
        ("chợ A vui, chợ B vui", "nn", ""),
        ("chợ A vui, chợ B vui, ở toàn tỉnh đều đông", "un", "A"),
        ("chợ A vui, chợ B vui, ở toàn tỉnh đều đông", "nn", ""),
        ("chợ A vui, chợ B vui, ở toàn tỉnh đều đông", "uu", ""),
        ("chợ A vui, cả nước mừng", "n", "A"),
        ("chợ A vui, cả nước mừng, toàn quốc mừng", "n", ""),
        ("Việt Nam mừng, chợ A vui, cả nước mừng", "n", ""),
    ],
)
def test_how_often_and_how_early(text: str, rules: str, found: str) -> None:
    assert main(text, rules) == found


@pytest.mark.parametrize(
    ("text", "districts", "found"),
    [
        (f"chợ A vui{FAR}chợ B vui", "", ""),
        (f"chợ A vui{FAR}chợ B vui", "a", "A"),
        (f"chợ A vui{FAR}chợ B vui, ở toàn tỉnh đều đông", "", "A"),
        ("chợ A vui, chợ B vui", "a", ""),
        ("chợ A vui, chợ B vui, ở toàn tỉnh đều đông", "a", "A"),
        ("chợ A vui, chợ B vui, ở toàn tỉnh đều đông", "ab", ""),
        (f"chợ{FAR}chợ A vui, chợ A đông", "", ""),
        (f"chợ{FAR}chợ A vui, chợ A đông", "a", "A"),
        (f"chợ{FAR}chợ A vui", "a", ""),
        (f"chợ{VERY_FAR}chợ A vui, chợ A đông", "a", ""),
    ],
)
def test_one_province_and_its_districts(text: str, districts: str, found: str) -> None:
    assert main(text, "n" * len(NAME.findall(text)), districts=districts) == found


@pytest.mark.parametrize(
    ("phrase", "local"),
    [
        ("ở toàn tỉnh", True),
        ("của tỉnh", True),
        ("trong tỉnh", True),
        ("UBND tỉnh", True),
        ("lãnh đạo tỉnh", True),
        ("của tỉnh Đồng", False),
        ("ở một tỉnh", False),
        ("tỉnh này", True),
        ("tỉnh đã mở", True),
        ("tỉnh mở", False),
        ("Tỉnh ủy", True),
        ("của thành phố", True),
        ("của thành phố Đông", False),
        ("ở một thành phố", False),
        ("Sở Công Thương", True),
        ("Sở Công thương tỉnh", True),
        ("Sở Công Thương tỉnh Đông", False),
        ("Sở Công Thương TP Đông", False),
        ("trên địa bàn", True),
        ("trên địa bàn xã", False),
    ],
)
def test_the_province_without_its_name(phrase: str, local: bool) -> None:
    text = f"chợ A vui, chợ B vui, {phrase}, mọi thứ đông"
    assert main(text, "un") == ("A" if local else "")


@pytest.mark.parametrize(
    ("text", "rules", "found"),
    [
        ("tuyến A - chợ và chợ B, B, B", "nnnn", "B"),  # the end of a route
        ("họp ngày 5 tại A, nay", "n", ""),  # where a meeting was held
        ("bán rau tại A, nay", "n", "A"),
        ("họp ngày 5 tại A, nay", "a", "A"),
        ("một người trú tại A, nay", "n", ""),
        ("một người quê A, nay", "n", ""),
        ("một người quê A, nay", "a", "A"),
    ],
)
def test_what_a_mention_weighs(text: str, rules: str, found: str) -> None:
    assert main(text, rules) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A B đều vui, A B đều mới, A B đều đông", "AB"),
        ("A B C đều vui, A B C đều mới, A B C đều đông", "ABC"),
        ("A B C đều vui, A B C đều mới, A B C đều đông, D", "ABC"),
        ("A B C đều vui, A B C đều mới, A B C đều đông, D và D", ""),
        ("A B C D đều vui, A B C D đều mới, A B C D đều đông", ""),
        ("A B C đều vui, A B C đều mới", ""),
    ],
)
def test_partners_are_named_again_and_again(text: str, found: str) -> None:
    assert main(text, "l" * len(NAME.findall(text))) == found


@pytest.mark.parametrize(
    ("text", "named", "title", "found"),
    [
        ("chợ B vui, B mới, chợ A vui, A đông", "", "Chợ vui", ""),
        ("chợ B vui, B mới, chợ A vui, A đông", "a", "Chợ vui", "A"),
        ("chợ B vui, B mới, B nhỏ, chợ A vui, A đông", "a", "Chợ vui", "B"),
        ("x" * 40 + " A vui, A đông, A mới", "", "Chợ vui", "A"),  # late, but the only one
        ("x" * 900 + " A vui, A đông, A mới", "", "Chợ vui", ""),
        ("x" * 900 + " A vui, A đông, A mới", "", None, "A"),
        ("x" * 900 + " A vui, A đông, A mới", "a", "Chợ vui", "A"),
    ],
)
def test_what_the_headline_tells(text: str, named: str, title: str | None, found: str) -> None:
    rules = "n" * len(NAME.findall(text))
    assert main(text, rules, title=title, named=named) == found
