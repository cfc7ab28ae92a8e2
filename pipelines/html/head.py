"""Head: what a page says about itself to machines (title element, Open Graph, Dublin Core, JSON-LD). Evidence, not truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.html.linked_data import JsonLd
from pipelines.html.tree import Tree
from pipelines.text.normal import normalise

_METAS = frozenset(
    ("og:title", "og:site_name", "og:description", "description", "content-language", "dc.creator", "author", "article:author")
)
_NEWS = frozenset(("article", "newsarticle", "reportagenewsarticle", "blogposting", "techarticle", "report"))


@dataclass(frozen=True, slots=True)
class Head:
    """Statements of the page's head; texts normalised, None where absent. `authors` in the order JSON-LD, Dublin Core, meta."""

    title: str | None = None
    og_title: str | None = None
    headline: str | None = None  # of a JSON-LD article
    listed: str | None = None  # not the page's own word: the headline its listing gave
    constants: frozenset[str] = frozenset()  # nor these: keys of what every page of the site states (headlines/constants.py)
    site_name: str | None = None
    description: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


def read_head(tree: Tree, blocks: Iterable[JsonLd]) -> Head:
    """Read the head of a page; `blocks` are its JSON-LD. Broken JSON-LD is ignored; never raises."""
    metas: dict[str, str] = {}
    title = None
    for element in tree.told:
        tag = element.tag
        if tag == "title":
            title = title or normalise("".join(element.itertext())) or None
        elif tag == "meta":
            name = (element.get("property") or element.get("name") or "").lower()
            if name in _METAS and name not in metas and (content := normalise(element.get("content") or "")):
                metas[name] = content
    headline: str | None = None
    authors: list[str] = []
    for node in _articles(blocks):
        headline = headline or _string(node.get("headline"))
        authors.extend(_names(node.get("author")))
    authors.extend(metas[key] for key in ("dc.creator", "author", "article:author") if key in metas)
    return Head(
        title=title,
        og_title=metas.get("og:title"),
        headline=headline,
        site_name=metas.get("og:site_name"),
        description=metas.get("og:description") or metas.get("description"),
        language=(tree.root.get("lang") or metas.get("content-language") or "")[:2].lower() or None,
        authors=tuple(dict.fromkeys(authors)),
    )


def _articles(blocks: Iterable[JsonLd]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from _news_nodes(block.value)


def _news_nodes(data: object) -> Iterator[dict[str, Any]]:
    nodes = data if isinstance(data, list) else [data]
    for node in nodes[:50]:
        if not isinstance(node, dict):
            continue
        graph = node.get("@graph")
        if isinstance(graph, list):
            yield from (n for n in graph[:50] if isinstance(n, dict) and _is_news(n))
        elif _is_news(node):
            yield node


def _is_news(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.lower() in _NEWS for k in kinds)


def _names(author: object) -> Iterator[str]:
    for item in author if isinstance(author, list) else [author]:
        if isinstance(item, dict):
            if item.get("@type") in (None, "Person"):
                yield from filter(None, [_string(item.get("name"))])
        else:
            yield from filter(None, [_string(item)])


def _string(value: object) -> str | None:
    return normalise(value) or None if isinstance(value, str) else None
