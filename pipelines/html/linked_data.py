"""JSON-LD: the blocks of linked data of a page, each parsed once for all who read them (head and dates)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

MAX_JSON = 400_000  # characters of one block


@dataclass(frozen=True, slots=True)
class JsonLd:
    """One block: its text, and its value, None when it is broken."""

    text: str
    value: Any


def json_ld_of(elements: Iterable[HtmlElement]) -> Mapping[HtmlElement, JsonLd]:
    """The blocks among some elements by their script element, in order; empty ones and those that `is_too_large` tells of are left out.
    Never raises."""
    return {
        script: JsonLd(text, _parsed(text)) for script in elements if _is_block(script) and (text := script.text) and len(text) <= MAX_JSON
    }


def is_too_large(element: HtmlElement) -> bool:
    """Whether an element is a block of linked data that is larger than is looked at."""
    return _is_block(element) and len(element.text or "") > MAX_JSON


def _is_block(element: HtmlElement) -> bool:
    return element.tag == "script" and "ld+json" in (element.get("type") or "").lower()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
