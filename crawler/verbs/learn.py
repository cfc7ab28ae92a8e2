"""`corpus learn`: the weights of linking fitted again to labels and corrections, and whether it helped, on articles held out."""

from __future__ import annotations

import argparse
import importlib.util
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_verb, existing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.facts.learning.labels import Example
    from pipelines.facts.learning.trial import Compared
    from pipelines.facts.learning.validation import Read, Tables

LEAST_ARTICLES, LEAST_LABELS = 20, 100  # fewer say nothing about articles held out
LEAST_FOR_DOUBT = 300  # labels of all three fields, of articles nobody chose for their doubt


def add_parser(verbs: Verbs) -> None:
    """`corpus learn`."""
    learn = add_verb(verbs, "learn", run, "fit the weights of linking again to labels and corrections")
    learn.epilog = (
        "Weights start from the stored ones and are held near them. Every article is read with weights fitted on the other articles; "
        "1 when that is worse than what is stored, or when there are too few labels to tell."
    )
    learn.add_argument("--labels", nargs="+", type=Path, default=[], metavar="FOLDER", help="folders with articles.jsonl and labels.jsonl")
    learn.add_argument("--corrections", action="store_true", help="learn from data/corrections.toml, on the articles of the corpus")
    learn.add_argument("--pull", type=float, metavar="N", help="how strongly weights are held near the stored ones (default 1)")
    learn.add_argument("--write", action="store_true", help="store the weights (data/links) unless they are worse")
    add_corpus_db(learn)


def run(given: argparse.Namespace) -> int:
    """Fit, compare, tell, and store if asked. Raises BadInput and KnowledgeError."""
    if importlib.util.find_spec("scipy") is None:
        raise BadInput("learning needs the extra `learn` (pip install scipy)")
    if given.pull is not None and not 0 < given.pull < math.inf:
        raise BadInput(f"--pull {given.pull}: must be above 0, and a number")
    examples = _examples(given)
    labels = sum(len(example.labels) for example in examples)
    if len(examples) < LEAST_ARTICLES or labels < LEAST_LABELS:
        print(
            f"too few labels: {labels} figures of {len(examples)} articles;"
            f" {LEAST_LABELS} figures of {LEAST_ARTICLES} articles are the least that can be judged"
        )
        return 1
    return _learn(examples, given.pull, given.write)


def _learn(examples: Sequence[Example], pull: float | None, write: bool) -> int:
    from pipelines.facts.learning.fitting import PULL
    from pipelines.facts.learning.trial import compared, worse
    from pipelines.facts.learning.validation import cross_validated, fitted, read
    from pipelines.facts.links.evidence import DECISIONS
    from pipelines.facts.links.scoring import weights

    stored = {task: dict(weights(task)) for task in DECISIONS}  # main provinces stay as they are: corrections say nothing of them
    pulls = dict.fromkeys(DECISIONS, pull or PULL)
    before = [one for example in examples for one in read(example, stored)]
    held = cross_validated(before, stored, pulls)
    found = compared(before, held)
    _tell(found)
    if worse(found):
        print("worse: not written" if write else "worse than the stored weights")
        return 1
    if not write:
        print(f"{found[-1].verdict}; nothing written (--write stores the weights)")
        return 0
    try:
        _store(fitted(before, stored, pulls), held)
    except OSError as error:
        print(f"corpus learn: not written: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _store(tables: Tables, held: Sequence[Read]) -> None:
    """Write the weights, and the calibration of doubt when there is enough to calibrate it by."""
    from crawler.reviewing.decided import GROUP
    from pipelines.facts.learning.calibrating import calibrated
    from pipelines.facts.learning.writing import write_calibration, write_weights
    from pipelines.facts.links.evidence import TASKS

    # people correct what is least certain: such a choice of figures would make everything look doubtful
    told = [one for one in held if one.example.group != GROUP and one.signs and all(one.label.accepted(task) for task in TASKS)]
    write_weights(tables)
    if len(told) >= LEAST_FOR_DOUBT:
        write_calibration(calibrated(told))
        print(f"wrote data/links/weights.json, and data/links/doubt.json from {len(told)} labels")
    else:
        print(f"wrote data/links/weights.json; data/links/doubt.json kept: {len(told)} labels of all fields, {LEAST_FOR_DOUBT} are needed")
    print("`corpus replay` reads the kept pages with them; `python -m docs.build` writes docs/evidence.md anew")


def _examples(given: argparse.Namespace) -> list[Example]:
    """Labelled articles, each once: what a folder says of an article goes before corrections."""
    from crawler.reviewing.decided import decided_examples
    from pipelines.corpus.schema import open_corpus
    from pipelines.facts.learning.labels import read_labels

    if not given.labels and not given.corrections:
        raise BadInput("nothing to learn from: name --labels FOLDER, or --corrections")
    found: list[Example] = []
    for folder in given.labels:
        try:
            found += read_labels(folder, folder.name or str(folder))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"--labels {folder}: {_told(error)}") from None
    if given.corrections:
        corpus = open_corpus(existing(given.corpus_db))
        found += decided_examples(corpus.conn)
        corpus.close()
    return _once(found)


def _once(examples: Sequence[Example]) -> list[Example]:
    """Every text once, as it was labelled first: in two parts of the validation it would be told by itself. Raises BadInput when two
    folders call different articles the same."""
    from crawler.reviewing.decided import GROUP

    by_id: dict[str, Example] = {}
    by_text: dict[str, Example] = {}
    for example in examples:
        named = by_id.setdefault(example.id, example)
        if named.text != example.text and example.group != GROUP:
            raise BadInput(f"--labels {example.group}: {example.id}: {named.group} has another article of this id")
        if named is example and example.labels:
            by_text.setdefault(example.text, example)
    return list(by_text.values())


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return f"not of the form of labels: {type(error).__name__}: {error}"


def _tell(found: Sequence[Compared]) -> None:
    """A line a group: right in all decided fields as stored and on articles held out, and what it comes to."""
    print(f"{'':24} {'articles':>8} {'figures':>8} {'stored':>7} {'held out':>8} {'difference':>17}")
    for one in found:
        difference = f"{100 * one.gain:+.1f} ± {100 * one.error:.1f} points"
        print(f"{one.group[:24]:24} {one.articles:8} {one.amounts:8} {one.before:7.3f} {one.after:8.3f} {difference:>17}  {one.verdict}")
        print(f"{'':24} by field: " + ", ".join(f"{field} {100 * change:+.1f}" for field, change in one.fields.items()))
