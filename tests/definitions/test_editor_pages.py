"""Whatever stands in a draft, the pages of the editor can be made of it."""

import json
from typing import Any

import pytest
from hypothesis import given

from app.definitions.pages.lineage import left_to_say
from app.definitions.pages.listing import not_laid_out, rows_of
from app.definitions.pages.places import places_for
from app.definitions.pages.refused import against_of
from app.definitions.pages.scoring import lists_of
from app.definitions.pages.sides import sides, units_changed
from app.definitions.pages.titles import shortened, title_of
from app.definitions.pages.unit_form import Typed
from app.definitions.pages.unit_page import unit_page
from app.definitions.pages.unit_posts import settings_and_rows
from app.definitions.writing import Draft
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import put_together, take_apart
from app.engine.authoring.refusals import EditRefused
from app.engine.problems import DefinitionRefused
from tests.engine.authoring.test_broken_documents import broken
from tests.engine.documents import toolkit_document


@given(broken())
def test_a_broken_draft_can_be_shown_whole(document: Any) -> None:
    try:
        outline = take_apart(document)
    except DefinitionRefused:
        return
    whole = put_together(outline)
    draft = Draft(None, None, json.dumps(whole))  # type: ignore[arg-type]
    problems = draft.problems
    shown = rows_of(draft.outline, problems) + not_laid_out(draft.outline, problems)
    assert all(row.title for row in shown) and lists_of(draft.outline, problems)
    for address in draft.outline.units:
        looked_at(draft, address)


def looked_at(draft: Draft, address: str) -> None:
    outline = draft.outline
    assert title_of(outline, address)
    places_for(outline, address)
    try:
        assert unit_page(draft, address, Typed(settings_and_rows(outline, address))).kind
    except EditRefused:
        pass
    try:
        remove(outline, address)
    except EditRefused as error:
        against_of(outline, error)
    for side in sides(address, outline, None, outline):
        assert side.label


@given(broken())
def test_what_differs_from_a_broken_draft_is_told(document: Any) -> None:
    try:
        outline = take_apart(document)
    except DefinitionRefused:
        return
    before = take_apart(toolkit_document())
    for address, title, _ in units_changed(before, outline):
        assert title
        sides(address, before, outline.units.get(address), before)


@pytest.mark.parametrize(("text", "title"), [
    ("# Before you begin\n\nRead this.", "Before you begin"),
    ("**Ask** [gently](https://x)", "Ask gently"),
    ("\n\n* one\n* two", "one"), ("", ""), ("word " * 60, "word " * 23 + "word …"),
])
def test_a_text_is_called_by_its_first_line(text: str, title: str) -> None:
    assert shortened(text) == title


def test_a_first_draft_has_nothing_to_say_of_its_base() -> None:
    class Row:
        base = None

    draft = Draft(Row(), None, json.dumps(toolkit_document()))  # type: ignore[arg-type]
    assert left_to_say(draft) == ()
