"""Places: what the province of a figure rests on, and where it may belong when its words name none: a district, a park, the source.

Nothing is inferred for what is told of the whole country, a region or several provinces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipelines.facts.frames.entities import Entity
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Span
from pipelines.values.mentions import AmountMention, ProvinceFrom

_WIDE = re.compile(
    r"(?<!\w)(?:cả nước|toàn quốc|toàn vùng|toàn khu vực|cả vùng|cả khu vực|nước ta|việt nam|thế giới|(?<!được )(?<!do )bộ công thương"
    r"|(?:các|nhiều|(?<!\d)\d\d?|[^\W\d]+ mươi|hai|ba|bốn|sáu|bảy|tám|chín|mười) (?:tỉnh|địa phương|trung tâm khuyến công|sở công thương)"
    r"(?!,? (?:khác )?(?:trong|của|trên địa bàn) tỉnh)|(?:khu vực|vùng|các tỉnh) (?:phía|miền|tây|đông|đồng bằng|duyên hải|trung du)"
    r"|(?:miền|phía) (?:bắc|trung|nam))(?!\w)"
)
_AMONG = re.compile(r"\b(?:trong số|một trong|đứng đầu|dẫn đầu|so với|nhất|tổ chức)(?: [^\W\d]+)? $")
_FROM: dict[str, ProvinceFrom] = {"district": "district", "zone": "zone"}


class Home(NamedTuple):
    """A province and what speaks for it."""

    province: str | None = None
    province_from: ProvinceFrom = "none"


class Places(NamedTuple):
    """What an article says of places: provinces named, things that lie in one, the provinces it is mainly about, where it is filed."""

    named: frozenset[str]
    entities: Sequence[Entity]
    primary: Sequence[str]
    article: Home


def with_places(text: Prepared, amounts: Sequence[AmountMention], places: Places) -> list[AmountMention]:
    """The same amounts in the same order with `province_from` and, for those without a province, `province_inferred`."""
    found = []
    for amount in amounts:
        if amount.kind not in ("money", "percent"):
            found.append(amount)
            continue
        home = _home(text, amount, places)
        inferred = home.province if amount.province is None else None
        found.append(replace(amount, province_from=home.province_from, province_inferred=inferred) if home.province else amount)
    return found


def is_wide(low: str, span: Span) -> bool:
    """Whether a stretch of text in lower case speaks of the country, a region or several provinces; not as a field to stand out from."""
    return any(not _AMONG.search(low, max(span[0], m.start() - 24), m.start()) for m in _WIDE.finditer(low, *span))


def _home(text: Prepared, amount: AmountMention, places: Places) -> Home:
    sentence = text.cut.sentence(amount.start)
    if amount.province is not None:
        if amount.province in places.named:
            return Home(amount.province, "text")
        return Home(
            amount.province, next((_FROM[e.kind] for e in places.entities if e.home == amount.province and e.kind in _FROM), "article")
        )
    if is_wide(text.low, sentence):
        return Home()
    near = {e.home: _FROM[e.kind] for e in places.entities if sentence[0] <= e.start < sentence[1] and e.kind in _FROM}
    if len(near) == 1:
        return Home(*next(iter(near.items())))
    return Home() if places.primary else places.article
