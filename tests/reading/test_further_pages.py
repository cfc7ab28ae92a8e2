"""Headlines and lists of further real pages (../shared/gold/pages2): how many of each must be read right. The figures may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.reading.reading import read_article
from pipelines.reading.titles import title_key
from pipelines.values.article import Article, NotArticle, Unreadable
from pipelines.values.page import Page
from tests.paths import SHARED

PAGES = SHARED / "gold" / "pages2"


def article_of(path: Path, url: str | None, layouts: bool) -> Article | None:
    try:
        return read_article(Page(url=url, body=path.read_bytes()), layouts=layouts)
    except (NotArticle, Unreadable):
        return None


@pytest.mark.parametrize(("layouts", "right"), [(True, 22), (False, 21)])
def test_headlines_and_lists_of_other_sites(layouts: bool, right: int) -> None:
    if not PAGES.is_dir():
        pytest.skip("../shared/gold/pages2 is not here")
    labels = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((PAGES / "labels").glob("*.json"))]
    read = [article_of(PAGES / "html" / label["file"], label["url"], layouts) for label in labels]
    assert len(labels) == 22
    assert sum(title_key(a.title if a else None) == title_key(label["title"]) for a, label in zip(read, labels, strict=True)) >= right
    lists = sorted((PAGES / "lists").glob("*.html"))
    assert len(lists) == 31
    found = {path.name: article_of(path, None, layouts) for path in lists}
    assert [name for name, article in found.items() if article and sum(len(p.split()) for p in article.paragraphs) >= 40] == []
