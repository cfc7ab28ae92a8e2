"""Checks of arguments that come from outside: one clear line each, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipelines.sources.urls import canonical_url


class BadInput(Exception):
    """Input or arguments that cannot be used; the message is the one line the user sees."""


KNOWN = ("since", "until", "max_articles", "start_url")


def check_spider_arguments(arguments: Mapping[str, str]) -> str | None:
    """What is wrong with the arguments of a spider, or None."""
    for name in arguments:
        if name not in KNOWN:
            return f"{name}: unknown argument; known are {', '.join(KNOWN)}"
    for name in ("since", "until"):
        if name in arguments and not is_day(arguments[name]):
            return f"{name}: {arguments[name]!r} is not a date YYYY-MM-DD"
    if "max_articles" in arguments and not (arguments["max_articles"].isdigit() and int(arguments["max_articles"]) > 0):
        return f"max_articles: {arguments['max_articles']!r} is not a whole number above 0"
    if "start_url" in arguments and canonical_url(arguments["start_url"]) is None:
        return f"start_url: {arguments['start_url']!r} is not an http(s) URL"
    if arguments.get("since", "") > arguments.get("until", "9"):
        return "since: lies after until"
    return None


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
