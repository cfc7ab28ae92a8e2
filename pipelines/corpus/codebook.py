"""The codebook: what every table, view and column of corpus.db means. Words in data/corpus/codebook.toml, types from the schema itself."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Annotated, NamedTuple

import msgspec

from pipelines.corpus.guide import link_rules, which_table
from pipelines.corpus.rows import VIEWED
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.sqlite import Database
from pipelines.values.typed import Misfit, Text, read_toml, typed

WORDS = DATA / "corpus" / "codebook.toml"
INTERNAL = re.compile(r"articles_fts|articles_folded|sketches|_|sqlite_")  # names that serve the machine only
TOLD = ("sketches", "articles_folded")  # of these, what the codebook tells of nevertheless
_CHECK = re.compile(r"CHECK \((\w+) IN \(([^)]*)\)\)")
_REFERENCE = re.compile(r"(\w+) \w+ (?:NOT NULL )?REFERENCES (\w+)")


class CodebookRow(NamedTuple):
    """A row of the table `codebook`: what a table (`column` None) or a column of it means, its unit and allowed values."""

    place: int
    table: str
    column: str | None
    type: str
    description: str
    unit: str | None = None
    allowed: str | None = None


class _Words(NamedTuple):
    description: str = ""
    unit: str | None = None
    allowed: str | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a table or view. `like` names tables whose words it takes over; `shared`: words for others, no table of its own."""

    about: Text | None = None
    like: tuple[str, ...] = ()
    shared: bool = False
    columns: dict[str, Text | Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=3)]] = {}


@cache
def words() -> dict[str, Entry]:
    """The words of every table, view and column (data/corpus/codebook.toml). Raises KnowledgeError."""
    found: dict[str, Entry] = {}
    try:
        for name, table in read_toml(WORDS).items():
            found[name] = _entry(name, table)
        if not found:
            raise Misfit("no table in it")
        for name in found:
            _check_like(found, name, ())
    except Misfit as misfit:
        raise KnowledgeError(f"{told_path(WORDS)}: {misfit}") from None
    return found


def _entry(name: str, table: object) -> Entry:
    try:
        return typed(table, Entry)
    except Misfit as misfit:
        raise Misfit(f"{name}: {misfit}") from None


def _check_like(entries: dict[str, Entry], name: str, way: tuple[str, ...]) -> None:
    """Raises Misfit when the tables a table takes words from are not there, or lead back to itself."""
    for like in entries[name].like:
        if like not in entries or like in (*way, name):
            raise Misfit(f"{name}: like: {like!r} {'leads back to itself' if like in entries else 'is no table of the codebook'}")
        _check_like(entries, like, (*way, name))


def documented(corpus: Database) -> list[str]:
    """Tables and views a researcher meets, in the order of the codebook; those it does not know come last."""
    names = [name for name in corpus.table_names() + corpus.view_names() if not INTERNAL.match(name)]
    order = {name: place for place, name in enumerate(words())}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def codebook_rows(corpus: Database) -> list[CodebookRow]:
    """The rows of the table `codebook`."""
    rows: list[CodebookRow] = []
    views = set(corpus.view_names())
    for name in [*documented(corpus), *TOLD]:
        about = _words_of(name).about or ""
        rows.append(CodebookRow(len(rows), name, None, "view" if name in views else "table", about))
        allowed = {column: values for like in reversed(list(_sources_of(name))) for column, values in _allowed(corpus, like).items()}
        for column, kind in _columns(corpus, name):
            own = _column(name, column)
            rows.append(CodebookRow(len(rows), name, column, kind, own.description, own.unit, allowed.get(column) or own.allowed))
    return rows


def problems(corpus: Database) -> list[str]:
    """What the codebook lacks or says too much; empty when it is whole."""
    rows = codebook_rows(corpus)
    known = {(row.table, row.column) for row in rows}
    missing = [f"{row.table}.{row.column or '*'}: no description" for row in rows if not row.description]
    own = {name: entry for name, entry in words().items() if not entry.shared}
    extra = [f"{t}.{c}: no such column" for t, entry in own.items() for c in entry.columns if (t, c) not in known]
    return missing + extra + [f"{name}: no such table" for name in own if (name, None) not in known]


def markdown(corpus: Database) -> str:
    """docs/codebook.md: every table with its columns, types, units, allowed values and an example from the given corpus."""
    lines = [_HEAD, which_table(), "\n# Tables and views"]
    for row in codebook_rows(corpus):
        if row.column is None:
            lines += [f"\n## {row.table}\n", f"{row.description} ({row.type})\n"]
            lines += ["| column | type | meaning | unit or format | allowed values | example |", "|---|---|---|---|---|---|"]
        else:
            example = _example(corpus, row.table, row.column)
            cells = (f"`{row.column}`", row.type, row.description, row.unit, row.allowed, f"`{example}`" if example else None)
            lines.append("| " + " | ".join(cell or "" for cell in cells) + " |")
    lines.append(link_rules())
    return "\n".join(lines) + "\n"


_HEAD = """# Codebook

Every table and view of `corpus.db`, the researcher's database. Generated from the schema and `data/corpus/codebook.toml` by
`python -m docs.build`; the same text stands in the table `codebook` of every corpus, in `corpus explore` and in the
`datapackage.json` beside an export.

Start with the views: `v_articles` (what is there), `v_amounts` (every figure with its article, province, year, role and sentence),
`v_supports` (every line of programme support), `v_support_by_province_year`, `v_support_by_programme`, `v_coverage`. Nine things to know:

1. A fact is a piece of text. `surface` is `substr(articles.text, start + 1, "end" - start)`; `rule` names the rule that found it.
2. NULL means "the text does not say", never zero.
3. Money is kept as written (`min`, `max`, `unit`) and, for VND, in whole đồng (`vnd_min`, `vnd_max`). `min = max` unless a range is given.
   `approx` keeps the hedge ("khoảng" is `about`; `under` is mostly a cap, `over` may be a floor). `per` says that a figure is a rate (per
   year, per tonne): never add it up. Foreign money is never converted: compare it within its `unit`.
4. Only money and percentages are linked: counts ("12 đề án") and measures ("300 tấn") have no province, year, role or flow. Find them by
   their article and sentence; `v_supports` has the counts of projects and beneficiaries beside the money of their line.
5. `planned = 1` is a target, plan, forecast, proposal or cap ("tối đa"); `planned = 0` is all else, approved and paid out alike: a total
   and what was paid out of it (giải ngân) stand side by side, take one. The views of support do: of each programme and year one stage, and
   `basis` says which. A figure with `month_from` tells of a part of its year only. Exports and output of a year are never made of it; a
   sum of support is where nothing better is told, and `basis` then says "for a part of the year": leave such rows out of series of years.
6. `part_of` names the whole that a figure is a part of ("10 tỷ đồng, trong đó ..."): `part_of IS NULL` leaves out the parts that were
   recognised; rows of a table, items of a list and parts told further on may remain. Lines of support know more (`supports.relation`):
   `counts_in_sum` leaves out parts, repetitions, examples and what was paid out of another line, across sentences too.
7. `province` is the unit the text means, with the name of its time. `province_names` says in one join what it is part of since 1 July
   2025: `JOIN province_names n ON n.name = province`. Never join on codes alone: seven codes changed their meaning that day. A name with
   `standing` enlarged (Lào Cai) is of two areas: in articles published before that day the smaller one, in figures of later periods the
   larger, and what is told afterwards of earlier years may be either: read the sentence.
8. `confidence` says how sure it is that year, province and role of a figure are all right, `certainty` says it in a word; the `_second`
   columns hold what would have come next. `v_amounts_sure` has what may be quoted as it was read. Of a sum say how much is sure
   (`vnd_sure`, `sure_share`) and how sure the least sure line is (`least_confidence`).
9. The same report is often printed by several sources. `counts_once = 1` (or `clusters`) keeps one printing of each; views count every
   article unless their description says otherwise.

`flow`, `planned`, `part_of`, months, product, the columns of support and those of doubt are filled when a page is read: after an update of
the project run `corpus replay` once, until then figures of older readings have them NULL, `planned` and `counts_in_sum` 0.

Searching (`corpus search`, the explorer): all words must occur; "a phrase", `this OR that`, `-without`, `begin*`. Accents count when any is
typed. Of more than 1,000 hits 1,000 (and those with the words in the title) are ranked: sort by date to see all. In SQL the index
`articles_fts` knows no accents (and đ as d), `articles_fts_exact` knows them:
`id IN (SELECT rowid FROM articles_fts_exact WHERE articles_fts_exact MATCH '"dầu khí"')`."""


def _columns(corpus: Database, name: str) -> list[tuple[str, str]]:
    rows = corpus.execute("SELECT name, type FROM pragma_table_xinfo(?)", [name]).fetchall()
    return [(row[0], row[1] or "") for row in rows]


def _column(table: str, column: str) -> _Words:
    """Words for a column: the table's own, else those of a table it takes columns from."""
    for name in _sources_of(table):
        entry = _words_of(name).columns.get(column)
        if entry:
            description, *more = [entry] if isinstance(entry, str) else entry
            return _Words(description, *(part or None for part in more))
    return _Words()


def _words_of(table: str) -> Entry:
    return words().get(table) or Entry()


def _sources_of(table: str) -> Iterator[str]:
    yield table
    for like in _words_of(table).like:
        yield from _sources_of(like)


def _allowed(corpus: Database, table: str) -> dict[str, str]:
    """Allowed values as the schema itself enforces them: CHECK lists and foreign keys."""
    row = corpus.execute("SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", [VIEWED.get(table, table)]).fetchone()
    sql = row[0] if row else ""
    found = {column: f"a `{target}` row" for column, target in _REFERENCE.findall(sql)}
    return found | {column: values.replace("'", "") for column, values in _CHECK.findall(sql)}


def _example(corpus: Database, table: str, column: str) -> str:
    """A short real value, the same on every run: the most telling one is a short one."""
    if column in ("code_version", "value"):  # differ with every change of the rules
        return ""
    try:
        row = corpus.execute(
            f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL AND "{column}" != \'\''  # noqa: S608
            f' ORDER BY "{column}" IN (0, \'[]\'), length("{column}") > 48, "{column}" LIMIT 1'
        ).fetchone()
    except sqlite3.Error:
        return ""
    text = " ".join(str(row[0]).split()).replace("|", "\\|").replace("`", "'") if row else ""
    return text if len(text) <= 60 else text[:57] + "..."
