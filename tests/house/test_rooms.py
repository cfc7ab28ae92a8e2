"""The one-way rule of the rooms: pipelines <- spiders <- crawler -> explorer; explorer knows the database only."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

MAY_IMPORT = {
    "pipelines": {"pipelines"},
    "spiders": {"spiders", "pipelines"},
    "crawler": {"crawler", "spiders", "pipelines", "explorer"},
    "explorer": {"explorer"},
}
ROOMS = set(MAY_IMPORT)


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_imports_go_one_way(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    for path in files:
        wrong = (imports_of(path) & ROOMS) - MAY_IMPORT[room]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"
        assert "data" not in imports_of(path), f"{path.relative_to(ROOT)} imports data"


def test_only_the_scrapy_pipeline_would_touch_scrapy() -> None:
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        assert path.stem == "scrapy_pipeline" or not imports_of(path) & {"scrapy", "twisted"}, path


def test_reading_does_not_load_scrapy() -> None:
    code = "import pipelines.record, pipelines.intake.intake, sys; sys.exit(bool({'scrapy', 'twisted'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_files_stay_small_and_names_say_something() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, path
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= 320, f"{path.relative_to(ROOT)} has {lines} lines"
