"""Provinces named in a text: every mention that refers to the place, in text order, and what the article is mainly about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.facts.provinces.context import Place, Sense, meaning_of
from pipelines.facts.provinces.datelines import sent_from_province
from pipelines.facts.provinces.registry import HUE_CITY_SINCE, UPPER, Alias, aliases, plain_aliases, plain_letters, slug_of_name, unit_at
from pipelines.text.phrases import alternation
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import Context, InferredProvince, ProvinceMention
from pipelines.values.tables import Reasoned, read_table, shows

CALLED_AFTER = ("organisation", "brand")
_DASH = re.compile(r" ?[-–—‐−]")
_ACCENTED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_COMMUNES = re.compile(  # from its second letter on: the search then skips fast
    r"ác (?<=[Cc]ác )(?:phường|xã|thị trấn|huyện|quận|thôn|ấp|bản)"
    rf"(?:(?:,? (?:và )?(?:các )?(?:phường |xã |thị trấn |đặc khu )?| ?[-–] ?)[{UPPER}0-9][\w'’]*)+"
)


@dataclass(frozen=True, slots=True)
class Spellings:
    """What a text is searched for: one pattern over all names and the longer names that are none, and what each name means."""

    pattern: re.Pattern[str]
    known: dict[str, Alias]


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    slug: str


class BlockerRow(Reasoned, frozen=True):
    """A row of data/provinces/province_blockers.tsv: a phrase that holds a province's name and means something else."""

    phrase: str


@cache
def blocker_rows() -> tuple[BlockerRow, ...]:
    """All blockers. Raises TableError."""
    return read_table("provinces/province_blockers.tsv", BlockerRow, ["phrase"], lambda row: shows(row.phrase, row.example))


@cache
def _spellings(plain: bool) -> Spellings:
    """Names and blockers ("Thái Bình Dương"); for text without accents folded to ASCII."""
    blockers = [row.phrase for row in blocker_rows()]
    known = plain_aliases() if plain else aliases()
    if plain:
        blockers = [plain_letters(line) for line in blockers]
    return Spellings(re.compile(alternation([*known, *blockers, *map(str.upper, blockers)])), known)


def find_provinces(text: Prepared, published: str | None = None) -> list[ProvinceMention]:
    """Mentions of provinces that count by the labelling guide, in text order. `published` (ISO) tells which unit,
    of before or after the mergers of 2025, a name means. Never raises; linear time."""
    return find_names(text, published)[0]


def find_names(text: Prepared, published: str | None = None) -> tuple[list[ProvinceMention], list[ProvinceMention]]:
    """Mentions that count, and names that do not because a plant, firm or other thing is called after the province."""
    found: tuple[list[ProvinceMention], list[ProvinceMention]] = ([], [])
    for name, sense in _names(text.key):
        if sense.counts or sense.rule in CALLED_AFTER:
            found[0 if sense.counts else 1].append(_mention(text.text, name, published, sense.rule))
    return found


def _names(key: str) -> Iterator[tuple[_Name, Sense]]:
    """Every province name in a text of new tone placement, with its sense. After a name that does not count the search
    goes on inside it: "phía Nam Hà Nội" holds no Nam Hà but a Hà Nội."""
    plain = not _ACCENTED.search(key)
    spellings = _spellings(plain)
    communes = _commune_lists(key)
    before: tuple[int, Sense] | None = None
    at, limit = 0, len(key)
    while found := spellings.pattern.search(key, at, limit):
        start, end = found.span()
        at, limit = start + 1, len(key)
        if (start and key[start - 1].isalnum()) or key[end : end + 1].isalnum():
            continue
        alias = spellings.known.get(found[0])
        if alias is None:
            at = end
            continue
        while communes and communes[-1][1] <= start:
            communes.pop()
        if communes and communes[-1][0] < start:
            sense = Sense(False, "minor")
        else:
            sense = meaning_of(Place(key, start, end, alias.kind, plain), before)
        dash = _DASH.search(found[0]) if alias.kind == "old" and not sense.counts else None
        if dash:
            at, limit = start, start + dash.start()  # no "tỉnh Quảng Nam - Đà Nẵng" but two provinces: read the first again
            continue
        before = (end, sense)
        if sense.counts:
            at = end
        yield _Name(start, end, alias.slug), sense


def _commune_lists(key: str) -> list[tuple[int, int]]:
    """Spans of "các phường A, B, C và các xã D, E", last first: names of communes, whatever province is called the same."""
    return [found.span() for found in _COMMUNES.finditer(key)][::-1]


def _mention(text: str, name: _Name, published: str | None, rule: str) -> ProvinceMention:
    surface, slug = text[name.start : name.end], name.slug
    if slug == "thua-thien-hue" and surface.casefold() == "huế" and published and published >= HUE_CITY_SINCE:
        slug = "hue"
    unit = unit_at(slug, published)
    return ProvinceMention(unit.name, slug, unit.gso_code, unit.code_now, name.start, name.end, surface, rule)


def infer_provinces(
    districts: Mapping[str, Sequence[str]], mentions: Sequence[ProvinceMention], context: Context
) -> list[InferredProvince]:
    """Weaker evidence: districts of nationwide unique name ("district"), the dateline, then the source's home province ("source").
    Where the text names provinces, a single district or the dateline of another one is no evidence. `districts`: phrases by slug (see
    districts_in)."""
    named = {mention.name for mention in mentions}
    inferred: dict[str, InferredProvince] = {}
    for slug, phrases in districts.items():
        unit = unit_at(slug, context.published)
        if unit.name not in named and (len(phrases) > 1 or not named):
            inferred[unit.name] = InferredProvince(unit.name, unit.gso_code, "district", phrases[0])
    sent_from = sent_from_province(context)
    if sent_from and sent_from.name not in inferred and (not named or sent_from.name in named):
        inferred[sent_from.name] = sent_from
    home = context.home_province
    if home and home not in inferred and home in slug_of_name():
        unit = unit_at(slug_of_name()[home], context.published)
        inferred[home] = InferredProvince(home, unit.gso_code, "source", home)
    return list(inferred.values())
