"""`corpus explore`: Datasette on the corpus, read-only, on loopback, with the queries of explorer/queries."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput

EXPLORER = Path(__file__).resolve().parent.parent / "explorer"


def explore(corpus_db: Path, port: int) -> int:
    """Serve until interrupted. Raises BadInput when Datasette is not installed."""
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the explorer needs the extra `explore` (pip install datasette)")
    with tempfile.TemporaryDirectory() as folder:
        metadata = Path(folder) / "metadata.json"
        metadata.write_text(json.dumps(explorer_metadata(corpus_db.stem), ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "datasette", "serve", str(corpus_db), "--host", "127.0.0.1", "--port", str(port),
                   "--metadata", str(metadata), "--setting", "sql_time_limit_ms", "3000"]  # fmt: skip
        print(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter and arguments


def explorer_metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata: the title, and one canned query for every file in explorer/queries (its first line is the title)."""
    queries = {}
    for path in sorted((EXPLORER / "queries").glob("*.sql")):
        first, _, sql = path.read_text(encoding="utf-8").partition("\n")
        queries[path.stem] = {"title": first.removeprefix("--").strip(), "sql": sql}
    return {"title": "Công Thương Corpus", "databases": {database: {"queries": queries}}}
