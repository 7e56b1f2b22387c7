"""The difference of two versions where lineage says what became of things, and of shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.difference import difference
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import path, read_lineage
from tests.engine.authoring.changed_places import (
    CONTACT, PLAN, SHOW_OLDER, declared, elements, ours, properties, set_to, split,
)
from tests.engine.authoring.whole_toolkit import (
    WHOLE, between, changed, changes, definition,
)

CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"


def test_a_split_is_told_on_both_sides_with_the_reason() -> None:
    found = [item for item in between(WHOLE, changed(split)).changed if item.relation == "split"]
    assert [(i.subject.key, i.linked, i.note) for i in found] == [
        ("older", ("Older adults", "Older boys"), "Two different things."),
        ("boys", ("Older people",), "Two different things."),
        ("adults", ("Older people",), "Two different things.")]
    assert [c.aspect for item in found for c in item.changes] == [Aspect.RELATION] * 3


def test_another_meaning_under_the_same_key() -> None:
    def replaced(document: dict[str, Any]) -> None:
        elements(document, 3, 4)["label"] = "Another story"
        declared(document, {"relation": "replaced", "from": ["story"], "to": ["story"]})

    found = changes(replaced)
    assert [(c.aspect, c.after, c.relation) for c in found] == [
        (Aspect.RELATION, "Another meaning, under the same key: “Another story”", "replaced"),
        (Aspect.WORDING, "Another story", "replaced")]


def test_a_question_of_another_key_that_means_the_same() -> None:
    def renamed(document: dict[str, Any]) -> None:
        properties(document)["vehicles"] = properties(document).pop("cars")
        elements(document, 2, 1)["scope"] = "#/properties/vehicles"
        elements(document, 2, 4)["rule"]["condition"]["scope"] = "#/properties/vehicles"
        document["measures"][1]["terms"][1]["scope"] = "#/properties/vehicles"
        document["schema"]["required"] = ["harm", "older", "vehicles", "money", "level"]
        declared(document, {"relation": "reworded", "from": ["cars"], "to": ["vehicles"]})

    found, = changes(renamed)
    assert (found.aspect, found.before, found.after) == (Aspect.KEY, "cars", "vehicles")


def test_an_option_of_another_key_that_means_the_same() -> None:
    def renamed(document: dict[str, Any]) -> None:
        properties(document)["contact"]["oneOf"][1]["const"] = "confirmed"
        part = ours(document, *CONTACT)
        part["meanings"] = {"none": "no", "confirmed": "yes"}
        part["option_guidance"] = {"confirmed": "Tell police."}
        elements(document, 1, 1, 1)["rule"]["condition"]["schema"]["const"] = "confirmed"
        ours(document, *PLAN)["required_when"]["conditions"][0]["schema"] = {"const": "confirmed"}
        declared(document, {"relation": "same", "from": ["contact"], "to": ["contact"], "options": [
            {"relation": "same", "from": ["known"], "to": ["confirmed"], "note": "Clearer."}]})

    found = between(WHOLE, changed(renamed)).changed
    assert [(i.about, i.note, c.aspect) for i in found for c in i.changes] == [
        (About.OPTION, "Clearer.", Aspect.KEY)]


def test_versions_further_apart() -> None:
    first, second, third = (definition(changed(change)) for change in (
        lambda d: None, split, lambda d: (split(d), set_to(d, "title", "Third"))))
    versions = {1: (None, ()), 2: (1, second.lineage), 3: (2, ())}
    found = difference(first, third, path(versions, 1, 3))
    assert {c.relation for c in found.changes} >= {"split"}
    back = difference(third, first, path(versions, 3, 1))
    assert {c.relation for c in back.changes} >= {"merged"}


def test_words_are_compared_one_by_one() -> None:
    found, = changes(lambda d: set_to(elements(d, 1, 0), "text", "Think of everybody."))
    assert [(piece.kind, piece.text) for piece in found.words] == [
        ("same", "Think of "), ("removed", "everyone."), ("added", "everybody.")]
    found, = changes(lambda d: set_to(d["levels"][3], "rank", 9))
    assert found.words == ()


def test_documents_without_a_layout() -> None:
    bare = {key: part for key, part in WHOLE["schema"].items() if key != "allOf"}
    found = between(bare, {**bare, "properties": dict(reversed(bare["properties"].items()))})
    assert {c.aspect for c in found.changes} == {Aspect.ORDER}
    assert not between(bare, bare)
    assert between(bare, {"schema": bare, "uischema": {
        "type": "Group", "label": "All",
        "elements": [{"type": "Control", "scope": f"#/properties/{key}"}
                     for key in bare["properties"]]}}).changes


def test_a_section_in_a_part_of_its_own() -> None:
    def in_a_part(document: dict[str, Any]) -> None:
        inside = document["uischema"]["elements"]
        inside[1] = {"type": "Categorization", "elements": [inside[1]], "rule": SHOW_OLDER}

    found, = changes(in_a_part)
    assert (found.about, found.aspect) == (About.SECTION, Aspect.RULE)
    assert found.after == "Shown where “Older people” is “Present”"


# A real case


def shipped(number: int) -> Any:
    return read((CSE / f"{number}.json").read_text(encoding="utf-8"))


def test_the_shipped_versions() -> None:
    first, second = shipped(1), shipped(2)
    found = difference(first, second, read_lineage(second.lineage))
    assert {c.relation for c in found.changes} == {
        "", "added", "removed", "moved", "reworded", "split"}
    told = {(c.later_key or c.earlier_key, c.aspect) for c in found.changes}
    assert told >= {
        ("suspected_absence", Aspect.WORDING), ("suspected_clothing", Aspect.WORDING),
        ("agencies_asked", Aspect.SECTION), ("known_today", Aspect.ADDED),
        ("vulnerable_gang_area", Aspect.REMOVED), ("vulnerable_bullying", Aspect.RELATION),
        ("criminal_exploitation", Aspect.ADDED), ("suspected_sexual_images", Aspect.ADDED)}
    assert found.unchanged_count > 400


def test_the_other_way_round_has_the_same_things_in_it() -> None:
    first, second = shipped(1), shipped(2)
    lineage = read_lineage(second.lineage)
    there = difference(first, second, lineage)
    back = difference(second, first, lineage.inverse())
    assert len(there.changes) == len(back.changes)
    assert {(c.before, c.after) for c in there.changes if c.aspect.is_text} == {
        (c.after, c.before) for c in back.changes if c.aspect.is_text}


def test_a_version_against_itself() -> None:
    assert not difference(shipped(1), shipped(1), Lineage.identity())
