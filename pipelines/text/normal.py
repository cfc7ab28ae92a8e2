"""Text: bytes to characters, and the one normalisation every later offset refers to.

Sources of the rules: Unicode NFC; Vietnamese tone placement (old oà, uý; new òa, úy) as both appear in official text.
"""

from __future__ import annotations

import re
import unicodedata

from pipelines.text.phrases import alternation

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff"), None)
_HAS_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def normalise(text: str) -> str:
    """One line of clean text: NFC, no invisible characters, every run of white space one space, ends stripped."""
    if text.isspace():  # the white space between two elements
        return ""
    if text.isprintable() and "  " not in text:  # neither white space but single spaces nor anything invisible: most lines
        return unicodedata.normalize("NFC", text).strip(" ")
    if _HAS_INVISIBLE.search(text):  # translating is slow and rarely needed
        text = text.translate(_INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalise_lines(text: str) -> str:
    """Like `normalise`, line breaks kept (one a line, CRLF and CR too)."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))  # first: an invisible character may keep a mark from its letter
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines)


def fold(text: str) -> str:
    """Lower-case without accents, đ as d; for matching slugs, search words and headings. Length may change."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _tone_pairs() -> dict[str, str]:
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            old = first + unicodedata.normalize("NFC", second + tone)
            new = unicodedata.normalize("NFC", first + tone) + second
            pairs[old] = new
            pairs[old.upper()] = new.upper()
            pairs[old.capitalize()] = new.capitalize()
    return pairs


_OLD_TO_NEW = _tone_pairs()
_OLD = re.compile(alternation(_OLD_TO_NEW) + r"(?<![qQ]..)(?!\w)")  # letters first: the engine then skips fast


def tone_key(text: str) -> str:
    """The text with old tone placement made new ("Thanh Hoá" -> "Thanh Hóa"). Same length: offsets stay valid. Needs NFC."""
    return _OLD.sub(lambda m: _OLD_TO_NEW[m[0]], text)
