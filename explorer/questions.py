"""The research questions: every file of explorer/queries is one, its first lines the question in English and Vietnamese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `sql` begins with SELECT or WITH; `parameters` are the names it binds, all optional (empty text: a default)."""

    name: str
    title: str
    title_vi: str
    sql: str
    parameters: tuple[str, ...]

    def heading(self, language: str) -> str:
        """The question without what follows its colon, in a language."""
        return (self.title_vi if language == "vi" else self.title).partition(":")[0]


@cache
def questions() -> tuple[Question, ...]:
    """All questions, by file name. Raises ValueError for a file without its two comment lines."""
    return tuple(_question(path) for path in sorted(QUERIES.glob("*.sql")))


def _question(path: Path) -> Question:
    first, second, sql = path.read_text(encoding="utf-8").split("\n", 2)
    if not first.startswith("-- ") or not second.startswith("-- vi: "):
        raise ValueError(f"{path.name}: needs a line '-- question' and a line '-- vi: câu hỏi'")
    parameters = tuple(dict.fromkeys(_PARAMETER.findall(re.sub(r"'[^']*'", "", sql))))
    return Question(path.stem, first[3:].strip(), second[7:].strip(), sql.strip(), parameters)
