"""The fast lane: the tests that speak of what was changed, without the slow ones. `run.py test --fast` runs what this names.

Changed is what differs from the main branch's last commit, or, on that branch itself, from its commit before the last; files git does
not know yet count too. A change of a file that every test may depend on runs everything that is not slow.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable

from tests.paths import ROOT

TESTS_OF = {  # the longest path that fits decides
    "pipelines/text": ("text", "facts", "reading", "dates"),
    "pipelines/html": ("reading", "dates"),
    "pipelines/reading": ("reading",),
    "pipelines/dates": ("dates", "reading"),
    "pipelines/drift": ("reading",),
    "pipelines/facts": ("facts", "knowledge"),
    "pipelines/corpus": ("corpus", "review"),
    "pipelines/duplicates": ("corpus",),
    "pipelines/archive": ("corpus", "spiders"),
    "pipelines/sources": ("spiders",),
    "pipelines/intake": ("crawler",),
    "spiders": ("spiders",),
    "crawler": ("crawler",),
    "crawler/reviewing": ("review",),
    "crawler/verbs": ("crawler", "review"),
    "pipelines/facts/learning": ("facts", "review"),
    "explorer": ("explorer",),
    "explorer/queries": ("explorer", "corpus"),
    "examples": ("chain",),
    "data/sources": ("spiders", "knowledge", "chain"),
    "data/corpus": ("corpus", "knowledge"),
    "data/reading": ("reading", "knowledge"),
    "data/provinces": ("facts", "knowledge"),
    "data/amounts": ("facts", "knowledge"),
    "data/links": ("facts", "knowledge"),
    "docs": ("house", "corpus", "spiders"),
    "benchmarks": (),
    "tests/cases": ("facts", "dates", "corpus"),
    "tests/goldens": ("reading", "crawler"),
    "README.md": ("chain",),
    "data/corrections.toml": ("corpus", "knowledge"),
    "data/README.md": (),
}
ALWAYS = "house"  # names, sizes, arrows: a second


def changed() -> list[str] | None:
    """Paths of changed files, from the project's root; None when git has nothing to compare with (a shallow clone, no main branch)."""
    try:
        branch = _git("rev-parse", "--abbrev-ref", "HEAD").strip()
        base = "HEAD~1" if branch in ("main", "HEAD") else _git("merge-base", "HEAD", "main").strip()
        return sorted(
            {*_git("diff", "--name-only", base).split("\n"), *_git("ls-files", "--others", "--exclude-standard").split("\n")} - {""}
        )
    except subprocess.CalledProcessError:
        return None


def folders(paths: Iterable[str] | None) -> list[str]:
    """Folders of tests/ to run for changed files; ["tests"] when one of them may concern every test, or when it is not known."""
    if paths is None:
        return ["tests"]
    found = {ALWAYS}
    for path in paths:
        parts = path.split("/")
        if parts[0] == "tests" and len(parts) > 2 and list((ROOT / "tests" / parts[1]).glob("test_*.py")):
            found.add(parts[1])
            continue
        known = [place for place in TESTS_OF if path == place or path.startswith(f"{place}/")]
        if known:
            found.update(TESTS_OF[max(known, key=len)])
        elif not path.endswith(".md"):
            return ["tests"]
    return [f"tests/{name}" for name in sorted(found)]


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    print(*folders(changed()))
