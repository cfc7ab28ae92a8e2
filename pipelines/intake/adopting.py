"""Adopting: a source is to read documents from now on; those of the notices that are in the corpus already are written down as well."""

from __future__ import annotations

from itertools import groupby

from pipelines.archive.documents import document_links, knows_documents, record_documents
from pipelines.corpus.addresses import addresses_of
from pipelines.reading.documents.attaching import SHORT, wanted
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from pipelines.values.article import Article, Attachment
from pipelines.values.sqlite import Database

_LISTED = """
SELECT a.id, a.fetched_at, t.url, t.title FROM articles a JOIN attachments t ON t.article = a.id
WHERE a.source = ? AND a.words < ? AND t.state IS NULL ORDER BY a.id, t.url
"""


def adopt_documents(archive: Database, corpus: Database, source: Source) -> int:
    """Write down the documents of stored notices whose page was read before the source asked for documents; returns how many there are to
    ask for. Nothing is written for a notice whose documents are known."""
    rows = corpus.execute(_LISTED, [source.name, SHORT]).fetchall()
    count = 0
    for (article, fetched_at), files in groupby(rows, key=lambda row: (row[0], row[1])):
        notice = _kept_at(archive, corpus, article)
        if notice is None:
            continue
        listed = Article(None, (), attachments=tuple(Attachment(url, title) for _, _, url, title in files))
        chosen = wanted(listed, source, notice)
        if chosen and fetched_at and not knows_documents(archive, notice):
            links = document_links(((a.url, a.title) for a in chosen), notice)
            count += len(record_documents(archive, source.name, notice, links, fetched_at))
    return count


def _kept_at(archive: Database, corpus: Database, article: int) -> str | None:
    """The address of an article under which its page is kept, that at which it was read first."""
    addresses = sorted(addresses_of(corpus, article), key=lambda address: -address.text)
    kept = "SELECT 1 FROM pages WHERE key = ?"
    return next((address.url for address in addresses if archive.execute(kept, [url_key(address.url)]).fetchone()), None)
