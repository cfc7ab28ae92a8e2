"""`corpus publish`: a static, read-only site of the corpus, for any web server."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus publish`."""
    publish = add_verb(verbs, "publish", run, "a static site of the corpus, which any web server serves")
    publish.add_argument("folder", type=Path, metavar="DIR", help="where it goes; a site there is replaced when the new one is whole")
    publish.add_argument("--texts", choices=("none", "short", "full"), default="short",
                         help="how much of articles' texts: they belong to their publishers; full is for those who may")  # fmt: skip
    add_corpus_db(publish)


def run(given: argparse.Namespace) -> int:
    """Publish. Raises BadInput."""
    if importlib.util.find_spec("datasette") is None:
        raise BadInput("the site needs the extra `explore` (pip install datasette)")
    from crawler.publishing.publish import publish

    articles = publish(existing(given.corpus_db), given.folder, given.texts)
    print(
        f"{articles} articles in {given.folder}; serve it with any web server, such as: python3 -m http.server --directory {given.folder}"
    )
    return 0
