"""Evidence of linking: declared once, used where it says, weighed only when declared."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipelines.facts.links.evidence import DECISIONS, Declarations, Declared, Features, Task, speak
from pipelines.facts.links.provinces import focus_evidence, provinces_evidence
from pipelines.facts.links.roles import roles_evidence
from pipelines.facts.links.scoring import checked, declared, evidence_table, weights
from pipelines.facts.links.years import years_evidence
from tests.paths import ROOT

LINKS = ROOT / "pipelines" / "facts" / "links"
MODULES: dict[Task, ModuleType] = {
    "role": roles_evidence,
    "year": years_evidence,
    "province": provinces_evidence,
    "primary": focus_evidence,
}


def constants(task: Task) -> Iterator[tuple[str, str]]:
    """Every constant of a task that holds a feature or a family, with one of its names."""
    for constant, value in vars(MODULES[task]).items():
        if isinstance(value, focus_evidence.Family):
            value = value.any
        while isinstance(value, dict) and constant.isupper():
            value = next(iter(value.values()))
        if constant.isupper() and isinstance(value, str):
            yield constant, value


@pytest.mark.parametrize("task", DECISIONS)
def test_every_declaration_is_used_by_the_module_it_names(task: Task) -> None:
    found = list(constants(task))
    assert len(found) > 25
    for constant, name in found:
        where = LINKS.parent / declared(task)[name].where  # type: ignore[index]
        assert re.search(rf"\bE\.{constant}\b", where.read_text(encoding="utf-8")), (constant, where.name)


@pytest.mark.parametrize("task", DECISIONS)
def test_every_constant_that_is_used_is_declared(task: Task) -> None:
    for where in {feature.where for feature in declared(task).values()}:
        used = {
            node.attr
            for node in ast.walk(ast.parse((LINKS.parent / where).read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "E"
        }
        assert len(used) > 10, where
        assert used <= set(vars(MODULES[task]))


def test_a_family_declares_every_name_of_its_parameters_once() -> None:
    assert roles_evidence.NEXT["share"] == "next:share"
    assert years_evidence.INHERIT_NULL["close"]["same"] == "inherit:close:same:null"
    assert years_evidence.NULL_ROLE["budget"]["away"]["known"] == "null:budget:away:known"
    assert provinces_evidence.NULL_BEYOND["foreign"]["paragraph"]["many"] == "null:foreign:paragraph:many"
    assert focus_evidence.COUNT.by_size["3"]["many"] == "count:3:many"
    assert provinces_evidence.HOME_MAIN["clause"]["plant"]["one"] == "clause:plant:one"
    assert declared("role")[roles_evidence.NEXT["share"]].meaning == "a cue word right behind a share amount"
    with pytest.raises(KeyError):
        roles_evidence.NEXT["shares"]  # type: ignore[index]


def test_a_weight_of_no_declared_feature_is_named() -> None:
    with pytest.raises(ValueError, match=r"year: left:naer: no such feature"):
        checked("year", {**weights("year"), "left:naer": 1.0})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match=r"province: next:money"):
        checked("province", {roles_evidence.NEXT["money"]: 1.0})


def test_the_weights_set_by_hand_are_of_declared_features() -> None:
    table = json.loads((ROOT / "benchmarks" / "linking_hand.json").read_text(encoding="utf-8"))
    for task in DECISIONS:
        assert checked(task, table[task])


def test_a_name_declared_twice_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Declarations("role", "roles.py")
    twice.one("clause", "again")
    monkeypatch.setattr("pipelines.facts.links.scoring._DECLARATIONS", (roles_evidence.DECLARED, twice))
    with pytest.raises(ValueError, match="role: clause: declared twice"):
        declared.__wrapped__("role")


def test_the_table_holds_every_feature_and_every_weight() -> None:
    rows = list(evidence_table())
    assert len({(row.task, row.name) for row in rows}) == len(rows) == sum(len(declared(task)) for task in DECISIONS)
    given = {(row.task, row.name): row.weight for row in rows if row.weight is not None}
    assert given == {(task, name): weight for task in DECISIONS for name, weight in weights(task).items()}
    assert sum(row.weight is None for row in rows) > 20
    for row in rows:
        assert (LINKS.parent / row.where).is_file()
        assert len(row.meaning) > 8
        assert "{" not in row.name + row.meaning


def test_no_name_of_a_feature_is_built_where_it_is_used() -> None:
    modules: set[Any] = {feature.where for task in DECISIONS for feature in declared(task).values()}
    assert len(modules) == 8
    for where in modules:
        tree = ast.parse(Path(LINKS.parent / where).read_text(encoding="utf-8"))
        assert not [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)], where


def test_declarations_keep_name_meaning_task_and_module() -> None:
    made = Declarations("year", "links/here.py")
    assert made.one("left", "a year on the left") == "left"
    assert made.each("is:{}", "of a {} amount", ["money", "share"]) == {"money": "is:money", "share": "is:share"}
    assert made.pairs("{}:{}", "{1} of {0}", ["a", "b"], ["x"]) == {"a": {"x": "a:x"}, "b": {"x": "b:x"}}
    assert made.triples("{}:{}:{}", "{2}, {1}, {0}", (["a"], ["x", "y"], ["k"])) == {"a": {"x": {"k": "a:x:k"}, "y": {"k": "a:y:k"}}}
    wanted = {
        "left": "a year on the left",
        "is:money": "of a money amount",
        "is:share": "of a share amount",
        "a:x": "x of a",
        "b:x": "x of b",
        "a:x:k": "k, x, a",
        "a:y:k": "k, y, a",
    }
    assert made.declared == [Declared("year", name, meaning, "links/here.py") for name, meaning in wanted.items()]  # type: ignore[arg-type]


def test_features_that_speak_add_up() -> None:
    found: dict[str, Features] = {}
    left, right = years_evidence.LEFT_NEAR, years_evidence.RIGHT_FAR
    for candidate, feature in (("a", left), ("a", right), ("b", left), ("a", left)):
        speak(found, candidate, feature)
    assert found == {"a": {left: 1.0, right: 1.0}, "b": {left: 1.0}}
