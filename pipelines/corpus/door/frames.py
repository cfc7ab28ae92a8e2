"""Frames of pandas and polars from rows: whole numbers with gaps stay whole, text stays text. Each is imported when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars

_PANDAS = {"integer": "Int64", "number": "Float64", "string": "string"}


class MissingPackageError(ImportError):
    """A package that a frame needs is not installed; the message says how to get it."""


def pandas_frame(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pandas.DataFrame:
    """A frame of nullable types. Raises MissingPackageError."""
    pd = _package("pandas")
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    series = [pd.Series(values, dtype=_PANDAS.get(_kind(values), "object")) for values in map(list, columns)]
    frame: pandas.DataFrame = pd.concat(series, axis=1, keys=range(len(names))) if series else pd.DataFrame()
    frame.columns = pd.Index(names)
    return frame


def polars_frame(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> polars.DataFrame:
    """A frame. Raises MissingPackageError."""
    pl = _package("polars")
    types = {"integer": pl.Int64, "number": pl.Float64, "string": pl.String}
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    series = [
        pl.Series(name, values, types.get(_kind(values)), strict=False) for name, values in zip(names, map(list, columns), strict=True)
    ]
    frame: polars.DataFrame = pl.DataFrame(series)
    return frame


def _kind(values: Sequence[Any]) -> str:
    kinds = set(map(type, values)) - {type(None)}
    return "integer" if kinds == {int} else "number" if kinds and kinds <= {int, float} else "string" if kinds <= {str} else "mixed"


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingPackageError(f"{name} is not installed: pip install {name}") from None
