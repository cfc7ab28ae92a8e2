"""Rate of a crawl:  python -m benchmarks.crawl [hosts] [pages]

hosts: 60 hosts with a delay of 1 s in one process: how much of the possible rate is used, memory over time, processor time.
pages: one host without delay: pages per second of the crawl against a bare Scrapy spider that only fetches the same pages, turn by turn.
       The second bare spider has our CONCURRENT_ITEMS, which makes any spider faster.
Everything is measured at the server, which runs in a process of its own; starting the programs is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.promises import Promise, held
from examples.replica.site import build_site

ROOT = Path(__file__).resolve().parents[1]
HOSTS, EACH, DELAY = 60, 40, 1.0
PAGES, TURNS = 600, 3
USED, GAP = 0.95, 0.95  # of what the delays allow; of the delay
BARE_RATE = 0.95  # pages a second, of those of a bare spider
ITEMS = (100, 4)  # Scrapy's default and ours: workers started for the items of every answer
BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        yield scrapy.Request(sys.argv[1])
    def parse(self, response):
        for href in response.css("li a::attr(href)").getall():
            yield response.follow(href, self.take)
    def take(self, response):
        pass
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_ITEMS": int(sys.argv[2]), "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
                          "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "COOKIES_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def bodies() -> list[bytes]:
    """Article pages of the replica portal, whole with their furniture."""
    found = [a.body for path, a in build_site("a", 1, "http://x", "2026-01-01").items() if a.status == 200 and b"<h1" in a.body]
    return [body for body in found if len(body) > 5000]


def numbered(page: bytes, number: int) -> bytes:
    """A page of an article with a number in its headline: another article."""
    return re.sub(rb"(?s)(<h1[^>]*>.*?)(</h1>)", rb"\1 %d\2" % number, page, count=1)


def serve(pipe: Connection, addresses: list[str], count: int) -> None:
    """Each address: a listing of `count` articles. Sends the port; answers "times" with the moments of article requests by address."""
    pages, times = bodies(), defaultdict[str, list[float]](list)

    def body(path: str, host: str) -> bytes:
        if path == "/":
            links = "".join(
                f'<li><a href="/tin-tuc/bai-viet-thu-nghiem-so-{n}.html">Bài viết thử nghiệm số {n}</a></li>' for n in range(count)
            )
            return f"<html><body><ul>{links}</ul></body></html>".encode()
        number = int(path.rpartition("-")[2].partition(".")[0])
        times[host].append(time.monotonic())
        return numbered(pages[number % len(pages)], number)

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        while head := await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b"":
            path = head.split(b" ")[1].decode()
            found = path != "/robots.txt"
            data = body(path, host) if found else b""
            status = "200 OK" if found else "404 Not Found"
            start = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
            writer.write(start.encode() + data)
            await writer.drain()

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await client(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        first = await asyncio.start_server(quiet, addresses[0], 0)
        port = first.sockets[0].getsockname()[1]
        others = [await asyncio.start_server(quiet, address, port) for address in addresses[1:]]
        pipe.send(port)
        while await asyncio.to_thread(pipe.recv) == "times":
            pipe.send(dict(times))
            times.clear()
        del others

    asyncio.run(main())


def server(addresses: list[str], count: int) -> tuple[Connection, int]:
    ours, theirs = multiprocessing.Pipe()
    multiprocessing.Process(target=serve, args=(theirs, addresses, count), daemon=True).start()
    return ours, int(ours.recv())


def times_of(pipe: Connection) -> dict[str, list[float]]:
    pipe.send("times")
    found: dict[str, list[float]] = pipe.recv()
    return found


def write_source(folder: Path, name: str, base: str, delay: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'title = "{name}"', 'kind = "replica"', f'hosts = ["{base.partition("//")[2]}"]', 'evidence = ["benchmark"]',
             'confidence = "high"', "verified_live = false", f'listings = ["{base}/"]', 'article_url = ["^/tin-tuc/"]',
             f"delay = {delay}", "allow_private = true"]  # fmt: skip
    (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def crawl(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder / "sources"),
               "--pages-db", str(folder / "p.db"), "--corpus-db", str(folder / "c.db")]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def watch(process: subprocess.Popen[bytes], every: float = 1.0) -> Iterator[tuple[float, float]]:
    """Resident megabytes and processor seconds of a process, again and again until it ends."""
    while process.poll() is None:
        try:
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
            ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        except (OSError, IndexError):
            return
        yield pages * os.sysconf("SC_PAGE_SIZE") / 1e6, (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
        time.sleep(every)


def hosts() -> list[Promise]:
    addresses = [f"127.0.1.{n}" for n in range(1, HOSTS + 1)]
    pipe, port = server(addresses, EACH)
    with tempfile.TemporaryDirectory() as name:
        for n, address in enumerate(addresses):
            write_source(Path(name) / "sources", f"host-{n}", f"http://{address}:{port}", DELAY)
        began = time.monotonic()
        seen = list(watch(crawl(Path(name))))
        took = time.monotonic() - began
    times = times_of(pipe)
    used = [(len(t) - 1) / (t[-1] - t[0]) * DELAY for t in times.values()]
    gaps = [b - a for t in times.values() for a, b in pairwise(t)]
    memory, processor = [m for m, _ in seen], seen[-1][1]
    half, late = median(memory[len(memory) // 3 : len(memory) // 2]), median(memory[-len(memory) // 6 :])
    assert len(times) == HOSTS
    assert all(len(t) == EACH for t in times.values())
    print(f"{HOSTS} hosts, {HOSTS * EACH} pages, {took:.0f} s in all")
    print(f"rate used / possible: worst host {min(used):.1%}")
    print(f"memory: {half:.0f} MB in the middle, {late:.0f} MB at the end, {max(memory):.0f} MB at most")
    print(f"processor: {processor:.1f} s, {processor / took:.0%} of one core, {1000 * processor / (HOSTS * EACH):.1f} ms a page")
    return [
        Promise(f"rate of {HOSTS} hosts in one process, of what their delay allows", sum(used) / HOSTS, "at least", USED),
        Promise("shortest time between two requests to a host, of its delay", min(gaps) / DELAY, "at least", GAP),
    ]


def pages() -> list[Promise]:
    pipe, port = server(["127.0.1.1"], PAGES)
    rates: dict[str, list[float]] = defaultdict(list)
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(TURNS):
        for what in ("bare", "bare, tuned", "crawl"):
            with tempfile.TemporaryDirectory() as name:
                base = f"http://127.0.1.1:{port}"
                write_source(Path(name) / "sources", "site", base, 0)
                bare = [sys.executable, "-c", BARE, f"{base}/", str(ITEMS[what == "bare, tuned"])]
                process = crawl(Path(name)) if what == "crawl" else subprocess.Popen(bare)
                spent[what].append(list(watch(process, 0.1))[-1][1])
            (times,) = times_of(pipe).values()
            assert len(times) == PAGES, (what, len(times))
            rates[what].append((PAGES - 1) / (times[-1] - times[0]))
    ours = median(rates["crawl"])
    print(f"{PAGES} pages, {TURNS} turns: crawl {ours:.0f} pages/s")
    for what in ("bare", "bare, tuned"):
        print(f"{what}: {median(rates[what]):.0f} pages/s; the crawl keeps {ours / median(rates[what]):.0%}")
    print("processor time with starting: " + ", ".join(f"{what} {median(times):.1f} s" for what, times in spent.items()))
    return [Promise("pages of one host a second, of those of a bare spider", ours / median(rates["bare"]), "at least", BARE_RATE)]


def main() -> int:
    parts = {"pages": pages, "hosts": hosts}
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", metavar="PART", help="pages or hosts; both when none is named")
    given = options.parse_args()
    if unknown := set(given.parts) - set(parts):
        options.error(f"{', '.join(sorted(unknown))}: no such part; known are {', '.join(parts)}")
    return held(*(promise for part in given.parts or parts for promise in parts[part]()))


if __name__ == "__main__":
    sys.exit(main())
