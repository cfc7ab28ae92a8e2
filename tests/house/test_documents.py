"""Documents name only what is there: every relative link and every path of the project between backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

GENERATED = ("codebook.md", "questions.md", "map.md", "evidence.md", "sources.md")
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md")),
    *sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in GENERATED),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`((?:pipelines|spiders|crawler|explorer|examples|tests|data|docs|benchmarks|deploy)/[^`\s]*)`")
PLACEHOLDER = re.compile(r"[A-Z]{4,}")  # data/sources/NAME.toml
MADE = {
    "data/demo/pages.db",
    "data/pages.db",
    "data/corpus.db",
    "data/demo/corpus.db",
    "data/told.json",
    "data/logs/crawl.log",
    "data/kept",
}  # by a run


def paths_of(text: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """What a document in `folder` names, as it is written, and where that must be. `{a,b}` stands for several, `*` for any."""
    for link in LINK.findall(text):
        if not re.match(r"[a-z]+:", link):
            yield link, folder / link
    for name in PATH.findall(text):
        if name not in MADE and not PLACEHOLDER.search(Path(name).name.removeprefix("README")):
            for one in alternatives(name):
                yield name, ROOT / one


def alternatives(name: str) -> list[str]:
    braces = re.search(r"\{([^}]*)\}", name)
    return [name.replace(braces[0], part) for part in braces[1].split(",")] if braces else [name]


def missing(text: str, folder: Path) -> list[str]:
    return [name for name, path in paths_of(text, folder) if not is_there(path)]


def is_there(path: Path) -> bool:
    return any(path.parent.glob(path.name)) if "*" in path.name else path.exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_names_is_there(document: Path) -> None:
    assert missing(document.read_text(encoding="utf-8"), document.parent) == []


def test_a_name_of_nothing_is_found() -> None:
    text = "[a](gone.md) [b](https://x.vn/) [c](README.md#part) `pipelines/gone.py` `data/pages.db`"
    assert missing(text, ROOT) == ["gone.md", "pipelines/gone.py"]
    text = "`tests/cases/{money,gone}.txt` `data/*.gone`"
    assert missing(text, ROOT) == ["tests/cases/{money,gone}.txt", "data/*.gone"]
    assert missing("`data/sources/NAME.toml` `tests/cases/*.txt` `crawler/cli.py`", ROOT) == []
