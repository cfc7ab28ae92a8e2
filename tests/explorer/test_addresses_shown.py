"""The explorer finds an article by every address and every id it had."""

from __future__ import annotations

from urllib.parse import quote

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from crawler.keeping.kept_pages import kept_pages
from explorer.guarding.access import Doors
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import store_reading
from pipelines.sources.urls import article_id
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.corpus.test_addresses import BEST, LONGER, LONGEST, OTHER, read
from tests.explorer.test_explorer import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An article read at LONGER, standing under BEST."""
    folder = tmp_path_factory.mktemp("addresses")
    corpus, archive = open_corpus(folder / "corpus.db"), open_archive(folder / "pages.db")
    store_reading(corpus, read(LONGEST, declared=BEST))
    page = Page(LONGEST, "<p>Tổ dệt bản Lủ</p>".encode(), "s", None, "2026-05-01T01:00:00+00:00", 200, {"content-type": "text/html"})
    settle_page(archive, keep_page(archive, page, None), Outcome("stored", "new"))
    store_reading(corpus, read(LONGER))
    for db in (corpus, archive):
        db.close()
    return Site(folder / "corpus.db", Doors(kept=kept_pages(folder / "pages.db")))


@pytest.mark.parametrize("room", ["article", "kept"])
def test_an_id_of_before_leads_to_the_article(site: Site, room: str) -> None:
    for url in (LONGER, LONGEST):
        moved = site.get(f"/{room}/{article_id(url)}?_lang=vi")
        assert (moved.status_code, moved.headers["location"]) == (302, f"/{room}/{article_id(BEST)}?_lang=vi")
    assert site.get(f"/{room}/{article_id(BEST)}").status_code == 200
    assert site.get(f"/{room}/{article_id(OTHER[0])}").status_code == 404


def test_the_kept_copy_is_found_where_the_page_was_read(site: Site) -> None:
    assert "bản Lủ" in site.get(f"/kept/{article_id(BEST)}").text
    assert LONGEST in site.get(f"/kept/{article_id(BEST)}").text


@pytest.mark.parametrize(("typed", "hits"), [(BEST, 1), (LONGER, 1), (LONGEST.replace("https", "http"), 1), (OTHER[0], 0)])
def test_an_address_is_a_query(site: Site, typed: str, hits: int) -> None:
    found = site.get(f"/search?q={quote(typed, safe='')}").text
    assert found.count(f"/article/{article_id(BEST)}") >= hits
    assert (f"/article/{article_id(BEST)}" in found) is bool(hits)
