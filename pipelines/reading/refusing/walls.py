"""Walls: pages that stand before the page that was asked for. A log-in, a check of the browser, a filter, a notice of maintenance."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.elements import BLOCK
from pipelines.html.head import Head, read_head
from pipelines.html.tree import parse_tree
from pipelines.reading.refusing.refresh import refresh_of
from pipelines.reading.titles import title_key
from pipelines.text.decoding import to_utf8
from pipelines.text.normal import fold
from pipelines.text.phrases import alternation
from pipelines.values.article import Article
from pipelines.values.tables import Reasoned, read_table, shows

MOST_WORDS = 150  # of an article's text that may be a wall's
MOST_PROSE = 80  # words in lines of text beside a wall's own sentences: an imprint, say
COVERED = 0.8  # share of a sentence's words that are of the table
_SILENT = 15  # words of a page that leaves the talking to its script
_LONGEST = 6000  # characters of a page's text that are looked at
_MOST_SCRIPT = 50_000  # characters
_LINE = 8  # words of a line of text; shorter ones are menus and labels
OWN_DATES = ("json-ld", "meta", "time", "visible")  # of the page's own; listing and address speak of the page that was asked for
_UNSEEN = frozenset(("script", "style", "template", "svg", "select", "textarea"))
_LISTS = ("listing", "home", "search")
_SETTLED = ("not_found", "error_page", "spam")  # what these are is known
_HEADINGS = 4  # looked at
_PHRASE = 3  # words: one or two may name a section of a site
_ENDS = re.compile(r"[.!?…\n|»]+|\s[-–—]\s|:\s")
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
# scripts that set a cookie, ask again, send on, or belong to a check of the browser
_MOVES_ON = re.compile(
    r"document\s*\.\s*cookie\s*=|location\s*\.\s*(?:reload|replace|assign|href)|location\s*=[^=]|\.submit\s*\(|challenge-platform"
    r"|/cdn-cgi/|_Incapsula_Resource|captcha",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"/(?:[\w-]+/)*(?:log-?in|log-?on|sign-?in|wp-login|dang-?nhap|authenticate|sso|tai-?khoan|accounts?|users?|thanh-?vien|members?)(?:[./?;]|$)",
    re.IGNORECASE,
)


_GATE = re.compile(
    r"^https?://[^/?#]+(?:/[^?#]*)?/(?:log-?in|log-?on|sign-?in|wp-login|dang-?nhap|authenticate|access-?denied|bao-?tri|dang-bao-tri|maintenance"
    r"|captcha|cdn-cgi|challenge)(?:[./?#;]|$)",
    re.IGNORECASE,
)


class WallRow(Reasoned, frozen=True):
    """A row of data/reading/walls.tsv."""

    section: Literal["wall", "beside"]
    phrase: str


@cache
def wall_rows() -> tuple[WallRow, ...]:
    """All phrases of walls. Raises TableError."""
    return read_table("reading/walls.tsv", WallRow, ["section", "phrase"], lambda row: shows(row.phrase, row.example))


@cache
def _phrases(*sections: str) -> re.Pattern[str]:
    phrases = {fold(row.phrase) for row in wall_rows() if row.section in sections}
    return re.compile(rf"(?<!\w)(?:{alternation(phrases)})(?!\w)")


def says_wall(sentence: str) -> bool:
    """Whether a sentence is one of a wall: it says so, and says hardly anything else."""
    plain = fold(sentence[:400])
    if not _phrases("wall").search(plain):
        return False
    words = len(_WORD.findall(plain))
    known = sum(len(_WORD.findall(found)) for found in _phrases("wall", "beside").findall(plain))
    return known >= COVERED * words


def sentences(text: str) -> Iterator[str]:
    """The parts of a line or text that could each be a wall's: sentences, and what a title has between its strokes."""
    yield from (part for part in _ENDS.split(text) if part.strip())


def is_walled(article: Article) -> bool:
    """Whether what reads as an article is a wall: a short text without a date of its own, under a wall's headline or made of its
    sentences. `article.published_from` is the page's own word for a real notice about maintenance."""
    text = f"{article.title or ''}\n{article.text}"
    if article.published_from in OWN_DATES or article.attachments or len(article.text.split()) > MOST_WORDS:
        return False
    if any(says_wall(part) and not _DIGIT.search(part) for part in sentences(article.title or "")):
        return True
    parts = list(sentences(text))
    said = sum(len(part.split()) for part in parts if says_wall(part))
    return 2 * said >= sum(len(part.split()) for part in parts)


def is_wall(root: HtmlElement, reason: str, head: Head, url: str | None) -> bool:
    """Whether a page that was refused as an article, for this reason, is a wall. `head.listed` is the headline it was asked for."""
    if reason == "login":
        return url is not None and not _ACCOUNT.search(url) and not _asks_for_account(head.listed)
    if reason in _SETTLED:
        return False
    titles = [head.title or "", *(_SPACES.sub(" ", "".join(e.itertext())) for e in itertools.islice(root.iter("h1"), _HEADINGS))]
    heads = [part for title in titles for part in sentences(title[:400]) if says_wall(part)]
    if reason in _LISTS:
        return any(len(part.split()) >= _PHRASE for part in heads)
    lines = _lines(root)
    if lines is None:
        return False
    words = sum(len(line.split()) for line in lines)
    refresh = refresh_of(root)
    if words <= MOST_PROSE and refresh is not None and refresh.soon:
        return True
    if words <= _SILENT and _MOVES_ON.search(_scripts(root)):
        return True
    parts = [part for line in lines for part in sentences(line)]
    beside = sum(n for part in parts if (n := len(part.split())) >= _LINE and not says_wall(part))
    return beside <= MOST_PROSE and (bool(heads) or any(map(says_wall, parts)))


def is_wall_of(article: Article, listed: str | None) -> bool:
    """`is_walled`, but for an article that its listing promised under this very headline."""
    return is_walled(article) and not (listed and title_key(listed) == title_key(article.title))


def stands_before(body: bytes, content_type: str | None, url: str) -> bool:
    """Whether a page that was to be a listing is a wall."""
    tree = parse_tree(to_utf8(body, content_type))
    if tree is None:
        return False
    asks = any((e.get("type") or "").lower() == "password" for e in tree.root.iter("input"))
    return is_wall(tree.root, "login" if asks else "empty", read_head(tree, ()), url)


def sends_on(body: bytes, content_type: str | None) -> str | None:
    """The address, as written, that a page without a text of its own sends its readers to at once; empty: itself. None for other pages."""
    if b"refresh" not in body[:_LONGEST].lower():
        return None
    tree = parse_tree(to_utf8(body, content_type))
    refresh = refresh_of(tree.root) if tree is not None else None
    if tree is None or refresh is None or not refresh.soon:
        return None
    lines = _lines(tree.root)
    return refresh.target if lines is not None and sum(len(line.split()) for line in lines) <= MOST_PROSE else None


def is_gate(url: str) -> bool:
    """Whether an address is by its own words that of a log-in, a check or a notice of maintenance."""
    return _GATE.search(url) is not None


def _asks_for_account(listed: str | None) -> bool:
    """Whether the link was to a log-in, or too short for a headline: the areas of members are no articles behind a wall."""
    return listed is not None and (len(listed.split()) < 4 or "dang nhap" in fold(listed))


def _lines(root: HtmlElement) -> Sequence[str] | None:
    """What a page without scripts would show, line by line, what stands in `noscript` among it; None when that is long."""
    parts: list[str] = []
    length = 0
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        hidden = tag in _UNSEEN
        if event == "start":
            silent += hidden
            text = element.text
        else:
            silent -= hidden
            text = element.tail
        if tag in BLOCK or tag in ("br", "title"):
            parts.append("\n")
        if text and not silent:
            parts.append(_SPACES.sub(" ", text))
            length += len(text)
            if length > _LONGEST:
                return None
    return [line for line in "".join(parts).split("\n") if line.strip()]


def _scripts(root: HtmlElement) -> str:
    found: list[str] = []
    left = _MOST_SCRIPT
    for script in root.iter("script"):
        text = (script.text or "")[:left]
        found += [text, script.get("src") or ""]
        left -= len(text)
    body = root.find("body")
    return "\n".join([*found, (body.get("onload") or "") if body is not None else ""])
