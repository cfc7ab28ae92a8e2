"""The house: arrows between rooms and packages, sizes, names. The arrows themselves are contracts in pyproject.toml."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

ROOMS = ("pipelines", "spiders", "crawler", "explorer")
MOST_LINES, MOST_MODULES, FEWEST_MODULES = 300, 16, 3
FIXED = {"crawler/commands"}  # Scrapy finds its commands in a package of their own


def modules(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.stem != "__init__"]


def test_arrows_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_reading_does_not_load_scrapy() -> None:
    code = "import pipelines.record, pipelines.intake.intake, sys; sys.exit(bool({'scrapy', 'twisted'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nobody_imports_data_or_relatively() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 100
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                assert (node.module or "").partition(".")[0] != "data", path
            elif isinstance(node, ast.Import):
                assert all(alias.name.partition(".")[0] != "data" for alias in node.names), path


@pytest.mark.parametrize("room", ROOMS)
def test_files_stay_small_and_names_say_something(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, path
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= MOST_LINES, f"{path.relative_to(ROOT)} has {lines} lines"


@pytest.mark.parametrize("room", ROOMS)
def test_packages_are_neither_crowded_nor_empty(room: str) -> None:
    folders = [path.parent for path in (ROOT / room).rglob("__init__.py")]
    assert folders
    for folder in folders:
        name = folder.relative_to(ROOT).as_posix()
        parts = modules(folder) + [inner for inner in folder.iterdir() if (inner / "__init__.py").exists()]
        assert len(parts) <= MOST_MODULES, f"{name} holds {len(parts)} modules and packages"
        assert name in FIXED or len(parts) >= FEWEST_MODULES, f"{name} holds only {len(parts)}"
