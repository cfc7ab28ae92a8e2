"""Files: keys of a source file set to other values, the rest of its text as it is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = bool | float | str | Sequence[str]

ORDER = (  # in which the keys of a source file stand
    *("title", "kind", "home_province", "hosts", "listings", "feeds", "sitemaps", "family", "article_url", "listing_url", "skip_url"),
    *("paging", "tls", "every", "delay", "daily_pages", "hours", "floor", "max_listing_pages", "allow_private", "documents", "confidence"),
    *("verified_live", "verified_on", "evidence", "notes"),
)
PATTERNS = ("article_url", "listing_url", "skip_url")
WIDTH = 130  # characters of a list on one line


def with_values(text: str, values: Mapping[str, Value]) -> str:
    """The text of a source file with these keys set. Raises ValueError when that would change anything else, which a file written in an
    unusual way may bring about."""
    wanted = {**tomllib.loads(text), **{key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}}
    for key, value in values.items():
        text = _with(text, key, value)
    if tomllib.loads(text) != wanted:
        raise ValueError("the file is written in a way that cannot be changed line by line")
    return text


def _with(text: str, key: str, value: Value) -> str:
    lines = text.splitlines(keepends=True)
    written = f"{key} = {_written(key, value)}\n"
    spans = _spans(lines)
    if key in spans:
        start, end = spans[key]
        return "".join([*lines[:start], written, *lines[end:]])
    at = next((spans[k][1] for k in reversed(ORDER[: ORDER.index(key)]) if k in spans), 0)
    return "".join([*lines[:at], written, *lines[at:]])


def _spans(lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Where the assignment of each key begins and ends, by lines."""
    spans, at = {}, 0
    while at < len(lines):
        match = re.match(r"([a-z_]+)\s*=", lines[at])
        end = at + 1
        if match:
            while end < len(lines) and not _complete("".join(lines[at:end])):
                end += 1
            spans[match[1]] = (at, end)
        at = end
    return spans


def _complete(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _written(key: str, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, str):
        return _quoted(key, value)
    items = [_quoted(key, item) for item in value]
    line = f"[{', '.join(items)}]"
    return line if len(items) < 2 and len(line) < WIDTH else "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _quoted(key: str, text: str) -> str:
    if key in PATTERNS and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
