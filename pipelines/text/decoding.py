"""Bytes to characters for whole pages: valid UTF-8 in one go, everything else by evidence.

Order: byte order mark, UTF-16 without one, UTF-8 (also with a few bad bytes), the charset Vietnamese syllables speak for (declared or
not: TCVN3 pages declare Latin-1), the declared charset (beautifulsoup4 reads the declarations), Windows-1252.
"""

from __future__ import annotations

import codecs
import html
import re

from pipelines.text.legacy_charsets import LEGACY
from pipelines.text.mojibake import legacy_charset, repair_text

MAX_BYTES = 8_000_000  # what lies behind is not read: no article is that long, and reading stays within a second
SAMPLE = 500_000  # bytes that show whether a page is UTF-8 with a few bad places
MAX_SEGMENTS = 20_000  # texts between tags looked at when a page shows marks of a wrong charset
_PIECE = 1 << 14
_STEP = 1 << 11  # bytes; whether that many are ASCII is known in no time
MAX_SEGMENT = 20_000  # characters of one of them; longer ones are no prose
HEAD = 4096  # bytes looked at for NULs and declarations

_VERTICAL = bytes.maketrans(b"\x0b\x0c", b"  ")  # what word processors leave between words
_CONTROLS = bytes(b for b in range(0x20) if b not in b"\t\n\x0b\x0c\r") + b"\x7f"
_UNWANTED = _CONTROLS + b"\x0b\x0c"
_CONTROL_CHARS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
# Marks of text read in the wrong charset. All of UTF-8's two-byte characters in question begin with C2 or C3: a scan for one fixed
# byte each costs less than the decoding itself.
_ODD_C2 = re.compile(rb"\xc2(?:([\x80-\x9f])|[\xa1-\xa9\xab-\xaf\xb1-\xb9\xbb-\xbe][a-zA-Z\xc2])")
_ODD_C3 = re.compile(
    rb"\xc3(?=[\x83\x84\x86\xa1\xa2\xaa\xb4\xbd][\xc2\xc3\xc5\xc6\xcb\xe2]|\x83 |[\xa4\xa5\xab\xaf\xb0\xb1\xb6\xb8\xbb])(?:("
    rb"\xa1\xc2[\xba\xbb]|\x86\xc2[\xb0\xa1]|\x84(?:\xc2\x91|\xe2\x80\x98)|\xa2\xe2\x82\xac"
    rb"|\x83(?:[\xc2\xc5\xc6\xcb\xe2]|(?<=[a-z]\xc3\x83) ))"
    rb"|\xbd\xc3\xb5|[\xa2\xaa\xb4]\xc3[\x8c\x92\x9e\xac\xb2]|[\xb8\xaf\xbb\xb6\xb1\xa5\xa4\xab\xb0])"
)
# The same marks written as entities: signs and foreign letters between letters, or half of a double-encoded one.
_ODD_ENTITY = re.compile(
    rb"&(?<=[a-zA-Z]&)(?:Atilde;(?:&|\xc2)|AElig;&|(?:#16[1-9]|#1[78]\d|#2(?:2[89]|35|39|4[1678]|5[12])|laquo|shy|not"
    rb"|micro|para|sup[123]|frac\d\d|macr|uml|brvbar|ordf|[oO]slash|[oua]uml|ntilde);[a-zA-Z&])"
)
_STRAY_SIGN = re.compile(rb"(?<![\x80-\xff])[\x85\x91-\x97\xa0](?![\x80-\xff])")  # Windows-1252 punctuation pasted into UTF-8
_LOST = re.compile("\ufffd{2,3}")  # the bytes of one character
_SEGMENT = re.compile(r'[^<>"]+')
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_OWN_NAMES = {
    "tcvn": "tcvn3", "tcvn3": "tcvn3", "tcvn-5712": "tcvn3", "tcvn5712-1": "tcvn3", "x-viet-tcvn5712": "tcvn3", "x-viet-tcvn": "tcvn3",
    "viscii": "viscii", "csviscii": "viscii", "viscii1.1-1": "viscii", "x-viet-vni": "vni", "vni": "vni",
    "windows-1258": "windows-1258", "cp1258": "windows-1258", "x-cp1258": "windows-1258",
}  # fmt: skip


def decode(body: bytes, content_type: str | None = None) -> str:
    """The characters of a page: what `to_utf8` gives, decoded. Never raises."""
    return to_utf8(body, content_type).decode("utf-8", "replace")


def to_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """A page as UTF-8 (what the parser wants), composed where the charset was not Unicode; control characters are dropped, text read in
    the wrong charset long before it came to us is repaired where that is certain. `content_type` is the HTTP header. At most MAX_BYTES
    are read. Never raises."""
    body = body[:MAX_BYTES]
    bom, charset = next((known for known in _BOMS if body.startswith(known[0])), (b"", ""))
    body = body[len(bom) :]
    charset = charset or _wide_charset(body[:HEAD]) or ""
    if charset and charset != "utf-8":
        return _encoded(body.decode(charset, "replace"))
    plain = body
    if any(control in body for control in _UNWANTED):  # thirty searches for one byte cost less than one translation
        plain = body.translate(_VERTICAL, _CONTROLS)
    stretches = _beyond_ascii(plain)
    if all(_is_utf8(plain, stretch) for stretch in stretches):
        return _undamaged(plain, stretches)
    return _encoded(_mended(body) if charset or _is_broken_utf8(body) else _legacy(body, content_type))


def _encoded(text: str) -> bytes:
    return _clean(text).encode("utf-8", "replace")


def _beyond_ascii(body: bytes) -> list[slice]:
    """The stretches of a page outside of which all is ASCII."""
    found: list[slice] = []
    for at in range(0, len(body), _STEP):
        if not body[at : at + _STEP].isascii():
            start = found.pop().start if found and found[-1].stop == at else at
            found.append(slice(start, at + _STEP))
    return found


def _is_utf8(body: bytes, stretch: slice) -> bool:
    """Whether all bytes of a stretch are UTF-8, tried in small pieces: a string of the whole page would cost more than the parsing of
    some."""
    view, at = memoryview(body)[stretch], 0
    try:
        while at < len(view):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(view))[1]
    except UnicodeDecodeError:
        return False
    return True


def _undamaged(plain: bytes, stretches: list[slice]) -> bytes:
    """Valid UTF-8 that may hold text read in a wrong charset before, made right."""
    signs: list[bytes] = []  # the group of a match tells control characters, and double encoding
    letters: list[bytes] = []
    may_be_signs = b"\xc2" in plain  # told in no time, and many pages have none
    for stretch in stretches:
        end = stretch.stop + 1  # the mark may end in the letter behind
        signs += _ODD_C2.findall(plain, stretch.start, end) if may_be_signs else ()
        letters += _ODD_C3.findall(plain, stretch.start, end)
    if any(letters) or len(signs) + len(letters) > 2 or len(_ODD_ENTITY.findall(plain)) > 2:
        text = _SEGMENT.sub(_repaired, plain.decode("utf-8"), count=MAX_SEGMENTS)
        return _encoded(text) if any(signs) else text.encode("utf-8", "replace")
    return _encoded(plain.decode("utf-8")) if any(signs) else plain


def _repaired(segment: re.Match[str]) -> str:
    """A text between tags, repaired; its entities stay entities unless they were part of the damage."""
    text = segment[0]
    if len(text) > MAX_SEGMENT:
        return text
    if "&" not in text:
        return repair_text(text)
    plain = html.unescape(text)
    fixed = repair_text(plain)
    return repair_text(text) if fixed == plain else html.escape(fixed, quote=True)


def _wide_charset(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of mark-up is NUL."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 16 or max(even, odd) < len(head) // 5 or min(even, odd) > len(head) // 40:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_broken_utf8(body: bytes) -> bool:
    """Bytes that were UTF-8 until something cut or overwrote a few of them: many more whole characters than bad places."""
    sample = body[:SAMPLE]
    whole = sample.decode("utf-8", "ignore")
    size = len(whole.encode())
    letters = size - len(whole)  # one or two for every character beyond ASCII
    return letters > 4 * (len(sample) - size)


def _mended(body: bytes) -> str:
    """UTF-8 with bad places: stray typographic signs of Windows-1252 are known, anything else costs its own character only."""
    body = _STRAY_SIGN.sub(lambda m: m[0].decode("cp1252").encode(), body)
    return _LOST.sub("\ufffd", body.decode("utf-8", "replace"))


def _legacy(body: bytes, content_type: str | None) -> str:
    latin = body.decode("latin-1")
    declared = _declared(body[:HEAD], content_type)
    charset = legacy_charset(latin, least=3) or _OWN_NAMES.get(declared)
    if charset:
        return LEGACY[charset](latin)
    try:
        return body.decode(declared or "cp1252")
    except (LookupError, ValueError):
        return body.decode("cp1252", "replace")


def _declared(head: bytes, content_type: str | None) -> str:
    from bs4.dammit import EncodingDetector  # few pages need it, and it brings much: .1 s of every start

    match = _CHARSET.search((content_type or "")[:500])
    name = match[1] if match else EncodingDetector.find_declared_encoding(head, is_html=True) or ""
    return name.lower()


def _clean(text: str) -> str:
    return _CONTROL_CHARS.sub("", text.replace("\x0b", " ").replace("\x0c", " "))


__all__ = ["decode", "repair_text", "to_utf8"]
