"""Own-made pages in the markup of every layout family, each field of each page checked; and the same pages read without layouts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from pipelines.reading.layouts import layouts
from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.paths import GOLDENS, ROOT

PAGES = GOLDENS / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
FIELDS = ("layout", "title", "lead", "paragraphs", "captions", "byline", "credit", "published", "related")


@cache
def read(name: str, with_layouts: bool = True) -> Article:
    return read_article(Page(url=None, body=(PAGES / f"{name}.html").read_bytes()), layouts=with_layouts)


def expected(name: str) -> dict[str, Any]:
    return json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_layout_has_two_golden_pages() -> None:
    assert len(NAMES) >= 2 * len(layouts())
    for layout in layouts():
        assert {f"{layout.name}-1", f"{layout.name}-2"} <= set(NAMES)
        assert layout.name == read((ROOT / layout.example).stem).layout


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in NAMES for field in FIELDS if field in expected(name)])
def test_field(name: str, field: str) -> None:
    got: Any = getattr(read(name), field)
    if field == "published":
        got = got[:10] if got else None
    assert (list(got) if isinstance(got, tuple) else got) == expected(name)[field]


@pytest.mark.parametrize("name", NAMES)
def test_text_without_layouts(name: str) -> None:
    wanted, article = expected(name), read(name, with_layouts=False)
    assert article.layout == "generic"
    assert article.title == wanted["title"]
    assert [article.lead, *article.paragraphs] == [wanted["lead"], *wanted["paragraphs"]]
    assert not set(wanted.get("related", ())) & set(article.paragraphs)
