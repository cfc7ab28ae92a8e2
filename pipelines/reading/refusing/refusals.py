"""Not an article: the reasons for refusing a page, each with its rule.

Asked by reading.py: `refuse_generic` for pages of no known family, `refuse_parts` for what either reader found; a layout that points at a
listing (teasers.py) gives the page on to the generic reader.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipelines.html.head import Head
from pipelines.html.markers import key_of, markers, prefixes
from pipelines.html.tree import Tree
from pipelines.reading.assembly import Parts
from pipelines.reading.attachments import is_document
from pipelines.reading.entries import opens_with
from pipelines.reading.generic import LITTLE, Guess
from pipelines.reading.teasers import is_linked_headline, is_prose
from pipelines.reading.titles import is_gambling, is_part_caption, is_site_name, is_stated, title_key

_HOME = re.compile(r"^/?(?:(?:vi|vn|en|web/guest|web|home|trang-chu|default|index)(?:\.\w{3,5})?/?){0,3}$", re.IGNORECASE)
_SEARCH = re.compile(r"(?:^|[/?&_-])(?:search|tim-?kiem|timkiem|ket-qua-tim-kiem)(?:[/.=?&_-]|$)", re.IGNORECASE)
_QUESTIONS = 3  # headings that ask
_FIELDS = 3  # fields that make a record of a document


def refuse_status(status: int) -> str | None:
    """The reason a response of this HTTP status is no article."""
    return "not_found" if status in (404, 410) else "error_page" if status >= 400 else None


def refuse_generic(guess: Guess | None, head: Head, url: str | None, tree: Tree) -> str | None:
    """The reason a page of no known family is no article; None when it reads as one."""
    if guess is None:
        return "empty"
    words = sum(b.words for b in guess.walk.blocks)
    if words < 120 and _says_not_found(guess, head):
        return "not_found"
    if guess.weight < LITTLE:
        return _thin(guess, tree, words, url)
    only_teasers = 0 < guess.signs.prose == guess.signs.teasers and sum(map(is_linked_headline, guess.walk.blocks)) >= 3
    if guess.signs.listing or only_teasers or guess.between >= 5:
        return _kind_of_list(url, head)
    if guess.entries.lists_teasers(guess.told) or guess.entries.lists_questions(guess.told, _is_titled(guess)):
        return _kind_of_list(url, head)
    if _asks_in_a_row(guess) or _is_list_of_documents(guess) or _is_record_of_a_document(guess):
        return "listing"
    if guess.at < 0 and key_of(head.title or "").startswith(("trang chủ", "home")):
        return "home"
    if guess.at < 0 and guess.weight < 3 * LITTLE:
        return "no_headline"
    if _is_about_something_else(guess, head):
        return "listing"
    if is_home(url) and guess.signs.teasers + guess.signs.links >= 3:
        return "home"
    if not guess.title:
        return "no_headline"
    return None


def refuse_parts(parts: Parts, images: int, attachments: int) -> str | None:
    """The reason why a box that was found holds no article: nothing in it, or pictures with their captions alone."""
    if parts.paragraphs or attachments:
        return None
    if len(parts.captions) >= 3 or images >= 5:
        return "gallery"
    return None if parts.lead or parts.captions else "empty"


def is_spam(title: str | None, text: str) -> bool:
    """Whether the content itself is a betting advert: it names betting often and sells it. A report on betting does not sell."""
    top = f"{title or ''} {text[:1500]}".casefold()
    if not any(word in top for word in markers("gambling")):
        return False  # an advert does not wait that long
    lowered = f"{title or ''} {text}".casefold()
    words = lowered.count(" ") + 1
    bets = sum(lowered.count(word) for word in markers("gambling"))
    sells = sum(1 for phrase in markers("promotion") if phrase in lowered)
    return bets >= 4 and bets * 120 >= words and sells >= (2 if is_gambling(title) else 3)


def _asks_in_a_row(guess: Guess) -> bool:
    """Whether the headline is the first of several headings that ask, and nobody else calls it the headline: a list of questions."""
    if guess.told or guess.at < 0 or not (guess.title or "").endswith("?"):
        return False
    tag = guess.walk.blocks[guess.at].element.tag
    return sum(b.kind == "heading" and b.element.tag == tag and b.text.endswith("?") for b in guess.walk.blocks) >= _QUESTIONS


def _is_list_of_documents(guess: Guess) -> bool:
    """Whether the prose is nothing but names of documents (no sentence ends), each with its file."""
    lines = [b for b in guess.blocks if is_prose(b)]
    files = sum(1 for link in guess.container.iter("a") if is_document(link.get("href") or ""))
    return files >= 2 and len(lines) <= files + 1 and not any(b.text.endswith((".", "!", "?", ";", ":")) for b in lines)


def _is_record_of_a_document(guess: Guess) -> bool:
    """Whether the text is the record of an official document: its fields, and hardly any prose beside them."""
    rest = sum(b.words for b in guess.blocks if is_prose(b) and b.kind != "row" and not opens_with(b, "document_field"))
    return rest < LITTLE and sum(opens_with(b, "document_field") for b in guess.walk.blocks) >= _FIELDS


def _is_titled(guess: Guess) -> bool:
    """Whether a headline of its own stands above the text: on the page, no caption of a part of it, and no question of a list."""
    title = guess.title or ""
    return guess.at >= 0 and title.count(" ") >= 4 and not is_part_caption(title) and not title.endswith("?")


def _is_about_something_else(guess: Guess, head: Head) -> bool:
    """Whether Open Graph and the title element agree on another headline than the one above the prose, on a page that has other signs
    of a listing. Alone it says little: templates keep the words of the site they were made for."""
    stated = title_key(head.og_title)
    if not stated or guess.at < 0 or guess.told or not guess.signs.teasers + guess.signs.links + guess.between:
        return False
    if stated in title_key(head.site_name) or is_site_name(head.og_title or "") or not is_stated(head.title or "", [stated]):
        return False
    own = title_key(guess.title)
    return not (own in stated or stated in own or own[:20] in stated or stated[:20] in own)


def is_home(url: str | None) -> bool:
    """Whether a URL is that of a home page."""
    if not url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return not parts.query and _HOME.match(parts.path) is not None


def _says_not_found(guess: Guess, head: Head) -> bool:
    lines = [head.title or "", *(b.text for b in guess.walk.blocks[:12])]
    keys = [key_of(line) for line in lines]
    return any(key.startswith(p) for key in keys if key for p in prefixes("not_found"))


def _kind_of_list(url: str | None, head: Head) -> str:
    if (url and _SEARCH.search(url)) or any(key_of(head.title or "").startswith(p) for p in prefixes("search")):
        return "search"
    return "home" if is_home(url) else "listing"


def _thin(guess: Guess, tree: Tree, words: int, url: str | None) -> str:
    """The kind of a page that has hardly any prose."""
    inputs = [e for e in tree.root.iter("input") if (e.get("type") or "text").lower() in ("text", "password", "email", "tel")]
    if any((e.get("type") or "").lower() == "password" for e in inputs) and words < 150:
        return "login"
    if sum(map(is_linked_headline, guess.walk.blocks)) >= 5:
        return _kind_of_list(url, Head())
    if len(inputs) >= 4:
        return "form"
    if next(tree.root.iter("video", "iframe"), None) is not None and words < 200:
        return "video"
    if guess.walk.images >= 5:
        return "gallery"
    return "empty"
