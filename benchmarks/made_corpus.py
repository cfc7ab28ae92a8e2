"""A corpus of N made articles, the same on every run: what the benchmarks of size ask, with the clusters, runs and coverage it would have.

    python -m benchmarks.made_corpus FILE N        (a minute and 160 MB each 10,000)

Articles are those of the replica multiplied: sentences mixed anew, dates over eighteen years, provinces and values varied, 60 sources.
One in twelve is another outlet's copy of an earlier one: these are the clusters, all others stand alone.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from examples.replica.corpus import corpus_of_replica
from pipelines.corpus.counting import count_corpus
from pipelines.corpus.schema import open_corpus
from pipelines.duplicates.relations import RULES
from pipelines.duplicates.wording import sketch_of, words_of

SOURCES = 60
COPIED = 12  # one article in so many is a copy
KEPT = 400  # articles a copy may be made of
AT_ONCE = 5000  # articles made before they are written
CACHE = 400_000  # kB of pages kept in memory while it is written
WEEKS = 104  # of runs, one a source and week
FACTS = {"provinces": "name", "years": None, "_amounts": "province", "supports": None, "article_provinces": "name", "attachments": None,
         "tables": None, "table_figures": None}  # fmt: skip
Rows = list[dict[str, Any]]


class Made(NamedTuple):
    """One made article: its row and its facts by table."""

    row: dict[str, Any]
    facts: dict[str, Rows]


class Stored(NamedTuple):
    """A made article and the id of the one it is a copy of, which is its own for most."""

    made: Made
    first: int


def generate(path: Path, articles: int) -> None:
    """Write a corpus of `articles` articles to a file that is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        replica = corpus_of_replica(Path(folder) / "replica.db")
        seeds = [_seed(replica.conn, row) for row in replica.query("SELECT * FROM articles ORDER BY id")]
        rules = replica.execute("SELECT number, name FROM _rules").fetchall()
        replica.close()
    part = path.with_suffix(".part")
    corpus = open_corpus(part)
    for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):  # a part that is not finished is thrown away
        corpus.execute(f"PRAGMA {setting}")
    with corpus.conn:
        corpus.conn.executemany("INSERT INTO _rules VALUES (?, ?)", rules)
        write(corpus.conn, seeds, articles)
    corpus.execute("INSERT INTO _fts (_fts) VALUES ('optimize')")
    corpus.execute("INSERT INTO _fts_exact (_fts_exact) VALUES ('optimize')")
    corpus.execute("ANALYZE")
    count_corpus(corpus)
    corpus.execute("PRAGMA journal_mode = WAL")
    corpus.close()
    part.rename(path)


def _seed(replica: sqlite3.Connection, row: dict[str, Any]) -> Made:
    facts = {}
    for table in FACTS:
        cursor = replica.execute(f"SELECT * FROM {table} WHERE article = ?", [row["id"]])
        names = [column[0] for column in cursor.description]
        facts[table] = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    return Made({name: value for name, value in row.items() if name != "month"}, facts)


def write(conn: sqlite3.Connection, seeds: list[Made], articles: int) -> None:
    """Sources, articles with their facts, sketches and clusters, runs, walks and coverage."""
    random_ = random.Random(1)
    names = [row[0] for row in conn.execute("SELECT name FROM province_names WHERE code_before IS NOT NULL ORDER BY name")]
    sentences = [s for seed in seeds for s in seed.row["text"].replace("\n", " ").split(". ")]
    sources = [f"s{i:02}" for i in range(SOURCES)]
    for i, name in enumerate(sources):
        conn.execute("INSERT INTO sources VALUES (?, ?, 'newspaper', NULL, '', 'low', 0)", [name, f"Source {i}"])
    kept: list[Made] = []
    for begin in range(0, articles, AT_ONCE):
        batch: list[Stored] = []
        for number in range(begin, min(begin + AT_ONCE, articles)):
            if number % COPIED == COPIED - 1:
                first = random_.choice(kept)
                made = _copy(first, random_.getrandbits(51), sources[number % SOURCES], random_)
            else:
                first = made = _varied(seeds[number % len(seeds)], number, names, sentences, random_)
                kept = [*kept[-KEPT:], made]
            batch.append(Stored(made, first.row["id"]))
        _store(conn, batch)
    _visits(conn, sources)


def _store(conn: sqlite3.Connection, batch: list[Stored]) -> None:
    """In the order of ids, as the store writes a batch: an index of words writes a segment for every step back."""
    ordered = sorted(batch, key=lambda one: one.made.row["id"])
    _insert(conn, "articles", [one.made.row for one in ordered])
    for table in FACTS:
        _insert(conn, table, [row for one in ordered for row in one.made.facts[table]])
    _insert(conn, "sketches", [
        {"article": one.made.row["id"], "content_sha": one.made.row["content_sha"], "rules": RULES,
         "runs": sketch_of(words_of(one.made.row["text"])).tobytes()}
        for one in ordered
    ])  # fmt: skip
    for one in batch:
        _relate(conn, one.first, one.made.row["id"])


def _varied(seed: Made, number: int, names: list[str], sentences: list[str], random_: random.Random) -> Made:
    """A seed with other sentences at its end, on another day, of another province, its values changed."""
    article = random_.getrandbits(51)
    province = random_.choice(names) if seed.row["province"] else None
    day = date(2008, 1, 1) + timedelta(days=random_.randrange(18 * 365))
    shift = day.year - int((seed.row["published"] or "2020")[:4])
    source = f"s{number % SOURCES:02}"
    row = seed.row | {
        "id": article, "url": f"https://{source}.example/{article}", "source": source,
        "published": day.isoformat() if seed.row["published"] and number % 20 else None, "province": province,
        "text": f"{seed.row['text']}\n{'. '.join(random_.sample(sentences, 4))}.", "content_sha": f"{article:064x}",
        "title": f"{seed.row['title']} {number}", "fetched_at": f"{day + timedelta(days=1)}T01:00:00+00:00",
        **{key: seed.row[key] + shift if seed.row[key] else None for key in ("year", "year_from", "year_to")},
    }  # fmt: skip
    facts: dict[str, Rows] = {}
    for table, place in FACTS.items():
        factor = 0.5 + random_.random()
        facts[table] = [_changed(fact | {"article": article}, shift, factor, {place: province}) for fact in seed.facts[table]]
    return Made(row, facts)


def _changed(fact: dict[str, Any], shift: int, factor: float, place: dict[str | None, str | None]) -> dict[str, Any]:
    changed = fact | {name: value for name, value in place.items() if name and value and fact[name]}
    for key in ("year_from", "year_to"):
        if changed.get(key):
            changed[key] += shift
    for key in ("vnd_min", "vnd_max", "vnd"):
        if changed.get(key):
            changed[key] = int(changed[key] * factor) // 1_000_000 * 1_000_000 or changed[key]
    return changed


def _copy(first: Made, article: int, source: str, random_: random.Random) -> Made:
    """The same report by another outlet, up to two days later."""
    published = first.row["published"]
    day = date.fromisoformat(published) + timedelta(days=random_.randrange(3)) if published else None
    row = first.row | {
        "id": article, "url": f"https://{source}.example/{article}", "source": source, "published": day.isoformat() if day else None,
        "credit": f"Theo {first.row['source']}",
    }  # fmt: skip
    return Made(row, {table: [fact | {"article": article} for fact in facts] for table, facts in first.facts.items()})


def _relate(conn: sqlite3.Connection, first: int, copy: int) -> None:
    """An article stands alone, or is in the cluster of the one it is a copy of."""
    if first == copy:
        conn.execute("INSERT INTO clusters VALUES (?, ?, NULL, NULL)", [copy, copy])
        return
    conn.execute("INSERT OR IGNORE INTO relations VALUES (?, ?, 'copy', 0.96, 1, 1, 0, 0, 0)", [min(first, copy), max(first, copy)])
    conn.execute("INSERT INTO clusters VALUES (?, ?, ?, 'date')", [copy, first, first])
    conn.execute("UPDATE clusters SET original = ?1, original_from = 'date' WHERE article = ?1", [first])


def _visits(conn: sqlite3.Connection, sources: list[str]) -> None:
    """A run a week, a listing walked to its end, and what of each month was listed, fetched and lost."""
    for name in sources:
        for week in range(WEEKS):
            at = f"{date(2024, 1, 1) + timedelta(weeks=week)}T01:00:00+00:00"
            _insert(conn, "runs", [{"id": f"{at}-{name}", "source": name, "started_at": at, "finished_at": at, "found": 40, "fetched": 20,
                "stored": 18, "unchanged": 0, "duplicate": 0, "not_article": 2, "unreadable": 0, "failed": 0, "facts": 90,
                "fill": '{"title": 1.0}', "reasons": "{}", "verdict": "good", "why": ""}])  # fmt: skip
        conn.execute("INSERT INTO walks VALUES (?, ?, '2025-12-30', 40, '2008-01-01', 'end', 1)", [name, f"https://{name}.example/"])
    conn.execute(
        "INSERT INTO coverage SELECT source, coalesce(month, 'undated'), count(*) + 3, count(*) + 1, count(*), 1, 1"
        " FROM articles GROUP BY 1, 2"
    )


def _insert(conn: sqlite3.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows of equal columns."""
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        conn.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", [tuple(row.values()) for row in rows])


def main() -> None:
    """Write a corpus to a new file."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("file", type=Path)
    options.add_argument("articles", type=int)
    given = options.parse_args()
    generate(given.file, given.articles)


if __name__ == "__main__":
    main()
