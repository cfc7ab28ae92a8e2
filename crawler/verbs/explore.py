"""`corpus explore`: the explorer on a corpus."""

from __future__ import annotations

import argparse
import importlib.util
import socket

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus explore`."""
    explore = add_verb(verbs, "explore", run, "the corpus in a browser (Datasette on 127.0.0.1)")
    explore.add_argument("--port", type=int, default=8001, help="where it listens on 127.0.0.1")
    add_corpus_db(explore)


def run(given: argparse.Namespace) -> int:
    """Serve on 127.0.0.1 until interrupted. Raises BadInput when Datasette is not installed or the port is taken."""
    corpus_db, port = existing(given.corpus_db), given.port
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the explorer needs the extra `explore` (pip install datasette)")
    from explorer.app import serve
    from pipelines.corpus.schema import read_corpus

    read_corpus(corpus_db).close()  # brings an older file up to date; everything after this only reads
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise BadInput(f"--port {port}: {error}") from None
    print(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
    serve(corpus_db, port)
    return 0
