"""Percents: what a percentage measures and what it is compared with."""

from __future__ import annotations

import pytest

from pipelines.facts.aspects.percents import percents_of
from pipelines.facts.facts import find_facts
from pipelines.text.prepared import lowered
from pipelines.text.sentences import cut
from pipelines.values.mentions import Context
from tests.paths import CASES

ROWS = [line.split("\t") for line in (CASES / "percents.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def told(text: str) -> list[str]:
    amounts = find_facts(text, Context("Tin", "2023-01-05", None)).amounts
    found = zip(amounts, percents_of(lowered(text), cut(text), amounts), strict=True)
    return [f"{one.measure or '-'}/{one.compared_with or '-'}" for amount, one in found if amount.kind == "percent"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_measure_and_comparison(row: list[str]) -> None:
    assert told(row[0]) == row[1].split(" ")


def test_only_percentages_are_asked() -> None:
    text = "Năm 2022, tỉnh Hà Nam chi 5 tỷ đồng, tăng 300 triệu đồng so với cùng kỳ."
    amounts = find_facts(text, Context("Tin", "2023-01-05", None)).amounts
    assert len(amounts) == 2
    assert [tuple(one) for one in percents_of(text.lower(), cut(text), amounts)] == [(None, None)] * 2


def test_long_clauses_cost_little() -> None:
    assert told("So với cùng kỳ, " + "thực hiện đạt hoàn thành chiếm " * 4_000 + "tăng 5%.") == ["growth/-"]
