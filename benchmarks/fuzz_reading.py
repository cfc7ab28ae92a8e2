"""Hostile inputs for the reader: every one must end in a record, a refusal or an unreadable page, in bounded time and memory.

    python benchmarks/fuzz_reading.py [--inputs N] [--minutes M] [--seed S]

Mutated golden pages, random bytes, deep nesting, very long runs of one tag, entity bombs, every charset. An input that raises anything
else, takes more than SECONDS of CPU or lifts the memory by more than MEGABYTES is printed with the seed that makes it again; the exit
status is then 1.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipelines.reading.reading import read_article  # noqa: E402
from pipelines.record import as_json, record_of  # noqa: E402
from pipelines.values.article import NotArticle, Unreadable  # noqa: E402
from pipelines.values.page import Page  # noqa: E402

SECONDS = 1.0
MEGABYTES = 300
GOLDENS = sorted((ROOT / "tests" / "goldens" / "pages").glob("*.html"))
TAGS = ("p", "div", "td", "tr", "table", "span", "a", "b", "li", "ul", "h1", "br", "img", "font", "figure", "form", "script", "style",
        "title", "meta", "select", "textarea", "svg", "math", "noscript", "iframe", "x:y", "html", "body", "head")  # fmt: skip
CHARSETS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1258", "cp1252", "latin-1", "koi8-r", "shift_jis", "gb18030", "big5", "euc-kr",
            "utf-7", "cp037", "iso2022_jp", "hz", "punycode", "ascii")  # fmt: skip
BOMBS = ("&nbsp;", "&#x41;", "&amp;", "&lt;o:p&gt;", "&", "&#", "&#99999999999;", "&Atilde;&copy;", "<!--", "-->", "<![CDATA[", "]]>", "<?",
         "\x00", "\u200b", "\u0301", "\U0001f600", "12/3/2024 ", "Tin liên quan ", '"', "'", "{", "[", "\r", "á»", "Ã¡", "−")  # fmt: skip
Make = Callable[[random.Random], bytes]


def mutated(dice: random.Random) -> bytes:
    """A golden page with pieces cut, doubled, swapped, overwritten or filled with a bomb."""
    body = bytearray(dice.choice(GOLDENS).read_bytes())
    for _ in range(dice.randrange(1, 12)):
        at, size = dice.randrange(len(body) + 1), dice.randrange(1, 200)
        kind = dice.randrange(5)
        if kind == 0:
            del body[at : at + size]
        elif kind == 1:
            body[at:at] = body[at : at + size] * dice.randrange(1, 60)
        elif kind == 2:
            body[at : at + size] = dice.randbytes(size)
        elif kind == 3:
            body[at:at] = dice.choice(BOMBS).encode() * dice.randrange(1, 400)
        else:
            body[at:at] = (f"<{'/' * dice.randrange(2)}{dice.choice(TAGS)} class='{dice.choice(TAGS)}'>" * dice.randrange(1, 30)).encode()
    return bytes(body)


def noise(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(4000))


def soup(dice: random.Random) -> bytes:
    """Tags and words in any order."""
    words = ("Sáng nay huyện khánh thành xưởng. ", "Nguồn: Báo", "2024", " ", "\n", "1,5 tỷ đồng ", "tháng 5 năm 2024 ")
    pieces = (
        f"<{'/' * dice.randrange(2)}{dice.choice(TAGS)}>" if dice.random() < 0.5 else dice.choice(words) for _ in range(dice.randrange(400))
    )
    return "".join(pieces).encode()


def recoded(dice: random.Random) -> bytes:
    """A golden page in another charset than it says, or saying another than it is in."""
    text = dice.choice(GOLDENS).read_text(encoding="utf-8")
    if dice.random() < 0.5:
        text = text.replace("utf-8", dice.choice(CHARSETS), 1)
    return text.encode(dice.choice(CHARSETS), "replace") if dice.random() < 0.7 else text.encode().decode("latin-1").encode("utf-8")


def nested(dice: random.Random) -> bytes:
    openings = ("<div>", "<table><tr><td>", "<b>", "<ul><li>", "<a href=x>", "<div class=related>", "<span class=author>")
    return b"<h1>Tin vui</h1>" + dice.choice(openings).encode() * dice.randrange(100, 20_000) + b"<p>Sang nay huyen khanh thanh xuong.</p>"


def run_of_one(dice: random.Random) -> bytes:
    return (f"<{dice.choice(TAGS)}>" + dice.choice(BOMBS)).encode() * dice.randrange(1, 20_000)


def styled(dice: random.Random) -> bytes:
    """Boxes of a few classes, hidden in many ways by attributes and by style rules, some of them broken."""
    names = [f"c{n}" for n in range(dice.randrange(1, 12))]
    hides = (
        "display:none",
        "left:-9999px",
        "font-size:0",
        "opacity:0",
        "color:#fff;background:#fff",
        "height:0;overflow:hidden",
        "display:block",
    )
    marks = ("{", "}", "{}", "@media print{", "@media screen{", "/*", "*/", ";", ",", ">", " ", "!important")

    def rule() -> str:
        selector = dice.choice((" ", " > ", ",")).join(f".{dice.choice(names)}" for _ in range(dice.randrange(1, 30)))
        return f"{selector}{{{dice.choice(hides)}}}" if dice.random() < 0.8 else dice.choice(marks) * dice.randrange(1, 50)

    def box() -> str:
        css = f" style='{dice.choice(hides)}'" if dice.random() < 0.3 else ""
        opening = f"<div class='{dice.choice(names)} {dice.choice(names)}'{css}>"
        return (
            opening + ("</div>" if dice.random() < 0.5 else "") + ("Sáng nay huyện khánh thành xưởng sấy. " if dice.random() < 0.3 else "")
        )

    sheet = "".join(rule() for _ in range(dice.randrange(2000)))
    return f"<style>{sheet}</style><h1>Tin vui</h1>{''.join(box() for _ in range(dice.randrange(8000)))}".encode()


def repeated(dice: random.Random) -> bytes:
    """Lines that stand many times on the page, in nested boxes."""
    lines = [f"<p>Dòng thứ {n} kể chuyện làm ăn của bà con trong huyện suốt cả năm vừa qua.</p>" for n in range(dice.randrange(1, 60))]
    boxes = ("<div>", "</div>", "<div><div>", "<a name='x'>", "<a href='/x'>", "<table><tr><td>", "</table>")
    return "".join(dice.choice(lines) if dice.random() < 0.7 else dice.choice(boxes) for _ in range(dice.randrange(12_000))).encode()


KINDS: dict[str, tuple[Make, int]] = {
    "mutated": (mutated, 60), "noise": (noise, 12), "soup": (soup, 20),
    "recoded": (recoded, 6), "nested": (nested, 1), "run": (run_of_one, 1),
    "styled": (styled, 3), "repeated": (repeated, 3),
}  # fmt: skip


def giants() -> dict[str, bytes]:
    """Inputs of 50 MB and of 100,000 levels, each tried once."""
    prose = "<p>Sáng nay huyện khánh thành xưởng sấy nông sản dùng năng lượng mặt trời.</p>".encode()
    made = {f"50 MB of <{tag}>": b"<" + tag.encode() + b">" for tag in ("p", "div", "td", "a", "br", "li", "script")}
    made |= {f"50 MB of {text!r}": text.encode() for text in ("&nbsp;", "a", "<!--", "\u0301", "á»", "12/3/2024 ", "<a href=x.pdf>a</a>")}
    giant = {name: piece * (50_000_000 // len(piece)) for name, piece in made.items()}
    giant["50 MB of prose"] = b"<h1>Khanh thanh</h1>" + prose * (50_000_000 // len(prose))
    giant["prose behind 100,000 levels"] = b"<div>" * 100_000 + prose
    giant["one attribute of 50 MB"] = b"<div class='" + b"a-b " * 12_000_000 + b"'>" + prose
    giant["entity declarations"] = (
        b"<!DOCTYPE x [" + b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (i + 1, i, i) for i in range(60)) + b"]>&e60;" + prose
    )
    return giant


def check(body: bytes) -> tuple[str, str]:
    """(what became of an input, what is wrong with that or "")."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    page = Page(url="http://huyen.example/tin/1.html", body=body)
    read = 0.0
    try:
        article = read_article(page)
        read = time.process_time() - started
        as_json(record_of(article, page))
        end = "record"
    except NotArticle:
        end = "not_article"
    except Unreadable:
        end = "unreadable"
    except Exception as error:
        return "raised", f"{type(error).__name__}: {error}"[:200]
    spent = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if spent > SECONDS:
        return end, f"{spent:.1f} s, of these reading {read or spent:.1f} s"
    return end, f"{grown:.0f} MB" if grown > MEGABYTES else ""


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--inputs", type=int, default=100_000)
    arguments.add_argument("--minutes", type=float, default=10.0)
    arguments.add_argument("--seed", type=int, default=1)
    args = arguments.parse_args()
    ends: Counter[str] = Counter()
    found = 0
    for name, body in giants().items():
        end, wrong = check(body)
        ends[end] += 1
        if wrong:
            found += 1
            print(f"{name}: {wrong}", flush=True)
    until = time.monotonic() + 60 * args.minutes
    makers, weights = zip(*KINDS.values(), strict=True)
    for number in range(args.inputs):
        if time.monotonic() > until:
            break
        dice = random.Random(f"{args.seed} {number}")
        maker: Make = dice.choices(makers, weights)[0]
        end, wrong = check(maker(dice))
        ends[end] += 1
        if wrong:
            found += 1
            print(f"seed {args.seed} input {number} ({maker.__name__}): {wrong}", flush=True)
    print(f"{sum(ends.values())} inputs: " + ", ".join(f"{name} {n}" for name, n in ends.most_common()) + f"; {found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
