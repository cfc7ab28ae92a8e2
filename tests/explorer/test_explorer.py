"""The explorer's pages without a browser: what they hold, hostile content, links, headers, other hosts."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.app import datasette_of
from explorer.articles.view import article_view
from explorer.guarding.access import Doors
from explorer.questions import questions
from explorer.wording.labels import LANGUAGES, labels, money, number
from tests.explorer_fixtures import hostile_corpus

PAGES = ["/", "/search?q=khuyen+cong", "/charts", "/charts/support", "/map", "/map?measure=support", "/province/yen-bai", "/compare",
         "/compare?province=yen-bai&province=ha-noi", "/questions", "/codebook", "/corpus/v_amounts", "/corpus"]  # fmt: skip


class Site:
    """A Datasette application asked in this process."""

    def __init__(self, corpus_db: Path, doors: Doors | None = None) -> None:
        self.app = datasette_of(corpus_db, doors or Doors())

    def get(self, path: str, **options: Any) -> Any:
        async def ask() -> Any:
            await self.app.invoke_startup()
            return await self.app.client.get(path, **options)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, dict[str, int], Path]:
    path = tmp_path_factory.mktemp("hostile") / "c.db"
    ids = hostile_corpus(path)
    return Site(path), ids, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_in_both_languages(site: Site, path: str, language: str) -> None:
    page = site.get(path + ("&" if "?" in path else "?") + f"_lang={language}")
    assert page.status_code == 200, page.text[:300]
    assert f'<html lang="{language}">' in page.text
    assert page.text.count('<main id="content"') == page.text.count("<h1") == 1
    assert labels(language)["skip"] in page.text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!127\.0\.0\.1|localhost)", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_language_is_remembered_and_filters_nothing(site: Site) -> None:
    page = site.get("/corpus/v_amounts.json?_lang=vi&_shape=array&_size=5")
    assert len(page.json()) == 5
    assert page.headers["set-cookie"].startswith("lang=vi;")
    assert '<html lang="vi">' in site.get("/charts", cookies={"lang": "vi"}).text
    assert '<html lang="vi">' in site.get("/charts", headers={"accept-language": "vi-VN,en"}).text
    assert '<html lang="en">' in site.get("/charts?_lang=xx").text


def test_every_label_has_both_languages() -> None:
    english, vietnamese = labels("en"), labels("vi")
    assert len(english) > 100
    assert all(text.strip() for text in [*english.values(), *vietnamese.values()])
    assert sum(english[key] == vietnamese[key] for key in english) < 5


def test_start_page_says_what_is_there(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    articles, amounts = corpus.execute("SELECT articles, amounts FROM v_corpus").fetchone()
    corpus.close()
    text = site.get("/?_lang=en").text
    assert f'<dd id="count-articles">{articles}</dd>' in text
    assert f"{amounts:,}" in text
    assert text.count('class="verdict good"') == 3
    assert text.count('data-unit="') == 34
    assert text.count('<rect class="mark"') > 50
    assert all(f"/corpus/{question.name}" in text for question in questions())


def test_map_knows_both_eras(site: Site) -> None:
    text = site.get("/map?_lang=en").text
    assert text.count('data-unit="') == 63 + 34
    assert re.search(r'data-unit="yen-bai"[^>]*><title>Yên Bái: \d+</title>', text)
    assert re.search(r'data-unit="15"[^>]*><title>Lào Cai: \d+</title>', text)  # Yên Bái is part of Lào Cai today
    assert "province_now__exact=L%C3%A0o+Cai" in text


@pytest.mark.parametrize("query", ["khuyến công", "khuyen cong", '"sở công thương"', "dak lak", "Ðắk Lắk", "ðắk"])
def test_search_page_finds_and_marks(site: Site, query: str) -> None:
    text = site.get("/search", params={"q": query, "_lang": "en"}).text
    found = re.search(r'id="found">(\d+) articles? found', text)
    assert found
    assert int(found[1]) >= 1
    assert text.count("<mark>") >= 1
    assert re.search(r'href="/article/\d+"', text)


def test_search_filters_narrow(site: Site) -> None:
    def total(**filters: str) -> int:
        match = re.search(r'id="found">(\d+) ', site.get("/search", params={"q": "khuyến công", "_lang": "en", **filters}).text)
        return int(match[1]) if match else -1

    assert 0 < total(province="Yên Bái") < total()
    assert 0 < total(source="replica-sct", year="2021") < total(source="replica-sct") < total()
    assert total(year="nonsense") == total()
    assert total(province="Atlantis") == 0


@pytest.mark.parametrize("query", ['"', "NEAR(", "a AND", "*", "x* OR", "'; DROP TABLE articles; --", "\x00", "đ" * 3000, "col:x", "(((("])
def test_any_input_is_safe(site: Site, query: str) -> None:
    for path, name in (("/search", "q"), ("/corpus/v_articles", "_search")):
        page = site.get(path, params={name: query})
        assert page.status_code == 200, (path, page.text[:200])


def test_table_search_folds_accents(site: Site) -> None:
    for query in ("đắk lắk", "dak lak", "Đăk Lăk", "Ðắk Lắk"):
        rows = site.get("/corpus/v_articles.json", params={"_search": query, "_shape": "array"}).json()
        assert rows, query
        assert any("Đắk Lắk" in (row["province"] or "") + (row["title"] or "") for row in rows)


def test_facts_stand_where_they_are(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    checked = 0
    for article, text in corpus.execute("SELECT id, text FROM articles ORDER BY id LIMIT 12").fetchall():
        page = site.get(f"/article/{article}?_lang=en").text
        marks = re.findall(r'<a class="fact (\w+)" id="t-(\w+)" href="#n-\w+" data-start="(\d+)" data-end="(\d+)"[^>]*>([^<]*)</a>', page)
        assert marks
        for _, key, start, end, words in marks:
            assert html.unescape(words) == text[int(start) : int(end)]
            assert f'id="n-{key}"' in page
            checked += 1
        shown = re.search(r'id="text" lang="vi">(.*?)</div>', page, re.DOTALL)
        assert shown
        plain = html.unescape(re.sub(r"<[^>]+>", "", shown[1]))
        assert plain.split() == text.split()
    corpus.close()
    assert checked > 100


def test_article_page_shows_reading_rule_and_original(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    article, url, rule = corpus.execute(
        "SELECT a.id, a.url, m.link_rule FROM amounts m JOIN articles a ON a.id = m.article WHERE m.surface = '4,86 tỷ đồng'"
    ).fetchone()
    corpus.close()
    page = site.get(f"/article/{article}?_lang=en").text
    assert "4.86 billion đồng" in page
    assert html.escape(rule) in page
    assert f'href="{html.escape(url)}" rel="noopener noreferrer external"' in page
    assert "<del>" in page  # the replica's edited article
    assert "4,86 tỷ đồng" in site.get(f"/article/{article}?_lang=vi").text


def test_no_such_article(site: Site) -> None:
    assert site.get("/article/5").status_code == 404
    assert site.get("/article/99999999999999999").status_code == 404
    assert site.get("/article/x").status_code == 404
    assert site.get("/article/5").headers["content-security-policy"]


def test_it_only_reads(site: Site, corpus_db: Path) -> None:
    page = site.get("/corpus.json", params={"sql": "DELETE FROM articles"})
    assert page.status_code == 400
    database = site.app.get_database("corpus")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        asyncio.run(database.execute_fn(lambda conn: conn.execute("DELETE FROM articles")))


def test_other_hosts_are_refused(site: Site) -> None:
    assert site.get("/", headers={"host": "evil.example"}).status_code == 403
    assert site.get("/", headers={"host": "localhost:8001"}).status_code == 200


def test_hostile_content_is_only_text(hostile: tuple[Site, dict[str, int], Path]) -> None:
    site, ids, _ = hostile
    paths = ["/", "/search?q=khuyen", "/charts", "/map", "/corpus/v_articles", "/corpus/v_amounts", "/corpus/articles"]
    for path in [*paths, *(f"/article/{key}" for key in ids.values())]:
        page = site.get(path)
        assert page.status_code == 200, path
        for harm in ("<script>window", "<img src=x", "<svg onload", 'href="javascript'):
            assert harm not in page.text.lower(), (path, harm)
    assert "{{ 7 * 7 }}" in html.unescape(site.get(f"/article/{ids['template']}").text)


def test_huge_texts_are_cut_and_say_so(hostile: tuple[Site, dict[str, int], Path]) -> None:
    site, ids, path = hostile
    page = site.get(f"/article/{ids['huge']}?_lang=en")
    assert labels("en")["cut"] in page.text
    assert len(page.text) < 5_000_000
    corpus = sqlite3.connect(path)
    view = article_view(corpus, ids["huge"], "en")
    corpus.close()
    assert view is not None
    assert view.cut
    assert len(view.facts) <= 4_000


@pytest.mark.parametrize(
    ("dong", "english", "vietnamese"),
    [
        (1_420_000_000, "1.42 billion đồng", "1,42 tỷ đồng"),
        (700_000_000, "700 million đồng", "700 triệu đồng"),
        (4200, "4,200 đồng", "4.200 đồng"),
    ],
)
def test_money_in_words(dong: int, english: str, vietnamese: str) -> None:
    assert (money(dong, "en"), money(dong, "vi")) == (english, vietnamese)
    assert number(None, "vi") == ""
