"""What an article says as a whole: its province, its year and span of years."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.values.mentions import AmountMention, Context, InferredProvince, ProvinceFrom, YearMention, YearRange


def choose_province(primary: Sequence[str], inferred: Sequence[InferredProvince]) -> tuple[str | None, ProvinceFrom]:
    """The province an article is filed under and where that comes from: a name in the text, a district, dateline, the source's home."""
    if primary:
        return primary[0], "text"
    weaker: tuple[ProvinceFrom, ...] = ("district", "dateline", "source")
    for rule in weaker:
        for place in inferred:
            if place.rule == rule:
                return place.name, rule
    return None, "none"


def year_and_span(
    years: Sequence[YearMention], context: Context, amounts: Sequence[AmountMention] = ()
) -> tuple[int | None, YearRange | None]:
    """The latest year the article reports on as fact, and the span of such years.

    Dates of laws, plans and years after the publication year do not count; bases of comparison count only when there is nothing
    else. The publication year counts when an amount is linked to it, and when no year is named at all: news reports on its own time.
    """
    published = context.year
    facts = [y for y in years if not (y.law or y.rule == "birth") and (published is None or y.year_from <= published)]
    settled = [y for y in facts if not y.plan or (published is not None and y.year_to <= published)]
    usable = [(y.year_from, y.year_to) for y in settled if not y.comparison] or [(y.year_from, y.year_to) for y in settled]
    if published and (not facts or any(a.year == (published, published) for a in amounts)):
        usable.append((published, published))
    bases = {y.year_to + 1 for y in facts if y.comparison and not y.relative} - {y.year_from for y in years if y.plan}
    usable += [a.year for a in amounts if a.year and a.year[0] == a.year[1] and a.year[0] in bases]  # told through its comparison only
    if not usable:
        return None, None
    last = max(year_to for _, year_to in usable)
    last = min(last, published) if published else last
    return last, (min(*(year_from for year_from, _ in usable), last), last)
