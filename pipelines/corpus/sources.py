"""The table of sources: one row each, as their files told them last."""

from __future__ import annotations

from pipelines.sources.source import Source
from pipelines.values.sqlite import Database


def store_source(db: Database, source: Source) -> None:
    """Write (or renew) the row of a source."""
    with db.atomic():
        db.table("sources").upsert(
            {"name": source.name, "title": source.title, "kind": source.kind, "home_province": source.home_province,
             "hosts": " ".join(source.hosts), "confidence": source.confidence, "verified_live": int(source.verified_live)},
            pk="name",
        )  # fmt: skip
