"""Programme support by province and year, in đồng, from the corpus itself: python -m examples.door_support data/corpus.db"""

import sys

from pipelines.corpus import open_corpus

with open_corpus(sys.argv[1]) as corpus:
    sums = [line for line in corpus.support_by_year() if line.vnd is not None]
    for line in sorted(sums, key=lambda line: (line.province, line.year or 0)):
        print(f"{line.province},{line.year},{line.vnd}")
