"""Two edits of one draft are joined, and no word of either is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.authoring.edits.elements import add_group
from app.engine.authoring.edits.options import add_option
from app.engine.authoring.edits.placing import Before, Into, move, move_up
from app.engine.authoring.edits.questions import add_question
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.merging import merge
from app.engine.authoring.outline import TOOLKIT, Outline, put_together, take_apart
from app.engine.authoring.settings import with_settings
from tests.engine.authoring.documents import definition_of, documents, edited
from tests.engine.documents import toolkit_document


@pytest.fixture
def base() -> Outline:
    """The small toolkit of the engine's tests."""
    return take_apart(toolkit_document())


@st.composite
def sides(draw: st.DrawFn) -> tuple[Outline, Outline, Outline]:
    """A draft and two edits of it."""
    start = take_apart(draw(documents() | st.just(toolkit_document())))
    return start, draw(edited(start)), draw(edited(start))


@given(sides())
def test_who_changed_nothing_changes_nothing(sides: Any) -> None:
    base, mine, _ = sides
    for merged in (merge(base, mine, base), merge(base, base, mine), merge(base, mine, mine)):
        assert merged.conflicts == ()
        assert merged.outline == mine
        assert put_together(merged.outline) == put_together(mine)


@given(sides())
def test_nothing_of_either_side_is_lost(sides: Any) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    told = {conflict.address: conflict for conflict in merged.conflicts}
    for side, other in ((mine, theirs), (theirs, mine)):
        for address, unit in side.units.items():
            if unit != base.units.get(address):
                assert merged.outline.units.get(address) == unit or address in told
    for conflict in told.values():
        assert (conflict.mine, conflict.theirs) == (
            mine.units.get(conflict.address), theirs.units.get(conflict.address))


@given(sides())
def test_every_unit_stands_in_one_place(sides: Any) -> None:
    merged = merge(*sides).outline
    placed = [one for listed in merged.order.values() for one in listed]
    assert set(placed) <= set(merged.units)
    laid_out = list(merged.below(TOOLKIT))
    assert len(laid_out) == len(set(laid_out))
    in_layout = {address for address, unit in merged.units.items() if address != TOOLKIT and (
        "control" in unit or "element" in unit)}
    assert in_layout == set(laid_out)
    in_schema = {address for address, unit in merged.units.items()
                 if "required" in unit and address != TOOLKIT}
    assert in_schema <= set(placed)
    assert set(take_apart(put_together(merged)).units) == set(merged.units)


def test_edits_of_different_parts_are_both_kept(base: Outline) -> None:
    mine = with_settings(base, "question:older", {"label": "Mine"})
    mine = add_question(mine, "New of mine", "date", Before("question:cars"))
    theirs = with_settings(base, "question:cars", {"label": "Theirs"})
    theirs = add_question(theirs, "New of theirs", "date", Before("question:money"))
    theirs = with_settings(move_up(theirs, "section:summary"), "level:high", {"title": "Higher"})
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    found = definition_of(put_together(merged.outline))
    assert list(found.questions)[:5] == [
        "harm", "older", "new_of_mine", "cars", "new_of_theirs"]
    assert (found.questions["older"].label, found.questions["cars"].label) == ("Mine", "Theirs")
    assert [section.key for section in found.sections][2:] == ["summary", "background"]
    assert found.levels[2].title == "Higher"


def test_two_edits_of_one_question_conflict(base: Outline) -> None:
    mine = with_settings(base, "question:older", {"label": "Mine"})
    theirs = with_settings(base, "question:older", {"label": "Theirs"})
    merged = merge(base, mine, theirs)
    [conflict] = merged.conflicts
    assert conflict.address == "question:older"
    assert merged.outline == theirs
    assert conflict.mine == mine.units["question:older"]


def test_what_one_took_away_and_the_other_changed(base: Outline) -> None:
    gone = remove(base, "question:story")
    changed = with_settings(base, "question:story", {"hint": "Tell it"})
    [conflict] = merge(base, changed, gone).conflicts
    assert (conflict.address, conflict.theirs) == ("question:story", None)
    kept = merge(base, gone, changed)
    assert [one.address for one in kept.conflicts] == ["question:story"]
    assert kept.outline == changed


def test_a_section_that_holds_something_new_comes_back(base: Outline) -> None:
    gone = remove(base, "section:background", along=True)
    more = add_question(base, "How long", "number", Into("section:background"))
    for mine, theirs in ((gone, more), (more, gone)):
        merged = merge(base, mine, theirs)
        assert [one.address for one in merged.conflicts] == ["section:background"]
        assert merged.outline.inside("section:background") == ("question:how_long",)
        assert set(merged.outline.inside("toolkit")) == set(base.inside("toolkit"))


def test_moves_that_would_make_a_circle(base: Outline) -> None:
    base = add_group(add_group(base, "G", Into("section:harm")), "H", Into("section:harm"))
    mine = move(base, "group:g", Into("group:h"))
    theirs = move(base, "group:h", Into("group:g"))
    merged = merge(base, mine, theirs).outline
    assert merged == theirs


def test_an_object_opened_by_one_and_asked_otherwise_by_the_other() -> None:
    place = {"type": "object", "properties": {"town": {"type": "string", "enum": ["x"]}}}
    base = take_apart({"schema": {"$defs": {"place": place}, "type": "object", "properties": {
        "home": {"$ref": "#/$defs/place"}}}})
    mine = add_option(base, "question:home.town", "y")
    theirs = with_settings(base, "question:home.town", {"guidance": "G"})
    found = definition_of(put_together(merge(base, mine, theirs).outline)).questions["home.town"]
    assert (found.guidance, [option.key for option in found.options]) == ("G", ["x", "y"])
