"""Table of year cases (tests/cases/years.txt): from-to with flags for comparison, plan, law and relative words."""

from __future__ import annotations

import pytest

from pipelines.facts.years.years import find_years
from pipelines.values.mentions import Context, YearMention
from tests.case_files import read_cases

CASES = read_cases("years")


def shown(mention: YearMention) -> str:
    span = str(mention.year_from) if mention.year_from == mention.year_to else f"{mention.year_from}-{mention.year_to}"
    flags = "c" * mention.comparison + "p" * mention.plan + "l" * mention.law + "r" * mention.relative
    return f"{span} {flags}".strip()


@pytest.mark.parametrize(("expected", "text", "published"), CASES)
def test_case(expected: str, text: str, published: str | None) -> None:
    found = [shown(mention) for mention in find_years(text, Context(published=published))]
    assert (" ; ".join(found) or "none") == expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 70
