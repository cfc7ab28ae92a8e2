"""docs/map.md leads a reader to any rule: every module in its group, with the first line it says of itself.

After adding a module, put it into a group below and run `python tests/test_map.py` to write the map anew.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "docs" / "map.md"
GROUPS = {
    "The reading on one screen": "record article mentions page outcome errors paths",
    "Characters": "decoding mojibake legacy_charsets syllables text",
    "A page becomes an article": "reading tree layouts generic assembly blocks boilerplate head titles bylines teasers notarticle plaintext"
    " language markers drift drift_history",
    "When it was published": "dates date_words date_metadata date_visible",
    "Facts of a text": "facts summary clauses scope",
    "Provinces": "provinces province_table province_context province_words province_focus places alternation",
    "Years": "years relative_years legal",
    "Amounts": "amounts numbers quantities units counts elided tables hedges per found",
    "Linking: which year, province and role an amount has": "linking scoring cues timeline roles link_years link_provinces aspects plans",
    "Duplicates": "duplicates wording candidates figures relations originals duplicate_store",
    "Keeping": "sources sources_overview urls url_table archive intake item_pipelines reader reader_handle store schema schema_readable"
    " views reference codebook guide corrections",
}


def first_line(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def rows(folder: str, names: list[str]) -> list[str]:
    return [f"- [{folder}/{name}.py](../{folder}/{name}.py): {first_line(ROOT / folder / f'{name}.py')}" for name in names]


def modules(folder: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / folder).glob("*.py") if path.stem != "__init__")


def written() -> str:
    parts = ["# Where to find a rule", "Written by `tests/test_map.py`; a newcomer reads `pipelines/record.py` first."]
    parts.append("## pipelines: the reading")
    for title, names in GROUPS.items():
        parts += [f"### {title}", "\n".join(rows("pipelines", names.split()))]
    for folder, title in (("spiders", "the web"), ("crawler", "running"), ("explorer", "the corpus for people")):
        parts += [f"## {folder}: {title}", "\n".join(rows(folder, modules(folder)))]
    return "\n\n".join(parts) + "\n"


def test_every_module_stands_in_one_group() -> None:
    grouped = [name for names in GROUPS.values() for name in names.split()]
    assert len(grouped) == len(set(grouped))
    assert sorted(grouped) == modules("pipelines")


def test_every_module_says_what_it_is_for() -> None:
    for folder in ("pipelines", "spiders", "crawler", "explorer"):
        for name in modules(folder):
            assert len(first_line(ROOT / folder / f"{name}.py")) > 20, f"{folder}/{name}.py"


def test_the_map_is_up_to_date() -> None:
    assert MAP.read_text(encoding="utf-8") == written(), "run: python tests/test_map.py"


if __name__ == "__main__":
    MAP.write_text(written(), encoding="utf-8")
