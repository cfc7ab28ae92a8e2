"""Actors: who pays, lends or earns gives the same words another role: "nộp ngân sách" are taxes of a plant, fines of market inspectors.

Source of the roles: labelling guide of the gold sets (fines paid into the budget are fines, what a bank pays out is credit, what a family
or a field brings is income). Decided once for a sentence, so that all evidence sees one meaning.
"""

from __future__ import annotations

import re

from pipelines.facts.frames.cues import Cue

_PAID_IN = re.compile(r"(?:thu )?nộp (?:[^\W\d]+ ){0,3}ngân sách|nộp ngân sách")
_INSPECTORS = re.compile(r"(?<!\w)(?:quản lý thị trường|qltt|chống buôn lậu|ban chỉ đạo 389|thu phạt|tiền phạt|phạt tiền)(?!\w)")
_COLLECTORS = re.compile(r"(?<!\w)(?:hải quan|thông quan|cục thuế|chi cục thuế|ngành thuế|thuế)(?!\w)")  # they collect taxes, too
_PENALTIES = re.compile(
    r"(?<!\w)(?:buôn lậu|gian lận thương mại|xử phạt|thu phạt|tiền phạt|phạt tiền"
    r"|phạt hành chính|vụ vi phạm|trường hợp vi phạm|cơ sở vi phạm|tịch thu)(?!\w)"
)
# a sentence that goes on with the figures of the one before: "Tổng số tiền thu nộp ngân sách là ..."
_GOES_ON = re.compile(r"\W*(?:(?:qua đó|từ đó|theo đó|trong đó|đồng thời|cùng với đó)\W{1,2})?(?:tổng |số |tiền |đã |thu |được ){1,6}$")
_LENDERS = re.compile(
    r"(?<!\w)(?:(?<!kho bạc và )(?:các )?ngân hàng(?! nhà nước)(?! thế giới)|nhcsxh|agribank|vietcombank|vietinbank|bidv|sacombank"
    r"|tổ chức tín dụng|quỹ tín dụng|gói tín dụng|gói vay|vốn vay|dư nợ|cho vay)(?!\w)"
)
_EARNERS = re.compile(
    r"(?<!\w)(?:gia đình|hộ|các hộ|mỗi hộ|bà con|nông dân|người dân|người trồng|người nuôi|nhà vườn|hec-?ta|héc-?ta|ha|sào|công đất|vườn"
    r"|anh|chị|ông|bà|mang về|mang lại|đem lại|đem về)(?!\w)"
)
_PUBLIC = re.compile(r"(?<!\w)(?:ngân sách|thuế|phí|lệ phí|xuất nhập khẩu|hải quan|nội địa|tiền sử dụng đất|của tỉnh|của huyện)(?!\w)")
_GIVES = re.compile(r"[^,;.\n]{0,40}(?<!\w)hỗ trợ(?!\w)")  # "kinh phí khuyến công hỗ trợ mua máy là"
_WITH = re.compile(r"(?<!\w)(?:với|từ)(?: tổng)?(?: số)? $")  # "hỗ trợ 5 cơ sở với [tổng kinh phí]"
# "nguồn vốn của chi nhánh [ngân hàng] chính sách" is what it lends
_OF_LENDER = re.compile(
    r"(?: [^\W\d]+){0,4} (?:ngân hàng(?! nhà nước| thế giới)|nhcsxh|agribank|vietcombank|vietinbank|bidv"
    r"|tổ chức tín dụng|quỹ tín dụng)(?!\w)"
)
_TAKEN = ("thu được", "thu về")
_INSURER = re.compile(r"(?<!\w)(?:bhxh|bảo hiểm xã hội)(?!\w)")  # what it collects are dues
_ROOMS = re.compile(r"(?<!\w)(?:khách sạn|cơ sở lưu trú|homestay|nhà nghỉ|resort|khu nghỉ dưỡng|phòng nghỉ)(?!\w)")  # their use is a share
_ACTOR_BEFORE = re.compile(
    r"(?<!\w)(?:doanh nghiệp|dn|công ty|cơ sở|đơn vị|hộ|hợp tác xã|htx|người|thợ|hội viên)"
    r"(?: (?:chuyên|ngành|trong ngành|trong lĩnh vực|hoạt động|làm|kinh doanh)){0,2} $"
)
_DEBTS = ("nợ", "số nợ", "tổng nợ", "khoản nợ", "tiền nợ", "số tiền nợ", "thu hồi nợ")
_TAX = re.compile(r"(?<!\w)thuế(?!\w)")
_DEPENDING = ("tax", "budget", "investment", "output", "loan")
_NEW_CLAUSE = "; "
_ABOVE = 300  # characters of the paragraph looked at before a sentence that goes on with its figures


def by_actor(low: str, begin: int, cues: list[Cue]) -> list[Cue]:
    """The role cues of the sentence that begins at `begin`, those that depend on who acts with the meaning that gives or left out."""
    found = []
    for cue in cues:
        meaning = _meaning(low, begin, cue) if cue.meaning in _DEPENDING else cue.meaning
        if meaning:
            found.append(cue if meaning == cue.meaning else cue._replace(meaning=meaning, weight=max(cue.weight, 2)))
    return found


def _owed_to_the_state(low: str, begin: int, cue: Cue) -> bool:
    """Whether a debt is one of taxes ("nợ do cơ quan thuế quản lý"), with no lender beside it."""
    around = low[max(begin, cue.start - 60) : cue.end + 45].split(". ")
    near = next((part for part in around if low[cue.start : cue.end] in part), "")
    return _TAX.search(near) is not None and not _LENDERS.search(near)


def _of_output(low: str, begin: int, cue: Cue) -> str:
    """The meaning of a word of output, "" where it only tells the trade of who acts ("doanh nghiệp [khai thác] đá")."""
    said = low[cue.start : cue.end]
    if said in _TAKEN and _INSURER.search(low, max(begin, cue.start - 60), cue.start):
        return "tax"
    if said == "công suất" and _ROOMS.search(low, begin, cue.start):
        return "other"
    return "" if cue.weight == 1 and _ACTOR_BEFORE.search(low, max(begin, cue.start - 40), cue.start) else "output"


def _meaning(low: str, begin: int, cue: Cue) -> str:
    said = low[cue.start : cue.end]
    if cue.meaning == "investment":
        return "loan" if said == "nguồn vốn" and _OF_LENDER.match(low, cue.end) else "investment"
    if cue.meaning == "output":
        return _of_output(low, begin, cue)
    if cue.meaning == "loan":
        return "tax" if said in _DEBTS and _owed_to_the_state(low, begin, cue) else "loan"
    if cue.meaning == "budget" and "kinh phí" in said:
        begins = max(begin, low.rfind(_NEW_CLAUSE, begin, cue.start))
        given = _GIVES.match(low, cue.end) or (_WITH.search(low, begins, cue.start) and low.find("hỗ trợ ", begins, cue.start) >= 0)
        return "support" if given else "budget"
    if cue.meaning == "budget":
        lent = said == "giải ngân" and _LENDERS.search(low, max(begin, low.rfind(_NEW_CLAUSE, begin, cue.start)), cue.start)
        return "loan" if lent else "budget"
    if said == "nguồn thu":
        earned = _EARNERS.search(low, begin, cue.start) and not _PUBLIC.search(low, begin, cue.end + 40)
        return "income" if earned else "tax"
    if _PAID_IN.match(said):
        above = max(low.rfind("\n", 0, begin) + 1, begin - _ABOVE)
        first = above if _GOES_ON.match(low, begin, cue.start) else begin
        if _INSPECTORS.search(low, first, cue.start):
            return "fine"
        return "fine" if _PENALTIES.search(low, first, cue.start) and not _COLLECTORS.search(low, above, cue.start) else "tax"
    return cue.meaning
