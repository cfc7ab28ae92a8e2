"""Attaching: which documents of a notice are its text, and the article that the notice and its documents make together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipelines.reading.documents.content import Content, DocumentState, Limits
from pipelines.reading.documents.opening import open_document
from pipelines.sources.source import Documents, Source
from pipelines.sources.urls import canonical_url, host_of
from pipelines.values.article import CUT_DOCUMENTS, Article, Attachment, Passage

SHORT = 150  # words of its own; an article that says more is no notice, and its attachments are annexes
MOST_DOCUMENTS = 4  # of one notice
BUDGET = 20.0  # seconds; documents that stall do not use up the time of their notice (PATIENCE and READ_LIMIT: 20 + 30 < 60)
READABLE = (".pdf", ".doc", ".docx", ".rtf")
NEEDS_EXTRA: DocumentState = "needs_extra"
UNREAD = "documents_unread"  # flag: the extra is not installed; the article is whole when it is read again with it
Library = Callable[[str], bytes | None]  # the kept body of a document by its address; None: not kept


def no_documents(_url: str) -> bytes | None:
    """The library of who has none."""
    return None


def wanted(article: Article, source: Source | None, url: str | None) -> tuple[Attachment, ...]:
    """The attachments that are the text of a notice, in the order of the page. They stand on the source's hosts, or on that of the notice
    (`url`: its address)."""
    return tuple(_all_wanted(article, source, url))[:MOST_DOCUMENTS]


def _all_wanted(article: Article, source: Source | None, url: str | None) -> list[Attachment]:
    if source is None or source.documents is None or article.own_text.count(" ") >= SHORT:
        return []
    host = host_of(url or "")
    near = (a for a in article.attachments if source.owns(a.url) or (host and host_of(a.url) == host))
    return [a for a in near if _readable(a.url)]


def limits_of(source: Source | None) -> Limits:
    """What of a document of a source is read."""
    return Limits(((source.documents if source else None) or Documents()).max_pages)


def with_documents(article: Article, source: Source | None, url: str | None, library: Library) -> Article:
    """The notice at `url` and, behind it, what its kept documents say, each passage with its document and page."""
    all_of_it = _all_wanted(article, source, url)
    chosen = all_of_it[:MOST_DOCUMENTS]
    if not chosen:
        return article
    if len(all_of_it) > MOST_DOCUMENTS:
        article = replace(article, flags=(*article.flags, CUT_DOCUMENTS))
    limits = limits_of(source)
    contents: dict[str, Content] = {}
    began = time.monotonic()
    for attachment in chosen:
        body = library(attachment.url)
        if body is not None:
            late = time.monotonic() - began > BUDGET
            contents[attachment.url] = Content("too_large") if late else open_document(body, limits)
    attachments = tuple(
        replace(a, state=contents[a.url].state, pages=contents[a.url].total) if a.url in contents else a for a in article.attachments
    )
    whole = _extended(replace(article, attachments=attachments), contents)
    unread = any(content.state == NEEDS_EXTRA for content in contents.values())
    return replace(whole, flags=(*whole.flags, UNREAD)) if unread else whole


def _extended(article: Article, contents: dict[str, Content]) -> Article:
    paragraphs = list(article.paragraphs)
    passages: list[Passage] = []
    end = len(article.text)
    for url, content in contents.items():
        for page in content.pages:
            start = end
            for number, text in enumerate(page.paragraphs):
                if number == 0 and page.goes_on and passages and passages[-1].url == url:
                    paragraphs[-1] += f" {text}"
                else:
                    paragraphs.append(text)
                end += len(text) + bool(end)  # and what joins it to the text before: a line break or a space
            if end > start:
                passages.append(Passage(start + bool(start), end, url, page.number))
    return replace(article, paragraphs=tuple(paragraphs), passages=tuple(passages))


def _readable(url: str) -> bool:
    return any(part.lower().endswith(READABLE) for part in _names(url))


def _names(url: str) -> Iterator[str]:
    """What in an address may be the name of a file: every part of its path, and every value of its query."""
    address = canonical_url(url) or ""
    path, _, query = address.partition("?")
    yield from path.split("/")[3:]
    for pair in query.split("&"):
        yield pair.rpartition("=")[2]
