"""A draft brought onto a newer version than the one it was made from."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.engine.authoring.aspects import Aspect
from app.engine.authoring.declaring import left_to_declare
from app.engine.authoring.difference import difference
from app.engine.authoring.outline import TOOLKIT, put_together, take_apart
from app.engine.authoring.rebasing import kept_units, rebased
from app.engine.key_relation import Lineage
from tests.engine.authoring.changed_places import elements, set_to, split
from tests.engine.authoring.test_family import (
    add_section, remove_where, reword_story,
)
from tests.engine.authoring.whole_toolkit import changed, definition

Document = dict[str, Any]
CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"
BASE: Document = put_together(take_apart(changed(lambda d: set_to(d, "lineage", []))))
DRAFT: Document = {**copy.deepcopy(BASE), "based_on": 3}


def made(base: Document, *changes: Callable[[Document], Any], **root: Any) -> Document:
    document = {**copy.deepcopy(base), **root}
    for change in changes:
        change(document)
    return document


def our_words(document: Document) -> None:
    elements(document, 3, 4)["label"] = "Our story"


def onto(draft: Document, newer: Document) -> Any:
    found = rebased(draft, BASE, newer, 4)
    assert found.document["based_on"] == 4
    definition(found.document)
    return found


def test_what_both_changed_in_different_places_is_there() -> None:
    found = onto(made(DRAFT, reword_story, remove_where), made(BASE, add_section))
    after = definition(found.document)
    assert after.questions["story"].label == "The whole story" and "drugs" in after.questions
    assert "where" not in after.questions
    assert found.conflicts == () and kept_units(found) == {}


def test_where_both_changed_the_same_the_newer_one_stands_and_ours_is_at_hand() -> None:
    found = onto(made(DRAFT, our_words), made(BASE, reword_story))
    assert definition(found.document).questions["story"].label == "The whole story"
    (address, unit), = kept_units(found).items()
    assert address == "question:story"
    assert unit is not None and unit["control"]["label"] == "Our story"


def test_fields_of_the_toolkit_are_joined_one_by_one() -> None:
    found = onto(made(DRAFT, title="Our title", guidance="Ask us"),
                 made(BASE, guidance="Ask them", introduction="Read this twice"))
    assert found.document["title"] == "Our title"
    assert found.document["introduction"] == "Read this twice"
    assert found.document["guidance"] == "Ask them"
    unit = kept_units(found)[TOOLKIT]
    assert unit is not None and unit["root"]["guidance"] == "Ask us"
    assert unit["root"]["introduction"] == "Read this twice"


def test_a_shared_answer_that_both_changed() -> None:
    def line(longest: int) -> Callable[[Document], None]:
        return lambda d: set_to(d["schema"]["$defs"]["line"], "maxLength", longest)

    found = onto(made(DRAFT, line(20)), made(BASE, line(30)))
    assert found.document["schema"]["$defs"]["line"]["maxLength"] == 30
    unit = kept_units(found)[TOOLKIT]
    assert unit is not None and unit["schema"]["$defs"]["line"]["maxLength"] == 20


def test_what_was_said_holds_where_the_newer_version_left_the_question_alone() -> None:
    draft = made(DRAFT, split)
    found = onto(draft, made(BASE, reword_story))
    assert found.document["lineage"] == draft["lineage"] and found.unsaid == ()


def test_what_was_said_of_a_question_that_the_newer_version_changed_is_said_again() -> None:
    said = [{"relation": "reworded", "from": ["story"], "to": ["story"]},
            {"relation": "removed", "from": ["where"], "to": []}]
    found = onto(made(DRAFT, our_words, remove_where, lineage=said), made(BASE, reword_story))
    assert found.document["lineage"] == [said[1]]
    assert found.unsaid == ("story",)


def test_what_both_removed_need_not_be_said() -> None:
    said = [{"relation": "removed", "from": ["where"], "to": []}]
    newer = made(BASE, remove_where)
    found = onto(made(DRAFT, remove_where, lineage=said), newer)
    assert found.document["lineage"] == []
    assert left_to_declare(definition(newer), definition(found.document)) == ()


def test_what_came_twice_under_one_key_is_not_said_to_be_new() -> None:
    said = [{"relation": "added", "from": [], "to": ["drugs"]}]
    newer = made(BASE, add_section)
    found = onto(made(DRAFT, add_section, lineage=said), newer)
    assert found.document["lineage"] == [] and found.unsaid == ("drugs",)
    assert left_to_declare(definition(newer), definition(found.document)) == ()


def test_the_later_national_version_is_named() -> None:
    ours, theirs = ({"slug": "national", "number": n} for n in (2, 3))
    assert onto(made(DRAFT, family=ours), made(BASE, family=theirs)).document["family"] == theirs
    assert onto(made(DRAFT, family=theirs), made(BASE, family=ours)).document["family"] == theirs
    assert "family" not in onto(DRAFT, BASE).document


def test_the_shipped_versions() -> None:
    first, second = (json.loads((CSE / f"{n}.json").read_text(encoding="utf-8")) for n in (1, 2))
    draft = {**put_together(take_apart(first)), "based_on": 1, "title": "Ours"}
    found = rebased(draft, first, second, 2)
    left = difference(definition(second), definition(found.document), Lineage.identity()).changes
    assert {change.aspect for change in left} == {Aspect.WORDING} and found.conflicts == ()
    assert left_to_declare(definition(second), definition(found.document)) == ()
