"""What taking a corpus away costs: rows a second and peak memory of each format, on a generated corpus of some million figures.

python -m benchmarks.exports [--figures N] [--folder DIR] [FORMAT...]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.promises import Promise, held
from pipelines.corpus.schema import open_corpus

PER_ARTICLE = 20
PARQUET_ROWS = 120_000  # a second
ROLES = ("support", "budget", "investment", "output", "trade", None)
CERTAINTIES = ("sure", "doubtful", "unsure")
RULES = ("money:scaled", "role:sentence:support year:left:near province:primary:one")
SENTENCE = (
    "Năm {year}, tỉnh {province} dành {number} triệu đồng từ nguồn khuyến công hỗ trợ {count} cơ sở công nghiệp nông thôn đầu tư máy móc."
)
AMOUNT_COLUMNS = (
    'article, start, "end", surface, rule, link_rule, kind, min, max, unit, vnd_min, vnd_max, year_from, year_to, province, role,'
    " sentence_text, planned, confidence, certainty"
)


def generate(path: Path, figures: int) -> None:
    """A corpus of `figures` figures in articles of 20, the same on every run."""
    corpus = open_corpus(path)
    names = [row[0] for row in corpus.execute("SELECT name FROM province_names ORDER BY name")]
    with corpus.atomic():
        marks = ", ".join("?" * 13)
        corpus.conn.executemany(
            "INSERT INTO articles (id, url, title, text, published, published_from, province_from, year, captions, related, flags, layout,"
            f" words, content_sha, province) VALUES ({marks}, ?, ?)",
            _articles(figures // PER_ARTICLE, names),
        )
        corpus.conn.executemany("INSERT INTO _rules VALUES (?, ?)", enumerate(RULES, 1))
        marks = ", ".join("?" * 20)
        corpus.conn.executemany(f"INSERT INTO _amounts ({AMOUNT_COLUMNS}) VALUES ({marks})", _figures(figures, names))
    corpus.close()


def _articles(count: int, names: list[str]) -> Iterator[tuple[object, ...]]:
    for key in range(1, count + 1):
        year, province = 2005 + key % 20, names[key % len(names)]
        text = "\n".join(SENTENCE.format(year=year, province=province, number=key % 900 + n, count=n) for n in range(1, PER_ARTICLE + 1))
        day = f"{year}-{key % 12 + 1:02}-{key % 28 + 1:02}"
        yield (key * 70_000_001, f"https://generated.example/{key}", f"Bài {key}", text, day, "time", "text", year, "[]", "[]", "[]",
               "generic", 500, str(key), province)  # fmt: skip


def _figures(count: int, names: list[str]) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        key, place = divmod(n, PER_ARTICLE)
        year, province, million = 2005 + (key + 1) % 20, names[(key + 1) % len(names)], (key + 1) % 900 + place + 1
        sentence = SENTENCE.format(year=year, province=province, number=million, count=place + 1)
        vnd = million * 1_000_000
        yield ((key + 1) * 70_000_001, place * 120 + 40, place * 120 + 55, f"{million} triệu đồng",
               1, 2, "money", float(vnd), float(vnd), "VND", vnd, vnd, year, year,
               province, ROLES[n % 6], sentence, 0, (n % 1000) / 1000, CERTAINTIES[n % 3])  # fmt: skip


def main(arguments: list[str]) -> int:
    """Generate when needed, then write each format in a process of its own and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=["parquet", "csv", "jsonl", "duckdb"])
    parser.add_argument("--figures", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, default=Path("data/benchmarks/exports"))
    parser.add_argument("--table", default="amounts")
    parser.add_argument("--partition")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    corpus_db = given.folder / f"generated-{given.figures}.db"
    if not corpus_db.exists():
        generate(corpus_db, given.figures)
    promises = []
    for kind in given.formats:
        target = given.folder / f"out.{kind}"
        options = ["--partition", given.partition] if given.partition else []
        table = [] if kind == "duckdb" else ["--table", given.table]
        command = [sys.executable, "-m", "crawler.cli", "export", "--to", str(target), "--corpus-db", str(corpus_db), *table, *options]
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took = time.perf_counter() - began
        size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file()) if target.is_dir() else target.stat().st_size
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{kind:8} {took:7.1f} s {given.figures / took:10,.0f} rows/s {size / 1e6:8.1f} MB file, peak so far {peak} MB")
        if kind == "parquet":
            promises.append(Promise("figures written as Parquet", given.figures / took, "at least", PARQUET_ROWS, "rows/s"))
    return held(*promises)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
