"""Aspects of amounts: export or import, planned or reported, part of another, whose fund; own cases end to end."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.aspects.aspects import aspects_of
from pipelines.facts.facts import find_facts
from pipelines.text.prepared import prepare
from pipelines.values.mentions import FLOWS, AmountMention, Context
from tests.paths import CASES

MARK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")


def rows(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def unmark(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text without marks; start, surface and expectation of every mark."""
    text, expected, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        expected.append((len(text), mark[1], mark[2]))
        text += mark[1]
        last = mark.end()
    return text + marked[last:], expected


def read(marked: str, published: str | None = None) -> Iterator[tuple[AmountMention, str, dict[int, str]]]:
    """Amount and what is expected, for every mark; and the surfaces by start."""
    text, expected = unmark(marked.replace("\\n", "\n"))
    amounts = find_facts(text, Context(None, published)).amounts
    found = {a.start: a for a in amounts}
    surfaces = {a.start: a.surface for a in amounts}
    assert expected
    for start, surface, wanted in expected:
        assert found[start].surface == surface
        yield found[start], wanted, surfaces


@pytest.mark.parametrize("row", rows("flows.tsv"))
def test_flow(row: str) -> None:
    for amount, wanted, _ in read(row):
        assert (amount.flow or "-") == wanted, (amount.surface, amount.role)


@pytest.mark.parametrize("row", rows("planned.tsv"))
def test_planned(row: str) -> None:
    published, marked = row.split("\t")
    for amount, wanted, _ in read(marked, None if published == "-" else published):
        assert amount.planned == (wanted == "1"), (amount.surface, wanted)


@pytest.mark.parametrize("row", rows("parts.tsv"))
def test_part(row: str) -> None:
    for amount, wanted, surfaces in read(row):
        assert (surfaces.get(-1 if amount.part_of is None else amount.part_of) or "-") == wanted, (amount.surface, amount.role)


@pytest.mark.parametrize("row", rows("funds.tsv"))
def test_fund(row: str) -> None:
    text, _, wanted = row.partition("\t")
    assert [line.fund or "-" for line in find_facts(text, Context()).supports] == wanted.split()


@pytest.mark.parametrize(("name", "least"), [("flows.tsv", 60), ("planned.tsv", 60), ("parts.tsv", 30)])
def test_there_are_cases_enough(name: str, least: int) -> None:
    assert len(rows(name)) >= least


WORDS = st.sampled_from(
    [
        "xuất khẩu",
        "nhập khẩu",
        "xuất siêu",
        "lần lượt",
        "trong đó",
        "dự kiến",
        "kế hoạch",
        "đã",
        "so với",
        "tối đa",
        "(",
        ")",
        ":",
        ";",
        ",",
        ".",
        "\n",
        "-",
        "đạt",
        "5 tỷ USD",
        "3 tỷ đồng",
        "8%",
        "năm 2030",
    ]
)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(WORDS, max_size=30), st.sampled_from([None, "2018-03-01", "?"]))
def test_any_text_has_aspects(parts: list[str], published: str | None) -> None:
    text = " ".join(parts)
    context = Context(None, published)
    amounts = find_facts(text, context).amounts
    starts = {a.start: a for a in amounts}
    for amount in amounts:
        assert amount.flow in (None, *FLOWS)
        assert amount.part_of is None or starts[amount.part_of].max * 1.01 >= amount.max
        assert amount.part_of is None or amount.part_of < amount.start
    assert list(amounts) == aspects_of(prepare(text), amounts, context.year)


def test_no_amounts_no_aspects() -> None:
    assert aspects_of(prepare("Xuất khẩu tăng theo kế hoạch."), (), None) == []


def test_linear_in_the_length_of_a_hostile_text() -> None:
    unit = "xuất khẩu (kế hoạch, trong đó 5 tỷ đồng dự kiến "
    took = []
    for times in (500, 2_000):
        text = unit * times
        amounts = [
            AmountMention("money", 5e9, 5e9, "VND", m.start(), m.end(), m[0], "x", role="trade") for m in re.finditer("5 tỷ đồng", text)
        ]
        prepared = prepare(text)
        began = time.perf_counter()
        aspects_of(prepared, amounts, None)
        took.append(time.perf_counter() - began)
    assert took[1] < 12 * took[0] + 0.5
