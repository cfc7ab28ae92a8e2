"""CSV without formulas also where Datasette writes it: its cells are made safe on their way out."""

from __future__ import annotations

import csv
import re
from collections.abc import Awaitable, Callable
from io import StringIO
from typing import Any
from urllib.parse import parse_qs

from explorer.guarding.cells import safe_cell

Send = Callable[[Any], Awaitable[None]]
_NUMBER = re.compile(r"[-+]?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][-+]?[0-9]{1,4})?")


class Rows:
    """CSV in pieces of any length, its cells made safe. A cell that reads as a number is one: CSV does not tell the two apart."""

    def __init__(self) -> None:
        self._rest = b""
        csv.field_size_limit(2**31 - 1)  # a text is one cell

    def feed(self, piece: bytes, more: bool) -> bytes:
        """The rows that are whole by now."""
        data = self._rest + piece
        end = _whole(data) if more else len(data)
        self._rest = data[end:]
        out = StringIO()
        writer = csv.writer(out)
        for row in csv.reader(StringIO(data[:end].decode("utf-8"), newline="")):
            writer.writerow([cell if _NUMBER.fullmatch(cell) else safe_cell(cell) for cell in row])
        return out.getvalue().encode()


def _whole(data: bytes) -> int:
    """Where the last row ends that is whole: at a line end outside of quotes."""
    end = at = quotes = 0
    while (line_end := data.find(b"\n", at)) >= 0:
        quotes += data.count(b'"', at, line_end)
        at = line_end + 1
        if quotes % 2 == 0:
            end = at
    return end


def safe_csv(scope: Any, send: Send) -> Send:
    """The way out for an answer: one of Datasette's CSV pages with its cells made safe, anything else as it is."""
    formats = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_format", [])
    if not scope["path"].endswith(".csv") and "csv" not in formats:
        return send
    rows: Rows | None = None

    async def made_safe(message: Any) -> None:
        nonlocal rows
        if message["type"] == "http.response.start":
            headers = {key.lower(): value for key, value in message.get("headers", [])}
            if message["status"] == 200 and headers.get(b"content-type", b"").startswith((b"text/csv", b"text/plain")):
                rows = Rows()
                message = {**message, "headers": [(k, v) for k, v in message["headers"] if k.lower() != b"content-length"]}
        elif rows is not None and message["type"] == "http.response.body":
            message = {**message, "body": rows.feed(message.get("body", b""), message.get("more_body", False))}
        await send(message)

    return made_safe
