"""Duplicates in corpus.db: kept from run to run, the same as found at once, with the likely original of every cluster."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.verbs.duplicates import print_clusters
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.store import store_record
from pipelines.duplicates.originals import Report, likely_original, publisher_names
from pipelines.duplicates.tables import COMPARING, cluster_corpus, is_owed
from pipelines.record import Record
from pipelines.sources.urls import article_id
from pipelines.values.article import Article
from pipelines.values.mentions import Facts
from tests.duplicate_pairs import STORIES, fillings, rounded, told

FIRST, SECOND = fillings(random.Random(1), 2)
BODY, TWIN = told(STORIES["story"][2]["text"], FIRST), told(STORIES["story"][2]["text"], SECOND)
ARTICLES = {
    "https://one.example/xuat-khau": (BODY, "2024-05-03", None),
    "https://two.example/xuat-khau-dang-lai": ([rounded(" ".join(BODY))], "2024-05-02", "Theo one.example"),
    "https://three.example/xuat-khau-tinh-khac": (TWIN, "2024-05-03", None),
    "https://four.example/phien-cho": (told(STORIES["story"][4]["text"], FIRST), "2024-05-03", None),
}


def put(db: Database, url: str, body: list[str] | None = None) -> None:
    paragraphs, published, credit = ARTICLES[url]
    article = Article("Tin", tuple(body or paragraphs), credit=credit, published=published, published_from="meta")
    with db.atomic():
        store_record(db, Record(url, None, None, article, article.text, Facts()), url)


def rows(db: Database) -> list[tuple[object, ...]]:
    found = db.execute("SELECT * FROM relations ORDER BY a, b").fetchall()
    return found + db.execute("SELECT * FROM clusters ORDER BY article").fetchall()


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def test_relations_clusters_and_original(db: Database) -> None:
    for url in ARTICLES:
        put(db, url)
    one, two, three, four = map(article_id, ARTICLES)
    clusters = cluster_corpus(db)
    assert clusters[one] == clusters[two] == one
    assert len(set(clusters.values())) == 3
    kinds = {frozenset((a, b)): kind for a, b, kind in db.execute("SELECT a, b, kind FROM relations")}
    assert kinds[frozenset((one, two))] in ("copy", "edited")
    assert kinds[frozenset((one, three))] == "twin"
    assert not any(four in pair for pair in kinds)
    originals = dict(db.execute("SELECT article, original_from FROM clusters WHERE original = ?", [one]).fetchall())
    assert originals == {one: "credit", two: "credit"}


def test_one_by_one_in_any_order_is_the_same_as_at_once(tmp_path: Path, db: Database) -> None:
    for url in ARTICLES:
        put(db, url)
    cluster_corpus(db)
    other = open_corpus(tmp_path / "other.db")
    for url in reversed(ARTICLES):
        put(other, url)
        cluster_corpus(other)
    assert rows(other) == rows(db)
    assert len(rows(db)) > len(ARTICLES)


def test_a_changed_article_is_judged_again(db: Database) -> None:
    one, two = list(ARTICLES)[:2]
    put(db, one)
    put(db, two)
    assert len(set(cluster_corpus(db).values())) == 1
    put(db, two, told(STORIES["story"][5]["text"], SECOND))
    assert len(set(cluster_corpus(db).values())) == 2
    assert db.execute("SELECT count(*) FROM relations").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("column", "values", "sign"),
    [
        ("published", ("2024-05-03", "2024-05-02"), "date"),
        ("url", ("https://x.example/tin-2", "https://x.example/tin"), "address"),
        ("kind", ("newspaper", "ministry"), "source"),
        ("source", ("lang-che", "nghe-moi"), "credit"),
        ("title", ("Làng Chè", "Nghề Mới"), "credit"),
    ],
)
def test_what_the_corpus_knows_of_two_copies_tells_the_original(db: Database, column: str, values: tuple[str, str], sign: str) -> None:
    keys = []
    for number, value in enumerate(values):
        url = f"https://{number}.example/tin"
        article = Article("Tin", tuple(BODY))
        with db.atomic():
            store_record(db, Record(url, None, None, article, article.text, Facts()), url)
        keys.append(article_id(url))
        known = {"title": "Báo", "kind": "portal", column: value}
        name = value if column == "source" else f"s{number}"
        db["sources"].insert(
            {"name": name, "title": known["title"], "kind": known["kind"], "hosts": "", "confidence": "sure", "verified_live": 0}
        )
        db["articles"].update(keys[-1], {"source": name, "credit": "Theo Nghề Mới" if sign == "credit" and number == 0 else None})
        if column in ("published", "url"):
            db["articles"].update(keys[-1], {column: value})
    cluster_corpus(db)
    found = db.execute("SELECT DISTINCT original, original_from, cluster FROM clusters").fetchall()
    assert found == [(keys[1], sign, keys[1])]


def test_who_is_alone_has_no_original(db: Database) -> None:
    put(db, "https://four.example/phien-cho")
    cluster_corpus(db)
    assert db.execute("SELECT original, original_from FROM clusters").fetchall() == [(None, None)]


def test_a_relation_that_is_known_is_kept(db: Database) -> None:
    for url in list(ARTICLES)[:2]:
        put(db, url)
    cluster_corpus(db)
    db.execute("UPDATE relations SET score = 0.625")
    cluster_corpus(db)
    assert db.execute("SELECT score FROM relations").fetchall() == [(0.625,)]


def test_the_command_on_an_empty_and_a_full_corpus(tmp_path: Path, db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_clusters(tmp_path / "corpus.db", is_jsonl=False) == 0
    assert capsys.readouterr().out == ""
    for url in ARTICLES:
        put(db, url)
    assert print_clusters(tmp_path / "corpus.db", is_jsonl=False) == 0
    assert capsys.readouterr().out.count('"url": "https://') == 4


def report(key: str, url: str | None = None, published: str | None = None, **more: str | None) -> Report:
    return Report(key, url, published, more.get("credit"), publisher_names(None, more.get("title"), url), more.get("kind"))


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([report("a", published="2024-01-02"), report("b", published="2024-01-01")], ("b", "date")),
        ([report("a", published="2024-01-02"), report("b")], None),
        ([report("a", "https://x.vn/tin-2"), report("b", "https://x.vn/tin")], ("b", "address")),
        ([report("a", kind="newspaper"), report("b", kind="ministry")], ("b", "source")),
        (
            [
                report("a", published="2024-01-01", credit="Theo Báo Nghề Mới", title="Tin nhanh"),
                report("b", published="2024-01-02", title="Nghề Mới"),
            ],
            ("b", "credit"),
        ),
        ([report("a"), report("b")], None),
    ],
)
def test_likely_original(reports: list[Report], expected: tuple[str, str] | None) -> None:
    assert likely_original(reports) == expected
    assert likely_original(reports[::-1]) == expected


class Meanwhile:
    """A `map` that lets something happen once, while articles are compared."""

    def __init__(self, happens: Callable[[], object], at: int) -> None:
        self.happens, self.left = happens, at

    def __call__(self, function: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterable[Any]:
        self.left -= 1
        if not self.left:
            self.happens()
        return map(function, pieces)


@pytest.mark.parametrize("at", [1, 2], ids=["while sketched", "while compared"])
def test_others_write_while_articles_are_compared(tmp_path: Path, db: Database, at: int) -> None:
    *before, late = ARTICLES
    for url in before:
        put(db, url)
    other = open_corpus(tmp_path / "corpus.db")
    other.execute("PRAGMA busy_timeout = 0")
    clusters = cluster_corpus(db, Meanwhile(lambda: put(other, late), at))
    assert set(clusters) >= {article_id(url) for url in before}
    assert is_owed(db) == (at == 2 or article_id(late) not in clusters)
    cluster_corpus(db)
    assert not is_owed(db)
    whole = open_corpus(tmp_path / "whole.db")
    for url in ARTICLES:
        put(whole, url)
    cluster_corpus(whole)
    assert rows(db) == rows(whole)


def test_of_two_that_compare_at_once_the_one_that_began_last_writes(tmp_path: Path, db: Database) -> None:
    *before, late = ARTICLES
    for url in before:
        put(db, url)
    other = open_corpus(tmp_path / "corpus.db")

    def another() -> None:
        put(other, late)
        cluster_corpus(other)

    cluster_corpus(db, Meanwhile(another, at=2))
    assert db.execute("SELECT count(*) FROM clusters").fetchone() == (len(ARTICLES),)
    assert not is_owed(db)
    assert db.execute("SELECT count(*) FROM corpus_info WHERE key = ?", [COMPARING]).fetchone() == (0,)


def test_a_changed_article_is_owed_until_it_is_compared(db: Database) -> None:
    one, two = list(ARTICLES)[:2]
    put(db, one)
    put(db, two)
    cluster_corpus(db)
    put(db, two, told(STORIES["story"][5]["text"], SECOND))

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cluster_corpus(db, Meanwhile(stop, at=2))  # its sketch is new by now
    assert is_owed(db)
    cluster_corpus(db)
    assert not is_owed(db)
    assert db.execute("SELECT count(*) FROM relations").fetchone() == (0,)


def test_nothing_is_written_when_nothing_changed(db: Database) -> None:
    for url in ARTICLES:
        put(db, url)
    cluster_corpus(db)
    for table in ("relations", "clusters", "sketches"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            db.execute(f"CREATE TRIGGER no_{table}_{event} BEFORE {event} ON {table} BEGIN SELECT raise(ABORT, 'written'); END")
    cluster_corpus(db)
    put(db, next(iter(ARTICLES)), told(STORIES["story"][5]["text"], SECOND))
    with pytest.raises(sqlite3.IntegrityError, match="written"):
        cluster_corpus(db)
