"""Every row of a knowledge table acts in its own example: a row that does nothing, or an example that shows something else, is red."""

from __future__ import annotations

import re

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.amounts.units import SCALES, UnitRow, unit_rows
from pipelines.facts.links.cues import MASK, MarkerRow, RoleRow, find_cues, group_rows, role_rows
from pipelines.facts.links.industry_places import ZoneRow, zone_rows, zones
from pipelines.facts.provinces.provinces import BlockerRow, blocker_rows, find_provinces
from pipelines.facts.provinces.words import WordRow, word_rows
from pipelines.html.markers import ClassNameRow, class_name_rows, is_imprint, key_of, marker_rows, markers, starts_with_marker
from pipelines.html.zones import line_zone, zone_of
from pipelines.reading.bylines import clean_byline, clean_credit, is_account, is_credit
from pipelines.reading.titles import is_gambling
from pipelines.text.prepared import bare, prepare
from pipelines.text.sentences import lowered

COUNTS = {"unit": True, "authority": True, "place": True, "break": True, "organisation": False, "minor": False, "road": False}
UNSEEN = {"K", "công-ten-nơ", "ca F0"}  # letters the reading of numbers and nouns does not reach: kept as names of what is meant


def test_there_are_tables() -> None:
    sizes = [len(role_rows()), len(group_rows()), len(zone_rows()), len(marker_rows()), len(class_name_rows()), len(unit_rows())]
    assert sizes > [700, 250, 15, 400, 200, 1_800]
    assert (len(word_rows()), len(blocker_rows())) > (300, 15)


@pytest.mark.parametrize("row", role_rows(), ids=lambda row: row.phrase)
def test_a_role_is_found(row: RoleRow) -> None:
    low = lowered(row.example)
    cues, _ = find_cues(low, bare(low), 0, len(low))
    begin = low.find(row.phrase)
    if row.role == MASK:
        assert not any(begin <= cue.start and cue.end <= begin + len(row.phrase) for cue in cues)
    else:
        assert (row.phrase, row.role, row.weight) in [(low[cue.start : cue.end], cue.meaning, cue.weight) for cue in cues]


@pytest.mark.parametrize("row", group_rows(), ids=lambda row: row.phrase)
def test_a_group_is_found(row: MarkerRow) -> None:
    low = lowered(row.example)
    _, words = find_cues(low, bare(low), 0, len(low))
    assert (row.phrase, row.group) in [(low[cue.start : cue.end], cue.meaning) for cue in words]


@pytest.mark.parametrize("row", zone_rows(), ids=lambda row: row.name)
def test_a_zone_is_no_province_by_itself(row: ZoneRow) -> None:
    assert zones()[row.name] == row.province
    assert not find_provinces(prepare(row.example))


@pytest.mark.parametrize("row", marker_rows(), ids=lambda row: f"{row.section}-{row.phrase}")
def test_a_line_is_known_by_its_marker(row: object) -> None:
    section, phrase, example = row.section, row.phrase, row.example  # type: ignore[attr-defined]
    key, wanted = key_of(example), key_of(phrase) or phrase
    assert wanted in markers(section)
    match section:
        case "related" | "end" | "drop":
            assert line_zone(example) in (section, "drop")
        case "imprint":
            assert is_imprint(example)
        case "drop_prefix":
            assert line_zone(example) == "drop"
            assert starts_with_marker(example, section)
        case "inline_related":
            assert line_zone(example) == "inline_related"
        case "credit":
            assert is_credit(example)
            assert clean_credit(example)
        case "byline":
            assert clean_byline(example) == example[len(phrase) :].lstrip(" :")
        case "account":
            assert is_account(example)
        case "gambling":
            assert is_gambling(example)
        case _:
            assert wanted in key


@pytest.mark.parametrize("row", class_name_rows(), ids=lambda row: f"{row.section}-{row.word}")
def test_a_class_name_says_its_zone(row: ClassNameRow) -> None:
    assert zone_of(row.example) == row.section


@pytest.mark.parametrize("row", [row for row in word_rows() if row.effect in COUNTS], ids=lambda row: f"{row.effect}-{row.phrase}")
def test_a_word_beside_a_province(row: WordRow) -> None:
    assert bool(find_provinces(prepare(row.example))) == COUNTS[row.effect]


@pytest.mark.parametrize("row", blocker_rows(), ids=lambda row: row.phrase)
def test_a_blocked_name_is_no_province(row: BlockerRow) -> None:
    assert find_provinces(prepare(row.example)) == []


@pytest.mark.parametrize("row", [row for row in unit_rows() if row.word not in UNSEEN], ids=lambda row: f"{row.kind}-{row.word}")
def test_a_word_of_amounts_acts(row: UnitRow) -> None:
    found = find_amounts(row.example)
    match row.kind:
        case "scale":
            assert any(amount.max >= SCALES[row.word] for amount in found)
        case "currency" | "measure" | "percent":
            kind = "money" if row.kind == "currency" else row.kind
            assert (kind, row.value or row.word) in [(amount.kind, amount.unit) for amount in found]
        case "count":
            assert row.word.casefold() in [a.unit.casefold() for a in found if a.kind == "count" and re.match("count-noun", a.rule)]
        case _:
            assert not [amount for amount in found if amount.kind == "count"]
