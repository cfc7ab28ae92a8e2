"""Year, province and role of amounts: own cases end to end, the seeds, properties, and the data tables behind them."""

from __future__ import annotations

import json
import math
import re
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.facts import find_facts
from pipelines.facts.frames.cues import MASK, PEOPLE, Group, find_cues, group_rows, role_rows
from pipelines.facts.links.evidence import DECISIONS, Feature
from pipelines.facts.links.linking import Subject, link_amounts
from pipelines.facts.links.scoring import choose, weights
from pipelines.facts.years.years import find_years
from pipelines.text.normal import tone_key
from pipelines.text.prepared import bare, prepare
from pipelines.values.mentions import AmountMention, Context, Role
from pipelines.values.paths import DATA
from tests.paths import CASES, SEEDS

MARK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")


def rows(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def unmark(marked: str) -> tuple[str, list[tuple[int, str, list[str]]]]:
    """The text without marks; start, surface and expected fields of every mark."""
    text, expected, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        expected.append((len(text), mark[1], mark[2].split("|")))
        text += mark[1]
        last = mark.end()
    return text + marked[last:], expected


def year_text(amount: AmountMention) -> str:
    if amount.year is None:
        return "-"
    first, last = amount.year
    return str(first) if first == last else f"{first}-{last}"


def linked(text: str, context: Context) -> dict[int, AmountMention]:
    return {a.start: a for a in find_facts(text, context).amounts}


@pytest.mark.parametrize("row", [*rows("linking.tsv"), *rows("whose.tsv")])
def test_year_province_role(row: str) -> None:
    published, title, marked = row.split("\t")
    text, expected = unmark(marked.replace("\\n", "\n"))
    found = linked(text, Context(None if title == "-" else title, None if published == "-" else published))
    assert expected
    for start, surface, wanted in expected:
        amount = found[start]
        assert amount.surface == surface
        got = [year_text(amount), amount.province or "-", amount.role]
        assert [g for g, w in zip(got, wanted, strict=True) if w != "?"] == [w for w in wanted if w != "?"], (surface, amount.link_rule)


@pytest.mark.parametrize("row", rows("roles.tsv"))
def test_role(row: str) -> None:
    text, expected = unmark(row)
    found = linked(text, Context())
    assert expected
    for start, surface, wanted in expected:
        assert (found[start].surface, found[start].role) == (surface, wanted[0]), found[start].link_rule


@pytest.mark.parametrize("number", [0, 1])
def test_seed_amounts_and_summary(number: int) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not beside this checkout")
    seed: dict[str, Any] = json.loads((SEEDS / f"seed-{number}.json").read_text(encoding="utf-8"))
    lines = (SEEDS / seed["file"]).read_text(encoding="utf-8").split("\n")
    text = "\n".join(lines[i] for i in [seed["lead_line"], *seed["body_lines"]])
    facts = find_facts(text, Context(seed["title"]))
    wanted = [(a["text"], a.get("year") and tuple(a["year"]), a.get("province"), a.get("role")) for a in seed["amounts"]]
    assert sorted((a.surface, a.year, a.province, a.role) for a in facts.amounts if a.role) == sorted(w for w in wanted if w[3])
    assert (facts.year, facts.year_span) == (seed["year"], tuple(seed["year_span"]))
    assert (facts.province, facts.province_from) == (seed["primary_province"][0], "text")


def test_counts_and_measures_stay_as_they_were() -> None:
    text = "Năm 2020, tỉnh Hà Giang hỗ trợ 5 cơ sở, tổng công suất 300 tấn."
    amounts = find_amounts(text)
    assert {a.kind for a in amounts} == {"count", "measure"}
    assert link_amounts(prepare(text), amounts, find_years(text, Context()), [], Subject((), Context())) == amounts


def test_link_rule_names_the_evidence() -> None:
    (amount,) = find_facts("Năm 2016, tỉnh Lạng Sơn hỗ trợ 600 triệu đồng.", Context()).amounts
    assert re.fullmatch(r"role:nearest:money\(hỗ trợ\) year:left:\w+ province:\S+", amount.link_rule)
    (share,) = find_facts("Bộ nhận 40% vốn điều lệ.", Context()).amounts
    assert share.link_rule.startswith("role:next:share(vốn điều lệ) year:null")


PHRASES = st.sampled_from(
    [
        "Năm 2016,",
        "năm 2017",
        "so với cùng kỳ năm 2015",
        "tỉnh Lạng Sơn",
        "Hà Nội",
        "hỗ trợ",
        "kim ngạch xuất khẩu",
        "đạt",
        "tăng",
        "5%",
        "1,2 tỷ đồng",
        "300 triệu USD",
        "(",
        ")",
        ";",
        ".",
        ",",
        "\n",
        "10 đề án",
        "hiện nay",
        "từ 2012 đến nay",
        "trong đó",
        "20 nghìn đồng/kg",
    ]
)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(PHRASES, max_size=25), st.sampled_from([None, "2018-03-01"]))
def test_linking_never_raises_and_keeps_the_mentions(parts: list[str], published: str | None) -> None:
    text = " ".join(parts)
    context = Context(None, published)
    amounts = find_amounts(text)
    facts = find_facts(text, context)
    assert [(a.start, a.end, a.min, a.max, a.unit) for a in facts.amounts] == [(a.start, a.end, a.min, a.max, a.unit) for a in amounts]
    known = {y for m in facts.years for y in range(m.year_from - 1, m.year_to + 2)} | ({2018} if published else set())
    for amount in facts.amounts:
        assert (amount.role is not None) == (amount.kind in ("money", "percent"))
        assert amount.year is None or (amount.year[0] <= amount.year[1] and set(amount.year) <= known)
        assert amount.province is None or amount.province in {p.name for p in facts.provinces} | set(facts.primary_provinces)
    assert find_facts(text, context) == facts


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_can_be_linked(text: str) -> None:
    for amount in find_facts(text, Context(text[:40], "2020-01-01")).amounts:
        assert text[amount.start : amount.end] == amount.surface


def test_linear_in_the_length_of_a_hostile_text() -> None:
    text = "(" * 60_000 + " so với cùng kỳ" * 4_000 + " 5 tỷ đồng" * 20
    assert len([a for a in find_facts(text, Context()).amounts if a.kind == "money"]) == 20


def test_cue_tables_are_sound() -> None:
    assert {row.role for row in role_rows()} == {*get_args(Role), PEOPLE, MASK}
    assert {row.group for row in group_rows()} == {*get_args(Group), MASK}
    assert (len(role_rows()), len(group_rows())) > (700, 250)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Giá trị hàng hoá xuất khẩu đạt 33 triệu USD.", "Giá trị hàng hóa xuất khẩu đạt 33 triệu USD."),
        ("Tiền phạt và tiêu huỷ là 15 triệu đồng.", "Tiền phạt và tiêu hủy là 15 triệu đồng."),
        ("Thuỷ sản nuôi trồng tăng 9%.", "Thủy sản nuôi trồng tăng 9%."),
        ("Tỷ lệ nội địa hoá đạt 40%.", "Tỷ lệ nội địa hóa đạt 40%."),
    ],
)
def test_both_places_of_a_tone_are_read_alike(old: str, new: str) -> None:
    one, other = (find_facts(text, Context()).amounts for text in (old, new))
    assert [(a.role, a.start, a.link_rule) for a in one] == [(a.role, a.start, a.link_rule) for a in other]
    assert one[0].role


def test_words_stand_in_the_tables_with_the_tone_in_the_new_place() -> None:
    phrases = [row.phrase for row in (*role_rows(), *group_rows())]
    assert len(phrases) > 2_000
    assert [phrase for phrase in phrases if tone_key(phrase) != phrase] == []


def test_longest_cue_wins_and_masks_hide() -> None:
    low = "công nghiệp hỗ trợ nộp ngân sách nhà nước"
    cues, _ = find_cues(low, bare(low), 0, len(low))
    assert [(low[c.start : c.end], c.meaning) for c in cues] == [("nộp ngân sách nhà nước", "tax")]


def test_weights_are_finite_and_named_for_every_task() -> None:
    table = json.loads((DATA / "links" / "weights.json").read_text(encoding="utf-8"))
    assert set(table) == set(DECISIONS)
    for task, values in table.items():
        assert len(values) >= 20
        assert all(isinstance(v, int | float) and abs(v) <= 20 for v in values.values())
        assert weights(task) == values


def test_choose_takes_the_first_of_equals_tells_the_next_and_refuses_nothing() -> None:
    x, y = Feature("x"), Feature("y")
    assert choose({"a": {x: 1.0}, "b": {x: 1.0}}, {x: 2.0}) == ("a", "x", 0.5, "b", 0.5)
    chosen = choose({"a": {x: 1.0}, "b": {y: 1.0}}, {y: math.log(3)})
    assert chosen == ("b", "y", pytest.approx(0.75), "a", pytest.approx(0.25))
    assert choose({None: {x: 1.0}}, {x: 1.0}) == (None, "x", 1.0, None, 0.0)
    with pytest.raises(ValueError, match="no candidates"):
        choose({}, {})
