"""Store: one record to rows of corpus.db in one transaction. Rows are replaced, never doubled; a changed body makes a revision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from pipelines.corpus.addresses import (
    AddressKind,
    article_of,
    forget_address,
    ids_of,
    known_address,
    mark_text,
    note_address,
    rank_of,
    stand,
    text_address,
)
from pipelines.corpus.applying import apply_corrections
from pipelines.corpus.corrections import corrections_stamp
from pipelines.corpus.rows import FACT_TABLES, AmountRow, FactRow, fact_rows
from pipelines.corpus.stamps import code_version
from pipelines.corpus.versions import compare_versions, is_earlier_version, keep_version
from pipelines.reading.documents.attaching import NEEDS_EXTRA, UNREAD
from pipelines.record import Record
from pipelines.sources.urls import article_id, url_key
from pipelines.values.outcome import Outcome
from pipelines.values.sqlite import Database


class Place(NamedTuple):
    """Where a page was had: `url` is the address it counts under, which it declares itself (rel=canonical) where that is another than the
    one it was `read_at`. `document`: the key its addresses share (document_key)."""

    url: str
    read_at: str
    document: str | None = None

    @property
    def kind(self) -> AddressKind:
        """What is known of `url`."""
        return "read" if url_key(self.url) == url_key(self.read_at) else "declared"


def store_record(db: Database, record: Record, url: str, document: str | None = None, read_at: str | None = None) -> Outcome:
    """Write one record; call inside `db.atomic()`. The arguments are those of Place; without `read_at` it was read at `url`.

    Returns stored(new), stored(revision), stored(completed), unchanged, or duplicate(address its article was read at). An article is its
    document, never its wording: equal texts are articles of their own, told together as copies (pipelines/duplicates). Another address of a
    document that is stored already, with the same content, date and attachments, is one more address of its article, which stands under
    the best of them (addresses.py) with the rows of the page read at the best of them; nothing that is stored is taken away. Unchanged
    content gets its facts anew when other rules or corrections apply than those it was read with. A notice whose document came later is
    completed, not revised: its own page is as it was. A page of an earlier version that is kept already changes nothing.
    """
    sha, place = content_sha(record), Place(url, read_at or url, document)
    known = _known_article(db, record, place, sha)
    if known is None:
        return _store_new(db, record, place, sha)
    _note(db, known, place)
    key = stand(db, known)
    at = text_address(db, key)
    here = at.id == article_id(place.url)
    leads = here or rank_of(place.kind, place.url) < at.rank
    read_with = code_version() + corrections_stamp(ids_of(db, key))
    stored_sha, revision, stored_with = db.execute(
        "SELECT content_sha, revision, code_version FROM articles WHERE id = ?", [key]
    ).fetchone()
    seen = Outcome("unchanged") if leads else Outcome("duplicate", at.url)
    same_page = _own_sha(db, key) == own_sha(record)
    if same_page and UNREAD in record.article.flags and _is_opened(db, key):  # without the extra `documents` nothing is taken away
        return seen
    stamp = {"content_sha": sha, "code_version": read_with, "document": place.document}
    if stored_sha == sha:
        states = {(a.url, a.state) for a in record.article.attachments}
        if stored_with != read_with or (leads and not here) or (here and _states(db, key) != states):
            _write(db, key, place, record, {"revision": revision, **stamp})
        return seen
    if not same_page and (is_earlier_version(db, key, record, sha) or _is_kept_elsewhere(db, key, sha, here)):
        return seen
    if not same_page:
        keep_version(db, key)
    _write(db, key, place, record, {"revision": revision + (not same_page), **stamp})
    return Outcome("stored", "completed" if same_page else "revision")


def _known_article(db: Database, record: Record, place: Place, sha: str) -> int | None:
    """The article a page is of: that of its address, but for one that links alone took for its own; else the same document."""
    for address in dict.fromkeys((place.url, place.read_at)):
        known = known_address(db, address)
        key = known.article if known else article_of(db, article_id(address))
        if key is not None and (known is None or known.kind != "listed"):
            return key
    return _same_document(db, record, place.document, sha) if place.document else None


def _store_new(db: Database, record: Record, place: Place, sha: str) -> Outcome:
    for address in dict.fromkeys((place.url, place.read_at)):
        forget_address(db, address)
    ids = sorted({article_id(place.url), article_id(place.read_at)})
    stamp = {"revision": 1, "content_sha": sha, "code_version": code_version() + corrections_stamp(ids), "document": place.document}
    _write(db, article_id(place.url), place, record, stamp)
    return Outcome("stored", "new")


def _note(db: Database, key: int, place: Place) -> None:
    """The addresses of a page are those of its article."""
    note_address(db, key, place.url, place.kind)
    if place.kind == "declared":
        note_address(db, key, place.read_at, "read")


def _is_kept_elsewhere(db: Database, key: int, sha: str, here: bool) -> bool:
    """Whether an address other than the one an article was read at still says what an earlier version said."""
    return not here and db.execute("SELECT 1 FROM revisions WHERE article = ? AND content_sha = ?", [key, sha]).fetchone() is not None


def content_sha(record: Record) -> str:
    """Digest of what a reader sees of an article: title and text. Furniture, clocks and sidebars do not count."""
    return hashlib.sha256(f"{record.article.title or ''}\n{record.text}".encode()).hexdigest()


def own_sha(record: Record) -> str:
    """Digest of what the page itself says, without its documents."""
    return hashlib.sha256(f"{record.article.title or ''}\n{record.article.own_text}".encode()).hexdigest()


def page_sha(record: Record) -> str:
    """Digest of all that is an article's own on its page: no clock, counter or related headline, no document's text."""
    article = record.article
    files = tuple((a.url, a.title) for a in article.attachments)
    own = (article.title, article.own_text, article.captions, article.byline, article.credit, (article.published or "")[:10], files)
    return hashlib.sha256(repr(own).encode()).hexdigest()


def _same_document(db: Database, record: Record, document: str, sha: str) -> int | None:
    """The article of this document that is stored already: same key, source, content, day and attachments."""
    day = (record.article.published or "")[:10]
    files = {a.url for a in record.article.attachments}
    found = db.execute(
        "SELECT id FROM articles WHERE document = ? AND content_sha = ? AND source IS ? AND coalesce(substr(published, 1, 10), '') = ?"
        " ORDER BY length(url), url",
        [document, sha, record.source, day],
    )
    return next((key for (key,) in found.fetchall() if {url for url, _ in _states(db, key)} == files), None)


def _own_sha(db: Database, key: int) -> str:
    """The same of a stored article."""
    title, text, end = db.execute(
        "SELECT title, text, (SELECT min(start) FROM passages WHERE article = articles.id) FROM articles WHERE id = ?", [key]
    ).fetchone()
    own = text if end is None else text[: max(end - 1, 0)]
    return hashlib.sha256(f"{title or ''}\n{own}".encode()).hexdigest()


def _is_opened(db: Database, key: int) -> bool:
    """Whether some document of a stored article was opened when it was read."""
    return any(state not in (None, NEEDS_EXTRA) for _, state in _states(db, key))


def _states(db: Database, key: int) -> set[tuple[str, str | None]]:
    return set(db.execute("SELECT url, state FROM attachments WHERE article = ?", [key]).fetchall())


def _write(db: Database, key: int, place: Place, record: Record, stamp: dict[str, Any]) -> None:
    """Write the rows of an article as the page at one of its addresses says them."""
    there = db.execute("SELECT url FROM articles WHERE id = ?", [key]).fetchone()
    _replace_article(db, key, there[0] if there else place.url, record, stamp)
    if there is None:
        _note(db, key, place)
    mark_text(db, key, place.url)
    _replace_facts(db, key, record)
    apply_corrections(db, key)
    if stamp["revision"] > 1:
        compare_versions(db, key)


def _replace_article(db: Database, key: int, url: str, record: Record, stamp: dict[str, Any]) -> None:
    article, facts = record.article, record.facts
    span = facts.year_span or (None, None)
    row = {
        "id": key, "url": url, "source": record.source,
        "title": article.title, "lead": article.lead, "text": record.text,
        "published": article.published, "published_from": article.published_from, "modified": article.modified,
        "province": facts.province, "province_from": facts.province_from,
        "year": facts.year, "year_from": span[0], "year_to": span[1],
        "byline": article.byline, "credit": article.credit, "dateline": article.dateline,
        "site_title": article.site_title, "language": article.language,
        "captions": _json(article.captions), "related": _json(article.related), "flags": _json(article.flags),
        "layout": article.layout, "words": len(record.text.split()),
        "fetched_at": record.fetched_at, **stamp,
    }  # fmt: skip
    db.execute(_upsert(tuple(row)), list(row.values()))


@cache
def _upsert(columns: tuple[str, ...]) -> str:
    """The statement that writes a row of `articles`, or renews the one of its id."""
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO articles ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {renewed}"  # noqa: S608


def _replace_facts(db: Database, key: int, record: Record) -> None:
    for table in FACT_TABLES:
        db.execute(f"DELETE FROM {table} WHERE article = ?", [key])  # noqa: S608 - table names are ours
    for table, rows in fact_rows(key, record).items():
        _insert(db, table, rows)


def _insert(db: Database, table: str, rows: Sequence[FactRow]) -> None:
    """Rows of one record type, whose fields are the columns. A row that is there already is an error, never passed over."""
    if not rows:
        return
    if isinstance(rows[0], AmountRow):
        rules = {name for row in rows if isinstance(row, AmountRow) for name in (row.rule, row.link_rule)}
        db.conn.executemany("INSERT OR IGNORE INTO _rules (name) VALUES (?)", [(name,) for name in sorted(rules)])
    columns = ", ".join(f'"{name}"' for name in rows[0]._fields)
    db.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({_marks(rows[0])})", rows)  # noqa: S608 - names are ours


def _marks(row: FactRow) -> str:
    """What stands for the values of a row: of the rules of a figure their numbers."""
    numbered = ("rule", "link_rule") if isinstance(row, AmountRow) else ()
    return ", ".join("(SELECT number FROM _rules WHERE name = ?)" if name in numbered else "?" for name in row._fields)


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)
