"""The articles of the replica portal and what is expected of them: complete, consistent, nobody else's text."""

from __future__ import annotations

import re
import unicodedata

import pytest

from examples.replica import server as replica
from examples.replica.posts import SITES, load_posts, special_pages
from tests.paths import SHARED

ROLES = ("support", "budget", "investment", "output", "trade", "price", "income", "profit", "tax", "fine", "loan", "asset", "other")
TRAPS = {
    "header_clock",
    "hijacked_title",
    "no_date",
    "seed_like_1",
    "seed_like_2",
    "syndicated_original",
    "syndicated_copy",
    "related_box",
    "inline_related",
    "print_duplicate",
    "popup_duplicate",
    "tracking_duplicate",
    "redirect_alias",
    "retry_after",
    "slow",
    "bad_byte",
    "nfd",
    "attachment",
    "us_date",
    "template_twin",
    "district_only",
    "home_only",
    "edited",
    "new_in_edition_2",
    "news_sitemap",
    "fine",
    "lead_has_year",
}


def test_enough_articles_on_every_site() -> None:
    by_site = {name: sum(row["site"] == name for row in replica.expected()) for name in SITES.values()}
    assert sum(by_site.values()) >= 90
    assert min(by_site.values()) >= 18


def test_addresses_ids_and_titles_are_unique() -> None:
    posts = load_posts(2)
    assert len({(post.site, post.path) for post in posts}) == len(posts)
    assert len({(post.site, post.id) for post in posts}) == len(posts)
    twins = {post.title for post in posts if "template_twin" in post.traps or post.copy_of or "syndicated_original" in post.traps}
    titles = [post.title for post in posts if post.title not in twins]
    assert len(set(titles)) == len(titles)


def test_lengths_are_those_of_news() -> None:
    for row in replica.expected(2):
        assert 120 <= len(row["text"].split()) <= 470, row["slug"]
        assert len(row["paragraphs"]) >= 3, row["slug"]


def test_text_is_normalised() -> None:
    for row in replica.expected(2):
        assert row["text"] == unicodedata.normalize("NFC", row["text"]), row["slug"]
        assert not re.search(r"[{}\t]|  |\u00a0| \n|\n ", row["text"]), row["slug"]


@pytest.mark.parametrize("edition", [1, 2])
def test_every_surface_occurs(edition: int) -> None:
    checked = 0
    for row in replica.expected(edition):
        for fact in [*row["years"], *row["amounts"]]:
            assert row["text"].count(fact["text"]) >= fact["nth"] >= 1, (row["slug"], fact)
            checked += 1
    assert checked > 900


def test_amounts_are_well_formed() -> None:
    for row in replica.expected(2):
        for fact in row["amounts"]:
            where = (row["slug"], fact)
            assert fact["kind"] in ("money", "percent", "count", "measure"), where
            assert 0 < fact["min"] <= fact["max"], where
            assert fact["approx"] in (None, "about", "over", "under", "nearly"), where
            assert fact["change"] is None or fact["kind"] == "percent", where
            if fact["kind"] in ("money", "percent"):
                assert fact["role"] in ROLES, where
                assert fact["year"] is None or 1990 <= fact["year"][0] <= fact["year"][1] <= 2050, where
                assert fact["province"] is None or fact["province"] in row["provinces"], where
            else:
                assert not {"role", "year", "province"} & set(fact), where


def test_plain_values_agree_with_their_surface() -> None:
    scale = {"": 1, "nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9}
    checked = 0
    for row in replica.expected(2):
        for fact in row["amounts"]:
            plain = re.match(r"([\d.,]+) ?(nghìn|triệu|tỷ)?\b(?! ?[-–đ]\w* ?\d)(?:[^\d]*)$", fact["text"])
            dot_decimal = re.search(r"\d\.\d(?!\d\d)", fact["text"])  # "14.3 tỷ đồng": one of the traps
            if plain and fact["unit"] != "USD" and not dot_decimal:
                assert fact["max"] == pytest.approx(float(plain[1].replace(".", "").replace(",", ".")) * scale[plain[2] or ""]), fact
                checked += 1
    assert checked > 500


def test_years_and_provinces_are_consistent() -> None:
    for row in replica.expected(2):
        for fact in row["years"]:
            digits = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fact["text"])]
            assert fact["relative"] == (not digits), (row["slug"], fact)
            assert not digits or [fact["from"], fact["to"]] == [digits[0], digits[-1]], (row["slug"], fact)
        assert set(row["primary_provinces"]) <= set(row["provinces"]), row["slug"]
        for province in row["provinces"]:
            assert province in row["text"] or (province == "Hồ Chí Minh" and "TP.HCM" in row["text"]), (row["slug"], province)


def test_unmarked_numbers_are_no_years_or_money() -> None:
    """Every number with a currency, a percent sign or the form of a year stands in some expected surface, or in a cited law."""
    for row in replica.expected(2):
        text = row["text"]
        covered = [False] * len(text)
        for fact in [*row["years"], *row["amounts"]]:
            starts = [m.start() for m in re.finditer(re.escape(fact["text"]), text)]
            for i in range(starts[fact["nth"] - 1], starts[fact["nth"] - 1] + len(fact["text"])):
                covered[i] = True
        for m in re.finditer(r"\d[\d.,]*(?: (?:nghìn|triệu|tỷ))? ?(?:đồng|USD|%)|(?<![\d./:])(?:19|20)\d\d(?![\d/.,]\w)", text):
            assert covered[m.start()], (row["slug"], text[max(0, m.start() - 30) : m.end() + 10])


def test_every_trap_is_present() -> None:
    present = {trap for row in replica.expected(2) for trap in row["traps"]}
    assert present >= TRAPS
    assert {page["answer"] for page in special_pages()} >= {"error", "truncated", "redirect", "empty", "forbidden", "calendar", "html"}


def test_many_provinces() -> None:
    assert len({province for row in replica.expected() for province in row["provinces"]}) >= 35


def test_no_text_of_others() -> None:
    """No run of 14 words in common with the real articles and pages that this project is measured with."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("the measuring texts are not beside this checkout")
    foreign: set[tuple[str, ...]] = set()
    for path in [*SHARED.glob("gold/facts/articles/*.json"), *SHARED.glob("seeds/*.txt"), *SHARED.glob("gold/pages/labels/*.json")]:
        foreign |= runs(path.read_text(encoding="utf-8"))
    assert len(foreign) > 10_000
    for row in replica.expected(2):
        assert not runs(row["text"]) & foreign, row["slug"]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text.replace("\\n", "\n")).lower())
    return {tuple(words[i : i + 14]) for i in range(len(words) - 13)}
