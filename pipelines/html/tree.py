"""Tree: a page parsed once by lxml, with an index of its classes and ids, and the small selector language of data/reading/layouts.toml.

A selector is one or more compounds joined by a space (descendant) or by ` > ` (child), each of the form
`tag#id.class[attr][attr=value][attr^=prefix][attr$=suffix]`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.attributes import COMPARE, Attribute, Classes, Keys, attribute_of, classes_of, keys_of

MAX_TAGS = 25_000  # opening and closing; the largest real pages have a third of that
MAX_CHARS = 4_000_000  # characters or bytes of one page; the largest real pages (images inside the HTML) are below 3 million
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[#.][\w:-]+|\[[\w:.-]+(?:[\^$]?=[^\]]*)?\])*)", re.IGNORECASE)
_PART = re.compile(r"([#.])([\w:-]+)|\[([\w:.-]+)([\^$]?=)?([^\]]*)\]")
_STEP = re.compile(r"(?:\[[^\]]*\]|[^\s\[])+|\S")


class Named(NamedTuple):
    """An attribute of the elements of one tag."""

    tag: str
    attribute: str


@dataclass(frozen=True)
class Tree:
    """A parsed page; `html` is what was parsed, `cut` says that it is the beginning of a longer page. What is
    looked up in it is indexed when it is first asked for."""

    root: HtmlElement
    html: bytes = b""
    by_tag: dict[str, list[HtmlElement]] = field(default_factory=dict)  # these three are filled as selectors ask for them
    by_attribute: dict[str, Attribute] = field(default_factory=dict)
    by_value: dict[Named, dict[str, list[HtmlElement]]] = field(default_factory=dict)  # of an attribute of a tag
    gone: frozenset[HtmlElement] = frozenset()  # taken out after the page was indexed
    cut: bool = False

    @cached_property
    def told(self) -> list[HtmlElement]:
        """What is told to machines and not to readers (meta, script, style and title elements), found in one walk."""
        return list(self.root.iter("meta", "script", "style", "title"))

    @cached_property
    def classes(self) -> Classes:
        """The classes below the body, those of elements taken out among them."""
        body = self.root.find("body")
        return classes_of(self.root if body is None else body)

    @cached_property
    def ids(self) -> Keys:
        """The ids of the page, those of elements taken out among them."""
        return keys_of(self.root)


class Wanted(NamedTuple):
    """An attribute an element must have, with any value ("") or one that is ("="), begins ("^=") or ends ("$=") so."""

    name: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]
    attributes: tuple[Wanted, ...]
    direct: bool = False  # the next step is a child of this one


@dataclass(frozen=True, slots=True)
class Selector:
    """A parsed selector: the element meant, what it must stand in (outermost first), and every class and id that must be on the page.
    `rest`: what is to be asked of an element that an index gives for the id or else the first class, None for nothing."""

    last: Compound
    rest: Compound | None
    outer: tuple[Compound, ...]
    classes: frozenset[str]
    ids: frozenset[str]


class BadSelector(ValueError):
    """A selector that is not of this small language."""


def parse_tree(html: str | bytes) -> Tree | None:
    """The tree of a decoded page (characters or their UTF-8), None when there is nothing in it. Never raises: libxml2 mends what it
    can, depth is bounded."""
    data = html[:MAX_CHARS] if isinstance(html, bytes) else html[:MAX_CHARS].encode("utf-8", "replace")
    cut = bool(html[MAX_CHARS:].strip())
    if b"<amp-img" in data:
        data = data.replace(b"<amp-img", b"<img")
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
    if len(data) > MAX_TAGS * len("<p>") and data.count(b"<") > MAX_TAGS:
        data, cut = _cut_tags(data), True
    # plain elements: the methods lxml.html adds are not needed, and its elements cost twice the time to touch
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, collect_ids=False)
    try:
        root = cast(HtmlElement | None, etree.fromstring(data, parser=parser))
    except (etree.LxmlError, ValueError):
        return None
    return None if root is None else Tree(root, data, cut=cut)


def without(tree: Tree, elements: Collection[HtmlElement]) -> Tree:
    """The tree without some elements and what is below them. The text behind an element stays; so do indexes that were made."""
    rest = Tree(tree.root, tree.html, gone=tree.gone.union(elements), cut=tree.cut)
    made = tree.__dict__
    if "ids" in made and tree.ids.attribute.found:  # found later, they would be those of other places
        rest.__dict__["ids"] = tree.ids
    if "classes" in made and tree.classes.attribute.bearers:  # they cost less than a second index
        rest.__dict__["classes"] = tree.classes
    for element in elements:
        _take_out(element)
    return rest


def is_there(element: HtmlElement, tree: Tree) -> bool:
    """Whether an element of an index was not taken out of the tree."""
    return not tree.gone or (element not in tree.gone and tree.gone.isdisjoint(element.iterancestors()))


def _take_out(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


def _cut_tags(data: bytes) -> bytes:
    """The page up to its last tag that is read."""
    at = 0
    for _ in range(MAX_TAGS):
        at = data.find(b"<", at) + 1
    return data[: at - 1]


@lru_cache(maxsize=4096)
def parse_selector(selector: str) -> Selector:
    """The parsed selector. Raises BadSelector."""
    compounds: list[Compound] = []
    steps = _STEP.findall(selector)
    for step in steps:
        if step == ">" and compounds and not compounds[-1].direct and step is not steps[-1]:
            compounds[-1] = replace(compounds[-1], direct=True)
            continue
        match = _COMPOUND.fullmatch(step)
        if not match:
            raise BadSelector(selector)
        names: list[str] = []
        attributes: list[Wanted] = []
        key = None
        for mark, name, attribute, operator, value in _PART.findall(match[2]):
            if mark == "#":
                key = name
            elif mark == ".":
                names.append(name)
            else:
                attributes.append(Wanted(attribute, operator, value))
        compounds.append(Compound(match[1], key, tuple(names), tuple(attributes)))
    if not compounds:
        raise BadSelector(selector)
    classes = frozenset(name for compound in compounds for name in compound.classes)
    last = compounds[-1]
    rest = replace(last, id=None) if last.id is not None else replace(last, classes=last.classes[1:])
    asks = rest.tag is not None or rest.classes or rest.attributes
    ids = frozenset(c.id for c in compounds if c.id is not None)
    return Selector(last, rest if asks else None, tuple(compounds[:-1]), classes, ids)


def select(tree: Tree, selector: str) -> list[HtmlElement]:
    """Elements matching the selector, in document order."""
    return elements_of(tree, parse_selector(selector))


def elements_of(tree: Tree, parsed: Selector) -> list[HtmlElement]:
    """Elements that a parsed selector means, in document order."""
    if not may_match(parsed, tree):
        return []
    last, rest, outer = parsed.last, parsed.rest, parsed.outer
    if last.id is not None:
        found = [tree.ids[last.id]]
    elif last.classes:
        found = tree.classes[last.classes[0]]
    else:
        found = _all_with(tree, last)
    return [e for e in found if (rest is None or matches(e, rest)) and (not outer or _inside(e, outer)) and is_there(e, tree)]


def may_match(selector: Selector, tree: Tree) -> bool:
    """Whether every class and id that a selector names is on the page."""
    return (not selector.classes or tree.classes.spelled.keys() >= selector.classes) and (
        not selector.ids or tree.ids.places.keys() >= selector.ids
    )


def stands_in(element: HtmlElement, selector: Selector) -> bool:
    """Whether an element is one that a selector means."""
    return matches(element, selector.last) and (not selector.outer or _inside(element, selector.outer))


def _all_with(tree: Tree, compound: Compound) -> list[HtmlElement]:
    """Elements of the compound's tag, else those with its first attribute."""
    name, operator, value = compound.attributes[0] if compound.attributes else Wanted("", "", "")
    if name == "id":
        keys = [key for key in tree.ids.places if not operator or COMPARE[operator](key, value)]
        if not keys or not compound.tag:
            return [tree.ids[key] for key in keys]
    if compound.tag:
        if operator == "=":
            return _by_value(tree, compound.tag, name).get(value, [])
        return of_tag(tree, compound.tag)
    if name not in tree.by_attribute:
        has = name.encode() in tree.html  # most pages do not have it: their bytes tell sooner than their tree
        tree.by_attribute[name] = attribute_of(tree.root, name) if has else Attribute(name, tree.root, [])
    return tree.by_attribute[name].those(operator, value)


def of_tag(tree: Tree, tag: str) -> list[HtmlElement]:
    """The elements of a tag, in document order."""
    if tag not in tree.by_tag:
        tree.by_tag[tag] = list(tree.root.iter(tag))
    return tree.by_tag[tag]


def _by_value(tree: Tree, tag: str, name: str) -> dict[str, list[HtmlElement]]:
    key = Named(tag, name)
    if key not in tree.by_value:
        values = tree.by_value[key] = {}
        for element in of_tag(tree, tag):
            values.setdefault(element.get(name) or "", []).append(element)
    return tree.by_value[key]


def matches(element: HtmlElement, compound: Compound) -> bool:
    """Whether one element satisfies one compound."""
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.id is not None and element.get("id") != compound.id:
        return False
    if compound.classes and not {*(element.get("class") or "").split()}.issuperset(compound.classes):
        return False
    for name, operator, value in compound.attributes:
        has = element.get(name)
        if has is None or (operator and not COMPARE[operator](has, value)):
            return False
    return True


def _inside(element: HtmlElement, outer: tuple[Compound, ...]) -> bool:
    near = [element]  # innermost first: the elements at which the steps so far may end
    for step in reversed(outer):
        if step is outer[0] and not step.direct:
            return any(matches(ancestor, step) for ancestor in near[0].iterancestors())
        around = [p for e in near if (p := e.getparent()) is not None] if step.direct else near[0].iterancestors()
        near = [ancestor for ancestor in around if matches(ancestor, step)]
        if not near:
            return False
    return True
