"""Which evidence speaks for the year of an amount: years of its sentence, of its paragraph and of the article, and none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipelines.facts.frames.scope import Link
from pipelines.facts.links.evidence import Feature, Features
from pipelines.facts.links.years import years_evidence as Y
from pipelines.facts.links.years.year_of_amount import year_evidence
from pipelines.values.mentions import Role
from tests.facts.asking import line, scope, years

IN_SENTENCE = {declared.name for declared in Y.SENTENCE.declared}
TAX_2019 = Link("tax", (2019, 2019))


def told(found: Mapping[object, Features], kept: set[Feature]) -> dict[object, set[Feature]]:
    """The features that are kept, by candidate; a single year as a number."""
    named = {c[0] if isinstance(c, tuple) and c[0] == c[1] else c: set(features) & kept for c, features in found.items()}
    assert all(value == 1.0 for features in found.values() for value in features.values() if value)
    return {candidate: features for candidate, features in named.items() if features}


@pytest.mark.parametrize(
    ("text", "role", "wanted"),
    [
        ("Năm 2019 xã chi 5 tỷ đồng.", "other", {2019: {Y.LEFT_NEAR}}),
        ("Năm 2017 xã họp, năm 2018 chi 5 tỷ đồng.", "other", {2017: {Y.LEFT_OTHER}, 2018: {Y.LEFT_NEAR}}),
        ("Năm 2017 xã họp, năm 2017 chi 5 tỷ đồng.", "other", {2017: {Y.LEFT_OTHER, Y.LEFT_NEAR}}),  # named twice
        ("Xã chi 5 tỷ đồng năm 2019.", "other", {2019: {Y.RIGHT_TOUCH}}),
        ("Xã bán 5 tỷ đồng vào thời điểm cuối năm 2019.", "other", {2019: {Y.RIGHT_TOUCH}}),
        ("Xã bán 5 tỷ đồng cho một chợ lớn năm 2019.", "other", {2019: {Y.RIGHT_CLAUSE}}),
        ("Xã chi 5 tỷ đồng và năm 2019.", "other", {2019: {Y.RIGHT_CLAUSE}}),
        ("Xã cần 5 tỷ đồng; năm 2019 họp.", "other", {2019: {Y.RIGHT_FAR}}),
        ("Xã cần 5 tỷ đồng, năm 2019 họp.", "other", {2019: {Y.RIGHT_FAR}}),
        ("Lãi 5 tỷ đồng năm 2019, lãi 3 tỷ đồng.", "other", {2019: {Y.LEFT_FAR, Y.LEFT_TAKEN}}),
        ("Lãi 5 tỷ đồng; năm 2019 lãi 3 tỷ đồng.", "other", {2019: {Y.LEFT_NEAR}}),  # the earlier amount is in another item
        ("Lãi 5% năm 2019, lãi 3 tỷ đồng.", "other", {2019: {Y.LEFT_FAR, Y.LEFT_TAKEN}}),
        ("Có 5 tấn chè năm 2019, lãi 3 tỷ đồng.", "other", {2019: {Y.LEFT_FAR}}),  # a measure owns no year
        # documents
        ("Theo Quyết định số 12/QĐ-UBND năm 2018, xã chi 5 tỷ đồng.", "other", {2018: {Y.LAW_LEFT}}),
        ("Xã chi 5 tỷ đồng theo Quyết định số 12/QĐ-UBND năm 2018.", "other", {2018: {Y.LAW_RIGHT}}),
        # bases of comparison
        ("So với năm 2018, chợ thu 5 tỷ đồng.", "other", {2018: {Y.BASE_LEFT}}),
        ("So với năm 2018 thu 5 tỷ đồng.", "other", {2018: {Y.BASE_LEFT}}),
        ("Cao hơn năm 2018 thu 5 tỷ đồng.", "other", {2018: {Y.BASE_STATED}}),
        ("Cao hơn năm 2018 (thu 5 tỷ đồng).", "other", {2018: {Y.BASE_LEFT}}),
        ("Cao hơn năm 2018 tới 5%.", "other", {2018: {Y.BASE_LEFT}, 2019: {Y.BASE_NEXT}}),  # by how much, no figure of 2018
        ("Hơn năm 2018 tăng 5%.", "other", {2018: {Y.BASE_LEFT}}),  # a change is no figure of the base
        ("Cao hơn năm 2018 " + "x" * 23 + " 5 tỷ đồng.", "other", {2018: {Y.BASE_LEFT}}),  # 25 characters between
        ("Cao hơn năm 2018 " + "x" * 22 + " 5 tỷ đồng.", "other", {2018: {Y.BASE_STATED}}),
        ("Chợ thu 5 tỷ đồng, cao hơn năm 2018.", "other", {2018: {Y.BASE_RIGHT}}),
        ("Năm 2018 lãi hơn so với con số 5 tỷ đồng cùng kỳ năm 2017.", "other", {2018: {Y.LEFT_NEAR}, 2017: {Y.BASE_FIGURE}}),
        ("Nay so với 5 tỷ đồng " + "x" * 14 + " hơn năm 2018.", "other", {2018: {Y.BASE_FIGURE}}),
        ("Nay so với 5 tỷ đồng " + "x" * 19 + " hơn năm 2018.", "other", {2018: {Y.BASE_FIGURE}}),  # 29 characters between
        ("Nay so với 5 tỷ đồng " + "x" * 20 + " hơn năm 2018.", "other", {2018: {Y.BASE_RIGHT}}),
        ("So với cùng kỳ năm 2018, chợ thu 5 tỷ đồng.", "other", {2018: {Y.BASE_LEFT}, 2019: {Y.BASE_NEXT}}),
        ("Chợ thu 5 tỷ đồng, nhiều hơn cùng kỳ năm 2018.", "other", {2018: {Y.BASE_RIGHT}, 2019: {Y.BASE_NEXT}}),
        # what a year dates
        ("Khởi công năm 2017, xưởng chè có vốn 5 tỷ đồng.", "investment", {2017: {Y.LEFT_FAR, Y.EVENT_LEFT}}),
        ("Khởi công năm 2017, xưởng chè có vốn 5 tỷ đồng.", "output", {2017: {Y.LEFT_FAR}}),
        ("Xưởng chè có vốn 5 tỷ đồng, được phê duyệt năm 2017.", "investment", {2017: {Y.RIGHT_FAR, Y.EVENT_RIGHT}}),
        ("Đi vào hoạt động năm 2017, xưởng chè có vốn 5 tỷ đồng.", "investment", {2017: {Y.LEFT_FAR, Y.OPERATION}}),
        ("Đi vào hoạt động năm 2017, xưởng chè có vốn 5 tỷ đồng.", "budget", {2017: {Y.LEFT_FAR}}),
        ("Xã rót 5 tỷ đồng, sang năm 2019 sẽ vận hành.", "investment", {2019: {Y.RIGHT_FAR, Y.OPERATION_FOLLOWS}}),
        ("Xã rót 5 tỷ đồng, sang năm 2019 chợ họp.", "investment", {2019: {Y.RIGHT_FAR}}),
        ("Sang năm 2019 sẽ vận hành, xã rót 5 tỷ đồng.", "budget", {2019: {Y.LEFT_FAR}}),
        ("Xã rót 5 tỷ đồng, dự kiến năm 2019 xong.", "investment", {2019: {Y.RIGHT_FAR, Y.PLAN_CAPITAL}}),
        ("Xã rót 5 tỷ đồng, dự kiến năm 2019 xong.", "budget", {2019: {Y.RIGHT_FAR}}),
        ("Dự kiến năm 2019, xã rót 5 tỷ đồng.", "investment", {2019: {Y.LEFT_FAR}}),
    ],
)
def test_a_year_of_the_sentence(text: str, role: Role, wanted: dict[int, set[Feature]]) -> None:
    assert told(years(text, role=role), IN_SENTENCE - set(Y.INHERIT_NULL["close"].values())) == wanted


def first(text: str) -> dict[object, set[Feature]]:
    """Evidence for the first of two amounts: the last one of the text up to it, with the text behind it."""
    return told(year_evidence(scope(text), line(text), 0, "other", []), IN_SENTENCE)


@pytest.mark.parametrize(
    ("between", "feature"),
    [("lẫn 3 tỷ đồng", Y.RIGHT_FAR), ("lẫn 3%", Y.RIGHT_FAR), ("mua 3 tấn", Y.RIGHT_CLAUSE), ("mua chè của xã", Y.RIGHT_CLAUSE)],
)
def test_a_year_behind_another_money_or_percentage_is_far(between: str, feature: Feature) -> None:
    assert first(f"Xã chi 5 tỷ đồng {between} cho chợ năm 2019.") == {2019: {feature}}


def test_a_year_before_the_next_amount_is_the_one_of_the_first() -> None:
    assert first("Xã chi 5 tỷ đồng năm 2019 và 3 tỷ đồng.") == {2019: {Y.RIGHT_TOUCH}}


@pytest.mark.parametrize(
    ("text", "link", "wanted"),
    [
        ("Năm 2019 chợ thu 4 tỷ đồng (cùng kỳ thu 9 tỷ đồng).", TAX_2019, True),
        ("Năm 2019 chợ thu 4 tỷ đồng (cùng kỳ thu 9 tỷ đồng).", Link("tax", (2018, 2019)), False),  # no single year
        ("Năm 2019 chợ thu 4 tỷ đồng (cùng kỳ thu 9 tỷ đồng).", Link("tax"), False),
        ("Năm 2019 chợ thu 4 tỷ đồng. Cùng kỳ thu 9 tỷ đồng.", TAX_2019, False),  # in the sentence before
        ("Năm 2019 chợ thu 4 tỷ đồng so với cùng kỳ thu 9 tỷ đồng.", TAX_2019, False),
        ("Năm 2019 chợ thu 4 tỷ đồng (thu 9 tỷ đồng).", TAX_2019, False),
    ],
)
def test_the_figure_of_the_same_period_is_of_the_year_before(text: str, link: Link, wanted: bool) -> None:
    assert (Y.BASE_SAME_PERIOD in years(text, links=link).get((2018, 2018), {})) is wanted


@pytest.mark.parametrize(
    ("text", "links", "wanted"),
    [
        ("Xã chi 5 tỷ đồng và 3 tỷ đồng.", TAX_2019, {2019: {Y.INHERIT["close"]["same"]}}),
        ("Xã chi 5 tỷ đồng và 3 tỷ đồng.", Link("fine", (2019, 2019)), {2019: {Y.INHERIT["close"]["other"]}}),
        ("Xã chi 5 tỷ đồng và 3 tỷ đồng.", Link("tax"), {None: {Y.INHERIT_NULL["close"]["same"]}}),
        ("Xã chi 5 tỷ đồng so với 3 tỷ đồng.", TAX_2019, {2019: {Y.INHERIT["sentence"]["same"]}}),
        ("Xã chi 5 tỷ đồng. Chợ thu 3 tỷ đồng.", TAX_2019, {2019: {Y.INHERIT["paragraph"]["same"]}}),
        ("Xã chi 5 tỷ đồng.\nChợ thu 3 tỷ đồng.", TAX_2019, {2019: {Y.INHERIT["above"]["same"]}}),
        ("Xã chi 5 tỷ đồng.\nChợ thu 3 tỷ đồng.", Link("fine"), {None: {Y.INHERIT_NULL["above"]["other"]}}),
        ("Xã chi 5 tỷ đồng mua 2 tấn, bán 3 tỷ đồng.", [TAX_2019, Link("other")], {2019: {Y.INHERIT["close"]["same"]}}),  # over a measure
        ("Xã chi 5 tỷ đồng. Năm 2018 đông. Chợ thu 3 tỷ đồng.", TAX_2019, {}),  # another year has been named since
        ("Xã chi 5 tỷ đồng. Năm 2019 đông. Chợ thu 3 tỷ đồng.", TAX_2019, {2019: {Y.INHERIT["paragraph"]["same"]}}),
        ("Xã chi 5 tỷ đồng, thu 3 tỷ đồng năm 2018.", TAX_2019, {2018: {Y.RIGHT_TOUCH}}),  # it has a year of its own
    ],
)
def test_the_year_of_the_amount_before(text: str, links: Link | Sequence[Link], wanted: dict[object, set[Feature]]) -> None:
    assert told(years(text, role="tax", links=links), IN_SENTENCE) == wanted


PARAGRAPH = {
    Y.PARAGRAPH_LAST,
    Y.PARAGRAPH_DISTANT,
    Y.PARAGRAPH_PLAN,
    Y.PARAGRAPH_RESULTS,
    Y.PARAGRAPH_OTHER,
    Y.PARAGRAPH_AFTER,
    Y.ABOVE,
    Y.ABOVE_PLAN,
    Y.ABOVE_FOUNDED,
    Y.PARAGRAPH_FOUNDED,
    Y.NAMED_LATER,
    Y.TITLE,
}


@pytest.mark.parametrize(
    ("text", "role", "wanted"),
    [
        ("Năm 2018 chợ họp. Xã chi 5 tỷ đồng.", "other", {2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_LAST}}),
        ("Năm 2018 chợ họp. Xã chi 5 tỷ đồng.", "output", {2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_LAST, Y.PARAGRAPH_RESULTS}}),
        ("Kế hoạch năm 2018 chợ họp. Xã chi 5 tỷ đồng.", "output", {2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_PLAN}}),
        (
            "Năm 2017 chợ họp. Năm 2018 chợ họp. Xã chi 5 tỷ đồng.",
            "other",
            {2017: {Y.PARAGRAPH_OTHER}, 2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_LAST}},
        ),
        ("Năm 2018 chợ họp.\nXã chi 5 tỷ đồng.", "other", {2018: {Y.ABOVE}}),
        ("Chợ thành lập năm 2018.\nXã chi 5 tỷ đồng.", "other", {2018: {Y.ABOVE_FOUNDED}}),
        ("Chợ thành lập năm 2018. Xã chi 5 tỷ đồng.", "other", {2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_FOUNDED}}),
        ("Năm 2017 mưa. Năm 2018 chợ họp.\nXã chi 5 tỷ đồng.", "other", {2018: {Y.ABOVE}}),
        ("Kế hoạch năm 2018 chợ họp.\nXã chi 5 tỷ đồng.", "other", {2018: {Y.ABOVE_PLAN}}),
        ("Năm 2017 mưa.\nNăm 2018 nắng. Xã chi 5 tỷ đồng.", "other", {2017: {Y.ABOVE}, 2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_LAST}}),
        ("Xã chi 5 tỷ đồng. Năm 2018 chợ họp.", "other", {2018: {Y.PARAGRAPH_AFTER, Y.NAMED_LATER}}),
        ("Xã chi 5 tỷ đồng.\nNăm 2018 chợ họp.", "other", {2018: {Y.NAMED_LATER}}),
        ("Năm 2018 nắng. Xã chi 5 tỷ đồng. Năm 2018 chợ họp.", "other", {2018: {Y.PARAGRAPH_OTHER, Y.PARAGRAPH_LAST}}),
        ("Năm 2018 xã chi 5 tỷ đồng. Năm 2018 chợ họp.", "other", {}),  # in the sentence itself
    ],
)
def test_a_year_of_the_paragraph_and_above(text: str, role: Role, wanted: dict[int, set[Feature]]) -> None:
    assert told(years(text, role=role), PARAGRAPH) == wanted


def test_the_year_of_publication_is_not_named_later() -> None:
    assert Y.NAMED_LATER not in years("Xã chi 5 tỷ đồng.\nNăm 2018 chợ họp.", "2018-05-01")[2018, 2018]


@pytest.mark.parametrize(("title", "wanted"), [("Chợ năm 2018", True), ("Chợ năm 2017", False), ("Số 1.2018", False)])
def test_a_year_of_the_headline(title: str, wanted: bool) -> None:
    assert (Y.TITLE in years("Chợ năm 2018 đông. Xã chi 5 tỷ đồng.", title=title)[2018, 2018]) is wanted


ARTICLE = {declared.name for declared in Y.AROUND.declared if declared.name.startswith(("main", "latest", "published", "part"))}
LATER = "Năm 2017 đông. Năm 2018 đông. Năm 2017 mưa.\n"


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        (LATER + "Xã chi 5 tỷ đồng.", None, {2017: {"main", "main:away"}, 2018: {"latest", "latest:away"}}),
        (
            LATER + "Hiện nay xã chi 5 tỷ đồng.",
            None,
            {2017: {"main", "main:away", "main:now"}, 2018: {"latest", "latest:away", "latest:now"}},
        ),
        (
            LATER + "Hiện nay xã chi 5 tỷ đồng.",
            "2019-05-01",
            {
                2017: {"main", "main:away"},
                2018: {"latest", "latest:away"},
                2019: {"published", "published:away", "published:now"},
            },
        ),
        (
            "Năm 2017 chợ họp.\nMưa. Nắng. Quý 4, xã chi 5 tỷ đồng.",
            "2019-05-01",
            {
                2017: {"main", "main:away", "main:period", "main:single:away"}
                | {"latest", "latest:away", "latest:period", "latest:single:away"},
                2018: {"part:year_before"},  # the fourth quarter of the year before
                2019: {"published", "published:away", "published:period"},
            },
        ),
        (
            "Năm 2017, mưa. Mưa. Nắng. Quý 1, xã đã chi 5 tỷ đồng.",
            "2019-05-01",
            {
                2017: {"main", "main:paragraph", "main:period", "main:single:paragraph"}
                | {"latest", "latest:paragraph", "latest:period", "latest:single:paragraph"},
                2019: {"published", "published:paragraph", "published:period"},
            },
        ),
        (
            "Năm 2017, quý 4, xã chi 5 tỷ đồng.",  # its sentence has a year
            "2019-05-01",
            {
                2017: {"main", "main:sentence", "main:single:sentence", "latest", "latest:sentence", "latest:single:sentence"},
                2019: {"published", "published:sentence", "published:period", "published:news:sentence"},
            },
        ),
        ("Chợ đông hơn cùng kỳ năm 2018.\nXã chi 5 tỷ đồng.", None, {2019: {"latest", "latest:away"}}),
        ("Xã chi 5 tỷ đồng.", None, {}),
    ],
)
def test_the_years_of_the_article(text: str, published: str | None, wanted: dict[int, set[str]]) -> None:
    assert told(years(text, published), ARTICLE) == wanted


NO_YEAR = {declared.name for declared in Y.AROUND.declared if declared.name.startswith("null")}


@pytest.mark.parametrize(
    ("text", "published", "role", "wanted"),
    [
        ("Xã chi 5 tỷ đồng.", None, "fine", {"null", "null:away:unknown", "null:fine:away:unknown"}),
        ("Xã chi 5 tỷ đồng.", "2019-05-01", "fine", {"null", "null:away:known", "null:fine:away:known"}),
        ("Năm 2018 xã chi 5 tỷ đồng.", None, "fine", {"null", "null:sentence:unknown", "null:fine:sentence:unknown"}),
        (
            "Năm 2018 đông. Giá 5 tỷ đồng.",
            None,
            "price",
            {"null", "null:paragraph:unknown", "null:price:paragraph:unknown", "null:undated_price"},
        ),
        ("Năm 2018 đông. Giá 5 tỷ đồng.", "2019-05-01", "price", {"null", "null:paragraph:known", "null:price:paragraph:known"}),
        ("Năm 2018 đông. Giá 5 tỷ đồng.", None, "asset", {"null", "null:paragraph:unknown", "null:asset:paragraph:unknown"}),
        ("Năm 2018 đông.\nGiá 5 tỷ đồng.", None, "loan", {"null", "null:away:unknown", "null:loan:away:unknown"}),
        ("Xã lấy 5%.", None, "other", {"null", "null:away:unknown", "null:other:away:unknown", "null:share:away"}),
        ("Xã tăng 5%.", None, "other", {"null", "null:away:unknown", "null:other:away:unknown"}),
        ("Xã chi 5 tỷ đồng/năm.", None, "other", {"null", "null:away:unknown", "null:other:away:unknown", "null:every:away"}),
        (
            "Theo quy định, xã chi 5 tỷ đồng.",
            None,
            "other",
            {"null", "null:away:unknown", "null:other:away:unknown", "null:general:away:unknown"},
        ),
        (
            "Xã dự kiến chi 5 tỷ đồng.",
            "2019-05-01",
            "other",
            {"null", "null:away:known", "null:other:away:known", "null:plan:away:known"},
        ),
        ("Hiện nay xã chi 5 tỷ đồng.", None, "other", {"null", "null:away:unknown", "null:other:away:unknown", "null:now"}),
        ("Hiện nay xã chi 5 tỷ đồng.", "2019-05-01", "other", {"null", "null:away:known", "null:other:away:known"}),
        (
            "Xưởng vốn 5 tỷ đồng đi vào hoạt động.",
            None,
            "investment",
            {"null", "null:away:unknown", "null:investment:away:unknown", "null:operation"},
        ),
        ("Xưởng vốn 5 tỷ đồng đi vào hoạt động.", None, "budget", {"null", "null:away:unknown", "null:budget:away:unknown"}),
    ],
)
def test_what_speaks_for_no_year(text: str, published: str | None, role: Role, wanted: set[str]) -> None:
    assert told(years(text, published, role=role), NO_YEAR)[None] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Giá vải đi từ 5 tỷ đồng lên cao.", 1.0),
        ("Giá vải đi từ mức 5 tỷ đồng còn ít.", 1.0),
        ("Năm 2018 giá vải đi từ 5 tỷ đồng lên cao.", 0.0),  # the level has its year
        ("Năm 2018, giá vải đi từ 5 tỷ đồng lên cao.", 1.0),
        ("Giá vải đi từ 5 tỷ đồng, lên cao.", None),
        ("Giá vải đi quanh 5 tỷ đồng lên cao.", None),
        ("Giá vải đi từ 5 tỷ đồng là thấp.", None),
    ],
)
def test_the_level_a_change_begins_from_has_no_year(text: str, wanted: float | None) -> None:
    assert years(text)[None].get(Y.NULL_FROM_LEVEL) == wanted


Line = tuple[list[tuple[int, int]], tuple[int, int] | None, tuple[int, int] | None]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        # periods: years, the one named most often, the latest told as fact
        ("Từ năm 2016 đến nay, chợ đông.", "2019-05-01", ([(2016, 2019)], (2016, 2019), (2019, 2019))),
        ("Từ năm 2016 đến nay, chợ đông.", None, ([(2016, 2016)], (2016, 2016), (2016, 2016))),
        ("Chợ họp năm 2016 đến nay vẫn đông.", "2019-05-01", ([(2016, 2016)], (2016, 2016), (2016, 2016))),
        ("Từ năm 2016 chợ đông.", "2019-05-01", ([(2016, 2016)], (2016, 2016), (2016, 2016))),
        ("Từ năm 2019 đến nay, chợ đông.", "2019-05-01", ([(2019, 2019)], (2019, 2019), (2019, 2019))),
        ("Từ 12/2016 đến 5/2017, chợ đông.", None, ([(2016, 2017)], (2016, 2017), (2017, 2017))),
        ("Chợ đông 12/2016 đến 5/2017.", None, ([(2016, 2016), (2017, 2017)], (2016, 2016), (2017, 2017))),
        ("Từ năm 2016 và năm 2018.", None, ([(2016, 2016), (2018, 2018)], (2016, 2016), (2018, 2018))),
        ("Hai năm 2016 và 2017.", None, ([(2016, 2017)], (2016, 2017), (2017, 2017))),
        ("Từ 5/2017 đến 12/2016.", None, ([(2017, 2017), (2016, 2016)], (2017, 2017), (2017, 2017))),
        # the one named most often; plans, years to come and bases are no facts
        ("Năm 2016 đông. Năm 2017 đông. Năm 2016 vui.", None, ([(2016, 2016), (2017, 2017), (2016, 2016)], (2016, 2016), (2017, 2017))),
        ("Năm 2016 đông. Năm 2021 đông.", "2019-01-01", ([(2016, 2016), (2021, 2021)], (2016, 2016), (2016, 2016))),
        ("Mục tiêu là 2025 xong.", None, ([(2025, 2025)], (2025, 2025), None)),
        ("Đông hơn cùng kỳ năm 2016.", None, ([], None, (2017, 2017))),
        ("Đông hơn cùng kỳ năm 2016.", "2017-03-01", ([], None, None)),
        ("Theo Luật Đầu tư năm 2014, chợ đông năm 2016.", None, ([(2016, 2016)], (2016, 2016), (2016, 2016))),
    ],
)
def test_the_line_of_years(text: str, published: str | None, wanted: Line) -> None:
    found = line(text, published)
    assert ([(y.year_from, y.year_to) for y in found.plain], found.main, found.latest) == wanted
    assert found.single is (len(set(wanted[0])) == 1)


def test_a_joined_period_is_one_mention_of_the_whole() -> None:
    text = "Giai đoạn từ tháng 12/2016 đến hết tháng 5/2017, chợ đông."
    (period,) = line(text).years
    assert text[period.start : period.end] == period.surface == "12/2016 đến hết tháng 5/2017"


@pytest.mark.parametrize(("role", "wanted"), [("investment", True), ("fine", True), ("output", False), ("price", False)])
def test_news_of_a_decision_dates_capital_and_public_money(role: Role, wanted: bool) -> None:
    found = years("Xã vừa ký hợp đồng. Xưởng có vốn 5 tỷ đồng.", "2019-05-01", role=role)
    assert (Y.PUBLISHED_EVENT["away"] in found[2019, 2019]) is wanted


@pytest.mark.parametrize(
    ("text", "title", "event", "news"),
    [
        ("Xã phê duyệt xưởng chè.", None, True, False),
        ("Mưa. Xã phê duyệt xưởng chè.", None, True, False),
        ("Mưa. Nắng. Xã phê duyệt xưởng chè.", None, False, False),  # in the third sentence
        ("Mưa. Nắng. Xã vừa phê duyệt xưởng chè.", None, True, False),  # but just now
        ("Mưa. Nắng.", "Khởi công xưởng chè", True, False),
        ("Năm 2016 xã phê duyệt xưởng chè.", None, False, False),  # news of another year
        ("Năm 2017 xã phê duyệt xưởng chè.", None, True, False),
        ("Xã phê duyệt xưởng chè. Mưa. Năm 2016 gió.", None, True, False),
        ("Xã phê duyệt xưởng chè. Năm 2016 gió. Mưa.", None, False, False),
        ("Hiện nay chợ đông. Mưa. Gió.", None, False, True),
        ("Mưa. Quý 3 chợ đông.", None, False, True),
        ("Mưa. Gió. Hiện nay chợ đông.", None, False, False),
        ("Mưa. Gió.", "Quý 3 chợ đông", False, True),
    ],
)
def test_news_stand_in_the_headline_and_the_first_two_sentences(text: str, title: str | None, event: bool, news: bool) -> None:
    found = line(text, "2017-03-01", title)
    assert (found.event_now, found.news) == (event, news)
