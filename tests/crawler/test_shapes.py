"""Portals of every shape that misleads crawlers, crawled over real sockets: every document once, no list stored, little asked for twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import shapes
from tests.servers.shapes import SHAPES

pytestmark = pytest.mark.slow  # a real crawl

MOST = 1.3  # requests for each document and page of a list
# Patience with branches that bring nothing (spiders/finding/endless.py), as much shorter as these portals are smaller than real ones.
DRIVER = """
import sys
from spiders.finding import endless
endless.FOLDER_PAGES, endless.FORM_PAGES, endless.SITE_PAGES = 6, 12, 24
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Done:
    """A crawl of all shapes: what was asked for and stored (headline and day; addresses), by shape."""

    asked: dict[str, list[str]]
    stored: dict[str, Counter[tuple[str, str]]]
    urls: dict[str, list[str]]
    printed: str


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("shapes")
    with ExitStack() as stack:
        sites = [stack.enter_context(shapes.start(shape)) for shape in SHAPES.values()]
        for site in sites:
            site.write_source(folder / "sources")
        arguments = ["crawl", "--sources-dir", folder / "sources", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db"]
        command = [sys.executable, "-c", DRIVER, *map(str, arguments)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        stored: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in SHAPES}
        for source, title, day in rows(folder / "c.db", "SELECT source, title, substr(published, 1, 10) FROM articles"):
            stored[source.replace("-", "_")][title, day] += 1
        urls = {name: [url for (url,) in rows(folder / "c.db", "SELECT url FROM articles WHERE source = ?", name)] for name in SHAPES}
        yield Done({site.shape.name: site.asked for site in sites}, stored, urls, ended.stdout + ended.stderr)


def _every_document_once_and_no_list(done: Done) -> None:
    for name, shape in SHAPES.items():
        wanted = Counter((one.title, "-".join(reversed(one.day.split("/")))) for one in shape.stories)
        assert len(wanted) >= 10
        assert done.stored[name] == wanted, (name, done.printed[-2000:])


def _little_is_asked_for_beyond_documents_and_lists(done: Done) -> None:
    for name, shape in SHAPES.items():
        there = len(shape.stories) + shape.walled + shape.lists
        assert len(done.asked[name]) >= there, name
        assert len(done.asked[name]) <= MOST * there, (name, Counter(done.asked[name]).most_common(12))


def _of_several_addresses_that_stands_which_the_page_declares(done: Done) -> None:
    """Whichever was asked for: here that of the section found first."""
    assert len(done.urls["several"]) == len(SHAPES["several"].stories)
    assert all("/lang-nghe/" in url for url in done.urls["several"])
    assert not any(target.startswith("/lang-nghe/") for target in done.asked["several"] if target.endswith(".html"))


def test_portals_of_every_shape(done: Done) -> None:
    """One test, so that the portals are crawled once however the suite is spread."""
    _every_document_once_and_no_list(done)
    _little_is_asked_for_beyond_documents_and_lists(done)
    _of_several_addresses_that_stands_which_the_page_declares(done)
