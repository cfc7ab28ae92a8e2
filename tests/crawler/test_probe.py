"""`corpus probe` on real sites: six of different build, six that turn visitors away, one interrupted, two mirrored portals."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from pipelines.sources.source import load_source
from tests.paths import ROOT, SHARED
from tests.servers import builds

pytestmark = pytest.mark.slow  # real looks

PATTERNS = {
    "mastercms": (r"^/[^/?]+-\d+\.html(\?|$)",),
    "nukeviet": (r"^/vi/(?:[^/?]+/){2,3}[^/?]+-\d+\.html(\?|$)",),
    "sharepoint": (r"/ChiTiet\.aspx\?(?:.*&)?nid=[^&]",),
    "wordpress": (r"^/(?:[^/?-]+-){4}[^/?]*/?(\?|$)",),
    "below": (r"^/vi/(?:[^/?]+/){1,2}(?:[^/?-]+-){4}[^/?]*/?(\?|$)",),
    "yyyymm": (r"^/[^/?]+/\d{6}/[^/?]+-[0-9a-f]+/?(\?|$)",),
}
LISTINGS = {
    "mastercms": ("/cong-nghiep", "/thuong-mai"),
    "nukeviet": ("/vi/news/cong-nghiep/", "/vi/news/thuong-mai/"),
    "sharepoint": ("/congnghiep/Pages/default.aspx", "/tm/Pages/default.aspx"),
    "wordpress": ("/category/cong-nghiep/", "/category/thuong-mai/"),
    "below": ("/vi/", "/vi/cong-nghiep", "/vi/thuong-mai"),
    "yyyymm": ("/kinh-te/cong-nghiep/", "/kinh-te/thuong-mai/"),
}
FEEDS = {"mastercms": "/rss/trang-chu.rss", "wordpress": "/feed/", "yyyymm": "/rss/home.rss"}
SITEMAPS = {"mastercms": "/sitemaps/all.xml", "wordpress": "/sitemap.xml"}
MIRRORS = ("dakrlap", "stc")
REFUSES = {
    "abroad": "abroad",
    "guard": "guard",
    "forbidden": "forbidden",
    "moved": "so-moi.example.vn",
    "refreshed": "so-moi.example.vn",
    "closed": "robots",
}


@dataclass
class Probed:
    """Fifteen sites after one `corpus probe`, and what it said."""

    sites: dict[str, builds.Build]
    folder: Path
    done: subprocess.CompletedProcess[str]
    before: dict[str, bytes]

    def options(self) -> list[str]:
        return [
            "--sources-dir",
            str(self.folder / "sources"),
            "--report",
            str(self.folder / "r.jsonl"),
            "--pages-db",
            str(self.folder / "p.db"),
        ]

    def file(self, name: str) -> Path:
        return self.folder / "sources" / f"{name}.toml"


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory, corpus: Callable[..., Any]) -> Iterator[Probed]:
    folder = tmp_path_factory.mktemp("probe")
    with ExitStack() as stack:
        sites = {each.__name__: stack.enter_context(builds.start(each)) for each in (*builds.WORKING, *builds.REFUSING)}
        files = [site.write_source(folder / "sources") for site in sites.values()]
        sites |= {name: stack.enter_context(builds.start(builds.mastercms, name)) for name in ("stale", "private")}
        files.append(sites["private"].write_source(folder / "sources", "allow_private = false"))
        own = (
            f'feeds = ["{sites["stale"].base}/rss/cu.rss"]',
            f'listings = ["{sites["stale"].base}/cu", "{sites["stale"].base}/thuong-mai"]',
        )
        files.append(sites["stale"].write_source(folder / "sources", *own))
        dead = stack.enter_context(builds.start(builds.mastercms, "dead"))
        dead.server.server_close()
        files.append(dead.write_source(folder / "sources"))
        for name in MIRRORS if SHARED.is_dir() else ():
            stack.enter_context(_mirror(name, folder / "sources"))
        found = Probed(sites, folder, subprocess.CompletedProcess("", 0), {path.stem: path.read_bytes() for path in files})
        found.done = corpus("probe", *found.options())
        yield found


def test_a_look_shows_what_it_would_change_and_changes_nothing(probed: Probed) -> None:
    assert probed.done.returncode == 1, probed.done.stderr  # six of the sites turn us away
    assert probed.done.stderr == ""
    assert {name: probed.file(name).read_bytes() for name in probed.before} == probed.before
    for name, paths in LISTINGS.items():
        assert f"+++ {name}.toml (proposed)" in probed.done.stdout
        assert all(f'+  "{probed.sites[name].base}{path}",' in probed.done.stdout for path in paths), name
        assert f"+article_url = ['{PATTERNS[name][0]}']" in probed.done.stdout
    assert probed.done.stdout.count('+verified_on = "') == 7 + (len(MIRRORS) if SHARED.is_dir() else 0)
    assert all(f"+++ {name}.toml" not in probed.done.stdout for name in REFUSES)


def test_the_table_tells_them_apart(probed: Probed) -> None:
    lines = probed.done.stdout.splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("source "))
    rows = {line.split()[0]: line.split() for line in lines[head + 1 :] if line}
    assert lines[head].split() == [
        "source",
        "reachable",
        "refuses",
        "moved",
        "to",
        "feed",
        "listing",
        "read",
        "dated",
        "requests",
        "verdict",
    ]
    for name in PATTERNS:
        assert rows[name][1:5] == ["yes", "-", "-", FEEDS.get(name, "-")]
        assert rows[name][5] in LISTINGS[name]
        assert rows[name][6:8] == ["3/3", "3/3"]
        assert rows[name][-1] == "works"
    for name, word in REFUSES.items():
        assert word in rows[name][1:4]
        assert rows[name][-3:] == ["does", "not", "work"]
    assert rows["dead"][1:3] == ["refused", "silent?"]
    assert rows["private"][1:3] == ["private_address", "-"]


def test_a_look_is_polite(probed: Probed) -> None:
    for name, site in probed.sites.items():
        if name == "private":
            assert site.asked == []
            continue
        assert 1 <= len(site.asked) <= (2 if name in REFUSES else 12), (name, site.asked)
        assert site.asked[0] == "/robots.txt"
        assert site.most_at_once == 1
        assert all(agent.startswith("CongThuongCorpus/") for agent in site.agents)
        assert len(set(site.asked)) == len(site.asked)
    assert probed.sites["closed"].asked == ["/robots.txt"]


def test_the_report_has_a_line_for_each(probed: Probed) -> None:
    rows = [json.loads(line) for line in (probed.folder / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["source"] for row in rows} - set(MIRRORS) == {*probed.sites, "dead"}
    row = next(row for row in rows if row["source"] == "wordpress")
    assert (row["works"], row["faults"]) == (True, [])
    assert row["requests"] == len(probed.sites["wordpress"].asked)
    assert [seen["title"].startswith("Xưởng ") for seen in row["articles"]] == [True] * 3


def test_what_is_proposed_is_written_and_then_holds(probed: Probed, corpus: Callable[..., Any]) -> None:
    names = [*PATTERNS, "stale"]
    done = corpus("probe", "--write", *probed.options(), *names)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in PATTERNS:
        source, base = load_source(probed.file(name)), probed.sites[name].base
        assert source.listings == tuple(base + path for path in LISTINGS[name])
        assert source.article_url == PATTERNS[name]
        assert source.feeds == ((base + FEEDS[name],) if name in FEEDS else ())
        assert source.sitemaps == ((base + SITEMAPS[name],) if name in SITEMAPS else ())
        assert source.verified_live
        assert source.evidence[0] == "served by the test"
        assert source.evidence[1].startswith(f"probed live on {source.verified_on}: ")
    stale, base = load_source(probed.file("stale")), probed.sites["stale"].base
    assert stale.feeds == (f"{base}/rss/trang-chu.rss",)  # the one of the file is gone
    assert {f"{base}/thuong-mai", f"{base}/cong-nghiep"} <= set(stale.listings)
    assert load_source(probed.file("nukeviet")).delay == 0.02  # as robots.txt asks
    after = {name: probed.file(name).read_bytes() for name in names}
    done = corpus("sources", "check", *probed.options(), "--live", "wordpress", "stale")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "proposed" not in done.stdout
    assert {name: probed.file(name).read_bytes() for name in names} == after


def test_wrong_arguments_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "khong-co"]) == 2
    assert main(["sources", "--live", "moit"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "corpus probe: khong-co: no such source; `corpus sources` names them", "corpus sources: --live belongs to `check`"
    ]  # fmt: skip


def test_an_interrupted_look_says_how_far_it_came(tmp_path: Path) -> None:
    with builds.start(builds.mastercms) as site:
        path = site.write_source(tmp_path, "delay = 30")
        before = path.read_bytes()
        command = [sys.executable, "-m", "crawler.cli", "probe", "--write", "--sources-dir", str(tmp_path), "--report", str(tmp_path / "r"),
                   "--pages-db", str(tmp_path / "p.db")]  # fmt: skip
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            until = time.monotonic() + 60
            while not site.asked and time.monotonic() < until:
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        assert running.returncode == 1
        assert "interrupted: 0 of 1 sources looked at" in out
        assert "Traceback" not in err
        assert len(site.asked) <= 2
    assert path.read_bytes() == before


def test_mirrored_portals(probed: Probed, shared: Path) -> None:
    rows = {row["source"]: row for row in map(json.loads, (probed.folder / "r.jsonl").read_text(encoding="utf-8").splitlines())}
    for name in MIRRORS:
        row = rows[name]
        assert (row["works"], row["faults"]) == (True, [])
        assert row["requests"] <= 12
        listings = [line for line in row["difference"].splitlines() if line.startswith('+  "http')]
        assert len(listings) >= 2
        assert not any(line.endswith('/",') for line in listings)  # the home page no longer stands in
        assert "+feeds" not in row["difference"]  # they have none
        listed = (shared / "portals" / f"{name}.articles.tsv").read_text(encoding="utf-8")
        read = ["/" + seen["url"].split("/", 3)[3] for seen in row["articles"] if seen["published"]]
        assert len(read) == 3
        assert all(path in listed for path in read)


@contextmanager
def _mirror(name: str, folder: Path) -> Iterator[None]:
    """A real portal served from its copy, and its source file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    (folder / f"{name}.toml").write_text(
        f'title = "{name}"\nkind = "portal"\nhosts = ["{base[7:]}"]\nlistings = ["{base}/"]\ndelay = 0\nallow_private = true\n'
        'confidence = "low"\nverified_live = false\nevidence = ["a copy"]\n',
        encoding="utf-8",
    )
    command = [sys.executable, str(SHARED / "portals" / "serve.py"), name, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout is not None
            assert "serving" in served.stdout.readline()
            yield
        finally:
            served.terminate()
