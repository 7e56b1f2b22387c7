"""A local toolkit and the national one it is based on: what to take or leave, what collides."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from app.engine.authoring.aspects import Aspect
from app.engine.authoring.declaring import left_to_declare
from app.engine.authoring.difference import difference
from app.engine.authoring import family
from app.engine.authoring.family import leave
from app.engine.authoring.outline import put_together, take_apart
from app.engine.definition import Definition, Family
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.problems import DefinitionRefused
from tests.engine.authoring.changed_places import elements, ours, properties, set_to, split
from tests.engine.authoring.whole_toolkit import changed, definition
from tests.engine.documents import PRESENCE, control, section

Document = dict[str, Any]
Change = Callable[[Document], Any]
CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"
NOTHING = Lineage.identity()
NATIONAL: Document = put_together(take_apart(changed(
    lambda d: (set_to(d, "slug", "national"), set_to(d, "title", "National toolkit")))))
LOCAL: Document = {
    **copy.deepcopy(NATIONAL), "slug": "local", "title": "Our toolkit", "based_on": 4,
    "family": {"slug": "national", "number": 1}}


def newer(*change: Change) -> Document:
    document = copy.deepcopy(NATIONAL)
    for one in change:
        one(document)
    return document


def local(*change: Change) -> Document:
    document = copy.deepcopy(LOCAL)
    for one in change:
        one(document)
    return document


def read(document: Any) -> Definition:
    return definition(document)


def family_changes(here: Document, there: Document, newest: Document, lineage: Lineage) -> Any:
    return family.family_changes(here, read(there), read(newest), lineage)


def take(here: Document, there: Document, newest: Document, *given: Any, **named: Any) -> Any:
    return family.take(here, read(there), read(newest), *given, **named)


def told(changes: Any) -> dict[str, list[tuple[Aspect, str]]]:
    return {one.address: [(c.aspect, c.after) for c in one.changes] for one in changes}


def reword_story(document: Document) -> None:
    elements(document, 3, 4)["label"] = "The whole story"


def add_section(document: Document) -> None:
    """A section with a question that counts."""
    properties(document)["drugs"] = {"$ref": "#/$defs/presence"}
    document["schema"]["$defs"]["presence"] = PRESENCE
    document["uischema"]["elements"].insert(3, section(
        "Substances", {"type": "Group", "label": "Drugs", "elements": [
            control("drugs", "Drugs are given")]}))
    document["measures"][1]["terms"].append({
        "scope": "#/properties/drugs", "when": {"const": "present"}})


def remove_where(document: Document) -> None:
    del properties(document)["where"]
    del elements(document, 2)["elements"][4]


def weigh(document: Document) -> None:
    document["measures"][1]["terms"][1]["weight"] = 7


# The pointer


def test_a_document_names_the_national_version_it_last_took_from() -> None:
    assert read(LOCAL).family == Family("national", 1)
    assert read(NATIONAL).family is None


@pytest.mark.parametrize("named", [
    {"slug": "National toolkit", "number": 1}, {"slug": "national"},
    {"slug": "national", "number": 0}, "national",
])
def test_a_family_that_names_no_version_is_refused(named: Any) -> None:
    with pytest.raises(DefinitionRefused, match="/family"):
        read({**LOCAL, "family": named})


# What the national one changed


def test_what_the_national_one_changed_is_told_unit_by_unit() -> None:
    found = family_changes(
        LOCAL, NATIONAL, newer(reword_story, weigh, lambda d: set_to(d, "guidance", "Ask.")),
        NOTHING)
    assert told(found) == {
        "question:story": [(Aspect.WORDING, "The whole story")],
        "measure:indicators": [(Aspect.WEIGHT, "7")],
        "root:guidance": [(Aspect.GUIDANCE, "Ask.")]}
    assert not any(one.is_here or one.collides or one.needs for one in found)


def test_what_each_document_says_of_itself_is_nothing_to_take() -> None:
    assert family_changes(LOCAL, NATIONAL, newer(
        lambda d: set_to(d, "based_on", 1), lambda d: set_to(d, "slug", "national-2"),
        lambda d: set_to(d, "lineage", [])), NOTHING) == ()


def test_what_was_changed_here_too_collides() -> None:
    def our_words(document: Document) -> None:
        elements(document, 3, 4)["label"] = "Our story"

    found, = family_changes(local(our_words), NATIONAL, newer(reword_story), NOTHING)
    assert found.collides and not found.is_here
    found, = family_changes(local(reword_story), NATIONAL, newer(reword_story), NOTHING)
    assert found.is_here and not found.collides


def test_a_shared_answer_is_told_by_the_questions_that_share_it() -> None:
    found, = family_changes(LOCAL, NATIONAL, newer(
        lambda d: set_to(d["schema"]["$defs"]["line"], "maxLength", 20)), NOTHING)
    assert found.address == "shared:line"
    assert [(c.later_key, c.aspect) for c in found.changes] == [("home.street", Aspect.LIMITS)]


def test_what_something_new_needs() -> None:
    found = {one.address: one.needs for one in family_changes(
        LOCAL, NATIONAL, newer(add_section), NOTHING)}
    assert found["question:drugs"] >= {"section:substances", "shared:presence"}
    assert "question:drugs" in found["section:substances"]
    assert "question:drugs" in found["measure:indicators"]
    assert "measure:indicators" not in found["question:drugs"]


# Taking


def taken(
    here: Document, there: Document, *chosen: str, lineage: Lineage = NOTHING
) -> tuple[Document, Any]:
    found = take(here, NATIONAL, there, chosen, number=2, lineage=lineage)
    assert found.document["family"] == {"slug": "national", "number": 2}
    assert (found.document["slug"], found.document["title"]) == ("local", "Our toolkit")
    read(found.document)
    return found.document, found


def test_only_what_is_chosen_is_taken() -> None:
    document, found = taken(LOCAL, newer(reword_story, weigh), "question:story")
    assert {**document, "family": LOCAL["family"]} == local(reword_story)
    assert found.taken == {"question:story"} and found.conflicts == ()


def test_what_is_different_here_stays() -> None:
    def ours_too(document: Document) -> None:
        elements(document, 2, 0)["label"] = "Older persons"
        document["uischema"]["elements"].reverse()

    document, _ = taken(local(ours_too), newer(reword_story, weigh), "question:story",
                        "measure:indicators")
    labels = {q.label for q in read(document).questions.values()}
    assert {"The whole story", "Older persons"} <= labels
    assert read(document).sections[0].title == "Summary"
    assert read(document).measures[1].terms[1].weight == 7


def test_a_new_question_comes_with_all_that_it_needs() -> None:
    document, found = taken(LOCAL, newer(add_section), "question:drugs")
    after = read(document)
    assert [s.title for s in after.sections] == [
        "Harm", "Contact", "Indicators", "Substances", "Background", "Summary"]
    assert "measure:indicators" not in found.taken
    assert document["lineage"] == [{"relation": "added", "from": [], "to": ["drugs"]}]


def test_all_of_it() -> None:
    there = newer(reword_story, remove_where, weigh, add_section)
    everything = [one.address for one in family_changes(LOCAL, NATIONAL, there, NOTHING)]
    document, _ = taken(LOCAL, there, *everything)
    assert not [change for change in difference(read(there), read(document), NOTHING).changes
                if change.aspect not in (Aspect.SLUG, Aspect.WORDING, Aspect.FAMILY)]


def test_what_goes_takes_with_it_what_refers_to_it() -> None:
    def remove_cars(document: Document) -> None:
        remove_where(document)
        del properties(document)["cars"]
        del elements(document, 2)["elements"][1]
        document["schema"]["required"].remove("cars")
        del document["measures"][1]["terms"][1]

    document, found = taken(LOCAL, newer(remove_cars), "question:cars")
    assert {"question:where", "measure:indicators"} <= found.taken
    assert {"cars", "where"}.isdisjoint(read(document).questions)
    assert document["lineage"] == [
        {"relation": "removed", "from": ["cars"], "to": []},
        {"relation": "removed", "from": ["where"], "to": []}]


def test_what_was_changed_here_gives_way_and_is_told() -> None:
    def our_words(document: Document) -> None:
        elements(document, 3, 4)["label"] = "Our story"

    document, found = taken(local(our_words), newer(reword_story), "question:story")
    assert read(document).questions["story"].label == "The whole story"
    conflict, = found.conflicts
    assert conflict.mine is not None and conflict.mine["control"]["label"] == "Our story"


def test_leaving_moves_on_and_changes_nothing() -> None:
    assert leave(LOCAL, 2) == {**LOCAL, "family": {"slug": "national", "number": 2}}
    document, _ = taken(LOCAL, newer(reword_story))
    assert {**document, "family": LOCAL["family"]} == LOCAL


def test_a_moved_question() -> None:
    def move(document: Document) -> None:
        elements(document, 2)["elements"].append(elements(document, 3)["elements"].pop(4))

    there = newer(move)
    found, = family_changes(LOCAL, NATIONAL, there, NOTHING)
    assert told([found]) == {"question:story": [(Aspect.SECTION, "Indicators")]}
    document, _ = taken(LOCAL, there, "question:story")
    assert read(document).section_of["story"].title == "Indicators"


# Lineage


def national_split() -> tuple[Document, Lineage]:
    there = newer(split)
    return there, read_lineage(there["lineage"])


def test_the_lineage_of_what_is_taken_comes_with_it() -> None:
    there, lineage = national_split()
    document, found = taken(LOCAL, there, "question:boys", lineage=lineage)
    assert {"question:older", "question:adults", "measure:indicators"} <= found.taken
    assert document["lineage"] == [
        {"relation": "split", "from": ["older"], "to": ["adults", "boys"]}]
    assert left_to_declare(read(LOCAL), read(document)) == ()


def test_of_what_is_not_here_nothing_is_said() -> None:
    def without_story(document: Document) -> None:
        del properties(document)["story"]
        del elements(document, 3)["elements"][4]
        document["schema"].pop("allOf", None)

    there = newer(reword_story)
    lineage = read_lineage([{"relation": "reworded", "from": ["story"], "to": ["story"]}])
    found = take(local(without_story), NATIONAL, there, ["question:story"], number=2,
                 lineage=lineage)
    assert [entry["relation"] for entry in found.document["lineage"]] == ["added"]
    assert found.conflicts


def test_a_toolkit_without_a_version_before_needs_no_lineage() -> None:
    there, lineage = national_split()
    first = {key: part for key, part in LOCAL.items() if key != "based_on"}
    document, _ = taken(first, there, "question:boys", lineage=lineage)
    assert "lineage" not in document


def test_options_are_told_with_their_question() -> None:
    def more(document: Document) -> None:
        properties(document)["contact"]["oneOf"].append({"const": "maybe", "title": "Perhaps"})
        ours(document, 1, 1, 0)["meanings"]["maybe"] = "possible"

    entries = [{"relation": "reworded", "from": ["contact"], "to": ["contact"], "options": [
        {"relation": "added", "from": [], "to": ["maybe"]}]}]
    document, _ = taken(LOCAL, newer(more), "question:contact", lineage=read_lineage(entries))
    assert document["lineage"] == entries
    assert left_to_declare(read(LOCAL), read(document)) == ()


# A real case


def test_the_shipped_versions() -> None:
    texts = [json.loads((CSE / f"{n}.json").read_text(encoding="utf-8")) for n in (1, 2)]
    here = {**put_together(take_apart(texts[0])), "slug": "ours", "based_on": 3,
            "family": {"slug": "cse-risk-assessment", "number": 1}}
    lineage = read_lineage(texts[1]["lineage"])
    found = family_changes(here, *texts, lineage)
    assert not any(one.collides for one in found)
    assert all(one.changes for one in found if one.address.startswith(("question", "measure")))
    some = take(here, *texts, ["question:vulnerable_bullying", "section:known_today"],
                number=2, lineage=lineage).document
    assert "missing_episodes" in read(some).questions
    assert "vulnerable_gang_area" in read(some).questions
    assert "suspected_sexual_images" not in read(some).questions
    assert left_to_declare(read(here), read(some)) == ()
    everything = take(here, *texts, [one.address for one in found], number=2, lineage=lineage)
    left = difference(read(texts[1]), read(everything.document), NOTHING).changes
    assert {change.aspect for change in left} == {Aspect.SLUG, Aspect.FAMILY}


THERE = newer(reword_story, remove_where, weigh, split, add_section)
ADDRESSES = [one.address for one in family_changes(
    LOCAL, NATIONAL, THERE, read_lineage(THERE["lineage"]))]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(ADDRESSES)))
def test_whatever_is_chosen_the_document_reads_and_says_what_became_of_all(
    chosen: set[str]
) -> None:
    document, found = taken(LOCAL, THERE, *sorted(chosen), lineage=read_lineage(THERE["lineage"]))
    assert chosen <= found.taken
    assert [str(one) for one in left_to_declare(read(LOCAL), read(document))] in ([], ["story"])
