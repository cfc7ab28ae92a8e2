"""The desk beside the explorer: begun at the first figure that is called wrong, on a loopback port of its own."""

from __future__ import annotations

import threading
from pathlib import Path

from crawler.reviewing.desk import Desk
from crawler.reviewing.figures import Wanted
from crawler.reviewing.server import DeskServer


class DeskBeside:
    """A desk that runs in threads of this process until `close`."""

    def __init__(self, corpus_db: Path, corrections: Path) -> None:
        self.corpus_db, self.corrections = corpus_db, corrections
        self._lock = threading.Lock()
        self._server: DeskServer | None = None

    def address_of(self, article: int, start: int) -> str:
        """Where a figure can be decided, with the desk's token. Raises ValueError and sqlite3.Error for a corpus that cannot be decided."""
        with self._lock:
            if self._server is None:
                self._server = DeskServer(Desk(self.corpus_db, self.corrections, Wanted()))
                threading.Thread(target=self._server.serve_forever, daemon=True).start()
            return f"{self._server.address}&figure={article}:{start}"

    def close(self) -> None:
        """End it; what was decided stands in the file already."""
        with self._lock:
            if self._server is not None:
                self._server.shutdown()
                self._server.server_close()
