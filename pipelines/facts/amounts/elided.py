"""Elided units: đồng left out after tỷ or triệu, and the unit of a list that stands only after its last number."""

from __future__ import annotations

import re

from pipelines.facts.amounts.found import Found, form_of
from pipelines.facts.amounts.nouns import is_year, names_something
from pipelines.facts.amounts.numbers import NUMBER
from pipelines.facts.amounts.quantities import Quantity, read_quantity, value_of
from pipelines.facts.amounts.units import ABSTRACT, STOP

_LINK = re.compile(r"\s(?:và|hoặc)\s|,\s(?:và\s)?|;\s(?:và\s)?")
_NEXT = re.compile(r"\s([^\W\d_]+)(?:\s([^\W\d_]+))?")
_SENTENCE_END = re.compile(r"[\n.!?](?!\w)")
_PRICED = re.compile(
    r"(?<!\w)(?:giá|tiền|vé|phí|cước|lương|thưởng|phạt|bán|mua|vay|trả|thu|chi|tốn|mất|lãi|lời|cọc|ship|combo|đồng giá|mệnh giá|voucher|chỉ"
    r"|giảm|menu|thực đơn|hóa đơn|tiêu|tặng|nạp|rút|suất|bữa|tô|bát|ly|cốc|phần|đĩa|món|mỗi|ăn|uống|mức|quà|đồ)(?!\w)"
    r"|\d(?:\dk|tr|\.000)(?!\w)|\dk ?[-–] ?$"
)
# letters that are no thousands of đồng: karats, screens, races, the five K of an epidemic, number plates, films
_NO_MONEY = re.compile(
    r"(?<!\w)(?:vàng|nhẫn|karat|tuổi|phân giải|màn hình|video|clip|phim|tivi|ti vi|tv|camera|máy ảnh|ultra|uhd|hd|thông điệp|khuyến cáo"
    r"|nguyên tắc|quy tắc|covid|dịch|cự ly|cự li|chạy|đường chạy|marathon|biển số|biển kiểm soát|kelvin|lớp|smart|youtube|facebook|tiktok"
    r"|theo dõi)(?!\w)"
)
_ANOTHER = re.compile(r"[,;–-] ?[^\n.;]{0,40}?(?<![\w.,])(?:\d{2,3}[kK]|\d{1,3}tr\d{0,3})(?!\w)")
_PER = re.compile(r"\s?/\s?[^\W\d_]| trở (?:lên|xuống)| (?:tiền|một|1) [^\W\d_]")
_PER_THING = re.compile(r"\s?/\s?(?!năm|tháng|ngày|tuần|quý|giờ|phút)[^\W\d_]")  # "30 nghìn/trái"; what is counted by time may be anything
_NO_MONEY_AFTER = re.compile(r" (?:vàng|lượt|follow|view|like|km|ultra|uhd)(?!\w)")
_PRICE_BEFORE = re.compile(r"(?:giá|tiền|lương|phí|thưởng|phạt|bán|mua|vay|trả)(?: [^\W\d_]+){0,5} $")


def elided_money(text: str, quantity: Quantity, begin: int | None = None) -> Found | None:
    """ "hơn 3.100 tỷ, trong đó": money when no noun follows; nghìn only in a price ("giá 500 nghìn một ký"). `begin`: where the range
    begins that the number ends."""
    if quantity.scaling == "english":
        return None
    if quantity.scaling == "letter" and quantity.scale == 1000:
        if not _is_price(text, quantity):
            return None
    elif quantity.scale < 10**6:
        begin = quantity.start if begin is None else begin
        before = text[max(0, begin - 40) : begin].casefold()
        if quantity.scale != 1000 or not (_PRICE_BEFORE.search(before) or _PER_THING.match(text, quantity.end)):
            return None
    following = _NEXT.match(text, quantity.end)
    if following and following[1][0].islower() and following[1] not in STOP:
        both = f"{following[1]} {following[2]}"
        if both not in STOP and (following[1] in ABSTRACT or both in ABSTRACT or quantity.scale < 10**9):
            return None
    value = value_of(quantity, "scaled")
    return Found("money", "VND", value, value, quantity.start, quantity.end, "money-elided") if value and value[0] else None


def _is_price(text: str, quantity: Quantity) -> bool:
    """Whether a number with a mere k is told as money: a word of prices, or another such number, beside it, or "/" behind."""
    begin = max(0, quantity.start - 120)
    before = _SENTENCE_END.split(text[begin : quantity.start].casefold())[-1]
    token = quantity.parts[0][0]
    if (
        names_something(text, quantity.start, token)
        or _NO_MONEY.search(before[-30:])
        or _NO_MONEY_AFTER.match(text[quantity.end : quantity.end + 12].casefold())
    ):
        return False
    if len(quantity.parts) > 1 or _PRICED.search(before) or _PER.match(text, quantity.end):
        return True
    return len(token) > 1 and _ANOTHER.match(text, quantity.end, quantity.end + 60) is not None


def inherit_units(text: str, waiting: list[Quantity], item: Found) -> list[Found]:
    """Bare numbers before `item` take its unit and scale: "1, 2 và 3 tỷ đồng". A list needs its "và" or "hoặc"."""
    taken: list[Found] = []
    following = item.start
    by_word = False
    match = NUMBER.match(text, item.start)
    scale = read_quantity(text, match).scale if match and item.kind != "count" else 1
    for quantity in reversed(waiting):
        link = _LINK.fullmatch(text, quantity.end, following)
        token = quantity.parts[0][0]
        if link is None or is_year(token) or quantity.words or names_something(text, quantity.start, token):
            break
        by_word = by_word or "v" in link[0] or "ho" in link[0]
        value = value_of(quantity, form_of(item.kind, item.unit, scale > 1))
        if not by_word or value is None or (item.kind == "count" and value[1]):
            break
        scaled = (value[0] * scale, value[1])
        taken.append(item._replace(low=scaled, high=scaled, start=quantity.start, end=quantity.end, rule=item.kind + "-list"))
        following = quantity.start
    return taken[::-1]
