"""`corpus read`: saved pages or JSON lines in, records as JSON lines out, and with --into into a corpus too; streams, no Scrapy."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from crawler.arguments import BadInput, Verbs, add_verb
from pipelines.reading.signing.datelines import dateline_of
from pipelines.sources.source import Source, load_sources
from pipelines.text.normal import normalise, normalise_lines
from pipelines.values.article import Article, NotArticle, Unreadable, Walled
from pipelines.values.page import Page

if TYPE_CHECKING:
    from pipelines.record import Record

Told = Callable[[dict[str, Any], "Record | str"], None]  # what is done with the answer to one line of input: a record, or why there is none
KINDS = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain"}


def add_parser(verbs: Verbs) -> None:
    """`corpus read`."""
    read = add_verb(verbs, "read", run, "read saved pages; one record as JSON per line")
    read.add_argument("files", nargs="*", metavar="FILE", help=".html or .txt; with --jsonl: files of JSON lines (default: stdin)")
    read.add_argument("--jsonl", action="store_true", help="input is JSON lines, see docs/record.md")
    read.add_argument("--into", type=Path, metavar="CORPUS.db", help="with --jsonl: store the records there too")
    read.add_argument("--explain", action="store_true", help="tell in words what each figure was linked to, how surely and why")
    read.add_argument("--url", help="address the page was saved from")
    read.add_argument("--fetched-at", metavar="ISO", help="when it was saved")
    read.add_argument("--source", help="name of its source")


def run(given: argparse.Namespace) -> int:
    """Read what was given. Raises BadInput and DatabaseError."""
    if given.into and not given.jsonl:
        raise BadInput("--into: needs --jsonl")
    if given.jsonl:
        tell = _explain if given.explain else _answer
        return read_into(given.files, given.into, tell) if given.into else read_json_lines(given.files, tell)
    told = {"url": given.url, "fetched_at": given.fetched_at, "source": given.source}
    return read_files(given.files, told, given.explain)


def read_files(names: list[str], told: dict[str, Any], explained: bool = False) -> int:
    """Read .html and .txt files; `told`: their url, fetched_at and source. No article among them: told on stderr, the status is 1."""
    from pipelines.record import make_record

    if not names:
        raise BadInput("no FILE given (or use --jsonl)")
    failed = 0
    known = _source(told["source"])
    for name in names:
        page = _page_of_file(Path(name), told)
        try:
            _show(make_record(page, known), explained)
        except (NotArticle, Unreadable) as no:
            failed += 1
            print(f"corpus read: {name}: {_reason(no)}", file=sys.stderr)
    return 1 if failed else 0


def read_into(names: list[str], path: Path, tell: Told) -> int:
    """Answer the lines and store their records in a corpus, which is made when it is not there. A record without url gets one from its
    id; a second one of the same address takes the place of the first. Raises BadInput and DatabaseError."""
    from pipelines.corpus.counting import count_corpus
    from pipelines.corpus.schema import open_corpus
    from pipelines.corpus.sources import store_source
    from pipelines.duplicates.tables import compare_corpus
    from pipelines.intake.intake import Reading, store_reading

    corpus = open_corpus(path)
    sources = set()

    def tell_and_store(item: dict[str, Any], record: Record | str) -> None:
        tell(item, record)
        if isinstance(record, str):
            return
        if record.url is None and item.get("id") is None:
            raise BadInput("a line has neither url nor id: it cannot be stored")
        if record.source and record.source not in sources:
            source = load_sources().get(record.source)
            if source is None:
                raise BadInput(f"source {record.source!r} has no file in data/sources: leave it out or add one")
            store_source(corpus, source)
        sources.add(record.source)
        store_reading(corpus, Reading(record, record.url or f"urn:article:{quote(str(item['id']), safe='')}"))

    try:
        status = read_json_lines(names, tell_and_store)
        compare_corpus(corpus)
        count_corpus(corpus)
    finally:
        corpus.close()
    return status


def read_json_lines(names: list[str], tell: Told) -> int:
    """Answer one line per input line, in order. Status 0 when every line was answered; a line that is no JSON object ends with 2."""
    sources: dict[str, Source | None] = {}
    for name, folder, lines in _inputs(names):
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except ValueError as error:
                raise BadInput(f"{name}:{number}: not JSON: {error}") from None
            if not isinstance(item, dict):
                raise BadInput(f"{name}:{number}: not a JSON object")
            tell(item, _read_item(item, folder, sources))
    return 0


def _inputs(names: list[str]) -> Iterator[tuple[str, Path, Iterable[str]]]:
    if not names:
        yield "stdin", Path(), sys.stdin
    for name in names:
        try:
            with open(name, encoding="utf-8") as file:
                yield name, Path(name).parent, _lines(name, file)
        except OSError as error:
            raise BadInput(f"{name}: {error.strerror}") from None


def _lines(name: str, file: IO[str]) -> Iterator[str]:
    try:
        yield from file
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: not UTF-8: {error.reason}") from None


def _answer(item: dict[str, Any], record: Record | str) -> None:
    from pipelines.record import as_json

    _print({"id": item.get("id"), **({"error": record} if isinstance(record, str) else {"record": as_json(record)})})


def _explain(item: dict[str, Any], record: Record | str) -> None:
    if isinstance(record, str):
        _answer(item, record)
    else:
        _show(record, explained=True)


def _read_item(item: dict[str, Any], folder: Path, sources: dict[str, Source | None]) -> Record | str:
    """The record of one line, or why there is none."""
    from pipelines.record import make_record, record_of

    name = item.get("source")
    if isinstance(name, str) and name not in sources:
        sources[name] = _source(name, strict=False)
    known = sources.get(name) if isinstance(name, str) else None
    try:
        if isinstance(item.get("text"), str):
            return record_of(_article_of_text(item), _page(item, b""), known)
        elif isinstance(item.get("html_path"), str):
            return make_record(_page_of_item(item, folder), known)
    except (NotArticle, Unreadable) as no:
        return _reason(no)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return "needs html_path or text"


def _article_of_text(item: dict[str, Any]) -> Article:
    """An article given as text: offsets refer to the normalised text, which keeps its lines."""
    text = normalise_lines(item["text"])
    published = item.get("published")
    title = item.get("title")
    return Article(
        title=normalise(title) if title else None,
        paragraphs=(text,),
        dateline=dateline_of(text),
        published=published,
        published_from="listing" if published else "none",
        language="vi",
        layout="text",
    )


def _page_of_item(item: dict[str, Any], folder: Path) -> Page:
    path = Path(item["html_path"])
    if not path.is_absolute() and not path.exists():
        path = folder / path
    kind = KINDS.get(path.suffix.lower(), "text/html")
    return _page(item, path.read_bytes(), kind)


def _page(item: dict[str, Any], body: bytes, kind: str = "text/html") -> Page:
    return Page(
        url=item.get("url"),
        body=body,
        source=item.get("source"),
        fetched_at=item.get("fetched_at"),
        headers={"content-type": kind},
    )


def _page_of_file(path: Path, told: dict[str, Any]) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    kind = KINDS.get(path.suffix.lower(), "text/html")
    return _page(told, body, kind)


def _source(name: str | None, strict: bool = True) -> Source | None:
    if name is None:
        return None
    source = load_sources().get(name)
    if source is None and strict:
        raise BadInput(f"--source: {name}: no such source")
    return source


def _reason(no: NotArticle | Unreadable) -> str:
    name = "failed" if isinstance(no, Walled) else "not_article" if isinstance(no, NotArticle) else "unreadable"
    return f"{name}({no.reason})"


def _show(record: Record, explained: bool) -> None:
    from pipelines.record import as_json

    if explained:
        from crawler.reviewing.explaining import explain  # rich is slow to load

        explain(record)
    else:
        _print(as_json(record))


def _print(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
