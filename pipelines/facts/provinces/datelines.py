"""Datelines as evidence: the province a report was sent from, and names in the dateline of an agency or a desk, which are no mention.

Source of the rules: the labelling guide (a dateline of a news agency names no place the text is about).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.facts.provinces.registry import aliases, unit_at
from pipelines.text.normal import tone_key
from pipelines.values.mentions import Context, InferredProvince, ProvinceMention

_DESKS = ("ha-noi", "ho-chi-minh")
_PARTS = re.compile(r"[/,()]")
_OPENING = 3  # characters a dateline may stand behind: a bracket, a quote
_MAX_DATELINE = 100


def sent_from_province(context: Context) -> InferredProvince | None:
    """The province a dateline names ("Huế" of "TTXVN/Huế"). Of the two cities where papers and agencies have their desks it says nothing:
    what is sent from there is mostly of the whole country."""
    parts = _parts(context.dateline)
    slugs = {alias.slug: part for part in parts if (alias := aliases().get(part) or aliases().get(part.title()))}
    if len(slugs) != 1 or not slugs.keys().isdisjoint(_DESKS):
        return None
    slug, surface = slugs.popitem()
    unit = unit_at(slug, context.published)
    return InferredProvince(unit.name, unit.gso_code, "dateline", surface)


def _parts(dateline: str | None) -> list[str]:
    return [part for found in _PARTS.split(tone_key(dateline or "")[:_MAX_DATELINE]) if (part := found.strip())]


def outside_dateline(mentions: Sequence[ProvinceMention], text: str, dateline: str | None) -> list[ProvinceMention]:
    """The mentions without those in the dateline of an agency ("TTXVN/Huế") or of a desk ("(Hà Nội) - "). The stamp of a place before the
    first word, without dash or bracket, says where something happened and stays."""
    start = text.find(dateline, 0, _OPENING + len(dateline)) if dateline else -1
    if dateline is None or start < 0:
        return list(mentions)
    end = start + len(dateline)
    behind = text[end:].lstrip()[:1]
    inside = [m for m in mentions if m.start >= start and m.end <= end]
    of_office = len(_parts(dateline)) > 1 or (behind != "" and not behind.isalnum() and all(m.slug in _DESKS for m in inside))
    return [m for m in mentions if not (of_office and m in inside)]
