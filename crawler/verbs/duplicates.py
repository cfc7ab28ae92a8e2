"""`corpus duplicates`: one line an article, {"id", "cluster"}; articles of one cluster count as one report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus duplicates`."""
    duplicates = add_verb(verbs, "duplicates", run, "clusters of equal articles: {id, cluster} a line")
    duplicates.add_argument("--jsonl", type=Path, metavar="FILE", help="articles of a file instead of the corpus")
    add_corpus_db(duplicates)


def run(given: argparse.Namespace) -> int:
    """Print the clusters. Raises BadInput and DatabaseError."""
    return print_clusters(existing(given.jsonl or given.corpus_db), is_jsonl=given.jsonl is not None)


def print_clusters(path: Path, is_jsonl: bool) -> int:
    """Print the clusters of a file of articles, or find, keep and print those of a corpus. Raises BadInput naming the line."""
    if is_jsonl:
        for key, cluster in cluster_file(path).items():
            print(json.dumps({"id": key, "cluster": cluster}, ensure_ascii=False))
        return 0
    from pipelines.corpus.counting import count_corpus
    from pipelines.corpus.schema import open_corpus
    from pipelines.duplicates.tables import cluster_corpus

    corpus = open_corpus(path)
    clusters = cluster_corpus(corpus)
    count_corpus(corpus)
    for key, url in corpus.execute("SELECT id, url FROM articles ORDER BY id"):
        if key in clusters:  # not one that came meanwhile
            print(json.dumps({"id": key, "cluster": clusters[key], "url": url}, ensure_ascii=False))
    corpus.close()
    return 0


def cluster_file(path: Path) -> dict[str, str]:
    """Article id -> cluster id, in the order of the file. Texts are read again from the file when two are compared."""
    from pipelines.duplicates.clusters import Sketched, clusters_of, in_order, pairs_of, relate
    from pipelines.duplicates.documents import Document
    from pipelines.duplicates.wording import sketch_of, words_of

    places: dict[str, int] = {}
    sketched = []
    for number, place, article in _lines(path):
        key = str(article["id"])
        if key in places:
            raise BadInput(f"{path}, line {number}: id {key} a second time")
        places[key] = place
        published = article.get("published")
        sketched.append(Sketched(key, str(published) if published else None, sketch_of(words_of(article["text"]))))
    with path.open("rb") as file:

        def document_of(key: str) -> Document:
            file.seek(places[key])
            article = json.loads(file.readline())
            listed = article.get("attachments")
            urls = (one.get("url") for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict))
            return Document(article["text"], str(article.get("title") or ""), tuple(url for url in urls if isinstance(url, str)))

        relations = relate(pairs_of(in_order(sketched)), document_of, {})
    return clusters_of(places, relations)


def _lines(path: Path) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Number, offset and value of every line of a file of articles."""
    place = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, place, _article(line, f"{path}, line {number}")
            place += len(line)


def _article(line: bytes, where: str) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput(f"{where}: no JSON") from None
    if not isinstance(article, dict) or not isinstance(article.get("text"), str) or not isinstance(article.get("id"), str | int):
        raise BadInput(f'{where}: an article has "id" and "text"')
    return article
