"""What an article without a province in its headline is mainly about, judged by where, how often and as what provinces are named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.values.mentions import ProvinceMention

LEAD = 400  # characters that a reader takes for the beginning
_EVENT = re.compile(
    r"[Hh]ội nghị|[Hh]ội thảo|[Dd]iễn đàn|[Hh]ọp|[Tt]ọa đàm|diễn ra|tổ chức|[Nn]gày \d|[Ss]áng|[Cc]hiều|[Kk]hai mạc|[Tt]riển lãm|phiên"
)
_VENUE = re.compile(r"(?:tại|Tại|ở) (?:TP\.? ?|[Tt]hành phố |[Tt]hủ đô )?$")
_RESIDENT = re.compile(r"trú |ngụ |quê |hộ khẩu|SN \d|sinh năm|tuổi")
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
_NATIONAL = ("cả nước", "toàn quốc", "Việt Nam")


@dataclass(slots=True)
class _Share:
    count: int = 0
    weight: float = 0.0
    first: int = 1 << 30
    official: bool = False
    named: bool = False
    districts: bool = False


def main_provinces(
    text: str, mentions: Sequence[ProvinceMention], title: str | None, named: Collection[str], districts: Collection[str]
) -> list[str]:
    """Names of the provinces that carry the text, the heaviest first; empty when it only mentions some. `named`: slugs of the
    provinces something in the headline is called after; `districts`: of those whose districts the text names."""
    shares: dict[str, _Share] = {}
    for mention in mentions:
        share = shares.setdefault(mention.name, _Share())
        share.count += 1
        share.weight += _weight(text, mention)
        share.first = min(share.first, mention.start)
        share.named = mention.slug in named
        share.official = share.official or mention.rule in ("unit", "authority")
        share.districts = share.districts or mention.slug in districts
    total = sum(share.weight for share in shares.values())
    local = sum(len(pattern.findall(text)) for pattern in _LOCAL) if shares else 0
    latest = len(text) if title is None else len(text) // 2  # a headline without it: no late starter is the subject
    main = [name for name, share in shares.items() if share.first <= latest or share.named]
    main = [name for name in main if _carries(shares[name], shares[name].weight / total, local if len(shares) <= 3 else 0)]
    if not main:
        return _partners(shares) or _only_one(f"{title}\n{text}", shares, local)
    main.sort(key=lambda name: -shares[name].weight)
    top = shares[main[0]].weight
    return [name for name in main if shares[name].weight >= 0.5 * top]


def _partners(shares: dict[str, _Share]) -> list[str]:
    """Two or three provinces named together at the beginning and each again and again: what they do in common is the subject."""
    often = [name for name, share in shares.items() if share.count >= 3 and share.first <= LEAD]
    rest = sum(share.count for name, share in shares.items() if name not in often)
    return often if 2 <= len(often) <= 3 and rest <= 1 else []


def _only_one(text: str, shares: dict[str, _Share], local: int) -> list[str]:
    """The one province a story that is not national names, or names first and goes on to call "the province" or by its districts."""
    early = [name for name, share in shares.items() if share.first <= 2 * LEAD and share.weight > 0.5 * share.count]
    if not early or sum(map(text.count, _NATIONAL)) > 1:
        return []
    name = min(early, key=lambda name: shares[name].first)
    share, others = shares[name], [other for key, other in shares.items() if key != name]
    if not others:
        return [name] if share.first <= LEAD or (share.count > 1 and (local or share.districts)) else []
    if share.first > LEAD or any(other.count > share.count for other in others):
        return []
    if all(other.first > LEAD for other in others) and (local or share.districts or share.count > 1):
        return [name]
    ruled = local and (share.official or share.districts) and not any(other.official or other.districts for other in others)
    return [name] if ruled else []


def _weight(text: str, mention: ProvinceMention) -> float:
    """An item of a list says little, an end of a route less; the town where a meeting was held or a person lives says
    almost nothing."""
    if _ROUTE_LEFT.search(text, max(0, mention.start - 4), mention.start) or _ROUTE_RIGHT.match(text, mention.end):
        return 0.3
    if mention.rule == "list":
        return 0.5
    left = text[max(0, mention.start - 100) : mention.start]
    if mention.rule != "authority" and _RESIDENT.search(left, max(0, len(left) - 70)):
        return 0.3
    if mention.rule != "authority" and _VENUE.search(left):
        near = left + text[mention.end : mention.end + 60]
        return 0.3 if _EVENT.search(near) else 1.0
    return 1.25 if mention.rule in ("unit", "authority") else 1.0


def _carries(share: _Share, part: float, local: int) -> bool:
    """Thresholds set on labelled articles: `part` of all weight, `local` words such as "toàn tỉnh"."""
    if share.named:
        return part >= 0.5
    if share.count >= 3 and part >= 0.75 and share.weight >= 2.5:
        return True
    if share.first <= LEAD and share.weight >= 1:
        if share.count >= 3:
            return part >= 0.45
        return part >= (0.5 if share.count == 2 else 0.6) and (local > 0 or share.official)
    return (share.count >= 4 and part >= 0.4 and share.weight >= 3) or (share.count >= 2 and part >= 0.7 and local >= 3)
