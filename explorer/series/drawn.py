"""Money by province and year as charts: a heat map of all provinces, columns of one with the sure part apart, lines of a few."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from explorer.certainty import SIGNS
from explorer.charts.record import Chart, Row, Value
from explorer.charts.scale import bounds
from explorer.charts.specs import Axis, Plot, columns, heat, lines
from explorer.name_order import name_key
from explorer.series.money import Figure, Series
from explorer.series.words import NOT_RATED, WORDS, Tongue
from explorer.wording.basis import basis

MOST_DOWN = 70  # provinces in a heat map: more than there ever were at a time
MOST_YEARS, FEWEST_YEARS = 60, 5
MOST_ROWS = 2_000  # of a table behind a chart


def years_of(found: Sequence[Figure]) -> list[str]:
    """Every year from the first figure to the last, FEWEST_YEARS at least."""
    told = [figure.year for figure in found]
    if not told:
        return []
    first = min(max(min(told), max(told) - MOST_YEARS), max(told) - FEWEST_YEARS + 1)
    return [str(year) for year in range(first, max(told) + 1)]


def by_province(found: Sequence[Figure], series: Series, say: Tongue) -> Chart:
    """All provinces and years as a heat map; ? and ?? mark what is not sure, a frame what reports tell without a figure of the year."""
    words = say.words
    counts = Counter(figure.province for figure in found)
    down = sorted((name for name, _ in counts.most_common(MOST_DOWN)), key=name_key)
    values = [_value(figure, series, say) for figure in found if figure.province in set(down)]
    tips = {"province": words["province"], "year": words["year"], "said": words["value"], **_rests_on(series, words)}
    plot = Plot(_title(series, say), values, Axis("year", "", years_of(found)), Axis("province", "", down), tips)
    between = bounds([figure.value for figure in found if figure.value])
    classes = say.classes(between)
    for value in values:
        value["class"] = None if value["value"] is None else list(classes)[bisect_right(between, value["value"])]
    shown = heat(plot, Axis("class", words[series.unit], list(classes), list(classes.values())), _part(say))
    return _chart(found, series, shown, say)


def of_province(found: Sequence[Figure], series: Series, say: Tongue, key: str = "") -> Chart:
    """One province by year: what is sure below, the rest of the figure above it."""
    words = say.words
    values = []
    for figure in found:
        for rank, part in enumerate(("sure", "not_sure")):
            size = figure.sure if part == "sure" else (figure.value or 0) - figure.sure
            if figure.value is not None and size:
                values.append(_value(figure, series, say) | {"part": words[part], "rank": rank, "size": round(size, 3),
                                                             "part_said": f"{say.number(size)} {words[series.unit]}"})  # fmt: skip
    tips = {"year": words["year"], "said": words["value"], "part": words["part"], "part_said": words["of_it"],
            **_rests_on(series, words)}  # fmt: skip
    plot = Plot(_title(series, say), values, Axis("year", "", years_of(found)), Axis("size", words[series.unit]), tips)
    shown = columns(plot, Axis("part", "", [words["sure"], words["not_sure"]], ("$s6", "$s2")), part=_part(say))
    return _chart(found, series, shown, say, key)


def compared(found: Mapping[str, Sequence[Figure]], series: Series, say: Tongue) -> Chart:
    """Up to four provinces as lines; a year without a figure is a gap."""
    words = say.words
    every = [figure for one in found.values() for figure in one]
    years = years_of(every)
    values: list[dict[str, Any]] = []
    missing = 0 if series.counted else None
    for province, figures in found.items():
        told = {str(figure.year): figure for figure in figures}
        values += [
            _value(told[year], series, say) if year in told else {"province": province, "year": year, "value": missing} for year in years
        ]
    for value in values:
        value["joined"] = None if value.get("partial") else value["value"]
    tips = {"province": words["province"], "year": words["year"], "said": words["value"]}
    tips |= {} if series.counted else _rests_on(series, words)
    plot = Plot(_title(series, say), values, Axis("year", "", years), Axis("value", words[series.unit], whole=series.counted), tips)
    shape = None if series.counted else Axis("word", words["how_sure"], [words[word] for word in WORDS])
    return _chart(every, series, lines(plot, Axis("province", "", list(found)), shape, _part(say)), say)


def _rests_on(series: Series, words: Mapping[str, str]) -> dict[str, str]:
    """What is told of a figure beside its size, field by field: name -> words."""
    names = {"sure": "how_sure", "covers": "covers", "basis": "basis"}
    return {name: words[label] for name, label in names.items() if series.parted or name != "covers"}


def _part(say: Tongue) -> Axis:
    """The mark of figures of a part of their year."""
    return Axis("partial", "", [say.words["part_of_year_only"]])


def _value(figure: Figure, series: Series, say: Tongue) -> dict[str, Any]:
    """A figure as the specifications want it. Without a figure of the year there is no value, never 0."""
    known = figure.value is not None
    return {
        "province": figure.province, "year": str(figure.year), "value": figure.value, "said": say.said(figure, series),
        "word": say.words[figure.word or NOT_RATED], "sure": say.sure(figure.word, figure.confidence) if known else "",
        "sign": SIGNS[figure.word] if known and figure.word in ("doubtful", "unsure") else "",
        "covers": say.covers(figure, series), "partial": say.words["part_of_year_only"] if known and figure.partial else "",
        "basis": basis(figure.basis, say.language), "href": series.href(say.tables, figure.province, figure.year, figure.value is not None),
    }  # fmt: skip


def _chart(found: Sequence[Figure], series: Series, spec: dict[str, Any], say: Tongue, key: str = "") -> Chart:
    words = say.words
    rows = []
    sizes: Counter[str | None] = Counter()
    for figure in sorted(found, key=lambda one: (name_key(one.province), one.year)):
        known = figure.value is not None
        told_of = {"sure": say.sure(figure.word, figure.confidence) if known else "", "covers": say.covers(figure, series),
                   "basis": basis(figure.basis, say.language)}  # fmt: skip
        cells: tuple[Value, ...] = (figure.province, str(figure.year), figure.value, figure.sure if known else None,
                                    *(told_of[name] for name in _rests_on(series, words)))  # fmt: skip
        href = series.href(say.tables, figure.province, figure.year, known)
        told = f"{series.href(say.tables, figure.province, figure.year, False)}&_sort_desc=counts_in_sum"
        rows.append(Row(cells[:3] if series.counted else cells, href, told if known and series.added else ""))
        if figure.value is not None and series.added:
            sizes[figure.word] += figure.value  # type: ignore[assignment] # Counter takes any number
    unit = words[series.unit]
    every = (words["province"], words["year"], unit, f"{words['sure']}: {unit}", *_rests_on(series, words).values())
    head = every[:3] if series.counted else every
    says = f"{words[f'{series.chart}_says']} {words['in_unit']}: {unit}."
    reports = sum(figure.reports for figure in found if figure.value is not None)
    one, many = ("article_counted", "articles_counted") if series.counted else ("report_of_figures", "reports_of_figures")
    behind = f"{say.number(reports)} {words[one if reports == 1 else many]}"
    summed = "share_of_money" if series.added else ""
    return Chart(
        key or series.chart, _title(series, say), says, spec, head, rows[:MOST_ROWS], words[f"{series.chart}_note"], behind, summed, sizes
    )


def _title(series: Series, say: Tongue) -> str:
    return say.words[f"title_{series.key}"]
