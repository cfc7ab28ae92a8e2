"""Figures in the words of a language: with their unit, how sure they are, what they rest on; and the places they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from explorer.certainty import in_words
from explorer.charts.scale import Step, steps
from explorer.database import DATABASE
from explorer.series.money import Figure, Series
from explorer.wording.labels import labels, number

NOT_RATED = "not_rated"
WORDS = ("sure", "doubtful", "unsure", NOT_RATED)


class Tongue(NamedTuple):
    """A language, its labels, and the paths of this server."""

    language: str
    words: Mapping[str, str]
    path: Callable[[str], str]
    tables: str

    def number(self, value: float | None) -> str:
        """With thousands marks; a whole number without decimals; "no figure" for None."""
        if value is None:
            return self.words["no_figure"]
        rounded = round(value, 2 if abs(value) < 100 else 0)
        return number(int(rounded) if rounded == int(rounded) else float(rounded), self.language)

    def said(self, figure: Figure, series: Series) -> str:
        """Such as "1,420 million đồng"."""
        unit = f" {self.words[series.unit]}" if figure.value is not None else ""
        return self.number(figure.value) + unit

    def covers(self, figure: Figure, series: Series) -> str:
        """How much of its year a figure tells of, such as "months 1–9"; "" where that is not known."""
        if figure.value is None:
            return ""
        if not figure.partial:
            return self.words["whole_year"] if series.totals else ""
        if figure.months is None:
            return self.words["part_of_year"]
        first, last = figure.months
        return f"{self.words['month_told']} {first}" if first == last else f"{self.words['months_told']} {first}–{last}"

    def step(self, step: Step) -> str:
        """A class of sizes, such as "under 5", "5–20", "200 and more"."""
        low, high = (self.number(bound) if bound is not None else "" for bound in (step.low, step.high))
        if low and high:
            return f"{low}–{high}"
        return f"{self.words['under']} {high}" if high else f"{low} {self.words['and_more']}" if low else self.words["any_size"]

    def classes(self, between: Sequence[float]) -> dict[str, str]:
        """The classes of a scale in words, each with its shade."""
        return {self.step(step): f"$s{step.shade}" for step in steps(between)}

    def sure(self, word: str | None, confidence: float | None) -> str:
        return self.words[NOT_RATED] if word is None else in_words(word, confidence, self.language)


def tongue(datasette: Any, language: str) -> Tongue:
    """The words of a language on this server."""
    return Tongue(language, labels(language), datasette.urls.path, datasette.urls.path(f"/{DATABASE}"))
