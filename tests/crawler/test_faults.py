"""Every way a server can go wrong, met by the real crawl: right outcome, nothing hangs, nothing reaches the trap."""

from __future__ import annotations

import json
import os
import sqlite3
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.paths import ROOT
from tests.servers import faults
from tests.servers.faults import FAULTS, FaultSite

pytestmark = pytest.mark.slow  # real crawls

TIMEOUT, TRIES = 1.2, 2  # seconds a fetch may take; attempts
GROUPS = tuple(dict.fromkeys(fault.group for fault in FAULTS.values()))
LIMIT = 60.0  # seconds for all groups at once on a busy machine; the silent one needs TIMEOUT * TRIES a page
MEMORY = 300_000  # kB a crawl may ever hold
# The real command with limits a test can wait for.
DRIVER = f"""
import sys
import crawler.settings as settings
settings.DOWNLOAD_TIMEOUT, settings.RETRY_TIMES, settings.REFUSAL_WAIT, settings.DOWNLOAD_MAXSIZE = {TIMEOUT}, {TRIES - 1}, 0.2, 2_000_000
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Done:
    """A finished crawl: outcomes by URL, headers kept by URL, seconds it took, kilobytes it held at most, exit status, what it
    printed."""

    outcomes: dict[str, str]
    headers: dict[str, dict[str, str]]
    seconds: float
    memory: int
    status: int
    printed: str


def crawl(folder: Path, environment: dict[str, str]) -> Done:
    """`corpus crawl` of the source files in folder/sources, in a process of its own."""
    arguments = ["crawl", "--sources-dir", folder / "sources", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db"]
    command = [sys.executable, "-c", DRIVER, *map(str, arguments)]
    began = time.monotonic()
    with (folder / "printed.txt").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **environment})
    memory = 0  # not ru_maxrss: that starts at the peak of the process that forked, here the whole test run
    while process.poll() is None:
        memory = max(memory, peak_of(process.pid))
        if time.monotonic() - began > 3 * LIMIT:
            process.kill()
        time.sleep(0.05)
    with sqlite3.connect(folder / "p.db") as db:
        rows = db.execute("SELECT url, outcome, reason FROM urls").fetchall()
        headers = {url: json.loads(kept) for url, kept in db.execute("SELECT url, headers FROM pages")}
    db.close()
    outcomes = {url: outcome_of(outcome, reason) for url, outcome, reason in rows}
    printed = (folder / "printed.txt").read_text(encoding="utf-8", errors="replace")
    return Done(outcomes, headers, time.monotonic() - began, memory, process.returncode, printed)


def peak_of(pid: int) -> int:
    """Peak resident memory of a process so far, in kB; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def outcome_of(outcome: str | None, reason: str | None) -> str:
    return f"{outcome}({reason})" if outcome in ("failed", "unreadable", "not_article") else str(outcome)


def certificate(folder: Path, name: str, address: str) -> Path:
    """A fresh self-signed certificate for an address, with its key, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(today - timedelta(days=1))
    made = made.not_valid_after(today + timedelta(days=1)).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
    path = folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem) + secret)
    return path


def server_side(path: Path, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    if old:
        with warnings.catch_warnings():  # what is tested is what Python warns of
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context


TLS_CASES = {  # name: certificate, old TLS only, level of the source, whether it is accepted
    "good": ("known", False, "strict", True),
    "self-signed": ("stranger", False, "strict", False),
    "other-name": ("elsewhere", False, "strict", False),
    "old": ("known", True, "strict", False),
    "old-legacy": ("known", True, "legacy", True),
    "modern-legacy": ("known", False, "legacy", True),
    "self-signed-legacy": ("stranger", True, "legacy", False),
    "other-name-legacy": ("elsewhere", False, "legacy", False),
    "self-signed-unverified": ("stranger", True, "unverified", True),
    "other-name-unverified": ("elsewhere", False, "unverified", True),
}


# How robots.txt answers: the outcome of the listing, "None" when it is walked.
ROBOTS_CASES = {
    "robots-fails": "failed(robots_unreachable)",
    "robots-refuses": "failed(robots_unreachable)",
    "robots-forbids": "failed(robots)",
    "robots-missing": "None",
    "robots-moved": "None",  # to another host, five redirects away it allows
    "robots-moved-forbids": "failed(robots)",
    "robots-moved-too-far": "None",  # the sixth redirect is not followed: as if there were no file
    "robots-moved-fails": "failed(robots_unreachable)",
    "robots-large": "None",  # what stands behind half a megabyte is not read
    "robots-large-fits": "failed(robots)",
    "robots-large-forbids": "failed(robots)",
}


@dataclass(frozen=True)
class Walk:
    """The crawl of everything, with the servers it met by the names of their sources."""

    sites: dict[str, FaultSite]
    done: Done


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Every source crawled once, each from a server of its own, all in one process."""
    folder = tmp_path_factory.mktemp("faults")
    sources = folder / "sources"
    certificates = {name: certificate(folder, name, "127.0.0.9" if name == "elsewhere" else "127.0.0.1")
                    for name in ("known", "stranger", "elsewhere")}  # fmt: skip
    trusted = folder / "trusted.pem"
    trusted.write_bytes(certificates["known"].read_bytes() + certificates["elsewhere"].read_bytes())
    with ExitStack() as stack:
        sites = {name: stack.enter_context(faults.start()) for name in (*GROUPS, "private", "private-name")}
        for group in GROUPS:
            sites[group].write_source(sources, group)
        for name in faults.FEEDS:
            site = sites[name] = stack.enter_context(faults.start())
            site.write_source(sources, name, f'sitemaps = ["{site.base}/nguon/{name}"]', "listings = []")
        for name, host in (("private", "127.0.0.1"), ("private-name", "localhost")):
            base = sites[name].base.replace("127.0.0.1", host)
            own = (f'hosts = ["{base.partition("//")[2]}"]', f'listings = ["{base}/nhom/sound"]', "allow_private = false")
            sites[name].write_source(sources, "sound", *own, name=name)
        for name, (which, old, level, _) in TLS_CASES.items():
            sites[name] = stack.enter_context(faults.start(server_side(certificates[which], old)))
            sites[name].write_source(sources, "sound", f'tls = "{level}"', name=name)
        for name in ROBOTS_CASES:
            sites[name] = stack.enter_context(faults.start(robots=name.removeprefix("robots-")))
            sites[name].write_source(sources, "sound", name=name)
        yield Walk(sites, crawl(folder, {"SSL_CERT_FILE": str(trusted)}))


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_in_its_outcome(name: str, walk: Walk) -> None:
    url = walk.sites[FAULTS[name].group].url(name)
    assert url in walk.done.outcomes, walk.done.printed[-3000:]
    assert walk.done.outcomes[url] == FAULTS[name].outcome


def test_no_fault_reaches_the_trap_or_holds_the_crawl(walk: Walk) -> None:
    assert {name: site.trapped for name, site in walk.sites.items() if site.trapped} == {}
    assert walk.done.seconds < LIMIT
    assert 50_000 < walk.done.memory < MEMORY  # kB; the lower bound: it was measured at all
    assert "Traceback" not in walk.done.printed, walk.done.printed[-3000:]


def test_a_fault_is_asked_for_no_more_than_the_tries_it_has(walk: Walk) -> None:
    away = walk.sites["away"].hits
    assert (away["/lap/5"], away["/lap/6"]) == (1, 0)
    asked = {name: walk.sites[fault.group].hits[f"/tin/{name}.html"] for name, fault in FAULTS.items()}
    assert asked.pop("after-not-now") == 0  # a host that wants to be left alone is left alone
    assert 4 < asked.pop("redirect-to-itself") <= 6
    assert set(asked.values()) == {1, TRIES}


@pytest.mark.parametrize("name", faults.FEEDS)
def test_feeds_lead_nowhere(name: str, walk: Walk) -> None:
    site = walk.sites[name]
    assert site.hits == {"/robots.txt": 1, f"/nguon/{name}": 1}
    assert site.trapped == []
    assert f"{name}: bad: listings answer but hold no links" in walk.done.printed


@pytest.mark.parametrize("name", ROBOTS_CASES)
def test_robots_that_cannot_be_had_forbids_and_none_allows(name: str, walk: Walk) -> None:
    site = walk.sites[name]
    assert walk.done.outcomes[f"{site.base}/nhom/sound"] == ROBOTS_CASES[name]
    assert (site.hits["/nhom/sound"] == 0) == (ROBOTS_CASES[name] != "None")


@pytest.mark.parametrize(("name", "host"), [("private", "127.0.0.1"), ("private-name", "localhost")])
def test_a_private_address_is_never_asked(name: str, host: str, walk: Walk) -> None:
    site = walk.sites[name]
    assert walk.done.outcomes[site.base.replace("127.0.0.1", host) + "/nhom/sound"] == "failed(private_address)"
    assert (site.hits, site.trapped) == ({}, [])
    assert f"{name}: bad: no listing, feed or sitemap answered: private_address 1" in walk.done.printed


@pytest.mark.parametrize("name", TLS_CASES)
def test_tls_is_as_strict_as_the_source_says(name: str, walk: Walk) -> None:
    site, outcomes = walk.sites[name], walk.done.outcomes
    if TLS_CASES[name][3]:
        assert outcomes.get(site.url("sound")) == "stored", walk.done.printed[-3000:]
        level = TLS_CASES[name][2]
        assert walk.done.headers[site.url("sound")].get("x-corpus-tls") == (None if level == "strict" else level)
        return
    assert outcomes[f"{site.base}/nhom/sound"] == "failed(tls)"
    assert site.hits == {}
    assert f"{name}: bad: no listing, feed or sitemap answered: tls 1 (the certificate or TLS version is" in walk.done.printed
