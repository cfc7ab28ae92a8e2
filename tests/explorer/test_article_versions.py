"""Earlier versions on the article page: the words that came and went, and both sides of every changed figure."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.articles.versions import MOST_SENTENCES, MOST_WORDS, Stretch, differences
from tests.explorer.test_explorer import Site
from tests.explorer_fixtures import replica_corpus


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (
            "Tỉnh chi 3 tỷ. Xã có chợ.",
            "Tỉnh chi 4 tỷ. Xã có chợ.",
            [("same", "Tỉnh chi"), ("removed", "3"), ("added", "4"), ("same", "tỷ.")],
        ),
        ("Xã có chợ. Hết.", "Xã có chợ. Thêm câu này. Hết.", [("added", "Thêm câu này.")]),
        ("Một.\nHai.\nBa.", "Một.\nBa.", [("removed", "Hai.")]),
        ("Như cũ. Cả bài.", "Như cũ. Cả bài.", []),
        ("", "Bài mới.", [("added", "Bài mới.")]),
    ],
)
def test_words_that_came_and_went(before: str, after: str, wanted: list[tuple[str, str]]) -> None:
    assert [(stretch.kind, stretch.text) for place in differences(before, after) for stretch in place] == wanted


@pytest.mark.parametrize(("words", "kinds"), [(MOST_WORDS, {"same", "removed", "added"}), (MOST_WORDS + 1, {"removed", "added"})])
def test_long_places_are_told_whole(words: int, kinds: set[str]) -> None:
    text = " ".join(f"chữ{n}" for n in range(words - 1))
    (place,) = differences(f"{text} xưa", f"{text} nay")
    assert {stretch.kind for stretch in place} == kinds
    assert isinstance(place[0], Stretch)


def test_texts_that_cost_much_cost_little() -> None:
    began = time.process_time()
    list(differences(". ".join("ab" * MOST_SENTENCES), ". ".join("ba" * MOST_SENTENCES)))
    list(differences("x y " * 40_000, "y x z " * 30_000))
    assert time.process_time() - began < 3


def test_the_page_shows_both_sides(tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = replica_corpus(tmp_path_factory.mktemp("replica"))
    corpus = sqlite3.connect(path)
    ((key,),) = corpus.execute("SELECT article FROM revisions").fetchall()
    (other,) = corpus.execute("SELECT min(id) FROM articles WHERE revision = 1").fetchone()
    corpus.close()
    page = Site(path).get(f"/article/{key}?_lang=vi").text
    section = page.split('id="versions"')[1].split("</section>")[0]
    row = re.search(r"<tr><td>đổi giá trị</td><td>(.*?)</td><td>(.*?)</td></tr>", section)
    assert row
    assert "2,94 tỷ đồng" in row[1]
    assert "30/11" in row[1]
    assert "3,1 tỷ đồng" in row[2]
    assert "Yên Bái" in row[2]
    assert "<del>2,94</del> <ins>3,1</ins> tỷ đồng" in section
    assert 'id="versions"' not in Site(path).get(f"/article/{other}").text
