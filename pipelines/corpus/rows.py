"""Rows: one record in the fact tables of corpus.db. A row type per table, its fields the columns.

Computed are only rank, certainty and what percentages say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.facts.aspects.percents import percents_of
from pipelines.record import Record, table_json
from pipelines.text.sentences import cut, lowered
from pipelines.values.mentions import Doubts

SURE = 0.95  # from this confidence a figure may be quoted as it was read
DOUBTFUL = 0.5  # below, it is more likely wrong than right: unsure
VIEWED = {"amounts": "_amounts"}  # views that show a table of facts whole, and the table, which writes go to
FACT_TABLES = ("provinces", "article_provinces", "years", "_amounts", "supports", "attachments", "passages", "tables", "table_figures")


class ProvinceRow(NamedTuple):
    article: int
    start: int
    end: int
    surface: str
    rule: str
    name: str
    slug: str
    code: str | None
    code_now: str | None


class ArticleProvinceRow(NamedTuple):
    article: int
    rank: int
    name: str
    code: str | None
    evidence: str
    surface: str | None


class YearRow(NamedTuple):
    article: int
    start: int
    end: int
    surface: str
    rule: str
    year_from: int
    year_to: int
    relative: int
    comparison: int
    plan: int
    law: int


class AmountRow(NamedTuple):
    article: int
    start: int
    end: int
    surface: str
    rule: str
    link_rule: str
    kind: str
    min: float
    max: float
    unit: str
    vnd_min: int | None
    vnd_max: int | None
    approx: str | None
    per: str | None
    change: str | None
    year_from: int | None
    year_to: int | None
    province: str | None
    role: str | None
    sentence_start: int
    sentence_end: int
    flow: str | None
    planned: int
    part_of: int | None
    confidence: float | None = None
    certainty: str | None = None
    year_confidence: float | None = None
    year_second_from: int | None = None
    year_second_to: int | None = None
    year_second_confidence: float | None = None
    province_confidence: float | None = None
    province_second: str | None = None
    province_second_confidence: float | None = None
    role_confidence: float | None = None
    role_second: str | None = None
    role_second_confidence: float | None = None
    month_from: int | None = None
    month_to: int | None = None
    product: str | None = None
    measure: str | None = None
    narrowed: str | None = None
    province_from: str | None = None
    province_inferred: str | None = None
    compared_with: str | None = None


class SupportRow(NamedTuple):
    article: int
    sentence_start: int
    sentence_end: int
    rule: str
    programme: str | None
    projects: int | None
    beneficiaries: int | None
    amount_start: int | None
    sentence: str
    fund: str | None
    payer: str | None
    level: str | None
    stage: str | None
    relation: str | None
    relation_to: int | None
    amount_kind: str | None
    multiplier: int | None
    vnd: int | None
    period_kind: str | None
    province: str | None
    province_from: str | None
    projects_implied: int | None
    counts_in_sum: int
    why_not: str | None


class AttachmentRow(NamedTuple):
    article: int
    url: str
    title: str
    state: str | None
    pages: int | None


class PassageRow(NamedTuple):
    article: int
    start: int
    end: int
    url: str
    page: int | None


class TableRow(NamedTuple):
    article: int
    number: int
    start: int
    end: int
    title: str
    unit: str | None
    rows: int
    columns: int
    layout: str


class TableFigureRow(NamedTuple):
    article: int
    start: int
    table_number: int
    row_number: int
    column_number: int
    row_head: str
    column_head: str
    total: int


FactRow = ProvinceRow | ArticleProvinceRow | YearRow | AmountRow | SupportRow | AttachmentRow | PassageRow | TableRow | TableFigureRow


def fact_rows(key: int, record: Record) -> Mapping[str, Sequence[FactRow]]:
    """The rows of a record by table (FACT_TABLES); `key` is the id of its article."""
    facts, text = record.facts, record.text
    return {
        "provinces": [
            ProvinceRow(key, m.start, m.end, m.surface, m.rule, name=m.name, slug=m.slug, code=m.code, code_now=m.code_now)
            for m in facts.provinces
        ],
        "article_provinces": list(_ranked(key, record)),
        "years": [
            YearRow(
                key, m.start, m.end, m.surface, m.rule, year_from=m.year_from, year_to=m.year_to,
                relative=int(m.relative), comparison=int(m.comparison), plan=int(m.plan), law=int(m.law),
            )
            for m in facts.years
        ],
        "_amounts": list(_amounts(key, record)),
        "supports": [
            SupportRow(
                key, s.sentence_start, s.sentence_end, s.rule, programme=s.programme, projects=s.projects,
                beneficiaries=s.beneficiaries, amount_start=s.amount_start,
                sentence=text[s.sentence_start : s.sentence_end], fund=s.fund, payer=s.payer, level=s.level, stage=s.stage,
                relation=s.relation, relation_to=s.relation_to, amount_kind=s.amount_kind, multiplier=s.multiplier, vnd=s.vnd,
                period_kind=s.period_kind, province=s.province, province_from=_said(s.province_from),
                projects_implied=s.projects_implied, counts_in_sum=int(s.counts_in_sum), why_not=s.why_not,
            )
            for s in facts.supports
        ],
        "attachments": [AttachmentRow(key, a.url, a.title, a.state, a.pages) for a in record.article.attachments],
        "passages": [PassageRow(key, p.start, p.end, url=p.url, page=p.page) for p in record.article.passages],
        "tables": list(_tables(key, record)),
        "table_figures": list(_table_figures(key, record)),
    }  # fmt: skip


def certainty(confidence: float | None) -> str | None:
    """The word for a confidence: sure, doubtful or unsure; None where it is not known."""
    return None if confidence is None else "sure" if confidence >= SURE else "doubtful" if confidence >= DOUBTFUL else "unsure"


def _said(province_from: str) -> str | None:
    return None if province_from == "none" else province_from


def _ranked(key: int, record: Record) -> Iterator[ArticleProvinceRow]:
    named = record.facts.primary_provinces
    for rank, name in enumerate(named, 1):
        yield ArticleProvinceRow(key, rank, name, code=None, evidence="text", surface=None)
    for rank, place in enumerate(record.facts.inferred_provinces, len(named) + 1):
        yield ArticleProvinceRow(key, rank, place.name, code=place.code, evidence=place.rule, surface=place.surface)


def _amounts(key: int, record: Record) -> Iterator[AmountRow]:
    sentences, amounts = cut(record.text), record.facts.amounts
    for m, percent in zip(amounts, percents_of(lowered(record.text), sentences, amounts), strict=True):
        begin, end = _stripped(record.text, *sentences.sentence(m.start))
        first, last = m.year or (None, None)
        row = AmountRow(
            key, m.start, m.end, m.surface, m.rule, m.link_rule, kind=m.kind, min=m.min, max=m.max, unit=m.unit,
            vnd_min=m.vnd_min, vnd_max=m.vnd_max, approx=m.approx, per=m.per, change=m.change, year_from=first, year_to=last,
            province=m.province, role=m.role, sentence_start=begin, sentence_end=end,
            flow=m.flow, planned=int(m.planned), part_of=m.part_of, month_from=m.month_from, month_to=m.month_to, product=m.product,
            measure=m.measure or percent.measure, narrowed=m.narrowed, compared_with=percent.compared_with,
            province_from=_said(m.province_from), province_inferred=m.province_inferred,
        )  # fmt: skip
        yield row if m.doubts is None else _doubted(row, m.doubts)


def _stripped(text: str, begin: int, end: int) -> tuple[int, int]:
    """Start and end of what stands between two places, without the space around it."""
    words = text[begin:end]
    return begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())


def _doubted(row: AmountRow, doubts: Doubts) -> AmountRow:
    year, province, role = doubts.year, doubts.province, doubts.role
    first, last = year.second or (None, None)
    return row._replace(
        confidence=doubts.confidence, certainty=certainty(doubts.confidence),
        year_confidence=year.confidence, year_second_from=first, year_second_to=last, year_second_confidence=year.second_confidence,
        province_confidence=province.confidence, province_second=province.second, province_second_confidence=province.second_confidence,
        role_confidence=role.confidence, role_second=role.second, role_second_confidence=role.second_confidence,
    )  # fmt: skip


def _tables(key: int, record: Record) -> Iterator[TableRow]:
    for number, table in enumerate(record.facts.tables, 1):
        layout = {part: table_json(table)[part] for part in ("rows", "columns", "cells")}
        size = len(table.rows), len(table.columns)
        written = json.dumps(layout, ensure_ascii=False, separators=(",", ":"))
        yield TableRow(key, number, table.start, table.end, table.title, table.unit, *size, written)


def _table_figures(key: int, record: Record) -> Iterator[TableFigureRow]:
    for number, table in enumerate(record.facts.tables, 1):
        for f in table.figures:
            yield TableFigureRow(key, f.start, number, f.row, f.column, f.row_head, f.column_head, int(f.total))
