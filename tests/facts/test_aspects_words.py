"""What single words around an amount decide: whether it is planned, which way goods went, what it is a part of, and its line of support."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipelines.facts.facts import find_facts
from pipelines.facts.links.years.part_of_year import not_begun
from pipelines.facts.supports.supports import find_supports
from pipelines.text.prepared import prepare
from pipelines.values.mentions import AmountMention, Context, Role, Support


def amounts(text: str, published: str | None = None) -> tuple[AmountMention, ...]:
    return find_facts(text, Context(None, published)).amounts


@pytest.mark.parametrize(
    ("trader", "flow"),
    [
        ("doanh nghiệp xuất khẩu", "export"),
        ("bên xk", "export"),
        ("doanh nghiệp nhập khẩu", "import"),
        ("bên nk", "import"),
        ("đơn vị xuất nhập khẩu", "both"),
        ("công ty xuất, nhập khẩu", "both"),
        ("thương nhân xnk", "both"),
        ("tờ khai xuất khẩu", None),  # no trader
    ],
)
def test_a_trader_tells_the_direction_of_trade(trader: str, flow: str | None) -> None:
    (amount,) = amounts(f"Kim ngạch của {trader} là 3 triệu USD.")
    assert (amount.role, amount.flow) == ("trade", flow)


@pytest.mark.parametrize(
    ("before", "flow"),
    [
        ("Xuất khẩu chè vui. ", "export"),
        ("Xuất khẩu và nhập khẩu chè vui. ", "both"),
        ("Xuất khẩu vui, nhập khẩu buồn. ", None),  # two directions
        ("Xuất khẩu chè\n", "export"),  # a sub-heading
        ("Xuất khẩu chè vui.\n", None),  # another paragraph
        ("Cục Xuất nhập khẩu nói xuất khẩu vui. ", "export"),
        ("Doanh nghiệp nhập khẩu nói xuất khẩu vui. ", "export"),
        ("Cục Xuất nhập khẩu họp. ", None),
        ("Xuất khẩu chè vui. Mưa. ", None),
        ("Xuất khẩu 3 triệu USD. Mưa. ", "export"),  # the trade figure before
        ("Xuất khẩu 3 triệu USD. Mưa.\n", None),
        ("Xuất khẩu 3 triệu USD. Cục Xuất nhập khẩu họp. Mưa. ", "export"),
        ("Xuất khẩu 3 triệu USD. Xuất khẩu vui, nhập khẩu buồn. Mưa. ", None),
    ],
)
def test_the_direction_told_before_the_sentence(before: str, flow: str | None) -> None:
    assert amounts(before + "Kim ngạch là 2 triệu USD.")[-1].flow == flow


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Xuất khẩu và nhập khẩu lần lượt đạt 5 tỷ USD và 4 tỷ USD.", ["export", "import"]),
        ("Nhập khẩu và xuất khẩu lần lượt đạt 5 tỷ USD và 4 tỷ USD.", ["import", "export"]),
        ("Xuất khẩu, nhập khẩu tương ứng đạt 5 tỷ USD, 4 tỷ USD và 3 tỷ USD.", ["export", "import", "both"]),
        ("Xuất khẩu và nhập khẩu đạt 5 tỷ USD và 4 tỷ USD.", ["both", "both"]),
        ("Nhập siêu 2 tỷ USD, bằng 5% kim ngạch xuất khẩu.", ["balance", "balance"]),
        ("Nhập siêu 2 tỷ USD, hơn 5% kim ngạch xuất khẩu.", ["balance", "export"]),
        ("Kim ngạch 5 tỷ USD, trong đó xuất khẩu 3 tỷ USD.", [None, "export"]),
        ("Kim ngạch 5 tỷ USD, xuất khẩu 3 tỷ USD và nhập khẩu 2 tỷ USD.", ["both", "export", "import"]),
        ("Kim ngạch 5 tỷ USD là của xuất khẩu chè, xuất khẩu hồi.", ["export"]),
    ],
)
def test_directions_within_a_sentence(text: str, flows: list[str | None]) -> None:
    assert [amount.flow for amount in amounts(text)] == flows


@pytest.mark.parametrize(
    ("text", "published", "planned"),
    [
        ("Xã đạt chỉ tiêu 8%.", None, [False]),  # a result held against a target
        ("Xã đạt mục tiêu 8%.", None, [True]),
        ("Chợ thu vượt kế hoạch 5 tỷ đồng.", None, [False]),  # by so much
        ("Chợ thu vượt kế hoạch 5 tỷ đồng đề ra.", None, [True]),
        ("Chợ thu vượt kế hoạch 5 tỷ đồng, đề ra sớm.", None, [False]),
        ("Chợ thu đạt kế hoạch 5 tỷ đồng.", None, [True]),
        ("Chợ thu đạt kế hoạch, 5 tỷ đồng.", None, [False]),
        ("Chợ thu đạt kế hoạch và 5 tỷ đồng.", None, [False]),
        ("Kế hoạch năm 2021 là 6 tỷ đồng, năm 2020 thu 5 tỷ đồng.", None, [True, False]),
        ("Kế hoạch năm 2021 là 6 tỷ đồng, năm 2021 thu 5 tỷ đồng.", None, [True, True]),
        ("Kế hoạch năm 2021 là 6 tỷ đồng, năm 2022 thu 5 tỷ đồng.", None, [True, True]),
        ("Xã cần thêm 5 tỷ đồng.", None, [True]),
        ("Xã cần thêm 5%.", None, [False]),
        ("Xã cho tối đa 5%.", None, [True]),
        ("Xã cho tối đa 5 tấn.", None, [False]),
        ("Dự kiến tăng từ 3 tỷ đồng lên 5 tỷ đồng.", None, [False, True]),
        ("Dự kiến thu từ 3 đến 5 tỷ đồng.", None, [True]),
        ("Dự kiến thu 5 tỷ đồng, hơn so với 3 tỷ đồng.", None, [True, False]),
        ("Đã thu 5 tỷ đồng, dự kiến thu 3 tỷ đồng.", None, [False, True]),
        ("Dự kiến thu 5 tỷ đồng, đã thu 3 tỷ đồng.", None, [True, False]),
        ("Sở Kế hoạch thu 5 tỷ đồng.", None, [False]),
        # beyond the sentence
        ("Xã dự kiến họp. Trong đó chợ 5 tỷ đồng.", None, [True]),
        ("Xã dự kiến họp. Chợ 5 tỷ đồng.", None, [False]),
        ("Xã đã họp. Trong đó chợ 5 tỷ đồng.", None, [False]),
        ("Dự kiến xã có:\n- Chợ 5 tỷ đồng;\n- Xưởng 3 tỷ đồng.\nXã thu 2 tỷ đồng.", None, [True, True, False]),
        ("Dự kiến xã có:\n- Đã có chợ 5 tỷ đồng;\n- Xưởng 3 tỷ đồng.", None, [False, True]),
        ("Xã đã có:\n- Chợ 5 tỷ đồng;\n- Xưởng 3 tỷ đồng.", None, [False, False]),
        ("Dự kiến năm tới\n- Chợ 5 tỷ đồng.\n- Xưởng 3 tỷ đồng.\nXã thu 2 tỷ đồng.", None, [True, True, False]),
        # years to come
        ("Năm 2025 chợ thu 5 tỷ đồng.", "2020-05-01", [True]),
        ("Năm 2025 chợ đã thu 5 tỷ đồng.", "2020-05-01", [False]),
        ("Năm 2020 chợ thu 5 tỷ đồng.", "2020-05-01", [False]),
        ("Năm 2021 chợ thu 5 tỷ đồng.", "2020-05-01", [True]),
        ("Năm 2025 chợ thu 5 tỷ đồng.", None, [False]),
    ],
)
def test_planned_or_reported(text: str, published: str | None, planned: list[bool]) -> None:
    assert [amount.planned for amount in amounts(text, published)] == planned


@pytest.mark.parametrize(("second", "is_part"), [(404, True), (406, False), (396, True), (394, False)])  # million of a thousand
def test_parts_in_a_bracket_add_up_to_their_whole(second: int, is_part: bool) -> None:
    whole, *parts = amounts(f"Kinh phí 1.000 triệu đồng (tỉnh 600 triệu đồng, xã {second} triệu đồng).")
    assert [part.part_of for part in parts] == [whole.start if is_part else None] * 2


def test_a_year_has_twelve_months() -> None:
    low = "13 tháng qua, xã thu 3 tỷ đồng"
    assert not not_begun(low, 0, len(low), 12)


def lines(text: str) -> list[tuple[str | None, int | None, int | None, str | None, str]]:
    """Programme, projects, beneficiaries, money and rule of every line of support."""
    found = find_facts(text, Context())
    surfaces = {a.start: a.surface for a in found.amounts}
    return [
        (s.programme, s.projects, s.beneficiaries, None if s.amount_start is None else surfaces[s.amount_start], s.rule)
        for s in found.supports
        if s.payer in ("state", None)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Khuyến công hỗ trợ 3 đề án, kinh phí 5 tỷ đồng.", [("khuyến công", 3, None, "5 tỷ đồng", "projects")]),
        ("Khuyến công hỗ trợ 3 - 4 đề án, kinh phí 5 tỷ đồng.", [("khuyến công", None, None, "5 tỷ đồng", "projects")]),
        ("Hỗ trợ 3 hộ, 4 đề án 5 tỷ đồng.", [(None, 4, 3, "5 tỷ đồng", "projects")]),
        ("Khuyến công có 3 đề án.", [("khuyến công", 3, None, None, "projects")]),
        ("Xã có 3 đề án.", []),
        ("Hỗ trợ 3 hộ 5 tỷ đồng.", [(None, None, 3, "5 tỷ đồng", "amount")]),
        ("Hỗ trợ 5 tỷ đồng cho 3 hộ.", [(None, None, 3, "5 tỷ đồng", "amount")]),
        ("Hỗ trợ 3 hộ.", []),
        ("Hỗ trợ 5 tỷ đồng đối ứng.", []),
        ("Hỗ trợ 5 tỷ đồng vốn vay.", []),
        ("Hỗ trợ máy trị giá 5 tỷ đồng.", []),
        ("Hỗ trợ máy trị giá, 5 tỷ đồng.", []),
        ("Cho 5 tỷ đồng.", []),
        (
            "Khuyến công hỗ trợ 2 đề án ocop 3 tỷ đồng; 4 đề án đào tạo nghề 5 tỷ đồng.",
            [("ocop", 2, None, "3 tỷ đồng", "projects"), ("đào tạo nghề", 4, None, "5 tỷ đồng", "projects")],
        ),
        # where the programme is named
        ("Chợ ocop vui. Hỗ trợ 5 tỷ đồng.", [("ocop", None, None, "5 tỷ đồng", "amount")]),
        ("Chợ ocop vui.\nHỗ trợ 5 tỷ đồng.", [(None, None, None, "5 tỷ đồng", "amount")]),  # in another paragraph
        ("Chợ khuyến công vui.\nHỗ trợ 5 tỷ đồng.", [("khuyến công", None, None, "5 tỷ đồng", "amount")]),  # but this one
        ("Khuyến công vui.\nHỗ trợ 5 tỷ đồng.", [("khuyến công", None, None, "5 tỷ đồng", "amount")]),
        ("Hỗ trợ 5 tỷ đồng.\nKhuyến công vui.", [(None, None, None, "5 tỷ đồng", "amount")]),
        ("Khuyến công vui.\nHỗ trợ ocop 5 tỷ đồng.", [("ocop", None, None, "5 tỷ đồng", "amount")]),
        ("Hỗ trợ 5 tỷ đồng cho ocop, khuyến nông.", [("ocop", None, None, "5 tỷ đồng", "amount")]),
    ],
)
def test_lines_of_support(text: str, wanted: list[object]) -> None:
    assert lines(text) == wanted


def supports(text: str, roles: list[Role]) -> list[Support]:
    """Lines of support when the money of the text has these roles."""
    given = iter(roles)
    found = [replace(a, role=next(given)) if a.kind == "money" else a for a in amounts(text)]
    return find_supports(prepare(text), found)


@pytest.mark.parametrize(
    ("role", "alone", "with_projects"),
    [("support", True, True), ("budget", True, True), ("other", True, True), ("investment", False, False), ("price", False, False)],
)
def test_which_money_a_line_gives(role: Role, alone: bool, with_projects: bool) -> None:
    assert bool(supports("Xã hỗ trợ 5 tỷ đồng.", [role])) is alone
    assert bool(supports("Xã hỗ trợ 2 đề án 5 tỷ đồng.", [role])) is with_projects


def test_the_support_is_given_and_not_the_whole() -> None:
    text = "Xã hỗ trợ chợ 5 tỷ đồng và 3 tỷ đồng."
    assert [text[s.amount_start or 0 :][:9] for s in supports(text, ["budget", "price"])] == ["5 tỷ đồng"]
