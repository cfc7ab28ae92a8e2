"""Authors: what a page names outside of its text, and what is only the name of the site: that one writes nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from pipelines.html.elements import leads_home
from pipelines.html.head import Head
from pipelines.html.rows import inline_text
from pipelines.html.tree import Tree
from pipelines.reading.signing.bylines import (
    Signed,
    clean_byline,
    join_names,
    labelled_name,
    names_outlet,
    signed_in_box,
    undated,
    without_buttons,
)
from pipelines.reading.signing.names import is_account, is_name, is_organisation
from pipelines.reading.titles import is_site_name, site_title, title_key

_LINKS = 60  # at the top of a page: among them is the one of its banner


def pointed_names(texts: Sequence[str]) -> Signed:
    """Byline and credit out of the texts of author elements that a layout points at; what it points at is taken even where it does not
    look like a name."""
    found = [(text, signed_in_box(text)) for text in texts]
    names = [
        signed.byline if signed != Signed() else next((n for part in undated(without_buttons(text)) if (n := _trusted(part))), None)
        for text, signed in found
    ]
    return Signed(join_names(filter(None, names)), next((s.credit for _, s in found if s.credit), None))


def _trusted(text: str) -> str | None:
    return None if names_outlet(text) else clean_byline(labelled_name(text) or text)


def own_name(byline: str | None, head: Head, title: str | None) -> str | None:
    """A byline, unless it is the name of the site itself."""
    if byline is None or is_site_name(byline) or title_key(byline) in _site_keys(head, title):
        return None
    return byline


def own_credit(credit: str | None, url: str | None, tree: Tree) -> str | None:
    """A credit, unless it is the address of the page itself."""
    if credit is None:
        return None
    host = credit.removeprefix("Theo ").casefold()
    links = (link.get("href") or "" for link in tree.root.iter("link") if (link.get("rel") or "").casefold() == "canonical")
    if " " not in host and any(urlsplit(own or "").netloc.casefold().removeprefix("www.") == host for own in (url, *links)):
        return None
    return credit


def stated_author(tree: Tree, head: Head, title: str | None) -> str | None:
    """The authors the head of the page states, as far as they are shaped like a person's name: neither office nor school, nor the site
    by its name in the head or on its banner."""
    names = [n for n in head.authors[:4] if is_name(n) and " " in n and not is_account(n) and not is_organisation(n)]
    if not names:
        return None
    site = title_key(head.site_name) + title_key(head.title)
    banners = {*_site_keys(head, title), *_banners(tree)}
    return join_names(n for n in names if title_key(n) not in site and title_key(n) not in banners)


def _site_keys(head: Head, title: str | None) -> set[str]:
    return {key for name in (head.site_name, site_title(head, title)) if (key := title_key(name)) and key != title_key(title)}


def _banners(tree: Tree) -> Iterator[str]:
    """What the links to the home page at the top of a page are called."""
    for link in itertools.islice(tree.root.iter("a"), _LINKS):
        if leads_home(link):
            image = next(link.iter("img"), None)
            yield from filter(None, map(title_key, (inline_text(link), link.get("title"), None if image is None else image.get("alt"))))
