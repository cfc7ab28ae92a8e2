"""Limits of drift: how much must change, how surely, and how much is kept; each with a run on both sides of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipelines.archive.schema import open_archive
from pipelines.drift.alarm import drifted
from pipelines.drift.history import from_json, judge_run, to_json
from pipelines.drift.shapes import Shape, shape_of
from pipelines.drift.summaries import Summary, summarise
from pipelines.values.article import Article


def shapes(n: int, lead: bool = True, words: int = 99, marks: tuple[str, ...] = ()) -> list[Shape]:
    filled = frozenset(("title", "body", *(("lead",) if lead else ())))
    return [Shape("news", filled, "meta", 5, words, marks=marks)] * n


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (shapes(8), shapes(50, lead=False), True),
        (shapes(7), shapes(50, lead=False), False),  # a history of eight
        (shapes(100), shapes(3, lead=False), True),
        (shapes(100), shapes(2, lead=False), False),  # a batch of three
        (shapes(25), shapes(3, lead=False), True),  # 95 in a million
        (shapes(24), shapes(3, lead=False), False),  # 107 in a million
        (shapes(500) + shapes(500, lead=False), shapes(800) + shapes(200, lead=False), True),  # three tenths more
        (shapes(500) + shapes(500, lead=False), shapes(799) + shapes(201, lead=False), False),
        # of a template: in 95 of 100 pages, and surer than the rest, for a page has hundreds of marks
        (shapes(95, marks=("a",)) + shapes(5, marks=("b",)), shapes(50, marks=("b",)), True),
        (shapes(94, marks=("a",)) + shapes(6, marks=("b",)), shapes(50, marks=("b",)), False),
        (shapes(17, marks=("a", "b")), shapes(5, marks=("b",)), True),  # 9.3 in a million
        (shapes(10, marks=("a", "b")), shapes(7, marks=("b",)), False),  # 10.8
        (shapes(50, marks=("a",)), shapes(49, marks=("a", "b")) + shapes(1, marks=("a",)), False),  # new in every page
        (shapes(95, marks=("a", "b")) + shapes(5, marks=("b", "a")), shapes(50, marks=("b", "a")), True),
        (shapes(94, marks=("a", "b")) + shapes(6, marks=("b", "a")), shapes(50, marks=("b", "a")), False),
    ],
)
def test_what_is_told(before: list[Shape], now: list[Shape], told: bool) -> None:
    assert bool(drifted(before, now)) is told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (shapes(100), shapes(100, words=160), True),
        (shapes(100), shapes(100, words=158), False),  # 1.6 times as long
        (shapes(50, words=49) + shapes(50, words=199), shapes(10, words=281), True),
        (shapes(50, words=49) + shapes(50, words=199), shapes(10, words=279), False),  # 4.5 standard errors
        (shapes(8), shapes(3, words=161), True),  # lengths that never differed are taken to differ by 0.15
    ],
)
def test_lengths(before: list[Shape], now: list[Shape], told: bool) -> None:
    assert [reason.partition(":")[0] for reason in drifted(before, now)] == ["words"] * told


@pytest.mark.parametrize(("new", "end"), [(4, "n0, n1, n2, n3"), (5, "n0, n1, n2, n3 and 1 more")])
def test_four_names_are_told(new: int, end: str) -> None:
    marks = tuple(f"n{i}" for i in range(new))
    (reason,) = drifted(shapes(50, marks=("a",)), shapes(50, marks=("a", *marks)))
    assert reason == f"mark-up: new in every page: {end}"


def test_three_reasons_are_told(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", summarise(shapes(50)))
    three = [Shape("news", frozenset(("title",)), "url", 5, 99)] * 50
    assert len(drifted(shapes(50), three)) == 4  # lead, body, and both dates
    assert judge_run(db, "x", summarise(three))[3:] == ["and 1 more signs"]
    two = [Shape("news", frozenset(("title", "body")), "meta", 5, 999, marks=())] * 50
    assert len(judge_run(db, "x", summarise(two))) == 2


def kept(db: object) -> Summary:
    return from_json(db.execute("SELECT history FROM shapes").fetchone()[0])  # type: ignore[attr-defined]


@pytest.mark.parametrize(("more", "n"), [(400, 1000), (401, 500)])
def test_a_long_history_is_halved(tmp_path: Path, more: int, n: int) -> None:
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", summarise(shapes(600, marks=("a", "b"))))
    judge_run(db, "x", summarise(shapes(more, marks=("a", "b"))))
    history = kept(db)
    assert (history.n, history.marks["a"], history.pairs["a", "b"], history.shares["lead filled"]) == (n, n, n, n)
    assert history.sums["words"].total / history.n == pytest.approx(4.605, abs=0.01)


def test_the_most_frequent_marks_are_kept() -> None:
    for many in (500, 501):
        marks = Counter({f"m{i}": 2 + (i > 0) for i in range(many)})
        pairs = Counter({(f"m{i}", "x"): 2 + (i > 0) for i in range(many)})
        again = from_json(to_json(Summary(9, marks=marks, pairs=pairs)))
        assert ("m0" in again.marks, ("m0", "x") in again.pairs) == (many == 500, many == 500)


@pytest.mark.parametrize(("history", "batch", "waits"), [(8, 2, True), (8, 3, False), (7, 2, False)])
def test_small_runs_wait_once_there_is_a_history(tmp_path: Path, history: int, batch: int, waits: bool) -> None:
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", summarise(shapes(history)))
    judge_run(db, "x", summarise(shapes(batch)))
    assert kept(db).n == history + (0 if waits else batch)


@pytest.mark.parametrize(("each", "accepted"), [(2, True), (1, False)])
def test_a_new_normal_needs_eight_articles(tmp_path: Path, each: int, accepted: bool) -> None:
    """Five runs that differ: the first of three articles, the others of `each`."""
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", summarise(shapes(100)))
    told = [judge_run(db, "x", summarise(shapes(n, lead=False))) for n in (3, each, each, each, each)]
    assert ("new normal" in told[-1][-1]) is accepted


MARKS = "".join(f"<i class='m{i}'></i>" for i in range(300))


def test_what_is_looked_at_of_a_page_is_bounded() -> None:
    assert len(shape_of(None, MARKS).marks) == 250
    for length, looked_at in ((120, 120), (121, 120)):
        assert shape_of(None, f"<i class='{'a' * length}'>").marks == ("a" * looked_at,)
    for blanks, marks in ((2_999_989, ("a",)), (2_999_990, ())):  # three million characters
        assert shape_of(None, " " * blanks + "<i class='a'>").marks == marks


@pytest.mark.parametrize(("lead", "order"), [("a" * 25 + "b", "lead"), ("a" * 24 + "b", "")])
def test_a_field_is_found_by_its_first_letters(lead: str, order: str) -> None:
    article = Article(None, (), lead=lead)
    assert shape_of(article, f"<body><p>{'a' * 25}</p>").order == order


def test_a_date_is_found_in_each_form_pages_use() -> None:
    article = Article(None, (), published="2026-03-09")
    for form in ("09/03/2026", "9/3/2026", "09-03-2026", "9.3.2026", "ngày 9 tháng 3"):
        assert shape_of(article, f"<body><p>{form}</p>").order == "date"
    assert shape_of(article, "<body><p>8/3/2026</p>").order == ""
