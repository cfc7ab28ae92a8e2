"""What went wrong, as a page for people, JSON for machines and one line on stderr: no traceback, no values of variables."""

from __future__ import annotations

import re
import sqlite3
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from explorer.guarding.limits import TooMuch
from explorer.wording.labels import labels, language_of

MOST_SHOWN = 500  # characters of a message


async def answer_error(datasette: Any, request: Any, exception: Exception) -> Response:
    """The answer to a request that failed. What is not the asker's fault is told on stderr too, in one line."""
    status, message = _told(exception)
    line = " ".join(message.split())[:MOST_SHOWN]
    if status >= 500:
        print(f"corpus explore: {request.path[:200]!r}: {type(exception).__name__} at {_place(exception)}: {line}", file=sys.stderr)
        line = f"{type(exception).__name__}: {line}"
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": line, "status": status, "title": None}, status=status)
    language = language_of(request)
    words = labels(language)
    title = words["page_not_found"] if status == 404 else words["error"]
    html = await datasette.render_template(
        "error.html", {"own_page": True, "status": status, "title": title, "error": in_language(line, language)}, request=request
    )
    return Response.html(html, status=status)


@cache
def _messages() -> list[tuple[re.Pattern[str], str]]:
    told = tomllib.loads((Path(__file__).parent / "errors.toml").read_text(encoding="utf-8"))
    return [(re.compile(pattern), words) for pattern, words in told.items()]


def in_language(message: str, language: str) -> str:
    """What went wrong, in the language of the page; as it came where there are no words for it."""
    if language != "vi":
        return message
    line = " ".join(message.split())[:MOST_SHOWN]
    found = ((pattern.fullmatch(line), words) for pattern, words in _messages())
    return next((words.format(*match.groups()) for match, words in found if match), line)


def _told(exception: Exception) -> tuple[int, str]:
    """Status and message."""
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0] if exception.args else "")
    if isinstance(exception, DatasetteError):
        why = exception.__context__
        asked_wrong = 400 if exception.status == 500 else exception.status  # 500 is what Datasette says when it gives no status
        return asked_wrong, str(why.e if isinstance(why, QueryInterrupted) else exception.message)
    if isinstance(exception, QueryInterrupted):
        return 400, str(exception.e)
    if isinstance(exception, TooMuch | InvalidSql | sqlite3.OperationalError | sqlite3.DataError):
        return 400, str(exception)
    return 500, str(exception)


def _place(exception: Exception) -> str:
    """File and line where it was raised."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "?"
