"""Tables of knowledge (data/): text files with a header line and typed rows. Whatever is wrong is told as FILE:LINE: column: what."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, read_text, told

# Why a row is there: the labelling guide names it; ordinary meaning of the word; usual in official reports or a public plan;
# seen as a name or button of a content system or a site; own reasoning about the language.
Provenance = Literal["guide", "dictionary", "public_report", "page_family", "reasoning"]


class TableError(KnowledgeError):
    """A table that cannot be used; each line is "FILE:LINE: column: what is wrong"."""


class Reasoned(msgspec.Struct, frozen=True, kw_only=True):
    """A row that says why it is there, with an example in which it acts (our own wording)."""

    source: Provenance
    example: str


T = TypeVar("T", bound=msgspec.Struct)


def read_table(
    name: str, row: type[T], key: Sequence[str], check: Callable[[T], str | None] = lambda _: None, folder: Path = DATA
) -> tuple[T, ...]:
    """The rows of one table in file order. `name` is a path below `folder`; .csv is comma-separated with quotes, .tsv tab-separated
    without. Empty cells are left to the field's default; lines that begin with "# " are comments. `key` names the columns that together
    must not stand twice; `check` says what its types cannot: "column: what is wrong" of a row, or None. Raises TableError with all
    that is wrong."""
    path = told_path(folder / name)
    try:
        lines = list(_lines(folder / name))
    except Misfit as misfit:
        raise TableError(f"{path}: {misfit}") from None
    wanted = [field.encode_name for field in msgspec.structs.fields(row)]
    if not lines or sorted(lines[0][1]) != sorted(wanted):
        raise TableError(f"{path}:1: header: must be {', '.join(wanted)}")
    if len(lines) == 1:
        raise TableError(f"{path}:1: header: no row below it")
    header = lines[0][1]
    rows: list[T] = []
    wrong: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in lines[1:]:
        if len(cells) != len(header):
            wrong.append(f"{path}:{number}: row: {len(cells)} columns instead of {len(header)}")
            continue
        named = dict(zip(header, cells, strict=True))
        try:
            found = msgspec.convert({column: cell for column, cell in named.items() if cell}, row, strict=False)
        except msgspec.ValidationError as error:
            wrong.append(f"{path}:{number}: {told(str(error), row, named)}")
        else:
            rows.append(found)
            if problem := _untidy(named) or check(found):
                wrong.append(f"{path}:{number}: {problem}")
        own_key = tuple(named[column] for column in key)
        if own_key in seen:
            wrong.append(f"{path}:{number}: {key[0]}: {' '.join(own_key)!r} stands in line {seen[own_key]} too")
        seen.setdefault(own_key, number)
    if wrong:
        raise TableError(*wrong)
    return tuple(rows)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    comma = path.suffix == ".csv"
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line and line != "#" and not line.startswith("# "):
            yield number, next(csv.reader([line])) if comma else line.split("\t")


def _untidy(cells: dict[str, str]) -> str | None:
    for column, cell in cells.items():
        if cell != cell.strip() or "  " in cell:
            return f"{column}: {cell!r} has blanks too many"
        if not unicodedata.is_normalized("NFC", cell):
            return f"{column}: {cell!r} is not NFC"
    return None


def shows(phrase: str, example: str) -> str | None:
    """For `check`: whether an example holds its phrase, letters and case apart from how it begins."""
    return None if phrase.casefold() in example.casefold() else f"example: {phrase!r} is not in {example!r}"


def lowered_phrase(phrase: str, example: str) -> str | None:
    """For `check`: a phrase in lower case that its example holds."""
    return shows(phrase, example) if phrase == phrase.lower() else f"phrase: {phrase!r} is not lower-case"
