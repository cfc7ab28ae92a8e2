"""Wording: a text as comparable words, and its sketch, the sample of word runs that finds texts with common passages.

A sketch holds 32-bit hashes of 5-word runs. Which runs are taken depends on the run alone, so equal passages leave equal hashes
wherever they stand (sampling by content, after Manber 1994 and Broder 1997).
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from pipelines.text.normal import normalise, tone_key

RUN = 5  # words of a run
EVERY = 8  # one run in eight is kept
MAX_WORDS = 20_000  # the rest of a longer text is not compared

_WORD = re.compile(r"\d+(?:[.,/-]\d+)*|[^\W\d_]+")
_SPELLINGS = {"tỉ": "tỷ", "Tỉ": "tỷ", "ngàn": "nghìn", "uỷ": "ủy", "Uỷ": "Ủy"}


def words_of(text: str) -> list[str]:
    """The words and numbers of a text in order, upper case kept; spelling variants (tone placement, tỉ, ngàn) made one."""
    found = _WORD.findall(tone_key(normalise(text)))[:MAX_WORDS]
    return [_SPELLINGS.get(word, word) for word in found]


def sketch_of(words: list[str]) -> array[int]:
    """Sorted distinct hashes of the sampled runs of a text; the smallest of all its runs (or the whole text) when none is sampled."""
    low = [word.lower() for word in words]
    codes = list(map(_code, low))
    last = len(low) - RUN + 1
    starts = [i for i, (one, two) in enumerate(pairwise(codes[: last + 1])) if not (one ^ (two >> 7)) % EVERY]
    hashes = {crc32(" ".join(low[i : i + RUN]).encode()) for i in starts}
    if not hashes and low:
        hashes = {min(crc32(" ".join(low[i : i + RUN]).encode()) for i in range(max(1, last)))}
    return array("I", sorted(hashes))


@lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    return crc32(word.encode())
