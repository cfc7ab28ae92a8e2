"""Sections: pages that read like an article and are a page of a list, by their address and by where their own links lead.

The prose of a section (an introduction, long teasers, one story in full) says nothing; its pager, its place in the menu and the links below
its headline do.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipelines.html.blocks import walk_blocks
from pipelines.html.markers import key_of, markers
from pipelines.reading.teasers import is_linked_headline
from pipelines.reading.titles import title_key
from pipelines.text.normal import normalise

SHORT = 8  # words of a headline that may be a section's name
UNDATED = 15  # of one without a date
FEWEST = 5  # stories listed below it
TURNS = 2  # numbers of a pager
_MENU = 4  # links of a menu, and words of one of them
_NEAR, _LONGEST, _PIECES = 6, 300, 20  # elements up from a text; characters of a headline; texts in a link
_MOST_LINKS = 2000  # of one page that are looked at
_MOST_OWN = 20  # of them that lead to the page itself
_PAGE = r"(?:(?<=[?&;])[\w.%-]{1,40}=|/(?:page|trang|p)[/-]?|[-_.]?(?:page|trang|p)[-_]?)"
_DIGITS = r"\d{1,6}(?=[^\w-]|$)"
_NUMBER = re.compile(rf"({_PAGE})({_DIGITS})", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|[-–—|:»]\s*)(?:trang|page)\s*(?:số\s*)?\d+(?:\s*(?:/|trên|of)\s*\d+)?$|^\d{1,4}$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|mp[34]|avi)$", re.IGNORECASE)  # no stories
_SLUG = re.compile(r"[a-z0-9%_]+(?:-[a-z0-9%_]+){2,}", re.IGNORECASE)


class Link(NamedTuple):
    """A link of the page: its absolute address, its words, its element."""

    url: str
    words: str
    element: HtmlElement


class Claim(NamedTuple):
    """What was read as an article: its headline, whether the page gives it a date, the element of its text, the page and its address."""

    title: str | None
    dated: bool
    body: HtmlElement
    root: HtmlElement
    url: str | None


def is_section(claim: Claim) -> bool:
    """Whether what reads as an article is a page of a list."""
    title, url = claim.title, claim.url
    if is_pager_title(title):
        return True
    short = len((title or "").split()) <= (SHORT if claim.dated else UNDATED)
    if not url or not (short or _NUMBER.search(url)):
        return False
    pager = [link for link in _links(claim.root, url, _is_page_number) if _turns_to(link, url)]
    turned = len({link.words for link in pager}) >= TURNS
    if turned and any(_is_numbered(url, link) for link in pager):
        return True
    listed = _listed(_with_headline(claim.body, title), url) if short else None
    return listed is not None and (turned or shape_of(url) != listed or _is_in_menu(claim, url))


def is_pager_title(title: str | None) -> bool:
    """Whether a headline is the words of a pager: "Trang sau", "2", "Tin tức - Trang 3"."""
    return title is not None and (key_of(title) in markers("pager") or _NUMBERED.search(normalise(title)) is not None)


def shape_of(url: str) -> str:
    """The end of an address with its numbers and slugs blotted out: equal for the articles of a site."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return re.sub(r"\d+", "0", _SLUG.sub("slug", last)) + "?" + "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&")))


def _links(root: HtmlElement, url: str, wanted: Callable[[str], bool]) -> Iterator[Link]:
    """The links within the site whose words are wanted."""
    host = urlsplit(url).netloc
    for element in itertools.islice(root.iter("a"), _MOST_LINKS):
        words = "".join(text[:_LONGEST] for text in itertools.islice(element.itertext(), _PIECES)).strip()
        if not wanted(words):
            continue
        href = (element.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            target = urljoin(url, href)
            if urlsplit(target).netloc == host:
                yield Link(target.partition("#")[0], words, element)
        except ValueError:
            continue


def _is_page_number(words: str) -> bool:
    """Whether a link is a number that counts pages; years are none."""
    return words.isdecimal() and len(words) < 6 and not 1900 <= int(words) < 2100


def _turns_to(link: Link, url: str) -> bool:
    """Whether a number leads to another page of the list that this address is a page of."""
    number = int(link.words)
    for match in _NUMBER.finditer(link.url):
        if int(match[2]) not in (number, number - 1):
            continue
        rest = _tidy(link.url[: match.start()] + link.url[match.end() :])
        own = re.sub(re.escape(match[1]) + _DIGITS, "", url, count=1, flags=re.IGNORECASE)
        if link.url != url and rest in (_tidy(url), _tidy(own)):
            return True
    return False


def _is_numbered(url: str, link: Link) -> bool:
    """Whether an address has a number where a link of its pager has one, and is otherwise the same."""
    for match in _NUMBER.finditer(url):
        rest = re.sub(re.escape(match[1]) + _DIGITS, "", link.url, count=1, flags=re.IGNORECASE)
        if rest != link.url and _tidy(rest) == _tidy(url[: match.start()] + url[match.end() :]):
            return True
    return False


def _tidy(url: str) -> str:
    return re.sub(r"(?<=[?&])&+", "", url).rstrip("?&/").casefold()


def _with_headline(body: HtmlElement, title: str | None) -> HtmlElement:
    """The element around a text and the headline above it; the text's own where they stand far apart."""
    key = title_key(title)
    least = len(title or "") * 0.8  # quotes and dashes are written in several ways
    for element, _ in zip((body, *body.iterancestors()), range(_NEAR), strict=False):
        if element.tag in ("body", "html"):
            break
        if any(title_key(text) == key for text in element.itertext() if least <= len(text) < _LONGEST):
            return element
    return body


def _listed(box: HtmlElement, url: str) -> str | None:
    """The shape of the addresses below a headline, when they are those of a list of stories: linked headlines, pictures, or "read on"."""
    anchors = [_anchor(block.element) for block in walk_blocks(box).blocks if is_linked_headline(block)]
    anchors += [a for a, _ in zip(box.iter("a"), range(_MOST_LINKS), strict=False) if _reads_on(a)]
    targets = {target for a in anchors if a is not None and (target := _joined(url, a.get("href") or ""))}
    shapes = Counter(map(shape_of, targets)).most_common(1)
    return shapes[0][0] if shapes and shapes[0][1] >= FEWEST else None


def _anchor(line: HtmlElement) -> HtmlElement | None:
    return line if line.tag == "a" else next(itertools.chain(line.iter("a"), line.iterancestors("a")), None)


def _reads_on(anchor: HtmlElement) -> bool:
    words = "".join(anchor.itertext())[:_LONGEST]
    return key_of(words) in markers("pager") if words.strip() else next(anchor.iter("img"), None) is not None


def _joined(url: str, href: str) -> str | None:
    try:
        target = urljoin(url, href)
        if _FILE.search(urlsplit(target).path):
            return None
        return target if href and not href.startswith("#") and urlsplit(target).netloc == urlsplit(url).netloc and target != url else None
    except ValueError:
        return None


def _is_in_menu(claim: Claim, url: str) -> bool:
    """Whether a menu of the page (a row of short links) leads to this address under the words of its headline."""
    key = title_key(claim.title)
    named = _links(claim.root, url, lambda words: title_key(words) == key)
    own = [link.element for link in named if _tidy(link.url) == _tidy(url)]
    return any(_in_menu(element) for element in own[:_MOST_OWN])


def _in_menu(element: HtmlElement) -> bool:
    around = element.getparent()
    for _ in range(4):
        if around is None or around.tag in ("body", "html"):
            return False
        labels = [len("".join(a.itertext()).split()) for _, a in zip(range(100), around.iter("a"), strict=False)]
        if len(labels) >= _MENU:
            return statistics.median(labels) <= _MENU
        around = around.getparent()
    return False
