"""Stages: how far money has come: proposed, planned, approved, contracted, reported, disbursed, cut or moved.

The last word of its sentence before the figure decides; a plan or a request in the clause itself holds for what it announces ("dự kiến
giải ngân"). A mere "kế hoạch" says nothing where another word does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.text.sentences import Span
from pipelines.values.mentions import Stage

_WORD = re.compile(
    r"\b(?:(?P<mask>chuyển giao|giao (?:thông|thương|dịch|lưu|ban|nhiệm|cho trung tâm)|cung cấp|nâng cấp|sơ cấp|trung cấp"
    r"|cấp (?:huyện|tỉnh|xã|quốc gia|thành phố|quận|thị xã|độ|thiết)|theo (?:đề nghị|đề xuất)|sau (?:khi )?(?:cắt giảm"
    r"|điều chỉnh(?: giảm)?)|nội dung chi|chi nhánh|chi tiết|chi phí)"
    r"|(?P<cut>cắt giảm|điều chỉnh giảm|giảm trừ|cắt bỏ|bị cắt|cắt (?:bớt )?(?:kinh phí|vốn)|thu hồi|hủy|huỷ|hoàn trả|nộp trả"
    r"|(?:xin )?trả lại|hoàn lại"
    r"|không giải ngân được)"
    r"|(?P<moved>điều chuyển|chuyển sang|chuyển nguồn|chuyển cho|luân chuyển|điều chỉnh sang|chuyển(?= $))"
    r"|(?P<rest>(?:chưa|còn phải|cần|chờ) (?:được )?(?:giải ngân|thanh toán|phân bổ|chi|sử dụng|quyết toán)|còn lại|còn dư|kết dư)"
    r"|(?P<disbursed>giải ngân|đã chi|chi trả|thanh toán|quyết toán|tạm ứng|thanh quyết toán)"
    r"|(?P<contracted>(?:ký|kí)(?: kết)? (?:được )?(?:\d+ )?(?:các )?hợp đồng)"
    r"|(?P<proposed>đề nghị|đề xuất|đăng ký (?=\d|nhu cầu|thực hiện|kinh phí|vốn|hỗ trợ|đề án|kế hoạch)|xin|kiến nghị|trình (?:ubnd"
    r"|hđnd|hội đồng|bộ|cục|sở|tỉnh|ủy ban))"
    r"|(?P<planned>dự (?:kiến|chi|trù)|sẽ|phấn đấu|mục tiêu|nhu cầu|dự tính|dự định|hướng tới|đặt ra|kỳ vọng)"
    r"|(?P<approved>phê duyệt|(?:được )?duyệt|thông qua|giao|phân bổ|phân khai|bố trí|được cấp|cấp|dành|trích|chấp thuận|ban hành"
    r"|quyết định"
    r"|giữ nguyên|nhất trí|thống nhất|xét chọn|công bố danh sách|danh sách|nghị quyết|ghi vốn|nâng lên|được nâng)"
    r"|(?P<reported>đã|nghiệm thu|bàn giao|hoàn thành|kết quả(?! xét)|đến nay|thực hiện được"
    r"|(?:^|(?<=[.\n] ))thực hiện (?:cả |trong )?năm(?= (?:19|20)?\d\d))"
    r"|(?P<weak>kế hoạch|dự toán))\b"
)
_AHEAD = ("proposed", "planned", "rest")  # they hold for what follows in their clause
_LEFT = re.compile(r"\b(?:còn|xuống|còn lại)(?: [^\W\d]+)? $")  # what a cut leaves
_CLOSE = re.compile(r"[,;:(]\s")
_STAGES: dict[str, Stage] = {
    "cut": "cut",
    "moved": "moved",
    "disbursed": "disbursed",
    "contracted": "contracted",
    "proposed": "proposed",
    "planned": "planned",
    "approved": "approved",
    "reported": "reported",
}


class Told(NamedTuple):
    """The stage told (None: the sentence has no word for it), and whether the money is what remains of some other."""

    stage: Stage | None
    rest: bool = False
    own: bool = False  # told in the clause of the figure itself
    plan: bool = False  # called a plan, by no stronger word


def stage_of(low: str, sentence: Span, left: Span) -> Told:
    """The stage of the money at the end of `left`, by the words of its sentence before it."""
    marks = [m.lastgroup or "" for m in _WORD.finditer(low, sentence[0], left[1]) if m.lastgroup != "mask"]
    clause = max([left[0], *(m.end() for m in _CLOSE.finditer(low, *left))])
    within = [m.lastgroup or "" for m in _WORD.finditer(low, clause, left[1]) if m.lastgroup != "mask"]
    if within[-1:] == ["weak"] and "disbursed" in marks:
        return Told("approved", own=True)  # "giải ngân 2 tỷ đồng, đạt 55% kế hoạch 4 tỷ đồng"
    strong = [word for word in marks if word != "weak"]
    word = (
        _ahead(within) or _ahead(marks[_last(marks, "reported", "approved") + 1 :]) or (strong[-1] if strong else "weak" if marks else "")
    )
    if word == "cut" and _LEFT.search(low, max(left[0], left[1] - 20), left[1]):
        return Told("approved", own=True)
    if word == "rest":
        return Told("planned", rest=True, own=bool(within))
    if word == "weak":
        return Told("planned", own=bool(within), plan=True)
    return Told(_STAGES.get(word), own=bool(within))


def _ahead(words: Sequence[str]) -> str:
    """The first word that tells of what is still to come; money paid out or a contract after it is to come as well."""
    return next((word for word in words if word in _AHEAD), "")


def _last(words: Sequence[str], *wanted: str) -> int:
    return max((i for i, word in enumerate(words) if word in wanted), default=-1)
