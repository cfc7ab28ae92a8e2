"""Aspects: linked amounts with what else the words around them say: flow (export, import ...), planned or reported, part of another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipelines.facts.aspects.flows import flows_of
from pipelines.facts.aspects.measures import measures_of
from pipelines.facts.aspects.months import months_of
from pipelines.facts.aspects.parts import parts_of
from pipelines.facts.aspects.planned import planned_amounts
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import AmountMention


def aspects_of(text: Prepared, amounts: Sequence[AmountMention], published: int | None, title: str = "") -> list[AmountMention]:
    """The same mentions in the same order, `flow`, `planned`, `part_of`, months and measure filled. `amounts` are linked and in text order;
    `published` is the year of publication or None, `title` the headline in lower case. Pure; never raises on any text."""
    if not amounts:
        return []
    told = zip(
        amounts,
        flows_of(text, amounts),
        planned_amounts(text, amounts, published),
        parts_of(text, amounts),
        months_of(text, amounts, title),
        measures_of(text, amounts),
        strict=True,
    )
    return [
        amount
        if flow is None and part_of is None and not planned and months is None and not any(measured)
        else replace(
            amount,
            flow=flow,
            planned=planned,
            part_of=part_of,
            month_from=months[0] if months else None,
            month_to=months[1] if months else None,
            measure=measured.measure,
            product=measured.product,
            narrowed=measured.narrowed,
        )
        for amount, flow, planned, part_of, months, measured in told
    ]
