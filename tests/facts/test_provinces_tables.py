"""Integrity of the province tables: units, spellings, districts, marker words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipelines.facts.provinces.districts import district_rows
from pipelines.facts.provinces.registry import alias_rows, aliases, plain_aliases, province_units, slug_of_name, unit_at, units_by_slug
from pipelines.facts.provinces.words import word_rows, words

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
EFFECTS = {"unit", "authority", "place", "organisation", "minor", "road", "break", "neutral", "surname"}


def test_counts_of_units() -> None:
    units = province_units()
    before = [u for u in units if u.gso_code and (u.valid_from or "") <= "2024-12-01" <= (u.valid_to or "9999")]
    now = [u for u in units if u.valid_to is None]
    assert (len(before), len(now), len([u for u in units if u.slug.startswith("x-")])) == (63, 34, 26)
    assert len({u.gso_code for u in before}) == 63
    assert len({u.gso_code for u in now}) == 34
    assert sum(u.kind == "city" for u in before) == 5
    assert sum(u.kind == "city" for u in now) == 7


def test_units_are_keyed_and_dated() -> None:
    units = province_units()
    assert max(Counter((u.slug, u.valid_from) for u in units).values()) == 1
    for unit in units:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", unit.slug), unit
        for date in (unit.valid_from, unit.valid_to):
            assert date is None or DATE.fullmatch(date), unit
        if unit.valid_from and unit.valid_to:
            assert unit.valid_from < unit.valid_to, unit
        assert unit.gso_code is None or re.fullmatch(r"\d\d", unit.gso_code), unit
        assert (unit.code_now is None) == (unit.name_now is None), unit
    for slug, rows in units_by_slug().items():
        for older, newer in pairwise(rows):
            assert (older.valid_to or "") < (newer.valid_from or ""), slug


def test_successors_are_todays_units() -> None:
    now = {u.gso_code: u.name for u in province_units() if u.valid_to is None}
    former = [u for u in province_units() if u.gso_code]
    assert len(former) > 80
    for unit in former:
        assert unit.code_now is not None
        assert now[unit.code_now] == unit.name_now, unit


def test_seven_codes_were_reused() -> None:
    names: dict[str, set[str]] = {}
    for unit in province_units():
        if unit.gso_code:
            names.setdefault(unit.gso_code, set()).add(unit.name)
    reused = {code for code, both in names.items() if len(both) > 1}
    assert reused == {"15", "24", "44", "46", "52", "80", "82", "91"}  # 46 is Thừa Thiên Huế, later Huế: the same place


def test_unit_at() -> None:
    assert unit_at("bac-ninh", None).gso_code == "27"
    assert unit_at("bac-ninh", "2025-06-30").gso_code == "27"
    assert unit_at("bac-ninh", "2025-07-01").gso_code == "24"
    assert unit_at("dong-nai", "2026-01-01").full_name == "Tỉnh Đồng Nai"
    assert unit_at("dong-nai", "2026-05-01").full_name == "Thành phố Đồng Nai"
    assert unit_at("x-ha-tay", "2000-01-01").code_now == "01"


def test_aliases_point_to_units() -> None:
    assert len(aliases()) > 300
    for text, alias in aliases().items():
        assert alias.slug in units_by_slug(), text
        assert text == text.strip()
    names = slug_of_name()
    assert names["Huế"] == "hue"
    assert names["Hậu Giang"] == "hau-giang"
    for text, alias in plain_aliases().items():
        assert text.isascii() or "–" in text or "—" in text or "‐" in text or "−" in text, text
        assert alias.slug in units_by_slug()


def test_alias_table_has_no_doubles() -> None:
    assert len(alias_rows()) > 100
    assert max(Counter(row.alias for row in alias_rows()).values()) == 1


def test_districts() -> None:
    rows = district_rows()
    assert len(rows) == 696
    assert {row.kind for row in rows} == {"quận", "huyện", "thị xã", "thành phố"}
    former = {u.slug for u in province_units() if u.gso_code and u.slug != "hue"}
    assert {row.province for row in rows} == former
    assert max(Counter((row.kind, row.name, row.province) for row in rows).values()) == 1


def test_marker_words() -> None:
    rows = word_rows()
    assert {row.effect for row in rows} == EFFECTS
    counts = Counter(row.phrase for row in rows if row.effect != "surname")
    assert [phrase for phrase, n in counts.items() if n > 1] == []
    assert words(False).effects["công ty"] == "organisation"
    assert words(True).effects["cong ty"] == "organisation"
