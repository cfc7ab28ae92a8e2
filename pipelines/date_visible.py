"""The dates a reader sees near the headline, told from page clocks, related boxes, licences and prose by place and shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipelines.date_words import Found, find_dates, moment_of, parse_stamp, prepare
from pipelines.text import normalise

LONG = 90  # characters of a text node that counts as a paragraph of lead or body
MAX_LINE = 140  # characters of a line that may be a date line; longer ones are sentences
MAX_LINES = 60  # lines judged on one page
LAST_PLACE = {True: 3, False: 10_000}  # paragraphs below the headline after which a wide frame, an article, is left
STANDS_ALONE = 3  # score from which a visible date needs no second witness

_MAY_HOLD_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d/\d\d?/\d\d|trước|ago|qua\b|nay\b")
_TITLE_TEXT = etree.XPath("descendant::text()[contains(., $part)][not(parent::a or parent::title or parent::script)]")
_NOT_SHOWN = frozenset(("script", "style", "noscript", "template", "option", "svg", "iframe", "textarea"))
_DATE_CLASS = re.compile(r"date|time(?!line|out)|ngay|publish|posted|(?:post|entry|article|news|detail)[-_]?(?:meta|info)", re.IGNORECASE)
_CLOCK_CLASS = re.compile(
    r"(?:time|date)-?now|system-?(?:date|time)|clock|dong-?ho|current-?(?:date|time)|(?<![a-z])today|hom-?nay|hotline|weather|thoi-?tiet|"
    r"count-?down|top-?bar|header-?top|top-?header|copyright|marquee|ticker|breaking|(?<![a-z])footer",
    re.IGNORECASE,
)
_LIST_CLASS = re.compile(
    r"relat|lien-?quan|similar|same-?cat|tin-?(?:khac|cung|moi|cu(?![a-z]))|cung-?(?:chuyen|loai|muc)|(?<![a-z])other|comment|binh-?luan|"
    r"sidebar|(?<![a-z])most|popular|xem-?nhieu|doc-?nhieu|latest|newest|menu|(?:^|[\s_-])nav(?:$|[\s_-])|calendar|timeline",
    re.IGNORECASE,
)
_REFUSED_TAGS = frozenset(("footer", "nav", "marquee", "select", "button", "figcaption", "blockquote", "aside"))
_UNLESS_MARKED = frozenset(("td", "th", "li", "a", "figure"))
_LABEL = re.compile(
    r"(?:ngày (?:đăng|xuất bản|phát hành|tạo|gửi|viết)|(?:đăng|gửi|tạo) (?:ngày|lúc|vào|bởi)|xuất bản|đã đăng|thời gian đăng|đăng tin|"
    r"posted|published|post date|date)(?:\s(?:lúc|ngày|vào|on|at|tin|bài|by))*\s?[:|-]?\s*$|^\s*(?:đăng|ngày|thời gian)\s?:\s*$"
)
_REFUSED = re.compile(
    r"giấy phép|gp-|gptt|(?:cấp|ký) ngày|quyết định|nghị định|thông tư|công văn|hiệu lực|bản quyền|copyright|©|hết hạn|hạn (?:nộp|cuối)|"
    r"sinh (?:ngày|năm)|hotline|điện thoại|hôm nay|bây giờ|bắt đầu|kết thúc|khai mạc|ban hành|(?:^|\s)lịch |truy cập|"
    r"từ ngày|đến ngày|mã số thuế|kỷ niệm|(?:^|\s)số:"
)
_PLACE_AND_DAY = re.compile(r"^[^\d:|]{3,30},\s?ngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}\.?$")  # dateline of an official letter
_FILLER = re.compile(
    r"\b(?:ngày|lúc|vào|hồi|giờ|phút|gmt|utc|ict|lượt|xem|đọc|views?|đăng|bởi|by|theo|tác giả|thời gian|cập nhật|xuất bản|posted|published|"
    r"on|at|cỡ|chữ|in|bài|viết|tin|print|email|share|chia sẻ|bình luận|comments?|date|updated|thứ|hai|ba|tư|năm|sáu|bảy|chủ nhật|"
    r"\w+day|am|pm|sa|ch)\b|[\W\d_]+"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One date near the headline. `score` is its worth (STANDS_ALONE and more needs no second witness, less only confirms),
    `updated` says it is labelled as the date of a change."""

    found: Found
    score: int
    origin: Literal["time", "visible"]
    updated: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """What judging a line needs: where the search is bounded, where the headline hangs, when the page was fetched."""

    root: HtmlElement
    headline: HtmlElement | None
    spine: frozenset[HtmlElement]  # the headline and its ancestors
    whole_page: bool  # root is more than the article: only what is close to the headline counts
    now: str | None


def headline_of(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element of the headline below `root`: where the given title stands, else the first h1 of four words or more."""
    wanted = normalise(title or "").casefold()
    texts = [(h, normalise(h.text_content()[:500]).casefold()) for h, _ in zip(root.iter("h1"), range(20), strict=False)]
    for heading, text in texts if wanted else []:
        if text == wanted or (len(text) > 15 and text in wanted) or (len(wanted) > 15 and wanted in text):
            return heading
    if len(wanted) > 15:
        for part in _TITLE_TEXT(root, part=(title or "").strip()[:60])[:1]:
            parent: HtmlElement | None = part.getparent()
            return parent.getparent() if parent is not None and part.is_tail else parent
    return next((heading for heading, text in texts if len(text.split()) >= 4), None)


def seen_dates(root: HtmlElement, title: str | None, now: str | None, whole_page: bool) -> list[Seen]:
    """The dates a reader may take for that of the article, in document order. `root` holds headline and body; with `whole_page` it
    is the page or a wider frame. `now`: ISO time of the fetch, for relative dates and for telling clocks."""
    headline = headline_of(root, title)
    if headline is None and whole_page:
        return []
    spine = frozenset((headline, *headline.iterancestors())) if headline is not None else frozenset()
    return list(_walk(Scene(root, headline, spine, whole_page, now)))


def _walk(scene: Scene) -> Iterator[Seen]:
    """Judges every short text that may hold a date. A tail is met before the inside of its element: no harm for date lines."""
    place = 0 if scene.headline is None else -1  # -1 above the headline, then the number of paragraphs passed below it
    done: set[HtmlElement] = set()
    for element in scene.root.iter():
        if element is scene.headline:
            place = 0
        if place > LAST_PLACE[scene.whole_page] or len(done) > MAX_LINES:
            return
        tag = element.tag
        shown = isinstance(tag, str) and tag not in _NOT_SHOWN
        if shown and (tag == "time" or element.get("itemprop") == "datePublished") and element not in done:
            done.add(element)
            yield from _judge(element.text or "", element, scene, place)
        for text, tail in ((element.text if shown else None, False), (element.tail, True)):
            if not text:
                continue
            if len(text) > LONG and len(text.strip()) > LONG:
                place += place >= 0
            elif _MAY_HOLD_DATE.search(text):
                owner = element.getparent() if tail else element
                if owner is not None and owner not in done:
                    done.add(owner)
                    yield from _judge(text, owner, scene, place)


def _judge(text: str, owner: HtmlElement, scene: Scene, place: int) -> Iterator[Seen]:
    """What a date at this place is worth: at most one. The marks are the class names, the label before it, the rest of its line."""
    chain = _chain(owner, scene)
    microdata = owner.get("itemprop") == "datePublished"
    marked = microdata or owner.tag == "time" or any(_DATE_CLASS.search(_names(e)) for e in chain[:3])
    if _misplaced(owner, chain, scene, marked):
        return
    stamp = owner.get("datetime") or (owner.get("content") if microdata else None)
    line = _line(owner, chain, text)
    found = (parse_stamp(stamp) if stamp else None) or _one_date(line, scene.now) or _one_date(prepare(text), scene.now)
    if found is None or _REFUSED.search(line) or _PLACE_AND_DAY.match(line):
        return
    label = not stamp and bool(_LABEL.search(line[: found.start]))
    rest = 0 if stamp else len(_FILLER.sub(" ", line[: found.start] + " " + line[found.end :]).split())
    if rest > 12 or (not marked and not label and rest > (5 if found.weekday and found.clock else 1)):
        return
    if place < 0 and (not (marked or label) or _is_now(found, scene.now)):
        return  # an unmarked date above the headline is a page clock until proven otherwise
    if place > 1 and not label and (scene.whole_page or not marked):
        return
    score = {-1: 1, 0: 2, 1: 1}.get(place, 0) + 2 * marked + 2 * label + found.clock + (rest == 0)
    yield Seen(found, score, "time" if owner.tag == "time" and stamp else "visible", found.updated)


def _chain(owner: HtmlElement, scene: Scene) -> list[HtmlElement]:
    """The element and its ancestors, below the root and below the first that also holds the headline."""
    chain: list[HtmlElement] = []
    for element in (owner, *owner.iterancestors()):
        if element is scene.root or element in scene.spine:
            break
        chain.append(element)
    return chain


def _misplaced(owner: HtmlElement, chain: list[HtmlElement], scene: Scene, marked: bool) -> bool:
    """Whether a date stands in a box, a list, a menu, a clock, or far above the headline in a frame wider than the article."""
    for element in chain:
        tag, names = element.tag, _names(element)
        if tag in _REFUSED_TAGS or (tag in _UNLESS_MARKED and not marked) or (tag == "header" and scene.whole_page):
            return True
        if names != " " and (_CLOCK_CLASS.search(names) or _LIST_CLASS.search(names)):
            return True
    if not scene.whole_page or scene.headline is None:
        return False
    meeting = (chain[-1] if chain else owner).getparent()
    return meeting is None or meeting.tag == "body" or _depth(scene.headline, meeting) > 4


def _depth(headline: HtmlElement | None, ancestor: HtmlElement) -> int:
    if headline is None:
        return 99
    depth = 0
    for element in (headline, *headline.iterancestors()):
        if element is ancestor:
            return depth
        depth += element.tag not in ("tbody", "tr", "td")
    return 99


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _line(owner: HtmlElement, chain: list[HtmlElement], text: str) -> str:
    """The whole line a date stands in: pages put date and time into elements of their own."""
    line = None
    for element in chain[:3] or [owner]:
        wider = _short_text(element)
        if wider is None:
            break
        line = wider
    return prepare(text if line is None else line)


def _short_text(element: HtmlElement) -> str | None:
    """The text of an element, None when it is longer than a line."""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > MAX_LINE or len(parts) > 60:
            return None
    return " ".join(parts)


def _one_date(line: str, now: str | None) -> Found | None:
    """The only date of a line; of two, the one not labelled as a change."""
    found = find_dates(line, now)
    stated = [f for f in found if not f.updated] or found
    return stated[0] if len({f.day for f in stated}) == 1 else None


def _is_now(found: Found, now: str | None) -> bool:
    """A date above the headline that equals the time of the fetch is the page's clock."""
    fetched, moment = moment_of(now), moment_of(found.value)
    if fetched is None or moment is None:
        return False
    if not found.clock:
        return abs((fetched.date() - moment.date()).days) == 0
    return abs(fetched - moment) < timedelta(minutes=15)
