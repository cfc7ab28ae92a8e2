"""The kept copy: text in its structure, nothing that acts or asks; when it was fetched; and "this is wrong" beside it."""

from __future__ import annotations

import html
import re
import sqlite3
import time
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from crawler.keeping.kept_pages import kept_pages
from explorer.articles.kept_copy import MOST_DEPTH, harmless
from explorer.guarding.access import Doors, Kept
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.corpus.corrections import corrections_in
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.explorer.test_explorer import Site
from tests.explorer_fixtures import hostile_corpus

ACTS = re.compile(
    r"<\s*(?:script|meta|base|form|input|iframe|object|embed|svg|link|style|img|video|math)\b|\son\w+\s*=|href|src|action|url\(",
    re.IGNORECASE,
)
HOSTILE = {
    "script": "<p>Chè<script>fetch('http://evil.example')</script> xanh</p>",
    "open script": "<p>Chè xanh</p><script>alert(1)",
    "refresh": "<head><meta http-equiv=refresh content='0;url=http://evil.example/'></head><p>Chè xanh</p>",
    "form": "<form action=http://evil.example/><input name=a value=b autofocus onfocus=alert(1)><button>Gửi</button></form><p>Chè xanh",
    "picture": "<p>Chè xanh <img src=http://evil.example/x srcset='//evil.example/y 2x' onerror=alert(1) alt='đồi \"chè\" <b>'></p>",
    "base": "<base href=http://evil.example/ target=_top><p>Chè xanh <a href=x>tiếp</a></p>",
    "svg": "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><p>Chè xanh</p>",
    "style": "<style>@import 'http://evil.example/a.css';</style><p style='background:url(http://evil.example/)'>Chè xanh</p>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=http://evil.example></object><p>Chè xanh</p>",
    "link": "<link rel=stylesheet href=http://evil.example/a.css><link rel=dns-prefetch href=//evil.example><p>Chè xanh</p>",
    "handler": "<p onclick=alert(1) onmouseover='alert(1)' id=x class=y>Chè xanh</p><a href='javascript:alert(1)' ping=http://evil.example>x</a>",
    "broken": "<p/onclick=alert(1)>Chè <b <i>xanh</b></p></div></body></html><p title='\"><script>alert(1)</script>'>x",
    "mutation": "<p>Chè xanh</p><math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "breakout": "<p>Chè xanh</p>\"></iframe><script>alert(1)</script>' srcdoc=x",
    "template": "<p>Chè xanh {{ 7*7 }} {% include 'x' %}</p><template><script>alert(1)</script></template>",
    "comment": "<!--[if IE]><script src=http://evil.example></script><![endif]--><?xml-stylesheet href='//evil.example'?><p>Chè xanh</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_nothing_that_acts_or_asks_is_left(name: str) -> None:
    shown = harmless(HOSTILE[name], "ảnh")
    tags = re.findall(r"<[^>]*>", shown)
    assert [tag for tag in tags if not re.fullmatch(r'</?[a-z1-6]+(?: (?:col|row)span="\d+")*>', tag)] == []
    assert ACTS.findall(" ".join(tags)) == []
    assert "evil.example" not in shown
    assert "Chè" in shown
    assert "xanh" in shown


def test_structure_and_words_stay() -> None:
    page = '<h1>Tin</h1><table><tr><td colspan="2" onclick=x>1 &lt; 2</td><td rowspan=99999>b</td></tr></table><ul><li>một<li>hai</ul>'
    assert harmless(page, "ảnh") == (
        '<h1>Tin</h1><table><tr><td colspan="2">1 &lt; 2</td><td>b</td></tr></table><ul><li>một</li><li>hai</li></ul>'
    )
    assert harmless('<p>a <img src="x" alt="đồi <chè>"> b</p>', "ảnh") == "<p>a [ảnh đồi &lt;chè&gt;] b</p>"
    assert harmless("", "ảnh") == ""
    assert harmless("<p>a<span><b>b</p>c</b>", "ảnh").count("<") % 2 == 0


@pytest.mark.parametrize("piece", ["<div>", "<a ", "<!", "<b><p>", "<script>", "&#", "<td colspan=1>", "]]>", "<svg>"])
def test_pages_that_cost_much_cost_little(piece: str) -> None:
    began = time.process_time()
    shown = harmless(piece * (400_000 // len(piece)), "ảnh")
    assert time.process_time() - began < 3
    assert shown.count("<div>") <= MOST_DEPTH


URL = "https://x.vn/tin/1.html"


def archive(folder: Path) -> Path:
    db = open_archive(folder / "pages.db")
    visits = (("2026-01-01T00:00:00+00:00", "<p>Bản đầu</p>", "stored"), ("2026-02-01T00:00:00+00:00", "<p>Bản sau: chè</p>", "unchanged"),
              ("2026-03-01T00:00:00+00:00", "<p>Tường lửa</p>", "failed"))  # fmt: skip
    for at, body, outcome in visits:
        page = Page(URL, body.encode(), "s", URL, at, 200, {"content-type": "text/html; charset=utf-8"})
        settle_page(db, keep_page(db, page, "r"), Outcome(outcome, "new"))  # type: ignore[arg-type]
    pdf = Page("https://x.vn/a.pdf", b"%PDF-1.7 \x00", "s", None, visits[0][0], 200, {"content-type": "application/pdf"})
    settle_page(db, keep_page(db, pdf, "r"), Outcome("stored", "new"))
    db.close()
    return folder / "pages.db"


def test_the_newest_page_that_was_read_is_the_copy(tmp_path: Path) -> None:
    kept = kept_pages(archive(tmp_path))
    assert kept(URL) == Kept(URL, "2026-02-01T00:00:00+00:00", "<p>Bản sau: chè</p>")
    assert kept("https://x.vn/khac.html") is None
    found = kept("https://x.vn/a.pdf")
    assert found is not None
    assert found.markup is None


@pytest.fixture(scope="module")
def article(corpus_db: Path) -> int:
    corpus = sqlite3.connect(corpus_db)
    (key,) = corpus.execute("SELECT id FROM articles WHERE revision = 2").fetchone()
    corpus.close()
    return int(key)


@pytest.mark.parametrize("name", ["script", "refresh", "breakout", "svg", "template"])
def test_the_copy_stands_in_a_frame_without_rights(corpus_db: Path, article: int, name: str) -> None:
    site = Site(corpus_db, Doors(kept=lambda url: Kept(url, "2026-02-01T00:00:00+00:00", HOSTILE[name])))
    page = site.get(f"/kept/{article}?_lang=vi")
    frame = re.search(r'<iframe id="kept" sandbox title="[^"]*" referrerpolicy="no-referrer" srcdoc="([^"]*)"></iframe>', page.text)
    assert frame
    inside = html.unescape(frame[1])
    assert "default-src 'none'" in inside
    assert "Chè" in inside
    assert "evil.example" not in page.text.replace(frame[1], "")
    assert "alert" not in " ".join(re.findall(r"<[^>]*>", inside))
    assert "1/2/2026" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "frame-src" not in policy  # so that none may be loaded: what stands in the page is no request
    assert page.text.count('class="fact amount"') > 3  # the reading beside it


def test_without_kept_pages_it_says_so(corpus_db: Path, article: int) -> None:
    assert "--pages-db" in Site(corpus_db).get(f"/kept/{article}").text
    gone = Site(corpus_db, Doors(kept=lambda _: None)).get(f"/kept/{article}?_lang=en").text
    assert "No page of this address is kept" in gone
    damaged = Site(corpus_db, Doors(kept=lambda url: Kept(url, None, None))).get(f"/kept/{article}?_lang=en").text
    assert "damaged" in damaged
    assert "<iframe" not in damaged
    assert Site(corpus_db).get("/kept/7").status_code == 404


def test_this_is_wrong_leads_to_the_desk_or_says_how(corpus_db: Path, article: int) -> None:
    place = Site(corpus_db).get(f"/article/{article}").text
    (start,) = re.findall(rf'href="/wrong/{article}/(\d+)"', place.split("3,1 tỷ đồng</a>")[2])[:1]
    page = Site(corpus_db).get(f"/wrong/{article}/{start}")
    assert f"corpus review --figure {article}:{start} --corpus-db " in page.text
    entry = html.unescape(re.search(r'<pre id="entry" tabindex="0">(.*?)</pre>', page.text, re.DOTALL)[1])  # type: ignore[index]
    (correction,) = corrections_in(tomllib.loads(entry.replace('reason = ""', 'reason = "x"')))
    assert (correction.surface, correction.nth, correction.changes) == ("3,1 tỷ đồng", 1, '{"drop": true}')
    for language in ("en", "vi"):  # the desk goes on in the language of the page that was left
        led = Site(corpus_db, Doors(desk=lambda key, at: f"http://127.0.0.1:9/#t&figure={key}:{at}"))
        answer = led.get(f"/wrong/{article}/{start}?_lang={language}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"http://127.0.0.1:9/#t&figure={article}:{start}&lang={language}")
    assert Site(corpus_db).get(f"/wrong/{article}/999999").status_code == 404


def test_entries_of_hostile_articles_are_one_correction(tmp_path: Path) -> None:
    ids = hostile_corpus(tmp_path / "c.db")
    corpus = sqlite3.connect(tmp_path / "c.db")
    for name in ("script", "huge", "odd"):
        corpus.execute("UPDATE _amounts SET surface = surface || ? WHERE article = ?", ('"\n\\ </pre>', ids[name]))
        corpus.commit()
        (start,) = corpus.execute("SELECT start FROM amounts WHERE article = ? ORDER BY start DESC", [ids[name]]).fetchone()
        page = Site(tmp_path / "c.db").get(f"/wrong/{ids[name]}/{start}").text
        entry = html.unescape(re.search(r'<pre id="entry" tabindex="0">(.*?)</pre>', page, re.DOTALL)[1])  # type: ignore[index]
        (correction,) = tomllib.loads(entry)["correction"]
        assert correction["surface"].endswith('"\n\\ </pre>')
    corpus.close()
