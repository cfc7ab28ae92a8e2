"""The whole reading on one screen: a Page becomes an Article, its text yields Facts, both make a Record."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any

from pipelines.facts.facts import find_facts
from pipelines.facts.supports.lines import MOST_SUMS
from pipelines.reading.documents.attaching import Library, no_documents, with_documents
from pipelines.reading.reading import read_article
from pipelines.sources.source import Source
from pipelines.values.article import CUT_SUMS, CUT_TABLE, Article, NotArticle, Unreadable
from pipelines.values.errors import KnowledgeError
from pipelines.values.grid import Table
from pipelines.values.mentions import AmountMention, Context, Doubts, Facts, ProvinceMention, Support, YearMention
from pipelines.values.page import Page

FIELDS = ("year", "province", "role")
DOUBT_KEYS = ("confidence", *(f"{field}_{part}" for field in FIELDS for part in ("confidence", "second", "second_confidence")))
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Record:
    """What the corpus stores of one page."""

    url: str | None
    source: str | None
    fetched_at: str | None
    article: Article
    text: str
    facts: Facts


def make_record(page: Page, source: Source | None = None, library: Library = no_documents) -> Record:
    """Read one page, with those of its documents that `library` has. Raises NotArticle(reason) or Unreadable(reason): an error of our own
    is logged with its page and told as Unreadable("error_..."), for one page must never stop a crawl. Only knowledge that cannot be used
    is raised (KnowledgeError): it is no page's fault, and no page may be settled by it."""
    try:
        article = read_article(page, source)
        return record_of(with_documents(article, source, page.url, library), page, source)
    except (NotArticle, Unreadable, KnowledgeError):
        raise
    except Exception as error:
        logger.exception("reading %s", page.url)
        raise Unreadable(f"error_{type(error).__name__}") from error


def record_of(article: Article, page: Page, source: Source | None = None) -> Record:
    """The record of an article already read (from a page, or given as text)."""
    text = article.text
    home = source.home_province if source else None
    context = Context(article.title, article.published, home, article.dateline, article.tables)
    facts = find_facts(text, context)
    cuts = [CUT_TABLE] * (facts.tables_cut and CUT_TABLE not in article.flags) + [CUT_SUMS] * _sums_left(facts)
    article = replace(article, flags=(*article.flags, *cuts)) if cuts else article
    return Record(page.url, page.source, page.fetched_at, article, text, facts)


def _sums_left(facts: Facts) -> bool:
    """Whether sums of money stand behind the last of as many as are looked at for support."""
    places = [support.amount_start for support in facts.supports if support.amount_start is not None]
    last = max(places, default=0)
    return len(places) >= MOST_SUMS and any(amount.kind == "money" and amount.start > last for amount in facts.amounts)


def as_json(record: Record) -> dict[str, Any]:
    """The record as plain values, in the format of the contract (docs/record.md)."""
    article, facts = record.article, record.facts
    return {
        "url": record.url,
        "source": record.source,
        "fetched_at": record.fetched_at,
        "title": article.title,
        "site_title": article.site_title,
        "lead": article.lead,
        "paragraphs": list(article.paragraphs),
        "text": record.text,
        "captions": list(article.captions),
        "byline": article.byline,
        "credit": article.credit,
        "dateline": article.dateline,
        "related": list(article.related),
        "attachments": [{"url": a.url, "title": a.title, "state": a.state, "pages": a.pages} for a in article.attachments],
        "passages": [{"start": p.start, "end": p.end, "url": p.url, "page": p.page} for p in article.passages],
        "published": article.published,
        "published_from": article.published_from,
        "modified": article.modified,
        "language": article.language,
        "flags": list(article.flags),
        "layout": article.layout,
        "primary_provinces": list(facts.primary_provinces),
        "inferred_provinces": [{"name": i.name, "code": i.code, "rule": i.rule, "surface": i.surface} for i in facts.inferred_provinces],
        "province": facts.province,
        "province_from": facts.province_from,
        "year": facts.year,
        "year_span": list(facts.year_span) if facts.year_span else None,
        "provinces": [_province(m) for m in facts.provinces],
        "years": [_year(m) for m in facts.years],
        "amounts": [_amount(m) for m in facts.amounts],
        "supports": [_support(s) for s in facts.supports],
        "tables": [table_json(t) for t in facts.tables],
    }


def _province(m: ProvinceMention) -> dict[str, Any]:
    return {"name": m.name, "slug": m.slug, "code": m.code, "code_now": m.code_now,
            "start": m.start, "end": m.end, "surface": m.surface, "rule": m.rule}  # fmt: skip


def _year(m: YearMention) -> dict[str, Any]:
    return {"from": m.year_from, "to": m.year_to, "start": m.start, "end": m.end, "surface": m.surface,
            "relative": m.relative, "rule": m.rule}  # fmt: skip


def _amount(m: AmountMention) -> dict[str, Any]:
    return {"kind": m.kind, "min": m.min, "max": m.max, "unit": m.unit, "vnd_min": m.vnd_min, "vnd_max": m.vnd_max,
            "approx": m.approx, "per": m.per, "change": m.change, "start": m.start, "end": m.end, "surface": m.surface,
            "year": list(m.year) if m.year else None, "province": m.province, "role": m.role,
            "flow": m.flow, "planned": m.planned, "part_of": m.part_of, "month_from": m.month_from, "month_to": m.month_to,
            "product": m.product, "measure": m.measure, "narrowed": m.narrowed,
            "province_from": m.province_from, "province_inferred": m.province_inferred,
            "rule": m.rule, "link_rule": m.link_rule, **_doubts(m.doubts)}  # fmt: skip


def _doubts(doubts: Doubts | None) -> dict[str, Any]:
    """Confidence of all three fields together, and of each with the answer that would have come next; null for counts and measures."""
    if doubts is None:
        return dict.fromkeys(DOUBT_KEYS)
    year, province, role = doubts.year, doubts.province, doubts.role
    return {"confidence": doubts.confidence,
            "year_confidence": year.confidence, "year_second": list(year.second) if year.second else None,
            "year_second_confidence": year.second_confidence,
            "province_confidence": province.confidence, "province_second": province.second,
            "province_second_confidence": province.second_confidence,
            "role_confidence": role.confidence, "role_second": role.second, "role_second_confidence": role.second_confidence}  # fmt: skip


def _support(s: Support) -> dict[str, Any]:
    return {"programme": s.programme, "projects": s.projects, "beneficiaries": s.beneficiaries, "fund": s.fund,
            "amount_start": s.amount_start, "sentence_start": s.sentence_start, "sentence_end": s.sentence_end,
            "rule": s.rule, "payer": s.payer, "level": s.level, "stage": s.stage, "relation": s.relation, "relation_to": s.relation_to,
            "amount_kind": s.amount_kind, "multiplier": s.multiplier, "vnd": s.vnd, "period_kind": s.period_kind,
            "province": s.province, "province_from": s.province_from, "projects_implied": s.projects_implied,
            "counts_in_sum": s.counts_in_sum, "why_not": s.why_not}  # fmt: skip


def table_json(t: Table) -> dict[str, Any]:
    """A table as plain values: places of cells, what rows and columns are, and which amounts (by their `start`) stand where."""
    return {"start": t.start, "end": t.end, "title": t.title, "unit": t.unit,
            "rows": [r._asdict() for r in t.rows], "columns": [c._asdict() for c in t.columns],
            "cells": t.cells, "figures": [f._asdict() for f in t.figures]}  # fmt: skip
