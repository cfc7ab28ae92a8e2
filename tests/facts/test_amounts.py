"""Amounts: exact đồng, tables, neighbours that must not leak, offsets, properties, hostile input. Cases: test_amounts_cases.py."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.text.normal import normalise
from pipelines.values.mentions import AmountMention
from tests.paths import SHARED

PIECES = st.sampled_from(
    ["5", "1,42", "2.000", "12", "hai", "nửa", "tỷ", "triệu", "đồng", "USD", "%", "tấn", "-", "–", "đến", "và", "/", "năm", "mỗi", "khoảng",
     "hơn", "từ", "2018", "dự án", "|", "\n", ",", ".", "(", ")", "m2", "rưỡi", "tăng", "giảm", "Nghị định", "ĐVT: triệu đồng", "x", "\xa0"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join))


def only(text: str) -> AmountMention:
    (mention,) = find_amounts(text)
    return mention


def test_dong_are_whole_numbers_however_large() -> None:
    mention = only("Thi hành xong 117.349 tỷ 257 triệu 059 nghìn đồng.")
    assert mention.vnd_min == mention.vnd_max == 117_349_257_059_000
    assert mention.surface == "117.349 tỷ 257 triệu 059 nghìn đồng"


def test_other_currencies_have_no_dong() -> None:
    mention = only("Ký đơn hàng 3,2 triệu USD.")
    assert (mention.unit, mention.vnd_min, mention.vnd_max) == ("USD", None, None)


def test_hedge_stays_with_the_first_of_a_list() -> None:
    first, second = find_amounts("Xã góp khoảng 300 triệu đồng và 200 triệu đồng.")
    assert (first.approx, second.approx) == ("about", None)


def test_per_year_stops_where_another_year_is_told() -> None:
    first, second = find_amounts("Bình quân mỗi năm xã chi 400 triệu đồng, năm 2020 nâng lên 900 triệu đồng.")
    assert (first.per, second.per) == ("year", None)


def test_table_cells_inherit_the_caption() -> None:
    text = "Đơn vị tính: triệu đồng\nSTT | Nội dung | 2023 | 2024\n1 | Đào tạo nghề | 1.250 | 1.400,5\n2 | Mô hình mẫu | 300 | 450"
    found = [(m.surface, m.vnd_min) for m in find_amounts(text)]
    assert found == [("1.250", 1_250_000_000), ("1.400,5", 1_400_500_000), ("300", 300_000_000), ("450", 450_000_000)]


def test_table_cells_inherit_their_column() -> None:
    text = "Huyện | Kinh phí (tỷ đồng) | Tỷ lệ (%) | Sản lượng, tấn | Số thợ (người)\nAn Sơn | 1,5 | 12,5 | 3.400 | 120"
    found = [(m.kind, m.min, m.unit) for m in find_amounts(text)]
    assert found == [("money", 1.5e9, "VND"), ("percent", 12.5, "%"), ("measure", 3400, "tấn"), ("count", 120, "người")]


def test_table_without_units_gives_nothing() -> None:
    assert find_amounts("STT | Tên | Năm\n1 | Lò gốm | 2019\n2 | Lò rèn | 2021") == []


def test_commas_mark_thousands_when_the_whole_text_does_so() -> None:
    first, second = find_amounts("Nợ thuế 11,631,000,000 đồng trong tổng số 3,350 tỷ đồng.")
    assert (first.vnd_min, second.vnd_min) == (11_631_000_000, 3_350_000_000_000)


def test_a_heading_rules_the_list_below_it() -> None:
    text = "Mức phụ cấp hằng tháng như sau: Tổ trưởng 900.000 đồng.\nTổ phó 700.000 đồng.\nTrợ cấp một lần là 3.000.000 đồng."
    assert [m.per for m in find_amounts(text)] == ["month", "month", None]


@pytest.mark.parametrize("seed", [0, 1])
def test_founding_documents_come_out_exactly(seed: int) -> None:
    path = SHARED / "seeds" / f"seed-{seed}.json"
    if not path.exists():
        pytest.skip("../shared with the founding documents is not there")
    label = json.loads(path.read_text(encoding="utf-8"))
    lines = (path.parent / label["file"]).read_text(encoding="utf-8").split("\n")
    text = "\n".join(normalise(lines[n]) for n in [label["lead_line"], *label["body_lines"]])
    keys = ("kind", "min", "max", "unit", "approx", "per", "change")
    want = sorted(tuple(str(a[k]) for k in ("text", *keys)) for a in label["amounts"])
    got = sorted((m.surface, *(str(getattr(m, k)) for k in keys)) for m in find_amounts(text))
    assert [(w[0], w[1], float(w[2]), float(w[3]), *w[4:]) for w in want] == [(g[0], g[1], float(g[2]), float(g[3]), *g[4:]) for g in got]


@given(TEXTS)
@settings(deadline=None, max_examples=400, derandomize=True)
def test_any_text_gives_ordered_mentions_with_true_offsets(text: str) -> None:
    last = 0
    for mention in find_amounts(text):
        assert text[mention.start : mention.end] == mention.surface
        assert last <= mention.start < mention.end
        assert 0 <= mention.min <= mention.max
        assert (mention.vnd_min is not None) == (mention.kind == "money" and mention.unit == "VND")
        last = mention.end


@given(st.integers(1, 10**15))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_a_written_amount_reads_back(dong: int) -> None:
    dotted = f"{dong:,}".replace(",", ".")
    assert only(f"Tổng chi {dotted} đồng.").vnd_min == dong


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([("nghìn", 10**3), ("triệu", 10**6), ("tỷ", 10**9), ("nghìn tỷ", 10**12)]))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_a_decimal_with_a_scale_reads_back(whole: int, hundredths: int, scale: tuple[str, int]) -> None:
    cents = hundredths % 100
    mention = only(f"Tổng chi {whole},{cents:02d} {scale[0]} đồng.")
    assert mention.vnd_min == whole * scale[1] + cents * scale[1] // 100


@given(TEXTS)
@settings(deadline=None, max_examples=150, derandomize=True)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert find_amounts(text) == find_amounts(text)


HOSTILE = {
    "digits": "1" * 200_000,
    "dots": "1." * 100_000,
    "bare": "1 " * 30_000,
    "list": "2 và " * 20_000,
    "dashes": "1-" * 30_000,
    "words": "hai " * 50_000,
    "each": "mỗi " * 50_000,
    "estimate": "ước " * 40_000 + "5 tỷ",
    "table": "1 | " * 20_000,
    "captions": "ĐVT: " * 40_000,
    "laws": "Quyết định số 5/" * 10_000 + "2018",
    "brackets": "2 (" * 20_000,
    "headings": "hằng tháng như sau: 5 tỷ " * 5_000,
    "contrast": "5 đồng/kg lên " * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    text = HOSTILE[name]
    times = []
    for part in (text[: len(text) // 4], text):
        begin = time.process_time()
        find_amounts(part)
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0] + 0.5
