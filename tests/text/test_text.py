"""Normalisation, folding and tone placement: values, and what must hold for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.normal import fold, normalise, normalise_lines, tone_key
from pipelines.text.sentences import cut

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
        ("Ðồng Nai, Ðắk Lắk", "Đồng Nai, Đắk Lắk"),
        ("UBNÐ, QÐ-UB, 15.000 VNÐ", "UBNĐ, QĐ-UB, 15.000 VNĐ"),
        ("ðường ɖi, giá 20.000ð, 500 vnð", "đường đi, giá 20.000đ, 500 vnđ"),
        ("Ɖà Lạt", "Đà Lạt"),
        ("Sigurðsson và Guðmundur", "Sigurðsson và Guðmundur"),  # Icelandic: inside a word
        ("１２．５００ tấn（tăng ７％）", "12.500 tấn(tăng 7%)"),
        ("½ tấn… 30 m², H₂O", "½ tấn… 30 m², H₂O"),
        ("Sở Công Thương\n\t\ttỉnh Ðắk Lắk ", "Sở Công Thương tỉnh Đắk Lắk"),  # laid out over lines, nothing invisible
        ("khuyến\n  cô\u200bng\u00ad", "khuyến công"),
        ("xa\n\u0323 lộ", "xa \u0323 lộ"),  # white space parts a mark from its letter
        ("1.200  MW", "1.200 MW"),
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
        ("Ðông\n３ tấn", "Đông\n3 tấn"),
    ],
)
def test_normalise_lines(text: str, value: str) -> None:
    assert normalise_lines(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Đắk Nông", "dak nong"),
        ("ƯƠNG", "uong"),
        ("Ðồng Ɖô, ðá", "dong do, da"),
        (unicodedata.normalize("NFD", "Quảng Ngãi"), "quang ngai"),
        ("Straße", "strasse"),
    ],
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


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Xã chi 3 tỷ đồng.Trong đó có vốn vay.", 2),
        ("Sản lượng tăng 5%.Riêng muối giảm.", 2),
        ("Kho mở ngày 31/3/2031.Chợ mở sau.", 2),
        ("Trạm có 5 MW.Nhà máy nhỏ hơn.", 2),
        ("Ông nói “khó”.Bà nói dễ.", 2),
        ("Ông nói (khó).Bà nói dễ.", 2),
        ("Chợ ở TP.Vân Sa đã mở.", 1),
        ("Chợ ở Quận 1 TP.Vân Sa đã mở.", 1),
        ("Ảnh của N.Lành và GP.Sông.", 1),
        ("2.Mục tiêu của xã", 1),
        ("Xã chi 3.5 tỷ đồng.", 1),
        ("Mã số 5.A thuộc kho.", 1),
    ],
)
def test_sentences_glued_at_their_stop(text: str, sentences: int) -> None:
    assert len(cut(text).sentences) == sentences
