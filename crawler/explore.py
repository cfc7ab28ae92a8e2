"""`corpus explore`: Datasette on the corpus, read-only, on loopback."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from crawler.arguments import BadInput

METADATA = Path(__file__).resolve().parent.parent / "explorer" / "metadata.json"


def explore(corpus_db: Path, port: int) -> int:
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the explorer needs the extra `explore` (pip install datasette)")
    command = [sys.executable, "-m", "datasette", "serve", str(corpus_db), "--host", "127.0.0.1", "--port", str(port),
               "--metadata", str(METADATA), "--setting", "sql_time_limit_ms", "3000"]  # fmt: skip
    print(f"http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter and arguments
