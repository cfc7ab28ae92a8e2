"""Pages saved as plain text, with the boilerplate still inside: site title, page clock, headline, lead, captions, body, related list.

The rules rest on the shape of lines alone: length, closing punctuation, blank lines, and the marker phrases of data/reading/markers.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.dates.published import published_in_text
from pipelines.html.blocks import Block
from pipelines.html.markers import key_of, markers
from pipelines.html.zones import line_zone
from pipelines.reading.leads import is_date_line
from pipelines.reading.signing.datelines import dateline_of
from pipelines.reading.signing.signatures import take_signature
from pipelines.reading.titles import is_gambling, title_key
from pipelines.text.language import language_of
from pipelines.text.normal import normalise_lines
from pipelines.values.article import Article, NotArticle

_PROSE_WORDS = 22
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', ".)", ")")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    after_blank: bool  # a blank line stands before it

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1


def read_text(text: str, fetched_at: str | None = None) -> Article:
    """Read a page saved as text. Raises NotArticle("empty") when no headline or no text is in it."""
    lines = _lines(text)
    lines, related = _without_related(lines)
    start = next((i for i, line in enumerate(lines) if _is_prose(line)), None)
    if start is None or not lines:
        raise NotArticle("empty")
    above = [line for line in lines[:start] if not is_date_line(line.text) and not line_zone(line.text)]
    if not above:
        raise NotArticle("empty")
    title = above[-1].text
    site = above[0].text if len(above) > 1 and title_key(above[0].text) != title_key(title) else None
    rest = lines[start:]
    lead, captions, body = _body(rest)
    keep, byline, credit = take_signature(body)
    published = published_in_text([line.text for line in lines], lines.index(above[-1]), fetched_at)
    paragraphs = tuple(block.text for block in body[:keep])
    if not paragraphs and lead:
        paragraphs, lead = (*paragraphs, lead), None
    return Article(
        title=title,
        paragraphs=paragraphs,
        site_title=site,
        lead=lead,
        captions=tuple(captions),
        byline=byline,
        credit=credit,
        dateline=dateline_of(lead or "") or dateline_of(paragraphs[0] if paragraphs else None),
        related=tuple(related),
        language=language_of(" ".join(paragraphs)),
        flags=("hijacked_site_title",) if is_gambling(site) and not is_gambling(title) else (),
        published=published.published,
        published_from=published.published_from,
        layout="plain-text",
    )


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    for line in normalise_lines(text).split("\n"):
        if line:
            lines.append(_Line(line, blank))
        blank = not line
    return lines


def _is_prose(line: _Line) -> bool:
    return line.words >= _PROSE_WORDS and line.text.endswith(_STOPS)


def _without_related(lines: list[_Line]) -> tuple[list[_Line], list[str]]:
    """Cut at the heading of a list of other stories; the lines after it are their headlines."""
    for index, line in enumerate(lines):
        if index and key_of(line.text) in markers("related") | markers("end") and not any(_is_prose(x) for x in lines[index + 1 :]):
            related = [x.text for x in lines[index + 1 :] if x.words >= 4 and line_zone(x.text) == ""]
            return lines[:index], related
    return lines, []


def _body(lines: list[_Line]) -> tuple[str | None, list[str], list[Block]]:
    lead: str | None = lines[0].text if len(lines) > 1 and lines[0].words <= 90 else None
    captions: list[str] = []
    body: list[Block] = []
    for index, line in enumerate(lines):
        if lead is not None and (index == 0 or line.text == lead):
            continue
        if line_zone(line.text) in ("drop", "related", "end"):
            continue
        if _is_caption(line, first=not body):
            captions.extend([line.text] if line.text not in captions else [])
        else:
            body.append(_block(line.text))
    return lead, captions, body


def _is_caption(line: _Line, first: bool) -> bool:
    """A line without a full stop that follows the lead directly (a sub-heading stands apart or is short), or names its photographer."""
    if line.words > 60:
        return False
    low = line.text.casefold()
    if "ảnh:" in low and not line.text.endswith("."):
        return True
    return first and not line.after_blank and line.words >= 7 and not line.text.endswith((".", ":", "!", "?"))


def _block(text: str) -> Block:
    return Block(text, None)  # type: ignore[arg-type]
