"""Charts as plain SVG text: bars and heat maps. Everything that comes from the corpus is escaped; no script, no font, no request."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

EDGE = 16  # no label stands nearer to the side than half its width
STEPS = 6  # shades of a heat map, "s1" (least) to "s6" (most), coloured by the style sheet


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, its size, what a pointer or reader is told, where it leads (or "")."""

    label: str
    size: float
    tip: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat map; `sign` is written into it."""

    size: float
    tip: str
    href: str = ""
    sign: str = ""


def columns(title: str, bars: Sequence[Bar], width: int = 720, said: Callable[[float], str] = "{:g}".format) -> str:
    """Upright bars, for time, in so many pixels. Labels are thinned out to those that fit; a line says how much the highest bar is,
    `said` in words."""
    height, foot, head = 204, 22, 24
    step = width / max(1, len(bars))
    top = max((bar.size for bar in bars), default=1) or 1
    every = max(1, round(sum(bool(bar.label) for bar in bars) * 44 / width))
    drawn, labelled = [], 0
    if any(bar.size for bar in bars):
        drawn.append(f'<path class="most" d="M0 {head - 0.5}H{width}"/><text x="0" y="{head - 5}">{escape(said(top))}</text>')
    for place, bar in enumerate(bars):
        tall = (height - foot - head) * bar.size / top
        x, y = place * step, height - foot - tall
        mark = f'<rect class="mark" x="{x + step * 0.1:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}"/>'
        drawn.append(_linked(f"<g><title>{escape(bar.tip)}</title>{mark}</g>", bar.href))
        labelled += bool(bar.label)
        if bar.label and labelled % every == 0:
            middle = min(max(x + step / 2, EDGE), width - EDGE)
            drawn.append(f'<text x="{middle:.1f}" y="{height - 6}" text-anchor="middle">{escape(bar.label)}</text>')
    return _svg(title, (width, height), drawn, "bars")


def heat(title: str, across: Sequence[str], down: Mapping[str, Mapping[str, Cell]]) -> str:
    """A heat map: names down, periods across; shades by rank of size, so that one giant does not hide the rest."""
    left, line, head = 175, 22, 20
    step = min(60.0, max(18.0, (720 - left) / max(1, len(across))))
    shade = shades([cell.size for cells in down.values() for cell in cells.values()])
    every = max(1, round(38 / step))
    drawn = [
        f'<text x="{left + step * (place + 0.5):.1f}" y="14" text-anchor="middle">{escape(name)}</text>'
        for place, name in enumerate(across) if place % every == 0
    ]  # fmt: skip
    for number, (name, cells) in enumerate(down.items()):
        y = head + number * line
        drawn.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(name if len(name) < 24 else name[:22] + "…")}</text>')
        for place, period in enumerate(across):
            cell = cells.get(period)
            kind = f"mark s{shade(cell.size)}" if cell else "empty"
            box = f'<rect class="{kind}" x="{left + place * step:.1f}" y="{y}" width="{step - 2:.1f}" height="{line - 2}"/>'
            if cell and cell.sign:
                middle = left + (place + 0.5) * step - 1
                box += f'<text class="sign" x="{middle:.1f}" y="{y + 15}" text-anchor="middle">{escape(cell.sign)}</text>'
            drawn.append(_linked(f"<g><title>{escape(cell.tip)}</title>{box}</g>", cell.href) if cell else box)
    return _svg(title, (left + int(step * len(across)) + 4, head + line * len(down) + 2), drawn, "heat")


def shades(sizes: Sequence[float]) -> Callable[[float], int]:
    """A function from size to shade 1..STEPS with about equal numbers of sizes in each shade."""
    ordered = sorted(sizes)
    return lambda size: 1 + min(STEPS - 1, bisect_left(ordered, size) * STEPS // max(1, len(ordered)))


def _linked(inner: str, href: str) -> str:
    """Links for the pointer only; keyboards and readers use the table beside the chart."""
    return f'<a href="{escape(href)}" tabindex="-1" aria-hidden="true">{inner}</a>' if href else inner


def _svg(title: str, size: tuple[int, int], drawn: Sequence[str], kind: str) -> str:
    width, height = size
    frame = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg class="chart {kind}" {frame} role="group" aria-label="{escape(title)}">{"".join(drawn)}</svg>'
