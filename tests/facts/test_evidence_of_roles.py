"""Which evidence speaks for the role of an amount: cue words by their place, its own unit and size, things counted, the amount before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.facts.frames.cues import Cue, _by_first_word, find_cues
from pipelines.facts.frames.scope import Link
from pipelines.facts.links.evidence import Feature
from pipelines.facts.links.linking import Subject, link_amounts
from pipelines.facts.links.roles import roles_evidence as R
from pipelines.facts.links.roles.roles import cue_word
from pipelines.text.prepared import bare, prepare
from pipelines.values.mentions import Context, Role
from tests.facts.asking import roles, scope

USUAL = {feature for family in R.IS.values() for feature in family.values()}
Told = dict[str, dict[Feature, float]]


def told(text: str, links: Sequence[Link] | Link | None = None, title: str | None = None) -> Told:
    """Evidence beyond what such an amount is mostly for."""
    found = roles(text, links, title)
    named = {role: {name: round(value, 3) for name, value in features.items() if name not in USUAL} for role, features in found.items()}
    return {role: features for role, features in named.items() if features}


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        # on the left: weaker the further off, beyond a comma, beyond another amount
        ("Lợi nhuận 5 tỷ đồng.", None, {"profit": {R.NEAREST["money"]: 0.992}}),
        ("Lợi nhuận xxxxxxxxxx 5 tỷ đồng.", None, {"profit": {R.NEAREST["money"]: 0.909}}),
        ("Khuyến công 5 tỷ đồng.", None, {"support": {R.NEAREST["money"]: 0.331}}),  # a weak word
        # its clause goes on with the one before, or names something else that is measured
        ("Lợi nhuận, chợ có 5 tỷ đồng.", None, {"profit": {R.SAME["money"]: 1.0}}),
        ("Lợi nhuận, chợ, và có 5 tỷ đồng.", None, {"profit": {R.SAME["money"]: 1.0}}),
        ("Lợi nhuận, chợ 5 tỷ đồng.", None, {"profit": {R.ITEM["money"]: 1.0}}),
        # the head noun before the verb of measure, what describes it, what stands behind the verb
        ("Lợi nhuận và doanh thu là 5 tỷ đồng.", None, {"output": {R.HEAD["money"]: 1.0}, "profit": {R.BEFORE_OWN: 0.678}}),
        ("Giá bình gốm xuất khẩu đạt 5 tỷ đồng.", None, {"trade": {R.KEPT["money"]: 0.96}, "asset": {R.HEAD["money"]: 0.667}}),
        ("Xã chiếm vốn 5%.", None, {"investment": {R.OBJECT["share"]: 0.331}, "other": {R.BARE_PERCENT: 1.0}}),
        # on the right: at once, close by, in the clause, beyond a comma or another amount
        ("Xã có 5 tỷ đồng lợi nhuận.", None, {"profit": {R.NEXT["money"]: 0.976, R.TOUCH["money"]: 1.0}}),
        ("Xã có 5 tỷ đồng là lợi nhuận.", None, {"profit": {R.NEXT["money"]: 0.909}}),
        (
            "Xã có 5% lợi nhuận.",
            None,
            {"profit": {R.WHOLE["share"]: 1.0, R.NEXT["share"]: 0.976, R.TOUCH["share"]: 1.0}, "other": {R.BARE_PERCENT: 1.0}},
        ),
        ("Xã có 5 tỷ đồng, lợi nhuận.", None, {"profit": {R.AFTER: 0.968}}),
        # around the sentence
        ("Lợi nhuận tốt. Chợ có 5 tỷ đồng.", None, {"profit": {R.PREVIOUS: 1.0, R.LEAD: 1.0}}),
        ("Lợi nhuận tốt. Mưa. Chợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0}}),
        ("Lợi nhuận tốt.\nChợ có 5 tỷ đồng.", None, {"profit": {R.PARAGRAPH_BEFORE: 1.0, R.LEAD: 1.0}}),
        ("Lợi nhuận\nChợ có 5 tỷ đồng.", None, {"profit": {R.PARAGRAPH_BEFORE: 1.0, R.LEAD: 1.0, R.HEADING: 1.0}}),
        ("Lợi nhuận\nMưa.\nChợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0, R.HEADING: 1.0}}),
        ("Lợi nhuận\nMưa\nChợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0}}),  # the nearest sub-heading only
        ("Chợ có 5 tỷ đồng.", "Lợi nhuận tốt", {"profit": {R.TITLE: 1.0}}),
        ("Lợi nhuận như sau:\n- Mưa;\n- Chợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0, R.INTRO: 1.0}}),
        ("Lợi nhuận như sau:\n- Mưa;\nGió.\n- Chợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0}}),  # the list was over
        ("Lợi nhuận như sau:\nChè | 2\nChợ có 5 tỷ đồng.", None, {"profit": {R.LEAD: 1.0, R.INTRO: 1.0}}),
        ("Khuyến công. Khuyến công. Khuyến công. Mưa. Chợ có 5 tỷ đồng.", None, {"support": {R.LEAD: 0.333, R.TOPIC: 1.0}}),
    ],
)
def test_a_cue_word_by_its_place(text: str, title: str | None, wanted: Told) -> None:
    assert told(text, title=title) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lợi nhuận 3 tỷ đồng 5 tỷ đồng.", {R.NEAREST["money"]: 0.702}),  # one amount between
        ("Lợi nhuận 3 tỷ đồng và 5 tỷ đồng.", {R.SAME["money"]: 0.857}),  # and a clause
        ("Lợi nhuận 3 tỷ đồng 4 tỷ đồng 5 tỷ đồng.", {R.NEAREST["money"]: 0.543}),
    ],
)
def test_a_cue_word_beyond_other_amounts(text: str, wanted: dict[Feature, float]) -> None:
    assert told(text)["profit"] == wanted


def test_what_a_percentage_says_it_is_of_puts_other_words_aside() -> None:
    found = told("Lợi nhuận, chợ chiếm 5% diện tích.")
    assert found["profit"] == {R.SIDE["far"]: 1.0}
    assert found["other"][R.WHOLE["share"]] == 1.0
    assert R.WHOLE["percent"] in told("Chợ tăng 5% về diện tích.")["other"]
    assert R.AFTER in told("Chợ có 5% để xuất khẩu.")["trade"]  # no part of what the percentage is of


def test_goods_that_are_bought_and_sold_have_no_price_of_their_own() -> None:
    assert told("Xã bán 5 chiếc nón.") == {"output": {R.NEAREST["count"]: 0.331, R.GOODS: 1.0}}
    assert R.GOODS not in told("Xã đón 5 lượt khách.").get("output", {})


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [
        ("5 triệu đồng/kg", {"price": R.UNIT_PRICE}),
        ("5 triệu đồng/cổ phiếu", {"asset": R.UNIT_PRICE}),
        ("5 triệu đồng/hộ", {"support": R.PER_BODY}),
        ("5 triệu đồng/người", {"support": R.PER_BODY, "income": R.PER_PERSON}),
        ("5 triệu đồng/tháng", {"income": R.PER_PERSON}),
        ("5 triệu đồng/năm", {}),
        ("5 triệu đồng/đôi", {"price": R.PER_THING}),
        ("5 triệu USD", {"trade": R.FOREIGN_MONEY, "investment": R.FOREIGN_MONEY}),
        ("500 USD", {"trade": R.FOREIGN_MONEY, "investment": R.FOREIGN_MONEY}),
        ("5.000 đồng", {"price": R.SMALL_MONEY}),
        ("5%", {"other": R.BARE_PERCENT}),
    ],
)
def test_what_an_amount_tells_of_itself(amount: str, wanted: dict[str, Feature]) -> None:
    assert told(f"Chợ có {amount}.") == {role: {feature: 1.0} for role, feature in wanted.items()}


def test_growth_is_of_trade_output_or_price() -> None:
    assert told("Chợ tăng 5%.") == {role: {R.GROWTH: 1.0} for role in ("trade", "output", "price")}


@pytest.mark.parametrize(
    ("text", "role", "feature"),
    [
        ("Chợ có 96% doanh nghiệp.", "other", R.SHARE_OF_THINGS),
        ("Chợ có 96% dự án.", "other", R.SHARE_OF_WHOLE),
        ("Có 12 đề án, chợ có 5 tỷ đồng.", "support", R.PROJECTS),
        ("Có 12 đề án, 3 tấn chè, chợ có 5 tỷ đồng.", "support", R.PROJECTS),
    ],
)
def test_things_that_are_counted(text: str, role: str, feature: Feature) -> None:
    assert [name for name in (R.SHARE_OF_THINGS, R.SHARE_OF_WHOLE, R.PROJECTS) if name in told(text)[role]] == [feature]


@pytest.mark.parametrize(
    "text",
    [
        "Chợ tăng 96% doanh nghiệp.",  # a growth is no share
        "Có 12 đề án. Chợ có 5 tỷ đồng.",  # in another sentence
        "Có 12 đề án, chợ có 5%.",
        "Có 12 hộ, chợ có 5 tỷ đồng.",
    ],
)
def test_things_that_tell_nothing(text: str) -> None:
    for features in told(text).values():
        assert features.keys().isdisjoint({R.SHARE_OF_THINGS, R.SHARE_OF_WHOLE, R.PROJECTS})


@pytest.mark.parametrize(
    ("text", "before", "wanted"),
    [
        ("Chợ có 3 tỷ đồng, tăng 5%.", "loan", R.INHERIT_CHANGE["money"]),
        ("Chợ có 3 tỷ đồng, chiếm 5%.", "loan", R.INHERIT_SHARE["money"]),
        ("Chợ có 3 tấn, tăng 5%.", "loan", R.INHERIT_CHANGE["measure"]),
        ("Chợ có 3 hộ, chiếm 5%.", "loan", R.INHERIT_SHARE["count"]),
        ("Chợ có 3 tỷ đồng; tăng 5%.", "loan", R.INHERIT_ITEM),
        ("Chợ có 3 tỷ đồng " + "x" * 43 + " tăng 5%.", "loan", R.INHERIT_SENTENCE),
        ("Chợ có 3 tỷ đồng và 5 tỷ đồng.", "loan", R.INHERIT_CLOSE),
        ("Chợ có 3 tấn; thu 5 tỷ đồng.", "loan", None),
        ("Chợ có 3 tỷ đồng. Thu 5 tỷ đồng.", "loan", R.INHERIT_PARAGRAPH),
        ("Chợ có 3 tỷ đồng. 2 tấn. Thu 5 tỷ đồng.", "loan", R.INHERIT_PARAGRAPH),
        ("Chợ có 3 tấn. Thu 5 tỷ đồng.", "loan", None),
        ("Chợ có 3 tỷ đồng.\nThu 5 tỷ đồng.", "loan", None),
        ("Chợ có 3 tỷ đồng và 5 tỷ đồng.", "price", None),  # much too much for a price
        ("Chợ có 3 tỷ đồng và 5 triệu đồng.", "price", R.INHERIT_CLOSE),
    ],
)
def test_the_role_of_the_amount_before(text: str, before: Role, wanted: Feature | None) -> None:
    named = told(text, Link(before)).get(before, {})
    assert [name for name in named if name.startswith("inherit")] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("text", "title", "role", "reason", "wanted"),
    [
        ("Lợi nhuận và doanh thu là 5 tỷ đồng.", None, "profit", R.BEFORE_OWN, "lợi nhuận"),
        ("Lợi nhuận, lãi ròng là 5 tỷ đồng.", None, "profit", R.HEAD["money"], "lãi ròng"),  # the nearest
        ("Xã có 5 tỷ đồng lợi nhuận, lãi ròng.", None, "profit", R.NEXT["money"], "lợi nhuận"),
        ("Xã có 5 tỷ đồng, lợi nhuận.", None, "profit", R.AFTER, "lợi nhuận"),
        ("Xã có 5 tỷ đồng lợi nhuận.", None, "profit", R.HEAD["money"], ""),
        ("Lợi nhuận là 5 tỷ đồng.", None, "profit", R.NEXT["money"], ""),
        ("Lợi nhuận tốt. Chợ có 5 tỷ đồng.", None, "profit", R.PREVIOUS, "lợi nhuận"),
        ("Lợi nhuận tốt.\nChợ có 5 tỷ đồng.", None, "profit", R.PARAGRAPH_BEFORE, "lợi nhuận"),
        ("Lợi nhuận\nMưa.\nChợ có 5 tỷ đồng.", None, "profit", R.HEADING, "lợi nhuận"),
        ("Chợ có 5 tỷ đồng.", "Mưa và lợi nhuận", "profit", R.TITLE, "lợi nhuận"),
        ("Giá bán 5 tỷ đồng.", None, "asset", R.NEAREST["money"], "giá bán"),  # a large price
        ("Lợi nhuận là 5 tỷ đồng.", None, "profit", R.GROWTH, ""),
        ("Lợi nhuận là 5 tỷ đồng.", None, "loan", R.HEAD["money"], ""),
    ],
)
def test_the_cue_word_behind_a_reason(text: str, title: str | None, role: str, reason: str, wanted: str) -> None:
    asked = scope(text, title=title)
    assert cue_word(asked, len(asked.amounts) - 1, role, reason) == wanted


@pytest.mark.parametrize(
    ("low", "wanted"),
    [
        ("hỗ trợ lãi suất", [(0, 15, "support")]),  # the longest
        ("(hỗ trợ)", [(1, 7, "support")]),
        ("hỗ trợx", []),
        ("hỗ trợ, lợi nhuận khá", [(0, 6, "support"), (8, 17, "profit")]),
    ],
)
def test_cue_words_are_whole_and_the_longest(low: str, wanted: list[tuple[int, int, str]]) -> None:
    cues, markers = find_cues(low, bare(low), 0, len(low))
    assert [(cue.start, cue.end, cue.meaning) for cue in cues] == wanted
    assert markers == []


def test_markers_are_found_beside_cue_words_inside_the_span_only() -> None:
    low = "cả nước hỗ trợ. cả nước"
    assert find_cues(low, bare(low), 0, 14) == ([Cue(8, 14, "support", 2)], [Cue(0, 7, "national", 1)])
    assert find_cues(low, bare(low), 14, len(low)) == ([], [Cue(16, 23, "national", 1)])
    assert find_cues(low, bare(low), 3, 13) == ([], [])


def test_phrases_stand_under_their_first_word_longest_first() -> None:
    entries = [("vốn", "budget", 1), ("giá", "price", 2), ("vốn đầu tư", "investment", 3), ("vốn vay", "loan", 3)]
    assert _by_first_word(entries) == {
        "vốn": (("vốn đầu tư", "investment", 3), ("vốn vay", "loan", 3), ("vốn", "budget", 1)),
        "giá": (("giá", "price", 2),),
    }


def test_linking_fills_links_and_leaves_the_rest() -> None:
    text = "Năm 2016, sở chi khoảng 5 tỷ đồng/năm và có 3 tấn chè."
    asked = scope(text)
    money, tons = link_amounts(prepare(text), asked.amounts, [], [], Subject(("Hà Giang",), Context()))
    assert tons == asked.amounts[1]
    given = asked.amounts[0]
    assert (money.province, money.year) == ("Hà Giang", None)
    kept = ("kind", "min", "max", "unit", "start", "end", "surface", "rule", "vnd_min", "vnd_max", "approx", "per", "change")
    assert [getattr(money, name) for name in kept] == [getattr(given, name) for name in kept]
    assert (money.approx, money.per, money.vnd_max) == ("about", "year", 5_000_000_000)
