"""Records of the Python door: rows of articles, v_amounts, v_supports and v_support_by_province_year; a field is a column of that name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article with its text. `published` is ISO or None; `year_from` to `year_to`: the years it reports on as fact."""

    id: int
    url: str
    source: str | None
    title: str | None
    lead: str | None
    text: str
    published: str | None
    province: str | None
    province_from: str
    year: int | None
    year_from: int | None
    year_to: int | None
    words: int
    language: str | None
    fetched_at: str | None

    @property
    def link(self) -> str:
        """Where it was read."""
        return self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in its sentence. Money in đồng: `vnd` (the middle of a range), `vnd_min`, `vnd_max`; as written: `min`, `max`, `unit`.
    `year` is None for periods; `certainty` is sure, doubtful, unsure or None (not known)."""

    article: int
    source: str | None
    title: str | None
    published: str | None
    province: str | None
    province_now: str | None
    year: int | None
    year_from: int | None
    year_to: int | None
    month_from: int | None
    month_to: int | None
    role: str | None
    certainty: str | None
    confidence: float | None
    flow: str | None
    measure: str | None
    product: str | None
    planned: int
    kind: str
    surface: str
    min: float
    max: float
    unit: str
    vnd: int | None
    vnd_min: int | None
    vnd_max: int | None
    approx: str | None
    per: str | None
    change: str | None
    part_of: int | None
    counts_once: int
    sentence: str
    start: int
    end: int
    rule: str
    link_rule: str
    url: str
    document: str | None

    @property
    def link(self) -> str:
        """Where the sentence stands: the attached document, else the page."""
        return self.document or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A line of programme support. Add up only lines with `counts_in_sum`, else `why_not` says why not; better take `SupportOfYear`."""

    article: int
    source: str | None
    title: str | None
    published: str | None
    province: str | None
    province_now: str | None
    year: int | None
    year_from: int | None
    year_to: int | None
    programme: str | None
    payer: str | None
    fund: str | None
    level: str | None
    stage: str | None
    counts_in_sum: int
    why_not: str | None
    projects: int | None
    beneficiaries: int | None
    vnd: int | None
    amount_kind: str | None
    certainty: str | None
    confidence: float | None
    relation: str | None
    counts_once: int
    sentence: str
    url: str

    @property
    def link(self) -> str:
        """Where the sentence stands."""
        return self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOfYear:
    """What public programmes gave in a province and year. `vnd` is None where reports may not be added up; `basis` says what it rests on,
    or why."""

    province: str
    province_now: str | None
    year: int | None
    year_from: int | None
    year_to: int | None
    vnd: int | None
    basis: str
    vnd_low: int | None
    vnd_high: int | None
    vnd_national: int | None
    vnd_local: int | None
    reports: int
    vnd_sure: int | None
    sure_share: float | None
    least_confidence: float | None
    certainty: str | None
    partial: int
