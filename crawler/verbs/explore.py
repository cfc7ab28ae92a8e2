"""`corpus explore`: the explorer on a corpus."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

from crawler.arguments import BadInput
from pipelines.corpus.schema import open_corpus


def explore(corpus_db: Path, port: int) -> int:
    """Serve on 127.0.0.1 until interrupted. Raises BadInput when Datasette is not installed or the port is taken."""
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the explorer needs the extra `explore` (pip install datasette)")
    from explorer.app import serve

    open_corpus(corpus_db).close()  # brings an older file up to date; everything after this only reads
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise BadInput(f"--port {port}: {error}") from None
    print(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
    serve(corpus_db, port)
    return 0
