"""One address for one page: canonical form, key, id, believable canonical links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.urls import article_id, canonical_url, declared_canonical, url_key

ONE_ARTICLE = [
    "https://congthuong.vn/khuyen-cong-lang-son-123456.html",
    "http://congthuong.vn/khuyen-cong-lang-son-123456.html",
    "https://www.congthuong.vn/khuyen-cong-lang-son-123456.html",
    "https://congthuong.vn:443/khuyen-cong-lang-son-123456.html#binh-luan",
    "https://congthuong.vn/khuyen-cong-lang-son-123456.html?utm_source=zalo&utm_medium=x",
    "https://congthuong.vn/khuyen-cong-lang-son-123456.html?fbclid=abc",
    "https://congthuong.vn/khuyen-cong-lang-son-123456.html?mobile=yes&amp=1",
    "https://congthuong.vn/khuyen-cong-lang-son-123456.html;jsessionid=0A1B",
    "https://congthuong.vn/print/khuyen-cong-lang-son-123456.html",
    "https://CongThuong.vn/khuyen-cong-lang-son-123456.html",
]


@pytest.mark.parametrize("url", ONE_ARTICLE)
def test_many_addresses_are_one_article(url: str) -> None:
    assert url_key(url) == "congthuong.vn/khuyen-cong-lang-son-123456.html"
    assert article_id(url) == article_id(ONE_ARTICLE[0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://x.vn/tin?id=1", "https://x.vn/tin?id=2"),
        ("https://x.vn/tin?nid=4815", "https://x.vn/tin?nid=4816&utm_source=a"),
        ("https://x.vn/a-1.html", "https://y.vn/a-1.html"),
        ("https://x.vn/tin/1", "https://x.vn/tin/2"),
        ("http://127.0.0.1:8731/a", "http://127.0.0.1:8732/a"),
        ("https://x.vn/khuyen-cong?s_cond=&BRSR=15", "https://x.vn/khuyen-cong?s_cond=&BRSR=30"),
    ],
)
def test_different_pages_stay_apart(a: str, b: str) -> None:
    assert url_key(a) != url_key(b)
    assert article_id(a) != article_id(b)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("/tin/a.html", "https://x.vn/tin/a.html"),
        ("b.html?x=1&utm_id=3", "https://x.vn/muc/b.html?x=1"),
        ("//y.vn/c", "https://y.vn/c"),
        ("https://x.vn/tin tức/đề án.html", "https://x.vn/tin%20t%E1%BB%A9c/%C4%91%E1%BB%81%20%C3%A1n.html"),
        ("https://x.vn/index.html", "https://x.vn/index.html"),
        ("\\tin\\a.html", "https://x.vn/tin/a.html"),
        ("..\\tin\\a.html?q=a\\b", "https://x.vn/tin/a.html?q=a%5Cb"),
        ("https:\\\\x.vn\\a#b\\c", "https://x.vn/a"),
        ("/tin/\n a.html", "https://x.vn/tin/%20a.html"),
        ("javascript:void(0)", None),
        ("mailto:a@b.vn", None),
        ("ftp://x.vn/a", None),
        ("https://x.vn:99999/", None),
        ("https://[bad", None),
        ("https://x.vn/" + "a" * 3000, None),
    ],
)
def test_canonical_url(url: str, wanted: str | None) -> None:
    assert canonical_url(url, "https://x.vn/muc/") == wanted


def test_index_file_and_trailing_slash_do_not_make_another_page() -> None:
    assert url_key("https://x.vn/muc/") == url_key("https://x.vn/muc") == url_key("https://x.vn/muc/index.html") == "x.vn/muc"


def test_ids_are_exact_in_every_tool() -> None:
    assert 0 <= article_id("https://x.vn/a") < 2**52


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    once = canonical_url("https://x.vn/" + text)
    assert once is None or canonical_url(once) == once
    url_key(text)


def link(href: str) -> bytes:
    return f'<html><head><link rel="canonical" href="{href}"></head>'.encode()


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("https://x.vn/khuyen-cong-123456.html", "https://x.vn/khuyen-cong-123456.html"),
        ("/tin/ten-moi-123456.html", "https://x.vn/tin/ten-moi-123456.html"),  # renamed, same number
        ("https://x.vn/", None),  # many sites declare their home page on every page
        ("https://khac.vn/khuyen-cong-123456.html", None),
        ("https://x.vn/tin-khac-999999.html", None),
    ],
)
def test_declared_canonical_must_be_believable(href: str, wanted: str | None) -> None:
    assert declared_canonical(link(href), "https://x.vn/in-bai/khuyen-cong-123456.html") == wanted


def test_an_address_of_very_many_parameters_is_one_address() -> None:
    many = "https://a.example.vn/x?" + "&".join(f"a{n}=1" for n in range(200))
    assert canonical_url(many) == many
    assert canonical_url(many + "&fbclid=9") == many
