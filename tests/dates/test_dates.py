"""When an article was published: pages built here, each with one hazard of real pages."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dates.metadata import stated_dates
from pipelines.dates.published import DateEvidence, Published, published_in_text, published_of
from pipelines.dates.words import moment_of
from pipelines.html.linked_data import json_ld_of

TITLE = "Hợp tác xã chè Thượng Sơn nhận dây chuyền sao mới"
SITE = "Cổng thông tin điện tử huyện Thượng Sơn"
LONG = (
    "Sau ba tháng lắp đặt, dây chuyền sao chè bằng ga đã chạy thử ở xưởng của hợp tác xã, thay cho sáu chảo củi cũ "
    "mà bà con vẫn dùng từ nhiều năm nay trong mỗi vụ chè xuân."
)
MORE = "Ông chủ nhiệm nói rằng mẻ đầu tiên đã đạt độ ẩm yêu cầu và màu nước xanh hơn hẳn so với cách sao thủ công trước kia."
FETCHED = "2026-10-02T11:38:00+00:00"


def page(
    head: str = "", above: str = "", between: str = "", body: str = "", after: str = "", outside: tuple[str, str] = ("", "")
) -> lxml.html.HtmlElement:
    """A page: head, things before the article, date line above and below its headline, inside and after its body, after the article."""
    return lxml.html.document_fromstring(
        f"<html><head><title>{TITLE} - {SITE}</title>{head}</head><body>{outside[0]}<main><article class='detail'>{above}"
        f"<h1>{TITLE}</h1>{between}<div class='content'><p>{LONG}</p><p>{MORE}</p>{body}<p>{LONG}</p></div>{after}"
        f"</article></main>{outside[1]}</body></html>"
    )


def dated(tree: lxml.html.HtmlElement, evidence: DateEvidence) -> Published:
    return published_of(tree, stated_dates(tree.iter(), json_ld_of(tree.iter())), evidence)


def read(tree: lxml.html.HtmlElement, **evidence: str | None) -> Published:
    """Read with the article's element known, as a layout or the generic reader knows it."""
    return dated(tree, DateEvidence(article=tree.find(".//article"), title=TITLE, **evidence))  # type: ignore[arg-type]


def read_blind(tree: lxml.html.HtmlElement, **evidence: str | None) -> Published:
    return dated(tree, DateEvidence(**evidence))  # type: ignore[arg-type]


def ld(value: str, kind: str = "NewsArticle", name: str = "datePublished") -> str:
    return f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "{kind}", "{name}": "{value}"}}</script>'


META = '<meta property="article:published_time" content="{}">'

VISIBLE = [
    ("<div class='date'>Thứ năm, 09/07/2026 | 15:19</div>", "2026-07-09T15:19:00+07:00"),
    ("<p>09/07/2026</p>", "2026-07-09"),
    ("<p>(09/07/2026)</p>", "2026-07-09"),
    ("<span>15:19</span> | <span class='format_date'>09/07/2026</span>", "2026-07-09"),
    ("<span class='article-date'><span class='t'>15:19</span> | <span class='d'>09/07/2026</span></span>", "2026-07-09T15:19:00+07:00"),
    ("<span class='post-date'>Thứ 5, 09/07/2026<span> | </span>15:19</span>", "2026-07-09T15:19:00+07:00"),
    ("<div class='meta-info'>Nguyễn Thị Hoa - 09/07/2026 15:19</div>", "2026-07-09T15:19:00+07:00"),
    ("<div>Nguyễn Thị Hoa | Thứ Năm, 09/07/2026 15:19 GMT+7</div>", "2026-07-09T15:19:00+07:00"),
    ("<div>Ngày đăng: 09/07/2026</div>", "2026-07-09"),
    ("<table><tr><td>Tin huyện</td><td class='Time'>thứ năm, 09 07 2026 15:19</td></tr></table>", "2026-07-09T15:19:00+07:00"),
    ("<time datetime='2026-07-09T15:19:00+07:00'>3 tháng trước</time>", "2026-07-09T15:19:00+07:00"),
    ("<a href='/x' class='entry-date'><time datetime='2026-07-09 15:19'>hôm nọ</time></a>", "2026-07-09T15:19:00+07:00"),
    ("<span itemprop='datePublished' content='2026-07-09'></span>", "2026-07-09"),
    ("<span itemprop='datePublished'>09/07/2026 15:19</span>", "2026-07-09T15:19:00+07:00"),
    ("<div>Cập nhật lúc: 15:19, 09/07/2026</div>", "2026-07-09T15:19:00+07:00"),
    ("<!-- date -->09/07/2026 | 15:19<!-- /date -->", "2026-07-09T15:19:00+07:00"),
    ("<p>09/07/2026&nbsp;15:19&nbsp;| 1.245 lượt xem</p>", "2026-07-09T15:19:00+07:00"),
    ("<ul class='post-meta'><li class='date'>09/07/2026</li><li>Tin tức</li></ul>", "2026-07-09"),
    ("<div class='muted date'> 9 tháng 7, 2026 </div>", "2026-07-09"),
    ("<div class='thoigian'>9/7/2026 - 15h19</div>", "2026-07-09T15:19:00+07:00"),
]


@pytest.mark.parametrize(("line", "value"), VISIBLE)
def test_visible_date_below_the_headline(line: str, value: str) -> None:
    for got in (read(page(between=line)), read(page(between=line), fetched_at=FETCHED)):
        assert got.published == value
        assert got.published_from == ("time" if "<time" in line else "visible")


@pytest.mark.parametrize(("line", "value"), [case for case in VISIBLE if "class=" in case[0] or "time" in case[0]])
def test_marked_date_is_found_without_knowing_the_article(line: str, value: str) -> None:
    assert read_blind(page(between=line)).published == value


@pytest.mark.parametrize(("line", "value"), [case for case in VISIBLE if "class=" in case[0] and "<a " not in case[0]])
def test_marked_date_above_the_headline(line: str, value: str) -> None:
    assert read(page(above=line)).published == value


def test_date_just_outside_the_given_element() -> None:
    tree = page()
    head = lxml.html.fragment_fromstring("<div class='post-date'>09/07/2026 15:19</div>")
    article = tree.find(".//article")
    assert article is not None
    article.addprevious(head)
    assert read(tree).published == "2026-07-09T15:19:00+07:00"
    tree = page(between="<div class='post-date'>09/07/2026</div>")
    assert dated(tree, DateEvidence(article=tree.find(".//div[@class='content']"))).published == "2026-07-09"


DECOYS: dict[str, dict[str, Any]] = {
    "clock in header": {"outside": ("<header><span>Hôm nay: Thứ sáu 02/10/2026 18:38</span></header>", "")},
    "clock in a div": {"outside": ("<div class='top'><div>Thứ sáu, 02/10/2026 18:38</div></div>", "")},
    "clock of a date class": {"outside": ("<div id='header'><div class='date'>Thứ sáu, ngày 02 tháng 10 năm 2026</div></div>", "")},
    "clock right above the headline": {"above": "<p>Thứ sáu 02/10/2026 18:38</p>"},
    "clock as the first thing in the article": {"above": "<div>Thứ hai 25/11/2024 16:23</div>"},
    "named clock in the article": {"above": "<span class='hna-system-date'>Thứ sáu 02/10/2026 18:38</span>"},
    "time-now link": {"above": "<a id='timeNow' class='time-now date'>Thứ tư, 19/03/2025</a>"},
    "copyright": {"outside": ("", "<footer><div class='date'>© 2005-2026. Cập nhật 12/05/2020</div></footer>")},
    "licence": {"after": "<p>Giấy phép số 102/GP-TTĐT cấp ngày 15/04/2024</p>", "outside": ("", "<p>Giấy phép: 15/04/2024</p>")},
    "licence below the headline": {"between": "<p>Giấy phép số: 102/GP-TTĐT ngày 15/04/2024</p>"},
    "hotline": {"between": "<div class='hotline'>Hotline 0912 345 678 - 02/10/2026</div>"},
    "prose": {"body": "<p>Ngày 09/07/2026, huyện tổ chức nghiệm thu.</p><p>Từ 01/01/2020 đến nay.</p>"},
    "short first sentence": {"between": "<p>Ngày 09/07/2026, huyện tổ chức nghiệm thu.</p>"},
    "letter's dateline": {"between": "<p>Thượng Sơn, ngày 9 tháng 7 năm 2026</p>"},
    "date in the headline's list": {"after": "<ul class='other'><li><a href='/a'>Tin</a> <i class='date'>(09/07/2026)</i></li></ul>"},
    "related box": {"body": "<div class='related-news'><span class='time'>09/07/2026 10:00</span></div>"},
    "related box of no name": {"after": "<ul><li><a href='/a'>Tin</a> (09/07/2026)</li><li><a href='/b'>Tin</a> (08/07/2026)</li></ul>"},
    "boxes after the article": {
        "outside": ("", "<div class='box'><div class='item'><span class='time-ago'>23:02 , 06/03/2026</span></div></div>")
    },
    "comments": {"after": "<div class='comment-list'><b>Lan</b> <span class='date'>09/07/2026 10:11</span></div>"},
    "table in the body": {"body": "<table><tr><td>09/07/2026</td><td>12 tấn</td></tr></table>"},
    "caption": {"between": "<figure><figcaption>Ảnh chụp 09/07/2026</figcaption></figure>"},
    "period": {"between": "<p>01/01/2026 - 09/07/2026</p>"},
    "aside": {"between": "<aside><div class='date'>09/07/2026</div></aside>"},
    "script": {"between": "<script>var d='09/07/2026 10:00'</script><style>/* 09/07/2026 */</style>"},
    "decision": {"between": "<p>Quyết định số 12/QĐ-UBND ngày 09/07/2026</p>"},
    "deadline": {"between": "<div class='date'>Hạn nộp hồ sơ: 09/07/2026</div>"},
    "calendar": {"outside": ("", "<div class='calendar'><span class='date'>09/07/2026</span></div>")},
    "archive stamp in attributes": {"between": "<img src='/web/20180331010203/x.jpg'><a href='/web/20180527/y'>xem</a>"},
    "meta of the fetch": {"head": "<meta name='datetimenow' content='2026-10-02T18:38:00'><meta name='generator' content='CMS 2019'>"},
    "modified only": {"head": "<meta property='article:modified_time' content='2026-07-09T15:19:00+07:00'>"},
    "no year": {"between": "<p>Ngày 9/7</p>"},
    "JSON-LD of the site": {"head": ld("2020-01-01", kind="WebSite") + ld("2020-01-01", kind="Organization")},
    "microdata of a list": {
        "outside": ("", "<meta itemprop='datePublished' content='2026-07-09'><meta itemprop='datePublished' content='2026-07-08'>")
    },
    "other article's JSON-LD": {
        "head": '<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2026-07-09"},'
        '{"@type":"NewsArticle","datePublished":"2026-07-01"}]</script>'
    },
    "list of articles": {
        "head": '<script type="application/ld+json">{"@type":"ItemList","itemListElement":'
        '[{"@type":"NewsArticle","datePublished":"2026-07-09"}]}</script>'
    },
}  # fmt: skip


@pytest.mark.parametrize("name", DECOYS)
def test_decoy_alone_gives_no_date(name: str) -> None:
    tree = page(**DECOYS[name])
    for got in (read(tree), read_blind(tree), read(tree, fetched_at=FETCHED), read_blind(tree, fetched_at=FETCHED)):
        assert (got.published, got.published_from) == (None, "none")


@pytest.mark.parametrize("name", DECOYS)
def test_decoy_does_not_hide_the_date(name: str) -> None:
    parts = dict(DECOYS[name])
    parts["between"] = "<div class='post-date'>05/03/2026 08:15</div>" + parts.get("between", "")
    assert read(page(**parts)).published == "2026-03-05T08:15:00+07:00"


METADATA = [
    (META.format("2026-03-01T09:51:00&#x2B;07:00"), "2026-03-01T09:51:00+07:00", "meta"),
    ("<meta name='article:published_time' content='2026-03-07T00:01:00'>", "2026-03-07T00:01:00+07:00", "meta"),
    ("<meta itemprop='datePublished' content='2026-07-09T15:33:15+0700'>", "2026-07-09T15:33:15+07:00", "meta"),
    ("<meta name='pubdate' content='2025-03-19T21:40:52+07:00'>", "2025-03-19T21:40:52+07:00", "meta"),
    ("<meta name='DC.date.issued' content='20250102'>", "2025-01-02", "meta"),
    ("<meta name='DC.Date' content='2026-07-09+0715:33:15'>", "2026-07-09T15:33:15+07:00", "meta"),
    ("<meta itemprop='dateCreated' content='2026-07-09'>", "2026-07-09", "meta"),
    (ld("2026-03-07T08:52:11.000 +07:00"), "2026-03-07T08:52:11+07:00", "json-ld"),
    (ld("2026-03-07T17:30:00Z", kind="BlogPosting"), "2026-03-08T00:30:00+07:00", "json-ld"),
    (ld("2026-03-07", name="dateCreated"), "2026-03-07", "json-ld"),
    (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},'
        '{"@type":["Article","X"],"datePublished":"2026-03-07"}]}</script>',
        "2026-03-07",
        "json-ld",
    ),
    (
        '<script type="application/ld+json">{"@type":"NewsArticle","x":"a\nb",}"datePublished": "2026-03-07"</script>',
        "2026-03-07",
        "json-ld",
    ),
    (META.format("2026-03-07T08:01:53+07:00") + ld("2026-03-07T08:01:00+07:00"), "2026-03-07T08:01:53+07:00", "meta"),
]


@pytest.mark.parametrize(("head", "value", "origin"), METADATA)
def test_metadata(head: str, value: str, origin: str) -> None:
    for got in (read(page(head=head)), read_blind(page(head=head)), read(page(head=head), fetched_at=FETCHED)):
        assert (got.published, got.published_from) == (value, origin)


US = META.format("9/11/2021 3:29:47 PM")


@pytest.mark.parametrize(
    ("parts", "evidence", "value", "origin"),
    [
        ({"head": US}, {}, "2021-09-11T15:29:47+07:00", "meta"),
        ({"head": US, "between": "<p class='date'>11/09/2021 15:29</p>"}, {}, "2021-09-11T15:29:47+07:00", "meta"),
        ({"head": US, "between": "<p class='date'>09/11/2021 15:29</p>"}, {}, "2021-11-09T15:29:47+07:00", "meta"),
        ({"head": US}, {"fetched_at": "2021-09-12T00:00:00Z"}, "2021-09-11T15:29:47+07:00", "meta"),
        ({"head": US}, {"fetched_at": "2021-09-01T00:00:00Z"}, None, "none"),
        ({"head": META.format("05/06/2020")}, {"fetched_at": "2020-05-20T00:00:00Z"}, "2020-05-06", "meta"),
        # the page itself in the American form of SharePoint: nothing without a second witness
        ({"between": "<nobr class='date'>5/3/2018 4:50 PM</nobr>"}, {}, None, "none"),
        ({"between": "<nobr class='date'>5/23/2018 4:50 PM</nobr>"}, {}, "2018-05-23T16:50:00+07:00", "visible"),
        ({"between": "<nobr class='date'>5/3/2018 4:50 PM</nobr>"}, {"hinted": "2018-05-03"}, "2018-05-03T16:50:00+07:00", "visible"),
        ({"between": "<nobr class='date'>5/3/2018 4:50 PM</nobr>"}, {"hinted": "2018-03-05"}, "2018-03-05T16:50:00+07:00", "visible"),
        ({"between": "<p class='date'>12/05/2020 08:30:00 AM</p>"}, {}, "2020-05-12T08:30:00+07:00", "visible"),
        # a weak visible date against metadata: neither, unless the listing decides
        ({"head": META.format("2026-03-01"), "between": "<p>09/07/2026 và hơn</p>"}, {}, "2026-03-01", "meta"),
        ({"head": META.format("2026-03-01"), "between": "<p>09/07/2026 10:00</p>"}, {}, None, "none"),
        ({"head": META.format("2026-03-01"), "between": "<p>09/07/2026 10:00</p>"}, {"hinted": "2026-03-01"}, "2026-03-01", "meta"),
        ({"head": META.format("2026-03-01"), "between": "<p>09/07/2026</p>"}, {"hinted": "2026-07-09"}, "2026-07-09", "visible"),
        # metadata and page minutes apart: same day, the metadata's time
        (
            {"head": META.format("2026-07-09T15:33:15+0700"), "between": "<span class='post-date'>Thứ 5, 09/07/2026 | 15:19</span>"},
            {}, "2026-07-09T15:33:15+07:00", "meta",
        ),
        # metadata written when the page was rebuilt, the page says otherwise
        (
            {"head": META.format("2026-10-02T18:00:00+07:00"), "between": "<span class='post-date'>09/07/2026</span>"},
            {"fetched_at": FETCHED}, "2026-07-09", "visible",
        ),
        # a change shown on the page is not the publication
        (
            {"head": META.format("2026-07-01T08:00:00+07:00"), "between": "<div class='date'>Cập nhật: 09/07/2026 10:00</div>"},
            {}, "2026-07-01T08:00:00+07:00", "meta",
        ),
        # local time called UTC
        (
            {"head": ld("2026-03-07T23:30:00Z"), "between": "<div class='date'>07/03/2026 23:30</div>"},
            {}, "2026-03-07T23:30:00+07:00", "json-ld",
        ),
        # metadata of the very second of the fetch is a clock
        ({"head": META.format("2026-10-02T18:38:00+07:00")}, {"fetched_at": "2026-10-02T11:38:07+00:00"}, None, "none"),
        (
            {"head": META.format("2026-10-02T18:38:00+07:00") + "<meta name='datetimenow' content='2026-10-02T18:38:00+07:00'>"},
            {}, None, "none",
        ),
        # two that disagree, nothing to decide, then the listing or the page decides
        ({"head": META.format("2026-07-09") + ld("2026-05-01")}, {}, None, "none"),
        ({"head": META.format("2026-07-09") + ld("2026-05-01")}, {"hinted": "2026-05-01"}, "2026-05-01", "json-ld"),
        ({"head": META.format("2026-07-09") + ld("2026-05-01"), "between": "<p class='date'>09/07/2026</p>"}, {}, "2026-07-09", "meta"),
        # in the future of the fetch
        ({"head": META.format("2027-07-09")}, {"fetched_at": FETCHED}, None, "none"),
        ({"between": "<p class='date'>09/07/2027</p>"}, {"fetched_at": FETCHED}, None, "none"),
        ({"between": "<p class='date'>1 giờ trước</p>"}, {"fetched_at": FETCHED}, "2026-10-02T17:38:00+07:00", "visible"),
        ({"between": "<p class='date'>1 giờ trước</p>"}, {}, None, "none"),
        # a date above the headline that is the hour of the fetch is a clock, whatever its class
        ({"above": "<p class='date'>Thứ sáu 02/10/2026 18:38</p>"}, {"fetched_at": FETCHED}, None, "none"),
        ({"above": "<p class='date'>Thứ năm 01/10/2026 18:38</p>"}, {"fetched_at": FETCHED}, "2026-10-01T18:38:00+07:00", "visible"),
        # weaker witnesses
        ({}, {"hinted": "2026-05-01T07:00:00+07:00"}, "2026-05-01T07:00:00+07:00", "listing"),
        ({}, {"hinted": "2028-05-01", "fetched_at": FETCHED}, None, "none"),
        ({}, {"url": "https://bao.vn/2026/05/26/tin-moi.html"}, "2026-05-26", "url"),
        ({}, {"url": "https://bao.vn/tin-moi-20260526101500123.htm"}, "2026-05-26", "url"),
        ({}, {"url": "https://bao.vn/tin-moi-20260526.htm"}, "2026-05-26", "url"),
        ({}, {"url": "https://bao.vn/tin-moi-20261526.htm"}, None, "none"),
        ({}, {"url": "https://bao.vn/tin-moi-120260526101.htm"}, None, "none"),
        ({}, {"url": "https://2026/05/26"}, None, "none"),
        (
            {"between": "<p class='date'>09/07/2026</p>"},
            {"hinted": "2026-05-01", "url": "https://bao.vn/2026/05/26/x"}, "2026-07-09", "visible",
        ),
    ],
)  # fmt: skip
def test_witnesses_weighed(parts: dict[str, str], evidence: dict[str, str], value: str | None, origin: str) -> None:
    got = read(page(**parts), **evidence)  # type: ignore[arg-type]
    assert (got.published, got.published_from) == (value, origin)


def test_the_layouts_own_selector_is_the_strongest_visible_evidence() -> None:
    tree = page(between="<p class='date'>09/07/2026</p>")
    got = dated(tree, DateEvidence(article=tree.find(".//article"), date_texts=("Thứ ba, 05 05 2026 14:41", "Cập nhật 08/05/2026")))
    assert got == Published("2026-05-05T14:41:00+07:00", "visible", "2026-05-08")


def test_modified_is_kept_apart_and_never_before_publication() -> None:
    head = META.format("2026-03-01T09:51:00+07:00") + "<meta property='article:modified_time' content='{}'>"
    assert read(page(head=head.format("2026-03-01T09:54:00+07:00"))).modified == "2026-03-01T09:54:00+07:00"
    assert read(page(head=head.format("2026-02-01"))).modified is None
    assert read(page(head=head.format("2026-03-01T09:51:00+07:00"))).modified is None
    only = read(page(head="<meta property='og:updated_time' content='2026-03-02'>"))
    assert only == Published(None, "none", "2026-03-02")


@pytest.mark.parametrize(
    ("lines", "title_index", "value"),
    [
        (["Trang tin", "", "Thứ hai 25/11/2024 16:23", "", TITLE, "", LONG], 4, None),
        (["Thứ hai 25/11/2024 16:23", TITLE, "12/05/2020 08:30", LONG], 1, "2020-05-12T08:30:00+07:00"),
        ([TITLE, "Thứ Ba, 12/05/2020 | 08:30 GMT+7", LONG], 0, "2020-05-12T08:30:00+07:00"),
        ([TITLE, "Ngày đăng: 12/05/2020", LONG], 0, "2020-05-12"),
        ([TITLE, "Ngày 12/05/2020, huyện họp.", LONG], 0, None),
        ([TITLE, "Thượng Sơn, ngày 12 tháng 5 năm 2020", LONG], 0, None),
        ([TITLE, LONG, MORE, LONG, MORE, "12/05/2020"], 0, None),
        (["Thứ hai 25/11/2024 16:23", LONG], None, None),
        (["Đăng ngày 12/05/2020", LONG], None, "2020-05-12"),
        ([], None, None),
        ([TITLE], 0, None),
        ([TITLE], 7, None),
    ],
)
def test_plain_text_pages(lines: list[str], title_index: int | None, value: str | None) -> None:
    assert published_in_text(lines, title_index) == Published(value, "visible" if value else "none")


def test_deep_and_huge_pages() -> None:
    deep = lxml.html.document_fromstring("<div>" * 240 + "<p class='date'>09/07/2026</p>" + TITLE)
    assert read_blind(deep).published is None
    many = page(between="<p>09/07/2026 - 08/07/2026</p>" * 20_000, head=META.format("2026-07-09") * 1000)
    assert read(many).published == "2026-07-09"
    assert read_blind(lxml.html.document_fromstring("<p></p>")).published is None
    nested = page(head=f'<script type="application/ld+json">{"[" * 100_000}"datePublished"</script>')
    assert read(nested).published is None


FRAGMENTS = [
    "<p>",
    "</div>",
    "<h1>",
    TITLE,
    "09/07/2026",
    " 18:38 ",
    "<time datetime='",
    "'>",
    "<div class='date'>",
    "Thứ hai",
    LONG,
    "<td>",
    "<!--",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=25).map("".join), st.none() | st.text(max_size=30))
def test_never_raises_and_never_gives_half_a_date(markup: str, word: str | None) -> None:
    tree = lxml.html.document_fromstring(
        f"<html><body>{markup.replace(chr(0), '')}<p>x</p></body></html>".encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    got = dated(tree, DateEvidence(fetched_at=word, url=word, hinted=word, title=word))
    assert (got.published is None) == (got.published_from == "none")
    assert got.published is None or moment_of(got.published) is not None
