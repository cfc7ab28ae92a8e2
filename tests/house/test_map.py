"""docs/map.md leads a reader to any rule: every package and module, with the first line it says of itself."""

from __future__ import annotations

from docs.map import ROOMS, WAY, first_line, modules, packages, written
from tests.paths import ROOT


def test_the_way_names_packages_that_are_there() -> None:
    assert len(WAY) > 15
    for step in WAY:
        assert (ROOT / step.partition(":")[0] / "__init__.py").is_file(), step


def test_every_module_is_on_the_map_and_says_what_it_is_for() -> None:
    text = written()
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.stem != "__init__"]
    assert len(files) > 100
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        assert f"(../{name})" in text, name
        assert len(first_line(path)) > 20, name


def test_every_package_says_what_it_is_for() -> None:
    for name in packages():
        assert len(first_line(ROOT / name / "__init__.py")) > 20, name
        assert "\n" not in first_line(ROOT / name / "__init__.py")


def test_modules_read_first_stand_at_the_head() -> None:
    assert modules("pipelines")[0].name == "record.py"
    assert modules("pipelines/reading")[0].name == "reading.py"


def test_the_map_is_up_to_date() -> None:
    assert (ROOT / "docs" / "map.md").read_text(encoding="utf-8") == written(), "run: python -m docs.build"
