"""The examples run and agree with the corpus, each where its tool is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.export.export import Export, export
from tests.explorer_fixtures import replica_corpus
from tests.paths import ROOT

EXAMPLES = ROOT / "examples"
SUPPORT = "SELECT province, year, vnd FROM v_support_by_province_year WHERE vnd IS NOT NULL"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    corpus_db = replica_corpus(tmp_path_factory.mktemp("replica"))
    folder = tmp_path_factory.mktemp("out")
    for suffix in ("csv", "parquet"):
        export(corpus_db, Export("v_support_by_province_year", folder / f"support.{suffix}"))
    corpus = sqlite3.connect(corpus_db)
    rows = {",".join(map(str, row)) for row in corpus.execute(SUPPORT)}
    corpus.close()
    assert len(rows) > 5
    return folder, rows


def run(command: list[str | Path]) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("tool", ["pandas", "polars"])
def test_data_frames(exported: tuple[Path, set[str]], tool: str) -> None:
    if not importlib.util.find_spec(tool) or not importlib.util.find_spec("pyarrow"):
        pytest.skip(f"{tool} or pyarrow is not installed")
    folder, rows = exported
    lines = run([sys.executable, EXAMPLES / f"{tool}_support.py", folder / "support.parquet"])
    assert set(lines) == rows
    assert len(lines) == len(rows)


def test_python_door(exported: tuple[Path, set[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    corpus_db = replica_corpus(tmp_path_factory.mktemp("replica"))
    lines = run([sys.executable, "-m", "examples.door_support", corpus_db])
    assert set(lines) == exported[1]
    assert len(lines) == len(exported[1])


def test_duckdb(exported: tuple[Path, set[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    folder, rows = exported
    monkeypatch.chdir(folder)
    answer = duckdb.sql((EXAMPLES / "duckdb_support.sql").read_text(encoding="utf-8")).fetchall()
    assert {f"{province},{year},{vnd}" for province, year, vnd, _ in answer} == rows


def test_r(exported: tuple[Path, set[str]]) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    folder, rows = exported
    assert set(run(["Rscript", EXAMPLES / "support.R", folder / "support.csv"])) == rows
