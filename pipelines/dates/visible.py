"""The dates a reader sees near the headline, told from page clocks, related boxes, licences and prose by place and shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from lxml.html import HtmlElement

from pipelines.dates.around import (
    LONG,
    MAX_TEXTS,
    PageText,
    body_follows,
    first_paragraph,
    headline_of,
    is_paragraph,
    texts_above,
    texts_below,
)
from pipelines.dates.others import of_another_story
from pipelines.dates.words import MAX_TEXT, DateFound, find_dates, is_now, parse_stamp, prepare
from pipelines.html.zones import zone_of
from pipelines.text.normal import normalise

MAX_LINE = 140  # characters of a line that may be a date line; longer ones are sentences
MAX_LINES = 60  # lines judged on one page
BEHIND = 3  # elements behind an article that are looked at
NEAR = 3  # texts after a headline among which its date needs no marks
LETTERS = 2  # of the buttons that set the size of its type, which are no texts
_SIGN = re.compile("[|•·]")
_NAME = 5  # words of a person's name
STANDS_ALONE = 3  # score from which a visible date needs no second witness

_MAY_HOLD_DATE = re.compile(r"20\d\d|19\d\d|/\d\d?/\d\d|trước|ago|qua\b|nay\b")
_DATE_CLASS = re.compile(
    r"date|time(?!line|out)|ngay|thoi-?gian|publish|posted|"
    r"(?:post|entry|article|news|detail|meta)[-_]?(?:meta|info)|(?:^|\s)meta(?:\s|$)",
    re.IGNORECASE,
)
_CLOCK_CLASS = re.compile(
    r"(?:time|date)-?now|system-?(?:date|time)|clock|dong-?ho|current-?(?:date|time)|(?<![a-z])today|hom-?nay|hotline|weather|thoi-?tiet|"
    r"count-?down|banner|search|top-?bar|header-?top|top-?header|copyright|marquee|ticker|breaking|(?<![a-z])footer",
    re.IGNORECASE,
)
_HEADER_CLASS = re.compile(r"(?:^|\s)(?:header|top|page-header|site-header)(?:\s|$)", re.IGNORECASE)
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
_REFUSED = re.compile(  # every phrase begins with its letters: the engine then skips fast
    r"giấy phép|gp-|gptt|cấp ngày|ký ngày|quyết định|nghị định|thông tư|công văn|hiệu lực|bản quyền|copyright|©|hết hạn|hạn (?:nộp|cuối)|"
    r"sinh (?:ngày|năm)|hotline|điện thoại|hôm nay|bây giờ|bắt đầu|kết thúc|khai mạc|ban hành|lịch (?<!\Slịch )|truy cập|"
    r"từ ngày|đến ngày|mã số thuế|kỷ niệm|số:(?<!\Ssố:)"
)
_PLACE_AND_DAY = re.compile(r"^[^\d:|]{3,30},\s?ngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}\.?$")  # dateline of an official letter
_FILLER = re.compile(
    r"\b(?:ngày|lúc|vào|hồi|giờ|phút|gmt|utc|ict|lượt|xem|đọc|views?|đăng|bởi|by|theo|tác giả|thời gian|cập nhật|xuất bản|posted|published|"
    r"on|at|cỡ|chữ|in|bài|viết|tin|print|email|share|chia sẻ|bình luận|comments?|date|updated|thứ|hai|ba|tư|năm|sáu|bảy|chủ nhật|"
    r"\w+day|am|pm|sa|ch)\b|[\W\d_]+"
)


@dataclass(frozen=True, slots=True)
class SeenDate:
    """One date near the headline. `score` is its worth (STANDS_ALONE and more needs no second witness, less only confirms),
    `updated` says it is labelled as the date of a change."""

    found: DateFound
    score: int
    origin: Literal["time", "visible"]
    updated: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """What judging a line needs. `root` holds headline and body; with `whole_page` it is the page or another wide frame: then only
    marked dates close to a headline that a body follows count. `now`: ISO time of the fetch. `last`: paragraphs below the headline
    after which the search ends; `sure`: the headline's wording is known, not guessed. A line is judged with its boxes, alone, and again
    when the search widens: its date is read once."""

    root: HtmlElement
    whole_page: bool
    now: str | None
    last: int = 10_000
    sure: bool = False
    headline: HtmlElement | None = None
    known: dict[str, DateFound | None] = field(default_factory=dict)  # the date of every line judged so far


def seen_dates(scene: Scene, title: str | None) -> list[SeenDate]:
    """The dates a reader may take for that of the article with this headline (its own when None), best place first."""
    root, wide = scene.root, scene.whole_page
    headline = headline_of(root, title)
    if headline is None:
        first = None if wide else first_paragraph(root)
        return [] if first is None else seen_above(first, scene)
    scene = replace(scene, headline=headline)
    below = list(_walk(texts_below(headline, root), scene, 0))
    if wide and not scene.sure and not below and not body_follows(headline, root):
        return []
    return below + seen_above(headline, scene)


def seen_above(anchor: HtmlElement, scene: Scene) -> list[SeenDate]:
    """The marked dates close above the headline, or above the article when its headline is not known: the nearest good one last."""
    seen = []
    for one in _walk(texts_above(anchor, scene.root), replace(scene, headline=anchor), -1):
        seen.append(one)
        if one.score >= STANDS_ALONE:
            break
    return seen


def seen_behind(article: HtmlElement, scene: Scene) -> list[SeenDate]:
    """The date that a line of its own directly behind the article is labelled with as that of its publication."""
    for line in map(_short_text, islice(article.itersiblings("div", "p", "span", "table"), BEHIND)):
        text = prepare(line or "")
        found = _one_date(text, scene)
        if line is None or (found is None and text.strip()):
            return []
        label = _LABEL.search(text[: found.start]) if found else None
        if found and label and not _REFUSED.search(text):
            rest = _FILLER.sub(" ", text[: label.start()] + " " + text[found.end :]).strip()
            return [] if rest else [SeenDate(found, STANDS_ALONE, "visible", found.updated)]
    return []


def _walk(texts: Iterator[PageText], scene: Scene, place: int) -> Iterator[SeenDate]:
    """Judges every short text that may hold a date. `place`: -1 above the headline, below it the number of paragraphs passed."""
    done: set[HtmlElement] = set()
    last = min(scene.last, 3) if scene.whole_page else scene.last
    short = 0
    for i, (text, owner) in enumerate(texts):
        blank = text.isspace()
        short += not blank and len(text) > LETTERS and len(text.strip()) > LETTERS
        if place > last or len(done) > MAX_LINES or (scene.whole_page and place <= 0 and i > MAX_TEXTS):
            return
        if len(text) > LONG and is_paragraph(text):
            place += place >= 0
        elif (
            not blank
            and (_MAY_HOLD_DATE.search(text) or owner.get("datetime") or owner.get("itemprop") == "datePublished")
            and owner not in done
        ):
            done.add(owner)
            yield from _judge(text, owner, scene, place, next_line=place == 0 and short <= NEAR)


def _judge(text: str, owner: HtmlElement, scene: Scene, place: int, next_line: bool) -> Iterator[SeenDate]:
    """What a date at this place is worth: at most one. The marks are the class names, the label before it, the rest of its line. Directly
    below the headline (`next_line`) a date alone in its element needs no marks."""
    chain = _chain(owner, scene)
    microdata = owner.get("itemprop") == "datePublished"
    marked = microdata or owner.tag == "time" or any(_says(_names(e)).date for e in chain[:3])
    marked = marked or (place == 0 and any(zone_of(_names(e)) == "byline" for e in chain[:2]))  # who wrote it, and when
    alone = next_line and _is_alone(prepare(text), scene)
    if _misplaced(chain, scene.whole_page, marked or alone or (place <= 0 and _is_labelled(text, scene))):
        return
    stamp = owner.get("datetime") or (owner.get("content") if microdata else None)
    line = _line(owner, chain, text)
    found = (parse_stamp(stamp) if stamp else None) or _one_date(line, scene) or _one_date(prepare(text), scene)
    if found is None or _REFUSED.search(line) or (_PLACE_AND_DAY.match(line) and not found.weekday):
        return
    label = not stamp and bool(_LABEL.search(line[: found.start]))
    if not alone and marked and scene.root.tag == "article" and chain:  # its box holds nothing else, whatever stands beside that
        alone = _is_alone(prepare(_short_text(chain[0]) or ""), scene)
    alone = alone or (label and _is_alone(prepare(text), scene))  # whatever stands in the lines beside it
    rest = 0 if stamp or alone else len(_FILLER.sub(" ", line[: found.start] + " " + line[found.end :]).split())
    if 2 <= rest <= _NAME and next_line and (_is_signed(chain) or _is_parted(line[: found.start], line[found.end :])):
        rest = 0
    if rest > 12 or (not marked and not label and rest > (5 if found.weekday and found.clock else 1)):
        return
    if place < 0 and (not (marked or label) or is_now(found, scene.now)):
        return  # an unmarked date above the headline is a page clock until proven otherwise
    if not label and ((scene.whole_page and not marked and not (alone and scene.sure)) or (place > 1 and (scene.whole_page or not marked))):
        return
    if of_another_story(chain, _wording(scene), near=place in (-1, 0), lists=place not in (-1, 0)):
        return
    score = {-1: 1, 0: 2, 1: 1}.get(place, 0) + 2 * marked + 2 * label + found.clock + (rest == 0)
    yield SeenDate(found, score, "time" if owner.tag == "time" and stamp else "visible", found.updated)


def _is_signed(chain: list[HtmlElement]) -> bool:
    """Whether a line has only the name of a person beside its date: capitalised words."""
    text = _short_text(chain[0]) if chain else None
    words = _FILLER.sub(" ", text or "").split()
    return all(word.istitle() for word in words)


def _is_parted(before: str, after: str) -> bool:
    """Whether a date stands at an end of its line and a sign parts it from the rest ("5/6/2021 | Phòng Kinh tế")."""
    first, *rest = _SIGN.split(after)
    *more, last = _SIGN.split(before)
    at_end = not _FILLER.sub("", last) and not _FILLER.sub("", first)
    return at_end and (bool(more) if not _FILLER.sub("", "".join(rest)) else not _FILLER.sub("", "".join(more)))


def _wording(scene: Scene) -> str:
    """The headline's text, lower-case."""
    return "" if scene.headline is None else normalise(" ".join(scene.headline.itertext())[:MAX_TEXT]).casefold()


def _is_alone(text: str, scene: Scene) -> bool:
    """Whether a text is nothing but a date."""
    found = _one_date(text, scene)
    return found is not None and not _FILLER.sub(" ", text[: found.start] + " " + text[found.end :]).strip()


def _is_labelled(text: str, scene: Scene) -> bool:
    """Whether a text names the date in it as that of the publication."""
    found = _one_date(line := prepare(text), scene)
    return found is not None and _LABEL.search(line[: found.start]) is not None


def _chain(owner: HtmlElement, scene: Scene) -> list[HtmlElement]:
    """The element and its ancestors, below the root and below the first that also holds the headline."""
    above = set() if scene.headline is None else {scene.headline, *scene.headline.iterancestors()}
    chain: list[HtmlElement] = []
    for element in (owner, *owner.iterancestors()):
        if element is scene.root or element in above:
            break
        chain.append(element)
    return chain


def _misplaced(chain: list[HtmlElement], wide: bool, marked: bool) -> bool:
    """Whether a date stands in a box, a list, a menu or a clock, or unmarked where a headline date would be marked."""
    for element in chain:
        tag, names = element.tag, _names(element)
        if tag in _REFUSED_TAGS or (tag in _UNLESS_MARKED and not marked) or (wide and (tag == "header" or _says(names).header)):
            return True
        if names != " " and _says(names).elsewhere:
            return True
    return False


class _Said(NamedTuple):
    date: bool
    header: bool
    elsewhere: bool  # a page clock, a list of other articles


@lru_cache(maxsize=8192)
def _says(names: str) -> _Said:
    """What class and id names say about a date in the element."""
    elsewhere = _CLOCK_CLASS.search(names) or _LIST_CLASS.search(names)
    return _Said(_DATE_CLASS.search(names) is not None, _HEADER_CLASS.search(names) is not None, elsewhere is not None)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _line(owner: HtmlElement, chain: list[HtmlElement], text: str) -> str:
    """The whole line a date stands in: pages put date and time into elements of their own."""
    line = text
    for element in chain[:3] or [owner]:
        if (wider := _short_text(element)) is None:
            break
        line = wider
    return prepare(line)


def _short_text(element: HtmlElement) -> str | None:
    """The text of an element, None when it is longer than a line."""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > MAX_LINE or len(parts) > 60:
            return None
    return " ".join(parts)


def _one_date(line: str, scene: Scene) -> DateFound | None:
    """The only date of a line; of two, the one not labelled as a change."""
    if line not in scene.known:
        found = find_dates(line, scene.now)
        stated = [f for f in found if not f.updated] or found
        scene.known[line] = stated[0] if len({f.day for f in stated}) == 1 else None
    return scene.known[line]
