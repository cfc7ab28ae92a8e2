"""Who pays, lends or earns gives the same words another role; beside another actor they keep theirs."""

from __future__ import annotations

import pytest

from tests.facts import asking


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Quản lý thị trường xử lý 300 vụ, thu nộp ngân sách 2,4 tỷ đồng.", "fine"),
        ("Đội 3 xử phạt 41 quầy, nộp vào ngân sách 315 triệu đồng.", "fine"),
        ("Cục xử phạt 41 quầy. Tổng số tiền thu nộp ngân sách nhà nước là 315 triệu đồng.", "fine"),
        ("Cục Hải quan xử phạt 41 tờ khai và thu nộp ngân sách 47 tỷ đồng.", "tax"),
        ("Đội chống buôn lậu của hải quan phạt tiền 41 chủ hàng, nộp ngân sách 7 tỷ đồng.", "fine"),
        ("Trung tâm hỗ trợ 5 cơ sở với tổng kinh phí 440 triệu đồng.", "support"),
        ("Kinh phí khuyến công hỗ trợ mua máy là 150 triệu đồng.", "support"),
        ("Hội bàn việc hỗ trợ làng nghề; tổng kinh phí sửa đường là 9 tỷ đồng.", "budget"),
        ("Kinh phí khuyến công đạt 4 tỷ đồng.", "budget"),
        ("Nhà máy đường nộp ngân sách 34 tỷ đồng.", "tax"),
        ("Cục Hải quan thu nộp ngân sách 900 tỷ đồng.", "tax"),
        ("Cục xử phạt 41 quầy. Nhà máy đường nộp ngân sách 34 tỷ đồng.", "tax"),  # the plant goes on with no figures of the inspectors
        ("Nhà máy nộp ngân sách 34 tỷ đồng; quản lý thị trường ở gần.", "tax"),
        ("Các ngân hàng giải ngân 97 tỷ đồng.", "loan"),
        ("Agribank giải ngân 64 tỷ đồng.", "loan"),
        ("Gói tín dụng mới giải ngân 80 tỷ đồng.", "loan"),
        ("Tỉnh mới giải ngân 97 tỷ đồng.", "budget"),
        ("Ngân hàng Thế giới góp ý; tỉnh giải ngân 97 tỷ đồng.", "budget"),
        ("Mỗi héc-ta sâm mang về nguồn thu 120 triệu đồng.", "income"),
        ("Gia đình ông Páo có nguồn thu 90 triệu đồng.", "income"),
        ("Nguồn thu từ khoáng sản là 900 tỷ đồng.", "tax"),
        ("Hộ kinh doanh góp vào nguồn thu của huyện 90 triệu đồng.", "tax"),
    ],
)
def test_the_actor_decides(text: str, role: str) -> None:
    found = asking.roles(text)
    cues = {
        name: features
        for name, features in found.items()
        if any(feature.split(":")[0] in ("nearest", "head", "object") for feature in features)
    }
    assert set(cues) == {role}
