"""Whatever stands in a draft, it is kept, shown and edited around; nothing falls over it."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.engine.authoring.edits.columns import columns_of, rows_of
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.merging import merge
from app.engine.authoring.outline import Outline, kind, put_together, take_apart
from app.engine.authoring.pointers import address_of
from app.engine.authoring.predicates import operators_for
from app.engine.authoring.references import references
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.settings import settings_of, with_settings
from app.engine.document import read
from app.engine.problems import DefinitionRefused
from tests.engine.documents import toolkit_document

JUNK: st.SearchStrategy[Any] = st.sampled_from([
    None, True, 0, 1.5, "", "x", "#/properties/older", "#/properties/", [], [1], ["a"], {},
    {"type": 1}, {"type": "object"}, {"$ref": "#/$defs/gone"}, {"$ref": 3}, {"const": []},
    {"type": "Control"}, {"type": "Group", "elements": "none"}, {"waymark": []}, [[]], [{}],
    {"conditions": [1]}, {"enum": "x"}, {"oneOf": [{}]}, {"properties": [], "required": 1},
])


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """The small toolkit in which some parts are something else."""
    document = copy.deepcopy(toolkit_document())
    for _ in range(draw(st.integers(1, 3))):
        _break(draw, document)
    return document


def _break(draw: st.DrawFn, part: Any) -> None:
    while True:
        places = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not places:
            return
        place = draw(st.sampled_from(places))
        inner = part[place]
        if not isinstance(inner, (dict, list)) or not inner or draw(st.integers(0, 3)) == 0:
            part[place] = copy.deepcopy(draw(JUNK))
            return
        part = inner


@given(broken())
def test_what_is_broken_is_kept_and_shown(document: Any) -> None:
    try:
        outline = take_apart(document)
    except DefinitionRefused:
        return
    again = put_together(outline)
    assert put_together(take_apart(again)) == again
    list(references(outline))
    for address in outline.units:
        looked_at(outline, address)


@given(broken(), broken())
def test_what_is_broken_is_merged(document: Any, other: Any) -> None:
    base = take_apart(toolkit_document())
    try:
        sides = take_apart(document), take_apart(other)
    except DefinitionRefused:
        return
    assert put_together(merge(base, sides[0], base).outline) == put_together(sides[0])
    put_together(merge(base, *sides).outline)


@given(broken())
def test_every_problem_is_at_a_unit(document: Any) -> None:
    try:
        outline = take_apart(document)
        read_again(outline)
    except DefinitionRefused:
        return


def read_again(outline: Outline) -> None:
    try:
        read(json.dumps(put_together(outline)))
    except DefinitionRefused as refused:
        for problem in refused.problems:
            found = address_of(outline, problem.pointer)
            assert found in outline.units or kind(found) == "column"


def looked_at(outline: Outline, address: str) -> None:
    """All that an editor shows of a unit; refused it may be, but nothing else."""
    for look in (settings_of, columns_of, rows_of, operators_for):
        try:
            look(outline, address)
        except EditRefused:
            continue
    try:
        assert with_settings(outline, address, settings_of(outline, address)) == outline
        remove(outline, address, along=True)
    except EditRefused:
        pass
