"""Earlier versions of an article: the words that came and went, and both sides of every figure that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from explorer.database import rows

MOST_VERSIONS = 10
MOST_CHARACTERS = 100_000  # of a version that are compared
MOST_SENTENCES = 1_000
MOST_WORDS = 300  # of a stretch that are compared word by word; longer ones are told whole
MOST_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand in both versions (same), or in one of them (removed, added)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version and what the next one made of it. `title`: when the next has another. `figures`: rows of v_changed_figures."""

    revision: int
    fetched_at: str | None
    title: str | None
    stretches: tuple[tuple[Stretch, ...], ...]
    figures: tuple[dict[str, Any], ...]


def versions(corpus: sqlite3.Connection, row: dict[str, Any]) -> Iterator[Version]:
    """The earlier versions of an article (its row), the latest first."""
    known = corpus.execute("SELECT 1 FROM sqlite_master WHERE name = 'v_changed_figures'").fetchone()
    older = rows(corpus, "SELECT revision, fetched_at, title, text FROM revisions WHERE article = ? ORDER BY revision DESC LIMIT ?",
                 row["id"], MOST_VERSIONS)  # fmt: skip
    later = row
    for version in older:
        changed = "SELECT * FROM v_changed_figures WHERE article = ? AND revision = ? ORDER BY coalesce(start_after, start_before) LIMIT ?"
        figures = rows(corpus, changed, row["id"], version["revision"], MOST_FIGURES) if known else []
        title = version["title"] if version["title"] != later["title"] else None
        stretches = tuple(differences(version["text"], later["text"]))
        yield Version(version["revision"], version["fetched_at"], title, stretches, tuple(figures))
        later = version


def differences(before: str, after: str) -> Iterator[tuple[Stretch, ...]]:
    """Every place that changed, its sentences with the words that came and went."""
    old, new = _sentences(before), _sentences(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield tuple(_words(" ".join(old[a:b]).split(), " ".join(new[c:d]).split()))


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        sides = (("removed", old), ("added", new))
        yield from (Stretch(kind, " ".join(words)) for kind, words in sides if words)
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("same", " ".join(old[a:b]))
            continue
        if b > a:
            yield Stretch("removed", " ".join(old[a:b]))
        if d > c:
            yield Stretch("added", " ".join(new[c:d]))


def _sentences(text: str) -> list[str]:
    """Sentences with their full stops, as the eye takes them."""
    lines = (line.replace(". ", ".\n") for line in text[:MOST_CHARACTERS].split("\n"))
    return [part for line in lines for part in line.split("\n") if part][:MOST_SENTENCES]
