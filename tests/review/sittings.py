"""A small corpus of kept pages in our own words, read by `corpus replay`, and a desk over it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.reviewing.desk import Desk
from crawler.reviewing.figures import Wanted
from crawler.reviewing.server import DeskServer
from crawler.verbs.replay import replay
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.corpus import corrections
from pipelines.sources.source import Source
from pipelines.values.page import Page

AT = "2032-02-01T00:00:00+00:00"
SOURCE = Source("thu", "Báo Thử Nghiệm", "replica", ("x.vn",), evidence=("a test",), confidence="high", verified_live=False)
HOSTILE = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
PAGES = {
    "cao-bang": (
        "Cao Bằng tổng kết khuyến công năm 2031",
        "Năm 2031, tỉnh Cao Bằng hỗ trợ 500 triệu đồng cho hai cơ sở chế biến miến dong, tăng 15% so với năm 2030.",
        "Ngân sách tỉnh dành 1,2 tỷ đồng cho cả năm; một cơ sở tại Hà Giang vay thêm 300 triệu đồng.",
        "Doanh thu của các cơ sở được hỗ trợ đạt 8 tỷ đồng, trong đó xuất khẩu chiếm 40%.",
    ),
    "lang-son": (
        f"Lạng Sơn: chợ phiên {HOSTILE}",
        f"Tỉnh Lạng Sơn dự kiến chi 500 triệu đồng cho chợ phiên vùng cao {HOSTILE.replace('<', '&lt;')} trong năm 2033.",
        "Năm ngoái số tiền là 500 triệu đồng, giá thuê mỗi gian hàng 2 triệu đồng một tháng, giảm 5%.",
        "Sở phạt ba hộ kinh doanh 12 triệu đồng vì không niêm yết giá; thu nhập bình quân của tiểu thương khoảng 6 triệu đồng.",
    ),
}  # fmt: skip
Put = Callable[[Path], None]


def pages_of(folder: Path) -> Path:
    """pages.db with the pages, as a crawl leaves it."""
    path = folder / "pages.db"
    archive = open_archive(path)
    for name, (title, *paragraphs) in PAGES.items():
        head = title.replace("<", "&lt;")
        inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        body = (
            f'<html><head><meta property="article:published_time" content="2032-01-15T08:00:00+07:00"></head>'
            f"<body><article><h1>{head}</h1>{inside}</article></body></html>"
        )
        page = Page(f"https://x.vn/{name}.html", body.encode(), SOURCE.name, None, AT, 200, {"content-type": "text/html; charset=utf-8"})
        keep_page(archive, page, "run")
    archive.close()
    return path


def read_again(folder: Path) -> Path:
    """`corpus replay` of the pages with the corrections in force; returns corpus.db."""
    corpus = folder / "corpus.db"
    assert replay(folder / "pages.db", corpus, [], {SOURCE.name: SOURCE}, 1) == 0
    return corpus


def put_in_force(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let corrections be those of a file."""
    corrections.loaded.cache_clear()
    loaded = corrections.load_corrections(path)
    monkeypatch.setattr(corrections, "load_corrections", lambda: loaded)


@contextmanager
def open_desk(corpus_db: Path, file: Path, wanted: Wanted | None = None) -> Iterator[DeskServer]:
    """A desk served from a thread."""
    with DeskServer(Desk(corpus_db, file, wanted or Wanted(), "N. A.")) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
