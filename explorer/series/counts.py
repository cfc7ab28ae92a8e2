"""Charts of numbers of figures and articles: sizes of money by role, figures by role, articles by source and month."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from explorer.certainty import SIGNS
from explorer.charts.kept import MONTHS, ROLES
from explorer.charts.record import Chart, Row
from explorer.charts.scale import bounds
from explorer.charts.specs import Axis, Plot, heat, lying, spread, spread_heat
from explorer.database import remembered
from explorer.name_order import name_key
from explorer.series.words import WORDS, Tongue
from explorer.wording.labels import day, money

MOST_DOWN = 40  # sources in a heat map
MOST_ROWS = 2_000  # of a table behind a chart
MOST_MONTHS = 96  # more months than this are shown as years
_CLASSES = (1, 2, 5, 10)  # where classes of sizes begin, times a power of ten

# The first digit and the length of a sum give its class; the index holds all that is asked.
_SPREAD = """SELECT role, certainty, length(vnd_min) AS digits, CAST(substr(vnd_min, 1, 1) AS INTEGER) AS first, count(*)
    FROM _amounts INDEXED BY amounts_money
    WHERE kind = 'money' AND role > '' AND unit = 'VND' AND vnd_min > 0 AND per IS NULL GROUP BY 1, 2, 3, 4"""


def distribution(corpus: sqlite3.Connection, role: str, say: Tongue) -> Chart:
    """How many sums of money have which size, of one role by certainty or of all roles."""
    words, sizes = say.words, Counter[tuple[str, str, int, int]]()
    totals: Counter[str | None] = Counter()
    for name, word, digits, first, count in remembered(corpus, _SPREAD):
        if role and name != role:
            continue
        low, high = _class(digits, first)
        sizes[name, (word or "not_rated") if role else "", low, high] += count
        totals[word] += count
    of_role = Counter[str]()
    for (name, *_), count in sizes.items():
        of_role[name] += count
    values: list[dict[str, Any]] = []
    rows = []
    order = {word: place for place, word in enumerate((*WORDS, ""))}
    for (name, word, low, high), count in sorted(sizes.items(), key=lambda item: (item[0][0], order[item[0][1]], item[0][2])):
        span, share = f"{money(low, say.language)} – {money(high, say.language)}", round(100 * count / of_role[name], 2)
        wanted = {"role__exact": name, "kind__exact": "money", "unit__exact": "VND", "per__isblank": 1}
        wanted |= {"vnd_min__gte": low, "vnd_min__lt": high}
        wanted |= {"certainty__exact": word} if word in SIGNS else {}
        values.append({"role": words[f"role_{name}"], "word": words[word] if word else "", "rank": order[word], "low": low, "high": high,
                       "figures": count, "share": share, "span": span, "said": say.number(count), "share_said": f"{say.number(share)} %",
                       "href": f"{say.tables}/v_amounts?{urlencode(wanted)}"})  # fmt: skip
        rows.append(Row((words[f"role_{name}"], *((words[word],) if role else ()), span, count), values[-1]["href"]))
    title = f"{words['amounts_chart']}: {words[f'role_{role}']}" if role else words["amounts_chart"]
    tips = {"span": words["value"], "role": words["role"], "said": words["figures"], "share_said": words["share_of_role"]}
    tips |= {"word": words["how_sure"]} if role else {}
    x = Axis("low", words["dong"], [words[name] for name in ("thousand", "million", "billion", "thousand_billion")])
    if role:
        spec = spread(Plot(title, values, x, Axis("figures", words["figures"], whole=True), tips), _by_certainty(words))
    else:
        down = sorted({value["role"] for value in values}, key=name_key)
        classes = _classed(values, "share", say)
        spec = spread_heat(Plot(title, values, x, Axis("role", "", down), tips), classes._replace(title=words["share_of_role_percent"]))
    head = (words["role"], *((words["how_sure"],) if role else ()), words["value"], words["figures"])
    behind = f"{say.number(totals.total())} {words['money_figures']}"
    return Chart(
        "amounts", title, words["amounts_says"], spec, head, rows[:MOST_ROWS], words["amounts_note"], behind, "share_of_figures", totals
    )


def _classed(values: list[dict[str, Any]], name: str, say: Tongue) -> Axis:
    """Give every value its class by a number of it; the axis of these classes."""
    between = bounds([value[name] for value in values])
    classes = say.classes(between)
    for value in values:
        value["class"] = list(classes)[bisect_right(between, value[name])]
    return Axis("class", "", list(classes), list(classes.values()))


def _by_certainty(words: Mapping[str, str]) -> Axis:
    return Axis("word", "", [words[word] for word in WORDS], ("$s6", "$s4", "$s2", "$c8"))


def _class(digits: int, first: int) -> tuple[int, int]:
    place = max(place for place, begin in enumerate(_CLASSES[:-1]) if begin <= max(first, 1))
    return _CLASSES[place] * 10 ** (digits - 1), _CLASSES[place + 1] * 10 ** (digits - 1)


def roles(corpus: sqlite3.Connection, say: Tongue) -> Chart:
    """Money figures by role, stacked by certainty."""
    words = say.words
    by_role: dict[str, Counter[str]] = {}
    sizes: Counter[str | None] = Counter()
    for role, word, number in remembered(corpus, ROLES):
        by_role.setdefault(role, Counter())[word or "not_rated"] += number
        sizes[word] += number
    ordered = sorted(by_role, key=lambda role: (-by_role[role].total(), name_key(words[f"role_{role}"])))
    values, rows = [], []
    for role in ordered:
        counts, name = by_role[role], words[f"role_{role}"]
        for rank, word in enumerate(WORDS):
            if counts[word]:
                wanted = {"role__exact": role, "kind__exact": "money"} | ({"certainty__exact": word} if word in SIGNS else {})
                values.append({"role": name, "word": words[word], "rank": rank, "figures": counts[word], "said": say.number(counts[word]),
                               "href": f"{say.tables}/v_amounts?{urlencode(wanted)}"})  # fmt: skip
        every = f"{say.tables}/v_amounts?{urlencode({'role__exact': role, 'kind__exact': 'money'})}"
        rows.append(Row((name, counts.total(), *(counts[word] for word in SIGNS)), every))
    tips = {"role": words["role"], "word": words["how_sure"], "said": words["figures"]}
    plot = Plot(
        words["roles_chart"],
        values,
        Axis("figures", words["figures"], whole=True),
        Axis("role", "", [words[f"role_{role}"] for role in ordered]),
        tips,
    )
    spec = lying(plot, _by_certainty(words))
    head = (words["role"], words["figures"], *(words[word] for word in SIGNS))
    behind = f"{say.number(sizes.total())} {words['money_figures']}"
    return Chart("roles", words["roles_chart"], words["roles_note"], spec, head, rows, "", behind, "share_of_figures", sizes)


def coverage(corpus: sqlite3.Connection, by: str, say: Tongue) -> Chart:
    """Articles by source and month, or year where there are more than MOST_MONTHS months or `by` is "year"."""
    words = say.words
    titles: dict[str, str] = dict(corpus.execute("SELECT name, title FROM sources").fetchall())
    found = remembered(corpus, f"SELECT source, month, sum(articles) FROM {MONTHS} WHERE month >= '1990' GROUP BY 1, 2")  # noqa: S608
    months = sorted({month for _, month, _ in found})
    monthly = by == "month" or (by != "year" and len(months) <= MOST_MONTHS)
    counts: dict[str | None, Counter[str]] = {}
    for source, month, size in found:
        counts.setdefault(source, Counter())[month if monthly else month[:4]] += size
    across = _between([month if monthly else month[:4] for month in months])
    most = sorted(counts, key=lambda source: (-counts[source].total(), source or ""))[:MOST_DOWN]
    names = {source: titles.get(source or "", source or "–") for source in most}
    most.sort(key=lambda source: name_key(names[source]))
    values = [
        _covered(names[source], source, period, counts[source][period], say)
        for source in most
        for period in across
        if counts[source][period]
    ]
    tips = {"source": words["source"], "time": words["span"], "said": words["articles"]}
    plot = Plot(words["coverage_chart"], values, Axis("period", "", across), Axis("source", "", [names[source] for source in most]), tips)
    spec = heat(plot, _classed(values, "articles", say)._replace(title=words["articles"]))
    rows = [Row((value["source"], value["time"], value["articles"]), value["href"]) for value in values]
    head = (words["source"], words["span"], words["articles"])
    behind = f"{say.number(sum(counter.total() for counter in counts.values()))} {words['articles_with_day']}"
    return Chart("coverage", words["coverage_chart"], words["coverage_note"], spec, head, rows[:MOST_ROWS], "", behind)


def _covered(name: str, source: str | None, period: str, size: int, say: Tongue) -> dict[str, Any]:
    wanted: Mapping[str, str] = {"source__exact": source or "", "published__startswith": period}
    return {"source": name, "period": period, "articles": size, "said": say.number(size), "sign": "", "time": day(period, say.language),
            "href": f"{say.tables}/v_articles?{urlencode(wanted)}"}  # fmt: skip


def _between(periods: list[str]) -> list[str]:
    """Every month or year from the first to the last."""
    if not periods:
        return []
    first, last = min(periods), max(periods)
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 200) + 1)
    every = [f"{y}-{m:02}" for y in years for m in range(1, 13)] if len(first) == 7 else [str(y) for y in years]
    return [period for period in every if first <= period <= last]
