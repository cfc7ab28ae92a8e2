"""What a worker is sent to crawl some sources, and what becomes of it at home."""

from __future__ import annotations

from pathlib import Path

from crawler.cluster.slices import cut_slice, settle, take_back
from pipelines.archive.pages import all_pages, keep_page, unread_pages
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.sources import store_source
from pipelines.values.outcome import Outcome
from tests.crawler.kept_pages import AT, page, source


def test_a_slice_comes_back_as_if_it_had_never_been_away(tmp_path: Path) -> None:
    archive, corpus = open_archive(tmp_path / "pages.db"), open_corpus(tmp_path / "corpus.db")
    for name in "st":
        store_source(corpus, source(name))
        record_links(archive, name, [FoundLink(page(n, name).url or "", "article") for n in range(1, 5)], AT)
    read, left, other = (keep_page(archive, page(n, name), "run") for n, name in ((1, "s"), (2, "s"), (1, "t")))
    settle_page(archive, read, Outcome("stored", "new"))
    away = tmp_path / "away"
    away.mkdir()
    cut_slice(archive, corpus, [source("s")], away)
    part = open_archive(away / "pages.db")
    assert {row[0] for row in part.execute("SELECT DISTINCT source FROM urls")} == {"s"}
    assert [kept.id for kept in all_pages(part)] == [left]  # what was read stays at home
    settle_page(part, left, Outcome("not_article", "listing"))
    new = keep_page(part, page(3, "s"), "run")
    settle_page(part, new, Outcome("stored", "new"))
    part.close()
    found = take_back(archive, ["s"], away)
    place = max(found.outcomes)
    assert found.outcomes == {left: Outcome("not_article", "listing"), place: Outcome("stored", "new")}
    assert place > other
    assert unread_pages(archive, "s") == [left, place]  # until they are stored here
    settle(archive, found)
    assert unread_pages(archive, "s") == []
    assert unread_pages(archive, "t") == [other]
    kept = {k.id: k.page for k in all_pages(archive)}
    assert {number: one.url for number, one in kept.items()} == {
        read: page(1).url, left: page(2).url, other: page(1, "t").url, place: page(3).url,
    }  # fmt: skip
    assert kept[place].body == page(3).body
    states = archive.execute("SELECT url, state FROM urls ORDER BY rowid").fetchall()
    assert sorted(states) == sorted(
        [*((page(n).url, "done") for n in (1, 2, 3)), (page(4).url, "found"), (page(1, "t").url, "fetched"),
         *((page(n, "t").url, "found") for n in (2, 3, 4))]
    )  # fmt: skip
    archive.close()
    corpus.close()
