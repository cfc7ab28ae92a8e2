"""Layouts: what is known of content systems and newspapers, as data (data/reading/layouts.toml), recognised by marks in the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

import msgspec
from lxml.html import HtmlElement

from pipelines.dates.others import of_another_story
from pipelines.html.elements import leads_home
from pipelines.html.rows import inline_text
from pipelines.html.tree import BadSelector, Selector, Tree, elements_of, is_there, parse_selector, select
from pipelines.html.zones import text_length, zone_of
from pipelines.reading.titles import is_part_caption, is_stated, stamp_of, undated
from pipelines.text.normal import normalise
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.tables import Provenance
from pipelines.values.typed import Misfit, Text, is_day, read_toml, typed


class LayoutError(KnowledgeError):
    """A layout that cannot be used; the message names layout and key."""


Selectors = tuple[str, ...]
SomeSelectors = Annotated[Selectors, msgspec.Meta(min_length=1)]
_MAX_DATES = 40  # elements looked at
_SELECTORS = ("marks", "title", "lead", "body", "date", "byline", "credit", "caption", "drop", "related")


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family. All fields but the first three and the last three are selectors, tried in order; any of `marks` recognises the family.
    `headline_only`: the family announces documents by a headline with no text of its own; such a page is an article all the same.
    `until` is the day a site is known to have left the family (information only: pages are recognised by their marks)."""

    name: str
    source: Provenance
    example: Text  # a page of our own in its markup
    marks: SomeSelectors
    title: SomeSelectors
    body: SomeSelectors
    lead: Selectors = ()
    date: Selectors = ()
    byline: Selectors = ()
    credit: Selectors = ()
    caption: Selectors = ()  # of images outside the body
    drop: Selectors = ()
    related: Selectors = ()
    headline_only: bool = False
    until: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a layout (or the generic reader) points at in one page. Texts are normalised; `skipped` is not to be walked."""

    layout: str
    title: str | None
    body: tuple[HtmlElement, ...]
    lead: tuple[HtmlElement, ...] = ()
    dates: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    related: tuple[HtmlElement, ...] = ()
    headline_only: bool = False
    skipped: frozenset[HtmlElement] = field(default_factory=frozenset)


def load_layouts(path: Path) -> tuple[Layout, ...]:
    """All layouts of one file, in file order (earlier ones are tried first). Raises LayoutError("FILE: layout: key: what is wrong")."""
    try:
        tables = read_toml(path)
    except Misfit as misfit:
        raise LayoutError(f"{told_path(path)}: {misfit}") from None
    if not tables:
        raise LayoutError(f"{told_path(path)}: no layout in it")
    return tuple(_layout(path, name, table) for name, table in tables.items())


def _layout(path: Path, name: str, table: object) -> Layout:
    try:
        layout = typed(table, Layout, name=name)
        for key in _SELECTORS:
            _check_selectors(key, getattr(layout, key))
        if layout.until is not None and not is_day(layout.until):
            raise Misfit(f"until: {layout.until!r} is not a date YYYY-MM-DD")
    except Misfit as misfit:
        raise LayoutError(f"{told_path(path)}: {name}: {misfit}") from None
    return layout


def _check_selectors(key: str, selectors: Selectors) -> None:
    for selector in selectors:
        try:
            parse_selector(selector)
        except BadSelector:
            raise Misfit(f"{key}: {selector!r} is not a selector") from None


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts the project ships."""
    return load_layouts(DATA / "reading" / "layouts.toml")


def recognise(tree: Tree, stated: Sequence[str] = (), family: str | None = None) -> Iterator[Pointed]:
    """What each layout whose marks are in the page points at; only those that find a headline and a body. The layout of the
    family a source names comes first and needs no marks."""
    classes, ids = _mark_names()
    classes, ids = classes & tree.classes.spelled.keys(), ids & tree.ids.places.keys()
    for layout, marks in _marked(family):
        if layout.name == family or any(mark.classes <= classes and mark.ids <= ids and elements_of(tree, mark) for mark in marks):
            found = apply_layout(layout, tree, stated)
            if found is not None:
                yield found


@lru_cache(maxsize=64)
def _marked(family: str | None) -> list[tuple[Layout, list[Selector]]]:
    """The layouts in the order in which they are tried, each with its marks."""
    ordered = sorted(layouts(), key=lambda layout: layout.name != family)
    return [(layout, [parse_selector(mark) for mark in layout.marks]) for layout in ordered]


@cache
def _mark_names() -> tuple[frozenset[str], frozenset[str]]:
    """The classes and the ids that the marks of all layouts name."""
    marks = [mark for _, marks in _marked(None) for mark in marks]
    return frozenset().union(*(mark.classes for mark in marks)), frozenset().union(*(mark.ids for mark in marks))


def apply_layout(layout: Layout, tree: Tree, stated: Sequence[str] = ()) -> Pointed | None:
    """Apply the selectors of one layout; None when its headline or its body is not on the page. `stated` are the keys of the
    headlines that the head of the page gives (see titles.title_key)."""
    body = _main_body(_outermost(_first(tree, layout.body)))
    title = _headline(tree, layout.title, stated)
    if body is None or not title:
        return None
    related = tuple(e for selector in layout.related for e in select(tree, selector)) or _related_boxes(tree)
    skipped = frozenset(e for selector in (*layout.drop, *layout.related) for e in select(tree, selector)) - {body}
    asides = frozenset(related)

    def texts(selectors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_texts(tree, selectors, asides))

    return Pointed(
        layout=layout.name,
        title=undated(title),
        body=(body,),
        lead=_outermost(_first(tree, layout.lead)),
        dates=_own_dates(tree, layout.date, body, asides, title) or tuple(filter(None, [stamp_of(title)])),
        bylines=texts(layout.byline),
        credits=texts(layout.credit),
        captions=texts(layout.caption),
        related=related,
        headline_only=layout.headline_only,
        skipped=skipped,
    )


def _related_boxes(tree: Tree) -> tuple[HtmlElement, ...]:
    """Boxes that their class names call related stories."""
    called = [tree.classes[name] for name in tree.classes if zone_of(name) == "related"]
    there = [boxes for elements in called if (boxes := [e for e in elements if is_there(e, tree)])]
    if tree.gone and len(there) > 1:  # by the first of each that is left, as if the page had been read without those gone
        there.sort(key=lambda boxes: tree.classes.attribute.bearers.index(boxes[0]))
    return tuple(e for boxes in there for e in boxes)


def _main_body(bodies: tuple[HtmlElement, ...]) -> HtmlElement | None:
    """The longest of the boxes that match; None when there are several of about the same length, as on a listing."""
    if len(bodies) < 2:
        return bodies[0] if bodies else None
    lengths = [text_length(body) for body in bodies]
    longest = max(lengths)
    return bodies[lengths.index(longest)] if longest * 2 >= sum(lengths) else None


def _headline(tree: Tree, selectors: tuple[str, ...], stated: Sequence[str]) -> str | None:
    """The text of the first selector that gives any; of several, the one that the head of the page repeats, else the first. Three and
    more that are links are the headlines of a listing."""
    for selector in selectors:
        found = [(e, text) for e in select(tree, selector) if (text := _text(e)) and not is_part_caption(text) and not _leads_home(e)]
        own = next((text for _, text in found if is_stated(text, stated)), None)
        if own:
            return own
        if found and not (len(found) >= 3 and all(next(e.iter("a"), None) is not None for e, _ in found[:3])):
            return found[0][1]
    return None


def _leads_home(element: HtmlElement) -> bool:
    """Whether a heading is the banner of the site: a link to its home page."""
    link = next(element.iter("a"), None)
    return link is not None and leads_home(link)


def _first(tree: Tree, selectors: tuple[str, ...]) -> list[HtmlElement]:
    for selector in selectors:
        found = [e for e in select(tree, selector) if len(e) or (e.text or "").strip()]
        if found:
            return found
    return []


def _texts(tree: Tree, selectors: tuple[str, ...], asides: frozenset[HtmlElement] = frozenset()) -> list[str]:
    """The texts of the first selector that gives any outside of the boxes set aside; six at most."""
    for selector in selectors:
        texts = [text for e in select(tree, selector) if (text := _text(e)) and asides.isdisjoint(e.iterancestors())]
        if texts:
            return texts[:6]
    return []


def _own_dates(tree: Tree, selectors: tuple[str, ...], body: HtmlElement, asides: frozenset[HtmlElement], title: str) -> tuple[str, ...]:
    """The dates of the first selector that gives any, without those of other stories; six at most."""
    around = {body, *body.iterancestors()}
    for selector in selectors:
        texts = []
        for element in select(tree, selector)[:_MAX_DATES]:
            chain = tuple(itertools.takewhile(lambda e: e not in around, (element, *element.iterancestors())))
            if (text := _text(element)) and asides.isdisjoint(chain) and not of_another_story(chain, title.casefold(), near=True):
                texts.append(text)
        if texts:
            return tuple(texts[:6])
    return ()


def _text(element: HtmlElement) -> str:
    if element.tag == "meta":
        return normalise(element.get("content") or "")
    return inline_text(element)


def _outermost(elements: list[HtmlElement]) -> tuple[HtmlElement, ...]:
    """Without elements inside others of the list."""
    if len(elements) < 2:
        return tuple(elements)
    chosen = set(elements)
    return tuple(e for e in elements if chosen.isdisjoint(e.iterancestors()))
