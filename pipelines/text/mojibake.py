"""Text read in the wrong charset, made readable again: only when the result is certain, else left as it is.

Certain means: words that were no Vietnamese syllables become syllables (pipelines/text/syllables.py), nearly all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text.legacy_charsets import LEGACY
from pipelines.text.syllables import is_syllable

SAMPLE = 3000  # words looked at before a charset is chosen
MAX_WORD = 30  # characters; longer runs are no words
ENOUGH = 0.9  # share of the doubtful words that must become syllables

_ASCII_PUNCTUATION = r"\s<>\"'()\[\]{},;:!?/\\|0-9@#$%^&*+=_~`.-"
_WORD = re.compile(f"[^{_ASCII_PUNCTUATION}]+")
_QUOTES = "“”‘’…–—•"

# Letters and signs that legacy Vietnamese text shows between letters, and correct Vietnamese never.
_ODD = re.compile(
    r"[A-Za-z][¡-¿ÆÏÖØÛÜåæäëïñöøûüþÐðßÞ×÷\u00ad−][A-Za-z¡-ÿ−]|[aeouyôöAEOUYÔÖ][øïûåäëùüØÏÛÅÄËÙÜ]|ñ[aeiouyôöæ]|[a-zA-Z]ý[õa-z]|[ìò](?=[cnmpt])"
)

_CONTINUATION = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(0x80, 0xC0)} | {chr(b): b for b in range(0x80, 0xA0)}
_TAIL = "[" + "".join(map(re.escape, _CONTINUATION)) + "]"
_TWICE = re.compile(
    f"[\u00c3-\u00c6]{_TAIL}|[\u00e1\u00e2]{_TAIL}{{2}}|\u00c2[\u00a0-\u00bf]"
)  # UTF-8 of a Vietnamese letter or sign, as Windows-1252
_TWICE_WORD = re.compile(f"(?:{_TWICE.pattern}|[^{_ASCII_PUNCTUATION}])+")
_TWICE_MARK = re.compile("á[»º]|Æ[°¯¡\u00a0]|Ä[‘\x91\x90‚ƒ©¨]|â€|Ã[\u0080-¿‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|Â[\u00a0-\u00bf]")
_LOST_SPACE = re.compile(r"(?<![^\W\d_])([A-Za-zđĐ]{0,3})Ã (o|i|u|y|n|ng|nh|m|c|ch|t|p)?(?![^\W\d_])")
_ACRONYM = re.compile("[A-Z]{0,5}[ĐƯƠ][A-ZĐƯƠ]{0,5}")  # HĐND, QĐ, UBMTTQ-like words are no syllables but read right
_LETTERS = re.compile(r"[^\W\d_]+")
_PROPER = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")


def repair_text(text: str) -> str:
    """The text with double-encoded UTF-8 undone ("CÃ´ng ThÆ°Æ¡ng") and TCVN3, VNI, VISCII or Windows-1258 shown as Latin letters
    converted ("C«ng th−¬ng"), where that is certain. Correct text comes back unchanged. Linear time; never raises."""
    if text.isascii():
        return text
    if _TWICE_MARK.search(text):
        text = _undo_twice(text)
    if _ODD.search(text):
        charset = legacy_charset(text)
        if charset:
            text = convert(text, charset)
    return text


def legacy_charset(text: str, least: int = 2) -> str | None:
    """The legacy charset a text read as Latin-1 or Windows-1252 is in, None unless certain. `least`: words that must become right."""
    words = [w for w in (m[0].strip(_QUOTES) for m in _matches(text)) if w and not w.isascii()]
    if len(words) < least:
        return None
    before = sum(map(_reads, words))
    after = {name: sum(_reads_as(word, name) for word in words) for name in LEGACY}
    best = max(after, key=lambda name: after[name])
    certain = after[best] >= ENOUGH * len(words) and after[best] - before >= max(least, 0.4 * len(words))
    return best if certain else None


def _reads(word: str) -> bool:
    return is_syllable(word) or _ACRONYM.fullmatch(word) is not None


@lru_cache(maxsize=50_000)
def _reads_as(word: str, charset: str) -> bool:
    return _reads(LEGACY[charset](word))


def _matches(text: str) -> list[re.Match[str]]:
    found = []
    for match in _WORD.finditer(text):
        if not match[0].isascii() and len(match[0]) <= MAX_WORD:
            found.append(match)
            if len(found) >= SAMPLE:
                break
    return found


def convert(text: str, charset: str) -> str:
    """Every word of the text that is in the legacy charset, converted; correct words beside them stay."""
    fix = LEGACY[charset]
    return _WORD.sub(lambda m: m[0] if m[0].isascii() or _PROPER.search(m[0]) else fix(m[0]), text)


def _undo_twice(text: str) -> str:
    mixed = _PROPER.search(_TWICE.sub("", text)) is not None
    words = [(m[0], _untwist(m[0])) for m in _TWICE_WORD.finditer(text) if not m[0].isascii()]
    changed = {old: new for old, new in words if old != new}
    sure = {old for old, new in changed.items() if _becomes_right(old, new)}
    all_of_it = len(sure) >= 3 and len(sure) >= 0.8 * len(changed)
    if sure:
        text = _TWICE_WORD.sub(lambda m: changed.get(m[0], m[0]) if all_of_it or m[0] in sure else m[0], text)
    return text if mixed and not all_of_it else _LOST_SPACE.sub(_join_lost, text)


def _untwist(word: str) -> str:
    new = _TWICE.sub(_once, word)
    return new.replace("Ä", "Đ") if new != word else new  # the second byte of "Đ" is a control character and often lost


def _once(match: re.Match[str]) -> str:
    raw = bytes(ord(c) if i == 0 else _CONTINUATION[c] for i, c in enumerate(match[0]))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _becomes_right(old: str, new: str) -> bool:
    """Whether a word is sense only after the change: all its letters form syllables now, and did not before."""
    after = _LETTERS.findall(new)
    if not after:
        return "â€" in old or "Â" in old
    return all(map(is_syllable, after)) and not is_syllable(old.strip(_QUOTES))


def _join_lost(match: re.Match[str]) -> str:
    """ "LÃ o" where the second byte of "à" was a no-break space that became a plain one, or merged with the next space."""
    head, rest = match[1], match[2]
    if rest and is_syllable(head + "à" + rest):
        return head + "à" + rest
    if head and head[-1].islower() and is_syllable(head + "à"):
        return head + "à" + (" " + (rest or "") if match.string[match.end() : match.end() + 1] != " " or rest else "")
    return match[0]
