"""Style sheets in the page: the rules that hide the elements of a class or id, and what else is declared for such an element.

Only rules around words that hide are looked at, found by plain search: a page without them costs nothing, and a long style sheet little.
Rules for print, for some widths of the screen and with selectors outside of the small language of tree.py are left alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.tree import BadSelector, Selector, Tree, elements_of, may_match, parse_selector, stands_in
from pipelines.html.visibility import Declared, declarations, way_of_style

_MAX_CSS = 500_000  # characters of all style elements of a page; the most seen on real pages is 440,000
_MAX_RULES = 600  # looked at on one page
_MAX_BLOCK = 2000  # characters of the declarations of one
_MAX_NAMING = 150  # that name a class or id of one element
_MAX_SPENT = 30_000  # steps to find elements, and as many to weigh the rules for them; real pages take a third of that at most
_DEPTH = 40  # of an element, at most on most pages
_MAX_STEPS = 6  # of a selector
_MAX_SELECTORS = 40  # of one rule
_MAX_SELECTOR = 200  # characters
_MAX_NAMES = 8  # classes of an element
_MAX_KEPT = 2000  # names looked up in a sheet that are kept for the next page
_WORDS = (
    "display:none", "visibility:hidden", "opacity:0", "-999", "-1000", "-2000", "-3000", "-5000", "-8000", "-100v", "-200", "font-size:0",
    "font-size:1px", "font-size:.", "font:0", "height:0", "width:0", "height:1px", "width:1px", "rect(", "inset(", "scale(0",
    ":transparent", "color:rgba(",
    "ackground:#fff", "ackground-color:#fff", "ackground:white", "ackground-color:white",
)  # fmt: skip
_SCREENS = ("@media screen", "@media all", "@media only screen")
_MEDIA = ("", "all", "screen", "only screen")


class Weight(NamedTuple):
    """How specific a selector is (CSS Selectors 3, 9)."""

    ids: int
    classes: int  # and attributes
    tags: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with one selector; `at`: its place in the style sheets of the page."""

    selector: Selector
    values: Mapping[str, Declared]
    weight: Weight
    at: int


@dataclass(frozen=True)
class Sheet:
    """The style sheets of a page as one text, and what was found in it so far: the pages of a site share it."""

    text: str
    named: dict[str, list[int]] = field(default_factory=dict)  # the rules that name a class or id, by their opening braces
    rules: dict[int, list[Rule]] = field(default_factory=dict)  # by their opening brace, one per selector

    @cached_property
    def important(self) -> bool:
        """Whether a rule may overrule a style attribute."""
        return "important" in self.text

    @cached_property
    def hiding(self) -> list[int]:
        """The rules whose declarations hide, by their opening braces."""
        text = self.text.lower() if self.text.isascii() else self.text  # lower case of other letters may be longer
        starts = sorted({start for word in _WORDS for start in _starts(text, word, _MAX_RULES)})
        return [start for start in starts if way_of_style(_block(self.text, start))]


@dataclass(slots=True)
class Styles:
    """A page and its style sheets."""

    tree: Tree
    sheet: Sheet
    rules: dict[int, list[Rule]] = field(default_factory=dict)  # those for this page only
    spent: int = 0  # steps taken to find the elements of selectors, about


def styles_of(tree: Tree) -> Styles | None:
    """The style sheets in a page that count on every screen, None when there are none."""
    pieces = [
        element.text
        for element in tree.told
        if element.tag == "style" and element.text and (element.get("media") or "").strip().lower() in _MEDIA and not _is_off(element)
    ]
    sheet = _sheet(_Css("\n".join(pieces)[:_MAX_CSS])) if pieces else None
    return Styles(tree, sheet) if sheet and sheet.text else None


class _Css(str):
    """The style sheets of a page, looked up by their ends and then compared: to hash them whole costs twice as much."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash((len(self), self[:_MAX_SELECTOR], self[-_MAX_SELECTOR:]))


@lru_cache(maxsize=16)
def _sheet(css: _Css) -> Sheet:
    return Sheet(_without_conditions(_without_comments(css).replace(": ", ":").replace(" :", ":")))


def hidden_elements(styles: Styles, limit: int) -> list[HtmlElement]:
    """The elements of a class or id for which a rule says that they are hidden, at most `limit`, each once."""
    found: dict[HtmlElement, None] = {}
    rules = itertools.chain.from_iterable(_rules(styles, start) for start in styles.sheet.hiding)
    for rule in itertools.islice(rules, _MAX_RULES):
        named = max((len(styles.tree.classes[name]) for name in rule.selector.last.classes), default=1)
        styles.spent += named * (1 + _DEPTH * len(rule.selector.outer))
        if styles.spent > _MAX_SPENT:
            break
        for element in elements_of(styles.tree, rule.selector):
            found[element] = None
            if len(found) >= limit:
                return list(found)
    return list(found)


def values_of(element: HtmlElement, styles: Styles) -> dict[str, str]:
    """The values of the CSS properties of an element by the rules for its classes and id and by its style attribute: important ones
    first, then the more specific, then the later. Empty when a page asks for too much."""
    own = declarations((element.get("style") or "")[:_MAX_BLOCK])
    starts = _starts_for(element, styles.sheet)
    if not starts:
        return {name: declared.value for name, declared in own.items()}
    names = {*(element.get("class") or "").split()}
    depth = len([*element.iterancestors()])
    rules = []
    for rule in itertools.chain.from_iterable(_rules(styles, start) for start in starts):
        styles.spent += 1 + depth * len(rule.selector.outer)
        if styles.spent > 2 * _MAX_SPENT:
            return {}
        if names.issuperset(rule.selector.last.classes) and stands_in(element, rule.selector):
            rules.append(rule)
    rules.sort(key=lambda rule: (rule.weight, rule.at))
    values: dict[str, Declared] = {}
    for declared in (*(rule.values for rule in rules), own):
        for name, value in declared.items():
            if value.important or name not in values or not values[name].important:
                values[name] = value
    return {name: value.value for name, value in values.items()}


def is_named(element: HtmlElement, styles: Styles) -> bool:
    """Whether a rule names a class or the id of an element."""
    return len(_starts_for(element, styles.sheet)) > 0


def _starts_for(element: HtmlElement, sheet: Sheet) -> dict[int, None]:
    """The rules that name a class or the id of an element, by their opening braces."""
    names = [f".{name}" for name in (element.get("class") or "").split()[:_MAX_NAMES]]
    names.extend(f"#{key}" for key in (element.get("id") or "").split()[:1])
    return dict.fromkeys(start for name in names for start in _naming(sheet, name))


def _naming(sheet: Sheet, name: str) -> list[int]:
    if name not in sheet.named:
        if len(sheet.named) >= _MAX_KEPT:
            sheet.named.clear()
        sheet.named[name] = _starts(sheet.text, name, _MAX_NAMING)
    return sheet.named[name]


def _is_off(element: HtmlElement) -> bool:
    """Whether a style element only counts where no script runs."""
    parent = element.getparent()
    return parent is not None and parent.tag == "noscript"


def _without_comments(sheet: str) -> str:
    if "/*" not in sheet:
        return sheet
    pieces = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        pieces.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = len(sheet) if end < 0 else end + 2
    pieces.append(sheet[at:])
    return "".join(pieces)


def _without_conditions(sheet: str) -> str:
    """A style sheet without its at-rules, but with the rules in those that hold on every screen."""
    pieces = []
    at = 0
    while (start := sheet.find("@", at)) >= 0:
        pieces.append(sheet[at:start])
        opening, stop = sheet.find("{", start), sheet.find(";", start)
        if opening < 0 or 0 <= stop < opening:  # a statement: @import, @charset
            at = stop + 1 if stop >= 0 else len(sheet)
            continue
        at = _closing(sheet, opening) + 1
        if " ".join(sheet[start:opening].lower().split()) in _SCREENS:
            pieces.append(sheet[opening + 1 : at - 1])
    pieces.append(sheet[at:])
    return "".join(pieces)


def _closing(sheet: str, opening: int) -> int:
    """The place of the brace that closes the one at `opening`, the end where none does."""
    depth, at = 1, opening + 1
    while depth:
        closing = sheet.find("}", at)
        if closing < 0:
            return len(sheet)
        depth += sheet.count("{", at, closing) - 1
        at = closing + 1
    return at - 1


def _starts(sheet: str, word: str, limit: int) -> list[int]:
    """The places of the opening braces of the rules that hold a word, in their selector or in their declarations. A name (".a", "#a") is
    a whole one."""
    found: dict[int, None] = {}
    named = word[0] in ".#"
    at = sheet.find(word)
    while at >= 0 and len(found) < limit:
        behind = at + len(word)
        if named and (sheet[behind : behind + 1].isalnum() or sheet[behind : behind + 1] in ("-", "_")):
            at = sheet.find(word, behind)
            continue
        opening, closing = sheet.find("{", at), sheet.find("}", at)
        inside = opening < 0 or 0 <= closing < opening
        found[sheet.rfind("{", 0, at) if inside else opening] = None
        end = closing if inside else opening
        at = sheet.find(word, end + 1) if end >= 0 else -1
    found.pop(-1, None)
    return list(found)


def _rules(styles: Styles, start: int) -> list[Rule]:
    """The rules for this page whose declarations begin behind `start`."""
    if start not in styles.rules:
        known = styles.sheet.rules
        if start not in known:
            known[start] = list(_read_rules(styles.sheet.text, start))
        styles.rules[start] = [rule for rule in known[start] if may_match(rule.selector, styles.tree)]
    return styles.rules[start]


def _read_rules(text: str, start: int) -> Iterator[Rule]:
    before = max(text.rfind(mark, 0, start) for mark in "{};")
    prelude = text[max(before + 1, start - _MAX_SELECTORS * _MAX_SELECTOR) : start].strip()
    if not prelude or prelude[0] == "@":
        return
    for part in prelude.split(",")[:_MAX_SELECTORS]:
        selector = _selector(" ".join(part.replace(">", " > ").split()))
        if selector is not None and _is_named(selector):
            yield Rule(selector, declarations(_block(text, start)), _weight(selector), start)


def _weight(selector: Selector) -> Weight:
    steps = (*selector.outer, selector.last)
    classes = sum(len(step.classes) + len(step.attributes) for step in steps)
    return Weight(sum(step.id is not None for step in steps), classes, sum(step.tag is not None for step in steps))


def _block(sheet: str, start: int) -> str:
    """The declarations behind an opening brace."""
    end = sheet.find("}", start, start + _MAX_BLOCK)
    return sheet[start + 1 : end if end >= 0 else start + _MAX_BLOCK]


def _selector(text: str) -> Selector | None:
    if not text or len(text) > _MAX_SELECTOR:
        return None
    try:
        selector = parse_selector(text)
    except BadSelector:
        return None
    return selector if len(selector.outer) < _MAX_STEPS else None


def _is_named(selector: Selector) -> bool:
    """Whether the element itself is named by a class or id, not by its tag or an attribute alone."""
    last = selector.last
    return (last.id is not None or len(last.classes) > 0) and last.tag not in ("html", "body")
