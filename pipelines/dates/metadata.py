"""The dates a page's metadata states: JSON-LD, meta elements, microdata. What they are worth is decided in published.py."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lxml.html import HtmlElement

from pipelines.dates.words import DateFound, parse_stamp
from pipelines.html.linked_data import JsonLd

_DIGITS = re.compile(r"\d\d")
MAX_STATED = 200  # dates of one page; a page with more is no article
_ARTICLE_TYPE = re.compile(r"(?:article|blogposting|report|newsitem)$", re.IGNORECASE)
_DATE_IN_JSON = re.compile(r'"(date(?:Published|Created|Modified))"\s*:\s*"([^"\\]{8,40})"')

Field = Literal["published", "created", "modified", "clock"]
_NAMES: dict[Field, str] = {
    "published": """article:published_time article:published article.published article:post_time og:published_time og:pubdate
        og:article:published_time datepublished date_published published published_time published_date published-date publishdate
        publish_date publish-date pubdate pubdate_time pub_date publication_date publication-date citation_publication_date
        dc.date.issued dcterms.issued dc.issued parsely-pub-date sailthru.date cxenseparse:recs:publishtime bt:pubdate
        rnews:datepublished displaydate vr:published_time""",
    "created": "dc.date dc.date.created dcterms.date dcterms.created date datecreated created article:created article:created_time",
    "modified": """article:modified_time article:modified og:updated_time og:modified_time datemodified date_modified modified lastmod
        last-modified last_modified modified_time updated_time dc.date.modified dcterms.modified revised""",
    "clock": "datetimenow datenow timenow now servertime server-time generated generated_at generation-time builddate build-date",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Stated:
    """One date of the metadata: which field said it, in which notation."""

    field: Field
    origin: Literal["json-ld", "meta"]
    found: DateFound
    microdata: bool = False


def stated_dates(elements: Iterable[HtmlElement], linked: Mapping[HtmlElement, JsonLd]) -> list[Stated]:
    """All dates of the JSON-LD articles and of the meta elements among some elements, in their order. Unparseable ones are left out;
    never raises."""
    stated: list[Stated] = []
    for element in elements:
        if len(stated) >= MAX_STATED:
            break
        if element.tag == "meta":
            stated.extend(_of_meta(element))
        elif element in linked:
            stated.extend(_of_json_ld(linked[element]))
    listed = {s.found.day for s in stated if s.microdata and s.field == "published"}
    return [s for s in stated if not s.microdata] if len(listed) > 1 else stated  # microdata of a list of other articles


def _of_meta(element: HtmlElement) -> list[Stated]:
    content = element.get("content")
    if not content or len(content) > 60 or not _DIGITS.search(content):
        return []
    for attribute in ("property", "itemprop", "name"):
        field = _FIELD_OF.get((element.get(attribute) or "").strip().lower())
        if field:
            found = parse_stamp(content)
            return [Stated(field, "meta", found, microdata=attribute == "itemprop")] if found else []
    return []


def _of_json_ld(block: JsonLd) -> list[Stated]:
    text = block.text
    if '"date' not in text:
        return []
    if block.value is not None:
        pairs = _pairs(block.value)
    else:  # Broken JSON is common (raw line breaks, trailing commas): take the pairs when one article is all there is.
        plain = _DATE_IN_JSON.findall(text)
        names = [name for name, _ in plain]
        pairs = plain if re.search(r'"@type"\s*:\s*"[^"]*(?:Article|BlogPosting)"', text) and len(names) == len(set(names)) else []
    stated = []
    fields: dict[str, Field] = {"datePublished": "published", "dateCreated": "created", "dateModified": "modified"}
    for name, value in pairs:
        found = parse_stamp(value)
        if found:
            stated.append(Stated(fields[name], "json-ld", found))
    return stated


def _pairs(data: Any) -> list[tuple[str, str]]:
    """The date properties of the articles at the top of the document; those inside lists of other articles do not count."""
    nodes = data if isinstance(data, list) else [data]
    nodes = [inner for node in nodes for inner in (_graph(node) if isinstance(node, dict) else [])]
    articles = [node for node in nodes if _is_article(node)]
    if len(articles) > 1:  # a page of several articles says nothing about one
        articles = articles if len({str(a.get("datePublished")) for a in articles}) == 1 else []
    names = ("datePublished", "dateCreated", "dateModified")
    return [(name, node[name]) for node in articles[:1] for name in names if isinstance(node.get(name), str) and len(node[name]) <= 60]


def _graph(node: dict[str, Any]) -> list[dict[str, Any]]:
    graph = node.get("@graph")
    return [node, *(n for n in graph if isinstance(n, dict))] if isinstance(graph, list) else [node]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))
