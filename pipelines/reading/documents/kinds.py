"""Kinds: what a document is in truth, by its first bytes. Names and content types of servers are not asked: a ".doc" may be anything."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["pdf", "zip", "ole", "rtf", "mhtml", "word_xml", "html", "other"]
HEAD = 1024  # bytes; the signature of a PDF may stand anywhere in them (ISO 32000-1, annex H, note 13)
_MARKUP = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|div|table|p)\b", re.IGNORECASE | re.DOTALL
)
_MHTML = re.compile(rb"(?i)(?:[\w-]{1,40}:[^\n]{0,500}\n(?:[ \t][^\n]{0,500}\n)*){0,20}?mime-version:")
_WORD_XML = b"schemas.microsoft.com/office/word/2003/wordml"
_WORD_PACKAGE = b"schemas.microsoft.com/office/2006/xmlPackage"


def kind_of(body: bytes) -> Kind:
    """The kind of a document, "other" for whatever holds no text we read."""
    head = body[:HEAD]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in head and not _MARKUP.match(start):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if start.startswith(b"{\\rt"):
        return "rtf"
    if _WORD_XML in body[:8000] or _WORD_PACKAGE in body[:8000]:
        return "word_xml"
    if _MHTML.match(start):
        return "mhtml"
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "html" if wide or _MARKUP.match(start) else "other"
