"""Bytes to characters for whole pages. First version: BOM, valid UTF-8, declared charset, UnicodeDammit."""

from __future__ import annotations

import codecs

from bs4.dammit import UnicodeDammit

MAX_BYTES = 20_000_000  # what lies behind is not read


def decode(body: bytes, content_type: str | None = None) -> str:
    """The characters of a page. `content_type` is the HTTP header. Never raises; at most MAX_BYTES are read."""
    body = body[:MAX_BYTES]
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        declared = (
            [content_type.lower().partition("charset=")[2].strip(" \"';")] if content_type and "charset=" in content_type.lower() else []
        )
        if len(body.decode("utf-8", "ignore").encode()) > len(body) - 40:
            return body.decode("utf-8", "replace").replace("\x00", "")
        return (UnicodeDammit(body, declared, is_html=True).unicode_markup or body.decode("utf-8", "replace")).replace("\x00", "")
