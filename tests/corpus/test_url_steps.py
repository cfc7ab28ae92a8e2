"""The addresses that are due, in steps: each once, whatever number is due at one moment; and the indexes they are found by."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from pipelines.archive import url_table
from pipelines.archive.schema import open_archive

THEN, SOON, NOW, LATER = (f"2026-01-0{day}T00:00:00+00:00" for day in (1, 2, 3, 4))
MANY = 2 * url_table._STEP + 50


@pytest.fixture
def archive(tmp_path: Path) -> Database:
    return open_archive(tmp_path / "pages.db")


def write(archive: Database, name: str, state: str, visit: str | None, kind: str = "article") -> None:
    archive.execute(
        "INSERT INTO urls (key, url, source, kind, state, found_at, next_visit) VALUES (?1, ?1, 's', ?2, ?3, ?4, ?5)",
        [name, kind, state, THEN, visit],
    )


def due(archive: Database) -> list[str]:
    return [link.url for link in url_table.pending(archive, "s", NOW)]


def test_each_address_comes_once_however_many_are_due_at_one_moment(archive: Database) -> None:
    wanted = []
    for number in range(MANY):
        for name, state, visit in (
            ("found", "found", None),
            ("same", "done", SOON),
            ("failed", "failed", f"2026-01-02T00:{number % 60:02}"),
        ):
            write(archive, f"{name}-{number}", state, visit)
            wanted.append(f"{name}-{number}")
        write(archive, f"later-{number}", "done", LATER)
        write(archive, f"done-{number}", "done", None)
        write(archive, f"gone-{number}", "gone", SOON)
        write(archive, f"listing-{number}", "found", None, "listing")
    found = due(archive)
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(wanted)


def test_few_addresses_come_in_the_order_of_finding(archive: Database) -> None:
    for name, state, visit in (("a", "done", NOW), ("b", "found", None), ("c", "failed", SOON), ("d", "found", None), ("e", "done", THEN)):
        write(archive, name, state, visit)
    assert due(archive) == ["a", "b", "c", "d", "e"]


def test_neither_what_waits_nor_what_is_due_holds_up_the_other(archive: Database) -> None:
    for number in range(MANY):
        write(archive, f"found-{number:04}", "found", None)
    write(archive, "due", "done", SOON)
    found = due(archive)
    assert found.index("due") <= url_table._STEP
    assert found[:2] == ["found-0000", "found-0001"]


def test_what_is_answered_meanwhile_is_not_asked_for_again(archive: Database) -> None:
    for number in range(MANY):
        write(archive, f"{number:04}", "found", None)
    links = url_table.pending(archive, "s", NOW)
    assert next(links).url == "0000"
    archive.execute("UPDATE urls SET state = 'done' WHERE key = ?", [f"{MANY - 1:04}"])
    assert f"{MANY - 1:04}" not in [link.url for link in links]


@pytest.mark.parametrize(
    ("sql", "values", "plan"),
    [
        (url_table.WAITING, ["s", NOW, 0], "SEARCH urls USING INDEX urls_waiting (source=? AND rowid>?)"),
        (url_table.DUE_THEN, ["s", NOW, SOON, 0], "SEARCH urls USING INDEX urls_by_visit (source=? AND next_visit=? AND rowid>?)"),
        (url_table.DUE_LATER, ["s", NOW, SOON], "SEARCH urls USING INDEX urls_by_visit (source=? AND next_visit>? AND next_visit<?)"),
        (
            "SELECT key FROM urls WHERE outcome = 'duplicate' AND reason = ?1 AND key != ?2",  # pages.py: what led to a wall
            ["https://x.vn/", "k"],
            "SEARCH urls USING INDEX urls_by_target (reason=?)",
        ),
    ],
)
def test_indexes_answer_without_sorting(archive: Database, sql: str, values: list[object], plan: str) -> None:
    assert [row[3] for row in archive.execute(f"EXPLAIN QUERY PLAN {sql}", values)] == [plan]
