"""The fault server: one loopback site whose every page goes wrong in its own way, for tests of the fetcher and for looking by hand.

    with faults.start() as site:
        site.write_source(folder, "broken")

Each fault stands in a group; /nhom/GROUP lists the group's pages. `Fault.outcome` says what a crawl must make of the page. No page may
lead to a request at `site.trap`, a second port that only counts. By hand: python -m tests.servers.faults
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from tests.servers.fault_bodies import ARTICLE, BOMB, JPEG, MISSING, PDF, ZIP, article, chunk, entity_bomb, packed
from tests.servers.fault_robots import ROBOTS, moved

HOLD = 60.0  # seconds a silent answer is held open; longer than any limit a test sets
Send = Iterator[bytes | float]  # bytes go out, a number is a silence of so many seconds, RESET breaks the connection off
RESET = -1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong. `answer(site, name, turn)` is the raw answer to the request number `turn` (from 1) for it."""

    group: str
    outcome: str
    answer: Callable[[FaultSite, str, int], Send]


@dataclass
class FaultSite:
    """The running server. `hits` counts requests by path, `trapped` lists what reached the trap."""

    base: str = ""
    trap: str = ""
    hits: Counter[str] = field(default_factory=Counter)
    trapped: list[str] = field(default_factory=list)
    moments: list[tuple[str, float]] = field(default_factory=list)  # path, seconds (monotonic)
    _over: threading.Event = field(default_factory=threading.Event)
    _listeners: list[socket.socket] = field(default_factory=list)

    def __enter__(self) -> FaultSite:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        for listener in self._listeners:
            listener.close()

    def write_source(self, folder: Path, group: str, *lines: str, name: str = "") -> None:
        """A source file for one group of faults, named after the group if not otherwise. `lines` (TOML) are added or replace its own."""
        folder.mkdir(parents=True, exist_ok=True)
        given = {line.partition(" ")[0] for line in lines}
        own = ['title = "Faults"', 'kind = "replica"', f'hosts = ["{self.base.partition("//")[2]}"]', 'evidence = ["served by the test"]',
               'confidence = "high"', "verified_live = false", f'listings = ["{self.base}/nhom/{group}"]', 'article_url = ["^/tin/"]',
               "delay = 0", "allow_private = true"]  # fmt: skip
        kept = [line for line in own if line.partition(" ")[0] not in given]
        (folder / f"{name or group}.toml").write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")

    def url(self, name: str) -> str:
        return f"{self.base}/tin/{name}.html"


def start(context: ssl.SSLContext | None = None, robots: str = "") -> FaultSite:
    """Serve on a free port of 127.0.0.1, over TLS when a context is given. `robots`: a key of ROBOTS; without one there is no file."""
    site = FaultSite()
    scheme = "https" if context else "http"
    for attribute in ("base", "trap"):
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        site._listeners.append(listener)
        is_trap = attribute == "trap"
        setattr(site, attribute, f"{'http' if is_trap else scheme}://127.0.0.1:{listener.getsockname()[1]}")
        way = (site, is_trap, None if is_trap else context, robots)
        threading.Thread(target=_accept, args=(listener, way), daemon=True).start()
    return site


def _accept(listener: socket.socket, way: tuple[FaultSite, bool, ssl.SSLContext | None, str]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, way), daemon=True).start()


def _serve(connection: socket.socket, way: tuple[FaultSite, bool, ssl.SSLContext | None, str]) -> None:
    site, is_trap, context, robots = way
    connection.settimeout(HOLD)
    if is_trap:
        site.trapped.append("connection")
    with suppress(OSError), context.wrap_socket(connection, server_side=True) if context else connection as connection:
        with connection.makefile("rb") as incoming:
            request = incoming.readline(70_000).decode("latin-1")
        path = request.split(" ")[1] if request.count(" ") > 1 else "?"
        if is_trap:
            site.trapped.append(path)
            connection.sendall(_ok(b"trapped"))
            return
        site.hits[path] += 1
        site.moments.append((path, time.monotonic()))
        _play(site, connection, iter((ROBOTS[robots](site.base),)) if path == "/robots.txt" and robots else _answer(site, path))
        connection.shutdown(socket.SHUT_WR)


def _answer(site: FaultSite, path: str) -> Send:
    place, _, rest = path.removeprefix("/").partition("/")
    name = rest.partition(".")[0]
    if place == "nhom":
        links = "".join(f'<li><a href="/tin/{n}.html">Tin về {n}</a></li>' for n, fault in FAULTS.items() if fault.group == rest)
        return iter((_ok(f"<html><title>Tin</title><body><ul>{links}</ul></body></html>".encode()),))
    if place == "tin" and name in FAULTS:
        return FAULTS[name].answer(site, name, site.hits[path])
    if place == "luat":
        return iter((moved(site.base, name),))
    if place == "lap":  # the ever next step of an endless redirect
        return iter((_away(f"{site.base}/lap/{int(name) + 1}"),))
    if place == "nguon" and name in FEEDS:
        return iter((_ok(FEEDS[name](site), kind="application/xml"),))
    return iter((_ok(MISSING, "404 Not Found"),))


def _play(site: FaultSite, connection: socket.socket, answer: Send) -> None:
    for part in answer:
        if isinstance(part, bytes):
            connection.sendall(part)
        elif part == RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            return
        elif site._over.wait(part):
            return


def _ok(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "", length: object = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\nConnection: close\r\n{more}\r\n".encode() + body


def _away(target: str, status: str = "302 Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def _chunked(more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n{more}\r\n".encode()


def _then(*parts: bytes | float) -> Callable[[FaultSite, str, int], Send]:
    return lambda _site, _name, _turn: iter(parts)


def _page(make: Callable[[bytes], bytes]) -> Callable[[FaultSite, str, int], Send]:
    return lambda _site, name, _turn: iter((make(article(name)),))


def _to(target: str) -> Callable[[FaultSite, str, int], Send]:
    """A redirect; the target may hold {base} and {trap} (host and port of either)."""
    return lambda site, _name, _turn: iter((_away(target.format(base=site.base, trap=site.trap.partition("//")[2])),))


def _first(*refusal: bytes | float) -> Callable[[FaultSite, str, int], Send]:
    """Goes wrong once, then answers well."""
    return lambda _site, name, turn: iter(refusal if turn == 1 else (_ok(article(name)),))


def _forever(head: bytes, piece: bytes, pause: float = 0.0) -> Callable[[FaultSite, str, int], Send]:
    def answer(_site: FaultSite, _name: str, _turn: int) -> Send:
        yield head
        until = time.monotonic() + HOLD
        while time.monotonic() < until:
            yield piece
            if pause:
                yield pause

    return answer


def _slow(_site: FaultSite, name: str, _turn: int) -> Send:
    yield 0.5
    yield _ok(article(name))


def _linking(tag: str) -> Callable[[FaultSite, str, int], Send]:
    """An article whose head points at the trap."""
    return lambda site, name, _turn: iter((_ok(article(name).replace(b"<head>", f"<head>{tag.format(trap=site.trap)}".encode())),))


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_REFUSED = "429 Too Many Requests"

FAULTS: dict[str, Fault] = {
    "sound": Fault("sound", "stored", _page(lambda body: _ok(body, more="X-Corpus-Tls: forged\r\n"))),
    "first-byte-late": Fault("silence", "stored", _slow),
    "first-byte-never": Fault("silence", "failed(timeout)", _then(HOLD)),
    "headers-stall": Fault("silence", "failed(timeout)", _then(_HEAD, HOLD)),
    "body-stalls": Fault("silence", "failed(timeout)", _then(_ok(ARTICLE, length=90_000), HOLD)),
    "body-drips": Fault("silence", "failed(timeout)", _forever(_ok(b"", length=90_000), b" ", 0.1)),
    "length-too-long": Fault("broken", "failed(truncated)", _then(_ok(ARTICLE, length=90_000))),
    "chunks-end-early": Fault("broken", "failed(truncated)", _then(_chunked(), chunk(ARTICLE))),
    "chunk-cut": Fault("broken", "failed(truncated)", _then(_chunked(), chunk(ARTICLE)[:200])),
    "chunk-size-nonsense": Fault("broken", "failed(malformed)", _then(_chunked(), b"xyz\r\n" + ARTICLE)),
    "length-too-short": Fault("broken", "unreadable(truncated)", _page(lambda body: _ok(body, length=len(body) * 9 // 10))),
    "length-no-number": Fault("broken", "failed(malformed)", _then(_ok(ARTICLE, length="many"))),
    "length-negative": Fault("broken", "failed(malformed)", _then(_ok(ARTICLE, length=-5))),
    "two-lengths": Fault("broken", "failed(malformed)", _then(_ok(ARTICLE, more="Content-Length: 7\r\n"))),
    "not-http": Fault("broken", "failed(malformed)", _then(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    "reset-at-once": Fault("broken", "failed(reset)", _then(RESET)),
    "reset-in-body": Fault("broken", "failed(truncated)", _then(_ok(ARTICLE, length=90_000), 0.1, RESET)),
    "closed-without-answer": Fault("broken", "failed(reset)", _then()),
    "header-line-huge": Fault("broken", "failed(too_large)", _page(lambda body: _ok(body, more=f"X-Long: {'x' * 200_000}\r\n"))),
    "headers-endless": Fault("broken", "failed(too_large)", _forever(_HEAD, b"X-More: yes, there is more of this to come\r\n" * 500)),
    "headers-many": Fault("broken", "stored", _page(lambda body: _ok(body, more="X-Many: yes\r\n" * 300))),
    "body-endless": Fault("large", "failed(too_large)", _forever(_HEAD + b"\r\n", b"<p>no end</p>" * 9000)),
    "chunks-endless": Fault("large", "failed(too_large)", _forever(_chunked(), chunk(b"<p>x</p>" * 9000))),
    "length-enormous": Fault("large", "failed(too_large)", _then(_ok(ARTICLE, length=10**12), HOLD)),
    "gzip-bomb": Fault("large", "failed(too_large)", _then(_ok(BOMB, more="Content-Encoding: gzip\r\n"))),
    "gzip-of-gzip-bomb": Fault("large", "failed(too_large)", _then(_ok(packed(BOMB), more="Content-Encoding: gzip, gzip\r\n"))),
    "gzip-broken": Fault("large", "failed(malformed)", _then(_ok(b"\x1f\x8b\x08nonsense", more="Content-Encoding: gzip\r\n"))),
    "gzip-lie": Fault("large", "failed(malformed)", _page(lambda body: _ok(body, more="Content-Encoding: gzip\r\n"))),
    "deflate-broken": Fault("large", "failed(malformed)", _then(_ok(b"nonsense" * 9, more="Content-Encoding: deflate\r\n"))),
    "brotli-broken": Fault("large", "failed(malformed)", _then(_ok(b"nonsense" * 9, more="Content-Encoding: br\r\n"))),
    "gzip-cut": Fault("large", "unreadable(truncated)", _page(lambda b: _ok(packed(b)[:-60], more="Content-Encoding: gzip\r\n"))),
    "encoding-unknown": Fault("large", "unreadable(binary)", _page(lambda b: _ok(packed(b), more="Content-Encoding: sdch\r\n"))),
    "storm": Fault("refusing", "failed(http_429)", _then(_ok(b"", _REFUSED))),
    "storm-with-time": Fault("refusing", "failed(http_429)", _then(_ok(b"", _REFUSED, more="Retry-After: 1\r\n"))),
    "storm-with-nonsense": Fault("refusing", "failed(http_503)", _then(_ok(b"", "503 No", more="Retry-After: later\r\n"))),
    "recovers-from-503": Fault("refusing", "stored", _first(_ok(b"", "503 Busy", more="Retry-After: 1\r\n"))),
    "recovers-from-500": Fault("refusing", "stored", _first(_ok(b"", "500 Error"))),
    "recovers-from-reset": Fault("refusing", "stored", _first(RESET)),
    "server-error": Fault("refusing", "failed(http_500)", _then(_ok(ARTICLE, "500 Error"))),
    "forbidden": Fault("refusing", "failed(http_403)", _then(_ok(ARTICLE, "403 Forbidden"))),
    "not-now": Fault("closed", "failed(retry_later)", _then(_ok(b"", "503 Closed", more="Retry-After: 86400\r\n"))),
    "after-not-now": Fault("closed", "failed(retry_later)", _page(_ok)),
    "pdf": Fault("kinds", "unreadable(binary)", _then(_ok(PDF))),
    "pdf-so-named": Fault("kinds", "unreadable(binary)", _then(_ok(PDF, kind="application/pdf"))),
    "picture": Fault("kinds", "unreadable(binary)", _then(_ok(JPEG, kind="image/jpeg"))),
    "archive": Fault("kinds", "unreadable(binary)", _then(_ok(ZIP, kind="application/octet-stream"))),
    "empty": Fault("kinds", "not_article(empty)", _then(_ok(b""))),
    "no-content": Fault("kinds", "failed(http_204)", _then(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    "charset-unknown": Fault("kinds", "stored", _page(lambda body: _ok(body, kind="text/html; charset=x-klingon-8"))),
    "charset-hostile": Fault("kinds", "stored", _page(lambda body: _ok(body, kind="text/html; charset=../../idna\x00"))),
    "kind-missing": Fault("kinds", "stored", _page(lambda body: b"HTTP/1.0 200 OK\r\n\r\n" + body)),
    "said-to-be-plain": Fault("kinds", "stored", _page(lambda body: _ok(body, kind="text/plain"))),
    "missing-with-200": Fault("kinds", "not_article(not_found)", _then(_ok(MISSING))),
    "nothing-but-nul": Fault("kinds", "not_article(empty)", _then(_ok(b"\0" * 50_000))),
    "redirect-to-itself": Fault("away", "failed(redirect_loop)", _to("/tin/redirect-to-itself.html")),
    "redirect-endless": Fault("away", "failed(redirect_loop)", _to("{base}/lap/1")),
    "redirect-to-other-host": Fault("away", "failed(redirect_off_site)", _to("http://{trap}/tin/x.html")),
    "redirect-with-user": Fault("away", "failed(redirect_off_site)", _to("http://127.0.0.1@{trap}/x")),
    "redirect-without-scheme": Fault("away", "failed(redirect_off_site)", _to("//{trap}/x")),
    "redirect-to-metadata": Fault("away", "failed(redirect_off_site)", _to("http://169.254.169.254/latest/meta-data/")),
    "redirect-to-number": Fault("away", "failed(redirect_off_site)", _to("http://2130706433/x")),
    "redirect-to-file": Fault("away", "failed(http_302)", _to("file://localhost/etc/hostname")),
    "redirect-to-nowhere": Fault("away", "failed(http_302)", _then(_ok(b"", "302 Found"))),
    "redirect-to-nonsense": Fault("away", "failed(bad_url)", _to("http://[::1")),
    "meta-refresh": Fault("away", "stored", _linking('<meta http-equiv="refresh" content="0; url={trap}/refresh">')),
    "canonical-elsewhere": Fault("away", "stored", _linking('<link rel="canonical" href="{trap}/tin/canonical-elsewhere.html">')),
    "base-elsewhere": Fault("away", "stored", _linking('<base href="{trap}/">')),
}  # fmt: skip

FEEDS: dict[str, Callable[[FaultSite], bytes]] = {
    "bomb": lambda _site: BOMB,
    "entities": lambda site: entity_bomb(site.trap),
    "elsewhere": lambda site: f"<sitemapindex><sitemap><loc>{site.trap}/s.xml</loc></sitemap></sitemapindex>".encode(),
    "articles": lambda site: f"<urlset><url><loc>{site.trap}/tin/a.html</loc></url></urlset>".encode(),
}


def main() -> None:
    """Serve until interrupted."""
    with start() as site:
        print("\n".join(f"{site.base}/nhom/{group}" for group in dict.fromkeys(fault.group for fault in FAULTS.values())))
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
