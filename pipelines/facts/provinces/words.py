"""Marker words beside a province's name and what they do to it, from data/provinces/province_words.tsv.

Effects: "unit" (tỉnh, UBND ...), "authority" (Sở, Cục ...), "place" (cảng, KCN ...), "organisation" (công ty, báo ...), "minor" (phường,
đường, sông ...), "road" (cao tốc ...), "break" (tại, của ...: no name goes on beyond), "neutral" (báo cáo is no báo), "surname".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.text.normal import fold
from pipelines.values.tables import Reasoned, lowered_phrase, read_table, shows

LONGEST = 5  # words in the longest marker


@dataclass(frozen=True, slots=True)
class Words:
    """Effects by lower-case phrase, and the last words of all phrases (a quick no for most words)."""

    effects: dict[str, str]
    lasts: frozenset[str]
    surnames: frozenset[str]

    def ending(self, tokens: list[str], end: int) -> tuple[str, int]:
        """Effect of the longest marker that ends with tokens[end - 1], and its number of words; ("", 0) if there is none."""
        if end < 1 or tokens[end - 1].lower() not in self.lasts:
            return "", 0
        for size in range(min(LONGEST, end), 0, -1):
            effect = self.effects.get(" ".join(tokens[end - size : end]).lower())
            if effect:
                return effect, size
        return "", 0


class WordRow(Reasoned, frozen=True):
    """A row of data/provinces/province_words.tsv."""

    phrase: str
    effect: Literal["unit", "authority", "place", "organisation", "minor", "road", "break", "neutral", "surname"]


def _unfit(row: WordRow) -> str | None:
    if len(row.phrase.split()) > LONGEST:
        return f"phrase: {row.phrase!r} has more than {LONGEST} words"
    return shows(row.phrase, row.example) if row.effect == "surname" else lowered_phrase(row.phrase, row.example)


@cache
def word_rows() -> tuple[WordRow, ...]:
    """All marker words. Raises TableError."""
    return read_table("provinces/province_words.tsv", WordRow, ["phrase", "effect"], _unfit)


@cache
def words(plain: bool) -> Words:
    """The markers; for text without accents folded, with those dropped that would mean two things."""
    rows = [(row.phrase, row.effect) for row in word_rows()]
    effects: dict[str, str] = {}
    for phrase, effect in rows:
        key = fold(phrase) if plain else phrase
        if effect != "surname":
            effects[key] = effect if effects.get(key, effect) == effect else ""
    surnames = frozenset(phrase for phrase, effect in rows if effect == "surname")
    if plain:
        surnames = frozenset(fold(name).capitalize() for name in surnames)
    return Words(effects, frozenset(phrase.rsplit(" ", 1)[-1] for phrase in effects), surnames)
