"""First words: the patterns that are tried only where one of their first words stands find whatever they are made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.aspects import flows, planned
from pipelines.facts.supports import programmes
from pipelines.text.phrases import ahead, initial


@pytest.mark.parametrize(
    ("pattern", "first"),
    [(planned._WORDS, planned._FIRST), (flows._FLOW, flows._FIRST), (programmes._PROGRAMME, programmes._FIRST)],
    ids=["planned", "flows", "programmes"],
)
@given(data=st.data())
def test_every_wording_begins_with_a_listed_word(pattern: re.Pattern[str], first: str, data: st.DataObject) -> None:
    wordings = re.compile(pattern.pattern.removeprefix(ahead(first.split())))
    wording = data.draw(st.from_regex(wordings, fullmatch=True))
    assert re.split(r"\W", wording, maxsplit=1)[0] in first.split()


@pytest.mark.parametrize(
    ("text", "places"),
    [("sẽ đạt", [0]), ("số sẽ, sẽ.", [3, 7]), ("xsẽ sẽx", []), ("dự kiến", [0]), ("dựkiến", []), ("", [])],
)
def test_a_place_is_that_of_a_whole_word(text: str, places: list[int]) -> None:
    assert [match.start() for match in re.finditer(ahead(["sẽ", "dự", "dự án"]), text)] == places


@pytest.mark.parametrize(("text", "found"), [("cần 5", True), ("(cần 5", True), ("xcần 5", False), ("cầng", True), ("cân", False)])
def test_a_word_at_its_beginning(text: str, found: bool) -> None:
    assert (re.search(initial("cần"), text) is not None) is found
