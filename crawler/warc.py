"""Pages of WARC files, for replay: the archive of another project can be read like our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.arguments import BadInput
from pipelines.archive import MAX_BODY, KeptPage
from pipelines.page import Page


def warc_pages(files: list[Path]) -> Iterator[KeptPage]:
    """Every HTML response with status 200, in file order. Raises BadInput naming the file that cannot be read."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise BadInput("WARC files need the extra `warc` (pip install warcio)") from None
    number = 0
    for path in files:
        try:
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    if record.rec_type != "response" or record.http_headers is None:
                        continue
                    kind = record.http_headers.get_header("Content-Type") or "text/html"
                    if record.http_headers.get_statuscode() != "200" or "html" not in kind:
                        continue
                    number += 1
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    when = record.rec_headers.get_header("WARC-Date")
                    body = record.content_stream().read(MAX_BODY)
                    headers = {"content-type": kind}
                    yield KeptPage(number, Page(url=url, body=body, fetched_at=when, headers=headers))
        except OSError as error:
            raise BadInput(f"--warc {path}: {error.strerror}") from None
        except ArchiveLoadFailed as error:
            raise BadInput(f"--warc {path}: {error}") from None
