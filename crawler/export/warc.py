"""WARC, the format of web archives: kept pages written out for others, and pages of WARC files (ours or anybody's) read for replay."""

from __future__ import annotations

import json
import os
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput
from pipelines.archive.bodies import MAX_BODY
from pipelines.archive.pages import KeptPage, all_pages
from pipelines.archive.schema import read_archive
from pipelines.values.page import Hints, Page

OWN = "X-Corpus-Page"  # header of a record: what the format has no place for (source, hints, final address), as JSON
_LEFT = 10_000  # bytes after the last whole record that are looked at: half a record shows in fewer
_KEPT = ("content-type", "etag", "last-modified", "date", "content-language")


def _warcio() -> Any:
    try:
        import warcio.archiveiterator
        import warcio.statusandheaders
        import warcio.warcwriter
    except ImportError:
        raise BadInput("WARC files need the extra `warc` (pip install warcio)") from None
    return warcio


def write_warc(pages_db: Path, target: Path, source: str | None = None, damaged: Callable[[KeptPage], None] = lambda _: None) -> int:
    """Write every kept page (of one source, or all) to one file, gzipped when its name ends in .gz; returns how many. The same pages
    make the same bytes. The file appears under its name when it is whole. A page that is `damaged` is left out, and told. Raises BadInput
    when the file cannot be written."""
    warcio = _warcio()
    db = read_archive(pages_db)
    draft = target.with_name(target.name + ".part")
    count = 0
    try:
        with draft.open("wb") as stream:
            writer = warcio.warcwriter.WARCWriter(stream, gzip=target.suffix == ".gz")
            for kept in all_pages(db):
                if kept.damaged:
                    damaged(kept)
                elif source is None or kept.page.source == source:
                    writer.write_record(_record(writer, warcio, kept.page))
                    count += 1
        if source is not None and not count:
            raise BadInput(f"--source {source}: no page of it is kept")
        os.replace(draft, target)
    except OSError as error:
        raise BadInput(f"--to {target}: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
        db.close()
    return count


def _record(writer: Any, warcio: Any, page: Page) -> Any:
    phrase = HTTPStatus(page.status).phrase if page.status in HTTPStatus._value2member_map_ else ""
    headers = [(name.title(), value) for name, value in page.headers.items() if name in _KEPT]
    http = warcio.statusandheaders.StatusAndHeaders(
        f"{page.status} {phrase}", [*headers, ("Content-Length", str(len(page.body)))], protocol="HTTP/1.1"
    )
    own = {"source": page.source, "final_url": page.final_url, "fetched_at": page.fetched_at, "headers": dict(page.headers),
           "hints": asdict(page.hints)}  # fmt: skip
    about = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{page.url} {page.fetched_at}')}>",
        "WARC-Date": (page.fetched_at or "1970-01-01T00:00:00+00:00")[:19] + "Z",
        OWN: json.dumps(own),
    }
    return writer.create_warc_record(page.url or "", "response", payload=BytesIO(page.body), http_headers=http, warc_headers_dict=about)


def warc_pages(files: list[Path], broken: Callable[[str], None]) -> Iterator[KeptPage]:
    """Every page written by us, and of other archives every HTML response with status 200, in file order. A file that is `broken` after
    its first page is told, in a line naming it, and gives what is before that. Raises BadInput naming a file that gives nothing."""
    warcio = _warcio()
    number = 0
    for path in files:
        first = number
        try:
            for page in _pages_of(path, warcio):
                number += 1
                yield KeptPage(number, page)
        except (OSError, _BrokenError) as error:
            why = getattr(error, "strerror", None) or str(error)
            if number == first:
                raise BadInput(f"--warc {path}: {why}") from None
            broken(f"{path}: {why}; read are the {number - first} pages before that")


class _BrokenError(ValueError):
    """A file that is no web archive, or one up to somewhere only."""


def _pages_of(path: Path, warcio: Any) -> Iterator[Page]:
    """Raises _BrokenError and OSError."""
    end = None
    with path.open("rb") as stream:
        records = warcio.archiveiterator.ArchiveIterator(stream)
        try:
            for record in records:
                if not _has_length(record):
                    raise _BrokenError("ends in the head of a record")
                if record.rec_type == "response" and record.http_headers is not None and (page := _page(record)):
                    if len(page.body) < MAX_BODY and record.raw_stream.limit > 0:  # more was announced than came
                        raise _BrokenError("ends in the middle of a page")
                    yield page
                end = records.get_record_offset() + records.get_record_length()
                if record.format == "warc" and record.raw_stream.limit > 0:
                    raise _BrokenError("ends in the middle of a record")
        except (warcio.exceptions.ArchiveLoadFailed, AttributeError, EOFError, zlib.error):  # the second: half a head
            raise _BrokenError("damaged, or no web archive") from None
        if end is None:
            raise _BrokenError("holds no record of a web archive")
        stream.seek(end)
        if stream.read(_LEFT).strip(b"\0\r\n "):
            raise _BrokenError("ends in the middle of a record")


def _has_length(record: Any) -> bool:
    """Whether a record says how long it is, as every one must (WARC 1.1, 5.4); the library takes a head that ends too early for a whole
    one. Records of the older format ARC say it in their first line."""
    return record.format != "warc" or (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal()


def _page(record: Any) -> Page | None:
    http, about = record.http_headers, record.rec_headers
    status = http.get_statuscode()
    own = about.get_header(OWN)
    kind = http.get_header("Content-Type") or "text/html"
    if not status.isdecimal() or (not own and (status != "200" or "html" not in kind)):
        return None
    url, when = about.get_header("WARC-Target-URI"), about.get_header("WARC-Date")
    headers = {name: value for name in _KEPT if (value := http.get_header(name))} | {"content-type": kind}
    page = Page(url=url, body=record.content_stream().read(MAX_BODY), fetched_at=when, status=int(status), headers=headers)
    return _as_it_was(page, own) if own else page


def _as_it_was(page: Page, own: str) -> Page:
    """The page with what our own header says of it; a header that is not as we write it is ignored."""
    try:
        said = json.loads(own)
        hints = Hints(**{name: str(value) for name, value in said["hints"].items() if value is not None})
        texts = {name: said[name] for name in ("source", "final_url", "fetched_at") if isinstance(said[name], str)}
        headers = {str(name): str(value) for name, value in said["headers"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return page
    return Page(url=page.url, body=page.body, status=page.status, hints=hints, headers=headers, **texts)
