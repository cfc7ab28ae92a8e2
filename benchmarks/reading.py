"""How well and how fast pages are read, beside the general readers, on the same real pages in one process.

    uv venv /tmp/peers && uv pip install --python /tmp/peers -r benchmarks/reading_peers.txt
    /tmp/peers/bin/python benchmarks/reading.py [--pages FOLDER ...] [--write]

A FOLDER holds html/, labels/ and lists/ (pages and pages2 in ../shared/gold beside the checkout by default); quality is what
score_pages.py beside it counts. The first table is over all folders, then one follows for each. Readers that are not installed are left
out, and the text says so. The time of a page is CPU time, the best of three readings or, where these are short, of as many as a fifth of
a second holds, 25 at most. "ms a page" is the median over the pages of articles; "bare parses" is that time in parses of the same page by
lxml in the same run, the median over the pages, and "at worst" its 95th percentile (nearest rank). --write puts the tables into
benchmarks/reading.md; README quotes the first.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import math
import pathlib
import socket
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lxml import etree  # noqa: E402

from pipelines.reading.reading import read_article  # noqa: E402
from pipelines.values.article import NotArticle, Unreadable  # noqa: E402
from pipelines.values.page import Page  # noqa: E402

GOLD = ROOT.parent / "shared" / "gold"
OUTPUT = ROOT / "benchmarks" / "reading.md"
FEWEST, MOST = 3, 25  # readings of a page
SPENT = 0.2  # seconds of CPU time after which a page is not read again
Record = dict[str, Any]
Reader = Callable[[bytes, str | None], Record]


class Case(NamedTuple):
    """One saved page, named with its folder; `gold` is None for a page that is no article."""

    name: str
    body: bytes
    url: str | None
    gold: dict[str, Any] | None


def bare_parse(body: bytes, _url: str | None) -> Record:
    etree.fromstring(body, parser=etree.HTMLParser(encoding="utf-8"))
    return {}


def ours(layouts: bool) -> Reader:
    def read(body: bytes, url: str | None) -> Record:
        try:
            a = read_article(Page(url=url, body=body), layouts=layouts)
        except (NotArticle, Unreadable):
            return {}
        return {"title": a.title, "lead": a.lead, "paragraphs": list(a.paragraphs), "published": a.published,
                "byline": a.byline, "credit": a.credit}  # fmt: skip

    return read


def trafilatura(**options: bool) -> Reader:
    extract = import_module("trafilatura").bare_extraction

    def read(body: bytes, url: str | None) -> Record:
        found = extract(body, url=url, with_metadata=True, **options)
        return record(found.title, found.text, found.date, found.author) if found else {}

    return read


def newspaper4k() -> Reader:
    article = import_module("newspaper").article

    def read(body: bytes, url: str | None) -> Record:
        found = article(url or "http://example.vn/a.html", input_html=body.decode("utf-8", "replace"), language="vi", fetch_images=False)
        return record(found.title, found.text, found.publish_date, ", ".join(found.authors))

    return read


def readability() -> Reader:
    document = import_module("readability").Document

    def read(body: bytes, _url: str | None) -> Record:
        found = document(body.decode("utf-8", "replace"))
        tree = etree.fromstring(found.summary(), parser=etree.HTMLParser())
        return record(found.short_title(), " ".join(tree.itertext()) if tree is not None else "", None, None)

    return read


def resiliparse() -> Reader:
    extract, parse = (
        import_module("resiliparse.extract.html2text").extract_plain_text,
        import_module("resiliparse.parse.html").HTMLTree.parse,
    )

    def read(body: bytes, _url: str | None) -> Record:
        tree = parse(body.decode("utf-8", "replace"))
        return record(tree.title, extract(tree, main_content=True), None, None)

    return read


def newsplease() -> Reader:
    please = import_module("newsplease").NewsPlease

    def read(body: bytes, url: str | None) -> Record:
        found = please.from_html(body.decode("utf-8", "replace"), url=url, fetch_images=False)
        return record(found.title, found.maintext, found.date_publish, ", ".join(found.authors or []))

    return read


def record(title: str | None, text: str | None, date: object, author: str | None) -> Record:
    return {"title": title, "paragraphs": [text or ""], "published": str(date)[:10] if date else None, "byline": author or None}


PEERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura, favor_precision": ("trafilatura", lambda: trafilatura(favor_precision=True)),
    "trafilatura, fast": ("trafilatura", lambda: trafilatura(fast=True)),
    "newspaper4k": ("newspaper", newspaper4k),
    "readability-lxml": ("readability", readability),
    "resiliparse": ("resiliparse", resiliparse),
    "news-please": ("newsplease", newsplease),
}
PACKAGES = {"newspaper": "newspaper4k", "readability": "readability-lxml", "newsplease": "news-please"}


def load_cases(folder: pathlib.Path) -> list[Case]:
    cases = []
    for path in sorted((folder / "labels").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        cases.append(Case(f"{folder.name}/{gold['file']}", (folder / "html" / gold["file"]).read_bytes(), gold["url"], gold))
    return cases + [Case(f"{folder.name}/{path.name}", path.read_bytes(), None, None) for path in sorted((folder / "lists").glob("*.html"))]


def scorer(folder: pathlib.Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_pages", folder.parent / "score_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(read: Reader, case: Case) -> tuple[Record, float]:
    """What was read, and the best time in milliseconds. A reader that raises has read nothing."""
    best, spent, found = float("inf"), 0.0, {}
    for number in range(MOST if case.gold else 1):
        if number >= FEWEST and spent > SPENT:
            break
        started = time.process_time()
        try:
            found = read(case.body, case.url)
        except Exception:  # whatever a peer raises is its answer
            found = {}
        taken = time.process_time() - started
        best, spent = min(best, taken), spent + taken
    return found, best * 1000


def row_of(name: str, answers: dict[str, tuple[Record, float]], cases: list[Case], score: Any, bare: dict[str, float]) -> list[str]:
    """One row of the table."""
    rows, times, ratios, false = [], [], [], 0
    for case in cases:
        found, ms = answers[case.name]
        if case.gold is None:
            false += len(score.words(" ".join(found.get("paragraphs") or []))) >= 40
            continue
        rows.append(score.score_page(case.gold, found))
        if case.gold["body"]:
            times.append(ms)
            ratios.append(ms / bare[case.name])
    body = [row for row in rows if "f" in row]
    leads = [row["lead"] for row in body if row["lead"] is not None]

    def count(field: str, *values: str) -> int:
        return sum(row[field] in values for row in rows)

    labelled = {field: count(field, "exact", "wrong") for field in ("byline", "credit")}
    return [
        name,
        f"{sum(row['title'] for row in rows)}/{len(rows)}",
        f"{count('date', 'exact')} / {count('date', 'wrong')} / {count('date', 'null')}",
        f"{statistics.fmean(row['f'] for row in body):.3f}",
        f"{sum(leads)}/{len(leads)}",
        str(sum(len(row["leaks"]) for row in body)),
        f"{count('byline', 'exact')}/{labelled['byline']}",
        f"{count('credit', 'exact')}/{labelled['credit']}",
        f"{false}/{sum(case.gold is None for case in cases)}",
        f"{statistics.median(times):.1f}",
        f"{statistics.median(ratios):.1f}",
        f"{sorted(ratios)[math.ceil(0.95 * len(ratios)) - 1]:.1f}",
    ]


HEADER = ["reader", "title", "date right / wrong / none", "body F1", "lead", "leaks", "byline", "credit", "lists taken for articles",
          "ms a page", "bare parses", "at worst"]  # fmt: skip


class Measured(NamedTuple):
    """What each reader answered for each page and the milliseconds it took, and those of a bare parse of the page."""

    answers: dict[str, dict[str, tuple[Record, float]]]
    bare: dict[str, float]


def measured(cases: list[Case]) -> Measured:
    """All readers read one page before the next page's turn, so that a busy moment is everybody's."""
    readers = {"**this reader**": ours(True), "**this reader, layouts off**": ours(False)}
    readers |= {name: make() for name, (module, make) in PEERS.items() if installed(module)}
    found = Measured({name: {} for name in readers}, {})
    for case in cases:
        found.bare[case.name] = timed(bare_parse, case)[1]
        for name, read in readers.items():
            found.answers[name][case.name] = timed(read, case)
    return found


def installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def table(cases: list[Case], found: Measured, score: Any) -> list[str]:
    """The lines of the table of some of the pages measured."""
    rows = [HEADER, ["---"] * len(HEADER), *(row_of(name, found.answers[name], cases, score, found.bare) for name in found.answers)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    parse = statistics.median(found.bare[case.name] for case in cases if case.gold and case.gold["body"])
    articles = sum(case.gold is not None for case in cases)
    return [
        *lines,
        "",
        f"{articles} saved articles and {len(cases) - articles} listings and forms; one bare lxml parse takes {parse:.1f} ms.",
    ]


def versions() -> list[str]:
    """The lines that say which of the peers were measured."""
    used = dict.fromkeys(PACKAGES.get(module, module) for module, _ in PEERS.values() if installed(module))
    lines = ["Versions: " + ", ".join(f"{name} {version(name)}" for name in used) + "."] if used else []
    missing = [name for name, (module, _) in PEERS.items() if not installed(module)]
    return lines + ([f"Not installed: {'; '.join(missing)}."] if missing else [])


def report(folders: list[pathlib.Path]) -> list[str]:
    """The tables: over all folders, and over each where there are several."""
    sets = {folder.name: load_cases(folder) for folder in folders}
    every = [case for cases in sets.values() for case in cases]
    score, found = scorer(folders[0]), measured(every)
    lines = [*table(every, found, score), *versions()]
    for name, cases in sets.items() if len(sets) > 1 else ():
        lines += ["", f"## {name}", "", *table(cases, found, score)]
    return lines


def refuse(*_: object, **__: object) -> Any:
    """Nobody fetches anything here."""
    raise OSError("no network in a benchmark")


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--pages", type=pathlib.Path, nargs="+", default=[GOLD / "pages", GOLD / "pages2"])
    arguments.add_argument("--write", action="store_true", help="write benchmarks/reading.md")
    args = arguments.parse_args()
    for folder in args.pages:
        if not (folder / "labels").is_dir():
            print(f"{folder}: no labelled pages here", file=sys.stderr)
            return 2
    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    lines = report(args.pages)
    print("\n".join(lines))
    if args.write:
        head = [
            "# How well pages are read",
            "",
            "Written by `benchmarks/reading.py`; what the columns mean stands there. The first table is over all pages.",
            "",
        ]
        OUTPUT.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
