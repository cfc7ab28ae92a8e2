"""Letters: the text of a document in fonts from before Unicode (.VnTime, VNI) made readable, and text that no font explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.reading.documents.paragraphs import Row
from pipelines.text.legacy_charsets import from_tcvn3
from pipelines.text.mojibake import legacy_charset, repair_text
from pipelines.text.normal import normalise
from pipelines.text.syllables import is_syllable

MOST_NONSENSE = 0.1  # share of the characters
_NONSENSE = re.compile("[\ufffd\ue000-\uf8ff\ufff0-\uffff\x00-\x08\x0e-\x1f]")
# TCVN3 has "ư" at AD, which WinAnsi calls a soft hyphen: a reader of the file shows a hyphen (ISO 32000-1, annex D, note 6).
_TCVN3 = re.compile("[a-z]-[\u00a1-\u00ff]|[\u00a1-\u00ff]-[a-z\u00a1-\u00ff]")
_HYPHENED = re.compile("[A-Za-z\u00a1-\u00ff]{0,12}-[^\\s\\d-]{1,12}")


def repaired(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The rows of a document with their letters as meant, each text normalised; empty ones left out. The whole document decides."""
    text = "\n".join(row.text.replace("\n", " ") for rows in pages for row in rows)
    texts = iter(repair_letters(text).split("\n"))
    told = [[replace(row, text=normalise(next(texts))) for row in rows] for rows in pages]
    return [[row for row in rows if row.text] for rows in told]


def repair_letters(text: str) -> str:
    """The text with legacy charsets converted where that is certain: for all of it, else line by line (old files change their fonts from
    paragraph to paragraph). Line breaks stay."""
    if _TCVN3.search(text):
        horned = _HYPHENED.sub(_horned, text)
        if legacy_charset(horned) == "tcvn3":
            text = horned
    mended = repair_text(text)
    return "\n".join(map(repair_text, text.split("\n"))) if mended == text else mended


def _horned(match: re.Match[str]) -> str:
    word = match[0]
    letters = re.sub(r"\W+$", "", from_tcvn3(word.replace("-", "\xad")))
    return word.replace("-", "\xad") if is_syllable(letters) else word


def is_garbled(texts: Iterable[str]) -> bool:
    """Whether a document shows letters that nothing in it explains."""
    text = "".join(texts)
    return len(_NONSENSE.findall(text)) > MOST_NONSENSE * len(text)
