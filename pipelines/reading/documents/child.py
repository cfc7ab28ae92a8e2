"""The process that opens one document: a limit on memory, time and files, the document on standard input, its Content on standard output.

Parsers of documents are the likeliest way for a hostile file to do harm; here it costs one document.
"""

from __future__ import annotations

import resource
import sys
import warnings

import msgspec

from pipelines.reading.documents.content import Content, Limits, Unread
from pipelines.reading.documents.kinds import kind_of

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 10  # of processor time
CHEAP = (MemoryError, RecursionError)


def content_of_body(body: bytes, limits: Limits) -> Content:
    """Read a document in this process, whatever it is. Never raises for what stands in it."""
    try:
        return _read(body, limits)
    except Unread as no:
        return Content(no.state)
    except ImportError:
        return Content("needs_extra")
    except CHEAP:
        return Content("too_large")
    except Exception:  # a parser's own errors are too many to name, and each says the same of the file
        return Content("broken")


def _read(body: bytes, limits: Limits) -> Content:
    from pipelines.reading.documents import pdf, richtext, word, word97

    match kind_of(body):
        case "pdf":
            return pdf.read_pdf(body, limits)
        case "zip":
            return word.read_docx(body, limits)
        case "ole":
            return word97.read_doc(body, limits)
        case "rtf":
            return richtext.read_rtf(body, limits)
        case "word_xml":
            return word.read_word_xml(body, limits)
        case "mhtml":
            return richtext.read_mhtml(body, limits)
        case "html":
            return richtext.read_html(body, limits)
        case _:
            raise Unread("not_supported" if body.strip() else "broken")


def main() -> None:
    """Arguments: the limits as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    limits = msgspec.json.decode(sys.argv[1], type=Limits)
    content = content_of_body(sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(msgspec.json.encode(content))
