"""Vega-Lite specifications (https://vega.github.io/vega-lite/docs/): columns, lying bars, lines, heat maps, distributions.

Values come with `href` (where a click leads) and with texts made for readers; colours such as $s1 and fonts are set where it is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Values = Sequence[Mapping[str, Any]]
LINE = 22  # px of one row of a heat map
SHORT = 2  # years of months that are labelled one by one
COLOURS = tuple(f"$c{number}" for number in range(1, 9))
LETTER = 7  # px of a letter of a legend, some more than it needs
NAMES = 130  # px that the names beside a drawing take at most on a phone
STRIPES = 5
SHAPES = ("circle", "triangle-up", "cross", "square")  # sure, doubtful, unsure, not rated


def _stripes(ground: str) -> dict[str, Any]:
    """Stripes of paper on a ground: a gradient of hard steps, which SVG and PNG both keep."""
    steps = ((0, ground), (0.6, ground), (0.6, "$paper"), (1, "$paper"))
    stops = [{"offset": (stripe + place) / STRIPES, "color": colour} for stripe in range(STRIPES) for place, colour in steps]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


_HATCH = _stripes("transparent")
_HATCHED = {"type": "square", "fill": _stripes("$s5")}


class Axis(NamedTuple):
    """A field of the values, what it is called ("" for no title), all it may be in order (empty: a number), the colours of these (as they
    are named where it is drawn, such as $s1), and whether its numbers are whole."""

    field: str
    title: str = ""
    order: Sequence[str] = ()
    colours: Sequence[str] = COLOURS
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn; `tips` are the fields shown on hovering with their names; `name` is read to those who do not see it."""

    name: str
    values: Values
    x: Axis
    y: Axis
    tips: Mapping[str, str] = field(default_factory=dict)


def columns(plot: Plot, colour: Axis | None = None, monthly: bool = False, part: Axis | None = None) -> dict[str, Any]:
    """Upright bars by year or month, stacked by colour. A month is a text such as 2021-05. Where the field of `part` holds a word, the bar
    is hatched up to its `value`."""
    x = _discrete(plot.x) | {"axis": {"labelOverlap": True, "labelAngle": 0}}
    if monthly:
        years = {value[plot.x.field][:4] for value in plot.values}
        marks = {"format": "%Y", "tickCount": "year"} if len(years) > SHORT else {"format": "%m/%Y"}
        x = {"field": plot.x.field, "type": "temporal", "timeUnit": "utcyearmonth", "title": None,
             "axis": {"labelOverlap": True, "grid": False, **marks}}  # fmt: skip
    encoding = {"x": x, "y": _amount(plot.y), **_colour(colour), **_common(plot)}
    if colour is not None:
        encoding["order"] = {"field": "rank", "type": "quantitative"}
    bars: dict[str, Any] = {"mark": {"type": "bar", "cursor": "pointer"}, "encoding": encoding}
    if part is None or not _told(plot, part):
        return _whole(plot, {"height": 260, **bars})
    over = {"x": x, "y": _amount(plot.y) | {"field": "value", "stack": None}, **_common(plot)}
    hatched = {"transform": _only(part), "mark": {"type": "bar", "cursor": "pointer", "fill": _HATCH}, "encoding": over}
    return _whole(plot, {"height": 260, "layer": [bars, hatched, _explained(part, _HATCHED)]})


def lying(plot: Plot, colour: Axis) -> dict[str, Any]:
    """Lying bars, one for each name, stacked by colour."""
    encoding = {"y": _discrete(plot.y), "x": _amount(plot.x), **_colour(colour), **_common(plot)}
    encoding["order"] = {"field": "rank", "type": "quantitative"}
    return _whole(plot, {"height": {"step": 26}, "mark": {"type": "bar", "cursor": "pointer"}, "encoding": encoding})


def lines(plot: Plot, colour: Axis, shape: Axis | None = None, part: Axis | None = None) -> dict[str, Any]:
    """A line with points for each colour; where a value is None the line breaks. Where the field of `part` holds a word, the point is open
    and stands alone, since `joined` is None there: a part of a year is no fall."""
    x = _discrete(plot.x) | {"axis": {"labelOverlap": True, "labelAngle": 0, "grid": False}}
    encoding = {"x": x, "y": _amount(plot.y), **_colour(colour)}
    shaped = (
        {}
        if shape is None
        else {
            "shape": _named(shape)
            | {"legend": {"orient": "bottom", "columns": _beside(shape)}, "scale": {"domain": list(shape.order), "range": list(SHAPES)}}
        }
    )
    point = {"type": "point", "size": 90, "opacity": 1, "cursor": "pointer", "invalid": "filter"}
    drawn: list[dict[str, Any]] = [
        {"mark": {"type": "line", "interpolate": "linear", "invalid": "break-paths-show-domains"}},
        {"mark": point | {"filled": True}, "encoding": {**_common(plot), **shaped}},
    ]
    if part is not None and _told(plot, part):
        drawn[0]["encoding"] = {"y": _amount(plot.y) | {"field": "joined"}}
        drawn[1]["transform"] = [{"filter": f"!datum.{part.field}"}]
        ring = point | {"filled": False, "fill": "$paper", "strokeWidth": 2.5}
        drawn.append({"transform": _only(part), "mark": ring, "encoding": {**_common(plot), **shaped}})
        drawn.append(_explained(part, ring))
    return _whole(plot, {"height": 320, "layer": drawn, "encoding": encoding})


def heat(plot: Plot, colour: Axis, part: Axis | None = None) -> dict[str, Any]:
    """A heat map in classes, whose names the field of `colour` holds (None: a frame only); the field `sign` is written into the cells, and
    those where the field of `part` holds a word are hatched."""
    told = any(value.get(colour.field) is not None for value in plot.values)  # frames alone need no classes explained
    squares = {"orient": "top", "symbolType": "square", "symbolSize": 160, "columns": _beside(colour)}
    shade: dict[str, Any] = _colour(colour)["color"] | {"legend": squares if told else None}
    encoding = {
        "x": _discrete(plot.x) | {"axis": {"orient": "top", "labelAngle": 0, "labelOverlap": True, "domain": False, "ticks": False}},
        "y": _discrete(plot.y) | {"axis": {"domain": False, "ticks": False}},
    }
    cell: dict[str, Any] = {"type": "rect", "cursor": "pointer"}
    known, unknown = ([{"filter": f"{no}isValid(datum.{colour.field})"}] for no in ("", "!"))
    drawn: list[dict[str, Any]] = [
        {"transform": known, "mark": cell, "encoding": {"color": shade, **_common(plot)}},
        {"transform": unknown, "mark": cell | {"style": "unknown", "fill": "transparent"}, "encoding": _common(plot)},
        *(
            {"mark": {"type": "text", "style": style}, "encoding": {"text": {"field": "sign", "type": "nominal"}}}
            for style in ("halo", "sign")
        ),
    ]
    if part is not None and _told(plot, part):
        drawn[2:2] = [{"transform": _only(part), "mark": cell | {"fill": _HATCH}, "encoding": _common(plot)}, _explained(part, _HATCHED)]
    return _whole(plot, {"height": {"step": LINE}, "layer": drawn, "encoding": encoding})


def spread(plot: Plot, colour: Axis) -> dict[str, Any]:
    """A histogram over a logarithmic scale: values have `low` and `high`, where their class begins and ends; `plot.x.order` holds the words
    for a thousand, a million, a billion and a thousand billion."""
    encoding = {
        "x": {"field": "low", "type": "quantitative", "title": plot.x.title, "scale": {"type": "log", "nice": False},
              "axis": _in_words(plot.x.order)},
        "x2": {"field": "high"}, "y": _amount(plot.y), **_colour(colour), **_common(plot),
        "order": {"field": "rank", "type": "quantitative"},
    }  # fmt: skip
    return _whole(plot, {"height": 260, "mark": {"type": "bar", "cursor": "pointer", "binSpacing": 1}, "encoding": encoding})


def spread_heat(plot: Plot, colour: Axis) -> dict[str, Any]:
    """Such histograms of several names below each other, as shades."""
    made = heat(plot, colour)
    made["encoding"]["x"] = {
        "field": "low", "type": "quantitative", "title": plot.x.title, "scale": {"type": "log", "nice": False},
        "axis": _in_words(plot.x.order) | {"grid": False},
    }  # fmt: skip
    made["encoding"]["x2"] = {"field": "high"}
    made["layer"] = made["layer"][:1]
    return made


def _told(plot: Plot, part: Axis) -> bool:
    return any(value.get(part.field) for value in plot.values)


def _only(part: Axis) -> list[dict[str, str]]:
    return [{"filter": f"isValid(datum.{part.field}) && datum.{part.field} !== ''"}]


def _explained(part: Axis, mark: Mapping[str, Any]) -> dict[str, Any]:
    """A layer of nothing, whose mark stands in a legend: what the marks of these values look like."""
    legend = {"orient": "bottom", "symbolSize": 160, "symbolStrokeWidth": 1.5}
    encoding = {"opacity": _named(part) | {"sort": None, "scale": {"domain": list(part.order), "range": [1]}, "legend": legend}}
    return {"transform": [{"filter": "false"}], "mark": {"stroke": "$ink", **mark, "aria": False}, "encoding": encoding}


def _in_words(names: Sequence[str]) -> dict[str, Any]:
    """An axis of powers of ten; `names` are the words for a thousand, a million, a billion and a thousand billion."""
    label = "format(datum.value, ',~f')"
    for power, name in zip((3, 6, 9, 12), names, strict=True):
        label = f"datum.value >= 1e{power} ? format(datum.value / 1e{power}, ',~f') + {json.dumps(' ' + name)} : ({label})"
    return {"labelExpr": label, "labelOverlap": True, "tickCount": 8}


def _whole(plot: Plot, drawn: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "description": plot.name, "width": "container", "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(plot.values)}, **drawn,
    }  # fmt: skip


def _common(plot: Plot) -> dict[str, Any]:
    tips = [{"field": name, "type": "nominal", "title": title} for name, title in plot.tips.items()]
    return {"tooltip": tips, "href": {"field": "href", "type": "nominal"}}


def _discrete(axis: Axis) -> dict[str, Any]:
    return {"field": axis.field, "type": "ordinal", "title": axis.title or None, "sort": None, "scale": {"domain": list(axis.order)}}


def _amount(axis: Axis) -> dict[str, Any]:
    return {
        "field": axis.field,
        "type": "quantitative",
        "title": axis.title,
        "axis": {"format": ",~f", "tickCount": 5} | ({"tickMinStep": 1} if axis.whole else {}),
    }


def _named(axis: Axis) -> dict[str, Any]:
    return {"field": axis.field, "type": "nominal", "title": axis.title or None}


def _beside(axis: Axis) -> dict[str, Any]:
    """How many names of a legend stand beside each other: as many as the place holds. `width` shrinks after the room for the legend is
    measured: lines that it gains then would be cut off."""
    return {"expr": f"max(1, floor(((containerSize()[0] || width) - {NAMES}) / {LETTER * max(map(len, axis.order), default=0) + 34}))"}


def _colour(axis: Axis | None) -> dict[str, Any]:
    if axis is None:
        return {}
    legend: dict[str, Any] | None = {"orient": "top", "columns": _beside(axis)} if len(axis.order) > 1 else None
    colours = {"domain": list(axis.order), "range": list(axis.colours[: len(axis.order)])}
    return {"color": _named(axis) | {"scale": colours, "legend": legend}}
