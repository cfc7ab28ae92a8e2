"""Text: bytes to characters, and the one normalisation every later offset refers to.

Sources of the rules: Unicode NFC; its tables of look-alikes (confusables) for Đ and of full-width forms; Vietnamese tone placement (old
oà, uý; new òa, úy) as both appear in official text.
"""

from __future__ import annotations

import re
import unicodedata

from pipelines.text.phrases import alternation

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff"), None)
_HAS_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
# D with stroke of other alphabets: Ð of Icelandic, which old one-byte fonts show for Đ, and Ɖ of West Africa
_STROKED_D = "đðɖ"
_STROKED = re.compile("[ðɖ](?<![^\\W\\d_]{2})|(?<=[Vv][Nn])[ðɖ](?!\\w)")  # never inside a Vietnamese word, always inside an Icelandic one
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # letters, digits and marks as Chinese and Japanese input sets them
_HAS_WIDE = re.compile("[\uff01-\uff5e]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def normalise(text: str) -> str:
    """One line of clean text: NFC, no invisible characters, every run of white space one space, ends stripped."""
    if text.isspace():  # the white space between two elements
        return ""
    if text.isprintable() and "  " not in text:  # neither white space but single spaces nor anything invisible: most lines
        return _composed(text).strip(" ")
    line = " ".join(text.split())
    if line.isprintable():  # nothing invisible in it
        return _composed(line)
    if _HAS_INVISIBLE.search(text):  # translating is slow and rarely needed
        text = text.translate(_INVISIBLE)
    return " ".join(_composed(text).split())


def normalise_lines(text: str) -> str:
    """Like `normalise`, line breaks kept (one a line, CRLF and CR too)."""
    text = _composed(text.translate(_INVISIBLE))  # first: an invisible character may keep a mark from its letter
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines)


def _composed(text: str) -> str:
    """The text in NFC, with characters that only look right as those they stand for."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKC", text):  # as cheap as the test for NFC, and settles the wide forms too
        text = unicodedata.normalize("NFC", text)
        if _HAS_WIDE.search(text):
            text = text.translate(_WIDE)
    if "Ð" in text or "Ɖ" in text:
        text = text.replace("Ð", "Đ").replace("Ɖ", "Đ")
    if "ð" in text or "ɖ" in text:
        text = _STROKED.sub("đ", text)
    return text


def fold(text: str) -> str:
    """Lower-case without accents, đ (and its look-alikes) as d; for matching slugs, search words and headings. Length may change."""
    folded = unicodedata.normalize("NFD", text.casefold())
    for letter in _STROKED_D:
        folded = folded.replace(letter, "d")
    for mark in filter(unicodedata.combining, set(folded)):  # there are few of them in a line
        folded = folded.replace(mark, "")
    return folded


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
