"""Kept pages: `corpus keep` proposes a golden that is red until reviewed; the goldens on this machine hold."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.verbs.keep import complaint
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.sources.source import load_sources
from pipelines.values.page import Page
from pipelines.values.paths import DATA
from tests.paths import GOLDENS

GOLDEN = GOLDENS / "pages" / "nukeviet-1.html"
URL = "https://socongthuong.daklak.gov.vn/vi/news/tin/bai-1.html"
SOURCE = next(iter(load_sources()))
Corpus = Callable[..., "subprocess.CompletedProcess[str]"]


def one_golden(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def test_a_file_is_kept_and_red_until_reviewed(corpus: Corpus, tmp_path: Path) -> None:
    done = corpus("keep", GOLDEN, "--source", SOURCE, "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    path = one_golden(tmp_path)
    assert path.with_suffix(".html").read_bytes() == GOLDEN.read_bytes()
    assert complaint(path, {}) == f"{path.name}: not reviewed"
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert golden["paragraphs"]
    path.write_text(json.dumps(golden | {"reviewed": True}), encoding="utf-8")
    assert complaint(path, {}) is None
    path.write_text(json.dumps(golden | {"reviewed": True, "title": "Khác"}), encoding="utf-8")
    assert complaint(path, {}) == f"{path.name}: differs in title"
    again = corpus("keep", GOLDEN, "--source", SOURCE, "--to", tmp_path)
    assert again.returncode == 2
    assert "kept already" in again.stderr


def test_a_page_out_of_the_archive(corpus: Corpus, tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    for body in (b"<p>older</p>", b"<h1>Trang khong co gi</h1>"):
        keep_page(db, Page(URL, body, source=SOURCE, fetched_at="2026-10-02T11:38:00+00:00"), None)
    db.close()
    done = corpus("keep", URL, "--source", SOURCE, "--to", tmp_path / "k", "--pages-db", tmp_path / "p.db")
    assert done.returncode == 0, done.stderr
    golden = json.loads(one_golden(tmp_path / "k").read_text(encoding="utf-8"))
    assert (golden["url"], golden["refused"], golden["fetched_at"]) == (URL, "empty", "2026-10-02T11:38:00+00:00")


@pytest.mark.parametrize("arguments", [("nothing.html", "--source", SOURCE), (str(GOLDEN), "--source", "no-such")])
def test_wrong_arguments(corpus: Corpus, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = corpus("keep", *arguments, "--to", tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_goldens_kept_on_this_machine() -> None:
    found = [complaint(path, load_sources()) for path in sorted((DATA / "kept").glob("*.json"))]
    assert [line for line in found if line] == []
