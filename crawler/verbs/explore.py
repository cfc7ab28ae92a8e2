"""`corpus explore`: the explorer on a corpus, with the kept pages and the review desk beside it."""

from __future__ import annotations

import argparse
import importlib.util
import ipaddress
import secrets
import socket
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing
from pipelines.values.paths import DATA

if TYPE_CHECKING:
    from explorer.guarding.access import Doors

HOST = "127.0.0.1"
OPENED_WITHIN = 60.0  # seconds for the explorer to answer before a browser is opened


def add_parser(verbs: Verbs) -> None:
    """`corpus explore`."""
    explore = add_verb(verbs, "explore", run, "the corpus in a browser (Datasette on 127.0.0.1)")
    explore.add_argument("--port", type=int, default=8001, help="where it listens")
    explore.add_argument("--host", default=HOST, help="address it listens on; other than loopback, for a network you trust, it asks for the"
                         " token that stands in the printed address")  # fmt: skip
    explore.add_argument("--open", action="store_true", help="open it in a browser")
    explore.add_argument("--review", action="store_true", help='have the review desk beside it: "this is wrong" at a figure leads there;'
                         " asks for a token")  # fmt: skip
    explore.add_argument("--corrections", type=Path, default=DATA / "corrections.toml", metavar="FILE",
                         help="where the desk writes decisions (default data/corrections.toml)")  # fmt: skip
    explore.add_argument("--pages-db", type=Path, metavar="FILE", help="kept pages, shown beside the reading; default: pages.db beside the"
                         " corpus, when it is there")  # fmt: skip
    add_corpus_db(explore)


def run(given: argparse.Namespace) -> int:
    """Serve until interrupted. Raises BadInput when Datasette is not installed or the port is taken."""
    corpus_db, port, host = existing(given.corpus_db), given.port, given.host
    pages_db = existing(given.pages_db) if given.pages_db else corpus_db.with_name("pages.db")
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the explorer needs the extra `explore` (pip install datasette)")
    from explorer.app import serve
    from explorer.guarding.access import Doors
    from pipelines.corpus.schema import read_corpus

    read_corpus(corpus_db).close()  # brings an older file up to date; everything after this only reads
    _check_free(host, port)
    token = secrets.token_urlsafe(32) if given.review or not _is_loopback(host) else None
    doors = Doors(token=token, cookie=f"explorer-{port}", corpus_db=str(corpus_db))
    with _Beside(given, doors, pages_db) as doors:
        address = f"http://{_name_of(host)}:{port}/" + (f"?token={token}" if token else "")
        print(f"{address} (Ctrl-C ends it)", flush=True)
        if given.open:
            threading.Thread(target=_open, args=(address, host, port), daemon=True).start()
        serve(corpus_db, host, port, doors)
    return 0


class _Beside:
    """What runs beside the explorer, as doors of it, until it ends."""

    def __init__(self, given: argparse.Namespace, doors: Doors, pages_db: Path) -> None:
        self.given, self.doors, self.pages_db = given, doors, pages_db

    def __enter__(self) -> Doors:
        from dataclasses import replace

        from crawler.keeping.kept_pages import kept_pages
        from crawler.reviewing.beside import DeskBeside

        self.desk = DeskBeside(self.given.corpus_db, self.given.corrections) if self.given.review else None
        kept = kept_pages(self.pages_db) if self.pages_db.is_file() else None
        return replace(self.doors, kept=kept, desk=self.desk.address_of if self.desk else None)

    def __exit__(self, *_: object) -> None:
        if self.desk:
            self.desk.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _name_of(host: str) -> str:
    """The name under which others reach the address that is listened on."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for, and guarded by the token
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _check_free(host: str, port: int) -> None:
    """Raises BadInput for an address or a port that cannot be had."""
    if not 0 < port < 65536:
        raise BadInput(f"--port {port}: must be 1-65535")
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, OverflowError, UnicodeError) as error:
        raise BadInput(f"--host {host}: {error}") from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except (OSError, OverflowError) as error:
            raise BadInput(f"--port {port}: {error}") from None


def _open(address: str, host: str, port: int) -> None:
    """Open a browser as soon as the explorer answers."""
    end = time.monotonic() + OPENED_WITHIN
    while time.monotonic() < end:
        try:
            socket.create_connection((HOST if host in ("0.0.0.0", "::") else host, port), timeout=1).close()  # noqa: S104
        except OSError:
            time.sleep(0.1)
            continue
        webbrowser.open(address)
        return
