"""Years: the founding documents, offsets, properties, hostile input. Cases: test_years_cases.py."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.years.years import find_years
from pipelines.text.normal import normalise
from pipelines.values.mentions import Context
from tests.paths import SHARED

PIECES = st.sampled_from(
    ["2018", "2020", "năm", "năm nay", "cùng kỳ", "năm trước", "-", "–", "/", ".", "tháng 6", "ngày 5", "quý", "12", "Nghị định",
     "NĐ-CP", "\n", "so với", "TCVN", "đồng", "tỷ", "giai đoạn", "đến", "25", ":", "(", ","]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join))


@pytest.mark.parametrize("seed", [0, 1])
def test_founding_documents_come_out_exactly(seed: int) -> None:
    path = SHARED / "seeds" / f"seed-{seed}.json"
    if not path.exists():
        pytest.skip("../shared with the founding documents is not there")
    label = json.loads(path.read_text(encoding="utf-8"))
    lines = (path.parent / label["file"]).read_text(encoding="utf-8").split("\n")
    text = "\n".join(normalise(lines[n]) for n in [label["lead_line"], *label["body_lines"]])
    assert [(y["text"], y["from"], y["to"]) for y in label["years"]] == [
        (m.surface, m.year_from, m.year_to) for m in find_years(text, Context())
    ]


def test_the_surface_is_the_digits_or_the_whole_date() -> None:
    found = find_years("Ngày 25/10/2017, trong quý II/2018 và tháng 6/2019, giai đoạn 2020 - 2025.", Context())
    assert [m.surface for m in found] == ["25/10/2017", "2018", "6/2019", "2020 - 2025"]


def test_same_period_rests_on_the_sentence_before_the_publication_year() -> None:
    found = find_years("Năm 2021 xuất khẩu tăng mạnh so với cùng kỳ.\nTháng này tăng nhẹ so với cùng kỳ.", Context(published="2024-07-15"))
    assert [m.year_from for m in found] == [2021, 2020, 2023]


def test_a_text_of_unknown_date_tells_its_own_present() -> None:
    found = find_years("Chợ đông hơn so với cùng kỳ. Năm nay vui.\nPhiên tháng 3/2019 đông nhất.", Context())
    assert [(m.surface, m.year_from) for m in found] == [("cùng kỳ", 2018), ("Năm nay", 2019), ("3/2019", 2019)]


@given(TEXTS, st.sampled_from([None, "2024", "2024-05-01", "2024-05-01T08:00:00+07:00", "x"]))
@settings(deadline=None, max_examples=400, derandomize=True)
def test_any_text_gives_ordered_mentions_with_true_offsets(text: str, published: str | None) -> None:
    found = find_years(text, Context(published=published))
    assert found == find_years(text, Context(published=published))
    last = 0
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface
        assert last <= mention.start < mention.end
        assert 1700 <= mention.year_from <= mention.year_to <= 2120
        last = mention.end


@given(st.integers(1901, 2099), st.integers(1, 12), st.integers(1, 28), st.sampled_from("/-."))
@settings(deadline=None, max_examples=100, derandomize=True)
def test_a_written_date_reads_back(year: int, month: int, day: int, mark: str) -> None:
    surface = f"{day:02d}{mark}{month:02d}{mark}{year}"
    (mention,) = find_years(f"Lễ mở ngày {surface} tại xã.", Context())
    assert (mention.surface, mention.year_from, mention.rule) == (surface, year, "date")


@pytest.mark.parametrize(
    "text",
    ["2018 - " * 20_000, "cùng kỳ " * 20_000, "Luật Đất 2018 " * 10_000, "TCVN 2018:" * 20_000, "1/" * 50_000, "Luật " * 40_000 + "2018"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    times = []
    for part in (text[: len(text) // 4], text):
        begin = time.process_time()
        find_years(part, Context())
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0] + 0.5
