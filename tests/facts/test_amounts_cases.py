"""Tables of cases: one value, many wordings (tests/cases). A case names everything that is read: value, unit, hedge, per, direction."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.values.mentions import AmountMention
from tests.case_files import read_cases

KINDS = {"money": {"money"}, "percent": {"percent"}, "counts": {"count"}, "measures": {"measure"},
         "hedges": {"money", "percent", "count", "measure"}}  # fmt: skip
CASES = [(name, *case) for name in KINDS for case in read_cases(name)]


def shown(mention: AmountMention) -> str:
    low, high = (str(int(v)) if v.is_integer() else str(v) for v in (mention.min, mention.max))
    value = low if low == high else f"{low}..{high}"
    per = f"/{mention.per}" if mention.per else None
    return " ".join(part for part in (value, mention.unit, mention.approx, mention.change, per) if part)


def normal(expected: str, published: object) -> str:
    return " ; ".join(" ".join(part.split()) for part in expected.split(";"))


@pytest.mark.parametrize(("name", "expected", "text", "published"), CASES)
def test_case(name: str, expected: str, text: str, published: str | None) -> None:
    found = [shown(mention) for mention in find_amounts(text) if mention.kind in KINDS[name]]
    assert (" ; ".join(found) or "none") == normal(expected, published)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
    assert sum(expected == "none" for _, expected, _, _ in CASES) >= 50
