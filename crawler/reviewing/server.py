"""The server of the desk: loopback only, its own page alone may write, and nothing of the corpus is ever markup or script.

A token made at each start stands in the part of the address that browsers never send (#...); the page's script sends it in a header.
Every answer and every write needs it, so no foreign page can read or decide, nor can another user of the machine unless they see it in the
list of processes (where a browser that was started with the address stands; docs/reviewing.md).
"""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.reviewing.answers import BadAnswer
from crawler.reviewing.decisions import NotWritten
from crawler.reviewing.desk import Desk
from crawler.reviewing.words import vocabulary

Work = Callable[[dict[str, Any]], dict[str, Any]]
HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
TOKEN_HEADER = "X-Desk-Token"  # noqa: S105 - the name of a header
MOST_BODY = 16_384  # bytes of one decision
PATIENCE = 30  # seconds a connection may be silent
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Refused(Exception):
    """A request that is not answered: status and a short reason."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class DeskServer(ThreadingHTTPServer):
    """Serves one desk. Raises OSError and OverflowError for a port that cannot be had."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((HOST, port), _Request)
        self.desk = desk
        self.token = secrets.token_urlsafe(32)
        self.hosts = {f"{name}:{self.server_address[1]}" for name in NAMES}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed before its answer came is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """What to open: with the token."""
        return f"http://{HOST}:{self.server_address[1]}/#{self.token}"


class _Request(BaseHTTPRequestHandler):
    server: DeskServer
    server_version, sys_version = "desk", ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._answered(self._got)

    def do_POST(self) -> None:
        self._answered(self._posted)

    def _answered(self, work: Callable[[], tuple[str, bytes]]) -> None:
        """Send what `work` gives, or the reason why not."""
        status = 200
        try:
            self._check_host()
            kind, body = work()
        except Refused as no:
            status, kind, body = no.status, *_json({"error": "bad_request", "detail": str(no)})
        except BadAnswer as no:
            status, kind, body = 422, *_json({"error": str(no)})
        except NotWritten as no:
            status, kind, body = 409, *_json({"error": "not_written", "detail": str(no)})
        except (sqlite3.Error, ValueError) as error:
            status, kind, body = 503, *_json({"error": "no_corpus", "detail": str(error)})
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _got(self) -> tuple[str, bytes]:
        if self.path in FILES:
            name, kind = FILES[self.path]
            return kind, (Path(__file__).parent / name).read_bytes()
        if self.path == "/words":
            return _json(vocabulary())
        if self.path != "/state":
            raise Refused(404, "no such page")
        self._check_token()
        return _json(self.server.desk.state())

    def _posted(self) -> tuple[str, bytes]:
        self._check_token()
        desk = self.server.desk
        works: dict[str, Work] = {"/decide": desk.decide, "/skip": desk.skip, "/figure": desk.show, "/undo": lambda _: desk.undo()}
        work = works.get(self.path)
        if work is None:
            raise Refused(404, "no such page")
        return _json(work(self._body()))

    def _check_host(self) -> None:
        """A name of another site that leads here (DNS rebinding) and pages of other sites are refused."""
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            raise Refused(403, "this desk answers on the loopback address only")
        origins = self.headers.get_all("Origin", [])
        if any(origin not in {f"http://{host}" for host in self.server.hosts} for origin in origins):
            raise Refused(403, "foreign origin")

    def _check_token(self) -> None:
        if not hmac.compare_digest(self.headers.get(TOKEN_HEADER, "").encode(), self.server.token.encode()):
            raise Refused(403, "wrong token; open the address that `corpus review` printed")

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "JSON only")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refused(411, "needs a length")
        if len(length) > len(str(MOST_BODY)) or int(length) > MOST_BODY:
            raise Refused(413, "too large")
        try:
            given = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "not JSON") from None
        if not isinstance(given, dict):
            raise Refused(400, "not a JSON object")
        return given

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: decisions are in the file, and errors on the page."""


def _json(value: Any) -> tuple[str, bytes]:
    return "application/json; charset=utf-8", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
