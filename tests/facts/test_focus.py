"""Evidence for main provinces: how a province is told, sets of candidates, and the choice among them."""

from __future__ import annotations

import pytest

from pipelines.facts.facts import stored_focus
from pipelines.facts.frames.entities import find_entities, find_place_names
from pipelines.facts.frames.subjects import frames_of_figures
from pipelines.facts.links.provinces import focus_evidence as F
from pipelines.facts.links.provinces.focus import Told, focus_evidence, focus_of, headline_of
from pipelines.facts.provinces.manners import local_words, manner_of
from pipelines.text.prepared import prepare
from tests.facts.asking import scope, subjects


def told(text: str, title: str = "") -> Told:
    names, asked = find_place_names(prepare(text), None), scope(text)
    figures = [amount.start for amount in asked.amounts]
    frames = frames_of_figures(subjects(text, asked))
    return Told(prepare(text), names.provinces, find_entities(prepare(text), names), figures, headline_of(title, None), frames)


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Quản lý thị trường Hà Giang thu hàng.", "law"),
        ("UBND Hà Giang họp.", "unit"),
        ("Sở Công Thương Hà Giang họp.", "authority"),
        ("Ông Tư Đước, Giám đốc Sở Công Thương Hà Giang nói.", "speaker"),
        ("Hiệp hội Chè Hà Giang họp.", "association"),
        ("Chè Hà Giang đắt.", "name"),
        ("Lò chè tại Hà Giang vui.", "placed"),
        ("Xưởng chè (Hà Giang) vui.", "placed"),
        ("Hội nghị ngày 5/6 tại Hà Giang vui.", "venue"),
        ("Anh Sẹo trú tại Hà Giang.", "origin"),
        ("Tuyến cao tốc Bến Đá - Hà Giang mở.", "listed"),
        ("Khu kinh tế Bến Đá - Hà Giang mở.", "name"),  # no road: the place it lies in
    ],
)
def test_as_what_a_province_is_told(text: str, manner: str) -> None:
    (mention,) = find_place_names(prepare(text), None).provinces
    assert manner_of(text, mention)[0] == manner


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("ở toàn tỉnh", 1),
        ("của tỉnh", 1),
        ("của tỉnh Đồng", 0),
        ("tỉnh này", 1),
        ("tỉnh mở", 0),
        ("Sở Công Thương", 1),
        ("trên địa bàn", 1),
    ],
)
def test_the_province_without_its_name(phrase: str, count: int) -> None:
    assert local_words(f"chợ vui, {phrase}, mọi thứ đông") == count


def test_sets_of_at_most_three_of_five_and_none() -> None:
    assert list(focus_evidence(told("Mưa to."))) == [()]
    assert set(focus_evidence(told("Hà Giang vui, Lào Cai mưa."))) == {(), ("Hà Giang",), ("Lào Cai",), ("Hà Giang", "Lào Cai")}
    many = focus_evidence(told("Hà Giang, Lào Cai, Yên Bái, Sơn La, Lai Châu, Phú Thọ vui."))
    assert len(many) == 1 + 5 + 10 + 10


def test_evidence_of_a_set_and_of_its_provinces() -> None:
    found = focus_evidence(told("UBND Hà Giang chi 5 tỷ đồng. Lào Cai mưa.", "Hà Giang đổi máy"))
    one, two = found["Hà Giang",], found["Hà Giang", "Lào Cai"]
    assert {F.SIZE["1"], F.HEADLINE_ALL["1"], F.MANNER.any["unit"], F.HEADLINE.by_size["named"]["one"]} <= set(one)
    assert {F.FRAMED.any["4/5"], F.FIGURES.any["4/5"]} <= set(one)
    assert F.HEADLINE_ALL["1"] not in two
    assert {F.SIZE["2"], F.MANNER.by_size["unit"]["many"], F.MANNER.by_size["name"]["many"]} <= set(two)
    assert {F.NONE, F.HEADLINE_NONE} <= set(found[()])
    assert F.HEADLINE_NONE not in focus_evidence(told("UBND Hà Giang chi 5 tỷ đồng."))[()]


def test_a_national_headline_and_figures_beyond_provinces() -> None:
    found = focus_evidence(told("Cả nước thu 5 tỷ đồng. Hà Giang vui.", "Cả nước vui"))[()]
    assert {F.NONE_HEADLINE, F.NONE_BEYOND["4/5"]} <= set(found)
    found = focus_evidence(told("Hà Giang thu 5 tỷ đồng.", "Chợ vui"))[()]
    assert not {F.NONE_HEADLINE, F.NONE_BEYOND["4/5"]} & set(found)


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Cả nước thu 5 tỷ đồng. UBND Hà Giang họp.", "nation"),
        ("UBND Hà Giang họp. Cả nước thu 5 tỷ đồng.", "province"),
        ("Hội nghị ngày 5/6 tại Hà Giang do Bộ Công Thương tổ chức.", "nation"),  # the place of a meeting opens nothing
        ("Anh Sẹo trú tại Hà Giang. Chính phủ chi 5 tỷ đồng.", "nation"),
        ("Chợ ở huyện Hữu Lũng đông. Cả nước vui.", "province"),
        ("Hội nghị ngày 5/6 tại Hà Giang vui.", "nothing"),
        ("Mưa to.", "nothing"),
        ("Mưa to. " * 60 + "Cả nước vui. UBND Hà Giang họp.", "nothing"),  # behind the lead
    ],
)
def test_what_the_lead_tells_first(text: str, opens: F.Opens) -> None:
    found = focus_evidence(told(text))[()]
    assert {feature for feature in F.NONE_OPENS.values() if feature in found} == {F.NONE_OPENS[opens]}


def test_chances_sum_up_the_sets_of_a_province() -> None:
    x = F.SIZE["1"]
    focus = focus_of({(): {}, ("A",): {x: 1.0}, ("A", "B"): {}}, {x: 0.0})
    assert focus.names == ()
    assert focus.chances == {"A": pytest.approx(2 / 3), "B": pytest.approx(1 / 3)}
    assert stored_focus(told("UBND Hà Giang chi 5 tỷ đồng.", "Hà Giang đổi máy")).names == ("Hà Giang",)
