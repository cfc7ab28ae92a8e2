"""Calibrating: doubt fitted to readings tells the truth, leans on no sign against its sense, and is moved little by few labels."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from pipelines.facts.learning.calibrating import calibrated, held_surety, usable
from pipelines.facts.learning.fitting import mean_of
from pipelines.facts.learning.labels import Example, Label
from pipelines.facts.learning.validation import Read, trueness
from pipelines.facts.links.doubt import Chosen, signs_of
from pipelines.facts.links.evidence import Feature
from pipelines.facts.links.linking import Linked
from pipelines.facts.links.scoring import Choice
from pipelines.values.mentions import AmountMention, Context, Role, YearRange

WRONG: YearRange = (1, 1)
FIGURES = 4  # of an article


def reads(articles: int, truth: float, lone: float = 0.0, seed: int = 1) -> Iterator[Read]:
    """Readings of made articles: of a figure whose year was chosen with a chance of p, p * truth are right; one whose year is another one
    than that of the rest, `lone` more. Provinces and roles are right."""
    dice = random.Random(seed)
    for article in range(articles):
        chances = [dice.choice((0.6, 0.8, 0.95, 0.99)) for _ in range(FIGURES)]
        answers: list[YearRange] = [(2031, 2031) if dice.random() < 0.7 else (2032, 2032) for _ in range(FIGURES)]
        chosen = [_chosen(chance, answer) for chance, answer in zip(chances, answers, strict=True)]
        for i, (figure, signs) in enumerate(zip(chosen, signs_of(chosen), strict=True)):
            right = dice.random() < chances[i] * truth + (lone if answers.count(answers[i]) == 1 else 0.0)
            label = Label("money", i, (answers[i] if right else WRONG,), ("Lai Châu",), ("support",))
            example = Example(f"a-{article}", "made", "", Context(), (label,))
            amount = AmountMention("money", 1, 1, "VND", i, i + 1, "1", "x", year=answers[i], province="Lai Châu", role="support")
            yield Read(example, label, amount, Linked({}, {}, {}, figure), signs, ())


def _chosen(chance: float, answer: YearRange) -> Chosen:
    role: Choice[Role] = Choice("support", "x", 0.98, None, 0.0)
    return Chosen("money", role, Choice(answer, "x", chance, None, 0.0), Choice("Lai Châu", "x", 0.98, None, 0.0))


@pytest.mark.parametrize("truth", [1.0, 0.8])
def test_doubt_of_articles_held_out_is_true_whether_the_chances_are_or_not(truth: float) -> None:
    found = held_surety(list(reads(500, truth)))
    assert set(found) == {"made", "all"}
    assert found["all"]["calibration error"] < 0.035
    assert found["all"]["order"] > 0.6
    assert (found["all"]["told sure"] > 0.1) == (truth == 1.0)  # of chances of .99 only 79 in 100 are right where truth is .8


def test_a_sign_that_speaks_for_an_answer_never_counts_against_it() -> None:
    against = calibrated(list(reads(300, 0.7, lone=0.3)))
    for_it = calibrated(list(reads(300, 0.95, lone=-0.5)))
    assert against.year.agree == 0
    assert for_it.year.agree > 0.5


def test_few_labels_move_little() -> None:
    few, many = calibrated(list(reads(3, 0.5))), calibrated(list(reads(400, 0.5)))
    assert abs(few.year.middle - 1) < abs(many.year.middle - 1)
    assert few.year.low == pytest.approx(1, abs=0.1)


def test_the_same_readings_give_the_same_numbers() -> None:
    assert calibrated(list(reads(50, 0.9))) == calibrated(list(reads(50, 0.9)))


def test_open_labels_and_figures_not_found_teach_nothing() -> None:
    one = next(reads(1, 1.0))
    assert usable([one]) == [one]
    assert usable([one._replace(label=one.label._replace(role=()))]) == []
    assert usable([one._replace(linked=None, signs={})]) == []


def test_trueness_counts_what_is_told_sure() -> None:
    told = [(0.95, True), (0.95, False), (0.9499, True), (0.1, False)]
    found = trueness(told)
    assert found["told sure"] == 0.5
    assert found["right of the sure"] == 0.5
    assert found["calibration error"] == pytest.approx((abs(0.95 * 2 + 0.9499 - 2) + 0.1) / 4, abs=1e-4)


def test_the_mean_of_weights_counts_a_missing_one_as_nothing() -> None:
    a, b, gone = Feature("a"), Feature("b"), Feature("gone")
    assert mean_of([{a: 1.0, b: 0.5, gone: 0.004}, {a: 2.0}]) == {a: 1.5, b: 0.25}
