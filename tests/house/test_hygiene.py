"""What must not be in the repository: machine paths, registry hosts, big files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from crawler.settings import USER_AGENT
from pipelines.corpus.stamps import project_version
from tests.paths import ROOT

FOLDERS = "|".join(("work", "farm", "root", "opt", "home"))
MACHINE_PATH = re.compile(rf"file:/{{3}}|\.py{'env'}|(?<![\w.])/(?:{FOLDERS})/")
REGISTRY = re.compile(r"(?i)\b(?:pypi|pythonhosted|simple/|artifactory|nexus|registry\.npmjs|devpi)\b[^\s]*")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name]


def test_no_machine_path_and_no_registry_host() -> None:
    files = tracked()
    assert len(files) > 50
    for path in files:
        raw = path.read_bytes() if path.is_file() else b""
        assert len(raw) < 2_000_000, f"{path}: {len(raw)} bytes"
        if b"\0" in raw[:4096]:
            continue
        text = raw.decode("utf-8", "replace")
        name = path.relative_to(ROOT)
        if path.name == "uv.lock":
            hosts = set(re.findall(r'https?://[^/"]+', text))
            assert hosts <= {"https://pypi.org", "https://files.pythonhosted.org"}, hosts  # what the lock tool itself writes
            continue
        assert not (found := MACHINE_PATH.search(text)), f"{name}: {found[0] if found else ''}"
        if path != Path(__file__).resolve():
            assert not (found := REGISTRY.search(text)), f"{name}: {found[0] if found else ''}"


def test_requirements_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > 100


def test_the_version_stands_in_one_place() -> None:
    version = project_version()
    assert f"CongThuongCorpus/{version} (" in USER_AGENT
    written = re.compile(rf'(?m)^\s*[\w.]*version\w*\s*=\s*"{re.escape(version)}"', re.IGNORECASE)
    code = [path for path in tracked() if path.suffix in (".py", ".toml") and path.is_file()]
    assert [path.name for path in code if written.search(path.read_text(encoding="utf-8"))] == ["pyproject.toml"]
