"""What was typed, understood: words, "phrases", OR, -exclusion, prefix*; and the expression the index is asked with. Any input is safe."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from explorer.searching.letters import fold_d, has_accents, spellings

MOST_TOKENS = 24
_LOOK_ALIKES = str.maketrans("ÐƉðɖ", "ĐĐđđ")  # letters of other alphabets that keyboards and old fonts give for Đ
_TOKEN = re.compile(r'-?"[^"]*"\*?|\S+')
_ADDRESS = re.compile(r"(?i)https?://[^\s\"/]+/[^\s\"]{1,2000}")
_OR = ("OR", "|")
EXACT, FOLDED = "articles_fts_exact", "articles_fts"  # indexes of corpus.db: accents count, accents do not


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `prefix`: also longer words that begin with its last word."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Of every group one term must occur, and none of `without`. `exact`: accents count as they were typed. `address`: the address of an
    article was typed, and nothing else is looked for."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    exact: bool = False
    address: str = ""

    @property
    def index(self) -> str:
        """The index that answers it."""
        return EXACT if self.exact else FOLDED

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is looked for."""
        return tuple(term for group in self.groups for term in group)

    def match(self, column: str = "") -> str:
        """An FTS5 expression; "" when nothing is looked for. `column`: where it must stand (what is excluded may stand nowhere)."""
        if not self.groups:
            return ""
        wanted = " AND ".join(f"({' OR '.join(self._said(term) for term in group)})" for group in self.groups)
        narrowed = f"{{{column}}} : ({wanted})" if column else f"({wanted})"
        return " NOT ".join([narrowed, *(f"({self._said(term)})" for term in self.without)])

    def unwanted(self) -> str:
        """An FTS5 expression of what is excluded."""
        return " OR ".join(self._said(term) for term in self.without)

    def _said(self, term: Term) -> str:
        texts = spellings(term.text) if self.exact else [fold_d(term.text)]
        star = "*" if term.prefix else ""
        return " OR ".join(f'"{text}"{star}' for text in texts)


def parse(text: str, exact: bool | None = None) -> Query:
    """Understand a query of any form. `exact`: whether accents count; None: they do when any was typed."""
    if _ADDRESS.fullmatch(text.strip()):
        return Query(address=text.strip())
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    joins = False
    for token in _TOKEN.findall(normal(text))[:MOST_TOKENS]:
        if token in _OR:
            joins = bool(groups)
            continue
        bare = token.removeprefix("-") if token[:1] == "-" and len(token) > 1 else token
        term = Term(" ".join(bare.replace('"', " ").strip("* ").split()), bare.endswith("*"))
        if not re.search(r"\w", term.text):
            continue
        if bare is not token:
            without.append(term)
        elif joins:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joins = False
    typed = any(has_accents(term.text) for term in [term for group in groups for term in group] or without)
    return Query(tuple(groups), tuple(without), typed if exact is None else exact)


def match_expression(text: str) -> str:
    """An FTS5 expression over the index without accents, for any user input."""
    return parse(text, exact=False).match()


def normal(text: str) -> str:
    """NFC, look-alikes of Đ as Đ, without characters that no text holds (NUL, lone surrogates), at most 1,000 characters."""
    clean = text[:1000].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", clean).translate(_LOOK_ALIKES)
