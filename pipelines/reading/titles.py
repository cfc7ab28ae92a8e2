"""Titles: the page's own headline against the title element, Open Graph and the constant title of a site; hijacked site titles.

SharePoint portals print one <title> on every page; sites taken over carry a betting advert there. The headline on the page wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.html.head import Head
from pipelines.html.markers import key_of, markers
from pipelines.text.normal import normalise
from pipelines.text.phrases import alternation

_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "…": "."})
_SIGNS = re.compile(f"[{''.join(map(chr, _SAME))}]")  # translating is slow and rarely needed
_SEPARATOR = re.compile(r"\s+[-–—|»›:·•]+\s+|\s*\|\s*|\s+::\s+")
_SEPARATORS = " -–—|»›:·•"
_CLOCK = r"\d{1,2}(?::|h|g|giờ )\d{1,2}(?::\d{1,2})?(?: ?[ap]m| ?gmt ?\+?\d{1,2})?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:199[6-9]|20\d\d)"
_ISO_DAY = r"(?:199[6-9]|20\d\d)-\d\d-\d\d"
_ISO_TIME = rf"{_ISO_DAY}[t ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:z|[+-]\d\d:?\d\d)?"
_WORDS = r"(?:(?:ngày|đăng|cập|nhật|lúc|thứ|hai|ba|tư|năm|sáu|bảy|chủ|gửi|post|date|created|updated)[ :,]*){0,6}"
_STAMP = rf"{_WORDS}(?:(?:{_CLOCK}[ ,|-]*)?(?:ngày )?(?:{_DAY}|{_ISO_TIME}|{_ISO_DAY})(?:[ ,|-]*(?:lúc )?{_CLOCK})?)?"
_BRACKETED = re.compile(rf"[(\[]\s*(?:{_STAMP}|[\s/:|.,–-]*)\s*[)\]]", re.IGNORECASE)
_ISO_END = re.compile(rf"(?:^|\s)[-–|]?\s?{_ISO_TIME}$", re.IGNORECASE)
_LONGEST_STAMP = 70  # characters
_STAMP_ENDS = frozenset(")]zZ0123456789")
_SHORT = 400  # characters of a line whose key is kept for the next question about it
_LONGEST_CAPTION = 80  # characters
_SITE = ("cổng thông tin", "trang thông tin", "trang chủ", "trang tin", "sở ", "ủy ban", "ubnd", "báo ", "tạp chí", "website", "home")


_PORTAL = ("cổng thông tin", "trang thông tin", "trang chủ", "trang tin", "website")
_OFFICE = 8  # words of the name of an office


def title_key(text: str | None) -> str:
    """A headline as compared: case, quotes, dashes and white space made equal, the date of a template left out."""
    return _short_key(text) if text and len(text) <= _SHORT else _key(text or "")


@lru_cache(maxsize=4096)
def _short_key(text: str) -> str:
    return _key(text)


def _key(text: str) -> str:
    line = undated(normalise(text))
    if _SIGNS.search(line):
        line = line.translate(_SAME)
    return "".join(line.casefold().split()).strip(".\"'-|")


def has_key(text: str, key: str) -> bool:
    """Whether a line has this (non-empty) key; the lengths are looked at first."""
    return 0 < len(key) <= len(text) + 8 < 2 * len(key) + 40 and title_key(text) == key


def is_site_name(title: str) -> bool:
    """Whether a title element names a site or its home page and not an article."""
    return key_of(title).startswith(_SITE)


def is_gambling(text: str | None) -> bool:
    """Whether a line carries words of a betting advert."""
    if not text:
        return False
    return _is_short_gambling(text) if len(text) <= _SHORT else _gambling().search(text.casefold()) is not None


@lru_cache(maxsize=1024)
def _is_short_gambling(text: str) -> bool:
    return _gambling().search(text.casefold()) is not None


@cache
def _gambling() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(markers('gambling'))}(?!\w)")


def site_title(head: Head, title: str | None) -> str | None:
    """What the title element says beyond the headline: the name of the site, or a whole title that is not this article's."""
    whole = head.title
    if not whole:
        return head.site_name
    if not title:
        return whole
    own, all_of_it = title_key(title), title_key(whole)
    if own in all_of_it or all_of_it in own:
        parts = [part for part in _SEPARATOR.split(whole) if part and title_key(part) not in own]
        return head.site_name or (parts[-1].strip() if parts else None)
    return whole


def title_flags(head: Head, title: str | None) -> tuple[str, ...]:
    """("hijacked_site_title",) when the title element or site name is a betting advert and the headline is not."""
    if is_gambling(title):
        return ()
    apart = site_title(head, title)
    return ("hijacked_site_title",) if is_gambling(apart) or is_gambling(head.site_name) else ()


def stated_keys(head: Head) -> list[str]:
    """Keys of the headlines the listing and the head of the page give, betting adverts and constants of the site left out."""
    keys = (title_key(t) for t in (head.listed, head.og_title, head.headline, head.title) if t and not is_gambling(t))
    return [key for key in keys if key not in head.constants] if head.constants else list(keys)


def is_stated(text: str, stated: Sequence[str], least: int = 8) -> bool:
    """Whether a line is, or begins, or goes on from one of the stated headlines (keys)."""
    key = title_key(text)
    return len(key) >= least and any(s.startswith(key) or (key.startswith(s) and len(s) >= least) for s in stated)


def title_parts(text: str | None) -> list[str]:
    """A title element at its separators ("Headline - Section | Site"); the whole when it has none."""
    return [part.strip() for part in _SEPARATOR.split(text or "") if part.strip()]


def undated(text: str) -> str:
    """A headline without the date that its template prints into it: in brackets at either end, empty ones too, or a machine's stamp
    behind it. A day alone, a year, a period or a date before the web is the headline's own."""
    return _without_stamp_before(_without_stamp_behind(text)) or text


def _without_stamp_behind(text: str) -> str:
    if text[-1:] not in _STAMP_ENDS:
        return text
    tail = text[-_LONGEST_STAMP:]
    opens = max(tail.rfind("("), tail.rfind("["))
    if opens >= 0 and _BRACKETED.fullmatch(tail, opens):
        return text[: len(text) - len(tail) + opens].rstrip()
    stamped = _ISO_END.search(tail)
    return text[: len(text) - len(tail) + stamped.start()].rstrip() if stamped else text


def _without_stamp_before(text: str) -> str:
    stamped = _BRACKETED.match(text, 0, _LONGEST_STAMP) if text[:1] in ("(", "[") else None
    return text[stamped.end() :].lstrip(" -–:|") if stamped else text


def stamp_of(text: str) -> str:
    """The date that a template printed into a headline (see `undated`), "" when there is none."""
    bare = undated(text)
    return text.replace(bare, " ", 1).strip() if bare != text else ""


def is_part_caption(text: str) -> bool:
    """Whether a line is made of captions of parts of a page alone ("Tin nổi bật", "Tin tức - Sự kiện", "Chi tiết bài viết")."""
    return len(text) <= _LONGEST_CAPTION and _captions().fullmatch(key_of(text)) is not None


@cache
def _captions() -> re.Pattern[str]:
    words = alternation(markers("part_caption"))
    return re.compile(rf"{words}(?:[\s\-–—/&|,»>:]+(?:và\s+)?{words})*+")


def headline_of_head(head: Head) -> str | None:
    """The headline that the head of the page (or the listing) gives by itself; the names of sites and of parts of pages are none."""
    own_word, listed, og_title, whole = (_own(text, head) for text in (head.headline, head.listed, head.og_title, head.title))
    if own_word or listed:
        return own_word or listed
    stated = og_title or whole
    if not stated or is_gambling(stated):
        return None
    if head.site_name and title_key(stated).endswith(title_key(head.site_name)):
        stated = normalise(stated[: len(stated) - len(head.site_name)].rstrip(_SEPARATORS))
    parts = title_parts(stated)
    own = [part for part in parts if _own(part, head) and not is_part_caption(part) and not _is_site_part(part)]
    if og_title or len(parts) < 2:
        return stated if own and stated.count(" ") >= 3 else None
    if own and own[0] == parts[0] and own[0].count(" ") >= 2:
        return own[0]
    return next((part for part in own if part.count(" ") >= 5), None)


def _own(text: str | None, head: Head) -> str | None:
    """A statement, unless every page of the site makes it."""
    return text if text and not (head.constants and title_key(text) in head.constants) else None


def _is_site_part(part: str) -> bool:
    """Whether a part of a title element names the site; a longer one that begins with an office tells what the office did."""
    return is_site_name(part) and (part.count(" ") < _OFFICE or key_of(part).startswith(_PORTAL))
