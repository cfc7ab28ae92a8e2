"""The fast lane runs what a change concerns, and everything when that cannot be told."""

from __future__ import annotations

import pytest

from tests.fast import ALWAYS, TESTS_OF, folders
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["pipelines/facts/years/years.py"], ["tests/facts", "tests/house", "tests/knowledge"]),
        (["data/sources/moit.toml"], ["tests/chain", "tests/house", "tests/knowledge", "tests/spiders"]),
        (["data/reading/markers.tsv"], ["tests/house", "tests/knowledge", "tests/reading"]),
        (["tests/cases/dates.tsv"], ["tests/corpus", "tests/dates", "tests/facts", "tests/house"]),
        (["explorer/queries/coverage-gaps.sql"], ["tests/corpus", "tests/explorer", "tests/house"]),
        (["docs/codebook.md"], ["tests/corpus", "tests/house", "tests/spiders"]),
        (["tests/servers/faults.py"], ["tests"]),
        (["data/links/roles.tsv"], ["tests/facts", "tests/house", "tests/knowledge"]),
        (["tests/dates/test_dates.py", "README.md"], ["tests/chain", "tests/dates", "tests/house"]),
        (["crawler/reviewing/page.js"], ["tests/house", "tests/review"]),
        (["LICENSE.md", "data/README.md"], ["tests/house"]),
        (None, ["tests"]),
        (["pipelines/record.py", "spiders/news.py"], ["tests"]),
        (["tests/conftest.py"], ["tests"]),
        (["pyproject.toml"], ["tests"]),
        ([], ["tests/house"]),
    ],
)
def test_a_change_names_its_tests(paths: list[str] | None, expected: list[str]) -> None:
    assert folders(paths) == expected


def test_every_folder_named_is_there() -> None:
    for name in {ALWAYS, *(name for names in TESTS_OF.values() for name in names)}:
        assert list((ROOT / "tests" / name).glob("test_*.py")), name
    for place in TESTS_OF:
        assert (ROOT / place).exists(), place
