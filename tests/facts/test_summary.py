"""Province, year and span of an article, and its lines of programme support."""

from __future__ import annotations

import pytest

from pipelines.facts.facts import find_facts
from pipelines.facts.summary import choose_province, year_and_span
from pipelines.values.mentions import Context, InferredProvince, YearMention
from tests.paths import CASES


def year(first: int, last: int | None = None, **flags: bool) -> YearMention:
    return YearMention(first, last or first, 0, 4, str(first), False, "test", **flags)


@pytest.mark.parametrize(
    ("years", "published", "expected"),
    [
        ([year(2007, 2015), year(2016), year(2017)], None, (2017, (2007, 2017))),
        ([year(2013), year(2018)], None, (2018, (2013, 2018))),
        ([year(2016), year(2012, law=True)], None, (2016, (2016, 2016))),
        ([year(2020), year(2025, plan=True)], None, (2020, (2020, 2020))),
        ([year(2020), year(2021, 2025, plan=True)], "2021-03-01", (2020, (2020, 2020))),
        ([year(2023), year(2024, plan=True)], "2024-05-01", (2024, (2023, 2024))),
        ([year(2024), year(2030)], "2024-05-01", (2024, (2024, 2024))),
        ([year(2023, 2026)], "2024-05-01", (2024, (2023, 2024))),
        ([year(2023, 2024)], "2024-05-01", (2024, (2023, 2024))),
        ([year(2023, 2026)], None, (2026, (2023, 2026))),
        ([year(2024, 2026)], "2023-05-01", (2023, (2023, 2023))),
        ([year(2019, comparison=True), year(2020)], None, (2020, (2020, 2020))),
        ([year(2019, comparison=True)], None, (2019, (2019, 2019))),
        ([], "2022-01-09", (2022, (2022, 2022))),
        ([year(2014, law=True)], "2022-01-09", (2022, (2022, 2022))),
        ([year(2014, law=True)], None, (None, None)),
        ([], None, (None, None)),
        ([], "khi nào đó", (None, None)),
    ],
)
def test_year_and_span(years: list[YearMention], published: str | None, expected: object) -> None:
    assert year_and_span(years, Context(None, published)) == expected


def test_publication_year_counts_when_an_amount_belongs_to_it() -> None:
    text = "UBND tỉnh Bắc Giang vừa phê duyệt dự án có tổng mức đầu tư 500 tỷ đồng. Năm 2021, tỉnh có 40 cụm công nghiệp."
    facts = find_facts(text, Context(None, "2023-05-20"))
    assert (facts.year, facts.year_span) == (2023, (2021, 2023))
    assert find_facts(text, Context()).year == 2021


def test_year_told_through_its_comparison_only() -> None:
    text = "Tháng 9, Hải quan Hải Phòng thu ngân sách 4.900 tỷ đồng.\nKim ngạch đạt 8 tỷ USD, tăng 20% so với cùng kỳ năm 2019."
    facts = find_facts(text, Context())
    assert [a.year for a in facts.amounts] == [(2020, 2020)] * 3
    assert (facts.year, facts.year_span) == (2020, (2019, 2020))


@pytest.mark.parametrize(
    ("primary", "inferred", "expected"),
    [
        (["Lạng Sơn", "Hà Nội"], [], ("Lạng Sơn", "text")),
        (["Lạng Sơn"], [InferredProvince("Hà Nội", "01", "source", "sct")], ("Lạng Sơn", "text")),
        ([], [InferredProvince("Hà Nội", "01", "source", ""), InferredProvince("Huế", "46", "district", "A Lưới")], ("Huế", "district")),
        ([], [InferredProvince("Hà Nội", "01", "source", "")], ("Hà Nội", "source")),
        ([], [], (None, "none")),
    ],
)
def test_choose_province(primary: list[str], inferred: list[InferredProvince], expected: object) -> None:
    assert choose_province(primary, inferred) == expected


def support_rows() -> list[str]:
    lines = (CASES / "supports.tsv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("row", support_rows())
def test_supports(row: str) -> None:
    text, _, wanted = row.partition("\t")
    facts = find_facts(text, Context())
    surfaces = {a.start: a.surface for a in facts.amounts}
    got = [
        "|".join(str(v if v is not None else "-") for v in (s.programme, s.projects, s.beneficiaries, surfaces.get(s.amount_start or -1)))
        for s in facts.supports
        if s.payer in ("state", None)
    ]
    assert got == [w for w in wanted.split(";") if w]
    assert all(text[s.sentence_start : s.sentence_end].strip() for s in facts.supports)


def test_no_amounts_no_supports() -> None:
    assert find_facts("Khuyến công là chương trình của Nhà nước.", Context()).supports == ()
