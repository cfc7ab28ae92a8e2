"""Attachments: the documents an article links to or shows in a frame (PDF, DOC, XLS ...), in its body and in a list beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.html.zones import text_length
from pipelines.text.normal import normalise
from pipelines.values.article import Attachment

DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".rar", ".zip", ".odt", ".ods", ".rtf")
FRAMES = {"iframe": "src", "embed": "src", "object": "data"}  # elements that show a document, and where its address stands
MOST_PARAMETERS = 30
NEAR = 4  # boxes around the body in which a list of its files may stand
LITTLE = 600  # characters beside the body in such a box; more is another part of the page
_NAMED = re.compile(r"(?:\.|%2e)(?:pdf|docx?|xlsx?|pptx?|rar|zip|od[ts]|rtf)(?!\w)", re.IGNORECASE)  # DOCUMENTS
_FILES = re.compile(r"(?:đính|kèm|tệp|file|tải (?:về|xuống)|download|attach)", re.IGNORECASE)
_FILE_NAMES = re.compile(r"attach|dinh-?_?kem|tep-?_?tin|(?:^|[\s_-])files?(?:$|[\s_-])|download|tai-?_?ve", re.IGNORECASE)


def is_document(href: str) -> bool:
    """Whether a link leads to a document file: the name of one is its path's end, another part of it (content systems put an id behind),
    or, on the same site, a value of its query."""
    return _address(href, None) is not None


def find_attachments(roots: Sequence[HtmlElement], base: str | None) -> tuple[Attachment, ...]:
    """Documents linked or shown below the elements, each URL once, made absolute where the page's URL is known."""
    found: dict[str, Attachment] = {}
    for root in roots:
        for element in root.iter("a", *FRAMES):
            if attachment := _attachment(element, base):
                found.setdefault(attachment.url, attachment)
    return tuple(found.values())


def attachments_beside(roots: Sequence[HtmlElement], base: str | None) -> tuple[Attachment, ...]:
    """The files of a list that stands beside the body and is named so ("Tệp đính kèm", class "attachments"), in the smallest boxes around
    it that hold little else."""
    if not roots:
        return ()
    inside, found = set(roots), dict[str, Attachment]()
    around = roots[0]
    beside = -sum(map(text_length, roots[1:]))
    for _ in range(NEAR):
        parent = around.getparent()
        if parent is None or parent.tag in ("body", "html", "form"):
            break
        beside += _length_beside(around, parent)
        if beside > LITTLE:
            break
        around = parent
    if around is roots[0]:
        return ()
    for element in around.iter("a"):
        attachment = _attachment(element, base)
        if attachment and _is_named(element, around) and inside.isdisjoint(element.iterancestors()):
            found.setdefault(attachment.url, attachment)
    return tuple(found.values())


def _length_beside(element: HtmlElement, parent: HtmlElement) -> int:
    """Characters of a box beside one of its elements, whose own text is long and not measured."""
    lengths = (text_length(other) if other is not element else 0 for other in parent)
    return len(parent.text or "") + sum(lengths) + sum(len(other.tail or "") for other in parent)


def _attachment(element: HtmlElement, base: str | None) -> Attachment | None:
    frame = FRAMES.get(str(element.tag))
    href = (element.get(frame or "href") or "").strip()
    url = _address(href, base, framed=frame is not None) if href else None
    if url is None:
        return None
    name = next((n for n in reversed(list(_names(url))) if n.lower().endswith(DOCUMENTS)), "")
    title = "" if frame else normalise("".join(element.itertext()))
    return Attachment(url, title or normalise(element.get("title") or "") or name)


def _address(href: str, base: str | None, framed: bool = False) -> str | None:
    """The address of the document a link leads to; of one in a viewer the document's own. None when it leads to none. `framed`: it stands
    in a frame, where viewers of other sites are usual."""
    if not _NAMED.search(href):  # most links: taking an address to pieces is slow
        return None
    try:
        url = urljoin(base, href) if base else href
        parts = urlsplit(url)
        near = not urlsplit(href).netloc or (base is not None and parts.netloc == urlsplit(base).netloc)
        values = parse_qsl(parts.query, max_num_fields=MOST_PARAMETERS) if parts.query and (near or framed) else []
        for _, value in values:
            if urlsplit(value).path.lower().endswith(DOCUMENTS):
                return urljoin(url, value) if value.startswith(("http://", "https://", "/")) else url if near else None
    except ValueError:
        return None
    return url if any(part.lower().endswith(DOCUMENTS) for part in parts.path.split("/")) else None


def _names(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    yield from (value.rpartition("/")[2] for _, value in parse_qsl(parts.query, max_num_fields=MOST_PARAMETERS))
    yield from (unquote(part) for part in parts.path.split("/"))


def _is_named(link: HtmlElement, around: HtmlElement) -> bool:
    """Whether a link, a box around it or the words before it say that files are attached."""
    if _FILES.search(link.get("title") or "") or _FILES.search("".join(link.itertext())[:200]):
        return True
    element = link
    for _ in range(NEAR):
        if _FILE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}") or _FILES.search(_words_before(element)):
            return True
        parent = element.getparent()
        if parent is None or parent is around:
            return False
        element = parent
    return False


def _words_before(element: HtmlElement) -> str:
    """The short text directly before an element: a label."""
    before = element.getprevious()
    parent = element.getparent()
    texts = [(before.tail or ""), "".join(before.itertext())] if before is not None and isinstance(before.tag, str) else []
    if before is None and parent is not None:
        texts = [parent.text or ""]
    return next((text for text in map(normalise, texts) if text and len(text) < 60), "")
