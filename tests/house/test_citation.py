"""CITATION.cff is valid by the schema of its version (cff-1.2.0.schema.json, by its authors, CC-BY-4.0) and names this version."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from tests.paths import ROOT


@pytest.fixture
def citation() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="pyyaml is not installed")
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found


def problems(citation: dict[str, Any]) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json.loads((ROOT / "tests" / "house" / "cff-1.2.0.schema.json").read_text(encoding="utf-8"))
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(citation)]


def test_it_is_valid_and_of_this_version(citation: dict[str, Any]) -> None:
    assert problems(citation) == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])


@pytest.mark.parametrize("broken", [{"authors": []}, {"cff-version": "9"}, {"colour": "red"}])
def test_a_wrong_one_is_not(citation: dict[str, Any], broken: dict[str, Any]) -> None:
    assert problems(citation | broken) != []
