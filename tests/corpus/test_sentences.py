"""Sentences: a figure shows the sentence it stands in, though the corpus keeps only its place in the text."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.export.export import Export, export
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.corpus.test_stored_schemas import stored

URL = "https://x.vn/tin/7.html"
TEXT = (
    "📈 Năm 2019, tỉnh Hà Giang hỗ trợ 3,6 tỷ đồng. Vốn đối ứng là 1,2 tỷ đồng. Vốn đối ứng là 1,2 tỷ đồng.\n"
    "Chỉ tiêu | Giá trị\nXuất khẩu | 25 triệu USD\nHuyện Đồng Văn trồng 300 ha chè."
)
SHOWN = [
    ("3,6 tỷ đồng", "📈 Năm 2019, tỉnh Hà Giang hỗ trợ 3,6 tỷ đồng."),
    ("1,2 tỷ đồng", "Vốn đối ứng là 1,2 tỷ đồng."),
    ("1,2 tỷ đồng", "Vốn đối ứng là 1,2 tỷ đồng."),
    ("25 triệu USD", "Xuất khẩu | 25 triệu USD"),
    ("300 ha", "Huyện Đồng Văn trồng 300 ha chè."),
]
LONG = "A" * 40
OLD = f"{LONG} 5 tỷ. Thu 5 tỷ. Thu 5 tỷ. Đã\nchi 7 tỷ."


def put(corpus: Database, text: str, day: int = 1) -> None:
    article = Article("Tin Hà Giang", tuple(text.split("\n")), published="2020-01-05", published_from="meta")
    store_reading(corpus, Reading(record_of(article, Page(URL, b"", fetched_at=f"2020-02-{day:02}T00:00:00+00:00")), URL))


def figures(corpus: Database, table: str) -> list[tuple[str, str]]:
    return corpus.execute(f"SELECT surface, sentence FROM {table} ORDER BY start").fetchall()


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    made = open_corpus(tmp_path / "corpus.db")
    put(made, TEXT)
    return made


def test_every_door_shows_the_sentence(corpus: Database, tmp_path: Path) -> None:
    assert figures(corpus, "amounts") == figures(corpus, "v_amounts") == SHOWN
    assert corpus.execute("SELECT count(sentence_text), count(sentence_start) FROM _amounts").fetchone() == (0, len(SHOWN))
    corpus.close()
    export(tmp_path / "corpus.db", Export("amounts", tmp_path / "a.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted((line["surface"], line["sentence"]) for line in lines) == sorted(SHOWN)
    assert not {"sentence_start", "sentence_text"} & lines[0].keys()


def test_an_earlier_version_keeps_its_sentences_when_the_text_changes(corpus: Database) -> None:
    put(corpus, "Mở đầu mới dài hơn trước nhiều.\n" + TEXT.replace("3,6", "3,9"), 2)
    assert figures(corpus, "revision_amounts") == SHOWN
    new = SHOWN[0][1].replace("3,6", "3,9")
    assert figures(corpus, "amounts") == [("3,9 tỷ đồng", new), *SHOWN[1:]]
    assert corpus.execute("SELECT sentence_before, sentence_after FROM v_changed_figures").fetchall() == [(SHOWN[0][1], new)]


def test_a_question_that_shows_no_sentence_reads_no_text(corpus: Database) -> None:
    for asked in (
        "SELECT province, count(*) FROM amounts WHERE kind = 'money' AND role = 'support' GROUP BY province",
        "SELECT s.article, m.vnd_min FROM supports s LEFT JOIN amounts m ON m.article = s.article AND m.start = s.amount_start",
    ):
        plan = [row[3] for row in corpus.execute(f"EXPLAIN QUERY PLAN {asked}")]
        assert plan
        assert not [step for step in plan if "SUBQUERY" in step or "articles" in step or "MATERIALIZE" in step]


@pytest.mark.parametrize(
    ("start", "sentence", "found"),
    [
        (41, f"{LONG} 5 tỷ.", 0),
        (51, "Thu 5 tỷ.", 47),
        (61, "Thu 5 tỷ.", 57),
        (41, "Thu 5 tỷ.", None),  # stands behind the figure only
        (68, "Đã\nchi 7 tỷ.", None),  # placed after the figure that it is said to hold
        (74, "Đã chi 7 tỷ.", None),  # joined lines: no piece of the text
        (74, "", None),
    ],
)
def test_a_sentence_of_before_is_found_in_its_text_or_kept(tmp_path: Path, start: int, sentence: str, found: int | None) -> None:
    if start == 68:
        start = OLD.index("Đã") - 1
    path = stored("corpus-18", tmp_path)
    with closing(Database(path)) as old, old.conn:
        old.conn.execute(
            "INSERT INTO articles (id, url, text, published_from, province_from, captions, related, flags, layout, words, content_sha)"
            " VALUES (7, ?, ?, 'none', 'none', '[]', '[]', '[]', 'x', 1, 's')", [URL, OLD],
        )  # fmt: skip
        old.conn.execute(
            'INSERT INTO amounts (article, start, "end", surface, rule, link_rule, kind, min, max, unit, sentence)'
            " VALUES (7, ?, ?, '5 tỷ', 'r', '', 'money', 5, 5, 'VND', ?)", [start, start + 4, sentence],
        )  # fmt: skip
    new = open_corpus(path)
    assert figures(new, "amounts") == figures(new, "v_amounts") == [("5 tỷ", sentence)]
    kept = None if found is not None else sentence
    end = None if found is None else found + len(sentence)
    assert new.execute("SELECT sentence_start, sentence_end, sentence_text FROM _amounts").fetchone() == (found, end, kept)
    assert new.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_figure_has_a_place_or_words(corpus: Database) -> None:
    with pytest.raises(Exception, match="CHECK"):
        corpus.execute("UPDATE _amounts SET sentence_start = NULL")
    corpus.execute("UPDATE _amounts SET sentence_start = NULL, sentence_end = NULL, sentence_text = surface")
    assert figures(corpus, "amounts") == [(surface, surface) for surface, _ in SHOWN]


def test_a_view_that_people_made_goes_on(tmp_path: Path) -> None:
    path = stored("corpus-18", tmp_path, "CREATE VIEW mine AS SELECT surface, sentence, start FROM amounts WHERE kind = 'money'")
    corpus = open_corpus(path)
    put(corpus, TEXT)
    assert figures(corpus, "mine") == SHOWN[:4]
