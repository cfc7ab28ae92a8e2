"""The dateline as evidence of the province: weaker than a name or district in the text, stronger than the home of the source."""

from __future__ import annotations

import pytest

from pipelines.facts.facts import find_facts
from pipelines.values.mentions import Context, ProvinceFrom

PLAIN = "Sáng 12/3, huyện bàn giao máy sấy cho mười hai hộ."


@pytest.mark.parametrize(
    ("dateline", "home", "text", "province", "rests_on"),
    [
        ("Nghệ An", None, PLAIN, "Nghệ An", "dateline"),
        ("TTXVN/Huế", None, PLAIN, "Thừa Thiên Huế", "dateline"),
        ("NGHỆ AN (TTXVN)", None, PLAIN, "Nghệ An", "dateline"),
        ("Nghệ An", "Thanh Hóa", PLAIN, "Nghệ An", "dateline"),
        ("Hà Nội", None, PLAIN, None, "none"),
        ("TP HCM", "Thanh Hóa", PLAIN, "Thanh Hóa", "source"),
        ("Dân trí", "Thanh Hóa", PLAIN, "Thanh Hóa", "source"),
        (None, None, PLAIN, None, "none"),
        ("Nghệ An", None, "Sáng 12/3, UBND tỉnh Thanh Hóa bàn giao máy sấy.", "Thanh Hóa", "text"),
    ],
)
def test_a_dateline_hints_at_the_province(
    dateline: str | None, home: str | None, text: str, province: str | None, rests_on: ProvinceFrom
) -> None:
    facts = find_facts(text, Context(home_province=home, dateline=dateline))
    assert (facts.province, facts.province_from) == (province, rests_on)
    assert facts.provinces == () or rests_on == "text"


def test_a_dateline_beside_other_provinces_is_no_evidence() -> None:
    facts = find_facts("Sáng 12/3, UBND tỉnh Thanh Hóa bàn giao máy sấy.", Context(dateline="Nghệ An"))
    assert facts.inferred_provinces == ()


@pytest.mark.parametrize(
    ("text", "dateline", "named", "province"),
    [
        (f"(TTXVN/Nghệ An) {PLAIN}", "TTXVN/Nghệ An", [], "Nghệ An"),
        (f"HÀ NỘI (TTXVN) - {PLAIN}", "HÀ NỘI (TTXVN)", [], None),
        (f"(Hà Nội) - {PLAIN}", "Hà Nội", [], None),
        (f"TP HCM – {PLAIN}", "TP HCM", [], None),
        (f"(Hà Nội) - {PLAIN} Máy do xưởng ở Hà Nội làm.", "Hà Nội", ["Hà Nội"], "Hà Nội"),
        (f"Hà Nội {PLAIN}", "Hà Nội", ["Hà Nội"], "Hà Nội"),  # a stamp
        (f"Nghệ An - {PLAIN}", "Nghệ An", ["Nghệ An"], "Nghệ An"),
        (f"(Hà Nội) - {PLAIN}", None, ["Hà Nội"], "Hà Nội"),
    ],
)
def test_the_dateline_of_an_agency_or_a_desk_is_no_mention(text: str, dateline: str | None, named: list[str], province: str | None) -> None:
    facts = find_facts(text, Context(dateline=dateline))
    assert [mention.name for mention in facts.provinces] == named
    assert facts.province == province
