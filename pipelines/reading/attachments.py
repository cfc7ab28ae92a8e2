"""Attachments: the documents an article links to (PDF, DOC, XLS ...)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.text.normal import normalise
from pipelines.values.article import Attachment

DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".rar", ".zip", ".odt", ".ods", ".rtf")
_ENDING = re.compile("|".join(map(re.escape, DOCUMENTS)), re.IGNORECASE)


def is_document(href: str) -> bool:
    """Whether a link leads to a document file."""
    if not _ENDING.search(href):  # most do not, and taking an address apart is slow
        return False
    try:
        path = urlsplit(href).path.lower()
    except ValueError:
        return False
    return path.endswith(DOCUMENTS)


def find_attachments(roots: Sequence[HtmlElement], base: str | None) -> tuple[Attachment, ...]:
    """Documents linked below the elements, each URL once, made absolute where the page's URL is known."""
    found: dict[str, Attachment] = {}
    for root in roots:
        for link in root.iter("a"):
            href = (link.get("href") or "").strip()
            if not href or not is_document(href):
                continue
            try:
                url = urljoin(base, href) if base else href
            except ValueError:
                continue
            name = unquote(urlsplit(href).path.rsplit("/", 1)[-1])
            found.setdefault(url, Attachment(url, normalise("".join(link.itertext())) or name))
    return tuple(found.values())
