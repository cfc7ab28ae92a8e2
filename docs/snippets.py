"""Snippets of documents: Python blocks that are run on the replica corpus, each followed by what it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

DEMO = "data/demo/corpus.db"  # what the snippets name; they are run on a corpus built on the spot
_BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)


def renewed(text: str, corpus_db: Path) -> str:
    """The document with what its snippets print today, run in order in one namespace. Raises what they raise."""
    names: dict[str, Any] = {}

    def run(block: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block[1].replace(DEMO, str(corpus_db)), names)  # noqa: S102 - the project's own document
        told = f"\n```text\n{printed.getvalue().rstrip()}\n```\n" if printed.getvalue() else ""
        return f"```python\n{block[1]}```\n{told}"

    return _BLOCK.sub(run, text)
