"""One article as a page: its text cut into pieces at the facts, and the list of facts beside it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from explorer.articles.blocks import Block, blocks
from explorer.articles.facts import Fact, apart, facts_of, placed
from explorer.articles.versions import Version, versions
from explorer.database import rows

_ADDRESSES = "SELECT url FROM addresses WHERE article = ? AND kind != 'listed' ORDER BY text DESC, url LIMIT 20"
MOST_CHARACTERS = 100_000  # of a text that are shown
MOST_FACTS = 4_000  # as in facts.py


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the article page shows. `row` is the article's row; `blocks` its text in pieces; `read_at`: its addresses, the one it
    was read at first."""

    row: dict[str, Any]
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    cut: bool
    flags: tuple[str, ...]
    attachments: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, Any], ...]
    versions: tuple[Version, ...]
    related: tuple[dict[str, Any], ...]
    read_at: tuple[str, ...]


def article_view(corpus: sqlite3.Connection, article: int, language: str) -> ArticleView | None:
    """Read an article, or None when there is none of that id."""
    found = rows(corpus, "SELECT a.*, n.name_now AS province_now FROM articles a"
                         " LEFT JOIN province_names n ON n.name = a.province WHERE a.id = ?", article)  # fmt: skip
    if not found:
        return None
    row = found[0]
    passages = _told(corpus, "passages", article)
    found_facts = placed(facts_of(corpus, article, language), passages, language)
    facts = sorted(found_facts, key=lambda fact: (fact.start, fact.kind))
    text = row["text"][:MOST_CHARACTERS]
    return ArticleView(
        row=row,
        blocks=tuple(blocks(text, apart(facts, len(text)), _told(corpus, "tables", article), passages)),
        facts=tuple(facts[:MOST_FACTS]),
        cut=len(row["text"]) > MOST_CHARACTERS,
        flags=tuple(json.loads(row["flags"] or "[]")),
        attachments=tuple(rows(corpus, "SELECT * FROM attachments WHERE article = ? ORDER BY url", article)),
        corrections=tuple(rows(corpus, "SELECT * FROM corrections WHERE article = ? ORDER BY start", article)),
        versions=tuple(versions(corpus, row)),
        related=tuple(_related(corpus, article)),
        read_at=tuple(dict.fromkeys([*(found["url"] for found in rows(corpus, _ADDRESSES, article)), row["url"]])),
    )


def _told(corpus: sqlite3.Connection, table: str, article: int) -> list[dict[str, Any]]:
    """Rows of a table about stretches of the text, in their order; none in a corpus from before there were any."""
    known = corpus.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return rows(corpus, f"SELECT * FROM {table} WHERE article = ? ORDER BY start", article) if known else []  # noqa: S608 - fixed names


def _related(corpus: sqlite3.Connection, article: int) -> list[dict[str, Any]]:
    """Articles that say the same, where the corpus knows (view v_relations)."""
    if not corpus.execute("SELECT 1 FROM sqlite_master WHERE name = 'v_relations'").fetchone():
        return []
    return rows(corpus, "SELECT * FROM v_relations WHERE article = ? ORDER BY kind, other LIMIT 100", article)
