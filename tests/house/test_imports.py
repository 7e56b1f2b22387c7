"""Arrows point down, and what a floor must not know it does not import."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

APP = Path(__file__).parents[2] / "app"
MODULES = sorted(APP.rglob("*.py"))
PRIVATE = {"views", "forms", "schemas", "api"}
"""Modules of a room that no other room may use."""


def name_of(path):
    return ".".join(("app", *path.relative_to(APP).with_suffix("").parts)).removesuffix(".__init__")


def imports_of(path):
    """Every (module, name) that a file imports; name is None for a plain import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)


def test_rooms_import_from_below_only(capsys):
    assert lint_imports(config_filename=str(APP.parent / "setup.cfg"), no_cache=True) == 0


def test_operations_and_queries_do_not_know_of_a_request():
    forbidden = {("flask", "request"), ("flask", "session"), ("flask_login", "current_user")}
    below = [path for path in MODULES if {"operations", "queries"} & {path.stem, path.parent.name}]
    assert below
    assert [path for path in below if forbidden & set(imports_of(path))] == []


def test_views_and_forms_stay_in_their_room():
    trespasses = []
    for path in MODULES:
        room = name_of(path).split(".")[:2]
        for module, name in imports_of(path):
            whole = f"{module}.{name}".split(".")
            if whole[0] == "app" and whole[:2] != room and PRIVATE & set(whole[2:3]):
                trespasses.append(f"{name_of(path)} uses {'.'.join(whole)}")
    assert trespasses == []


def test_only_the_clock_tells_the_time():
    readers = {"now", "utcnow", "today", "time"}
    owners = {"datetime", "date", "time"}
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=attr)):
                    if owner in owners and attr in readers and path.name != "clock.py":
                        found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize("limit", [400])
def test_rooms_stay_small(limit):
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > limit} == {}


def test_every_module_says_what_lives_there():
    silent = [
        name_of(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
