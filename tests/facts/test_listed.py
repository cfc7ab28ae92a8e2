"""Lists of sums and provinces: which name is whose by the order of the sentence, and where the order tells nothing."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.links.provinces.listed import Listed, Row, listed
from pipelines.facts.provinces.provinces import find_provinces
from pipelines.text.prepared import prepare


def told(text: str, k: int) -> Listed | None:
    """What the order tells of the k-th sum or share of a text of one sentence."""
    sums = [amount for amount in find_amounts(text) if amount.kind in ("money", "percent")]
    names = find_provinces(prepare(text))
    assert len(sums) > k
    assert names
    return listed(Row(prepare(text).low, 0, sums, k, names))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bộ chia 25 tỷ đồng cho Sơn La, 18 tỷ đồng cho Lai Châu và 9 tỷ đồng cho tỉnh Cao Bằng.", ["Sơn La", "Lai Châu", "Cao Bằng"]),
        ("Hãng rót 300 triệu USD vào Hải Dương, 120 triệu USD đổ về Bắc Ninh.", ["Hải Dương", "Bắc Ninh"]),
        ("Quỹ giúp 90 triệu đồng (Hà Nam), 70 triệu đồng (Thái Bình).", ["Hà Nam", "Thái Bình"]),
        ("Vốn gồm 14 tỷ đồng của Phú Thọ; 11 tỷ đồng của Yên Bái.", ["Phú Thọ", "Yên Bái"]),
        ("Sơn La dành 25 tỷ đồng cho chợ, Lai Châu dành 18 tỷ đồng cho kho lạnh.", [None, None]),  # the names stand first
        ("Hậu Giang chuyển 5 tỷ đồng cho Bến Tre, Sóc Trăng mua 3 tỷ đồng giống dừa.", [None, None]),  # one sum only goes to a name
        ("Hà Nam (cấp 90 triệu đồng), Thái Bình (cấp 70 triệu đồng) cùng mở lớp.", [None, None]),
        ("Bộ chia 25 tỷ đồng cho Sơn La. Nơi khác nhận 18 tỷ đồng.", [None, None]),  # no list
    ],
)
def test_sums_before_their_names(text: str, wanted: list[str | None]) -> None:
    found = [told(text, k) for k in range(len(wanted))]
    assert [one.province if one and one.shape == "ahead" else None for one in found] == wanted


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Kinh phí đợt này là 40 tỷ đồng, gồm An Giang 9 tỷ đồng, Kiên Giang 12 tỷ đồng.", True),
        ("Vốn cho vùng đạt 86 tỷ đồng, trong đó Bến Tre được 20 tỷ đồng, Trà Vinh được 31 tỷ đồng.", True),
        ("Cục chi 20 tỷ đồng cho 2 địa phương (Nam Định 12 tỷ đồng, Thái Bình 8 tỷ đồng).", True),
        ("Hội mua 500 tỷ đồng hạt điều: Bình Phước 280 tỷ đồng, Đồng Nai 150 tỷ đồng.", True),
        ("Vốn đạt 40 tỷ đồng, An Giang 9 tỷ đồng, Kiên Giang 12 tỷ đồng.", False),  # nothing says that parts follow
        ("Tỉnh An Giang chi 40 tỷ đồng, gồm Kiên Giang 9 tỷ đồng, Cà Mau 12 tỷ đồng.", False),  # the sum has a name of its own
        ("Vốn đạt 40 tỷ đồng, trong đó An Giang có 9 tỷ đồng, còn Kiên Giang đang chờ.", False),  # one part
    ],
)
def test_a_total_before_its_parts(text: str, total: bool) -> None:
    found = told(text, 0)
    assert (found is not None and found.shape == "total") is total


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("Hội giúp hai tỉnh Yên Bái và Sơn La 600 triệu đồng.", True),
        ("Hội giúp các tỉnh Yên Bái, Sơn La 600 triệu đồng.", True),
        ("Hà Tĩnh, Quảng Bình, Quảng Trị được cấp chung 45 tỷ đồng.", True),
        ("Đường nối Lai Châu với Lào Cai tốn 2.500 tỷ đồng.", True),
        ("Quỹ trao 600 triệu đồng cho hai tỉnh Yên Bái và Sơn La.", True),
        ("Quỹ trao 600 triệu đồng cho Yên Bái và Sơn La.", True),
        ("Sau Yên Bái, đoàn đến Sơn La trao 600 triệu đồng.", False),
        ("So với Yên Bái và Lai Châu, Sơn La nhận ít hơn: 600 triệu đồng.", False),
        ("Ở Yên Bái, Sơn La cho dựng chợ 600 triệu đồng.", False),  # two names with a comma may be parted by it
        ("Yên Bái và Sơn La họp, công ty mía xin vay 600 triệu đồng.", False),
        ("Quỹ trao 600 triệu đồng cho Yên Bái.", False),
    ],
)
def test_one_sum_of_several_together(text: str, joint: bool) -> None:
    found = told(text, 0)
    assert (found is not None and found.shape == "joint") is joint


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hải Phòng và Quảng Ninh lần lượt hút 1,2 tỷ USD và 800 triệu USD.", ["Hải Phòng", "Quảng Ninh"]),
        ("Lai Châu và Sơn La tăng lần lượt 12% và 9%.", ["Lai Châu", "Sơn La"]),
        ("Hà Giang và Cao Bằng được cấp 9 tỷ đồng và 6 tỷ đồng tương ứng.", ["Hà Giang", "Cao Bằng"]),
        ("Bình Dương, Đồng Nai và Long An lần lượt đạt 30 tỷ USD, 22 tỷ USD, 7 tỷ USD.", ["Bình Dương", "Đồng Nai", "Long An"]),
        ("Hải Phòng và Quảng Ninh lần lượt họp rồi chi 12 tỷ đồng.", [None]),  # fewer sums than names
        # a second pair, what it rose or fell to
        (
            "Tại Lai Châu và Sơn La, giá ngô tăng lần lượt 300 đồng và 500 đồng lên 7.300 đồng và 7.900 đồng.",
            ["Lai Châu", "Sơn La", "Lai Châu", "Sơn La"],
        ),
        (
            "Hà Nam và Thái Bình giảm lần lượt 2 tỷ đồng và 1 tỷ đồng còn 9 tỷ đồng và 8 tỷ đồng.",
            ["Hà Nam", "Thái Bình", "Hà Nam", "Thái Bình"],
        ),
        ("Hà Nam và Thái Bình giảm lần lượt 2 tỷ đồng và 1 tỷ đồng xuống 9 tỷ đồng.", ["Hà Nam", "Thái Bình", None]),
        ("Hà Nam và Thái Bình thu lần lượt 2 tỷ đồng và 1 tỷ đồng, chi 9 tỷ đồng và 8 tỷ đồng.", ["Hà Nam", "Thái Bình", None, None]),
    ],
)
def test_names_and_sums_in_the_same_order(text: str, wanted: list[str | None]) -> None:
    found = [told(text, k) for k in range(len(wanted))]
    assert [one.province if one and one.shape == "each" else None for one in found] == wanted
