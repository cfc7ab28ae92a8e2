"""Which evidence speaks for the province of an amount: what the article is about, names nearby, things placed before, and none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipelines.facts.frames.industry_places import ZoneRow, _no_such_place
from pipelines.facts.frames.scope import Link
from pipelines.facts.links.evidence import Feature, Features
from pipelines.facts.links.provinces import provinces_evidence as P
from tests.facts.asking import provinces

HG, HG_LC = ("Hà Giang",), ("Hà Giang", "Lào Cai")
ARTICLE = {P.PRIMARY["one"], P.PRIMARY["many"], P.PRIMARY_FURTHER, P.TITLE, *P.ONLY.values(), *P.ONLY_AGAIN.values()}
SUBJECTS = {feature.name for feature in P.SUBJECTS.declared}  # tests/facts/test_subjects.py
ALWAYS = {P.NULL, *P.NULL_PRIMARY.values()}


def told(found: Mapping[str | None, Features], left_out: set[Feature]) -> dict[str | None, set[Feature]]:
    """The features by candidate, without those left out."""
    assert all(value == 1.0 for features in found.values() for value in features.values())
    named = {candidate: set(features) - left_out - SUBJECTS for candidate, features in found.items()}
    return {candidate: features for candidate, features in named.items() if features}


@pytest.mark.parametrize(
    ("text", "title", "primary", "wanted"),
    [
        ("Chợ thu 5 tỷ đồng.", None, (), {None: {P.NULL, P.NULL_PRIMARY["none"]}}),
        ("Chợ thu 5 tỷ đồng.", None, HG, {None: {P.NULL, P.NULL_PRIMARY["one"], P.NULL_UNNAMED}, "Hà Giang": {P.PRIMARY["one"]}}),
        (
            "Chợ thu 5 tỷ đồng.",
            None,
            HG_LC,
            {
                None: {P.NULL, P.NULL_PRIMARY["many"], P.NULL_UNNAMED},
                "Hà Giang": {P.PRIMARY["many"]},
                "Lào Cai": {P.PRIMARY_FURTHER},
            },
        ),
        (
            "Chợ thu 5 tỷ đồng.",
            "Chợ Hà Giang",
            HG,
            {None: {P.NULL, P.NULL_PRIMARY["one"]}, "Hà Giang": {P.PRIMARY["one"], P.TITLE}},
        ),
        (
            "Chợ thu 5 tỷ đồng.",
            "Chợ Lào Cai",
            HG_LC,
            {
                None: {P.NULL, P.NULL_PRIMARY["many"], P.NULL_UNNAMED},  # the first one is not named
                "Hà Giang": {P.PRIMARY["many"]},
                "Lào Cai": {P.PRIMARY_FURTHER, P.TITLE},
            },
        ),
        (
            "Cả nước vui, chợ thu 5 tỷ đồng.",
            None,
            HG,
            {
                None: {P.NULL, P.NULL_PRIMARY["one"], P.NULL_NATIONAL_UNNAMED, P.NULL_REACHES, P.NULL_BEYOND["national"]["away"]["one"]},
                "Hà Giang": {P.PRIMARY["one"]},
            },
        ),
        (
            "Chợ thu 5 tỷ đồng. Hà Giang vui.",  # named, but only behind
            None,
            HG,
            {None: {P.NULL, P.NULL_PRIMARY["one"], P.NULL_UNNAMED}, "Hà Giang": {P.NEXT["one"], P.PRIMARY["one"], P.ONLY["one"]}},
        ),
        (
            "Hà Giang họp. Hà Giang vui. Chợ thu 5 tỷ đồng.",
            None,
            (),
            {
                None: {P.NULL, P.NULL_PRIMARY["none"]},
                "Hà Giang": {P.ONLY["none"], P.ONLY_AGAIN["none"], P.PARAGRAPH["none"]},
            },
        ),
        (
            "Hà Giang họp. Lào Cai vui.\nChợ thu 5 tỷ đồng.",
            None,
            (),
            {None: {P.NULL, P.NULL_PRIMARY["none"]}, "Lào Cai": {P.ABOVE["none"]}},
        ),
    ],
)
def test_what_the_article_is_about(text: str, title: str | None, primary: tuple[str, ...], wanted: dict[str | None, set[Feature]]) -> None:
    assert told(provinces(text, primary, title=title), set()) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # in the sentence, on the left
        ("Hà Giang có chợ thu 5 tỷ đồng.", {"Hà Giang": {P.LEFT_NEAR["one"]}}),
        ("Ở Hà Giang, chợ thu 5 tỷ đồng.", {"Hà Giang": {P.LEFT_NEAR["one"], P.LEFT_LOCATED}}),
        ("Riêng Hà Giang thu 5 tỷ đồng.", {"Hà Giang": {P.LEFT_NEAR["one"], P.LEFT_LOCATED}}),
        ("Chợ ở đó vui, Hà Giang thu 5 tỷ đồng.", {"Hà Giang": {P.LEFT_NEAR["one"]}}),
        (
            "Hà Giang tính quỹ chợ của tỉnh là 5 tỷ đồng.",
            {None: {"null:local:left"}, "Hà Giang": {P.LEFT_NEAR["one"], P.LEFT_LOCAL, P.LOCAL}},
        ),
        ("Quỹ chợ của tỉnh do Hà Giang tính là 5 tỷ đồng.", {"Hà Giang": {P.LEFT_NEAR["one"], P.LOCAL}}),
        (
            "Hà Giang mời Lào Cai thu 5 tỷ đồng.",
            {None: {P.NULL_SEVERAL["one"]}, "Hà Giang": {P.LEFT_OTHER}, "Lào Cai": {P.LEFT_NEAR["one"]}},
        ),
        (
            "Lào Cai mời Yên Bái thu 5 tỷ đồng.",
            {None: {P.NULL_SEVERAL["one"], P.NULL_ELSEWHERE}, "Lào Cai": {P.LEFT_OTHER}, "Yên Bái": {P.LEFT_NEAR["one"]}},
        ),
        ("Lào Cai góp chè; Yên Bái thu 5 tỷ đồng.", {"Lào Cai": {P.LEFT_OTHER}, "Yên Bái": {P.LEFT_NEAR["one"]}}),
        ("Lào Cai hơn hẳn Lào Cai thu 5 tỷ đồng.", {"Lào Cai": {P.LEFT_OTHER, P.LEFT_NEAR["one"]}}),
        ("Lào Cai thu 5 tỷ đồng cho quỹ của tỉnh.", {"Lào Cai": {P.LEFT_NEAR["one"]}}),  # "tỉnh" is not the one of the article
        # on the right
        ("Chợ thu 5 tỷ đồng của Hà Giang.", {"Hà Giang": {P.RIGHT_NEAR["one"]}}),
        ("Chợ thu 5 tỷ đồng tại Hà Giang.", {"Hà Giang": {P.RIGHT_NEAR["one"], P.RIGHT_LOCATED}}),
        ("Chợ thu 5 tỷ đồng (Hà Giang).", {"Hà Giang": {P.RIGHT_NEAR["one"], P.RIGHT_LOCATED}}),
        ("Chợ thu 5 tỷ đồng " + "x" * 60 + " tại Hà Giang.", {"Hà Giang": {P.RIGHT_FAR["one"]}}),
        ("Chợ thu 5 tỷ đồng của Hà Giang rồi Lào Cai.", {"Hà Giang": {P.RIGHT_NEAR["one"]}}),
        ("Hà Giang thu 5 tỷ đồng cho Lào Cai.", {"Hà Giang": {P.LEFT_NEAR["one"]}, "Lào Cai": {P.RIGHT_NEAR["one"]}}),
        # before the sentence
        ("Hà Giang họp. Chợ thu 5 tỷ đồng.", {"Hà Giang": {P.PARAGRAPH["one"]}}),
        ("Hà Giang họp.\nChợ thu 5 tỷ đồng.", {"Hà Giang": {P.ABOVE["one"]}}),
        ("Hà Giang họp. Nhà máy này thu 5 tỷ đồng.", {"Hà Giang": {P.PARAGRAPH["one"], P.BACK}}),
        ("Hà Giang họp. Lào Cai vui. Chợ thu 5 tỷ đồng.", {"Lào Cai": {P.PARAGRAPH["one"]}}),
    ],
)
def test_names_near_the_amount(text: str, wanted: dict[str | None, set[Feature]]) -> None:
    assert told(provinces(text, HG), ARTICLE | ALWAYS | {P.NULL_UNNAMED}) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hà Giang có 3 tỷ đồng và 5 tỷ đồng.", P.LEFT_FAR["none"]),  # beyond money
        ("Hà Giang có 3% và 5 tỷ đồng.", P.LEFT_NEAR["none"]),  # a percentage is no money
        ("Xã có 3 tỷ đồng, Hà Giang 5 tỷ đồng.", P.LEFT_NEAR["none"]),
    ],
)
def test_money_parts_a_name_from_an_amount(text: str, wanted: Feature) -> None:
    assert wanted in provinces(text)["Hà Giang"]


PLACED = "Nhà máy chè Suối Mây (SMTea) tại Lai Châu vui."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (PLACED + " Suối Mây thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        (PLACED + " SMTea thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        (PLACED + " Hà Giang đông. SMTea thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        (PLACED + " Suối Mây đông. Chợ thu 5 tỷ đồng.", {"Lai Châu": P.THING_ABOVE["none"]}),
        (PLACED + " Suối Mây đông. Hà Giang đông. Chợ thu 5 tỷ đồng.", {}),  # another name since
        (PLACED + " Suối Mây đông. Lai Châu đông. Chợ thu 5 tỷ đồng.", {"Lai Châu": P.THING_ABOVE["none"]}),
        ("Chợ thu 5 tỷ đồng của nhà máy Suối Mây tại Lai Châu.", {}),  # named behind the amount
        ("Nhà máy chè Suối Mây vui và Lai Châu đông. Suối Mây thu 5 tỷ đồng.", {}),  # not placed
        ("Cụm công nghiệp Suối Mây (Lai Châu) vui. Suối Mây thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        ("Xưởng Suối Mây, tỉnh Lai Châu vui. Suối Mây thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        ("Xưởng Suối Mây thuộc huyện Bến Đá, Lai Châu vui. Suối Mây thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        ("Công ty Suối Mây tại Lai Châu vui. Suối Mây thu 5 tỷ đồng.", {"Lai Châu": P.THING_SENTENCE["none"]}),
        ("Tập đoàn Suối Mây tại Lai Châu vui. Suối Mây thu 5 tỷ đồng.", {}),  # a group has many places
        ("Nhà máy Suối Mây tại Lai Châu vui. Nhà máy Suối Mây tại Hà Giang đông. Suối Mây thu 5 tỷ đồng.", {}),  # two homes
        ("Nhà máy UBND tại Lai Châu vui. UBND thu 5 tỷ đồng.", {}),
        ("Nhà máy Công Ty Chè tại Lai Châu vui. Công Ty Chè thu 5 tỷ đồng.", {}),
        ("Vân Đồn thu 5 tỷ đồng.", {"Quảng Ninh": P.THING_SENTENCE["none"]}),  # known by its own name
        ("Vân Đồn vui.\nChợ thu 5 tỷ đồng.", {"Quảng Ninh": P.THING_ABOVE["none"]}),
        (
            "Nhà máy Suối Mây tại Lai Châu vui. Xưởng Bến Đá ở Hà Giang đông. Suối Mây mua của Bến Đá 5 tỷ đồng.",
            {"Hà Giang": P.THING_SENTENCE["none"]},  # the last
        ),
    ],
)
def test_the_home_of_a_thing(text: str, wanted: dict[str, Feature]) -> None:
    things = {*P.THING_SENTENCE.values(), *P.THING_ABOVE.values()}
    found = {name: feature for name, features in provinces(text).items() for feature in features if feature in things}
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cả nước thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Cả nước vui, chợ thu 5 tỷ đồng.", {P.NULL_REACHES, P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Cả nước có Hà Giang thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["sentence"]["none"]}),  # a province named after it
        ("Hà Giang kém cả nước thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["sentence"]["none"]}),
        ("Hà Giang vui. Cả nước thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["paragraph"]["none"]}),
        ("Hà Giang vui.\nCả nước thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Chợ thu 5 tỷ đồng của cả nước.", {P.NULL_BEYOND["national"]["away"]["none"]}),  # named behind the amount
        # a province among those of the nation is told, not the nation
        ("Hà Giang là một trong các nơi của cả nước thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["sentence"]["none"]}),
        ("Hà Giang đứng đầu cả nước thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["sentence"]["none"]}),
        ("Hà Giang bán khắp cả nước thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["sentence"]["none"]}),
        ("Chè ngoài Việt Nam thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Hà Giang đứng đầu, cả nước thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["sentence"]["none"]}),
        ("Suối Mây Việt Nam thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["away"]["none"]}),  # a firm
        ("Hàng Việt Nam thu 5 tỷ đồng.", {P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Chè của Việt Nam thu 5 tỷ đồng.", {P.NULL_GOVERNS, P.NULL_BEYOND["national"]["away"]["none"]}),
        ("Cả vùng thu 5 tỷ đồng.", {P.NULL_WIDE_LEFT["region"]}),
        ("Thế giới thu 5 tỷ đồng.", {P.NULL_WIDE_LEFT["foreign"], P.NULL_BEYOND["foreign"]["away"]["none"]}),
        (
            "Cả nước hơn thế giới thu 5 tỷ đồng.",
            {P.NULL_WIDE_LEFT["foreign"]} | {P.NULL_BEYOND[g]["away"]["none"] for g in ("national", "foreign")},
        ),
        ("Cả nước có chợ. Chợ thu 5 tỷ đồng.", {P.NULL_NATIONAL_BEFORE["away"]["none"]}),
        ("Cả nước có chợ. Hà Giang thu 5 tỷ đồng.", {P.NULL_NATIONAL_BEFORE["sentence"]["none"]}),
        ("Cả nước có chợ. Mưa. Chợ thu 5 tỷ đồng.", set()),
        ("Cả nước có chợ.\nChợ thu 5 tỷ đồng.", set()),  # in another paragraph
        ("Vốn điều lệ của xưởng là 5 tỷ đồng.", {P.NULL_MEASURED["equity"]}),
        ("Vốn điều lệ nhỏ. Vốn vay là 5 tỷ đồng.", set()),
        ("Có 5 tỷ đồng vốn điều lệ.", set()),
        ("Xưởng chè nắm 51% cổ phần.", {P.NULL_MEASURED["equity"]}),
        ("Xưởng chè giữ 60% quyền sở hữu.", {P.NULL_MEASURED["equity"]}),
        ("Lãi 51%, cổ phần giữ nguyên.", set()),
        ("Chợ giữ 60% quyền thuê.", set()),
        ("Lào Cai mời Yên Bái thu 5 tỷ đồng.", {P.NULL_SEVERAL["none"], P.NULL_ELSEWHERE}),
        ("Lào Cai và Yên Bái thu 5 tỷ đồng.", {P.LIST["joint"], P.NULL_ELSEWHERE}),
        ("Lào Cai thu 5 tỷ đồng cùng Yên Bái.", set()),
    ],
)
def test_what_speaks_for_no_province(text: str, wanted: set[Feature]) -> None:
    assert set(provinces(text)[None]) - ALWAYS - SUBJECTS == wanted


TAX = Link("tax", None, "Hà Giang")


@pytest.mark.parametrize(
    ("text", "links", "wanted"),
    [
        ("Chợ thu 5 tỷ đồng và 3 tỷ đồng.", TAX, {"Hà Giang": P.INHERIT["sentence"]}),
        ("Chợ thu 5 tỷ đồng. Chợ chi 3 tỷ đồng.", TAX, {"Hà Giang": P.INHERIT["paragraph"]}),
        ("Chợ thu 5 tỷ đồng.\nChợ chi 3 tỷ đồng.", TAX, {"Hà Giang": P.INHERIT["above"]}),
        ("Chợ thu 5 tỷ đồng.\nChợ chi 3 tỷ đồng.", Link("tax"), {None: P.INHERIT_NULL["above"]}),
        ("Chợ thu 5 tỷ đồng và 3 tỷ đồng.", Link("tax"), {None: P.INHERIT_NULL["sentence"]}),
        ("Chợ thu 5%, chi 3 tỷ đồng.", TAX, {"Hà Giang": P.INHERIT["sentence"]}),
        ("Chợ thu 5 tỷ đồng, 3 tấn chè và 3 tỷ đồng.", [TAX, Link("other")], {"Hà Giang": P.INHERIT["sentence"]}),  # over a measure
        ("Chợ thu 2 tỷ đồng, 5 tỷ đồng và 3 tỷ đồng.", [TAX, Link("tax")], {None: P.INHERIT_NULL["sentence"]}),  # the nearest only
        ("Chợ thu 3 tấn chè và 3 tỷ đồng.", TAX, {}),
    ],
)
def test_the_province_of_the_amount_before(text: str, links: Link | Sequence[Link], wanted: dict[str | None, Feature]) -> None:
    inherited = {*P.INHERIT.values(), *P.INHERIT_NULL.values()}
    found = {name: feature for name, features in provinces(text, links=links).items() for feature in features if feature in inherited}
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "province", "example", "wanted"),
    [
        ("Bến Đá", "Lai Châu", "Chè cập bến Đá trong đêm", None),
        ("Bến Đá", "Lai Chu", "Chè cập Bến Đá trong đêm", "province: 'Lai Chu' is no province (data/provinces/provinces.csv)"),
        ("Bến Đá", "Lai Châu", "Chè cập Suối Mây trong đêm", "example: 'Bến Đá' is not in 'Chè cập Suối Mây trong đêm'"),
    ],
)
def test_a_place_of_industry_stands_in_a_province_and_in_its_example(name: str, province: str, example: str, wanted: str | None) -> None:
    assert _no_such_place(ZoneRow(name=name, province=province, source="reasoning", example=example)) == wanted


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("Chợ ở huyện Hữu Lũng vui. Chợ thu 5 tỷ đồng.", True),  # once may be in passing
        ("Chợ ở huyện Hữu Lũng vui, huyện Chi Lăng đông. Chợ thu 5 tỷ đồng.", False),
        ("Chợ ở huyện Hữu Lũng vui, huyện Lục Ngạn đông. Chợ thu 5 tỷ đồng.", True),  # of another province
        ("Chợ thu 5 tỷ đồng. Huyện Hữu Lũng vui, huyện Chi Lăng đông.", True),  # told after it
        ("Huyện Hữu Lũng vui. Chợ thu 5 tỷ đồng. Huyện Hữu Lũng đông.", False),
    ],
)
def test_districts_tell_the_main_province(text: str, unnamed: bool) -> None:
    assert (P.NULL_UNNAMED in provinces(text, ("Lạng Sơn",))[None]) is unnamed
