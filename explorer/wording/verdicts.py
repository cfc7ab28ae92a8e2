"""Verdicts in words: why a run of a source is worth what it is, for pages in Vietnamese (verdicts_vi.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

MOST = 2_000  # characters of a verdict that are looked at


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    told = tomllib.loads((Path(__file__).parent / "verdicts_vi.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), words) for pattern, words in told.items())


def why_said(why: str) -> str:
    """The sentences of a verdict in Vietnamese; what has no words stays as it came."""
    text = why[:MOST]
    for pattern, words in _sentences():
        text = pattern.sub(words, text)
    return text
