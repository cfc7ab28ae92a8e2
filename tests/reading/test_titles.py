"""Titles by themselves: keys, dates printed into headlines, captions of parts of a page, what the head of a page says, slugs."""

from __future__ import annotations

import time

import pytest

from pipelines.html.head import Head
from pipelines.reading.headlines.slugs import path_of, slug_of
from pipelines.reading.titles import has_key, headline_of_head, is_part_caption, site_title, stamp_of, title_key, undated

HEADLINE = "Bản Mây dựng lò sấy chung"


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (Head(title="Đan cói mở lớp | Báo Bản"), "Đan cói mở lớp"),
        (Head(title="Đan cói mở | Báo Bản"), "Đan cói mở"),  # the rest names the site
        (Head(title="Đan cói | Báo Bản"), None),  # two words are no headline
        (Head(title="Đan cói mở"), None),  # nor three that nothing stands beside
        (Head(title="Đan cói mở lớp"), "Đan cói mở lớp"),
        (Head(title="Đan cói mở lớp - Báo Bản", site_name="Báo Bản"), "Đan cói mở lớp"),
        (Head(og_title="Đan cói mở lớp - Chợ phiên"), "Đan cói mở lớp - Chợ phiên"),
        (Head(headline="Đan cói"), "Đan cói"),
        (Head(title="Báo Bản - Đan cói mở lớp ban đêm"), "Đan cói mở lớp ban đêm"),  # six words behind the site
        (Head(title="Báo Bản - Đan cói mở lớp đêm"), None),
        (Head(title="Cổng thông tin điện tử xã Bản Mây - tỉnh Mây"), None),
        (Head(title="Tin tức - Sự kiện"), None),
        (Head(title="Trang chủ - Sở Công Thương tỉnh Mây"), None),
        (Head(title="Sở Công Thương tỉnh Mây mở lớp đan cói cho bản - Báo Bản"), "Sở Công Thương tỉnh Mây mở lớp đan cói cho bản"),
        (Head(title="Nhà cái đổi thưởng uy tín"), None),
    ],
)  # fmt: skip
def test_what_the_head_alone_says(head: Head, text: str | None) -> None:
    assert headline_of_head(head) == text


@pytest.mark.parametrize(
    ("stamp", "kept"),
    [
        ("( )", ""), ("()", ""), ("[ - ]", ""), ("( / / )", ""),
        ("(12/03/2021)", "(12/03/2021)"), ("(12.3.2021)", "(12.3.2021)"), ("[12-03-2021 08:30]", "[12-03-2021 08:30]"),
        ("(Thứ ba, 16/05/2019)", ""), ("(cập nhật: 16/05/2019 lúc 8h30)", ""), ("(08:30 | 16/05/2019)", ""), ("(25.04.2019 14:04)", ""),
        ("( 2019-05-16T05:00:00.000Z )", ""), ("(2019-05-16)", ""), ("2019-05-16T05:00", ""), ("- 2019-05-16 05:00:00+07:00", ""),
    ],
)  # fmt: skip
def test_a_date_that_a_template_prints_is_no_part_of_the_headline(stamp: str, kept: str) -> None:
    assert undated(f"{HEADLINE} {stamp}") == HEADLINE
    assert stamp_of(f"{HEADLINE} {stamp}") == stamp
    assert title_key(f"{HEADLINE} {stamp}") == title_key(HEADLINE)
    if kept:
        assert undated(f"{kept} {HEADLINE}") == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "Kế hoạch khuyến công (2021-2025)", "Chợ đêm mở lại (20/11)", "Mừng ngày lập bản (26/3/1931)",
        "Mười năm lò sấy (1/5/2006 - 1/5/2016)", "Dựng lò sấy (bài 1)", "Giá thuốc lá ngày 12/03/2021", "Quỹ khuyến công (KC)",
        "Lịch nghiệm thu 2021-03-12", "Tin tháng (3/2021)",
        "(12/3) Bản Mây dựng lò", "( )", "[Ảnh] Bản Mây dựng lò", "Lò sấy số (12/03)", "Ngày (32/03/2021)", "Ngày (12/13/2021)",
    ],
)  # fmt: skip
def test_a_date_that_the_writer_means_stays(headline: str) -> None:
    assert undated(headline) == headline
    assert stamp_of(headline) == ""


def test_long_lines_of_brackets_cost_little() -> None:
    started = time.process_time()
    for text in (
        "(" * 50_000 + ")",
        "ngày " * 10_000 + ")",
        "[ " * 20_000 + "]",
        "1/" * 30_000 + ")",
        " " * 50_000 + ")",
        "- " * 20_000 + "2021-03-12 1",
    ):
        undated(text)
        is_part_caption(text)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    "line", ["Tin nổi bật", "TIN TỨC - SỰ KIỆN", "Root", "Chi tiết bài viết:", "Kinh tế - Xã hội", "Tin tức » Trong tỉnh", "Hỏi đáp"]
)
def test_captions_of_parts_of_a_page(line: str) -> None:
    assert is_part_caption(line)


@pytest.mark.parametrize("line", ["Tin bão số ba", "Kinh tế bản Mây", "Tin nổi bật của bản", "Chi tiết máy bừa", "", "Công nghiệp ba bản"])
def test_lines_that_only_begin_like_a_caption(line: str) -> None:
    assert not is_part_caption(line)


@pytest.mark.parametrize(
    ("text", "key", "same"),
    [
        ("Đan cói", "đancói", True),
        ("“Đan cói”.", "đancói", True),
        ("", "", False),
        ("a" + " " * 50 + "b", "ab", False),  # 52 characters: more white space than any line has
        ("a" + " " * 33 + "b", "ab", True),  # 35: the most for a key of two
        ("a" + " " * 34 + "b", "ab", False),
        ("ß" * 8, "ss" * 8, True),  # letters that grow: eight at most
        ("ß" * 9, "ss" * 9, False),
    ],
)
def test_lengths_are_looked_at_before_keys_are_compared(text: str, key: str, same: bool) -> None:
    assert has_key(text, key) is same
    assert title_key(text) == key


def test_the_rest_of_a_title_is_the_name_of_the_site() -> None:
    assert site_title(Head(title="Đan cói mở lớp - Báo Bản"), "Đan cói mở lớp") == "Báo Bản"
    assert site_title(Head(title="Cổng thông tin huyện"), "Đan cói mở lớp") == "Cổng thông tin huyện"
    assert site_title(Head(title="Đan cói"), "Đan cói mở lớp") is None
    assert site_title(Head(site_name="Báo Bản"), "Đan cói mở lớp") == "Báo Bản"


@pytest.mark.parametrize(
    ("url", "spells"),
    [
        ("https://x.vn/tin/ban-may-dung-lo-say-chung-1187.html", True),
        ("https://x.vn/ban-may-dung-lo-say-chung", True),
        ("https://x.vn/tin/ban-may-dung-lo-say-chung/index.html", True),
        ("https://x.vn/20210312081500-ban-may-dung-lo-say-chung-post88211.tpo", True),
        ("https://x.vn/B%E1%BA%A3n-M%C3%A2y-d%E1%BB%B1ng-l%C3%B2-s%E1%BA%A5y-chung.html", True),
        ("https://x.vn/ban-may-dung-lo-say-ch", True),  # cut within a word
        ("https://x.vn/ban-may-dung-lo-say-chung-vua-xong-hom-qua", False),  # the slug says much more
        ("https://x.vn/ban-lung-dung-cau-treo-moi", False),
        ("https://x.vn/khuyen-cong", False),  # a section
        ("https://x.vn/tin?id=77", False),
        ("https://[x/", False),
        (None, False),
    ],
)
def test_the_address_spells_the_headline(url: str | None, spells: bool) -> None:
    slug = slug_of(url)
    assert (slug is not None and slug.spells(HEADLINE)) is spells


def test_a_slug_spells_no_other_line() -> None:
    slug = slug_of("https://x.vn/ban-may-dung-lo-say-chung-1187.html")
    assert slug is not None
    assert not slug.spells("Bản Mây")
    assert not slug.spells("Bản Mây dựng cầu treo")
    assert slug.spells("BẢN MÂY: DỰNG LÒ SẤY CHUNG!")


def test_paths() -> None:
    assert [path_of(url) for url in ("https://x.vn/tin/a/", "/tin/a", "https://x.vn", None, "https://[x/")] == [
        "tin/a",
        "tin/a",
        "",
        "",
        "",
    ]
