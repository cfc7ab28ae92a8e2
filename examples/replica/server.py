"""The replica portal: three small news sites served on loopback, for the demo and for tests of the whole chain.

    with replica.start(port=0) as portal:
        portal.write_sources(folder)

A: a newspaper (MasterCMS), B: a provincial department (NukeViet), C: a government portal (SharePoint). Articles, figures and traps stand
in data/ beside it; what must be read from them: `expected` and `not_articles` of posts.py. By hand: python -m examples.replica.server
"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from examples.replica.pages import CLOCK, Answer, Frame, clock
from examples.replica.posts import REPLICA, SITES, expected, load_posts, not_articles
from examples.replica.site import build_site, find

__all__ = ["DEFAULT_PORT", "Replica", "ReplicaError", "expected", "not_articles", "start"]

DEFAULT_PORT = 8731  # fixed, because the port is part of every article's address: a second demo must meet the same addresses
HANOI = timezone(timedelta(hours=7))
SLOW = 4.0  # seconds the slow article takes when asked to be slow
RETRY_AFTER = 1  # seconds


class ReplicaError(RuntimeError):
    """The portal cannot be served; one line says why."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request: site letter, path and query, status answered, seconds (monotonic) of its start, its method."""

    site: str
    target: str
    status: int
    at: float
    method: str = "GET"


@dataclass
class Replica:
    """The running portal. `bases` maps site letters to http://127.0.0.1:PORT; `log` holds every request answered."""

    bases: dict[str, str]
    slow: bool
    edition: int = 1
    log: list[Hit] = field(default_factory=list, repr=False)
    most_at_once: Counter[str] = field(default_factory=Counter, repr=False)  # per site: most requests being answered at one moment
    most_connections: Counter[str] = field(default_factory=Counter, repr=False)  # per site: most connections open at one moment
    _servers: list[ThreadingHTTPServer] = field(default_factory=list, repr=False)
    _connections: set[socket.socket] = field(default_factory=set, repr=False)
    _active: Counter[str] = field(default_factory=Counter, repr=False)
    _open: Counter[str] = field(default_factory=Counter, repr=False)
    _sites: dict[str, tuple[dict[str, Answer], Frame]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __enter__(self) -> Replica:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End serving and close every connection."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()
        for connection in list(self._connections):  # a client may hold its connection open for minutes
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def switch(self, edition: int) -> None:
        """Put another edition (1 or 2) online, as between two visits."""
        switched = datetime.now(HANOI).isoformat(timespec="seconds")
        sites = {}
        for site, base in self.bases.items():
            frame = Frame(site, [post for post in load_posts(edition) if post.site == site], edition)
            sites[site] = (build_site(site, edition, base, switched), frame)
        with self._lock:
            self._sites, self.edition = sites, edition

    def url(self, site: str, path: str) -> str:
        """Absolute address of a path; `site` is a letter or the name of its source."""
        letter = site if site in self.bases else next(key for key, name in SITES.items() if name == site)
        return self.bases[letter] + path

    def counts(self) -> Counter[str]:
        """How often each absolute address was requested (robots.txt too)."""
        with self._lock:
            return Counter(self.bases[hit.site] + hit.target for hit in self.log)

    def gaps(self, site: str) -> list[float]:
        """Seconds between the starts of successive requests to one site."""
        with self._lock:
            times = sorted(hit.at for hit in self.log if hit.site == site)
        return [later - earlier for earlier, later in pairwise(times)]

    def forget(self) -> None:
        """Empty the log and the counts, as before a second visit."""
        with self._lock:
            self.log.clear()
            self.most_at_once.clear()
            self.most_connections.clear()

    def write_sources(self, folder: Path) -> list[Path]:
        """The three source files with the actual ports, for `load_sources(folder)`."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for site, name in SITES.items():
            text = (REPLICA / "sources" / f"{name}.toml").read_text(encoding="utf-8")
            path = folder / f"{name}.toml"
            path.write_text(text.replace("{port}", self.bases[site].rpartition(":")[2]), encoding="utf-8")
            written.append(path)
        return written

    def answer(self, site: str, target: str) -> Answer:
        """What to send now; a 503 the first time for the article that recovers."""
        with self._lock:
            answers, frame = self._sites[site]
            found = find(answers, target, frame)
            if found.fault == "retry_after" and not any((hit.site, hit.target) == (site, target) for hit in self.log):
                return Answer(b"<html><body><h1>503</h1></body></html>", status=503)
            return found


def start(port: int = 0, edition: int = 1, slow: bool = False) -> Replica:
    """Serve the portal on 127.0.0.1 at `port`, `port` + 1, `port` + 2, or at any three free ports for 0. Raises ReplicaError when a
    port is taken. `slow` makes one article take SLOW seconds."""
    servers: list[ThreadingHTTPServer] = []
    portal = Replica({}, slow)
    for step, site in enumerate(SITES):
        try:
            server = ThreadingHTTPServer(("127.0.0.1", port + step if port else 0), _handler(portal, site))
        except OSError as error:
            for opened in servers:
                opened.server_close()
            raise ReplicaError(f"port {port + step} of 127.0.0.1 cannot be used: {error.strerror}") from None
        servers.append(server)
        portal.bases[site] = f"http://127.0.0.1:{server.server_port}"
    portal.switch(edition)
    portal._servers.extend(servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return portal


def _handler(portal: Replica, site: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            portal._connections.add(self.connection)
            with portal._lock:
                portal._open[site] += 1
                portal.most_connections[site] = max(portal.most_connections[site], portal._open[site])

        def finish(self) -> None:
            portal._connections.discard(self.connection)
            with portal._lock:
                portal._open[site] -= 1
            super().finish()

        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            began = time.monotonic()
            with portal._lock:
                portal._active[site] += 1
                portal.most_at_once[site] = max(portal.most_at_once[site], portal._active[site])
            try:
                answer = portal.answer(site, self.path)
                with portal._lock:
                    portal.log.append(Hit(site, self.path, answer.status, began, self.command))
                if answer.fault == "slow" and portal.slow:
                    time.sleep(SLOW)
                self.send(answer)
            finally:
                with portal._lock:
                    portal._active[site] -= 1

        do_HEAD = do_GET

        def send(self, answer: Answer) -> None:
            body = answer.body.replace(CLOCK, clock(datetime.now(HANOI)))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body) + (4000 if answer.fault == "truncated" else 0)))
            if answer.location:
                self.send_header("Location", answer.location)
            if answer.status == 503:
                self.send_header("Retry-After", str(RETRY_AFTER))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)
            if answer.fault == "truncated":
                self.close_connection = True

    return Handler


def main() -> None:
    """Serve until interrupted, for a look in the browser."""
    with start(DEFAULT_PORT) as portal:
        for site, base in portal.bases.items():
            print(f"{SITES[site]:20} {base}/")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
