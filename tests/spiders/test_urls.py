"""One address for one page: canonical form, key, id, believable canonical links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.urls import article_id, canonical_url, declared_canonical, document_key, url_key

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


@pytest.mark.parametrize(
    "query",
    [
        "modules.php?name=News&op=viewst&sid={}",
        "modules.php?name=News&cat=3&in={}",
        "xem.php?ref={}",
        "chi-tiet.aspx?share={}&lang=1",
        "?mobile=1{}",
        "xem.php?op=xem&sid=2024030{}",
        "xem.php?sid=ho-tro-may-say-nam-2024-dot-{}",
        "tin.asp?ref=tb{}",
    ],
)
def test_an_id_in_the_query_is_no_noise(query: str) -> None:
    addresses = [canonical_url("https://x.vn/" + query.format(n)) for n in range(1, 21)]
    assert len({article_id(address or "") for address in addresses}) == 20
    assert [url_key(address or "") for address in addresses] == [f"x.vn/{query.format(n)}".replace("/?", "?") for n in range(1, 21)]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("tin.php?id=7&sid=9f2c6e1ab4d07c55", "tin.php?id=7"),
        ("tin.php?id=7&s=0cc175b9c0f1b6a831c399e269772661", "tin.php?id=7"),
        ("tin.php?id=7&SID=qk3j9d0s8fj2kd93jf0s9d8f7g", "tin.php?id=7"),
        ("tin.php?id=7&sid=550e8400-e29b-41d4-a716-446655440000", "tin.php?id=7"),
        ("tin.php?id=7&PHPSESSID=1", "tin.php?id=7"),
        ("tin.php?id=7&in=1", "tin.php?id=7"),
        ("tin.php?id=7&ref=12", "tin.php?id=7"),
        ("tin/ho-tro-may-say-48123.html?share=3&mobile=1&in=1", "tin/ho-tro-may-say-48123.html"),
        ("tin-tuc?mobile=1", "tin-tuc"),
        ("tin-tuc?page=2&mobile=0", "tin-tuc?page=2"),
        ("tin-tuc?share=facebook", "tin-tuc"),
        ("tin-tuc?ref=home", "tin-tuc"),
        ("tin.php?sid=9f2c6e1ab4d07c5", "tin.php?sid=9f2c6e1ab4d07c5"),  # 15 characters: no session
        ("tin.php?sid=20240115093012345", "tin.php?sid=20240115093012345"),  # long, of digits alone
        ("tin.php?id=9f2c6e1ab4d07c559f2c6e1a", "tin.php?id=9f2c6e1ab4d07c559f2c6e1a"),  # no name of a session
    ],
)
def test_sessions_are_told_by_shape_and_views_by_the_rest_of_the_address(url: str, key: str) -> None:
    assert url_key(f"https://x.vn/{url}") == f"x.vn/{key}"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("vi/news/khuyen-cong/ho-tro-may-say-che-48123.html", "x.vn/ho-tro-may-say-che-48123"),
        ("vi/news/tin-noi-bat/ho-tro-may-say-che-48123.html", "x.vn/ho-tro-may-say-che-48123"),
        ("muc/ho-tro-may-say-che-d123.htm", "x.vn/ho-tro-may-say-che-d123"),
        ("muc/ho-tro-may-say-che_4812.html", "x.vn/ho-tro-may-say-che_4812"),
        ("muc/48123/ho-tro-may-say-che", "x.vn/48123/ho-tro-may-say-che"),
        ("muc/tin-tuc-noi-bat-trong-nganh-p112", None),  # a page of a list
        ("muc/ho-tro-may-say-che-d12.html", None),
        ("muc/12345-ho-tro-may-say-che.html", "x.vn/12345-ho-tro-may-say-che"),
        ("muc/ho-tro-may-say-che/48123.html", "x.vn/ho-tro-may-say-che/48123"),
        ("muc/2024-ho-tro-may-say-che.html", None),
        ("muc/tin-tuc/48123.html", None),  # a section of that name may stand elsewhere
        ("muc/ho-tro-may-say-che-12.html", None),  # too short for the number of a system
        ("muc/ho-tro-may-say-che.html", None),  # no number: another section may have a document of that name
        ("muc/ke-hoach-cong-tac-nam-2024.html", None),
        ("muc/tong-ket-hoi-cho-2024.html", None),
        ("muc/ket-luan-thanh-tra-so-1123.html", None),  # the number of the headline
        ("muc/ho-tro-cac-co-so-48123.html", "x.vn/ho-tro-cac-co-so-48123"),
        ("muc/tin-48123.html", None),  # hardly a headline
        ("muc/48123.html", None),
        ("tin.php?id=48123", None),
    ],
)
def test_addresses_of_one_document_share_its_key(url: str, wanted: str | None) -> None:
    assert document_key(f"https://www.x.vn/{url}") == wanted


@pytest.mark.parametrize(
    ("url", "pattern", "wanted"),
    [
        ("a/tin.php?cat=1&id=55", r"[?&]id=(\d+)", "x.vn#55"),
        ("b/tin.php?cat=9&id=55", r"[?&]id=(\d+)", "x.vn#55"),
        ("a/bai_77", r"_\d+$", "x.vn#_77"),
        ("a/bai-77", r"_\d+$", None),
        ("muc/ho-tro-may-say-che-48123.html", r"_\d+$", None),  # the pattern of the source is the whole truth
        ("x-9", r"p(\d+)|-(\d+)", "x.vn#9"),
    ],
)
def test_the_pattern_of_a_source_decides_what_a_document_is(url: str, pattern: str, wanted: str | None) -> None:
    assert document_key(f"https://x.vn/{url}", pattern) == wanted


def test_what_is_no_web_address_has_no_document_key() -> None:
    assert document_key("urn:article:ho-tro-may-say-che-48123") is None


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


@pytest.mark.parametrize(
    ("url", "href", "believed"),
    [
        ("modules.php?op=tin&sid=7", "/modules.php", False),  # one address declared on every page
        ("modules.php?op=tin&sid=7", "/modules.php?op=tin&sid=1", False),
        ("chi-tiet.aspx?ItemID=48", "/chi-tiet.aspx?lang=vi", False),
        ("modules.php?op=tin&sid=7&cat=3", "/modules.php?sid=7", True),
        ("tin/chi-tiet.aspx?ItemID=48", "/bai-viet/48/chi-tiet.aspx", True),
        ("muc.php?cat=3", "/muc.php", True),  # a section is no document
        ("tin/ho-tro-may-say.html?t=1700000000", "/tin/ho-tro-may-say.html", True),
        ("tin/may-say-48123.html?v=2", "/tin/may-say-48123.html", True),
    ],
)
def test_a_canonical_must_name_the_document_of_a_query(url: str, href: str, believed: bool) -> None:
    assert (declared_canonical(link(href), f"https://x.vn/{url}") is not None) is believed


def test_an_address_of_very_many_parameters_is_one_address() -> None:
    many = "https://a.example.vn/x?" + "&".join(f"a{n}=1" for n in range(200))
    assert canonical_url(many) == many
    assert canonical_url(many + "&fbclid=9") == many
