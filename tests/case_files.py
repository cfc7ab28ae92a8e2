"""Reading of tests/cases/*.txt: a value line "= ...", then the wordings that must give it."""

from __future__ import annotations

from tests.paths import CASES


def read_cases(name: str) -> list[tuple[str, str, str | None]]:
    """(expected, text, published) of every wording in the file."""
    rows: list[tuple[str, str, str | None]] = []
    expected, published = "", None
    for line in (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            expected = line[2:].strip()
        elif line.startswith("@"):
            published = None if line == "@none" else line[1:]
        elif line and not line.startswith("#"):
            rows.append((expected, line, published))
    return rows
