"""Paragraphs, sentences and sub-headings as offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text.sentences import cut, is_heading, lowered


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Năm 2016 đạt 1,42 tỷ đồng. Năm 2017 đạt 2 tỷ.", 2),
        ("Doanh thu 1.500 tỷ đồng, tăng 5.5% so với năm trước.", 1),
        ("Trụ sở tại TP. Hồ Chí Minh và Q. Bình Thạnh.", 1),
        ("Ảnh: T. Bình. Thu ngân sách tăng.", 2),
        ("Ngành đã phát triển.Năm sau còn tăng nữa.", 2),
        ("Ông nói: “Giá tăng.” Bà bảo: không.", 2),
        ("Giá tăng… nhưng ít.", 1),
        ("Có tăng không? Có!", 2),
        ("Dòng một\nDòng hai", 2),
        ("", 1),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    assert len(cut(text).sentences) == sentences


def test_spans_hold_the_offset_and_paragraphs_hold_sentences() -> None:
    text = "Một. Hai.\nBa. Bốn."
    parts = cut(text)
    assert [text[slice(*parts.sentence(at))].strip() for at in (0, 5, 10, 14)] == ["Một.", "Hai.", "Ba.", "Bốn."]
    assert text[slice(*parts.paragraph(12))] == "Ba. Bốn."


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(alphabet=" .\n…!?aAđĐ1(“”", max_size=120), st.integers(0, 119))
def test_every_offset_is_in_one_sentence_of_one_paragraph(text: str, at: int) -> None:
    parts = cut(text)
    at = min(at, max(len(text) - 1, 0))
    (begin, end), (paragraph, paragraph_end) = parts.sentence(at), parts.paragraph(at)
    assert paragraph <= begin <= at <= end <= paragraph_end <= len(text)
    assert list(parts.sentences) == sorted(set(parts.sentences))
    assert set(parts.paragraphs) <= set(parts.sentences)


def test_a_sentence_without_end_is_cut_into_pieces() -> None:
    parts = cut("x" * 10_000)
    assert max(end - start for start, end in (parts.sentence(at) for at in range(0, 10_000, 500))) <= 2_000


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Nhiều khó khăn", True),
        ("Nhiều khó khăn.", False),
        ("", False),
        ("Năm 2016 | 5 tỷ đồng", False),
        ("Theo đại diện Sở Công Thương, địa hình của tỉnh là đồi núi " * 3, False),
    ],
)
def test_headings(line: str, heading: bool) -> None:
    assert is_heading(line) is heading


def test_lowered_keeps_every_offset() -> None:
    text = "İSTANBUL và ĐẮK LẮK"
    assert len(lowered(text)) == len(text)
    assert lowered(text).endswith("đắk lắk")
