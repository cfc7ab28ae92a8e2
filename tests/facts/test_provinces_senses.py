"""What a province's name means where it stands: by which rule it counts or does not, and the names beside it in lists and pairs."""

from __future__ import annotations

import pytest

from pipelines.facts.provinces.context import Place, meaning_of
from pipelines.facts.provinces.provinces import find_provinces
from pipelines.text.prepared import prepare


def sense(text: str, name: str, kind: str = "name") -> str:
    """The rule for the first place of a name in a text, with "no " before it where the name does not count."""
    start = text.index(name)
    found = meaning_of(Place(text, start, start + len(name), kind), None)  # type: ignore[arg-type]
    return found.rule if found.counts else f"no {found.rule}"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Chợ vui ở Hà Giang hôm nay.", "name"),
        ("Chợ vui ở (Hà Giang) hôm nay.", "name"),
        ("Tỉnh Hà Giang họp chợ.", "unit"),
        ("Sở Công Thương Hà Giang họp chợ.", "authority"),
        ("Cảng Hà Giang họp chợ.", "place"),
        ("Công ty Dệt Hà Giang họp chợ.", "no organisation"),
        ("Công ty Dệt Bến Đò Hà Giang họp chợ.", "no organisation"),
        ("Công ty Dệt ở Hà Giang họp chợ.", "name"),
        ("Công ty Dệt và Hà Giang họp chợ.", "name"),
        ("Công ty Dệt, Hà Giang họp chợ.", "name"),
        ("Công ty Dệt - Hà Giang họp chợ.", "no organisation"),
        ("Xã Hà Giang họp chợ.", "no minor"),
        ("Trên đường Hà Giang họp chợ.", "no minor"),
        ("Môi trường Hà Giang họp chợ.", "name"),
        ("Cao tốc Hà Giang họp chợ.", "no road"),
        ("Cao tốc qua đất Hà Giang họp chợ.", "name"),
        ("Vải Hà Giang bán chạy.", "name"),  # a capital that only opens the sentence
        ("Chợ vui, Vải Hà Giang bán chạy.", "name"),
        ("Chợ nay Vải Hà Giang bán chạy.", "no brand"),
        ("Samsung Hà Giang bán chạy.", "no brand"),
        ("VẢI Hà Giang bán chạy.", "no brand"),
        ("Bến Đò Hà Giang bán chạy.", "no brand"),
        ("Người quê Hà Giang bán chạy.", "name"),
        ("Chị Nguyễn Hà Giang bán chạy.", "no person"),
        ("Chị Nguyễn Thị Hà Giang bán chạy.", "no person"),
        ("Mạn phía Đông Hà Giang họp chợ.", "name"),
        ("Mẫu A1 Hà Giang họp chợ.", "name"),
        ("Hà Giang Times đưa tin.", "no longer name"),
        ("Hà Giang Online đưa tin.", "no longer name"),
        ("Hà Giang online đưa tin.", "no longer name"),
        ("Hà Giang Onlines đưa tin.", "name"),
        ("Chợ ở Hà Giang (TTXVN) đưa tin.", "no longer name"),
        ("Chợ nhỏ.\nHà Giang Times đưa tin.", "no longer name"),
        ("Công ty Dệt\nHà Giang họp chợ.", "name"),  # a line of its own
    ],
)
def test_by_the_words_around(text: str, rule: str) -> None:
    assert sense(text, "Hà Giang") == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Chợ vui. Hà Giang", "no byline"),
        ("Chợ vui. Hà Giang.", "no byline"),
        ("Chợ vui. (Hà Giang)", "no byline"),
        ("Chợ vui! Hà Giang", "no byline"),
        ("Chợ vui… Hà Giang", "no byline"),
        ("Chợ vui./. Hà Giang (T/h)", "no byline"),
        ("Chợ vui. Hà Giang vui.", "name"),
        ("Chợ vui ở Hà Giang.", "name"),
        ("Chợ ở TP. Hà Giang", "unit"),
        ("Chợ vui. Hà Giang\n" + "x" * 38, "no byline"),
        ("Chợ vui. Hà Giang\n" + "x" * 39, "name"),
        ("Hà Giang\n" + "x" * 59, "no byline"),
        ("Hà Giang\n" + "x" * 60, "name"),
        ("Hà Giang\nTheo " + "x" * 60, "no byline"),
        ("Hà Giang\nNguồn " + "x" * 60, "no byline"),
        ("Công nhân ca đêm. Ảnh: Hà Giang", "no byline"),
        ("Công nhân ca đêm. ảnh: Hà Giang.", "no byline"),
        ("Thực hiện: Hà Giang" + "\n" + "x" * 99, "no byline"),
        ("Tác giả: Hà Giang" + "\n" + "x" * 99, "no byline"),
        ("Ảnh: Hà Giang hôm nay" + "\n" + "x" * 99, "name"),
    ],
)
def test_bylines(text: str, rule: str) -> None:
    assert sense(text, "Hà Giang") == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Chợ ở Hồ Chí Minh vui.", "name"),
        ("Chợ tại Hồ Chí Minh vui.", "name"),
        ("Thành phố Hồ Chí Minh vui.", "unit"),
        ("Công an Hồ Chí Minh vui.", "authority"),
        ("Sở Công Thương Hồ Chí Minh vui.", "authority"),
        ("Bảo tàng Hồ Chí Minh vui.", "no person"),
        ("Hồ Chí Minh vui.", "no person"),
        ("Chợ của Hồ Chí Minh vui.", "no person"),
        ("Công ty Dệt thành phố Hồ Chí Minh vui.", "no organisation"),
        ("Công ty Dệt ở thành phố Hồ Chí Minh vui.", "unit"),
    ],
)
def test_a_name_that_is_a_person_too(text: str, rule: str) -> None:
    assert sense(text, "Hồ Chí Minh", "person") == rule


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("Chợ ở tỉnh Sông Quê vui.", "old", "unit"),
        ("Chợ ở tỉnh Sông Quê vui.", "town", "unit"),
        ("Chợ ở Sông Quê vui.", "old", "no needs its kind"),
        ("Chợ ở Sông Quê vui.", "town", "name"),
        ("Chợ ở thành phố Sông Quê vui.", "town", "no needs its kind"),
        ("Chợ ở các tỉnh Sông Quê vui.", "old", "no needs its kind"),
        ("Chợ ở hai tỉnh Sông Quê vui.", "old", "no needs its kind"),
        ("Chợ ở những tỉnh Sông Quê vui.", "town", "no needs its kind"),
        ("Chợ ở xã Sông Quê vui.", "sure", "name"),
        ("Nay FLC Sông Quê vui.", "sure", "name"),
        ("Nay FLC Sông Quê vui.", "name", "no brand"),
    ],
)
def test_kinds_of_names(text: str, kind: str, rule: str) -> None:
    assert sense(text, "Sông Quê", kind) == rule


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("Quan hệ Tokyo và Hà Nội tốt.", "Hà Nội", "no abroad"),
        ("Quan hệ Tokyo - Hà Nội tốt.", "Hà Nội", "no abroad"),
        ("Quan hệ Hà Nội - Tokyo tốt.", "Hà Nội", "no abroad"),
        ("Quan hệ giữa Hà Nội và Tokyo tốt.", "Hà Nội", "no abroad"),
        ("Đoàn từ Tokyo đến Hà Nội vui.", "Hà Nội", "name"),
        ("Đoàn từ Hà Nội đến Tokyo vui.", "Hà Nội", "name"),
        ("Đoàn từ Trung Quốc đến Hà Nam vui.", "Hà Nam", "no abroad"),
        ("Chợ ở Hà Nam, Trung Quốc vui.", "Hà Nam", "no abroad"),
        ("Chợ ở Hà Giang, Trung Quốc vui.", "Hà Giang", "name"),
        ("Chợ ở Hà Nam vui.", "Hà Nam", "name"),
    ],
)
def test_namesakes_abroad(text: str, name: str, rule: str) -> None:
    assert sense(text, name) == rule


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Các nhà máy Dệt Hà Giang và Hà Nam đều vui.", []),
        ("Các nhà máy Dệt Hà Giang, Hà Nam đều vui.", []),
        ("Một nhà máy Dệt Hà Giang và Hà Nam đều vui.", ["Hà Nam name"]),
        ("Một nhà máy Dệt Hà Giang - Hà Nam đều vui.", []),
        ("Người ở Hà Giang - Hà Nam đều vui.", ["Hà Giang name", "Hà Nam list"]),
        ("Người ở Hà Giang – TP Hải Phòng đều vui.", ["Hà Giang name", "Hải Phòng list"]),
        ("Người ở Hà Giang, tỉnh Hà Nam đều vui.", ["Hà Giang name", "Hà Nam list"]),
        ("Người ở Hà Giang và các tỉnh Hà Nam đều vui.", ["Hà Giang name", "Hà Nam list"]),
        ("Người ở Hà Giang (cũ), Hà Nam đều vui.", ["Hà Giang name", "Hà Nam list"]),
        ("Người ở Hà Giang cũ, Hà Nam đều vui.", ["Hà Giang name", "Hà Nam list"]),
        ("Người ở Hà Giang bán cho Hà Nam đều vui.", ["Hà Giang name", "Hà Nam name"]),
        ("Người ở xã Hà Giang, tỉnh Hà Nam đều vui.", ["Hà Nam unit"]),
        ("Các xã Hà Giang, Hà Nam họp ở Hà Nội đều vui.", ["Hà Nội name"]),
    ],
)
def test_names_beside_each_other(text: str, found: list[str]) -> None:
    assert [f"{m.surface} {m.rule}" for m in find_provinces(prepare(text))] == found
