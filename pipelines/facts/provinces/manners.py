"""Manners: as what a text tells of a province where it names it - by its authorities, as the place of a meeting, a person, a plant."""

from __future__ import annotations

import re
from typing import Literal

from pipelines.values.mentions import ProvinceMention

Manner = Literal["law", "unit", "authority", "speaker", "association", "name", "placed", "venue", "origin", "listed"]

_EVENT = re.compile(
    r"[Hh]ội nghị|[Hh]ội thảo|[Dd]iễn đàn|[Hh]ọp|[Tt]ọa đàm|diễn ra|tổ chức|[Nn]gày \d|[Ss]áng|[Cc]hiều|[Kk]hai mạc|[Tt]riển lãm|phiên"
    r"|[Hh]ội chợ|[Ll]ễ |[Tt]ối \d|ký kết|buổi |[Cc]hương trình|lãnh sự|đại sứ|văn phòng|Văn phòng|trưởng đại diện|trụ sở"
)
_VENUE = re.compile(r"(?:tại|Tại|ở|Ở) (?:TP\.? ?|[Tt]hành phố |[Tt]hủ đô )?$")
_RESIDENT = re.compile(r"trú |ngụ |quê |hộ khẩu|SN \d|sinh năm|tuổi|đại biểu Quốc hội|ĐBQH|[Đđ]oàn ")
_LAW = re.compile(  # who seizes, judges, fines: it happened there
    r"(?:[Qq]uản lý thị trường|QLTT|[Cc]ông an|TAND|[Tt]oà án|[Tt]òa án|VKS|[Vv]iện [Kk]iểm sát|[Hh]ải quan|[Bb]iên phòng|[Cc]ảnh sát"
    r"|[Tt]hanh tra)[^,.;()]{0,40}$"
)
_ASSOCIATION = re.compile(r"(?:[Hh]iệp hội|[Hh]ội|[Cc]âu lạc bộ|VCCI|[Ll]ãnh sự|[Đđ]ại học|[Vv]iện)(?!\w)[^,.;()]{0,60}$")
_SPEAKER = re.compile(r"(?:^|\W)(?:[Ôô]ng|[Bb]à|TS|GS|PGS|[Aa]nh|[Cc]hị)\.? [^.;()]{3,90}$")
_ROAD = re.compile(r"(?:cao tốc|tuyến|đường|quốc lộ|hành lang|xe|bay|tàu)[^.;]{0,40}$")
_ROUTE_LEFT = re.compile(r"[\wĐ] ?[-–] ?$")
_ROUTE_RIGHT = re.compile(r" ?[-–] ?[A-ZĐ]")
_BEFORE = ("oàn", "ủa", "rong", "a bàn", "BND", "hân dân", "ãnh đạo")  # toàn tỉnh, của thành phố, UBND tỉnh ...
_VERBS = "này|đã|sẽ|đang|có|ta|nhà|cũng|lập|tính|đặt|yêu cầu|đề nghị|kiến nghị|phấn đấu|giao"
_LOCAL = (  # "the province", said without its name; each pattern begins with letters, so that the search can skip
    re.compile(rf"ỉnh(?:(?:{'|'.join(f'(?<={word} tỉnh)' for word in _BEFORE)})(?! [A-ZĐ])|(?<=Tỉnh) ủy| (?:{_VERBS})(?!\w))"),
    re.compile(rf"thành phố(?:{'|'.join(f'(?<={word} thành phố)' for word in _BEFORE)})(?! [A-ZĐ])"),
    re.compile(r"Sở Công [Tt]hương(?: tỉnh)?(?! (?:tỉnh|thành phố|TP|[A-ZĐ]))"),
    re.compile(r"địa bàn(?= ?[,.;])"),
)


def local_words(text: str) -> int:
    """How often a text speaks of "the province" without its name."""
    return sum(len(pattern.findall(text)) for pattern in _LOCAL)


def manner_of(text: str, mention: ProvinceMention) -> tuple[Manner, float]:
    """An item of a list says little, an end of a route less; the town where a meeting was held or a person lives says
    almost nothing."""
    left = text[max(0, mention.start - 110) : mention.start]
    if (_ROUTE_LEFT.search(left, max(0, len(left) - 4)) or _ROUTE_RIGHT.match(text, mention.end)) and _ROAD.search(left):
        return "listed", 0.3
    if mention.rule == "list":
        return "listed", 0.5
    if mention.rule in ("unit", "authority"):
        return _of_authority(mention, left)
    if _RESIDENT.search(left, max(0, len(left) - 70)):
        return "origin", 0.3
    if _VENUE.search(left):
        near = left + text[mention.end : mention.end + 60]
        return ("venue", 0.3) if _EVENT.search(near) else ("placed", 1.0)
    return ("placed", 1.0) if left.endswith("(") else ("name", 1.0)


def _of_authority(mention: ProvinceMention, left: str) -> tuple[Manner, float]:
    clause = max(map(left.rfind, ",.;()")) + 1  # an authority is named in the words of its own clause
    if _LAW.search(left, clause):
        return "law", 1.25
    if mention.rule == "unit" and _RESIDENT.search(left, max(0, len(left) - 70)):
        return "origin", 0.3
    if mention.rule == "unit" and _VENUE.search(left) and _EVENT.search(left):
        return "venue", 0.3
    if _ASSOCIATION.search(left, clause):
        return "association", 0.8
    if _SPEAKER.search(left):
        return "speaker", 1.0
    return ("unit" if mention.rule == "unit" else "authority"), 1.25
