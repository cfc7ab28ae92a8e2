"""Further addresses: those of a document that lists name and nobody asked for (one is enough), brought from pages.db to the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.corpus.addresses import note_address, stand
from pipelines.sources.urls import id_of_key
from pipelines.values.sqlite import Database

_FOUND = """SELECT source, document, key, url FROM urls
WHERE document IS NOT NULL AND state = 'done' AND outcome = 'duplicate' AND (?1 IS NULL OR source = ?1)"""
# Where two articles have one key, whose a further address is cannot be told.
_ALONE = """SELECT source, document, min(id) FROM articles WHERE document IS NOT NULL AND (?1 IS NULL OR source = ?1)
GROUP BY source, document HAVING count(*) = 1"""
_LISTED = """SELECT d.id, d.article FROM addresses d JOIN articles a ON a.id = d.article
WHERE d.kind = 'listed' AND (?1 IS NULL OR a.source = ?1)"""
_TAKEN = "SELECT 1 FROM addresses WHERE id = ?1 UNION ALL SELECT 1 FROM articles WHERE id = ?1"


def copy_addresses(archive: Database, corpus: Database, source: str | None = None) -> None:
    """Give the articles of one source, or of all, the addresses that pages.db knows for their documents, and let each stand under the best
    it has. The same archive gives the same rows, however often."""
    found = archive.execute(_FOUND, [source]).fetchall()
    with corpus.atomic():
        there = dict(corpus.execute(_LISTED, [source]))
        wanted = _wanted(corpus, found, source)
        stale = {key: article for key, article in there.items() if key not in wanted or wanted[key].article != article}
        for key in stale:
            corpus.execute("DELETE FROM addresses WHERE id = ?", [key])
        for article in sorted(set(stale.values())):
            stand(corpus, article)
        changed = set()
        for key, one in (_wanted(corpus, found, source) if stale else wanted).items():
            if (key not in there or key in stale) and not corpus.execute(_TAKEN, [key]).fetchone():
                note_address(corpus, one.article, one.url, "listed")
                changed.add(one.article)
        if not changed:
            return
        from pipelines.corpus.applying import apply_further  # brings all that reads, which a crawl leaves to its readers

        for article in sorted(changed):
            apply_further(corpus, stand(corpus, article))


class _Wanted(NamedTuple):
    """An address found in lists, and the article that is its document."""

    url: str
    article: int


def _wanted(corpus: Database, found: Sequence[tuple[str, str, str, str]], source: str | None) -> dict[int, _Wanted]:
    owners = {(name, document): article for name, document, article in corpus.execute(_ALONE, [source])} if found else {}
    return {id_of_key(key): _Wanted(url, owners[name, document]) for name, document, key, url in found if (name, document) in owners}
