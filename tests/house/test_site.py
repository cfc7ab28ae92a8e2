"""The documentation as a site: built without a warning or a request, and a tutorial whose every command works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from docs import commands, gate, source_keys
from pipelines.sources.source import Source
from tests.explorer_fixtures import replica_corpus
from tests.paths import ROOT

BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict"]  # --quiet would hide warnings from --strict
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
ASKING = "script|link|img|iframe|source|video|audio|object|embed|use"
OUTSIDE = re.compile(rf"<(?:{ASKING})\b[^>]*?\b(?:src|href|data)=[\"']?(?:https?:)?//[^\"' >]+")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="DOCS NOT BUILT: no MkDocs Material here (dependency group `docs`)")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run([*BUILD, "--site-dir", str(folder)], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (done.returncode, re.findall("WARNING.*|ERROR.*", done.stderr)) == (0, [])
    return folder


def test_the_site_is_built_without_a_warning_and_whole(built: Path) -> None:
    pages = {path.relative_to(built).as_posix() for path in built.rglob("*.html")}
    assert {"index.html", "tutorial.html", "commands.html", "gate.html", "contributing.html", "decisions/index.html"} <= pages
    written = {path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert {name.replace("README", "index") for name in written} <= pages
    assert not list(built.rglob("*.py"))


def test_the_site_asks_nothing_of_other_machines(built: Path) -> None:
    pages = list(built.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert OUTSIDE.findall(text) == [], page.name
        assert 'class="mermaid"' not in text  # the theme would fetch what draws it
    sheets = [path.read_text(encoding="utf-8") for path in built.rglob("*.css")]
    assert sheets
    assert not any(re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet) for sheet in sheets)


@pytest.mark.parametrize(
    ("html", "outside"),
    [
        ('<script src="https://cdn.example/a.js">', True),
        ("<link rel=stylesheet href=//fonts.example/x>", True),
        ('<img alt="" src="http://a.example/b.png">', True),
        ('<a href="https://a.example/">', False),
        ('<script src="../assets/a.js">', False),
        ('<link href="assets/a.css">', False),
    ],
)
def test_requests_to_outside_are_seen(html: str, outside: bool) -> None:
    assert bool(OUTSIDE.search(html)) is outside


def test_links_lead_to_pages_and_code_becomes_its_path() -> None:
    from docs.site import with_links  # needs mkdocs

    text = "[a](../CONTRIBUTING.md#commits) [`record.py`](../pipelines/record.py) [the data](../data/README.md) [b](record.md) [c](gone.md)"
    assert with_links(text, "operating.md", "docs/operating.md") == (
        "[a](contributing.md#commits) `pipelines/record.py` [the data](knowledge.md) [b](record.md) [c](gone.md)"
    )
    assert with_links("[d](docs/decisions) [e](docs/operating.md) [f](https://x.vn/)", "contributing.md", "CONTRIBUTING.md") == (
        "[d](decisions/README.md) [e](operating.md) [f](https://x.vn/)"
    )
    assert with_links("[g](../record.md)", "decisions/0001-x.md", "docs/decisions/0001-x.md") == "[g](../record.md)"
    assert with_links("```\n[h](../run.py)\n```\n[run](../run.py)", "a.md", "docs/a.md") == "```\n[h](../run.py)\n```\nrun (`run.py`)"


def test_a_link_to_nothing_fails_the_build(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# A\n\n[gone](gone.md) [there](#b)\n", encoding="utf-8")
    config = "INHERIT: {}\ndocs_dir: docs\nsite_dir: site\nhooks: []\ntheme: {{name: mkdocs, font: null}}\nnav: [index.md]\n"
    (tmp_path / "mkdocs.yml").write_text(config.format(ROOT / "mkdocs.yml"), encoding="utf-8")
    done = subprocess.run(BUILD, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "gone.md" in done.stderr
    assert "#b" in done.stderr


def test_generated_references_have_everything() -> None:
    told = commands.written()
    names = [name for name, _ in commands.verbs()]
    assert len(names) > 15
    assert all(f"\n## corpus {name}\n" in told for name in names)
    assert "`--corpus-db C` | the corpus (default data/corpus.db)" in told
    assert str(ROOT) not in told
    keys = list(source_keys.keys("Source"))
    assert [key.name for key in keys] == list(Source.__struct_fields__)
    assert [key.name for key in keys if not key.meaning and key.name != "name"] == []
    assert {key.name for key in keys if key.default is None} >= {"title", "hosts", "evidence"}
    shares = re.findall(r"\| (\d+\.\d) %", gate.written())
    assert len(shares) > 40
    assert all(float(share) <= 100 for share in shares)


def shown() -> list[list[str]]:
    """The commands of the tutorial, in their order."""
    found = [shlex.split(line) for line in re.findall(r"(?m)^    (\S.*)$", TUTORIAL)]
    assert len(found) == 7
    return found


def run(words: list[str], demo: Path, out: Path) -> str:
    """A command of the tutorial on a demo that lies elsewhere; what it prints."""
    here = [word.replace("data/demo", str(demo)).replace("out/", f"{out}/") for word in words]
    if here[0] == "sqlite3":
        database, _, query = here[-3:]
        sql = (ROOT / query).read_text(encoding="utf-8")
        corpus = sqlite3.connect(database)
        rows = corpus.execute(sql).fetchall()
        corpus.close()
        return "\n".join(map(str, rows))
    assert here[0] == ".venv/bin/corpus"
    command = [sys.executable, "-m", "crawler.cli", *here[1:]]
    if here[1] == "explore":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return looked_at([*command, "--port", str(port)])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def looked_at(command: list[str]) -> str:
    """The page of charts of an explorer that is started, asked once and ended as a person ends it."""
    text, explorer = "", subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert explorer.stdout is not None
    address = explorer.stdout.readline().split()[0]
    for _ in range(300):
        try:
            with urllib.request.urlopen(address + "charts", timeout=60) as answer:
                text = str(answer.read().decode())
            break
        except OSError:  # it says its address before it listens
            time.sleep(0.2)
    explorer.send_signal(signal.SIGINT)
    explorer.wait(timeout=30)
    explorer.stdout.close()
    return text


def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    shutil.copy(replica_corpus(tmp_path), demo / "corpus.db")
    answers = {}
    for words in shown():
        if words[1] not in ("run.py", "status"):  # those two below
            answers[" ".join(words[:2])] = run(words, demo, tmp_path)
    assert len(answers) == 4
    assert "articles" in answers[".venv/bin/corpus search"]
    assert not answers[".venv/bin/corpus search"].startswith("0 ")
    assert (tmp_path / "support.csv").read_text(encoding="utf-8").count("\n") > 10
    assert (tmp_path / "datapackage.json").exists()
    assert "Yên Bái" in answers["sqlite3 -header"]
    assert "<svg" in answers[".venv/bin/corpus explore"] or "chart" in answers[".venv/bin/corpus explore"]


@pytest.mark.soak
def test_the_whole_tutorial_works_from_its_first_command(tmp_path: Path) -> None:
    first = [sys.executable, "-m", "examples.replica.demo", "--folder", str(tmp_path / "demo"), "--port", "8794"]
    assert shown()[0] == ["python3", "run.py", "demo"]
    assert subprocess.run(first, cwd=ROOT, capture_output=True, check=False).returncode == 0
    for words in shown()[1:]:
        assert run(words, tmp_path / "demo", tmp_path).strip()
    again = subprocess.run(first, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "\n0 new; " in again.stdout
