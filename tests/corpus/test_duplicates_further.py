"""Further articles: whatever comes, changes or goes in whatever parts, relations and clusters are those of comparing all at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.corpus.schema import open_corpus
from pipelines.corpus.store import store_record
from pipelines.duplicates import touched
from pipelines.duplicates.candidates import NEAREST
from pipelines.duplicates.clusters import Sketched, Spread, in_order, pairs_of
from pipelines.duplicates.further import partners, reached
from pipelines.duplicates.kept import Change
from pipelines.duplicates.tables import compare_corpus, is_owed
from pipelines.duplicates.wording import sketch_of, words_of
from pipelines.record import Record
from pipelines.values.article import Article
from pipelines.values.mentions import Facts

WORDS = [f"{a}{b}" for a in ("mang", "khon", "dong", "vai", "lua", "che", "thep", "cang") for b in "abcdefghijklmnopqrst"]


def texts(count: int, random_: random.Random) -> list[str]:
    """Texts of which many share stretches: a few families of bulletins, edited copies, stock phrases of all."""
    stock = [" ".join(random_.choices(WORDS, k=30)) for _ in range(3)]
    made: list[str] = []
    for _ in range(count):
        draw = random_.random()
        if made and draw < 0.3:
            made.append(" ".join(str(random_.randint(20, 9000)) if word.isdigit() else word for word in random_.choice(made).split()))
        elif made and draw < 0.6:
            words = random_.choice(made).split()
            at = random_.randrange(len(words))
            words[at : at + random_.choice((0, 3, 25))] = random_.choices(WORDS, k=random_.choice((1, 20)))
            made.append(" ".join(words))
        else:
            made.append(" ".join([*random_.choices([*WORDS, *map(str, range(30, 50))], k=random_.randint(40, 160)), random_.choice(stock)]))
    return made


def put(db: Database, number: int, text: str, day: int | None, credit: str | None = None) -> None:
    url = f"https://n{number % 3}.example/bai-{number}.html"
    published = f"2024-01-{day:02}" if day else None
    article = Article(f"Bài {number}", (text,), published=published, published_from="meta" if day else "none", credit=credit)
    with db.atomic():
        store_record(db, Record(url, None, None, article, article.text, Facts()), url)


def rows(db: Database) -> list[tuple[object, ...]]:
    found = db.execute("SELECT * FROM relations ORDER BY a, b").fetchall()
    return found + db.execute("SELECT * FROM clusters ORDER BY article").fetchall()


def at_once(db: Database, path: Path) -> list[tuple[object, ...]]:
    """What comparing the articles of a corpus all at once says."""
    with Database(path) as fresh:
        db.conn.backup(fresh.conn)
        for table in ("relations", "clusters", "sketches", "_sketches_before", "_compared", "_stale"):
            fresh.execute(f"DELETE FROM {table}")
        fresh.conn.commit()
    fresh = open_corpus(path)
    compare_corpus(fresh)
    found = rows(fresh)
    fresh.close()
    path.unlink()
    return found


@pytest.mark.parametrize("seed", range(2))
def test_in_any_parts_it_is_the_same_as_at_once(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random_ = random.Random(seed)
    db = open_corpus(tmp_path / "corpus.db")
    made = texts(70, random_)
    days = [random_.choice((None, *range(1, 12))) for _ in made]
    random_.shuffle(waiting := list(range(len(made))))
    few: list[Change | None] = []

    def watched(asked: Database, spread: Spread) -> Change | None:
        change = touched.change_of_few(asked, spread)
        few.extend([change] * (asked is db))
        return change

    monkeypatch.setattr("pipelines.duplicates.tables.change_of_few", watched)
    while waiting:
        part = [waiting.pop() for _ in range(min(len(waiting), random_.choice((1, 6, 15, 30))))]
        for number in part:
            put(db, number, made[number], days[number])
        stored = sorted(set(range(len(made))) - set(waiting))
        for number in random_.sample(stored, min(len(stored), random_.randrange(2))):  # some come again, with another text
            put(db, number, random_.choice((made[number], *made[:5], f"{made[number]} {random_.choice(WORDS)}")), days[number])
        compare_corpus(db)
        assert rows(db) == at_once(db, tmp_path / "fresh.db")
        assert not is_owed(db)
    assert few[0] is None
    assert len(few) > 3
    assert all(few[1:])  # only the first comparison was of all
    kinds = {kind for (kind,) in db.execute("SELECT DISTINCT kind FROM relations")}
    assert {"copy", "twin"} < kinds
    assert db.execute("SELECT count(*) FROM clusters WHERE article != cluster").fetchone()[0] > 10


CHANGES = (
    "DELETE FROM articles WHERE id = (SELECT a FROM relations ORDER BY score DESC LIMIT 1)",
    "UPDATE articles SET published = '2023-05-05' WHERE id = (SELECT b FROM relations ORDER BY score DESC LIMIT 1)",
    "UPDATE articles SET credit = 'Theo n1.example' WHERE id % 2",
)


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_other_change_all_are_compared(change: str, tmp_path: Path) -> None:
    db = open_corpus(tmp_path / "corpus.db")
    for number, text in enumerate(texts(40, random.Random(9))):
        put(db, number, text, number % 9 + 1)
    compare_corpus(db)
    assert db.execute("SELECT done FROM _compared").fetchall() == [(1,)]
    with db.atomic():
        db.execute("UPDATE articles SET credit = credit, published = published, province = 'Hà Giang'")
    assert db.execute("SELECT done FROM _compared").fetchall() == [(1,)]
    with db.atomic():
        db.execute(change)
    assert db.execute("SELECT done FROM _compared").fetchall() == []
    put(db, 90, texts(1, random.Random(3))[0], 4)
    compare_corpus(db)
    assert rows(db) == at_once(db, tmp_path / "fresh.db")
    assert db.execute("SELECT done FROM _compared").fetchall() == [(1,)]


def test_a_text_that_changes_twice_is_owed_once(tmp_path: Path) -> None:
    db = open_corpus(tmp_path / "corpus.db")
    made = texts(6, random.Random(2))
    for number, text in enumerate(made[:3]):
        put(db, number, text, 5)
    compare_corpus(db)
    for text in (made[3], made[1]):
        put(db, 0, text, 5)
    assert db.execute("SELECT count(*) FROM _stale").fetchone() == (1,)
    assert is_owed(db)
    compare_corpus(db)
    assert db.execute("SELECT (SELECT count(*) FROM _stale) + (SELECT count(*) FROM _sketches_before)").fetchone() == (0,)
    assert not is_owed(db)
    assert rows(db) == at_once(db, tmp_path / "fresh.db")


@pytest.mark.parametrize(("number", "few"), [(2, True), (3, False)])
def test_more_than_a_few_are_compared_with_all(number: int, few: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = open_corpus(tmp_path / "corpus.db")
    for one in range(5):
        put(db, one, "một hai ba bốn năm sáu", 1)
    compare_corpus(db)
    before = rows(db)
    with db.atomic():
        db.execute("DELETE FROM clusters WHERE article IN (SELECT article FROM clusters LIMIT ?)", [number])
    monkeypatch.setattr(touched, "FEW", 2)
    assert (touched.change_of_few(db, map) is not None) is few
    compare_corpus(db)
    assert rows(db) == before


def sketched(number: int, text: str, published: str | None) -> Sketched:
    return Sketched(f"{number:03}", published, sketch_of(words_of(text)))


@pytest.mark.parametrize("at", [0, 30, 59])
def test_a_phrase_of_all_is_looked_up_in_the_nearest_only(at: int) -> None:
    articles = [sketched(n, " ".join(WORDS[:40]), f"2024-01-01T{n // 60:02}:{n % 60:02}") for n in range(60)]
    changed = {articles[at].id: articles[at].sketch}
    after = {article.id for article in articles[at : at + NEAREST + 1]}
    assert reached(articles, changed) == after
    some = [article for article in articles if article.id in after]
    expected = [pair for pair in pairs_of(in_order(articles)) if max(pair) in after]
    random.Random(1).shuffle(articles)
    assert sorted(partners(articles, some)) == sorted(expected)
    assert len(expected) >= (0 if at == 0 else NEAREST)
