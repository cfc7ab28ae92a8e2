"""The map of provinces before and after 1 July 2025 as SVG, both shaded by one scale; where nothing is known they are hatched."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from explorer.charts.scale import bounds, class_of

ERAS = ("until", "since")
# For each measure: name at the time -> value. `province_names` carries names over to the units of today.
MEASURES = {
    "articles": "SELECT province AS name, count(*) AS size FROM articles WHERE province IS NOT NULL GROUP BY province",
    "support": "SELECT province AS name, sum(vnd) / 1e6 AS size FROM v_support_by_province_year WHERE vnd > 0 GROUP BY province",
    "mentions": "SELECT name, count(*) AS size FROM provinces GROUP BY name",
}
UNITS = "SELECT name, slug, name_now, code_now, code_before FROM province_names"


class Land(NamedTuple):
    """A unit on the map: its name and its size, 0 where nothing is known."""

    name: str
    size: float


@cache
def _outlines() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parents[1] / "shapes" / "provinces.json").read_text(encoding="utf-8"))
    return data


def by_unit(sizes: Mapping[str, float], units: Sequence[Mapping[str, Any]], era: str) -> dict[str, Land]:
    """Outline key -> unit: the 63 units by slug for "until" (Huế counts for Thừa Thiên Huế), the 34 by code for "since"."""
    found: dict[str, Land] = {}
    for unit in units:
        if era == "until":
            key, name = unit["slug"], unit["name"]
            if name == "Huế":
                key, name = "thua-thien-hue", "Thừa Thiên Huế"
            if key not in _outlines()["until"]:
                continue
        else:
            key, name = unit["code_now"], unit["name_now"]
            if key is None:
                continue
        found[key] = Land(name, found.get(key, Land("", 0.0)).size + (sizes.get(unit["name"]) or 0))
    return found


def scale_of(*eras: Mapping[str, Land]) -> list[float]:
    """The bounds between the classes of one scale for several maps."""
    return bounds([land.size for values in eras for land in values.values()])


def draw(
    title: str, era: str, values: Mapping[str, Land], between: Sequence[float], tell: tuple[Callable[[str], str], Callable[[float], str]]
) -> str:
    """The map of one era; `tell` gives the link of a province's name and its size in words."""
    data, (href, say) = _outlines(), tell
    drawn = [hatch(era)]
    for key, path in data[era].items():
        name, size = values.get(key, Land(key, 0.0))
        kind = f'class="land s{class_of(size, between)}"' if size else f'class="land none" fill="url(#hatch-{era})"'
        shape = f'<path {kind} data-unit="{escape(key)}" d="{path}"><title>{escape(name)}: {escape(say(size))}</title></path>'
        drawn.append(f'<a href="{escape(href(name))}" tabindex="-1" aria-hidden="true">{shape}</a>' if key in values else shape)
    return _svg(title, "map", [*drawn, *_islands()])


def inset(title: str, era: str, marked: str) -> str:
    """A small map of one era with one unit marked."""
    shapes = [f'<path class="land {"s6 here" if key == marked else "rest"}" d="{path}"/>' for key, path in _outlines()[era].items()]
    return _svg(title, "map inset", [*shapes, *_islands()])


def outline_of(slug: str, code_now: str | None, era: str) -> str:
    """The key of a unit's outline in an era, "" where it had none."""
    key = ("thua-thien-hue" if slug == "hue" else slug) if era == "until" else code_now or ""
    return key if key in _outlines()[era] else ""


def hatch(name: str) -> str:
    """The pattern of what is not known, unlike any shade."""
    frame = f'id="hatch-{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    drawn = '<rect class="hatch-ground" width="7" height="7"/><rect class="hatch-line" width="2" height="7"/>'
    return f"<defs><pattern {frame}>{drawn}</pattern></defs>"


def _islands() -> list[str]:
    return [f'<text x="{i["x"]}" y="{i["y"]}">{escape(i["name"])}</text>' for i in _outlines()["islands"]]


def _svg(title: str, kind: str, drawn: Sequence[str]) -> str:
    data = _outlines()
    frame = f'viewBox="0 0 {data["width"]} {data["height"]}"'
    return f'<svg class="{kind}" {frame} role="group" aria-label="{escape(title)}">{"".join(drawn)}</svg>'
