"""`corpus review`: the least certain figures one after another in a browser, decided by a person; decisions go to data/corrections.toml."""

from __future__ import annotations

import argparse
import signal
import sqlite3
import threading
import webbrowser
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing
from pipelines.values.paths import DATA


def add_parser(verbs: Verbs) -> None:
    """`corpus review`."""
    review = add_verb(verbs, "review", run, "decide the least certain figures in a browser (on 127.0.0.1)")
    review.add_argument("--field", choices=("year", "province", "role"), help="ask for this field only, the least certain first")
    review.add_argument("--source", help="only figures of this source")
    review.add_argument("--below", type=float, default=1.0, metavar="P", help="only figures less sure than this probability, such as 0.8")
    review.add_argument("--figure", type=_figure, metavar="ARTICLE:START", help="begin with the figure at this place of an article")
    review.add_argument("--by", metavar="NAME", help="who decides; stands beside every decision")
    review.add_argument("--corrections", type=Path, default=DATA / "corrections.toml", metavar="FILE",
                        help="where decisions are written (default data/corrections.toml, which `corpus replay` applies)")  # fmt: skip
    review.add_argument("--port", type=int, default=0, help="where it listens on 127.0.0.1; 0: any that is free")
    review.add_argument("--no-browser", action="store_true", help="only print the address")
    add_corpus_db(review)


def _figure(text: str) -> str:
    """ARTICLE:START. Raises ValueError, which argparse tells."""
    article, _, start = text.partition(":")
    return f"{int(article)}:{int(start)}"


def run(given: argparse.Namespace) -> int:
    """Serve until interrupted. Raises BadInput."""
    from crawler.reviewing.answers import sayable
    from crawler.reviewing.decisions import NotWritten, read_decisions
    from crawler.reviewing.desk import Desk
    from crawler.reviewing.figures import Wanted, sources_of
    from crawler.reviewing.server import DeskServer

    if not 0 < given.below <= 1:
        raise BadInput(f"--below {given.below}: must lie above 0 and not above 1")
    if not given.corrections.parent.is_dir():
        raise BadInput(f"--corrections {given.corrections}: no such folder")
    wanted = Wanted(given.field, given.source, given.below)
    by = sayable(given.by)
    try:
        read_decisions(given.corrections)
        sources = sources_of(existing(given.corpus_db))
        if given.source is not None and given.source not in sources:
            raise BadInput(f"--source {given.source}: no article of it; there are {', '.join(sources) or 'none'}")
        desk = Desk(given.corpus_db, given.corrections, wanted, by)
    except NotWritten as no:
        raise BadInput(str(no)) from None
    except (ValueError, sqlite3.Error) as error:
        raise BadInput(f"{given.corpus_db}: {error}") from None
    try:
        server = DeskServer(desk, given.port)
    except (OSError, OverflowError) as error:
        raise BadInput(f"--port {given.port}: {error}") from None
    address = server.address + (f"&figure={given.figure}" if given.figure else "")
    with server:
        print(f"{address} (Ctrl-C ends it)", flush=True)
        if not given.no_browser:
            webbrowser.open(address)
        # a KeyboardInterrupt would be lost where it falls into a callback
        signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever()
    return 0
