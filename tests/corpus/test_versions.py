"""Versions: both sides of every changed figure, whatever was edited around it; pages of earlier versions met again change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.corpus import corrections
from pipelines.corpus.corrections import Correction
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.sources.urls import article_id
from pipelines.values.article import Article
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page

URL = "https://x.vn/tin/1.html"
TEXT = (
    "Năm 2019, tỉnh Tuyên Quang hỗ trợ 12 cơ sở với kinh phí 3,6 tỷ đồng.\n"
    "Kim ngạch xuất khẩu chè của tỉnh đạt 25 triệu USD, tăng 8% so với năm 2018.\n"
    "Một doanh nghiệp ở huyện Sơn Dương đầu tư 40 tỷ đồng xây nhà máy."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def version(text: str, day: int, title: str = "Tin Tuyên Quang") -> Reading:
    article = Article(title, tuple(text.split("\n")), published="2020-01-05", published_from="meta")
    return Reading(record_of(article, Page(URL, b"", fetched_at=f"2020-02-{day:02}T00:00:00+00:00")), URL)


def everything(corpus: Database) -> list[list[tuple[object, ...]]]:
    tables = ("articles", "amounts", "revisions", "revision_amounts", "figure_changes")
    return [corpus.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def changed(corpus: Database) -> set[tuple[str, str | None, str | None]]:
    return set(corpus.execute("SELECT what, surface_before, surface_after FROM v_changed_figures").fetchall())


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("3,6 tỷ đồng", "3,9 tỷ đồng", {("value", "3,6 tỷ đồng", "3,9 tỷ đồng")}),
        ("hỗ trợ 12 cơ sở với kinh phí 3,6", "đã hỗ trợ cho 14 cơ sở, tổng kinh phí 3,7",
         {("value", "12 cơ sở", "14 cơ sở"), ("value", "3,6 tỷ đồng", "3,7 tỷ đồng")}),
        ("25 triệu USD, tăng 8%", "25,4 triệu USD, tăng 8%", {("value", "25 triệu USD", "25,4 triệu USD")}),
        ("đầu tư 40 tỷ đồng xây nhà máy", "xây nhà máy", {("removed", "40 tỷ đồng", None)}),
        ("xây nhà máy.", "xây nhà máy. Năm nay tỉnh trồng thêm 300 ha rừng.", {("added", None, "300 ha")}),
        ("Năm 2019, tỉnh", "Năm 2018, tỉnh", {("link", "3,6 tỷ đồng", "3,6 tỷ đồng")}),
        ("3,6 tỷ đồng", "3.600 triệu đồng", set()),  # the same value in other words
        ("40 tỷ đồng", "40 tỷ đồng, theo giấy phép mới cấp,", set()),  # words around it only
        ("tỉnh Tuyên Quang", "UBND tỉnh Tuyên Quang", set()),
    ],
)  # fmt: skip
def test_both_sides_of_what_changed(corpus: Database, old: str, new: str, wanted: set[tuple[str, str | None, str | None]]) -> None:
    assert old in TEXT
    store_reading(corpus, version(TEXT, 1))
    assert store_reading(corpus, version(TEXT.replace(old, new), 2)) == Outcome("stored", "revision")
    found = changed(corpus)
    if any(what == "link" for what, *_ in wanted):  # the year is carried into the sentences that follow
        assert wanted <= found
        assert {what for what, *_ in found} == {"link"}
    else:
        assert found == wanted


def test_a_moved_sentence_and_an_unlike_one(corpus: Database) -> None:
    first, second, third = TEXT.split("\n")
    store_reading(corpus, version(TEXT, 1))
    store_reading(corpus, version("\n".join((third, second, first)), 2))
    assert {what for what, *_ in changed(corpus)} <= {"link"}  # no year stands before the sentence that came first
    store_reading(corpus, version("\n".join((first, second, third)), 3))
    store_reading(corpus, version("\n".join((first, second, "Hội chợ ở Hà Nội bán được 40 tỷ đồng tiền hàng.")), 4))
    assert changed(corpus) >= {("removed", "40 tỷ đồng", None), ("added", None, "40 tỷ đồng")}


def test_every_side_is_told_with_its_sentence_and_its_place(corpus: Database) -> None:
    for day, amount in enumerate(("3,6", "3,9", "4"), 1):
        store_reading(corpus, version(TEXT.replace("3,6", amount), day))
    rows = list(corpus.query("SELECT * FROM v_changed_figures ORDER BY revision"))
    assert [(row["revision"], row["vnd_before"], row["vnd_after"]) for row in rows] == [
        (1, 3_600_000_000, 3_900_000_000), (2, 3_900_000_000, 4_000_000_000),
    ]  # fmt: skip
    assert [row["changed_after"][:10] for row in rows] == ["2020-02-01", "2020-02-02"]
    assert [row["changed_before"][:10] for row in rows] == ["2020-02-02", "2020-02-03"]
    texts = [text for (text,) in corpus.execute("SELECT text FROM revisions ORDER BY revision")]
    for row, text in zip(rows, texts, strict=True):
        assert text[row["start_before"] :].startswith(row["surface_before"])
        assert row["surface_before"] in row["sentence_before"]
        assert row["surface_after"] in row["sentence_after"]
    assert corpus.execute("SELECT revision, figures > 3 FROM revisions").fetchall() == [(1, 1), (2, 1)]
    sides = (
        "SELECT count(*) FROM revision_amounts m JOIN revisions r USING (article, revision)"
        ' WHERE substr(r.text, m.start + 1, m."end" - m.start) = m.surface'
    )
    assert corpus.execute(sides).fetchone() == corpus.execute("SELECT sum(figures) FROM revisions").fetchone()


def test_pages_met_again_in_a_replay_make_no_versions(corpus: Database) -> None:
    pages = [version(TEXT, 1), version(TEXT.replace("3,6", "3,9"), 2), version(TEXT.replace("3,6", "4"), 3)]
    for page in pages:
        store_reading(corpus, page)
    before = list(corpus.iterdump())
    assert [store_reading(corpus, page) for page in pages] == [Outcome("unchanged")] * 3
    assert list(corpus.iterdump()) == before
    assert store_reading(corpus, version(TEXT, 4)) == Outcome("stored", "revision")  # the publisher took its first words back
    assert corpus.execute("SELECT revision, text = ? FROM articles", [TEXT]).fetchall() == [(4, 1)]


def test_versions_kept_without_figures_tell_nothing_until_replayed(corpus: Database) -> None:
    pages = [version(TEXT, 1), version(TEXT.replace("3,6", "3,9"), 2)]
    for page in pages:
        store_reading(corpus, page)
    whole = everything(corpus)
    for statement in ("UPDATE revisions SET figures = NULL", "DELETE FROM revision_amounts", "DELETE FROM figure_changes"):
        corpus.execute(statement)
    corpus.execute("UPDATE articles SET code_version = 'of before'")
    store_reading(corpus, pages[1])
    assert changed(corpus) == set()  # nothing is known of the first: not that all of the second was added
    for page in pages:
        store_reading(corpus, page)
    assert everything(corpus) == whole


def test_a_version_without_figures_is_compared(corpus: Database) -> None:
    store_reading(corpus, version("Tin ngắn chưa có số liệu về chè của tỉnh.", 1))
    store_reading(corpus, version("Tin ngắn chưa có số liệu về chè của tỉnh. Vốn là 40 tỷ đồng.", 2))
    assert changed(corpus) == {("added", None, "40 tỷ đồng")}


def test_a_corrected_figure_stays_corrected_in_its_version(corpus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Correction(URL, "amount", "40 tỷ đồng", 1, '{"role": "budget"}', "", "", "")
    monkeypatch.setattr(corrections, "load_corrections", lambda: {article_id(URL): (entry,)})
    pages = [version(TEXT, 1), version(TEXT.replace("40 tỷ", "45 tỷ"), 2)]
    for page in (*pages, *pages):
        store_reading(corpus, page)
    assert corpus.execute("SELECT role_before, surface_after FROM v_changed_figures").fetchall() == [("budget", "45 tỷ đồng")]


def test_many_figures_are_compared_in_little_time(corpus: Database) -> None:
    lines = [f"Hộ thứ {n} ở Tuyên Quang nhận {n},5 triệu đồng." for n in range(1, 400)]
    store_reading(corpus, version("\n".join(lines), 1))
    store_reading(corpus, version("\n".join(line.replace(",5 triệu", ",7 triệu") for line in reversed(lines)), 2))
    counts = dict(corpus.execute("SELECT what, count(*) FROM v_changed_figures WHERE kind = 'money' GROUP BY 1").fetchall())
    assert counts == {"value": 399}


def test_taking_an_article_away_takes_its_versions(corpus: Database) -> None:
    for day, amount in enumerate(("3,6", "3,9"), 1):
        store_reading(corpus, version(TEXT.replace("3,6", amount), day))
    corpus.execute("PRAGMA foreign_keys = ON")
    corpus.execute("DELETE FROM articles")
    assert corpus.execute("SELECT (SELECT count(*) FROM revision_amounts) + (SELECT count(*) FROM figure_changes)").fetchone() == (0,)
