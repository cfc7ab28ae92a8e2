"""Addresses: all those an article can be had under, and the one it stands under: the same whatever the order in which they came."""

from __future__ import annotations

import sqlite3
from typing import Literal, NamedTuple

from pipelines.sources.urls import article_id, url_key
from pipelines.values.sqlite import Database

AddressKind = Literal["declared", "read", "listed"]  # by the page itself; a page was read there; links alone name it
_KINDS: tuple[AddressKind, ...] = ("declared", "read", "listed")


class Address(NamedTuple):
    """One address of an article. `id`: the id of an article that stands there; `text`: 1 when the rows of the article were read there."""

    id: int
    url: str
    article: int
    kind: AddressKind
    text: int

    @property
    def rank(self) -> tuple[bool, int, str]:
        """The smallest is the address to stand under: one that pages declare, then the shortest, then the first of the alphabet."""
        return rank_of(self.kind, self.url)


def rank_of(kind: AddressKind, url: str) -> tuple[bool, int, str]:
    """See Address.rank."""
    key = url_key(url)
    return kind != "declared", len(key), key


def article_of(db: Database | sqlite3.Connection, key: int) -> int | None:
    """The article that an id leads to: its own, the one it had before, or that of any of its addresses. None: there is none."""
    found = db.execute("SELECT article FROM addresses WHERE id = ?1 UNION ALL SELECT id FROM articles WHERE id = ?1 LIMIT 1", [key])
    row = found.fetchone()
    return int(row[0]) if row else None


def article_at(db: Database | sqlite3.Connection, url: str) -> int | None:
    """The article that can be had under an address. None: there is none."""
    return article_of(db, article_id(url))


def addresses_of(db: Database | sqlite3.Connection, article: int) -> list[Address]:
    """The addresses of an article, the one it stands under first."""
    rows = db.execute("SELECT id, url, article, kind, text FROM addresses WHERE article = ?", [article]).fetchall()
    return sorted((Address(*row) for row in rows), key=lambda address: address.rank)


def ids_of(db: Database | sqlite3.Connection, article: int) -> list[int]:
    """Every id that leads to an article, in ascending order."""
    return sorted({article, *(row[0] for row in db.execute("SELECT id FROM addresses WHERE article = ?", [article]))})


def known_address(db: Database, url: str) -> Address | None:
    """The row of an address, None where the corpus has none."""
    row = db.execute("SELECT id, url, article, kind, text FROM addresses WHERE id = ?", [article_id(url)]).fetchone()
    return Address(*row) if row else None


def note_address(db: Database, article: int, url: str, kind: AddressKind) -> None:
    """Write down an address of an article (inside a transaction). What is known of it already gives way to what is surer; of two ways to
    write it stays the one with https, then the shorter. An address that another article stands under stays with it."""
    known = known_address(db, url)
    if known is None:
        db.execute("INSERT INTO addresses (id, url, article, kind, text) VALUES (?, ?, ?, ?, 0)", [article_id(url), url, article, kind])
        return
    if known.article != article and known.id == known.article:
        return
    surer = min(known.kind, kind, key=_KINDS.index)
    written = url if surer != known.kind else known.url if surer != kind else min(known.url, url, key=_spelling)
    changed = (written, article, surer, known.text if known.article == article else 0)
    if changed != known[1:]:
        db.execute("UPDATE addresses SET url = ?, article = ?, kind = ?, text = ? WHERE id = ?", [*changed, known.id])


def forget_address(db: Database, url: str) -> None:
    """An address is none of the article it was taken for: that stands elsewhere from now on (inside a transaction)."""
    known = known_address(db, url)
    if known:
        db.execute("DELETE FROM addresses WHERE id = ?", [known.id])
        stand(db, known.article)


def mark_text(db: Database, article: int, url: str) -> None:
    """The rows of an article are those of the page at this address of it (inside a transaction)."""
    db.execute("UPDATE addresses SET text = (id = ?1) WHERE article = ?2 AND text != (id = ?1)", [article_id(url), article])


def text_address(db: Database, article: int) -> Address:
    """The address at which the rows of an article were read."""
    every = addresses_of(db, article)
    return next((address for address in every if address.text), every[0])


def stand(db: Database, article: int) -> int:
    """Let an article stand under the best of its addresses (inside a transaction); returns its id, which is made from that address. What
    refers to it goes with it."""
    best = next(iter(addresses_of(db, article)), None)
    if best is None:
        return article
    if best.id != article:
        _move(db, article, best.id, best.url)
    else:
        db.execute("UPDATE articles SET url = ?1 WHERE id = ?2 AND url != ?1", [best.url, article])
    return best.id


def _move(db: Database, old: int, new: int, url: str) -> None:
    """Give an article another id and address. Relations and clusters are made from ids: they are owed again (pipelines/duplicates)."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("DELETE FROM relations WHERE a = ?1 OR b = ?1", [old])
    db.execute("DELETE FROM clusters WHERE article = ?", [old])
    db.execute("UPDATE clusters SET cluster = ? WHERE cluster = ?", [new, old])
    db.execute("UPDATE articles SET id = ?, url = ? WHERE id = ?", [new, url, old])
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for key in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():  # rows: id, place, table, column, column there, ...
            if (key[2], key[4]) in (("articles", "id"), ("revisions", "article")):
                db.execute(f"UPDATE {table} SET {key[3]} = ? WHERE {key[3]} = ?", [new, old])  # noqa: S608 - names of the schema


def _spelling(url: str) -> tuple[bool, int, str]:
    return not url.startswith("https:"), len(url), url
