"""Stamps: one for the rules that read an article, one for the words around the tables. A comment or a typo changes neither.

`code_version` covers what decides how a page is read: the code of text, html, dates, reading and facts without comments and docstrings, and
their tables without the columns that only explain, and the writing of rows. An article stamped with it would be read the same again.
`reference_version` covers what every corpus carries beside its articles: views, codebook, guide and province units.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import tokenize
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from pipelines.values.paths import DATA
from pipelines.values.sqlite import Database

ROOM = DATA.parent / "pipelines"
RULES = (
    *("record.py", "values", "text", "html", "dates", "reading", "facts"),
    *("sources/source.py", "sources/urls.py", "intake/intake.py", "corpus/rows.py", "corpus/store.py", "corpus/applying.py"),
    *("corpus/versions.py", "corpus/addresses.py"),
)
KNOWLEDGE = ("reading", "provinces", "amounts", "links")
DIGITS = 8  # of a digest
EXPLAINS = frozenset(("source", "example", "notes", "evidence", "until"))  # columns and keys that decide nothing


def project_version() -> str:
    """The version that stands in pyproject.toml, such as "0.1.0"; a checkout is not installed and has no other."""
    return str(tomllib.loads((DATA.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


@cache
def code_version() -> str:
    """Version of the project and a digest of everything that decides how a page is read, such as "0.1.0+1a2b3c4d"."""
    code = [path for name in RULES for path in ([ROOM / name] if name.endswith(".py") else sorted((ROOM / name).rglob("*.py")))]
    found = [path for name in KNOWLEDGE for path in sorted((DATA / name).iterdir()) if path.is_file()]
    tables = [path for path in found if not path.name.startswith(".")]  # what `corpus learn --write` leaves when it is killed
    return f"{project_version()}+{remembered([*code, *tables])}"


@cache
def reference_version() -> str:
    """A digest of what `refresh` writes into every corpus."""
    own = sorted(path for path in (ROOM / "corpus").rglob("*") if path.suffix in (".py", ".sql"))
    return remembered([*own, *sorted((DATA / "corpus").iterdir()), *sorted((DATA / "provinces").glob("*.csv"))])


def current_stamps() -> dict[str, str]:
    """What a corpus that is up to date says of the rules and of what `refresh` writes into it."""
    return {"code_version": code_version(), "reference_version": reference_version()}


def stamp(corpus: Database) -> dict[str, str]:
    """Stamps of an open corpus: code_version, reference_version, schema_version, merged_on, sure_from, doubtful_from."""
    return dict(corpus.execute("SELECT key, value FROM corpus_info").fetchall())


def is_current(corpus: Database) -> bool:
    """Whether views, codebook and stamps of an open corpus are those of this program."""
    return current_stamps().items() <= stamp(corpus).items()


def remembered(files: Sequence[Path]) -> str:
    """`digest_of`, which takes a second, by the bytes of the files: kept beside the byte code of this module, where it can be written."""
    whole = hashlib.sha256()
    for path in (Path(__file__), *files):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    kept = Path(cache_from_source(__file__)).with_suffix(f".{whole.hexdigest()[:16]}")
    try:
        if len(digest := kept.read_text(encoding="ascii")) == DIGITS:
            return digest
    except (OSError, ValueError):
        pass
    digest = digest_of(files)
    with suppress(OSError):
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        part.write_text(digest, encoding="ascii")
        part.replace(kept)
    return digest


def digest_of(files: Iterable[Path]) -> str:
    """Eight hexadecimal digits of the names of files and of what in them decides."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + deciding(path).encode() + b"\0")
    return digest.hexdigest()[:DIGITS]


def deciding(path: Path) -> str:
    """The text of a file without what only explains; the whole of a file that cannot be parsed (`corpus data check` tells of it)."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return _deciding(text, path.suffix)
    except (ValueError, IndexError, SyntaxError):
        return text


def _deciding(text: str, suffix: str) -> str:
    match suffix:
        case ".py":
            return bare_code(text)
        case ".tsv":
            return _bare_table(text)
        case ".csv":
            return "\n".join(line for line in text.split("\n") if not line.startswith("# "))
        case ".toml":
            return json.dumps(_without_words(tomllib.loads(text)), ensure_ascii=False)
        case ".json":
            return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)
        case _:
            return text


def bare_code(source: str) -> str:
    """Python without comments, docstrings and blank lines. Raises SyntaxError."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node, clean=False):
            words = node.body[0]
            for row in range(words.lineno - 1, words.end_lineno or words.lineno):
                lines[row] = ""
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _bare_table(text: str) -> str:
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("# ")]
    kept = [column for column, name in enumerate(rows[0]) if name not in EXPLAINS]
    return "\n".join("\t".join(row[column] for column in kept if column < len(row)) for row in rows)


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(inner) for key, inner in value.items() if key not in EXPLAINS}
    return value
