"""Measures: what a figure of trade or output measures: a total of its province, or goods, a firm, a gate, a zone, a market alone.

Only the words of its own clause are looked at, and those right behind it. Source: how statistics offices and newspapers word their
reports; cases in tests/cases/measures.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipelines.facts.aspects.penalties import fined
from pipelines.facts.frames.cues import group_rows
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Span
from pipelines.values.mentions import AmountMention, Measure, Narrowed

_NO_NAME = r"(?:hải quan|ở|tại|của|trong|tỉnh|năm|đã|là|ước|đạt|hơn|gần|trên) "  # words behind "ngành" that do not name one
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
    r"|(?:ngành|mặt|nhóm|sản phẩm)(?: hàng)? (?:này|đó)|(?:(?<=của )ngành(?! (?:công (?:nghiệp|thương)|hải quan))"
    r"|(?<=toàn )ngành(?= (?!công (?:nghiệp|thương)|" + _NO_NAME + r")))(?: (?!" + _NO_NAME + r")[^\W\d]+){0,2}"
    r"|(?<=\d )(?:chiếc|tấn|kg|bộ|đôi|container)|(?<=usd )vải)\b"
)
_WHOLE = re.compile(r"\b(?:toàn tỉnh|cả tỉnh|của (?:cả |toàn )?tỉnh|toàn thành phố|của (?:cả )?thành phố|tổng kim ngạch)\b")
_GOES_ON = re.compile(r"[^\w]*(?:trong (?:đó|số (?:này|đó))|cụ thể|theo đó|riêng)\b")
_MEASURE = re.compile(
    r"\b(?:(?P<industrial_output>giá trị (?:sản xuất|sản lượng)(?: (?:toàn )?ngành)? (?:công nghiệp|cn)|gtsx ?cn|gtsx công nghiệp"
    r"|sản xuất công nghiệp(?= (?:ước )?đạt)"
    r")(?! ?(?:và|-|–|,) ?xây dựng)"
    r"|(?P<output>giá trị (?:sản xuất|sản lượng)(?: toàn ngành)?|gtsx)"
    r"|(?P<retail_sales>tổng mức (?:lưu chuyển |bán lẻ )|doanh thu bán lẻ|tổng mức bán lẻ))"
)
# of which sector a bare "giá trị sản xuất" is: the word before it in its sentence, "công nghiệp và xây dựng" being more than industry
_SECTOR = re.compile(
    r"(?<!nông )(?<!lâm )\b(?P<industry>(?:ngành|lĩnh vực|sản xuất|khu vực|khu|cụm|doanh nghiệp) công nghiệp(?! ?(?:và|-|–|,) ?xây dựng)"
    r"|các (?:khu|cụm)|kcn|ccn|nhà máy|làng nghề)"
    r"|\b(?P<other>công nghiệp|xây dựng|nông,? lâm|nông nghiệp|trồng trọt|chăn nuôi|thủy sản|thuỷ sản|lâm nghiệp|dịch vụ|grdp|gdp|kinh"
    r" tế)\b"
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


@cache
def _inside() -> re.Pattern[str]:
    """What a figure is narrowed to; the countries and blocs are those of data/links/link_markers.tsv."""
    abroad = "|".join(sorted((re.escape(row.phrase) for row in group_rows() if row.group == "foreign"), key=len, reverse=True))
    return re.compile(
        r"\b(?:(?P<gate>(?:qua|tại) (?:các )?(?:cửa khẩu|cảng|lối mở)|cửa khẩu|cảng)|(?P<zone>(?:khu|cụm) (?:công nghiệp|kinh tế"
        r"|chế xuất)|các (?:khu|cụm)\b|kcn|ccn)"
        r"|(?P<market>(?:sang|vào|từ|đến) (?:thị trường|nước|khối)|thị trường|\d+ (?:quốc gia|nước)|giữa [^,.;:]{2,60}? (?:và|với)\b"
        r"|(?:sang|vào|từ|tới|đến|với) (?:lào(?! cai)|pháp|anh|nhật|" + abroad + r"))"
        r"|(?P<firm>công ty|tập đoàn|nhà máy|hợp tác xã|htx|gian hàng|hợp đồng|đơn hàng|lô hàng|container|phiên chợ|hội chợ"
        r"|sàn(?! xuất)|xưởng|cơ sở"
        r"|làng nghề|tổ hợp|doanh nghiệp fdi|khu vực (?:fdi|có vốn)|khối doanh nghiệp)"
        r"|(?P<place>toàn xã|toàn huyện|huyện|thị xã|thị trấn|xã(?! hội)|làng|vùng (?:trồng|chuyên canh|nguyên liệu|hoa|rau|chè|cây)))\b"
    )


def measures_of(text: Prepared, amounts: Sequence[AmountMention]) -> list[Measured]:
    """What every figure measures, in order: money of the roles trade and output has a measure, product or narrower scope, that of the role
    fine only a measure (a penalty, goods, money paid back)."""
    found: list[Measured] = []
    for i, amount in enumerate(amounts):
        if amount.kind != "money" or amount.role not in ("trade", "output", "fine"):
            found.append(_NOTHING)
            continue
        begin, end = sentence = text.cut.sentence(amount.start)
        before = amounts[i - 1] if i and amounts[i - 1].kind == "money" else None
        left = max(begin, before.end if before else 0, amount.start - 4 * _KEPT), amount.start
        right = amount.end, end
        if amount.role == "fine":
            same = (before is not None and before.start >= begin and found[i - 1].measure) or None
            found.append(Measured(fined(text.low, left, right, same)))
            continue
        told = _measured(text.low, left, right, sentence)
        if told.narrowed is None:
            told = told._replace(narrowed=_carried(text, amounts, i, found, left))
        found.append(told)
    return found


def _carried(text: Prepared, amounts: Sequence[AmountMention], i: int, found: Sequence[Measured], left: Span) -> Narrowed | None:
    """The scope of the figure before, of which a sentence goes on ("qua cửa khẩu đạt 2 tỷ USD, nhập khẩu 1 tỷ USD", "Trong đó, ..."),
    else that of the words of the sentence before, where it opens so."""
    low, begin = text.low, text.cut.sentence(amounts[i].start)[0]
    if _WHOLE.search(low, *left):
        return None
    before = next((k for k in range(i - 1, max(-1, i - 6), -1) if amounts[k].kind == "money"), None)
    goes_on = _GOES_ON.match(low, *left) is not None
    if before is not None and amounts[before].role == amounts[i].role:
        same = amounts[before].start >= begin
        if same or (goes_on and begin - amounts[before].end < _KEPT):
            return found[before].narrowed
    if not goes_on or amounts[i].role != "trade":
        return None
    said = [m.lastgroup for m in _inside().finditer(low, max(low.rfind(".", 0, max(0, begin - 3)), begin - 3 * _KEPT, 0), begin)]
    return _NARROWED.get(said[-1]) if said else None


def _clause_end(low: str, right: Span) -> int:
    return next((m.start() for m in _CLAUSE_END.finditer(low, *right)), right[1])


def _measured(low: str, left: Span, right: Span, sentence: Span) -> Measured:
    behind = right[0], _clause_end(low, right)
    goods = [m["goods"] for m in _GOODS.finditer(low, max(left[0], left[1] - _KEPT), left[1])]
    after = [m["goods"] for m in _GOODS.finditer(low, *behind)]
    inside = list(_inside().finditer(low, *left)) or list(_inside().finditer(low, *behind))
    return Measured(
        _output(low, left, behind, sentence), (after or goods[-1:] or [None])[0], _NARROWED.get(inside[-1].lastgroup) if inside else None
    )


def _output(low: str, left: Span, behind: Span, sentence: Span) -> Measure | None:
    """What output it is; a bare "giá trị sản xuất" is industry's only where its sentence speaks of industry last."""
    told = next((m.lastgroup for m in reversed(list(_MEASURE.finditer(low, *left)))), None)
    told = told or next((m.lastgroup for m in _MEASURE.finditer(low, *behind)), None)
    if told == "output":
        sectors = [m.lastgroup for m in _SECTOR.finditer(low, sentence[0], behind[1])]
        told = "industrial_output" if sectors and sectors[-1] == "industry" else None
    return "industrial_output" if told == "industrial_output" else "retail_sales" if told == "retail_sales" else None
