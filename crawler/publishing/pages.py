"""The pages of a site: what each shows, asked from the shortened corpus, and its HTML."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from explorer.articles.facts import facts_of
from explorer.certainty import SIGNS
from explorer.citing import formats
from explorer.citing.work import Edition, work_of
from explorer.database import rows
from explorer.name_order import name_key
from explorer.tables import coded, column_name
from explorer.wording.labels import LANGUAGES, day, labels, number
from explorer.wording.values import meaning, said, unit_name

TEMPLATES = Path(__file__).parent / "templates"
PER_PAGE = 500  # rows of a list on one page
MOST_ROWS = 1_000  # of a table shown as a page; the download holds all
TABLES = ("v_support_by_province_year", "v_trade_output_by_province_year", "v_changed_figures", "v_coverage", "v_sources")
# columns of TABLES that hold sizes
_NUMBERS = frozenset(
    ("vnd", "vnd_low", "vnd_high", "vnd_national", "vnd_local", "vnd_sure", "amount", "amount_low", "amount_high", "part_amount", "reports",
     "figures", "left_out", "listed", "fetched", "stored", "failed", "articles", "lost_undated", "without_article")
)  # fmt: skip
_FIGURES = """SELECT m.article, m.start, m.surface, m.year_from, m.year_to, coalesce(m.year_to, 0) AS until, m.role, m.certainty,
    m.sentence, m.title, m.source, m.published FROM v_amounts m
    WHERE m.role IS NOT NULL AND m.kind IN ('money', 'percent') AND m.counts_once AND m.province IS ?
    ORDER BY until DESC, m.year_from DESC, m.published DESC, m.article, m.start"""
_PROVINCES = """SELECT m.province, coalesce(n.slug, 'national') AS slug, count(*) AS figures
    FROM v_amounts m LEFT JOIN province_names n ON n.name = m.province
    WHERE m.role IS NOT NULL AND m.kind IN ('money', 'percent') AND m.counts_once GROUP BY 1, 2"""
_LISTED = """SELECT id, title, url, source, province, substr(published, 1, 10) AS published FROM articles
    WHERE coalesce(substr(published, 1, 4), 'undated') = ? ORDER BY published DESC, id"""


class Made(NamedTuple):
    """A page: its place in the site and its HTML."""

    place: str
    html: str


class Contents(NamedTuple):
    """What every page of a site knows: the corpus, its version, titles of sources, how much of texts is shown, what may be taken away."""

    corpus: sqlite3.Connection
    edition: Edition
    sources: dict[str, str]
    texts: str
    downloads: tuple[tuple[str, int], ...]


def article_place(key: int) -> str:
    """Place of an article's page, without the language."""
    return f"article/{key % 100:02}/{key}.html"


def pages(of: Contents) -> Iterator[Made]:
    """Every page but those of articles, in both languages."""
    yield _made(of, "index.html", "choice.html", "en", {})
    for language in LANGUAGES:
        yield _made(of, f"{language}/index.html", "start.html", language, _start(of))
        yield _made(of, f"{language}/search.html", "search.html", language, {})
        yield _made(of, f"{language}/codebook.html", "codebook.html", language, {"tables": list(_book(of, language))})
        yield _made(of, f"{language}/downloads.html", "downloads.html", language, {})
        yield _made(of, f"{language}/cite.html", "cite.html", language, {})
        for table in TABLES:
            yield from _table(of, table, language)
        yield from _lists(of, language)
        yield from _figures(of, language)


def article_page(of: Contents, key: int, language: str) -> Made:
    """The page of one article."""
    row = rows(of.corpus, "SELECT a.*, n.name_now AS province_now FROM articles a LEFT JOIN province_names n ON n.name = a.province"
                          " WHERE a.id = ?", key)[0]  # fmt: skip
    sentences = dict(of.corpus.execute("SELECT start, sentence FROM amounts WHERE article = ?", [key]).fetchall())
    facts = [(fact, sentences.get(fact.start, "")) for fact in facts_of(of.corpus, key, language) if fact.kind == "amount"]
    changed = rows(of.corpus, "SELECT * FROM v_changed_figures WHERE article = ? ORDER BY revision, start_after LIMIT 200", key)
    work = work_of(of.corpus, f"/article/{key}", "", language)
    forms = {"text": formats.text(work), "bib": formats.bibtex(work)} if work else {}
    shown = {"row": row, "facts": facts, "changed": changed, "forms": forms,
             "safe_url": urlsplit(row["url"][:2_000]).scheme in ("http", "https")}  # fmt: skip
    return _made(of, f"{language}/{article_place(key)}", "article.html", language, shown)


def _start(of: Contents) -> dict[str, Any]:
    years = rows(of.corpus, "SELECT coalesce(substr(published, 1, 4), 'undated') AS year, count(*) AS articles FROM articles"
                            " GROUP BY 1 ORDER BY 1 DESC")  # fmt: skip
    return {"counts": rows(of.corpus, "SELECT * FROM v_corpus")[0], "years": years, "provinces": _provinces(of), "tables": TABLES,
            "publishers": rows(of.corpus, "SELECT * FROM v_sources ORDER BY articles DESC, source")}  # fmt: skip


def _provinces(of: Contents) -> list[dict[str, Any]]:
    """Provinces with figures, in Vietnamese order; those without a province last."""
    found = [row for row in rows(of.corpus, _PROVINCES) if row["slug"] != "national" or row["province"] is None]
    return sorted(found, key=lambda row: (row["province"] is None, name_key(row["province"] or "")))


def _lists(of: Contents, language: str) -> Iterator[Made]:
    """Articles by year of publication, the newest first."""
    for year in _start(of)["years"]:
        listed = rows(of.corpus, _LISTED, year["year"])
        yield from _paged(of, f"{language}/articles/{_safe(year['year'])}", "articles.html", language, {"year": year["year"]}, listed)


def _figures(of: Contents, language: str) -> Iterator[Made]:
    """Figures of a province, the latest year first."""
    for place in _provinces(of):
        listed = rows(of.corpus, _FIGURES, place["province"])
        yield from _paged(of, f"{language}/figures/{_safe(place['slug'])}", "figures.html", language, place, listed)


def _paged(of: Contents, place: str, template: str, language: str, about: dict[str, Any], listed: list[dict[str, Any]]) -> Iterator[Made]:
    last = max((len(listed) - 1) // PER_PAGE, 0)
    name = place.rpartition("/")[2]
    names = [f"{name}.html" if at == 0 else f"{name}-{at + 1}.html" for at in range(last + 1)]
    for at, here in enumerate(names):
        some = listed[at * PER_PAGE : (at + 1) * PER_PAGE]
        shown = {**about, "listed": some, "names": names, "number": at, "total": len(listed)}
        yield _made(of, f"{place.rpartition('/')[0]}/{here}", template, language, shown)


def _table(of: Contents, table: str, language: str) -> Iterator[Made]:
    if not of.corpus.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
        return
    found = rows(of.corpus, f'SELECT * FROM "{table}" LIMIT ?', MOST_ROWS + 1)  # noqa: S608 - one of TABLES
    told = [name for name in (found[0] if found else ()) if name != "url" and any(row[name] is not None for row in found)]
    if all(row["year_from"] == row["year_to"] == row["year"] for row in found if "year_from" in row):
        told = [name for name in told if name not in ("year_from", "year_to")]
    columns = [(name, column_name(name, language, table, answer=True)) for name in told]
    shown = {"table": table, "columns": columns, "found": found[:MOST_ROWS], "cut": len(found) > MOST_ROWS,
             "numbers": _NUMBERS.intersection(told), "about": meaning(table, None, _about(of, table), language)}  # fmt: skip
    yield _made(of, f"{language}/tables/{table}.html", "table.html", language, shown)


def _about(of: Contents, table: str) -> str:
    return str(of.corpus.execute('SELECT description FROM codebook WHERE "table" = ? AND "column" IS NULL', [table]).fetchone()[0])


def _book(of: Contents, language: str) -> Iterator[dict[str, Any]]:
    """The codebook, table by table."""
    table: dict[str, Any] = {}
    for row in rows(of.corpus, "SELECT * FROM codebook ORDER BY place"):
        told = {"text": meaning(row["table"], row["column"], row["description"], language), "unit": unit_name(row["unit"], language)}
        if row["column"] is None:
            if table:
                yield table
            table = {"name": row["table"], "columns": [], **told}
        else:
            table["columns"].append(row | told)
    if table:
        yield table


def _safe(name: str) -> str:
    """A part of a file's name: slugs and years are safe, what a file holds may not be."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)[:60] or "_"


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _made(of: Contents, place: str, template: str, language: str, shown: dict[str, Any]) -> Made:
    root = "../" * place.count("/")
    words = {
        "root": root, "home": f"{root}{language}/", "place": place, "lang": language, "t": labels(language), "edition": of.edition,
        "texts": of.texts, "downloads": of.downloads, "signs": SIGNS, "article_place": article_place, "safe": _safe, "coded": coded,
        "other": "vi" if language == "en" else "en", "elsewhere": place.partition("/")[2],
        "n": lambda value: number(value, language), "day": lambda value: day(value, language),
        "source_title": lambda name: of.sources.get(name, name or "–"),
        "cell": lambda column, value: _cell(column, value, language, of.sources),
    }  # fmt: skip
    return Made(place, _environment().get_template(template).render({**words, **shown}))


def _cell(column: str, value: Any, language: str, sources: dict[str, str]) -> str:
    if value is None:
        return ""
    told = said(column, value, language, sources)
    if told is None and (column in _NUMBERS or "vnd" in column) and isinstance(value, int | float):
        return number(int(value) if value == int(value) else float(value), language)
    return str(value) if told is None else told
