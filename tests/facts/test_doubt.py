"""Doubt: probabilities of links, between 0 and 1; more evidence never makes less sure; the second answer is another one."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.facts.facts import find_facts
from pipelines.facts.links import doubt
from pipelines.facts.links.doubt import Chosen, doubts, log_odds, signs_of, together
from pipelines.facts.links.scoring import Choice
from pipelines.values.errors import KnowledgeError
from pipelines.values.mentions import AmountKind, Context, Doubts, Role, YearRange
from pipelines.values.paths import DATA

TEXT = "Năm 2031, tỉnh Lai Châu hỗ trợ 700 triệu đồng cho 12 đề án, năm 2032 hỗ trợ 1,42 tỷ đồng, tăng 8%."
CHANCES = (0.01, 0.2, 0.45, 0.5, 0.55, 0.8, 0.9, 0.952, 0.953, 0.96, 0.99, 0.999)  # the line bends at .5 and .9526


def figure(year: float = 0.9, province: float = 0.9, role: float = 0.9, answer: int = 2031, kind: AmountKind = "money") -> Chosen:
    """A figure whose choices have these chances."""
    years: Choice[YearRange | None] = Choice((answer, answer), "x", year, None, (1 - year) / 2)
    places: Choice[str | None] = Choice("Lai Châu", "x", province, None, 1 - province)
    roles: Choice[Role] = Choice("support", "x", role, "budget", 1 - role)
    return Chosen(kind, roles, years, places)


def alone(one: Chosen) -> Doubts:
    """The doubt of the only figure of a text."""
    return doubts([one])[0]


def test_log_odds_are_bounded() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))
    assert log_odds(1.0) < 8
    assert log_odds(0.75) == pytest.approx(1.0986, abs=1e-4)


def test_a_higher_chance_is_a_higher_confidence_and_what_is_left_is_shared() -> None:
    low, high = alone(figure(0.4)), alone(figure(0.9))
    assert low.confidence < high.confidence
    assert low.year.confidence < high.year.confidence
    assert low.year.second_confidence == pytest.approx((1 - low.year.confidence) / 2, abs=1e-3)


def test_more_evidence_is_never_less_sure_on_either_side_of_a_bend() -> None:
    by_year = [alone(figure(chance)) for chance in CHANCES]
    by_place = [alone(figure(province=chance)) for chance in CHANCES]
    by_role = [alone(figure(role=chance)) for chance in CHANCES]
    for less, more in pairwise(CHANCES):
        assert together(less, 0.98, 0.97) <= together(more, 0.98, 0.97)
    for found in (by_year, by_place, by_role):
        for less, more in pairwise(found):
            assert less.confidence <= more.confidence
        assert found[0].confidence < found[-1].confidence
    for less, more in pairwise(by_year):
        assert less.year.confidence <= more.year.confidence


def test_clearer_figures_beside_it_never_make_one_less_sure() -> None:
    told = [doubts([figure(chance), figure(0.9), figure(chance)])[1] for chance in CHANCES]
    for less, more in pairwise(told):
        assert less.year.confidence <= more.year.confidence
        assert less.confidence <= more.confidence
    assert told[0].year.confidence < told[-1].year.confidence


def test_an_answer_that_stands_alone_among_the_figures_is_doubted_more() -> None:
    same = [figure(), figure(), figure(), figure()]
    with_others = doubts(same)[1]
    against_others = doubts([same[0], figure(answer=2034), *same[2:]])[1]
    assert against_others.year.confidence < with_others.year.confidence
    assert against_others.province.confidence == with_others.province.confidence


def test_signs_count_the_other_figures_and_those_beside() -> None:
    plain = signs_of([figure()])[0]["year"]
    assert plain.odds == pytest.approx(log_odds(0.9))
    assert (plain.agree, plain.around, plain.beside) == (0, 0, 0)
    found = signs_of([figure(0.999), figure(0.5), figure(0.5, answer=2034), figure(0.5)])
    assert [signs["year"].agree for signs in found] == pytest.approx([0.1, 0.1, -0.3, 0.1])  # 3, 3, 1, 3 of 5, less a half
    clear, even, usual = log_odds(0.999) - 2.5, -2.5, 2 * (log_odds(0.9) - 2.5)
    assert found[0]["year"].around == pytest.approx(3 * even / 5)
    assert found[1]["year"].around == pytest.approx((clear + 2 * even) / 5)
    assert found[0]["role"].beside == pytest.approx(even + usual)
    assert found[1]["role"].beside == pytest.approx(clear + even + 2 * usual)
    assert signs_of([]) == []


@pytest.mark.parametrize("chances", [(0.9, 0.9, 0.9), (0.999, 0.999, 0.2), (0.999, 0.999, 0.999), (0.01, 0.01, 0.01)])
def test_all_three_are_never_surer_than_the_least_sure(chances: tuple[float, float, float]) -> None:
    for found in doubts([figure(*chances), figure(*chances, kind="percent")]):
        assert 0 < found.confidence <= min(found.year.confidence, found.province.confidence, found.role.confidence) < 1


def test_the_second_answer_is_never_surer_than_the_first() -> None:
    close: Choice[YearRange | None] = Choice((2031, 2031), "x", 0.5001, None, 0.4999)
    found = alone(figure()._replace(year=close)).year
    assert found.second_confidence <= found.confidence


@pytest.mark.parametrize(
    ("field", "name", "value", "says"),
    [
        ("year", "middle", 0.0, "middle"),  # a chance that counts for nothing
        ("province", "agree", -0.01, "agree"),  # a sign for an answer that counts against it
        ("together", "high", -1.0, "high"),
        ("role", "role", {"support": 0.1}, "budget"),  # roles that are not weighed
    ],
)
def test_numbers_that_turn_evidence_round_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, name: str, value: object, says: str
) -> None:
    lines = json.loads((DATA / "links" / "doubt.json").read_text(encoding="utf-8"))
    lines[field][name] = value
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "doubt.json").write_text(json.dumps(lines), encoding="utf-8")
    monkeypatch.setattr(doubt, "DATA", tmp_path)
    with pytest.raises(KnowledgeError, match=says):
        doubt.calibration.__wrapped__()


def test_every_money_and_percent_amount_has_doubts_and_no_other() -> None:
    amounts = find_facts(TEXT, Context()).amounts
    assert [a.kind for a in amounts] == ["money", "count", "money", "percent"]
    for a in amounts:
        if a.kind == "count":
            assert a.doubts is None
            continue
        assert a.doubts is not None
        for field in (a.doubts.year, a.doubts.province, a.doubts.role):
            assert 0 <= field.second_confidence <= 1 - field.confidence <= 1
        assert a.doubts.year.second != a.year
        assert a.doubts.role.second != a.role
        assert a.doubts.confidence <= min(a.doubts.year.confidence, a.doubts.province.confidence, a.doubts.role.confidence)
