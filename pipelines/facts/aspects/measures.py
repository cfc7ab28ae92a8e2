"""Measures: what a figure of trade or output measures: a total of its province, or goods, a firm, a gate, a zone, a market alone.

Only the words of its own clause are looked at, and those right behind it. Source: how statistics offices and newspapers word their
reports; cases in tests/cases/measures.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Span
from pipelines.values.mentions import AmountMention, Measure, Narrowed

_GOODS = re.compile(
    r"\b(?P<goods>nông,? lâm,? (?:thủy|thuỷ) sản|nông sản|lâm sản|(?:thủy|thuỷ|hải) sản|tôm(?: [^\W\d]+)?|cá tra|cá(?! nhân| thể"
    r"| biệt)|gạo|lúa"
    r"|cà phê|hồ tiêu|(?:hạt|nhân) điều|cao su|chè|rau quả|trái cây|thanh long|vải thiều|sầu riêng|chuối|dừa|sắn|tinh bột"
    r"|đường(?! biển| bộ| sắt| sông)"
    r"|(?:sản phẩm |đồ )?gỗ|viên nén|dệt may|(?:hàng )?may mặc|(?:xơ, )?sợi|da giày|giày(?: dép)?|túi xách|(?:hàng "
    r"|linh kiện )?điện tử|linh kiện"
    r"|máy (?:vi )?tính|điện thoại|máy móc|sắt thép|thép|xi măng|clinker|than(?! phiền)|dầu thô|xăng dầu|khoáng sản|quặng|phân bón"
    r"|hóa chất|chất dẻo"
    r"|nhựa|giấy(?! phép| chứng)|gốm(?: sứ)?|(?:thủ công )?mỹ nghệ|mây tre|sữa|bia|thuốc lá|muối|nước mắm|miến|quế|dược liệu|ô tô"
    r"|xe máy|khăn"
    r"|(?:ngành|mặt|nhóm|sản phẩm)(?: hàng)? (?:này|đó)|(?<=usd )vải)\b"
)
_INSIDE = re.compile(
    r"\b(?:(?P<gate>(?:qua|tại) (?:các )?(?:cửa khẩu|cảng|lối mở)|cửa khẩu|cảng)|(?P<zone>(?:khu|cụm) (?:công nghiệp|kinh tế"
    r"|chế xuất)|các (?:khu|cụm)\b|kcn|ccn)"
    r"|(?P<market>(?:sang|vào|từ|đến) (?:thị trường|nước|khối)|thị trường)"
    r"|(?P<firm>công ty|tập đoàn|nhà máy|hợp tác xã|htx|gian hàng|hợp đồng|đơn hàng|lô hàng|container|phiên chợ|hội chợ"
    r"|sàn(?! xuất)|xưởng|cơ sở"
    r"|làng nghề|tổ hợp|doanh nghiệp fdi|khu vực (?:fdi|có vốn)|khối doanh nghiệp)"
    r"|(?P<place>toàn xã|toàn huyện|huyện|thị xã|thị trấn|xã(?! hội)|làng))\b"
)
_MEASURE = re.compile(
    r"\b(?:(?P<industrial_output>giá trị (?:sản xuất|sản lượng)(?: (?:ngành )?(?:công nghiệp|cn))?|gtsx(?:cn)?|giá trị sản xuất toàn ngành)"
    r"|(?P<retail_sales>tổng mức (?:lưu chuyển |bán lẻ )|doanh thu bán lẻ|tổng mức bán lẻ))"
)
_CLAUSE_END = re.compile(r"[,;:](?=\s)|[()]|\s(?:và|còn|trong đó|riêng)\s")
_KEPT = 90  # characters before a figure that its clause may reach back
_NARROWED: dict[str | None, Narrowed] = {"gate": "gate", "zone": "zone", "market": "market", "firm": "firm", "place": "place"}


class Measured(NamedTuple):
    """What a figure measures; nothing for figures of other roles."""

    measure: Measure | None = None
    product: str | None = None
    narrowed: Narrowed | None = None


_NOTHING = Measured()


def measures_of(text: Prepared, amounts: Sequence[AmountMention]) -> list[Measured]:
    """What every figure measures, in order: money of the roles trade and output alone has a measure, product or narrower scope."""
    found = []
    for i, amount in enumerate(amounts):
        if amount.kind != "money" or amount.role not in ("trade", "output"):
            found.append(_NOTHING)
            continue
        begin, end = text.cut.sentence(amount.start)
        if i and amounts[i - 1].kind == "money":
            begin = max(begin, amounts[i - 1].end)
        found.append(_measured(text.low, (max(begin, amount.start - 4 * _KEPT), amount.start), (amount.end, end)))
    return found


def _measured(low: str, left: Span, right: Span) -> Measured:
    behind = right[0], next((m.start() for m in _CLAUSE_END.finditer(low, *right)), right[1])
    measure = next((m.lastgroup for m in reversed(list(_MEASURE.finditer(low, *left)))), None)
    measure = measure or next((m.lastgroup for m in _MEASURE.finditer(low, *behind)), None)
    goods = [m["goods"] for m in _GOODS.finditer(low, max(left[0], left[1] - _KEPT), left[1])]
    after = [m["goods"] for m in _GOODS.finditer(low, *behind)]
    inside = [m.lastgroup for m in _INSIDE.finditer(low, *left)] or [m.lastgroup for m in _INSIDE.finditer(low, *behind)]
    return Measured(
        "industrial_output" if measure == "industrial_output" else "retail_sales" if measure == "retail_sales" else None,
        (after or goods[-1:] or [None])[0],
        _NARROWED.get(inside[-1]) if inside else None,
    )
