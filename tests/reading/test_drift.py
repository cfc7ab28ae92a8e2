"""Drift: changed templates are noticed, ordinary days are not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache

import lxml.html
import pytest
from lxml.html import HtmlElement

from pipelines.drift.alarm import LEAST_BATCH, LEAST_HISTORY, drifted
from pipelines.drift.shapes import Shape, shape_of
from pipelines.drift.summaries import merged, summarise
from pipelines.reading.reading import read_article
from pipelines.values.article import Article, NotArticle, Unreadable
from pipelines.values.page import Page
from tests.paths import GOLDENS

PAGES = GOLDENS / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*-1.html"))
HISTORY, BATCH = 30, 10


@cache
def golden(name: str) -> tuple[str, dict[str, str]]:
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return html, {"title": wanted["title"], "lead": wanted["lead"], "body": wanted["paragraphs"][0], "published": wanted["published"]}


def another_day(name: str, dice: random.Random) -> str:
    """The page with some paragraphs said twice or left out: another article in the same template."""
    html, _ = golden(name)
    paragraphs = re.findall(r"<p>[^<]{60,}</p>", html)
    for paragraph in paragraphs[1:]:
        html = html.replace(paragraph, paragraph * dice.choice((0, 1, 1, 1, 2, 3)), 1)
    return html


def read(html: str) -> Shape:
    try:
        return shape_of(read_article(Page(url=None, body=html.encode())), html)
    except (NotArticle, Unreadable):
        return shape_of(None, html)


def element_of(tree: HtmlElement, text: str | None) -> HtmlElement | None:
    """The innermost element of the body whose text begins with the given one."""
    body = tree.find("body")
    hits = [e for e in (body.iter("*") if body is not None else ()) if text and " ".join(e.text_content().split()).startswith(text[:40])]
    return hits[-1] if hits else None


def date_element(tree: HtmlElement) -> HtmlElement | None:
    body = tree.find("body")
    for element in body.iter("*") if body is not None else ():
        if (
            element.text
            and re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]20\d\d|\d tháng \d", element.text)
            and "clock" not in (element.get("class") or "")
        ):
            return element
    return None


def rename_class(tree: HtmlElement, facts: dict[str, str]) -> bool:
    element = element_of(tree, facts["body"])
    for ancestor in element.iterancestors() if element is not None else ():
        if ancestor.tag != "body" and (ancestor.get("class") or ancestor.get("id")):
            key = "class" if ancestor.get("class") else "id"
            ancestor.set(key, "redesigned")
            return True
    return False


def wrap_body(tree: HtmlElement, facts: dict[str, str]) -> bool:
    element = element_of(tree, facts["body"])
    parent = element.getparent() if element is not None else None
    if parent is None or parent.tag in ("body", "html"):
        return False
    wrapper = lxml.html.Element("div")
    wrapper.text, parent.text = parent.text, None
    for child in list(parent):
        wrapper.append(child)
    parent.append(wrapper)
    return True


def move_date(tree: HtmlElement, facts: dict[str, str]) -> bool:
    element, body = date_element(tree), element_of(tree, facts["body"])
    if element is None or body is None or body.getparent() is None or element in body.iterancestors():
        return False
    parent = body.getparent()
    assert parent is not None
    element.drop_tree()
    parent.append(element)
    return True


def swap_blocks(tree: HtmlElement, facts: dict[str, str]) -> bool:
    lead, title = element_of(tree, facts["lead"]), element_of(tree, facts["title"])
    if lead is None or title is None or lead in title.iterancestors() or title in lead.iterancestors() or lead is title:
        return False
    mark = lxml.html.Element("i")
    title.addprevious(mark)
    lead.addprevious(title)
    mark.addprevious(lead)
    mark.drop_tree()
    return True


def drop_block(tree: HtmlElement, facts: dict[str, str]) -> bool:
    element = date_element(tree)
    element = element_of(tree, facts["lead"]) if element is None else element
    if element is None or element.tag == "body":
        return False
    element.drop_tree()
    return True


MUTATIONS = (rename_class, wrap_body, move_date, swap_blocks, drop_block)


def mutated(html: str, mutation: Callable[[HtmlElement, dict[str, str]], bool], facts: dict[str, str]) -> str | None:
    tree = lxml.html.document_fromstring(html)
    return lxml.html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>") if mutation(tree, facts) else None


@cache
def history_of(name: str) -> tuple[Shape, ...]:
    dice = random.Random(name)
    return tuple(read(plain(another_day(name, dice))) for _ in range(HISTORY))


def plain(html: str) -> str:
    """The same page as written by lxml, so that only the mutation differs."""
    return lxml.html.tostring(lxml.html.document_fromstring(html), encoding="unicode", doctype="<!DOCTYPE html>")


@pytest.mark.slow
def test_changed_templates_are_noticed() -> None:
    noticed: list[str] = []
    missed: list[str] = []
    for name in NAMES:
        _, facts = golden(name)
        for mutation in MUTATIONS:
            dice = random.Random(f"{name} {mutation.__name__}")
            pages = [mutated(another_day(name, dice), mutation, facts) for _ in range(BATCH)]
            batch = [read(page) for page in pages if page is not None]
            if batch:
                (noticed if drifted(history_of(name), batch) else missed).append(f"{name} {mutation.__name__}")
    assert len(noticed) + len(missed) >= 3 * len(NAMES) > 0
    assert len(noticed) >= 0.95 * (len(noticed) + len(missed)), missed


@pytest.mark.slow
def test_no_false_alarm_on_clean_runs_of_golden_pages() -> None:
    for i in range(100):
        name = NAMES[i % len(NAMES)]
        dice = random.Random(i)
        assert drifted(history_of(name), [read(plain(another_day(name, dice))) for _ in range(BATCH)]) == []


def test_what_reading_alone_shows_needs_no_mark_up() -> None:
    """Where the reading itself changed, the shape of the articles suffices."""
    noticed = changed = 0
    for name in NAMES[:10]:
        _, facts = golden(name)
        bare = [bare_of(shape) for shape in history_of(name)]
        dice = random.Random(name)
        batch = [read(page) for _ in range(BATCH) if (page := mutated(another_day(name, dice), drop_block, facts))]
        if batch and all(shape.filled != history_of(name)[0].filled for shape in batch):
            changed += 1
            noticed += bool(drifted(bare, [bare_of(shape) for shape in batch]))
    assert noticed == changed > 0


def bare_of(shape: Shape) -> Shape:
    return Shape(shape.layout, shape.filled, shape.date_from, shape.paragraphs, shape.words)


def some_days(dice: random.Random, n: int, lead: float = 0.8, byline: float = 0.6) -> list[Shape]:
    """A source as sources are: leads and bylines often missing, lengths far apart, two layouts, a few undated pages."""
    days = []
    for _ in range(n):
        chances = {"title": 0.99, "lead": lead, "body": 1.0, "byline": byline, "date": 0.95}
        filled = frozenset(name for name, chance in chances.items() if dice.random() < chance)
        paragraphs = max(1, round(dice.lognormvariate(2, 0.6)))
        words = round(paragraphs * dice.lognormvariate(4, 0.4))
        layout = "news" if dice.random() < 0.9 else "longform"
        marks = ("top", "date", *(("ad",) if dice.random() < 0.5 else ()), "body", f"post-{dice.randrange(10**6)}", "foot")
        order = "title date body" if dice.random() < 0.9 else "date title body"
        days.append(
            Shape(layout, filled, "meta" if "date" in filled else "none", paragraphs, words, order, 6, dice.lognormvariate(2, 0.3), marks)
        )
    return days


def test_no_false_alarm_on_a_hundred_ordinary_runs() -> None:
    alarms = []
    for seed in range(100):
        dice = random.Random(seed)
        alarms += drifted(some_days(dice, dice.choice((10, 60, 400))), some_days(dice, dice.choice((3, 8, 40, 200))))
    assert alarms == []


@pytest.mark.parametrize("size", [6, 20, 100])
def test_reasons_name_what_changed(size: int) -> None:
    dice = random.Random(size)
    history, batch = some_days(dice, 100, lead=1.0), some_days(dice, size, lead=0.0)
    assert drifted(history, batch) == [f"lead filled: 0 of {size}, before 100 of 100"]
    shorter = [Shape("news", s.filled, s.date_from, 1, 9, s.order, s.depth, s.ratio, s.marks) for s in some_days(dice, size, lead=1.0)]
    assert [reason.partition(":")[0] for reason in drifted(history, shorter)][:2] == ["paragraphs", "words"]
    from_url = [Shape(s.layout, s.filled, "url", s.paragraphs, s.words, s.order, s.depth, s.ratio, s.marks) for s in history[:size]]
    assert drifted(history, from_url)[0] == f"date from url: {size} of {size}, before 0 of 100"
    redesigned = [
        Shape(s.layout, s.filled, s.date_from, s.paragraphs, s.words, s.order, s.depth, s.ratio, ("top", "new", "body"))
        for s in history[:size]
    ]
    assert drifted(history, redesigned) == ["mark-up: gone from every page: date, foot", "mark-up: new in every page: new"]
    turned = [
        Shape(s.layout, s.filled, s.date_from, s.paragraphs, s.words, s.order, s.depth, s.ratio, ("date", "top", "body", "foot"))
        for s in history[:size]
    ]
    assert drifted(history, turned) == ["mark-up: blocks in another order: top before date"]


def test_too_little_to_tell() -> None:
    dice = random.Random(1)
    other = [Shape("none", frozenset(), "none", 0, 0)] * 50
    assert drifted(some_days(dice, LEAST_HISTORY - 1), other) == []
    assert drifted(some_days(dice, 100), other[: LEAST_BATCH - 1]) == []
    assert drifted([], []) == []
    assert drifted(some_days(dice, 100), other) != []


def test_a_running_summary_says_the_same_as_the_list() -> None:
    dice = random.Random(2)
    one, two, batch = some_days(dice, 40), some_days(dice, 50), some_days(dice, 20, lead=0.0, byline=0.0)
    whole = merged(summarise(one), summarise(two))
    together = summarise(one + two)
    assert (whole.n, whole.shares, whole.marks, whole.pairs) == (90, together.shares, together.marks, together.pairs)
    assert {name: pytest.approx(sums) for name, sums in whole.sums.items()} == together.sums
    assert drifted(whole, batch) == drifted(one + two, batch) != []


def test_shape_of_an_article() -> None:
    article = Article(
        "Tin",
        ("Đoạn thứ nhất của bài này.", "Đoạn hai."),
        lead="Lời dẫn.",
        published="2026-07-09T15:19:00+07:00",
        published_from="meta",
        layout="x",
    )
    html = (
        '<html><head><title>Tin</title></head><body id="b"><div class="c d"><h1>Tin</h1><i class=when>9/7/2026</i><div>Lời dẫn.'
        "<div></div><p>Đoạn thứ nhất của bài này.</p></div></div></body></html>"
    )
    shape = shape_of(article, html)
    assert shape.filled == {"title", "lead", "body", "date"}
    assert (shape.layout, shape.date_from, shape.paragraphs, shape.words) == ("x", "meta", 2, 10)
    assert (shape.order, shape.depth, shape.marks) == ("title date lead body", 2, ("b", "c", "d", "when"))
    assert shape.ratio == pytest.approx(100 * len(article.text) / len(html), abs=0.01)
    assert shape_of(article) == Shape("x", shape.filled, "meta", 2, 10)
    assert shape_of(None, html).layout == "none"


@pytest.mark.parametrize("html", ["<" * 200_000, ' class="' * 50_000, "<div class=a>" * 50_000, "\x00", "<body" * 1000])
def test_shape_of_hostile_mark_up(html: str) -> None:
    article = Article("T", ("x",), published="2026-07-09", byline="y")
    assert shape_of(article, html).words == 1
