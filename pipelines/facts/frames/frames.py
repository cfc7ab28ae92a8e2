"""All frames of one text, for people to see: whose figures it tells, of which period, and from which year it speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.frames.entities import find_entities, find_place_names
from pipelines.facts.frames.openers import Frame
from pipelines.facts.frames.periods import Period
from pipelines.facts.frames.reference_year import Reference
from pipelines.facts.frames.scope import scope_of
from pipelines.facts.frames.subjects import all_frames, subjects_told
from pipelines.facts.frames.timeline import timeline
from pipelines.facts.years.years import find_years
from pipelines.text.prepared import prepare
from pipelines.values.mentions import Context


class Frames(NamedTuple):
    """Subjects and periods in text order, and the year the text speaks from."""

    subjects: Sequence[Frame]
    periods: Sequence[Period]
    reference: Reference


def frames_in(text: str, context: Context) -> Frames:
    """The frames by which the figures of a normalised text are linked."""
    prepared = prepare(text)
    names = find_place_names(prepared, context.published)
    scope = scope_of(prepared, find_amounts(text), context)
    told = subjects_told(scope, names.provinces, find_entities(prepared, names))
    line = timeline(scope, find_years(text, context))
    return Frames(all_frames(told), line.periods.all, line.reference)
