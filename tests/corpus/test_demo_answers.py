"""Support, trade and output of the replica corpus equal the tables read by hand from its articles, every province and year of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from tests.explorer_fixtures import replica_corpus
from tests.paths import CASES

SPAN = "coalesce(CAST(year AS TEXT), year_from || '-' || year_to)"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(replica_corpus(tmp_path_factory.mktemp("replica")))
    yield connection
    connection.close()


def table(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_support_equals_the_table_read_by_hand(corpus: sqlite3.Connection) -> None:
    stages: dict[tuple[str, str], list[str]] = {}
    asked = "SELECT province, CAST(year AS TEXT), programme || ' ' || stage FROM v_support_by_programme ORDER BY programme"
    for province, year, told in corpus.execute(asked):
        stages.setdefault((province, year), []).append(told)
    found = set()
    for province, years, vnd, basis in corpus.execute(f"SELECT province, {SPAN}, vnd / 1e6, basis FROM v_support_by_province_year"):
        reasons = sorted(basis.removeprefix("not added up: ").split(", "))
        told = ", ".join(stages[province, years] if vnd is not None else reasons)
        found.add((province, years, "" if vnd is None else f"{vnd:g}", told))
    assert found == {(province, years, vnd, told) for province, years, vnd, told, _ in table("demo_support.tsv")}


def test_trade_and_output_equal_the_table_read_by_hand(corpus: sqlite3.Connection) -> None:
    rows = corpus.execute(f"SELECT province, {SPAN}, measure, unit, amount, basis FROM v_trade_output_by_province_year").fetchall()
    found = {row[:4]: (row[4], row[5]) for row in rows}
    wanted = {
        (province, year, measure, unit): (total, why) for province, year, measure, unit, total, why, _ in table("demo_trade_output.tsv")
    }
    assert found.keys() == wanted.keys()
    for key, (total, why) in wanted.items():
        amount, basis = found[key]
        assert amount == (float(total) if total else None), key
        assert why in basis, key
