"""Slugs: the headline as an address spells it ("/tin/phu-lam-nghiem-thu-de-an-1187.html"), compared with lines of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from pipelines.text.normal import fold

_TOKEN = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"\.(?:s?html?|aspx?|php|jsp|vnp|tpo|epi|chn|antd|bld|ldo|cms|news)$", re.IGNORECASE)
_ID = re.compile(r"[a-z]{0,6}\d{3,}[a-z]?")
_TRACKING = re.compile(r"(?:utm_\w*|fbclid|gclid|zarsrc)=")
_FEWEST = 4  # words of a slug that spells a headline
_LONGEST = 400  # characters


@dataclass(frozen=True, slots=True)
class Slug:
    """The words of a slug, folded, without numbers that only count."""

    words: tuple[str, ...]

    def spells(self, text: str) -> bool:
        """Whether a line has the words of the slug, in full or from its beginning (addresses are cut at some length)."""
        own = _TOKEN.findall(fold(text[:_LONGEST]))
        if len(own) < 3:
            return False
        joined, mine = "".join(self.words), "".join(own)
        if mine.startswith(joined[:-1]) or (joined.startswith(mine) and len(mine) * 10 >= len(joined) * 7):
            return True
        shared = len(set(self.words) & set(own))
        return shared * 5 >= len(set(self.words)) * 4 and shared * 5 >= len(set(own)) * 3


@lru_cache(maxsize=256)
def slug_of(url: str | None) -> Slug | None:
    """The slug of an address: the last part of its path that has four words; None when there is none."""
    path = unquote(path_of(url))[-2 * _LONGEST :]
    for part in reversed(path.split("/")[-3:]):
        words = _TOKEN.findall(fold(_ENDING.sub("", part)))
        while words and _ID.fullmatch(words[-1]):
            words.pop()
        while words and words[0].isdigit() and len(words[0]) > 4:
            words.pop(0)
        if sum(not word.isdigit() for word in words) >= _FEWEST:
            return Slug(tuple(words))
    return None


def address_of(url: str | None) -> str:
    """What tells the pages of a site apart in an address: its path without slashes at its ends, with the query behind it where it has one;
    what only counts visitors is left out. "" when there is none."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    told = [field for field in parts.query.split("&") if field and not _TRACKING.match(field)]
    return parts.path.strip("/") + ("?" + "&".join(told) if told else "")


def path_of(url: str | None) -> str:
    """The path of an address without slashes at its ends; "" when there is none."""
    try:
        return urlsplit(url or "").path.strip("/")
    except ValueError:
        return ""
