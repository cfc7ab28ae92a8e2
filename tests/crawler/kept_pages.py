"""Pages kept for a reader to read, and the sources they are of."""

from __future__ import annotations

from pathlib import Path

from pipelines.archive.pages import keep_page
from pipelines.archive.schema import shared_archive
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.sources import store_source
from pipelines.sources.source import Source
from pipelines.values.page import Page

AT = "2026-03-01T00:00:00+00:00"


def source(name: str) -> Source:
    return Source(name, name, "replica", ("x.vn",), evidence=("a test",), confidence="high", verified_live=False)


def page(n: int, name: str = "s") -> Page:
    words = f"Năm 2025, tỉnh Lạng Sơn hỗ trợ {n} triệu đồng cho các cơ sở công nghiệp nông thôn mua máy móc mới. " * 4
    body = f"<html><body><article><h1>Lạng Sơn hỗ trợ {n} cơ sở công nghiệp</h1><p>{words}</p><p>{words}</p></article></body></html>"
    return Page(f"https://x.vn/{name}/tin-{n}.html", body.encode(), name, None, AT, 200, {"content-type": "text/html; charset=utf-8"})


def keep(folder: Path, count: int, name: str = "s") -> list[int]:
    return [keep_page(shared_archive(str(folder / "pages.db")), page(n, name), "run") for n in range(1, count + 1)]


def prepare(folder: Path) -> None:
    corpus = open_corpus(folder / "corpus.db")
    for name in ("s", "t", "big", "small"):
        store_source(corpus, source(name))
    corpus.close()


def write_source_files(folder: Path, names: str) -> None:
    """Files of sources with names of one letter, as `source` makes them."""
    folder.mkdir()
    for name in names:
        lines = [f'title = "{name}"', 'kind = "replica"', 'hosts = ["x.vn"]', 'evidence = ["a test"]', 'confidence = "high"',
                 "verified_live = false", 'listings = ["https://x.vn/"]']  # fmt: skip
        (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
