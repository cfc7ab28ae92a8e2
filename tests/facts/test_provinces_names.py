"""Names of provinces and districts: what is wrong with a row, the spellings a name has, which districts point to a province."""

from __future__ import annotations

import pytest

from pipelines.facts.provinces import districts, registry, words
from pipelines.facts.provinces.districts import by_province, find_districts
from pipelines.facts.provinces.registry import Alias, ProvinceUnit, aliases, no_such_slug, plain_aliases, plain_letters, unit_at


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({}, None),
        ({"valid_from": "1976"}, None),
        ({"valid_from": "1976-07"}, None),
        ({"valid_from": "1976-07-02", "valid_to": "2025-06-30"}, None),
        ({"valid_from": "76"}, "valid_from"),
        ({"valid_from": "1976-7"}, "valid_from"),
        ({"valid_to": "2/7/1976"}, "valid_to"),
        ({"valid_to": "2025-06-30T00"}, "valid_to"),
        ({"gso_code": "01", "code_now": "15"}, None),
        ({"gso_code": "1"}, "gso_code"),
        ({"code_now": "151"}, "gso_code"),
        ({"gso_code": "01", "code_now": "1a"}, "gso_code"),
    ],
)
def test_a_unit_has_dates_and_codes_of_two_digits(changed: dict[str, str], column: str | None) -> None:
    unit = ProvinceUnit(**{"slug": "x-song-que", "name": "Sông Quê", "full_name": "Tỉnh Sông Quê", "kind": "province", **changed})
    fault = registry._unfit_unit(unit)
    assert fault is None if column is None else fault is not None and fault.startswith(f"{column}: ")


def test_a_row_names_a_unit_that_is_there() -> None:
    assert no_such_slug("province", "ha-giang") is None
    assert no_such_slug("province", "Hà Giang") == "province: 'Hà Giang' is no unit of provinces.csv"


@pytest.mark.parametrize(
    ("slug", "published", "full_name", "valid_from"),
    [
        ("dong-nai", None, "Tỉnh Đồng Nai", None),
        ("dong-nai", "2026-04-29", "Tỉnh Đồng Nai", "2025-07-01"),
        ("dong-nai", "2026-04-30", "Thành phố Đồng Nai", "2026-04-30"),
        ("dong-nai", "2025-07-01T09:30:00+07:00", "Tỉnh Đồng Nai", "2025-07-01"),
        ("dong-nai", "2025-06-30T23:59:00+07:00", "Tỉnh Đồng Nai", None),  # the last day belongs to it whole
        ("ha-noi", "1960-01-01", "Thành phố Hà Nội", "2008-08"),  # before all its units: the first of them
    ],
)
def test_a_slug_means_the_unit_of_its_day(slug: str, published: str | None, full_name: str, valid_from: str | None) -> None:
    unit = unit_at(slug, published)
    assert (unit.full_name, unit.valid_from) == (full_name, valid_from)


@pytest.mark.parametrize(
    ("spelling", "slug", "kind"),
    [
        ("Hà Giang", "ha-giang", "name"),
        ("HÀ GIANG", "ha-giang", "name"),
        ("Hà giang", "ha-giang", "lower"),
        ("Sài Gòn", "ho-chi-minh", "weak"),
        ("SÀI GÒN", "ho-chi-minh", "weak"),
        ("Hồ Chí Minh", "ho-chi-minh", "person"),
        ("HỒ CHÍ MINH", "ho-chi-minh", "person"),
        ("Vũng Tàu", "ba-ria-vung-tau", "town"),
        ("Hà Tây", "x-ha-tay", "name"),
        ("Hà Bắc", "x-ha-bac", "old"),
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa-Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa -Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa- Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa–Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa — Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa ‐ Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("Bà Rịa−Vũng Tàu", "ba-ria-vung-tau", "name"),
        ("BÀ RỊA – VŨNG TÀU", "ba-ria-vung-tau", "sure"),
        ("GIA LAI-KON TUM", "x-gia-lai-kon-tum", "old"),
    ],
)  # fmt: skip
def test_spellings_of_a_name(spelling: str, slug: str, kind: str) -> None:
    assert aliases()[spelling] == Alias(spelling, slug, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", ["HÀ GIANg", "hà giang", "Hà Giang ", "HÀ Giang", "Hải  Phòng"])
def test_no_spellings(spelling: str) -> None:
    assert spelling not in aliases()


def test_a_name_wrong_by_its_small_letter_is_not_wrong_in_capitals() -> None:
    found: dict[str, Alias] = {}
    registry._add(found, Alias("Sông quê", "song-que", "lower"))
    registry._add(found, Alias("Sông Quê", "song-que", "name"))
    registry._add(found, Alias("Sông Quê", "other", "weak"))  # the first that is listed holds
    assert found == {
        "Sông quê": Alias("Sông quê", "song-que", "lower"),
        "Sông Quê": Alias("Sông Quê", "song-que", "name"),
        "SÔNG QUÊ": Alias("SÔNG QUÊ", "song-que", "name"),
    }


def test_a_dash_is_any_dash_with_and_without_blanks() -> None:
    wanted = {f"Sông{left}{dash}{right}Quê" for dash in "-–—‐−" for left in ("", " ") for right in ("", " ")}
    for name in ("Sông - Quê", "Sông-Quê", "Sông – Quê"):
        assert set(registry._dashes(name)) == wanted
    assert registry._dashes("Sông Quê") == ["Sông Quê"]


def test_letters_without_accents_keep_their_capitals() -> None:
    assert plain_letters("Đường về Đắk Lắk, Huế; ở TP. Cần Thơ") == "Duong ve Dak Lak, Hue; o TP. Can Tho"
    assert plain_letters("ĐỒNG đúng ỷ Ữ") == "DONG dung y U"


@pytest.mark.parametrize(
    ("spelling", "slug", "kind"),
    [
        ("Ha Giang", "ha-giang", "name"),
        ("HA GIANG", "ha-giang", "name"),
        ("Hagiang", "ha-giang", "name"),
        ("Backan", "bac-kan", "name"),
        ("Hoa Binh", "hoa-binh", "old"),  # a word of every day: needs "tinh"
        ("Gia Lai", "gia-lai", "old"),
        ("Sai Gon", "ho-chi-minh", "weak"),
        ("Ho Chi Minh", "ho-chi-minh", "person"),
        ("Ha Bac", "x-ha-bac", "old"),
    ],
)
def test_spellings_without_accents(spelling: str, slug: str, kind: str) -> None:
    alias = plain_aliases()[spelling]
    assert (alias.slug, alias.kind) == (slug, kind)


@pytest.mark.parametrize("spelling", ["Ha giang", "ha giang", "Hoabinh", "Hochiminh", "HaGiang", "Hà Giang"])
def test_no_spellings_without_accents(spelling: str) -> None:
    assert spelling not in plain_aliases()


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Yên Quê", {"Yên Quê"}),
        ("Đắk Quê", {"Đắk Quê", "Đăk Quê", "Đắc Quê"}),
        ("Đăk Quê", {"Đắk Quê", "Đăk Quê", "Đắc Quê"}),
        ("Đắc Quê", {"Đắk Quê", "Đăk Quê", "Đắc Quê"}),
        ("Ea Q'Uê", {"Ea Q'Uê", "Ea Q'uê"}),
        ("Ea Q'uê", {"Ea Q'uê"}),
        ("Đắk Q'Uê", {f"{first} Q'{letter}ê" for first in ("Đắk", "Đăk", "Đắc") for letter in "Uu"}),
        ("Krông Đắk", {"Krông Đắk"}),
    ],
)  # fmt: skip
def test_spellings_of_the_highlands(name: str, spelled: set[str]) -> None:
    assert districts._spellings(name) == spelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chợ ở huyện Hữu Lũng vui.", {"lang-son": ["huyện Hữu Lũng"]}),
        ("Chợ ở Huyện Hữu Lũng vui.", {"lang-son": ["Huyện Hữu Lũng"]}),
        ("Chợ ở thị xã Hữu Lũng vui.", {"lang-son": ["thị xã Hữu Lũng"]}),  # raised in rank
        ("Chợ ở Hữu Lũng vui.", {}),
        ("Chợ ở huyện Hữu Lũngx vui.", {}),
        ("Chợ ở xhuyện Hữu Lũng vui.", {}),
        ("Chợ ở huyện Bảo Lâm vui.", {}),  # two provinces have one
        ("Chợ ở huyện Tân Phú vui.", {"dong-nai": ["huyện Tân Phú"]}),
        ("Chợ ở quận Tân Phú vui.", {"ho-chi-minh": ["quận Tân Phú"]}),
        ("Chợ ở thành phố Tân Phú vui.", {}),
        ("Chợ ở TX Tân Châu vui.", {"an-giang": ["TX Tân Châu"]}),
        ("Chợ ở TX. Tân Châu vui.", {"an-giang": ["TX. Tân Châu"]}),
        ("Chợ ở TP Hạ Long vui.", {"quang-ninh": ["TP Hạ Long"]}),
        ("Chợ ở Tp. Hạ Long vui.", {"quang-ninh": ["Tp. Hạ Long"]}),
        ("Chợ ở thành phố Hòa Bình vui.", {}),  # the province's own name
        ("Chợ ở huyện Hòa Bình vui.", {"bac-lieu": ["huyện Hòa Bình"]}),
        ("Chợ họp tại Hạ Long.", {"quang-ninh": ["tại Hạ Long"]}),
        ("Ở Hạ Long chợ vui.", {"quang-ninh": ["Ở Hạ Long"]}),
        ("Chợ họp tại Tân Uyên.", {"binh-duong": ["tại Tân Uyên"]}),
        ("Chợ họp tại Hữu Lũng.", {}),  # no city
        ("Chợ họp tại Vinh.", {}),  # one syllable
        ("Chợ ở thành phố Vinh vui.", {"nghe-an": ["thành phố Vinh"]}),
        # what governs a district is called by half its kind
        ("Huyện ủy Hữu Lũng họp.", {"lang-son": ["Huyện ủy Hữu Lũng"]}),
        ("Cán bộ huyện đoàn Tân Phú vui.", {"dong-nai": ["huyện đoàn Tân Phú"]}),
        ("Cán bộ Quận ủy Tân Phú vui.", {"ho-chi-minh": ["Quận ủy Tân Phú"]}),
        ("Thị đoàn Tân Châu họp.", {"an-giang": ["Thị đoàn Tân Châu"]}),
        ("Thành ủy Hạ Long họp.", {"quang-ninh": ["Thành ủy Hạ Long"]}),
        ("Thành ủy Hòa Bình họp.", {}),
        ("Huyện ủy Bảo Lâm họp.", {}),
        ("Huyện kế Hữu Lũng vui.", {}),
        ("Chợ ở huyện Đắc Mil và huyện Đăk Mil.", {"dak-nong": ["huyện Đắc Mil", "huyện Đăk Mil"]}),
    ],
)
def test_districts_that_point_to_one_province(text: str, found: dict[str, list[str]]) -> None:
    assert by_province(find_districts(text)) == found


def test_the_province_of_most_districts_comes_first() -> None:
    text = "Từ huyện Hữu Lũng qua huyện Đắk Mil, huyện Đắk Song đến quận Tân Phú."
    assert list(by_province(find_districts(text))) == ["dak-nong", "lang-son", "ho-chi-minh"]


@pytest.mark.parametrize(
    ("phrase", "effect", "example", "fault"),
    [
        ("hợp tác xã", "organisation", "Hợp tác xã Hà Giang họp.", None),
        ("một hai ba bốn năm", "place", "Một hai ba bốn năm Hà Giang.", None),
        ("một hai ba bốn năm sáu", "place", "Một hai ba bốn năm sáu Hà Giang.", "phrase: "),
        ("Hợp tác xã", "organisation", "Hợp tác xã Hà Giang họp.", "phrase: "),
        ("hợp tác xã", "organisation", "Chợ Hà Giang họp.", "example: "),
        ("Lò", "surname", "Ông Lò Hà Giang họp.", None),
        ("Lò", "surname", "Ông Tư Hà Giang họp.", "example: "),
    ],
)
def test_a_marker_is_short_and_lower_case_and_in_its_example(phrase: str, effect: str, example: str, fault: str | None) -> None:
    row = words.WordRow(phrase=phrase, effect=effect, source="reasoning", example=example)  # type: ignore[arg-type]
    told = words._unfit(row)
    assert told is None if fault is None else told is not None and told.startswith(fault)


@pytest.mark.parametrize(
    ("tokens", "end", "found"),
    [
        (["công", "ty"], 2, ("organisation", 2)),
        (["Công", "TY"], 2, ("organisation", 2)),
        (["công", "ty", "cổ", "phần"], 2, ("organisation", 2)),
        (["các", "tỉnh"], 2, ("unit", 1)),
        (["công"], 1, ("", 0)),
        (["ty"], 1, ("", 0)),
        (["gánh", "rau"], 2, ("", 0)),
        (["công", "ty"], 0, ("", 0)),
        ([], 0, ("", 0)),
    ],
)
def test_the_marker_that_ends_at_a_word(tokens: list[str], end: int, found: tuple[str, int]) -> None:
    assert words.words(False).ending(tokens, end) == found
