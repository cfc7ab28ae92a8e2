"""Crawling on a cluster: sources dealt to the workers, what they kept brought home and stored as if one process had crawled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crawler.cluster.connecting import connect, crew_of, is_lost
from crawler.cluster.dealing import Dealer, How
from crawler.cluster.slices import Found, settle
from crawler.running.ending import NotBegun
from crawler.running.ledger import copy_ledger
from crawler.running.runs import copy_runs
from pipelines.archive.dictionaries import learn_dictionary
from pipelines.archive.documents import notices_of
from pipelines.archive.pages import pages_at
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.intake.replaying import Desk, replay_pages
from pipelines.intake.spreading import Spread, here
from pipelines.sources.source import Source
from pipelines.values.sqlite import Database


class Order(NamedTuple):
    """What to crawl on which cluster (the address of its scheduler), and where to keep it. `arguments` are those of every spider,
    `settings` further ones of Scrapy."""

    cluster: str
    sources: Sequence[Source]
    pages_db: Path
    corpus_db: Path
    arguments: Mapping[str, str]
    settings: Mapping[str, str] = {}
    due: Callable[[], Sequence[Source]] | None = None  # names the sources whose time has come meanwhile


class Crawled(NamedTuple):
    """The sources of a crawl, those taken meanwhile included, whether a signal stopped it, and why some were not begun or not brought home,
    by name, where the cluster went away."""

    sources: list[Source]
    stopped: bool
    gone: Mapping[str, NotBegun] = {}


def crawl_on_cluster(order: Order) -> Crawled:
    """Crawl until all is done or a signal stops it. Then everything that was kept is in pages.db, and what it says in
    corpus.db. Raises BadInput and DatabaseError."""
    client = connect(order.cluster)
    archive, corpus = open_archive(order.pages_db), open_corpus(order.corpus_db)
    try:
        dealer = Dealer(client, archive, corpus, How(order.arguments, order.settings, order.due))
        stopped = dealer.crawl(order.sources)
        spread = here if is_lost(client) else crew_of(client)
        store_found(dealer.found, archive, corpus, Home(order.pages_db, {source.name: source for source in dealer.sources}, spread))
    finally:
        archive.close()
        corpus.close()
        client.close()
    return Crawled(dealer.sources, stopped, dealer.gone)


class Home(NamedTuple):
    """Where what was found is stored: the path of pages.db, the sources by name, who reads (the workers, or this process)."""

    pages_db: Path
    sources: dict[str, Source]
    spread: Spread


def store_found(found: Sequence[Found], archive: Database, corpus: Database, home: Home) -> None:
    """Read what workers kept, in the order of arrival, and store it; then its pages are settled. Killed before that, they are unread, and
    the next crawl reads them."""
    numbers = sorted({number for each in found for number in each.outcomes})
    documents = (kept.page for kept in pages_at(archive, numbers) if kept.page.hints.attached_to)
    notices = {notice for page in documents for notice in notices_of(archive, page.url or "")}
    desk = Desk(home.sources, home.pages_db, home.spread, lambda line: print(f"corpus crawl: {line}", file=sys.stderr))
    replay_pages(pages_at(archive, sorted(notices.union(numbers))), desk, corpus, lambda _: None)
    for each in found:
        settle(archive, each)
    copy_runs(archive, corpus)
    for name in home.sources:
        copy_ledger(archive, corpus, name)
        learn_dictionary(archive, name, datetime.now(UTC).isoformat(timespec="seconds"))
