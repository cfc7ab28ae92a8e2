"""Normalisation, folding and tone placement: values, and what must hold for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.normal import fold, normalise, normalise_lines, tone_key

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
LETTERS = st.text(alphabet="aeoyuhqtOAUYQ \u0300\u0301\u0303\u0309\u0323\u0302\u031b\u00ad\u200bđĐ\n\r\tíóàọủ", max_size=40)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("  Sở \t Công\u00a0Thương \r\n ", "Sở Công Thương"),
        (unicodedata.normalize("NFD", "Đắk Lắk"), "Đắk Lắk"),
        ("khu\u00adyến\u200b cô\u2060ng\ufeff", "khuyến công"),
        ("e\u200b\u0301", "é"),
        ("một\u2009hai\u3000ba", "một hai ba"),
        ("", ""),
    ],
)
def test_normalise(text: str, value: str) -> None:
    assert normalise(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("một  hai \r\n\r\n ba\rbốn\n", "một hai\n\nba\nbốn\n"),
        ("e\u200b\u0301\u00a0 x", "é x"),
        ("\n", "\n"),
    ],
)
def test_normalise_lines(text: str, value: str) -> None:
    assert normalise_lines(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("Đắk Nông", "dak nong"), ("ƯƠNG", "uong"), (unicodedata.normalize("NFD", "Quảng Ngãi"), "quang ngai"), ("Straße", "strasse")],
)
def test_fold(text: str, value: str) -> None:
    assert fold(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thanh Hoá", "Thanh Hóa"),
        ("KHOẺ MẠNH", "KHỎE MẠNH"),
        ("thuỷ điện, uỷ ban", "thủy điện, ủy ban"),
        ("quý, Quý, quỹ, QUỶ", "quý, Quý, quỹ, QUỶ"),
        ("hoán, khoảng, thuý", "hoán, khoảng, thúy"),
        ("Thanh Hóa", "Thanh Hóa"),
    ],
)
def test_tone_key(text: str, value: str) -> None:
    assert tone_key(text) == value
    assert len(tone_key(text)) == len(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(ANY | LETTERS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert unicodedata.is_normalized("NFC", once)
    lines = normalise_lines(text)
    assert normalise_lines(lines) == lines
    assert unicodedata.is_normalized("NFC", lines)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(ANY | LETTERS)
def test_tone_key_keeps_offsets_and_folding_forgets_case(text: str) -> None:
    text = normalise(text)
    assert len(tone_key(text)) == len(text)
    assert tone_key(tone_key(text)) == tone_key(text)
    assert fold(fold(text)) == fold(text)
    assert fold(tone_key(text)) == fold(text)
