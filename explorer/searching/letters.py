"""Vietnamese letters as search sees them: without accents, with them, and the two ways to place a tone."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, product

MOST_SPELLINGS = 8  # of one phrase
# oà or òa, uý or ủy: schools and newspapers differ in where an open syllable carries its tone
# (https://vi.wikipedia.org/wiki/Quy_tắc_đặt_dấu_thanh_của_chữ_Quốc_ngữ).
_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OTHER = dict(zip(_OLD, _NEW, strict=True)) | dict(zip(_NEW, _OLD, strict=True))


def fold_d(text: str) -> str:
    """đ as d: the one Vietnamese letter that the index without accents does not fold by itself."""
    return text.replace("đ", "d").replace("Đ", "D")


class _Letters(dict[int, str]):
    """Each character as one lower-case letter without accents, so that offsets stay."""

    def __missing__(self, code: int) -> str:
        letter = fold_d(unicodedata.normalize("NFD", chr(code))[0]).lower()[0]
        self[code] = letter
        return letter


class _Lower(dict[int, str]):
    """Each character as one lower-case character."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code).lower()[0]
        return self[code]


LETTERS, LOWER = _Letters(), _Lower()


def has_accents(text: str) -> bool:
    """Whether a text has letters that only Vietnamese (or another accented writing) has."""
    return text.translate(LETTERS) != text.translate(LOWER)


def spellings(phrase: str) -> list[str]:
    """A phrase in lower case and with the tones of its open syllables placed the other way: "hòa bình", "hoà bình"."""
    ways = []
    for word in re.findall(r"\w+", phrase.translate(LOWER)):
        other = _OTHER.get(word[-2:])
        ways.append([word] if other is None else [word, word[:-2] + other])
    return [" ".join(words) for words in islice(product(*ways), MOST_SPELLINGS)]
