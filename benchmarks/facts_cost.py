"""What the facts of a text cost: time for 1,000 words, memory over many articles, time against length.

    python -m benchmarks.facts_cost [--articles 100000]

Texts: the labelled real articles beside the checkout when they are there, else those of the replica portal. The time is processor time
of the best of five readings of an article, for its words, the median over articles. For the memory the same texts are read again and
again, each time with another number put in front.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from pathlib import Path

from benchmarks.facts import Labelled, gold, replica
from benchmarks.promises import Promise, held
from pipelines.facts.facts import find_facts

LENGTHS = (10_000, 100_000, 1_000_000)  # characters
MILLISECONDS = 4.5  # for 1,000 words, the median over articles
GROWTH = 1.05  # exponent of time against length


def milliseconds(articles: list[Labelled]) -> list[float]:
    """Of each article, for 1,000 of its words."""
    costs = []
    for article in articles:
        best = min(_once(article) for _ in range(5))
        costs.append(1e6 * best / len(article.text.split()))
    return costs


def _once(article: Labelled) -> float:
    started = time.process_time()
    find_facts(article.text, article.context)
    return time.process_time() - started


def resident() -> float:
    """Megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    count = parser.parse_args().articles
    articles = gold() or replica()
    costs = sorted(milliseconds(articles))
    print(f"{len(articles)} articles: {statistics.median(costs):.2f} ms for 1,000 words, quarters {costs[len(costs) // 4]:.2f}"
          f" and {costs[3 * len(costs) // 4]:.2f}")  # fmt: skip
    whole = "\n".join(article.text for article in articles)
    took = {}
    for length in LENGTHS:
        text = (whole * (length // len(whole) + 1))[:length]
        started = time.process_time()
        find_facts(text, articles[0].context)
        took[length] = time.process_time() - started
        print(f"{length:9,} characters: {1e6 * took[length] / length:.2f} ms for 1,000")
    for number in range(count):
        if number % (count // 10 or 1) == count // 20:
            print(f"after {number:7,} articles: {resident():.0f} MB", flush=True)
        article = articles[number % len(articles)]
        find_facts(f"{number} cơ sở.\n{article.text}", article.context)
    print(f"after {count:7,} articles: {resident():.0f} MB")
    growth = math.log(took[LENGTHS[-1]] / took[LENGTHS[0]]) / math.log(LENGTHS[-1] / LENGTHS[0])
    return held(
        Promise("facts of 1,000 words", statistics.median(costs), "at most", MILLISECONDS, "ms"),
        Promise("growth of that time with length (exponent)", growth, "at most", GROWTH),
    )


if __name__ == "__main__":
    sys.exit(main())
