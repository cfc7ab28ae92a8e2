"""Provinces found in a text: sentences and their names first, then properties that hold for any text."""

from __future__ import annotations

import gc
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.facts import find_facts
from pipelines.facts.provinces import provinces
from pipelines.facts.provinces.districts import by_province, find_districts
from pipelines.facts.provinces.registry import aliases, slug_of_name
from pipelines.text.prepared import prepare
from pipelines.values.mentions import Context, InferredProvince, ProvinceMention
from tests.paths import CASES, SEEDS

TABLE = CASES / "provinces.tsv"


def find_provinces(text: str, published: str | None = None) -> list[ProvinceMention]:
    return provinces.find_provinces(prepare(text), published)


def primary_provinces(text: str, context: Context) -> list[str]:
    return list(find_facts(text, context).primary_provinces)


def infer_provinces(text: str, mentions: list[ProvinceMention], context: Context) -> list[InferredProvince]:
    return provinces.infer_provinces(by_province(find_districts(prepare(text).key)), mentions, context)


def case_rows(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _cases() -> list[tuple[str, list[str]]]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(text.replace("\\n", "\n"), [name for name in names.split(";") if name]) for _kind, text, names in rows]


def test_there_are_cases_of_both_kinds() -> None:
    cases = _cases()
    assert len(cases) >= 150
    assert sum(1 for _, names in cases if not names) >= 60


@pytest.mark.parametrize(("text", "names"), _cases())
def test_names(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(text)] == names


def test_mentions_carry_the_codes_of_their_time() -> None:
    text = "Tỉnh Lào Cai và tỉnh Yên Bái cùng họp."
    before = [(m.name, m.slug, m.code, m.code_now) for m in find_provinces(text, "2024-05-01")]
    assert before == [("Lào Cai", "lao-cai", "10", "15"), ("Yên Bái", "yen-bai", "15", "15")]
    after = [(m.name, m.code, m.code_now) for m in find_provinces(text, "2025-09-01T08:00:00+07:00")]
    assert after == [("Lào Cai", "15", "15"), ("Yên Bái", "15", "15")]
    assert [(m.code, m.code_now) for m in find_provinces("Dệt ở Hà Tây (cũ) hồi phục.")] == [(None, "01")]


def test_hue_is_the_city_only_since_2025() -> None:
    text = "Thành phố Huế đón khách; Thừa Thiên Huế từng là tỉnh."
    assert [m.name for m in find_provinces(text, "2024-12-31")] == ["Thừa Thiên Huế", "Thừa Thiên Huế"]
    assert [m.name for m in find_provinces(text, "2025-01-01")] == ["Huế", "Thừa Thiên Huế"]
    assert [m.name for m in find_provinces(text)] == ["Thừa Thiên Huế", "Thừa Thiên Huế"]


def test_every_canonical_name_is_found_after_its_kind() -> None:
    names = [name for name, slug in slug_of_name().items() if slug != "x-dac-khu-vung-tau-con-dao"]
    assert len(names) >= 85
    for name in names:
        kind = "thành phố" if name in ("Hồ Chí Minh", "Huế") else "tỉnh"
        expected = "Thừa Thiên Huế" if name == "Huế" else name
        assert [m.name for m in find_provinces(f"Đại diện {kind} {name} phát biểu.")] == [expected], name


@pytest.mark.parametrize(
    ("text", "gap", "rules"),
    [
        ("Đoàn đến Nam Định (quê của nghề cũ), thành phố Hải Phòng.", 30, ["name", "list"]),
        ("Đoàn đến Nam Định (quê của nghề rèn), thành phố Hải Phòng.", 31, ["name", "unit"]),
    ],
)
def test_names_of_a_list_stand_close_together(text: str, gap: int, rules: list[str]) -> None:
    first, second = find_provinces(text)
    assert second.start - first.end == gap
    assert [first.rule, second.rule] == rules


@pytest.mark.parametrize("row", case_rows("primary.tsv"))
def test_primary(row: str) -> None:
    names, title, text = row.split("\t")
    found = primary_provinces(text.replace("\\n", "\n"), Context(None if title == "-" else title))
    assert sorted(found) == sorted(name.strip() for name in names.split(";") if name != "-")


def test_headline_gives_each_province_once_in_its_order() -> None:
    assert primary_provinces("", Context(title="Hà Nội - Hải Phòng: hợp tác mới tại Hà Nội")) == ["Hà Nội", "Hải Phòng"]
    assert primary_provinces("", Context()) == []


def test_districts_and_home_are_weaker_evidence() -> None:
    text = "Cơ sở ở huyện Hữu Lũng và thị xã Từ Sơn; huyện Châu Thành thì có ở nhiều tỉnh."
    found = infer_provinces(text, [], Context(home_province="Lạng Sơn"))
    assert [(i.name, i.code, i.rule, i.surface) for i in found] == [
        ("Lạng Sơn", "20", "district", "huyện Hữu Lũng"),
        ("Bắc Ninh", "27", "district", "thị xã Từ Sơn"),
    ]
    named = find_provinces("Tỉnh Nam Định họp tại Hội An.")
    assert infer_provinces("Tỉnh Nam Định họp tại Hội An.", named, Context()) == []
    home = infer_provinces("Tin ngắn.", [], Context(home_province="Lạng Sơn"))
    assert [(i.name, i.rule) for i in home] == [("Lạng Sơn", "source")]
    assert infer_provinces("Tin ngắn.", [], Context(home_province="Atlantis")) == []


def test_cities_after_a_preposition() -> None:
    found = infer_provinces("Kho ở Đà Lạt, xưởng tại Biên Hòa; tại Vinh; nhà máy Hà Tiên.", [], Context())
    assert [(i.name, i.surface) for i in found] == [("Lâm Đồng", "ở Đà Lạt"), ("Đồng Nai", "tại Biên Hòa")]


def test_districts_of_the_highlands_in_other_spellings() -> None:
    for phrase in ("huyện Đắk R’lấp", "huyện Đắk R'Lấp", "huyện Đăk Song", "huyện Đắc Mil"):
        assert [i.name for i in infer_provinces(f"Tại {phrase} có mưa.", [], Context())] == ["Đắk Nông"], phrase


@pytest.mark.parametrize("seed", ["seed-0.json", "seed-1.json"])
def test_seeds(seed: str) -> None:
    if not (SEEDS / seed).exists():
        pytest.skip("../shared/seeds is not there")
    expected = json.loads((SEEDS / seed).read_text(encoding="utf-8"))
    lines = (SEEDS / expected["file"]).read_text(encoding="utf-8").splitlines()
    text = "\n".join(lines[number].strip() for number in [expected["lead_line"], *expected["body_lines"]])
    mentions = find_provinces(text)
    assert len(mentions) >= 4
    assert list(dict.fromkeys(m.name for m in mentions)) == expected["provinces"]
    for title in (expected["title"], None):
        assert primary_provinces(text, Context(title=title)) == expected["primary_province"]


WORDS = st.sampled_from(
    [
        *sorted(aliases())[::4],
        "tỉnh",
        "các phường",
        "Công ty",
        "UBND",
        "TP.",
        "đường",
        "và",
        ",",
        "-",
        ".",
        "\n",
        "(",
        ")",
        "Nguyễn",
        "A1",
        "’",
    ]
)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.lists(WORDS, max_size=40), st.sampled_from([" ", "", ", "]))
def test_offsets_hold_and_mentions_do_not_overlap(words: list[str], gap: str) -> None:
    text = gap.join(words)
    end = 0
    mentions = find_provinces(text)
    for mention in mentions:
        assert mention.surface == text[mention.start : mention.end]
        assert mention.start >= end
        end = mention.end
    assert find_provinces(text) == mentions
    assert len(primary_provinces(text, Context(title=text))) <= 3
    infer_provinces(text, mentions, Context(title=text, home_province="Huế"))


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for mention in find_provinces(text):
        assert mention.surface == text[mention.start : mention.end]


@pytest.mark.parametrize(
    "unit",
    [
        "Các tỉnh Hà Nội, Hải Phòng và Đà Nẵng tăng. ",
        "các phường A B, C D, ",
        "Thái Bình Dương ",
        "T",
        "công ty ",
        "Bắc Thái Bình ",
        "( Hà Nam\n",
        "A-",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        gc.disable()  # it would walk through whatever other tests of this process have left
        start = time.perf_counter()
        mentions = find_provinces(text)
        primary_provinces(text, Context())
        infer_provinces(text, mentions, Context())
        spent = time.perf_counter() - start
        gc.enable()
        return spent

    find_provinces(unit)
    small, big = seconds(20_000), seconds(400_000)
    assert big < max(60 * small, 1.0), (small, big)
    assert big < 15
