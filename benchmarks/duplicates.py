"""Time and memory of clustering many articles:  python benchmarks/duplicates.py [N]

Made articles of Zipf-distributed words (mean 550 words) with shared stock phrases; a tenth are edited copies of earlier ones, a
tenth belong to families of bulletins that keep the wording and change the figures. Prints seconds of processor time per step, pairs
and peak memory, then the same for a hundred further articles, and how much of the made truth was found.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from itertools import accumulate

from benchmarks.promises import Promise, held
from pipelines.duplicates.clusters import Sketched, clusters_of, in_order, pairs_of, relate
from pipelines.duplicates.documents import Document
from pipelines.duplicates.further import partners, reached
from pipelines.duplicates.wording import sketch_of, words_of

TOGETHER = 0.98  # share of the articles of one report that are found to be one
FURTHER = 0.1  # a hundred more of them, of the time of all
MILLISECONDS, KILOBYTES = 1.2, 12  # an article: processor time, and memory at 100,000 (with the texts)

SYLLABLES = [a + b + c for a in ("", "b", "c", "ch", "d", "g", "h", "kh", "l", "m", "n", "ng", "ph", "s", "t", "th", "tr", "v", "x")
             for b in ("a", "ă", "ê", "i", "ơ", "ư", "uô", "iê", "oa", "ây") for c in ("", "n", "ng", "m", "t", "c", "o")]  # fmt: skip
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(SYLLABLES))))


def made_articles(count: int, rng: random.Random) -> list[tuple[str, str, int]]:
    """(text, day, report number): equal numbers are reports of the same text."""
    phrases = [rng.choices(SYLLABLES, cum_weights=WEIGHTS, k=12) for _ in range(400)]
    families = [made_words(rng, phrases) for _ in range(max(1, count // 400))]
    articles: list[tuple[str, str, int]] = []
    for number in range(count):
        day = f"20{10 + number * 15 // count}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        draw = rng.random()
        if draw < 0.1 and articles:
            text, day, report = rng.choice(articles)
            words = text.split(" ")
            cut = rng.randint(0, len(words) // 5)
            articles.append((" ".join(rng.choices(SYLLABLES, cum_weights=WEIGHTS, k=cut) + words[cut:]), day, report))
        elif draw < 0.2:
            words = [str(rng.randint(1000, 99999)) if word.isdigit() else word for word in rng.choice(families)]
            articles.append((" ".join(words), day, number))
        else:
            articles.append((" ".join(made_words(rng, phrases)), day, number))
    return articles


def made_words(rng: random.Random, phrases: list[list[str]]) -> list[str]:
    words = rng.choices(SYLLABLES, cum_weights=WEIGHTS, k=rng.randint(200, 900))
    for _ in range(rng.randint(0, 3)):
        words[rng.randint(0, len(words)) : 0] = rng.choice(phrases)
    for _ in range(20):
        words[rng.randrange(len(words))] = str(rng.randint(1000, 99999))
    return words


def main(count: int) -> int:
    empty = memory()
    made = made_articles(count, random.Random(1))
    print(f"{count} made articles, peak memory {memory()} MB before")
    start = time.process_time()
    sketched = [Sketched(f"{i:07}", day, sketch_of(words_of(text))) for i, (text, day, _) in enumerate(made)]
    step = lap("sketches", start)
    pairs = list(pairs_of(in_order(sketched)))
    step = lap(f"candidates: {len(pairs)} pairs", step)
    relations = relate(pairs, lambda key: Document(made[int(key)][0]), {})
    step = lap("relations", step)
    clusters = clusters_of((a.id for a in sketched), relations)
    lap(f"clusters: {len(set(clusters.values()))}", step)
    took, peak = time.process_time() - start, memory()
    print(f"{'all':40} {took:8.1f} s   peak memory {peak} MB")

    further = [Sketched(f"{count + i:07}", made[i][1], sketch_of(words_of(made[i][0]))) for i in range(min(100, count))]
    start = time.process_time()
    everything = [*sketched, *further]
    wanted = reached(everything, {article.id: article.sketch for article in further})
    few = partners(everything, [article for article in everything if article.id in wanted])
    now = relate([(min(pair), max(pair)) for pair in few], lambda key: Document(made[int(key) % count][0]), relations)
    more = lap(f"a hundred more: {len(now.keys() - relations.keys())} new relations", start) - start

    first: dict[int, str] = {}
    same = apart = 0
    for i, (_, _, report) in enumerate(made):
        key = first.setdefault(report, clusters[f"{i:07}"])
        same, apart = same + (key == clusters[f"{i:07}"]), apart + (key != clusters[f"{i:07}"])
    print(f"reports kept together: {same} of {same + apart} articles; clusters {len(set(clusters.values()))}, true reports {len(first)}")
    return held(
        Promise("articles of one report kept together", same / (same + apart), "at least", TOGETHER),
        Promise("comparing an article with all others", 1000 * took / count, "at most", MILLISECONDS, "ms"),
        Promise("comparing a hundred more articles, of comparing all", more / took, "at most", FURTHER),
        Promise("memory of comparing, with the texts", (peak - empty) * 1000 / count, "at most", KILOBYTES, "kB an article"),
    )


def lap(name: str, since: float) -> float:
    now = time.process_time()
    print(f"{name:40} {now - since:8.1f} s", flush=True)
    return now


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("count", type=int, nargs="?", default=100_000, metavar="N", help="how many articles (default 100,000)")
    sys.exit(main(options.parse_args().count))
