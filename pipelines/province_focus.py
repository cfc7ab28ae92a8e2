"""What an article without a province in its headline is mainly about, judged by where, how often and as what provinces are named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.mentions import ProvinceMention

LEAD = 400  # characters that a reader takes for the beginning
_EVENT = re.compile(
    r"[Hh]ội nghị|[Hh]ội thảo|[Dd]iễn đàn|[Hh]ọp|[Tt]ọa đàm|diễn ra|tổ chức|[Nn]gày \d|[Ss]áng|[Cc]hiều|[Kk]hai mạc|[Tt]riển lãm|phiên"
)
_VENUE = re.compile(r"(?:tại|Tại|ở) (?:TP\.? ?|[Tt]hành phố |[Tt]hủ đô )?$")
_RESIDENT = re.compile(r"trú |ngụ |quê |hộ khẩu|SN \d|sinh năm|tuổi")
_ROUTE_LEFT = re.compile(r"[\wĐ] ?[-–] ?$")
_ROUTE_RIGHT = re.compile(r" ?[-–] ?[A-ZĐ]")
_LOCAL = ("toàn tỉnh", "của tỉnh", "trong tỉnh", "địa bàn tỉnh", "UBND tỉnh", "nhân dân tỉnh", "lãnh đạo tỉnh", "Tỉnh ủy", "toàn thành phố")


@dataclass(slots=True)
class _Share:
    count: int = 0
    weight: float = 0.0
    first: int = 1 << 30
    official: bool = False
    named: bool = False


def main_provinces(text: str, mentions: list[ProvinceMention], named: set[str] | None) -> list[str]:
    """Names of the provinces that carry the text, the heaviest first; empty when it only mentions some. `named`: slugs of the
    provinces something in the headline is called after; None without a headline."""
    shares: dict[str, _Share] = {}
    for mention in mentions:
        share = shares.setdefault(mention.name, _Share())
        share.count += 1
        share.weight += _weight(text, mention)
        share.first = min(share.first, mention.start)
        share.named = named is not None and mention.slug in named
        share.official = share.official or mention.rule in ("unit", "authority")
    total = sum(share.weight for share in shares.values())
    local = sum(text.count(words) for words in _LOCAL) if len(shares) <= 3 else 0
    latest = len(text) if named is None else len(text) // 2  # a headline without it: no late starter is the subject
    main = [name for name, share in shares.items() if share.first <= latest or share.named]
    main = [name for name in main if _carries(shares[name], shares[name].weight / total, local)]
    main.sort(key=lambda name: -shares[name].weight)
    top = shares[main[0]].weight if main else 0.0
    return [name for name in main if shares[name].weight >= 0.5 * top]


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
