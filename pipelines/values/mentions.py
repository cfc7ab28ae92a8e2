"""Mentions: facts found in a text, each with its place (start, end, surface) and the name of the rule that found it.

Offsets count characters of the normalised text; `surface == text[start:end]` always. The meaning of every field follows the
labelling guide of the gold sets; roles, units and hedges are the closed lists below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

import msgspec

from pipelines.values.grid import Grid, Table

AmountKind = Literal["money", "percent", "count", "measure"]
Approx = Literal["about", "over", "under", "nearly"]
Change = Literal["increase", "decrease"]
Flow = Literal["export", "import", "both", "balance"]
Fund = Literal["national", "local", "both"]
Measure = Literal["industrial_output", "retail_sales", "penalty", "norm", "goods", "recovered"]
Narrowed = Literal["gate", "zone", "market", "firm", "place"]
Payer = Literal["state", "own", "mixed", "value"]
Level = Literal["province", "district", "commune"]
Stage = Literal["proposed", "planned", "approved", "contracted", "reported", "disbursed", "cut", "moved"]
Relation = Literal["part_of", "paid_of", "repeats", "example_of", "adds_to"]
SumKind = Literal["total", "single", "rate", "cap", "range"]
PeriodKind = Literal["year", "part", "cumulative", "programme"]
ProvinceFrom = Literal["text", "article", "district", "zone", "dateline", "source", "none"]
Role = Literal[
    "support", "budget", "investment", "output", "trade", "price", "income", "profit", "tax", "fine", "loan", "asset", "other"
]  # fmt: skip
YearRange = tuple[int, int]
Answer = TypeVar("Answer")
FLOWS: tuple[Flow, ...] = get_args(Flow)


@dataclass(frozen=True, slots=True)
class ProvinceMention:
    """A province-level unit named in the text. `code` is the GSO code of its own time (None for units before GSO codes),
    `code_now` the code of the unit it is part of since 1 July 2025; seven codes changed meaning then: never join on `code`."""

    name: str
    slug: str
    code: str | None
    code_now: str | None
    start: int
    end: int
    surface: str
    rule: str


@dataclass(frozen=True, slots=True)
class InferredProvince:
    """Weaker evidence than a name in the text: a district, commune or town of unique name, the dateline, or the source's home province."""

    name: str
    code: str | None
    rule: str  # "district", "dateline", "source"
    surface: str


@dataclass(frozen=True, slots=True)
class YearMention:
    """Calendar years, both ends inclusive. `surface` is the digits, full date or relative words; `comparison` marks the base of a
    comparison ("so với cùng kỳ"), `plan` a horizon or plan, `law` the date or year of a cited legal document."""

    year_from: int
    year_to: int
    start: int
    end: int
    surface: str
    relative: bool
    rule: str
    comparison: bool = False
    plan: bool = False
    law: bool = False


class Doubt(msgspec.Struct, Generic[Answer], frozen=True):
    """How sure one field of an amount is: the probability that the answer given is right, and the answer that would have come next with
    its own (0 when there was no other)."""

    confidence: float
    second: Answer | None
    second_confidence: float


class Doubts(msgspec.Struct, frozen=True):
    """Calibrated probabilities for one amount of money or percent. `confidence`: year, province and role are all right."""

    confidence: float
    year: Doubt[YearRange | None]
    province: Doubt[str | None]
    role: Doubt[Role]


class AmountMention(msgspec.Struct, frozen=True):  # as a dataclass, making and replacing it took 4 % of the time of facts
    """A number with its unit. `min == max` for a single value. `unit`: ISO code for money, "%" or "pp" for percent, the noun or
    unit as written for counts and measures. `vnd_min`/`vnd_max` are whole đồng for VND, None for anything else.
    `year`, `province`, `role` are filled by linking (money and percent; year and province also for counts and measures in a table whose
    heads tell them); `link_rule` says by which rule, `doubts` how sure each is.
    `flow` (money and percent only), `planned` (a target, plan, forecast, proposal or cap, not a result) and `part_of` (`start` of the
    amount this one is a part of) are read from the words around it once it is linked, and so are the months of its year it tells of
    (`month_from`, `month_to`: None for a full year) and of trade and output the `product`,
    the `measure` and to what it is `narrowed` (None: it may be the total of its province). `province_from`: what `province` rests on, or,
    where that is None, `province_inferred`."""

    kind: AmountKind
    min: float
    max: float
    unit: str
    start: int
    end: int
    surface: str
    rule: str
    vnd_min: int | None = None
    vnd_max: int | None = None
    approx: Approx | None = None
    per: str | None = None
    change: Change | None = None
    year: YearRange | None = None
    province: str | None = None
    role: Role | None = None
    link_rule: str = ""
    flow: Flow | None = None
    planned: bool = False
    part_of: int | None = None
    doubts: Doubts | None = None
    month_from: int | None = None
    month_to: int | None = None
    product: str | None = None
    measure: Measure | None = None
    narrowed: Narrowed | None = None
    province_from: ProvinceFrom = "none"
    province_inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What linking may know besides the text: the headline, the publication date (ISO), the source's home province, the dateline, and
    the tables of the page with their places in the text."""

    title: str | None = None
    published: str | None = None
    home_province: str | None = None
    dateline: str | None = None
    grids: tuple[Grid, ...] = ()

    @property
    def year(self) -> int | None:
        """Year of the publication date, or None."""
        head = (self.published or "")[:4]
        return int(head) if len(head) == 4 and head.isascii() and head.isdigit() else None

    @property
    def month(self) -> int | None:
        """Month of the publication date, or None."""
        part = (self.published or "")[5:7]
        return int(part) if len(part) == 2 and part.isascii() and part.isdigit() else None


class Support(msgspec.Struct, frozen=True):
    """One line of a programme: a statement on public money given or promised, or a number of projects without money.

    `programme` in its general form ("khuyến công", whoever pays); `projects` and `beneficiaries` as counted in the line,
    `projects_implied` by its words ("một xưởng"). `amount_start` is the offset of the money, `vnd` its worth in đồng, times
    `multiplier` where it is a rate of things counted. `payer`: the state (`fund` says which purse, `level` whose), the beneficiary (own),
    both (mixed) or no payment at all (value: the price of a machine, a sum compared with). `relation` says how it stands to the line whose
    money begins at `relation_to`. `province` is the amount's own or what `province_from` suggests. `counts_in_sum`: it may be added to
    others of its province, programme, year and stage; else `why_not` (see pipelines/facts/supports/sums.py)."""

    programme: str | None
    projects: int | None
    beneficiaries: int | None
    amount_start: int | None
    sentence_start: int
    sentence_end: int
    rule: str
    fund: Fund | None = None
    payer: Payer | None = None
    level: Level | None = None
    stage: Stage | None = None
    relation: Relation | None = None
    relation_to: int | None = None
    amount_kind: SumKind | None = None
    multiplier: int | None = None
    vnd: int | None = None
    period_kind: PeriodKind | None = None
    province: str | None = None
    province_from: ProvinceFrom = "none"
    projects_implied: int | None = None
    counts_in_sum: bool = False
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one article. `province` is the first primary province, else the best inferred one; `province_from` says which.
    `tables_cut`: a table goes on beyond what of it is laid out."""

    provinces: tuple[ProvinceMention, ...] = ()
    primary_provinces: tuple[str, ...] = ()
    inferred_provinces: tuple[InferredProvince, ...] = ()
    province: str | None = None
    province_from: ProvinceFrom = "none"
    years: tuple[YearMention, ...] = ()
    year: int | None = None
    year_span: YearRange | None = None
    amounts: tuple[AmountMention, ...] = ()
    supports: tuple[Support, ...] = ()
    tables: tuple[Table, ...] = ()
    tables_cut: bool = False
