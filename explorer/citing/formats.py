"""Forms of a citation: a line of text, BibTeX, CSL-JSON. What publishers wrote can break out of none of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from explorer.citing.work import Work
from explorer.wording.labels import labels

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}  # fmt: skip


def text(work: Work) -> str:
    """One line for a footnote."""
    author = f"{_line(work.author)}. " if work.author != work.publisher else ""
    issued = f", {work.issued}" if work.issued and work.kind == "webpage" else ""
    note = f" {_line(work.note)}." if work.note else ""
    where = f" {work.address}" if work.address != work.url else ""
    words = labels(work.language)
    corpus = f" {words['cite_in']}: {work.edition.told(work.language)}."
    seen = f" ({words['cite_fetched']} {work.seen})" if work.seen and work.kind == "webpage" else ""
    return f"{author}“{_line(work.title)}”. {_line(work.publisher)}{issued}. {_line(work.url)}{seen}.{note}{corpus}{where}"


def bibtex(work: Work) -> str:
    """An entry of BibTeX in UTF-8. Names stand in double braces: a Vietnamese name is not taken apart, nor an "and" in it."""
    fields = {
        "author": f"{{{_tex(work.author)}}}",
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": _tex(work.publisher),
        "year": work.issued[:4],
        "month": work.issued[5:7],
        "url": _url(work.url),
        "urldate": work.seen,
        "note": _tex("; ".join(filter(None, (work.note, work.edition.told(work.language))))) + rf"; \url{{{_url(work.address)}}}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def csl(work: Work) -> str:
    """CSL-JSON, one item in a list, as reference managers take it (schema: citation-style-language/schema, csl-data.json)."""
    item: dict[str, object] = {
        "id": work.key,
        "type": work.kind,
        "title": _line(work.title),
        "author": [{"literal": _line(work.author)}],
        "publisher": _line(work.publisher),
        "URL": _line(work.url),
        "language": "vi",
        "version": work.edition.digest,
        "note": "; ".join(filter(None, (_line(work.note), work.edition.told(work.language), work.address))),
    }
    if work.kind == "webpage":
        item["container-title"] = _line(work.publisher)
    for name, day in (("issued", work.issued), ("accessed", work.seen)):
        if parts := _parts(day.split("-")):
            item[name] = {"date-parts": [parts]}
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _parts(day: Iterable[str]) -> list[int]:
    numbers = list(day)
    return [int(number) for number in numbers] if all(number.isdecimal() for number in numbers) else []


def _line(words: str) -> str:
    """On one line, without characters that do not show."""
    return " ".join("".join(c if c.isprintable() else " " for c in words[:2_000]).split())


def _tex(words: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in _line(words))


def _url(address: str) -> str:
    """Without anything that ends a field or a command."""
    return quote(_line(address), safe="%/:=&?~#+!$,;@()*[]'-._")
