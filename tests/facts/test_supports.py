"""What articles bear of public support, by province and year: shapes of our own, near misses among them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from typing import Any

import pytest

from pipelines.facts.facts import find_facts
from pipelines.values.mentions import Context, Facts
from tests.paths import CASES

ARTICLES: list[dict[str, Any]] = tomllib.loads((CASES / "support_totals.toml").read_text(encoding="utf-8"))["article"]


def read(article: dict[str, Any]) -> Facts:
    return find_facts(article["text"], Context(article["title"], article["published"], article.get("home")))


def added(facts: Facts) -> dict[str, float]:
    """Millions of đồng of the lines that may be added, by province and year, all of one stage."""
    sums: dict[str, float] = defaultdict(float)
    years = {amount.start: amount.year for amount in facts.amounts}
    for line in facts.supports:
        year = years.get(line.amount_start or -1)
        if line.counts_in_sum and year:
            sums[f"{line.province}|{year[0]}"] += (line.vnd or 0) / 1e6
    return dict(sums)


@pytest.mark.parametrize("article", ARTICLES, ids=[article["shape"] for article in ARTICLES])
def test_what_an_article_bears(article: dict[str, Any]) -> None:
    assert added(read(article)) == pytest.approx(article["totals"])
