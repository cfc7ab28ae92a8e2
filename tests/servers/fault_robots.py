"""Answers of the fault server for /robots.txt, and where those lead that were moved."""

from __future__ import annotations

from collections.abc import Callable

ALLOWING, FORBIDDING = b"User-agent: *\nAllow: /\n", b"User-agent: *\nDisallow: /\n"
LARGE = b"User-agent: *\n" + b"Disallow: /khong-co-o-day/\n" * 18_962  # 500 KiB but twelve bytes


def _answer(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    return head.encode() + body


def _away(base: str, path: str) -> bytes:
    """To the same server under another name: another host."""
    return _answer(b"", "302 Found", f"Location: {base.replace('127.0.0.1', 'localhost')}{path}\r\n")


ROBOTS: dict[str, Callable[[str], bytes]] = {  # name of the answer -> the answer of a server at this base
    "fails": lambda _: _answer(b"", "500 Internal Server Error"),
    "refuses": lambda _: _answer(b"", "429 Too Many Requests", "Retry-After: 0\r\n"),
    "forbids": lambda _: _answer(FORBIDDING),
    "missing": lambda _: _answer(FORBIDDING, "404 Not Found"),
    "moved": lambda base: _away(base, "/luat/4"),
    "moved-forbids": lambda base: _away(base, "/luat/4-cam"),
    "moved-too-far": lambda base: _away(base, "/luat/5-cam"),
    "moved-fails": lambda base: _away(base, "/luat/hong"),
    "large": lambda _: _answer(LARGE + b"#\nDisallow: /\n"),
    "large-fits": lambda _: _answer(LARGE + b"Disallow: /\n"),
    "large-forbids": lambda _: _answer(b"User-agent: *\nDisallow: /nhom/\n" + LARGE[14:]),
}


def moved(base: str, name: str) -> bytes:
    """The answer at /luat/NAME: so many redirects further on, then forbidding ("cam") or not; or broken ("hong")."""
    hops, _, says = name.partition("-")
    if hops == "hong":
        return _answer(b"", "500 Internal Server Error")
    if int(hops) > 0:
        return _away(base, f"/luat/{int(hops) - 1}-{says}")
    return _answer(FORBIDDING if says == "cam" else ALLOWING)
