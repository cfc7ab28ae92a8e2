"""Payers: who pays a sum, as the words around it say: the state, the beneficiary, both, or nobody (a price, a difference).

The last word before the figure that can say it decides, unless words right behind it do.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.text.sentences import Span
from pipelines.values.mentions import Level, Payer

_FIRM = (
    r"(?:các |những |hai |ba |chủ |phía |bản thân |mỗi |từng )?(?:cơ sở|doanh nghiệp|dn|đơn vị(?: thụ hưởng| được hỗ trợ)?"
    r"|hợp tác xã|htx|hộ"
    r"|tổ hợp tác|chủ đầu tư|chủ xưởng|xưởng|công ty|người dân|nhân dân|xã viên|thành viên|tư nhân)"
)
_WORD = re.compile(
    r"\b(?:(?P<own>đối ứng|(?:vốn )?tự có|tự (?:bỏ|lo|đầu tư|chi|huy động)|bỏ (?:ra|thêm|vốn|tiền)|góp vốn|đóng góp|vay(?: vốn)?"
    r"|xã hội hóa"
    r"|xã hội hoá|huy động|thu hút|kéo theo|(?<!kinh phí )(?<!ngân sách )còn lại|"
    + _FIRM
    + r"(?: [^\W\d]+){0,2} góp|(?:vốn|tiền|phần|nguồn|kinh phí)(?: [^\W\d]+){0,2} (?:của|do|từ) "
    + _FIRM
    + r")"
    r"|(?P<value>trị giá|giá trị|(?<!đánh )(?<!trợ )(?<!vật )giá(?! thành phố)|doanh thu|doanh số|kim ngạch|lợi nhuận|thu nhập|lương|nộp"
    r"|thuế|tiết kiệm(?! năng lượng)|làm lợi|dư nợ|cho vay|phạt|thu hồi nợ|tạm giữ|thu về|lãi|bán|sản lượng|thu được)"
    r"|(?P<invest>(?:tổng )?(?:số )?(?:vốn|mức|kinh phí|chi phí|giá trị|tiền) đầu tư|đầu tư)"
    r"|(?P<neutral>(?:tổng )?(?:kinh phí|chi phí|số tiền|số vốn|nguồn vốn|vốn|nguồn lực|dự toán|mức|quy mô)(?: thực hiện| triển khai)?)"
    r"|(?P<state>góp|hỗ trợ|khuyến công|xúc tiến thương mại|ngân sách|giải ngân|(?<!bàn )(?<!chuyển )giao|bố trí|phân bổ|phân khai"
    r"|dành|trích"
    r"|cấp(?! (?:huyện|tỉnh|xã|quốc gia|thành phố|quận|thị xã|trung ương|độ|thiết))|chi|tài trợ|kcqg|kcđp|quốc gia|trung ương"
    r"|địa phương))\b"
)
_OWN_BEHIND = re.compile(
    r"(?: (?:là|do|từ|bằng|thuộc|đồng|còn lại)){0,3} ?\(?(?:vốn |tiền |nguồn |phần )?(?:đối ứng|(?:vốn )?tự có|vốn vay|vay ngân hàng|của "
    + _FIRM
    + r"\b"
    r"|(?:do |từ )?(?:vốn )?(?:của )?" + _FIRM + r" (?:tự|bỏ|góp|đối ứng|đóng góp|đầu tư|chi trả))"
)
_STATE_BEHIND = re.compile(
    r"(?:,| được| toàn bộ| này)*(?: (?:lấy|trích|chi|cấp|sử dụng))?(?: (?:do|từ|bằng|thuộc|của))"
    r"(?: (?:nguồn|kinh phí|vốn|chương trình|quỹ|đề án|phần|ngân|sách|tỉnh)){0,4} ?(?:khuyến công|ngân sách|xúc tiến thương mại"
    r"|quốc gia|trung ương|sở|phát triển)"
)
_PURSE_BEHIND = re.compile(r" (?:vốn |kinh phí |tiền |nguồn |từ |cho |để |của )*(?:khuyến công|xúc tiến thương mại|ngân sách|hỗ trợ)")
_CHANGE = re.compile(
    r"\b(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|so với|kém)(?: (?:thêm|khoảng|gần|hơn|trên|mức|tới|đến|tương ứng|tương đương"
    r"|là|đi))* $"
)
_OTHER_BEHIND = re.compile(r" (?:tiền |là |từ )*(?:bồi thường|đền bù|lương|thưởng|doanh thu|lợi nhuận|bán|lãi|thuế)\b")
_RECEIVED = re.compile(r"(?<!bán )(?<!thu )(?<!đạt )(?<!lãi )(?<!kiếm )(?<!làm )\b(?:được|nhận|nhận được)(?: (?:khoảng|hơn|gần|tới))? $")
_PRIZE = re.compile(
    r"\b(?:giải (?:nhất|nhì|ba|tư|đặc biệt|khuyến khích|thưởng|vàng|bạc|đồng)|(?:tiền |khen )?thưởng)\b"
    r"(?:(?!hỗ trợ|khuyến công|ngân sách)[^,;.])*$"
)
_MEETING = re.compile(  # what the programme spends on a meeting about itself helps no one
    r"\b(?:kinh phí|chi phí|tiền|chi)(?: tổ chức| cho)? (?:các |một )?(?:hội nghị|cuộc họp|lễ)(?: (?:công tác|tổng kết|sơ kết|giao ban|trao"
    r"|công bố|khuyến công)){1,3}\b[^,;.]*$"
)
_CUT_BY = re.compile(r"\b(?:điều chỉnh|cắt|xin|đề nghị|phải) giảm(?: [^\W\d]+){0,3} $")
_FROM = re.compile(r"\btừ (?:mức )?$")
_TO = re.compile(r"\s*(?:/năm |(?:(?:giảm|tăng|nâng|hạ|rút|điều chỉnh) )?(?:xuống|lên|còn|thành))")
_LEVEL = re.compile(
    r"\b(?:(?P<commune>(?:cấp|ngân sách|ubnd|khuyến công|vốn|kinh phí) (?:xã|phường)|ngân sách (?:các )?xã)"
    r"|(?P<district>(?:cấp|ngân sách|ubnd|khuyến công|nguồn|vốn|kinh phí)(?: của)? (?:các )?(?:huyện|quận|thị xã)|các huyện)"
    r"|(?P<province>(?:cấp|ngân sách|ubnd|hđnd|khuyến công|nguồn|vốn|kinh phí)(?: của)? (?:tỉnh|thành phố)|sở công thương|địa phương))\b"
)


class Paid(NamedTuple):
    """Who pays; `word`: what said it (own, value, invest, neutral, state, received, behind, change, superseded; "" for nothing)."""

    payer: Payer | None
    word: str


def payer_of(low: str, left: Span, right: Span) -> Paid:
    """Who pays the money between two stretches of its sentence: from the figure before to it, and from it to the figure behind."""
    if (_CHANGE.search(low, max(left[0], left[1] - 40), left[1])) and not _CUT_BY.search(low, max(left[0], left[1] - 60), left[1]):
        return Paid("value", "change")
    if _FROM.search(low, max(left[0], left[1] - 10), left[1]) and _TO.match(low, right[0], right[1]):
        return Paid("value", "superseded")
    if _OTHER_BEHIND.match(low, *right):
        return Paid("value", "value")
    if _OWN_BEHIND.match(low, *right):
        return Paid("own", "own")
    if _PRIZE.search(low, max(left[0], left[1] - 80), left[1]):
        return Paid("value", "value")
    if _MEETING.search(low, max(left[0], left[1] - 120), left[1]):
        return Paid("value", "value")
    if _RECEIVED.search(low, max(left[0], left[1] - 30), left[1]):
        return Paid("state", "received")
    word = next((m.lastgroup or "" for m in reversed(list(_WORD.finditer(low, *left)))), "")
    if word == "own" and _STATE_BEHIND.match(low, *right):
        return Paid("state", "behind")
    if word in ("own", "value"):
        return Paid("own" if word == "own" else "value", word)
    if _STATE_BEHIND.match(low, *right) or (word in ("", "neutral", "invest") and _PURSE_BEHIND.match(low, *right)):
        return Paid("state", "behind")
    if word == "invest":
        return Paid("mixed", word)
    return Paid("state" if word else None, word)


def level_of(low: str, left: Span, sentence: Span) -> Level | None:
    """Which level of local government pays, by the nearest word before the money, else the first of its sentence."""
    marks = [m.lastgroup for m in _LEVEL.finditer(low, sentence[0], left[1])] or [m.lastgroup for m in _LEVEL.finditer(low, *sentence)][:1]
    levels: dict[str | None, Level] = {"province": "province", "district": "district", "commune": "commune"}
    return levels.get(marks[-1]) if marks else None
