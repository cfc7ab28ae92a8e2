"""Knowledge: every table, TOML file and weight of data/ with the function that loads it; what `corpus data check` goes through."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipelines.corpus.corrections import load_corrections
from pipelines.facts.amounts.units import unit_rows
from pipelines.facts.frames.cues import group_rows, role_rows
from pipelines.facts.frames.industry_places import zone_rows
from pipelines.facts.links.doubt import calibration
from pipelines.facts.links.evidence import DECISIONS
from pipelines.facts.links.scoring import weights
from pipelines.facts.provinces.districts import district_rows
from pipelines.facts.provinces.provinces import blocker_rows
from pipelines.facts.provinces.registry import alias_rows, province_units
from pipelines.facts.provinces.words import word_rows
from pipelines.html.markers import class_name_rows, marker_rows
from pipelines.reading.layouts import layouts
from pipelines.reading.refusing.walls import wall_rows
from pipelines.reading.signing.names import signer_rows
from pipelines.sources.site_words import site_word_rows
from pipelines.sources.source import load_sources
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.sqlite import Database

PROJECT = Path(__file__).resolve().parents[1]
MAY_BE_EMPTY = "corrections.toml"
READING = ("reading/", "provinces/", "amounts/", "links/", "corrections.toml")  # what the rows of an article rest on


class Table(NamedTuple):
    """One file (or folder) below data/ and the function that loads and checks it."""

    name: str
    load: Callable[[], Sized]


def _layouts() -> Sized:
    """The layouts, each with its example in the project."""
    path = told_path(DATA / "reading" / "layouts.toml")
    gone = [layout for layout in layouts() if not (PROJECT / layout.example).is_file()]
    _refuse([f"{path}: {layout.name}: example: {layout.example!r} is no file of the project" for layout in gone])
    return layouts()


def _weights() -> Sized:
    return [weight for task in DECISIONS for weight in weights(task)]


def _doubt() -> Sized:
    return calibration().__struct_fields__


def _words() -> Sized:
    """The codebook, held against the schema of a corpus."""
    from pipelines.corpus.codebook import WORDS, problems, words  # brings all that reads, which a crawl leaves to its readers

    found = words()
    _refuse([f"{told_path(WORDS)}: {problem}" for problem in problems(_corpus())])
    return found


def _worked() -> Sized:
    """The worked queries, held against the schema of a corpus."""
    from pipelines.corpus.guide import GUIDE, guide_problems, worked

    found = worked()
    _refuse([f"{told_path(GUIDE)}: {problem}" for problem in guide_problems(_corpus().conn)])
    return found


@cache
def _corpus() -> Database:
    """The tables and views of a corpus, without the content that itself rests on tables of knowledge."""
    from pipelines.corpus.history.steps import HISTORY
    from pipelines.corpus.reference import write_views

    corpus = Database(memory=True)
    for statement in (statement for step in HISTORY for statement in step.statements):
        corpus.execute(statement)
    write_views(corpus)
    return corpus


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise KnowledgeError(*faults)


TABLES = (
    Table("reading/markers.tsv", marker_rows),
    Table("reading/class_names.tsv", class_name_rows),
    Table("reading/signers.tsv", signer_rows),
    Table("reading/walls.tsv", wall_rows),
    Table("reading/layouts.toml", _layouts),
    Table("provinces/provinces.csv", province_units),
    Table("provinces/province_aliases.csv", alias_rows),
    Table("provinces/districts.csv", district_rows),
    Table("provinces/province_words.tsv", word_rows),
    Table("provinces/province_blockers.tsv", blocker_rows),
    Table("amounts/units.tsv", unit_rows),
    Table("links/roles.tsv", role_rows),
    Table("links/link_markers.tsv", group_rows),
    Table("links/zones.tsv", zone_rows),
    Table("links/weights.json", _weights),
    Table("links/doubt.json", _doubt),
    Table("corpus/codebook.toml", _words),
    Table("corpus/guide.toml", _worked),
    Table("corrections.toml", load_corrections),
    Table("sources/site_words.tsv", site_word_rows),
    Table("sources", load_sources),
)


def checked(table: Table) -> tuple[int, list[str]]:
    """How many rows or files a table has, and what is wrong with it, a line each."""
    try:
        size = len(table.load())
    except KnowledgeError as error:
        return 0, list(error.lines)
    return size, [] if size or table.name == MAY_BE_EMPTY else [f"{told_path(DATA / table.name)}: nothing in it"]


def require() -> None:
    """Load every table that reading rests on before the first page is read: one that cannot be used must settle no page. Raises
    KnowledgeError."""
    for table in TABLES:
        _, faults = checked(table) if table.name.startswith(READING) else (0, [])
        if faults:
            raise KnowledgeError(*faults)
