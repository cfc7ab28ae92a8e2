"""Knowledge: every table, TOML file and weight of data/ with the function that loads it; what `corpus data check` goes through."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import NamedTuple

from pipelines.corpus.codebook import words
from pipelines.corpus.corrections import load_corrections
from pipelines.corpus.guide import worked
from pipelines.facts.amounts.units import unit_rows
from pipelines.facts.links.cues import group_rows, role_rows
from pipelines.facts.links.industry_places import zone_rows
from pipelines.facts.links.scoring import weights
from pipelines.facts.provinces.districts import district_rows
from pipelines.facts.provinces.provinces import blocker_rows
from pipelines.facts.provinces.registry import alias_rows, province_units
from pipelines.facts.provinces.words import word_rows
from pipelines.html.markers import class_name_rows, marker_rows
from pipelines.reading.layouts import layouts
from pipelines.sources.source import load_sources
from pipelines.values.errors import DatabaseError, KnowledgeError
from pipelines.values.tables import TableError


class Table(NamedTuple):
    """One file (or folder) below data/ and the function that loads and checks it."""

    name: str
    load: Callable[[], Sized]


TABLES = (
    Table("reading/markers.tsv", marker_rows),
    Table("reading/class_names.tsv", class_name_rows),
    Table("reading/layouts.toml", layouts),
    Table("provinces/provinces.csv", province_units),
    Table("provinces/province_aliases.csv", alias_rows),
    Table("provinces/districts.csv", district_rows),
    Table("provinces/province_words.tsv", word_rows),
    Table("provinces/province_blockers.tsv", blocker_rows),
    Table("amounts/units.tsv", unit_rows),
    Table("links/roles.tsv", role_rows),
    Table("links/link_markers.tsv", group_rows),
    Table("links/zones.tsv", zone_rows),
    Table("links/weights.json", lambda: [weight for task in ("role", "year", "province") for weight in weights(task)]),
    Table("corpus/codebook.toml", words),
    Table("corpus/guide.toml", worked),
    Table("corrections.toml", load_corrections),
    Table("sources", load_sources),
)


def checked(table: Table) -> tuple[int, list[str]]:
    """How many rows or files a table has, and what is wrong with it, a line each."""
    try:
        return len(table.load()), []
    except TableError as error:
        return 0, list(error.lines)
    except (ValueError, KeyError, OSError, DatabaseError) as error:
        told = str(error)  # SourceError, LayoutError and CorrectionError name their file themselves
        return 0, [told if table.name.rpartition("/")[2] in told else f"data/{table.name}: {told}"]


def require() -> None:
    """Load every table before the first page is read: one that cannot be used must settle no page. Raises KnowledgeError."""
    for table in TABLES:
        _, faults = checked(table)
        if faults:
            raise KnowledgeError(faults[0])
