"""Entities escaped twice ("C&amp;ocirc;ng" for "Công"): undone where the letters around them say so, never where a text speaks of HTML.

Articles moved from one content system to another carry them. Certain are three words of a page that become Vietnamese syllables, or
three spaces and quotes that stand directly at a word; what stands in code, or in a text about HTML, stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import accumulate, islice

from pipelines.text.syllables import is_syllable

_LETTER = r"[aeiouyAEIOUY](?:grave|acute|circ|tilde|uml)|eth|ETH|#\d{3,5}|#[xX][0-9A-Fa-f]{2,4}"
_SIGN = r"nbsp|quot|[lr][sd]quo|[lr]aquo|[nm]dash|hellip|middot|bull|deg|sup[23]|frac(?:12|14|34)|times|apos|amp"
_TWICE = re.compile(rf"&amp;(?:amp;){{0,3}}({_LETTER}|{_SIGN});")
_TWICE_BYTES = re.compile(_TWICE.pattern.encode())
_WORD = re.compile(rf"[^\W\d_]{{0,12}}(?:&amp;(?:amp;){{0,3}}(?:{_LETTER});[^\W\d_]{{0,12}}){{1,6}}")
_BORDER = re.compile("[<>]")
_CODE = re.compile(r"<(/?)(?:code|pre|kbd|samp|tt|textarea|xmp|script|style)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?<!\w)(?:html|xhtml|entity|entities|thực thể|mã ký tự|ký tự đặc biệt|escape|mã nguồn|trình duyệt hiển thị)(?!\w)", re.IGNORECASE
)
_CERTAIN = 3  # places in a page
_MAX_SEGMENTS = 20_000
_MAX_LOOKED_AT = 800_000  # characters of all of them; no article is so long
_MAX_SEGMENT = 20_000  # characters; longer ones are no prose


def undo_double_escapes(html: bytes) -> bytes:
    """A page (UTF-8) with entities that were escaped twice made entities again; the same bytes where there are none or it is not certain.
    Never raises."""
    if not _TWICE_BYTES.search(html):
        return html
    text = html.decode("utf-8", "replace")
    spans = list(islice(_prose(text), _MAX_SEGMENTS))
    size = list(accumulate(end - start for start, end in spans))
    spans = spans[: bisect_right(size, _MAX_LOOKED_AT)]
    damaged = [(start, end) for start, end in spans if not _ABOUT.search(text, start, end)]
    about = len(damaged) < len(spans)
    least = 2 * _CERTAIN if about else _CERTAIN
    if sum(islice((1 for start, end in damaged for _ in _evidence(text[start:end])), least)) < least:
        return html
    pieces, at = [], 0
    for start, end in damaged:
        pieces += [text[at:start], _TWICE.sub(r"&\1;", text[start:end])]
        at = end
    return "".join((*pieces, text[at:])).encode("utf-8", "replace")


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """The places of the texts with such entities, outside of code and of tags; meta elements count as text."""
    code = _code(text)
    begin, close = next(code, (len(text), len(text)))
    at = 0
    for match in _TWICE.finditer(text):
        if match.start() < at:
            continue
        low = max(at, match.start() - _MAX_SEGMENT)
        start = max(text.rfind("<", low, match.start()), text.rfind(">", low, match.start()), low - 1) + 1
        bound = _BORDER.search(text, match.end(), match.end() + _MAX_SEGMENT)
        at = bound.start() if bound else min(len(text), match.end() + _MAX_SEGMENT)
        while close <= start:
            begin, close = next(code, (len(text), len(text) + 1))
        if begin > start and (text[start - 1 : start] != "<" or text.startswith("meta", start)):
            yield start, at


def _code(text: str) -> Iterator[tuple[int, int]]:
    """The places of code, scripts and the like, in order; one that is not closed goes on to the end."""
    depth, begin = 0, 0
    for match in _CODE.finditer(text):
        begin = match.start() if depth == 0 else begin
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth == 0 and match[1]:
            yield begin, match.start()
    if depth:
        yield begin, len(text)


def _evidence(segment: str) -> Iterator[re.Match[str]]:
    """The places of a text that are certainly damaged; its signs count where no word is."""
    words = [word for word in _WORD.finditer(segment) if _is_damaged(word[0])]
    yield from words or (sign for sign in _TWICE.finditer(segment) if sign[1] != "amp" and _at_word(segment, sign))


def _is_damaged(word: str) -> bool:
    plain = unescape(_TWICE.sub(r"&\1;", word))
    return len(plain) > 1 and not _TWICE.fullmatch(word) and is_syllable(plain)


def _at_word(segment: str, sign: re.Match[str]) -> bool:
    """Whether a sign stands directly between or at words, as nobody writes who speaks about it."""
    before, after = segment[: sign.start()][-1:], segment[sign.end() :][:1]
    return before.isalnum() or after.isalnum()
