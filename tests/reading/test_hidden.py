"""Hidden text: in every way of hiding it stays out of the article and its facts; what is shown after all stays in."""

from __future__ import annotations

import pytest

from pipelines.html.visibility import way_of_style
from pipelines.reading.bodies.hidden_text import MIN_WORDS
from pipelines.record import as_json, record_of
from pipelines.values.article import NotArticle
from pipelines.values.page import Page
from tests.reading.made_pages import H1, LINES, MUCH_SPAM, SPAM, TITLE, body_of, framed, paragraphs, read, story

MASKED = (
    "position:absolute;left:-9999px", "position: absolute; top: -5000px", "position:fixed;right:-9999px", "position:absolute;left:-999em",
    "text-indent:-9999px", "margin-left:-10000px", "margin:0 0 0 -9999px", "transform:translateX(-9999px)", "font-size:0",
    "font-size: 1px;line-height:1px", "font:0/0 a", "color:#ffffff;background-color:#fff", "color:transparent",
    "color: rgba(255,255,255,0)", "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(50%)",
)  # fmt: skip
OFF = (
    "display:none", "DISPLAY:NONE", "visibility:hidden", "opacity:0", "filter:alpha(opacity=0);opacity:0.0", "transform:scale(0)",
    "height:0;overflow:hidden", "overflow:hidden;height:0px;width:0px", "max-height:0;overflow:hidden", "width:1px;overflow:hidden",
    "content-visibility:hidden", "display:none !important",
)  # fmt: skip
SHOWN = (
    "", "color:black", "height:0", "height:0;padding-bottom:56%;overflow:hidden", "opacity:.9", "opacity:0;transition:opacity 1s",
    "color:white", "color:red;background:red url(x.png)", "left:-260px;position:fixed", "left:-9999px;position:static",
    "left:-100%;position:fixed",
    "text-indent:-36pt;margin-left:36pt", "font-size:12pt", "font:700 14px/1.5 Arial",
    "transform:translate3d(-4047px,0,0);transition-duration:0ms",
    "visibility:visible", "display:block", "max-height:3px;overflow:hidden", "font-size:1.1px", "left:-899px;position:absolute",
)  # fmt: skip
RULES = (
    "<style>.a{{color:red}} .zx {{ {} }}</style>",
    "<style type='text/css'>\n/* .zx{{display:block}} */\n.w > .zx, .other {{{}}}\n</style>",
    "<style>@media screen {{ div .zx{{{}}} }}</style>",
    "<style>.zx{{margin:0}}</style><style media='all'>.zx{{{}}}</style>",
)
LOGIN = "Bạn cần đăng nhập để gửi ý kiến, tòa soạn sẽ duyệt trước khi đăng và giữ quyền biên tập cho phù hợp với bạn đọc."
SEEN = list(LINES)


def inserted(piece: str) -> str:
    return story(paragraphs(0, 2) + piece + paragraphs(2))


@pytest.mark.parametrize(("way", "styles"), [("masked", MASKED), ("off", OFF), ("", SHOWN)])
def test_how_declarations_hide(way: str, styles: tuple[str, ...]) -> None:
    assert {style: way_of_style(style) for style in styles} == dict.fromkeys(styles, way)
    assert len(styles) > 10


@pytest.mark.parametrize("style", MASKED + OFF)
@pytest.mark.parametrize(
    "piece", ["<p style='{}'>{}</p>", "<p><span style='{}'>{}</span></p>", "<div style='{}'><div><b>{}</b></div></div>"]
)
def test_a_hidden_paragraph_stays_out_of_body_and_facts(style: str, piece: str) -> None:
    article = read(framed(inserted(piece.format(style, SPAM))))
    assert (article.title, body_of(article)) == (TITLE, SEEN)
    record = as_json(record_of(article, Page(url=None, body=b"")))
    assert [amount["surface"] for amount in record["amounts"] if amount["kind"] == "money"][:2] == ["2,4 tỷ đồng", "500 triệu đồng"]
    assert not {"Cần Thơ", "Hải Phòng"} & {place["name"] for place in record["provinces"]}
    assert ("hidden_text" in article.flags) is (style in MASKED)


@pytest.mark.parametrize("style", MASKED + OFF)
@pytest.mark.parametrize("where", ["before", "after", "with a headline", "in the body"])
def test_hidden_text_longer_than_the_article_is_flagged_and_the_article_read(style: str, where: str) -> None:
    spam = f"<div style='{style}'>{'<h1>Sòng bài tặng tiền cho mọi hội viên</h1>' if where == 'with a headline' else ''}{MUCH_SPAM}</div>"
    own = story(paragraphs() + spam) if where == "in the body" else story(paragraphs())
    page = own if where == "in the body" else own + spam if where == "after" else spam + own
    article = read(framed(page))
    assert (article.title, body_of(article)) == (TITLE, SEEN)
    assert "hidden_text" in article.flags
    assert not article.related


@pytest.mark.parametrize("style", [*MASKED[:4], *MASKED[8:], *OFF])
@pytest.mark.parametrize("rule", RULES)
def test_style_rules_in_the_page_hide(style: str, rule: str) -> None:
    article = read(framed(f"<div class='w'><div class='zx'>{MUCH_SPAM}</div></div>" + story(paragraphs()), head=rule.format(style)))
    assert (article.title, body_of(article)) == (TITLE, SEEN)
    assert "hidden_text" in article.flags


@pytest.mark.parametrize(
    "head",
    [
        "<style>@media print{.zx{display:none}}</style>",
        "<style media='print'>.zx{display:none}</style>",
        "<style>@media (max-width:600px){.zx{display:none}}</style>",
        "<noscript><style>.zx{display:none}</style></noscript>",
        "<style>.zx:hover{display:none} .zx:not(.y){opacity:0} .body + .zx{display:none}</style>",
        "<style>.zx{display:none} .zx{display:block}</style>",
        "<style>.art .zx{display:block} .zx{display:none}</style>",
        "<style>#zx{display:block} .art .zx{display:none}</style>",
        "<style>.zx{display:block!important} .art .zx{display:none}</style>",
        "<style>.zx{opacity:0;transition:opacity .6s}</style>",
        "<style>.elsewhere .zx{display:none} p.zx{display:none}</style>",
        "<style>.zx-more{display:none} .more-zx{display:none}</style>",
        "<style>/* .zx{display:none} */</style>",
        "<style>{}}}{{.zx{display</style>",
    ],
)
def test_rules_that_do_not_count_hide_nothing(head: str) -> None:
    article = read(framed(f"<div class='art'>{H1}<div class='zx' id='zx'>{paragraphs()}</div></div>", head=head))
    assert body_of(article) == SEEN
    assert article.flags == ()


@pytest.mark.parametrize(
    ("inline", "rule", "kept"), [("block", "none", True), ("block", "none!important", False), ("none", "block!important", True)]
)
def test_a_style_attribute_against_a_rule(inline: str, rule: str, kept: bool) -> None:
    note = "Riêng khoản đối ứng của các hộ được trả dần trong hai năm và không tính lãi suất trong năm đầu."
    article = read(framed(inserted(f"<p class='zx' style='display:{inline}'>{note}</p>"), head=f"<style>.zx{{display:{rule}}}</style>"))
    assert (note in body_of(article)) is kept


TABS = (
    "<ul class='nav'><li><a href='#t1'>Tin</a></li><li><a href='#t2'>Thêm</a></li></ul>"
    f"<div class='{{0}} active' id='t1'>{paragraphs(0, 3)}</div><div class='{{0}}' id='t2' {{1}}>{paragraphs(3)}</div>"
)


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        (TABS.format("tab-pane", "style='display:none'"), ""),
        (TABS.format("tab-pane", ""), "<style>.tab-pane{display:none}.tab-pane.active{display:block}</style>"),
        (TABS.format("khung", "hidden"), ""),
        (
            f"{paragraphs(0, 3)}<div class='accordion-body' style='max-height:0;overflow:hidden'>{paragraphs(3)}</div>",
            "",
        ),
        (f"{paragraphs(0, 3)}<button aria-controls='x1'>Thêm</button><div id='x1' style='display:none'>{paragraphs(3)}</div>", ""),
        (f"{paragraphs(0, 3)}<div role='tabpanel' hidden>{paragraphs(3)}</div>", ""),
        (f"{paragraphs(0, 5)}<details><summary>Kho còn nhận hàng gì?</summary>{paragraphs(5)}</details>", ""),
        (f"<div style='font-size:0'>{paragraphs().replace('<p>', '<p style=font-size:16px>')}</div>", ""),
        (f"<div style='font-size:0'><div class='cot'>{paragraphs()}</div></div>", ""),
        (f"<div style='visibility:hidden'>{paragraphs().replace('<p>', '<p style=visibility:visible>')}</div>", ""),
        (f"<div class='wow fadeInUp' style='visibility:hidden'>{paragraphs()}</div>", ""),
        (f"<div data-aos='fade-up' class='khoi'>{paragraphs()}</div>", "<style>.khoi{opacity:0}</style>"),
        (f"{paragraphs()}<template>{MUCH_SPAM}</template><noscript>{MUCH_SPAM}</noscript><dialog>{MUCH_SPAM}</dialog>", ""),
        (f"{paragraphs()}<div class='popup-login' style='display:none'><p>{LOGIN} {LOGIN} {LOGIN}</p></div>", ""),
        (f"{paragraphs()}<div style='display:none'><p>{LOGIN} {LOGIN} {LOGIN}</p><input name='u'></div>", ""),
        (f"{paragraphs()}<div class='in' style='display:none'>{H1}{paragraphs()}</div>", ""),
        (f"{paragraphs()}<ul style='display:none'>{'<li><a href=/x>Chuyên mục chuyện làm ăn của bà con</a></li>' * 40}</ul>", ""),
    ],
)
def test_what_a_reader_can_open_and_what_is_hidden_as_a_matter_of_course(inside: str, head: str) -> None:
    article = read(framed(story(inside), head=head))
    assert [line for line in body_of(article) if line in SEEN] == SEEN
    assert not [line for line in body_of(article) if SPAM in line or LOGIN in line]
    assert article.flags == ()


@pytest.mark.parametrize(
    "hidden", ["style='opacity:0'", "hidden", "aria-hidden='true'", "style='display:none'", "style='position:absolute;left:-9999px'"]
)
def test_an_article_that_a_script_shows_is_read_and_flagged(hidden: str) -> None:
    article = read(framed(story(paragraphs(), f"<div class='art' {hidden}>")))
    assert (article.title, body_of(article), article.flags) == (TITLE, SEEN, ("hidden_text",))


@pytest.mark.parametrize("style", ["display:none", "position:absolute;left:-9999px"])
@pytest.mark.parametrize("title", [TITLE, "Chuyên mục chuyện làm ăn của hội viên"])
def test_spam_is_not_shown_where_the_page_says_little(style: str, title: str) -> None:
    page = framed(f"<h1>{title}</h1><p>Đang cập nhật nội dung.</p><div style='{style}'>{MUCH_SPAM}</div>", title=title)
    with pytest.raises(NotArticle):
        read(page)


LINKED = SPAM.replace("Sòng bài", "<a href='http://bai.example/'>Sòng bài</a>")


@pytest.mark.parametrize(
    ("piece", "hidden"),
    [
        (f"<p style='color:#fff'>{LINKED}</p>", True),
        (f"<p style='color: rgb(255, 255, 255)'>{LINKED}</p>", True),
        (f"<p style='color:white;background:#036'>{LINKED}</p>", False),
        (f"<p style='color:#fff'>{SPAM}</p>", False),  # no link: nothing to gain
        (f"<div style='background:#036'><p style='color:#fff'>{LINKED}</p></div>", False),
        (f"<p style='color:#fff' class='khung'>{LINKED}</p><p class='khung'>Khung có nền do tệp kiểu đặt ra.</p>", False),
        (f"<marquee style='position:absolute;width:0px'>{LINKED}</marquee>", True),
        (f"<p style='color:#eee'>{LINKED}</p>", False),
    ],
)
def test_white_type_on_white_ground(piece: str, hidden: bool) -> None:
    article = read(framed(inserted(piece)))
    assert (SPAM not in body_of(article)) is hidden
    assert [line for line in body_of(article) if line in SEEN] == SEEN


def test_a_page_hidden_as_a_whole_until_it_has_loaded() -> None:
    page = framed(story(paragraphs()), head="<style>body{opacity:0;visibility:hidden}</style>")
    for html in (page, page.replace("<body>", "<body style='display:none'>")):
        assert (body_of(read(html)), read(html).flags) == (SEEN, ())


@pytest.mark.parametrize(("words", "flagged"), [(MIN_WORDS - 1, False), (MIN_WORDS, True)])
def test_how_much_prose_that_is_switched_off_is_flagged(words: int, flagged: bool) -> None:
    text = " ".join(["lời"] * (words - 1))
    assert ("hidden_text" in read(framed(inserted(f"<p style='display:none'>Các {text}</p>"))).flags) is flagged


@pytest.mark.parametrize(("words", "flagged"), [(11, False), (12, True)])
def test_how_much_masked_prose_is_flagged(words: int, flagged: bool) -> None:
    text = " ".join(["lời"] * (words - 1))
    assert ("hidden_text" in read(framed(inserted(f"<p style='text-indent:-9999px'>Các {text}</p>"))).flags) is flagged


def test_hidden_text_becomes_no_part_of_the_article() -> None:
    parts = (
        f"<figure><img src='a.jpg'><figcaption style='text-indent:-9999px'>{SPAM}</figcaption></figure>"
        "<div class='author' style='display:none'>Nhà Cái Vui</div><h2 style='font-size:0'>Sòng bài vui nhất năm</h2>"
    )
    page = framed(
        f"<div class='art'>{H1}<div class='sapo' style='opacity:0'>{SPAM}</div><div class='body'>{paragraphs()}{parts}</div></div>"
    )
    for layouts in (True, False):
        article = read(page, layouts)
        assert (article.title, article.lead or LINES[0], article.byline, article.captions) == (TITLE, LINES[0], None, ())
        assert body_of(article) == SEEN


def test_a_hidden_date_is_still_evidence() -> None:
    hidden = "<time datetime='2024-06-05T08:00:00+07:00' style='display:none'>05/06/2024</time>"
    assert (
        read(framed(f"<div class='art'>{H1}{hidden}<div class='body'>{paragraphs()}</div></div>")).published == "2024-06-05T08:00:00+07:00"
    )


def test_text_behind_a_hidden_element_stays() -> None:
    article = read(framed(inserted(f"<p>Kho mở cửa <span style='display:none'>{SPAM}</span>từ sáu giờ sáng đến tám giờ tối.</p>")))
    assert "Kho mở cửa từ sáu giờ sáng đến tám giờ tối." in body_of(article)


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("font-size:0", "font-size:1.2em"),
        ("font-size:0", "color:red"),
        ("visibility:hidden", "font-size:16px"),
        ("display:none", "visibility:visible"),
    ],
)
def test_what_is_said_below_a_hidden_element_does_not_always_show_it(outer: str, inner: str) -> None:
    article = read(framed(inserted(f"<div style='{outer}'><p style='{inner}'>{SPAM}</p></div>")))
    assert body_of(article) == SEEN


def test_a_hidden_part_of_the_headline_is_none_of_it() -> None:
    page = framed(story(paragraphs()).replace("</h1>", "<span style='display:none'> - Sòng bài 888</span></h1>"))
    assert read(page).title == TITLE


def test_pages_that_share_a_style_sheet_are_read_each_by_its_own_elements() -> None:
    sheet = "<style>.zx{display:none} #zy .zw{position:absolute;left:-9999px}</style>"
    for piece, seen in (
        (f"<p>{SPAM}</p>", False),
        (f"<p class='zx'>{SPAM}</p>", True),
        (f"<p class='zw'>{SPAM}</p>", False),
        (f"<div id='zy'><p class='zw'>{SPAM}</p></div>", True),
        (f"<p class='zxa'>{SPAM}</p>", False),
    ):
        for _ in range(2):
            article = read(framed(inserted(piece)).replace("</head>", f"{sheet}</head>"))
            assert (body_of(article) == SEEN) == seen, piece


@pytest.mark.parametrize(
    "piece",
    [
        "<div>{}</div>",
        "<div><p>{}</p><p>ngắn</p></div>",
        "<div><b>{}</b> <i>và</i></div>",  # the line has more than one text
        "<table><tr><td>{}</td><td>1</td></tr></table>",
    ],
)
def test_hidden_prose_is_flagged_however_its_line_is_marked_up(piece: str) -> None:
    article = read(framed(inserted(f"<div style='display:none'>{piece.format(MUCH_SPAM)}</div>")))
    assert "hidden_text" in article.flags
    assert body_of(article) == SEEN


def test_many_short_lines_are_no_hidden_prose() -> None:
    short = "".join(f"<div>{' '.join(words)}</div>" for words in zip(*[iter(MUCH_SPAM.split())] * 6, strict=False))
    article = read(framed(inserted(f"<div style='display:none'>{short}</div>")))
    assert (article.flags, body_of(article)) == ((), SEEN)
    joined = "".join(f"<span>{' '.join(words)} </span>" for words in zip(*[iter(MUCH_SPAM.split())] * 6, strict=False))
    assert "hidden_text" in read(framed(inserted(f"<div style='display:none'>{joined}</div>"))).flags


def test_style_rules_do_not_show_what_attributes_hide() -> None:
    head = "<style>.menu{color:red!important} .zx{color:black}</style>"
    piece = f"<p aria-hidden='true' class='zx' style='color:gray'>{SPAM}</p><p hidden class='zx' style='color:gray'>{SPAM}</p>"
    assert body_of(read(framed(inserted(piece), head=head))) == SEEN
