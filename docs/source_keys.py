"""docs/source-keys.md, generated: every key of a source file with its type, default and meaning, as source.py has them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, get_args

from pipelines.sources import source
from pipelines.sources.source import CONFIDENCE, SourceKind
from pipelines.values.paths import DATA

FILE = DATA.parent / "pipelines" / "sources" / "source.py"
TABLES = {"Source": "The file", "Paging": "paging", "Documents": "documents"}
TYPES = {
    **dict.fromkeys(("Text", "str", "str | None"), "text"),
    **dict.fromkeys(("Count", "Count | None"), "whole number"),
    "Texts": "list of texts",
    "SomeTexts": "list of texts, not empty",
    "bool": "true or false",
    "SourceKind": "kind, see above",
    "Mapping[str, str]": "table of texts",
    "Paging | None": "table `[paging]`",
    "Documents | None": "table `[documents]`",
}
HEAD = """# Keys of a source file

Generated from `pipelines/sources/source.py` by `python -m docs.build`. A source is one file `data/sources/NAME.toml`; its name is the
name of the file. Unknown keys and wrong types are refused with file and key (`corpus sources check`). [How to add
one](adding-sources.md).
"""


class Key(NamedTuple):
    """One key; `default` is None where it must be given."""

    name: str
    type: str
    default: str | None
    meaning: str


def keys(table: str) -> Iterator[Key]:
    """The keys of a class of source.py, in their order. A key without a comment has an empty meaning."""
    text = FILE.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef) and node.name == table)
    for field in found.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            default = ast.unparse(field.value) if field.value else None
            meaning = lines[(field.end_lineno or 1) - 1][field.end_col_offset or 0 :].partition("# ")[2]
            yield Key(field.target.id, _type(ast.unparse(field.annotation)), default, meaning)


def _type(annotation: str) -> str:
    """An annotation in words; limits of numbers as they stand."""
    if annotation in TYPES:
        return TYPES[annotation]
    if annotation == "Confidence":
        return " or ".join(f"`{word}`" for word in CONFIDENCE)
    if annotation.startswith("Literal"):
        return " or ".join(f"`{word}`" for word in ast.literal_eval(annotation.removeprefix("Literal")))
    inner = annotation.removesuffix(" | None").removeprefix("Annotated[")
    limits = [f"{'≥' if sign == 'ge' else '≤'} {value}" for sign, value in _limits(annotation)]
    return {"int": "whole number", "float": "number"}[inner.partition(",")[0]] + (f" ({', '.join(limits)})" if limits else "")


def _limits(annotation: str) -> list[tuple[str, str]]:
    calls = [node for node in ast.walk(ast.parse(annotation)) if isinstance(node, ast.Call)]
    return [(word.arg or "", ast.unparse(word.value)) for call in calls for word in call.keywords]


def written() -> str:
    """The text of docs/source-keys.md."""
    return "\n".join([HEAD, _kinds(), *(_table(name, title) for name, title in TABLES.items())])


def _kinds() -> str:
    return f"`kind` is one of {', '.join(f'`{kind}`' for kind in get_args(SourceKind))}.\n"


def _table(name: str, title: str) -> str:
    told = " ".join((getattr(source, name).__doc__ or "").split())
    rows = [
        f"| `{key.name}` | {key.type} | {_default(key)} | {key.meaning.replace('|', chr(92) + '|')} |"
        for key in keys(name)
        if key.name != "name"
    ]
    return "\n".join([f"## {title}", "", told, "", "| key | type | default | meaning |", "| --- | --- | --- | --- |", *rows]) + "\n"


def _default(key: Key) -> str:
    empty = {"None": "–", "()": "–", "{}": "–", "False": "`false`", "True": "`true`"}
    return "**must be given**" if key.default is None else empty.get(key.default, f"`{key.default}`".replace("'", '"'))
