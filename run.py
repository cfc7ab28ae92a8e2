#!/usr/bin/env python3
"""One file to start from: builds .venv from the hash-locked requirements on first use, then runs a verb. Standard library only.

python3 run.py demo            crawl the bundled replica portal into a corpus and show the result
python3 run.py test [ARGS]     the whole test suite (ARGS go to pytest)
python3 run.py test --fast     static checks and the tests of what was changed, without the slow ones
python3 run.py crawl [SOURCE]  crawl the given (or all due) sources into data/corpus.db
python3 run.py docs            build the documentation as a site into out/site, offline; warnings are errors
python3 run.py setup           only build .venv
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.txt"
LOCKS = {"use": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


def main(arguments: list[str]) -> int:
    verbs = {"setup": lambda _: 0, "demo": demo, "test": test, "crawl": crawl, "docs": docs}
    if not arguments or arguments[0] not in verbs:
        print(__doc__, file=sys.stderr)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    verb, rest = arguments[0], arguments[1:]
    if verb == "setup" and rest not in ([], ["--dev"]):
        print("run.py setup: knows only --dev", file=sys.stderr)
        return 2
    problem = setup("dev" if verb in ("test", "docs") or rest == ["--dev"] else "use")
    if problem:
        print(f"run.py {verb}: {problem}", file=sys.stderr)
        return 1
    return verbs[verb](rest)


def setup(kind: str) -> str | None:
    """Make .venv match the lock; says what went wrong, or None. A venv with the test tools serves every verb."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        return f"needs Python 3.11 or newer, this is {sys.version.split()[0]}"
    wanted = {name: _digest(name) for name in LOCKS}
    installed = STAMP.read_text(encoding="utf-8") if STAMP.exists() and PYTHON.exists() else ""
    if installed and installed in (wanted["dev"], wanted[kind]):
        return None
    print(f"setting up {VENV.name} ({kind}) ...", file=sys.stderr, flush=True)
    uv = shutil.which("uv")
    STAMP.unlink(missing_ok=True)
    try:
        _make_venv(uv)
        if uv:
            _run([uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(LOCKS[kind])])
        else:
            pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            _run([*pip, "--require-hashes", "-r", str(LOCKS[kind])])
    except subprocess.CalledProcessError as error:
        return f"set-up failed in `{' '.join(map(str, error.cmd[:4]))} ...`; on Debian: apt-get install python3-venv"
    _link_project()
    STAMP.write_text(wanted[kind], encoding="utf-8")
    return None


def _digest(kind: str) -> str:
    return f"{kind} {sys.version_info[0]}.{sys.version_info[1]} " + hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()


def _make_venv(uv: str | None) -> None:
    if PYTHON.exists() and (uv or (VENV / "bin" / "pip").exists()):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)] if uv else [sys.executable, "-m", "venv", str(VENV)])


def _link_project() -> None:
    """Put the checkout on the venv's path and the `corpus` command into its bin: no build step, no further download."""
    site = next((VENV / "lib").glob("python3*")) / "site-packages"
    (site / "congthuong_corpus.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = VENV / "bin" / "corpus"
    command.write_text(f"#!{PYTHON}\nimport sys\n\nfrom crawler.cli import main\n\nsys.exit(main())\n", encoding="utf-8")
    command.chmod(0o755)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT)


def demo(arguments: list[str]) -> int:
    return subprocess.call([str(PYTHON), "-m", "examples.replica.demo", *arguments], cwd=ROOT)


def crawl(arguments: list[str]) -> int:
    return subprocess.call([str(VENV / "bin" / "corpus"), "crawl", *(arguments or ["--due"])], cwd=ROOT)


def docs(arguments: list[str]) -> int:
    """Further arguments go to `mkdocs build`. The tools are not needed for anything else: without them it says so, and fails."""
    if subprocess.call([str(PYTHON), "-c", "import material"], cwd=ROOT, stderr=subprocess.DEVNULL):
        print(
            f"run.py docs: {VENV.name} has no MkDocs Material (dependency group `docs` of pyproject.toml): no site was built",
            file=sys.stderr,
        )
        return 1
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.call([str(PYTHON), "-m", "mkdocs", "build", "--strict", *arguments], cwd=ROOT, env=quiet)


def test(arguments: list[str]) -> int:
    """Static checks, then pytest on all cores; the first failure ends it."""
    bin_ = VENV / "bin"
    static = [[bin_ / "ruff", "check", "."], [bin_ / "ruff", "format", "--check", "."], [bin_ / "mypy"]]
    parallel = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    if "--fast" in arguments:
        further = [argument for argument in arguments if argument != "--fast"]
        concerned = subprocess.run([str(PYTHON), "-m", "tests.fast"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        checks = [*static, [PYTHON, "-m", "pytest", "-q", *parallel, "-m", "not slow", *further, *concerned]]
    elif arguments:
        checks = [[PYTHON, "-m", "pytest", *arguments]]
    else:
        checks = [*static, [PYTHON, "-m", "pytest", *parallel]]
    for check in checks:
        print("+", " ".join(str(part.name if isinstance(part, Path) else part) for part in check), flush=True)
        if status := subprocess.call([str(part) for part in check], cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}):
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
