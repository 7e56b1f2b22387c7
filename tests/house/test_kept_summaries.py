"""What is kept so that lists are quick, held to its layout: a change of it is not forgotten.

A layout is counted on where what is kept of every case has to be worked out again; only then does
the next `make setup` do so. Whether a change asks for that, a person has to say: these tests ask.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from app.cases.operations import summarising
from app.database import db
from app.reviews import drawn

APP = Path(__file__).parents[2] / "app"


class Kept(NamedTuple):
    """The tables of a layout, the code that fills them, and the fingerprint of both."""

    tables: tuple[str, ...]
    code: tuple[str, ...]
    fingerprint: str


LAYOUTS = {
    "cases 1": Kept(("case_summary",), ("cases/operations/summarising.py",), "7c025cc386f7f71d"),
    "assessments 1": Kept(
        ("revision_summary", "level_basis"),
        ("assessments/operations/summarising.py", "assessments/operations/basing.py",
         "assessments/case_level.py"), "2856d154315eb069"),
    # Which code made a stored comparison stands in its digest, so that the code need not be here.
    "comparisons 1": Kept(("stored_comparison", "stored_step"), (), "13fba3afb5e65f96"),
    "desk 1": Kept(
        ("desk_item", "desk_pair"),
        ("reviews/desk_items.py", "pathway/desk.py"), "4ca0f86838e708a8"),
}
PAGE = {1: "74b5cdf684bf9a87"}
"""The fingerprint of what the page of a comparison shows, by its layout."""


def test_every_layout_is_here(app: Flask) -> None:
    assert sorted(LAYOUTS) == sorted(summarising._layouts)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_change_of_what_is_kept_is_not_forgotten(layout: str) -> None:
    kept = LAYOUTS[layout]
    found = _fingerprint([*map(_columns, kept.tables), *(_code(APP / one) for one in kept.code)])
    assert found == kept.fingerprint, (
        f"What “{layout}” keeps was changed, or the code that works it out. Where it would come "
        f"out otherwise for a case that is there already, count the layout on, where it is "
        f"registered and here. Then write “{found}” here.")


def test_a_change_of_what_a_stored_page_shows_is_not_forgotten() -> None:
    shapes = [f"{name}: {shape.__annotations__}" for name, shape in sorted(vars(drawn).items())
              if isinstance(shape, type) and hasattr(shape, "__total__")]
    found = _fingerprint(shapes)
    assert found == PAGE.get(drawn.LAYOUT), (
        f"The page of a comparison holds something else. What was signed is kept as it was: count "
        f"`drawn.LAYOUT` on, and write the new number with “{found}” here.")


def _fingerprint(parts: list[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _columns(table: str) -> str:
    columns = db.metadata.tables[table].columns
    return "\n".join(f"{table}.{one.name} {one.type} {one.nullable}" for one in columns)


def _code(path: Path) -> str:
    """What a module does, without its comments and docstrings."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(body := getattr(node, "body", None), list):
            node.body = list(_without_words(body)) or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _without_words(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for one in body:
        words = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        if not words:
            yield one
