"""The address that is connected to is the address that was judged, whatever the name server says and when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spiders.fetching.connecting import is_public
from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import faults

PUBLIC, PUBLIC_SIX = "113.160.0.1", "2405:4800::1"
# The real command under a name server whose answers are told by the turn: the last one stays.
DRIVER = f"""
import socket, sys
answers = {{
    "fails-first.example": [None, "127.0.0.1"], "six-first.example": ["{PUBLIC_SIX}", "127.0.0.1"],
    "public-first.example": ["{PUBLIC}", "127.0.0.1"], "mapped.example": ["::ffff:127.0.0.1"], "six-loopback.example": ["::1"],
    "both.example": ["{PUBLIC} 127.0.0.1"], "own.example": ["127.0.0.1"],
}}
real = socket.getaddrinfo
def getaddrinfo(host, *more, **named):
    if host not in answers:  # a number
        return real(host, *more, **named)
    answer = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
    if answer is None:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")
    return [(socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 0)) for a in answer.split()]
socket.getaddrinfo = getaddrinfo
socket.gethostbyname = lambda host: getaddrinfo(host)[0][4][0]
import crawler.settings as settings
settings.DOWNLOAD_TIMEOUT, settings.RETRY_TIMES = 1, 1
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_name_server_that_changes_its_mind_reaches_nothing_private(tmp_path: Path) -> None:
    names = ("fails-first", "six-first", "public-first", "mapped", "six-loopback", "both", "own")
    with faults.start() as site:
        port = site.base.rpartition(":")[2]
        for name in names:
            base = f"{name}.example:{port}"
            own = [f'hosts = ["{base}"]', f'listings = ["http://{base}/nhom/{name}"]', f"allow_private = {str(name == 'own').lower()}"]
            site.write_source(tmp_path / "sources", "sound", *own, name=name)
        arguments = ["--sources-dir", tmp_path / "sources", "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db"]
        command = [sys.executable, "-c", DRIVER, "crawl", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert set(site.hits) == {"/robots.txt", "/nhom/own"}, done.stderr[-3000:]
        assert site.hits["/robots.txt"] == 1
    reasons = dict(rows(tmp_path / "p.db", "SELECT source, reason FROM urls"))
    assert "Traceback" not in done.stderr
    assert reasons.pop("own") is None
    told = {"private_address", "dns", "timeout", "refused", "reset"}
    assert set(reasons) == set(names) - {"own"}
    assert set(reasons.values()) <= told
    assert {reasons[name] for name in ("fails-first", "mapped", "six-loopback", "both")} == {"private_address"}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),
        ("10.0.0.8", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),  # carriers' networks
        ("100.128.0.1", True),
        ("224.0.1.1", False),
        ("255.255.255.255", False),
        (PUBLIC_SIX, True),
        ("2001:db8::1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1, of 10.0.0.8, of 8.8.8.8
        ("64:ff9b::a00:8", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::", False),  # 6to4
        ("2002:808:808::", True),
    ],
)
def test_what_belongs_to_the_internet(address: str, public: bool) -> None:
    assert is_public(address) is public
