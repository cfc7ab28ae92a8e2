"""Store: one record to rows of corpus.db in one transaction. Rows are replaced, never doubled; a changed body makes a revision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from pipelines.corpus.applying import apply_corrections
from pipelines.corpus.corrections import corrections_stamp
from pipelines.corpus.rows import FACT_TABLES, FactRow, fact_rows
from pipelines.corpus.stamps import code_version
from pipelines.corpus.versions import compare_versions, is_earlier_version, keep_version
from pipelines.reading.documents.attaching import NEEDS_EXTRA, UNREAD
from pipelines.record import Record
from pipelines.sources.source import Source
from pipelines.sources.urls import article_id
from pipelines.values.outcome import Outcome
from pipelines.values.sqlite import Database


def store_record(db: Database, record: Record, url: str, document: str | None = None) -> Outcome:
    """Write one record under its canonical URL; call inside `db.atomic()`. `document` is the key its addresses share (document_key).

    Returns stored(new), stored(revision), stored(completed), unchanged, or duplicate(URL of the article kept). An article is its document,
    never its wording: equal texts are articles of their own, told together as copies (pipelines/duplicates). Only a further address of a
    document that is stored already, with the same content, date and attachments, is a duplicate; nothing that is stored is taken away.
    Unchanged content gets its facts anew when other rules or corrections apply than those it was read with. A notice whose document came
    later is completed, not revised: its own page is as it was. A page of an earlier version that is kept already changes nothing.
    """
    sha = content_sha(record)
    key = article_id(url)
    read_with = code_version() + corrections_stamp(key)
    row = db.execute("SELECT content_sha, revision, code_version FROM articles WHERE id = ?", [key]).fetchone()
    same_page = row is not None and _own_sha(db, key) == own_sha(record)
    if same_page and UNREAD in record.article.flags and _is_opened(db, key):  # without the extra `documents` nothing is taken away
        return Outcome("unchanged")
    if row and row[0] == sha:
        if row[2] != read_with or _states(db, key) != {(a.url, a.state) for a in record.article.attachments}:
            _write(db, key, url, record, {"revision": row[1], "content_sha": sha, "code_version": read_with, "document": document})
        return Outcome("unchanged")
    if row is None and document and (kept := _same_document(db, record, document, sha)):
        return Outcome("duplicate", kept)
    if row and not same_page and is_earlier_version(db, key, record, sha):
        return Outcome("unchanged")
    if row and not same_page:
        keep_version(db, key)
    revision = (row[1] + (not same_page)) if row else 1
    _write(db, key, url, record, {"revision": revision, "content_sha": sha, "code_version": read_with, "document": document})
    return Outcome("stored", "completed" if same_page else "revision" if row else "new")


def store_source(db: Database, source: Source) -> None:
    """Write (or renew) the row of a source."""
    with db.atomic():
        db.table("sources").upsert(
            {"name": source.name, "title": source.title, "kind": source.kind, "home_province": source.home_province,
             "hosts": " ".join(source.hosts), "confidence": source.confidence, "verified_live": int(source.verified_live)},
            pk="name",
        )  # fmt: skip


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


def _same_document(db: Database, record: Record, document: str, sha: str) -> str | None:
    """The address under which this document is stored already: same key, source, content, day and attachments."""
    day = (record.article.published or "")[:10]
    files = {a.url for a in record.article.attachments}
    found = db.execute(
        "SELECT id, url FROM articles WHERE document = ? AND content_sha = ? AND source IS ? AND coalesce(substr(published, 1, 10), '') = ?"
        " ORDER BY length(url), url",
        [document, sha, record.source, day],
    )
    return next((url for key, url in found.fetchall() if {url for url, _ in _states(db, key)} == files), None)


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


def _write(db: Database, key: int, url: str, record: Record, stamp: dict[str, Any]) -> None:
    _replace_article(db, key, url, record, stamp)
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
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0]._fields)
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - names are ours


def _json(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)
