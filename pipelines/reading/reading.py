"""Reading: the bytes of one page become an Article. Pure, no network; the page is parsed once.

Order: decode, plain text or HTML, the layouts whose marks are in the page, else the generic reader; then refusals, date, language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from lxml.html import HtmlElement

from pipelines.dates.metadata import Stated, stated_dates
from pipelines.dates.published import DateEvidence, published_of
from pipelines.html.blocks import walk_blocks
from pipelines.html.boxes import link_titles
from pipelines.html.head import Head, read_head
from pipelines.html.linked_data import MAX_JSON, is_too_large, json_ld_of
from pipelines.html.tree import Tree, of_tag, parse_tree
from pipelines.reading.assembly import Parts, assemble, outside_credit
from pipelines.reading.attachments import attachments_beside, find_attachments
from pipelines.reading.bodies.doubles import read_once
from pipelines.reading.bodies.hidden_text import take_out_hidden
from pipelines.reading.generic import LITTLE, guess_article, lines_behind, signature_lines
from pipelines.reading.headlines.constants import constant_keys
from pipelines.reading.layouts import Pointed, recognise
from pipelines.reading.leads import LeadLines, leads_above
from pipelines.reading.notices import MAY_BE_NOTICE, as_notice, as_table_note
from pipelines.reading.plaintext import read_text
from pipelines.reading.refusing.refusals import is_spam, refuse_generic, refuse_parts, refuse_status
from pipelines.reading.refusing.sections import Claim, is_section
from pipelines.reading.refusing.walls import OWN_DATES, is_wall, is_wall_of
from pipelines.reading.signing.authors import own_credit, own_name, pointed_names, stated_author
from pipelines.reading.signing.datelines import dateline_of
from pipelines.reading.signing.fields import join_fields
from pipelines.reading.teasers import count_signs
from pipelines.reading.titles import is_stated, site_title, stated_keys, title_flags, title_key, undated
from pipelines.sources.source import Source
from pipelines.text.decoding import MAX_BYTES, to_utf8
from pipelines.text.escapes import undo_double_escapes
from pipelines.text.language import language_of
from pipelines.text.normal import normalise
from pipelines.values.article import CUT_LINKED_DATA, CUT_PAGE, CUT_TABLE, Article, Attachment, NotArticle, Unreadable, Walled
from pipelines.values.page import Page

_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)  # a page, whatever the server calls it
_ENOUGH = 40  # words of text for which a layout is trusted without a second look
_HEADINGS = 1000  # first headings of a page that are looked at


def read_article(page: Page, source: Source | None = None, layouts: bool = True) -> Article:
    """Read one page. Raises NotArticle(reason) or Unreadable(reason), nothing else. `layouts=False` reads with the generic reader
    alone (for measuring it). Pages are recognised by their own marks; the family of the source is only tried first."""
    reason = refuse_status(page.status)
    if reason:
        raise NotArticle(reason)
    content_type = page.headers.get("content-type")
    if _is_binary(page.body):
        raise Unreadable("binary")
    html = to_utf8(page.body, content_type)
    if (content_type or "").lower().startswith("text/plain") and not _MARKUP.match(html):
        article = read_text(html.decode("utf-8", "replace"), page.fetched_at)
    else:
        html = undo_double_escapes(html)
        article = _read_html(html, page, source, layouts)
        if _is_cut(html, article):
            raise Unreadable("truncated")
    if is_spam(article.title, article.text):
        raise NotArticle("spam")
    unread = len(page.body) > MAX_BYTES and CUT_PAGE not in article.flags
    return replace(article, flags=(*article.flags, CUT_PAGE)) if unread else article


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A page parsed once: what every way of reading it starts from."""

    page: Page
    tree: Tree
    head: Head
    stated: list[Stated]
    headlines: list[str]  # that the head states, as keys
    flags: tuple[str, ...] = ()  # of the page as a whole

    @property
    def url(self) -> str | None:
        return self.page.final_url or self.page.url


def _parse(html: bytes, page: Page, source: Source | None) -> _Parsed:
    tree = parse_tree(html)
    if tree is None:
        raise NotArticle("empty")
    linked = json_ld_of(tree.told)
    unlooked = len(html) > MAX_JSON and any(map(is_too_large, tree.told))
    head = read_head(tree, linked.values())
    constants = constant_keys(source.constants) if source else frozenset()
    if page.hints.title or constants:
        head = replace(head, listed=normalise(page.hints.title or "") or None, constants=constants)
    stated = stated_dates(tree.told, linked)
    headlines = stated_keys(head)
    tree, flags = take_out_hidden(tree, headlines)
    flags = (*flags, *[CUT_PAGE] * tree.cut, *[CUT_LINKED_DATA] * unlooked)
    return _Parsed(page, tree, head, stated, headlines, flags)


def _read_html(html: bytes, page: Page, source: Source | None, layouts: bool) -> Article:
    parsed = _parse(html, page, source)
    try:
        article = _read_parsed(parsed, source.family if source else None, layouts)
    except NotArticle as refused:
        if is_wall(parsed.tree.root, refused.reason, parsed.head, page.url):
            raise Walled from None
        if refused.reason == "empty" and parsed.tree.cut:
            raise Unreadable(CUT_PAGE) from None
        raise
    if is_wall_of(article, parsed.head.listed):
        raise Walled
    return article


def _read_parsed(parsed: _Parsed, family: str | None, layouts: bool) -> Article:
    thin: Article | None = None
    for pointed in recognise(parsed.tree, parsed.headlines, family) if layouts else ():
        article = _from_layout(pointed, parsed)
        if article is None:
            continue
        article = _dated(article, pointed, parsed)
        if article.text.count(" ") >= _ENOUGH or article.attachments or pointed.headline_only:
            return article
        thin = thin or article
    return _better(thin, parsed) if thin else _from_guess(parsed)


def _is_cut(html: bytes, article: Article) -> bool:
    """Whether the page stops within the body: it has no end tag, and its last characters are the body's."""
    if b"</html" in html[-3000:]:
        return False
    tail = html[-3000:].decode("utf-8", "ignore").rstrip()
    if not article.paragraphs or "</html" in (low := tail.lower()) or "</body" in low:
        return False
    if tail.rfind("<") > tail.rfind(">"):  # it stops within a tag
        tail = tail[: tail.rfind("<")]
    end = normalise(unescape(tail[tail.rfind(">") + 1 :]))[-20:]
    return bool(end) and article.paragraphs[-1].endswith(end)


def _better(thin: Article, parsed: _Parsed) -> Article:
    """What a layout found is very short: the generic reader's article under the same headline is taken if it has twice the text. Where
    that reader sees a listing, only a headline that the head of the page repeats makes an article. Raises NotArticle."""
    try:
        guess = _from_guess(parsed)
    except NotArticle as refused:
        title = thin.title or ""
        if refused.reason in ("listing", "home", "search") and not (title.count(" ") >= 4 and is_stated(title, parsed.headlines)):
            raise
        return thin
    same = title_key(guess.title) == title_key(thin.title)
    return guess if same and len(guess.text) > 2 * len(thin.text) else thin


def _is_binary(body: bytes) -> bool:
    return body[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xd0\xcf\x11\xe0") or body[:3] in (b"\xff\xd8\xff", b"GIF", b"\x1f\x8b\x08")


def _from_layout(pointed: Pointed, parsed: _Parsed) -> Article | None:
    """The article a layout points at; None when what it points at is a listing, a gallery or empty."""
    walks = [walk_blocks(root, pointed.skipped | set(pointed.lead)) for root in pointed.body]
    blocks = join_fields(read_once([block for walk in walks for block in walk.blocks]))
    above = [walk_blocks(root, pointed.skipped) for root in pointed.lead]
    leads = tuple(block.text for walk in above for block in walk.blocks)
    lines = LeadLines(leads)
    if not (leads and pointed.bylines):
        near = leads_above(parsed.tree.root, pointed.title, pointed.body[0], walks[0].blocks, pointed.skipped)
        lines = LeadLines(leads, (), near.signed, near.stamps) if leads else near
    behind = () if pointed.bylines else signature_lines(join_fields(lines_behind(pointed.body[-1], pointed.skipped)))
    parts = assemble([*blocks, *behind], pointed.title, lines, pointed.body)
    attachments = _attachments(pointed.body, parsed)
    if count_signs(blocks).listing or (not pointed.headline_only and refuse_parts(parts, sum(w.images for w in walks), len(attachments))):
        return None
    related = [text for root in pointed.related for text in link_titles(root)] + [t for w in walks for t in w.related]
    parts.related = related + parts.related
    parts.stamps = [stamp for walk in (*above, *walks) for stamp in walk.stamps] + list(lines.stamps)
    parts.captions = list(dict.fromkeys((*pointed.captions, *parts.captions)))
    signed = pointed_names(pointed.bylines)
    parts.byline = signed.byline or parts.byline
    parts.credit = outside_credit(pointed.credits) or parts.credit or signed.credit
    return replace(_article(parts, pointed.title, parsed), attachments=attachments, layout=pointed.layout)


def _from_guess(parsed: _Parsed) -> Article:
    guess = guess_article(parsed.tree, parsed.head, parsed.url)
    reason = refuse_generic(guess, parsed.head, parsed.url, parsed.tree)
    if guess and guess.weight < LITTLE and reason in MAY_BE_NOTICE:
        notice = as_notice(guess, parsed.head, parsed.tree) or as_table_note(guess, parsed.head)
        guess, reason = (notice, None) if notice else (guess, reason)
    if reason or guess is None:
        raise NotArticle(reason or "empty")
    roots = (guess.container,)
    parts = assemble(guess.blocks, guess.title, guess.leads, roots)
    attachments = _attachments(roots, parsed)
    reason = refuse_parts(parts, guess.walk.images, len(attachments))
    if reason:
        raise NotArticle(reason)
    parts.related.extend((*guess.related, *guess.walk.related))
    parts.stamps = guess.walk.stamps
    parts.credit = parts.credit or outside_credit(guess.sources)
    article = replace(_article(parts, guess.title, parsed), attachments=attachments)
    return _dated(article, Pointed("generic", guess.title, roots, dates=(guess.stamp,) if guess.stamp else ()), parsed)


def _attachments(roots: tuple[HtmlElement, ...], parsed: _Parsed) -> tuple[Attachment, ...]:
    """The documents of a body, then those of the list of files beside it; each once."""
    inside = find_attachments(roots, parsed.url)
    known = {attachment.url for attachment in inside}
    return inside + tuple(a for a in attachments_beside(roots, parsed.url) if a.url not in known)


def _article(parts: Parts, title: str | None, parsed: _Parsed) -> Article:
    tree, head = parsed.tree, parsed.head
    own = {title_key(title)}
    headlines = dict.fromkeys(undated(normalise(text)) for text in parts.related)
    related = [text for text in headlines if text and title_key(text) not in own]
    text = " ".join([parts.lead or "", *parts.paragraphs])
    flags = [*title_flags(head, title), *parsed.flags]
    flags += [CUT_TABLE] * any(grid.cut for grid in parts.grids) + ["headline_only"] * (not text.strip())
    return Article(
        title=title,
        paragraphs=tuple(parts.paragraphs),
        site_title=site_title(head, title),
        lead=parts.lead,
        captions=tuple(parts.captions),
        byline=own_name(parts.byline, head, title) or stated_author(tree, head, title),
        credit=own_credit(parts.credit, parsed.url, tree),
        dateline=next((found for line in (parts.lead, *parts.paragraphs[:1]) if (found := dateline_of(line, parts.stamps))), None),
        related=tuple(related),
        language=language_of(text, head.language),
        flags=tuple(flags),
        grids=tuple(parts.grids),
    )


def _dated(article: Article, pointed: Pointed, parsed: _Parsed) -> Article:
    """The article with its dates. Raises NotArticle where it is a page of a list."""
    page = parsed.page
    evidence = DateEvidence(
        fetched_at=page.fetched_at,
        url=parsed.url,
        hinted=page.hints.published,
        article=_common(pointed.body, parsed.tree),
        date_texts=pointed.dates,
        title=article.title,
    )
    published = published_of(parsed.tree.root, parsed.stated, evidence)
    dated = published.published_from in OWN_DATES
    if pointed.body and is_section(Claim(article.title, dated, pointed.body[0], parsed.tree.root, parsed.url)):
        raise NotArticle("listing")
    return replace(article, published=published.published, published_from=published.published_from, modified=published.modified)


def _common(roots: tuple[HtmlElement, ...], tree: Tree) -> HtmlElement | None:
    """The element that holds the body and, where it is near, the headline above it; the article element around them where there is one."""
    if not roots:
        return None
    element = roots[0]
    around_headings = {ancestor for heading in of_tag(tree, "h1")[:_HEADINGS] for ancestor in (heading, *heading.iterancestors())}
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "html", "form"):
            break
        element = ancestor
        if ancestor in around_headings:
            break
    return next(element.iterancestors("article"), element)
