"""corpus.db, the researcher's database: schema, rows, views, codebook, corrections. `open_corpus` opens one to read (docs/python.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.corpus.door.opening import open_corpus

__all__ = ["open_corpus"]


def __getattr__(name: str) -> Any:
    """Imported when asked for: whoever imports a module of this package alone does not wait for all others."""
    if name == "open_corpus":
        from pipelines.corpus.door.opening import open_corpus

        return open_corpus
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
