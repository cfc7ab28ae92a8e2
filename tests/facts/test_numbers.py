"""Numbers: separators, words, and the word lists of data/amounts/units.tsv."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.numbers import find_numbers, read_digits, read_words, uses_comma_thousands
from pipelines.facts.amounts.units import unit_rows


@pytest.mark.parametrize(
    ("token", "reading", "value"),
    [
        ("1.000", "scaled", (1000, 0)),
        ("1,42", "scaled", (142, 2)),
        ("1.2", "scaled", (12, 1)),
        ("462.75", "scaled", (46275, 2)),
        ("2.321,348", "scaled", (2321348, 3)),
        ("1,234.5", "scaled", (12345, 1)),
        ("1.713.512", "scaled", (1713512, 0)),
        ("1,690", "scaled", (1690, 3)),
        ("3,000", "scaled", (3000, 0)),
        ("77,500", "money", (77500, 0)),
        ("11,631,000,000", "money", (11631000000, 0)),
        ("1,101", "foreign", (1101, 3)),
        ("11,375", "foreign", (11375, 0)),
        ("1,250", "foreign", (1250, 0)),
        ("2.000", "percent", (2000, 0)),
        ("10.125", "percent", (10125, 3)),
        ("12,345", "measure", (12345, 3)),
        ("1,500", "measure", (1500, 0)),
        ("1,200", "noun", (1200, 0)),
        ("0,123", "money", (123, 3)),
        ("158.0000", "scaled", None),
        ("200.00", "money", None),
        ("22.3.2020", "noun", None),
        ("1.23.456", "noun", None),
        ("1" * 30, "noun", None),
    ],
)
def test_digits(token: str, reading: str, value: tuple[int, int] | None) -> None:
    assert read_digits(token, reading) == value  # type: ignore[arg-type]


def test_comma_thousands_are_known_from_the_whole_text() -> None:
    assert uses_comma_thousands(["1,000,000", "3,350"])
    assert not uses_comma_thousands(["1,000,000", "3,5"])
    assert not uses_comma_thousands(["3,350"])
    assert read_digits("3,350", "scaled", True) == (3350, 0)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai", 2), ("mười", 10), ("mười hai", 12), ("mười lăm", 15),
        ("hai mươi", 20), ("hai mươi mốt", 21), ("ba mươi tư", 34), ("hai lăm", 25),
        ("năm mươi", 50), ("ba chục", 30), ("một trăm", 100),
        ("hai trăm linh năm", 205), ("hai trăm lẻ năm", 205), ("chín trăm chín mươi chín", 999),
    ],
)  # fmt: skip
def test_words(words: str, value: int) -> None:
    assert read_words(words) == (value, 0)
    assert read_words(words.capitalize()) == (value, 0)


@pytest.mark.parametrize("words", ["hai ba", "mươi", "linh năm", "hai trăm trăm", "mười mười", "xin chào", ""])
def test_no_words(words: str) -> None:
    assert read_words(words) in (None, (0, 0))


def test_half_is_a_decimal() -> None:
    assert read_words("nửa") == (5, 1)


def test_numbers_are_found_inside_no_word() -> None:
    text = "Khai thác Thái Hai mỏ: hai lò, 3,5 tấn, bao ba lô, năm triệu; trong năm đó; một tỷ."
    assert [match[0] for match in find_numbers(text)] == ["Hai", "hai", "3,5", "năm", "một"]


def test_word_lists_hold_together() -> None:
    rows = unit_rows()
    assert len(rows) > 1000
    assert {row.kind for row in rows} == {"scale", "currency", "percent", "measure", "count", "abstract", "stop"}
    units = [row.word for row in rows if row.kind in ("scale", "currency", "percent", "measure")]
    assert len(units) == len(set(units)), "one spelling, one meaning"
    counted = {row.word.casefold() for row in rows if row.kind == "count"}
    abstract = {row.word for row in rows if row.kind == "abstract"}
    assert not counted & abstract
    assert all(len(word.split()) <= 4 for word in counted)
