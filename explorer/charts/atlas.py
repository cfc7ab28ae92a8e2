"""The map of provinces before and after 1 July 2025 as SVG, shaded by a measure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from explorer.charts.drawing import shades

# For each measure: name at the time -> value; `sums`: see graphs.py. `province_names` carries names over to the units of today.
MEASURES = {
    "articles": "SELECT province AS name, count(*) AS size FROM articles WHERE province IS NOT NULL GROUP BY province",
    "support": "SELECT province AS name, sum(vnd) / 1e6 AS size FROM {sums} WHERE vnd > 0 GROUP BY province",
    "mentions": "SELECT name, count(*) AS size FROM provinces GROUP BY name",
}
UNITS = "SELECT name, slug, name_now, code_now, code_before FROM province_names"


@cache
def _outlines() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parents[1] / "shapes" / "provinces.json").read_text(encoding="utf-8"))
    return data


def by_unit(sizes: Mapping[str, float], units: Sequence[Mapping[str, Any]], era: str) -> dict[str, tuple[str, float]]:
    """Outline key -> (name, size): the 63 units by slug for "until" (Huế counts for Thừa Thiên Huế), the 34 by code for "since"."""
    found: dict[str, tuple[str, float]] = {}
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
        found[key] = (name, found.get(key, ("", 0.0))[1] + (sizes.get(unit["name"]) or 0))
    return found


def legend(values: Mapping[str, tuple[str, float]]) -> list[tuple[int, float, float]]:
    """Shades in use with the least and greatest size of each."""
    sizes = [size for _, size in values.values() if size]
    shade = shades(sizes)
    groups: dict[int, list[float]] = {}
    for size in sizes:
        groups.setdefault(shade(size), []).append(size)
    return [(number, min(group), max(group)) for number, group in sorted(groups.items())]


def draw(title: str, era: str, values: Mapping[str, tuple[str, float]], href: Callable[[str], str], say: Callable[[float], str]) -> str:
    """The map of one era. `href` gives the link of a province name, `say` its size in words."""
    data = _outlines()
    shade = shades([size for _, size in values.values() if size])
    drawn = []
    for key, path in data[era].items():
        name, size = values.get(key, (key, 0.0))
        kind = f"land s{shade(size)}" if size else "land none"
        shape = f'<path class="{kind}" data-unit="{escape(key)}" d="{path}"><title>{escape(name)}: {escape(say(size))}</title></path>'
        drawn.append(f'<a href="{escape(href(name))}" tabindex="-1" aria-hidden="true">{shape}</a>' if size else shape)
    drawn += [f'<text x="{i["x"]}" y="{i["y"]}">{escape(i["name"])}</text>' for i in data["islands"]]
    return (
        f'<svg class="map" viewBox="0 0 {data["width"]} {data["height"]}" role="group" aria-label="{escape(title)}">{"".join(drawn)}</svg>'
    )
