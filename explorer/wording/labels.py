"""The words of the explorer in English and Vietnamese (labels.toml), and numbers as each language writes them."""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "vi")
spoken: ContextVar[str] = ContextVar("spoken", default="en")  # the language of the page being made, where no request is handed on


@cache
def labels(language: str) -> dict[str, str]:
    """Every label in one language. Raises ValueError for another language than en and vi."""
    place = LANGUAGES.index(language)
    words = tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))
    return {key: pair[place] for key, pair in words.items()}


def language_of(request: Any) -> str:
    """The language asked for: ?_lang=, else the cookie, else the browser's first choice, else English."""
    for wanted in (request.args.get("_lang"), request.cookies.get("lang")):
        if wanted in LANGUAGES:
            return str(wanted)
    return "vi" if str(request.headers.get("accept-language", "")).strip().lower().startswith("vi") else "en"


def number(value: float | None, language: str) -> str:
    """A number with thousands marks: 1,420.5 in English, 1.420,5 in Vietnamese; at most two decimals."""
    if value is None:
        return ""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def day(date: str | None, language: str) -> str:
    """A day, month or year: 2021-05-12 in English, 12/5/2021 in Vietnamese; times of day are left out."""
    parts = (date or "")[:10].split("-")
    return "/".join(str(int(part)) for part in reversed(parts)) if language == "vi" and all(map(str.isdigit, parts)) else "-".join(parts)


def money(dong: float, language: str) -> str:
    """An amount of đồng in the largest fitting unit: "1.42 billion đồng", "1,42 tỷ đồng"."""
    words = labels(language)
    for size, name in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if abs(dong) >= size:
            return f"{number(float(dong) / size, language)} {words[name]} {words['dong']}"
    return f"{number(dong, language)} {words['dong']}"
