"""The difference of two versions: each thing that differs is told once, at its place, in words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.difference import difference
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.lineage import path, read_lineage
from tests.engine.authoring.whole_toolkit import (
    WHOLE, between, changed, changes, definition,
)
from tests.engine.documents import control

Change = Callable[[dict[str, Any]], Any]
CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"
SHOW_OLDER = {"effect": "SHOW", "condition": {
    "scope": "#/properties/older", "schema": {"const": "present"}}}


def elements(document: dict[str, Any], *places: int) -> Any:
    """An element of the layout by its place in each thing it stands in."""
    found = document["uischema"]
    for place in places:
        found = found["elements"][place]
    return found


def ours(document: dict[str, Any], *places: int) -> Any:
    return elements(document, *places)["options"]["waymark"]


def properties(document: dict[str, Any]) -> Any:
    return document["schema"]["properties"]


def set_to(holder: Any, key: Any, value: Any) -> None:
    holder[key] = value


CONTACT, HOME, PLAN = (1, 1, 0), (1, 3), (1, 4)
ONE_CHANGE: list[tuple[str, Change, About, Aspect, str, str, str]] = [
    ("title", lambda d: set_to(d, "title", "Other"), About.TOOLKIT, Aspect.WORDING,
     "Small toolkit", "Other", "/title"),
    ("introduction", lambda d: set_to(d, "introduction", "Now."), About.TOOLKIT,
     Aspect.INTRODUCTION, "Read **this**.", "Now.", "/introduction"),
    ("kind", lambda d: set_to(d, "kind", "assessment"), About.TOOLKIT, Aspect.FORM,
     "", "Written otherwise; it means the same", ""),
    ("checks", lambda d: set_to(d["schema"], "minProperties", 3), About.TOOLKIT, Aspect.CHECKS,
     "", "minProperties: 3", ""),
    ("section", lambda d: set_to(elements(d, 1), "label", "All contact"), About.SECTION,
     Aspect.WORDING, "Contact", "All contact", "/uischema/elements/1/label"),
    ("skippable", lambda d: ours(d, 3).pop("skippable"), About.SECTION, Aspect.SKIPPABLE,
     "Another assessment covers this", "No", "/uischema/elements/3"),
    ("together", lambda d: ours(d, 2).pop("confirm_together"), About.SECTION,
     Aspect.CONFIRM_TOGETHER, "“Not present”", "", "/uischema/elements/2"),
    ("waits", lambda d: ours(d, 4).pop("waits_for_others"), About.SECTION, Aspect.WAITS,
     "Yes", "No", "/uischema/elements/4"),
    ("group", lambda d: set_to(elements(d, 1, 1), "label", "Others"), About.GROUP,
     Aspect.WORDING, "People", "Others", "/uischema/elements/1/elements/1/label"),
    ("group rule", lambda d: elements(d, 1, 1).pop("rule"), About.GROUP, Aspect.RULE,
     "Shown where “Older people” is “Present” or “Not known”", "Always",
     "/uischema/elements/1/elements/1"),
    ("note", lambda d: set_to(elements(d, 1, 0), "text", "Think of everybody."), About.NOTE,
     Aspect.WORDING, "Think of everyone.", "Think of everybody.",
     "/uischema/elements/1/elements/0/text"),
    ("label", lambda d: set_to(elements(d, *CONTACT), "label", "Contact"), About.QUESTION,
     Aspect.WORDING, "Contact with people who harm", "Contact",
     "/uischema/elements/1/elements/1/elements/0/label"),
    ("type", lambda d: set_to(ours(d, *CONTACT), "type", "select"), About.QUESTION,
     Aspect.TYPE, "One choice", "One choice from a drop-down list", "/schema/properties/contact"),
    ("limits", lambda d: set_to(properties(d)["worry"], "maximum", 5), About.QUESTION,
     Aspect.LIMITS, "At most 10", "At most 5", "/schema/properties/worry"),
    ("shared limit", lambda d: set_to(d["schema"]["$defs"]["line"], "maxLength", 20),
     About.QUESTION, Aspect.LIMITS, "At most 90 characters", "At most 20 characters",
     "/schema/properties/home/properties/street"),
    ("required", lambda d: d["schema"]["required"].remove("older"), About.QUESTION,
     Aspect.REQUIRED, "Yes", "No", "/schema/properties/older"),
    ("required when", lambda d: ours(d, *PLAN).pop("required_when"), About.QUESTION,
     Aspect.REQUIRED_WHEN,
     "“Contact with people who harm” is “Yes, known” or “Indicators” is at least 2",
     "Nowhere else", "/uischema/elements/1/elements/4"),
    ("rule gone", lambda d: elements(d, 2, 4).pop("rule"), About.QUESTION, Aspect.RULE,
     "Asked where “Cars” is “Present”", "Always", "/uischema/elements/2/elements/4"),
    ("layout rule", lambda d: elements(d, 1, 1, 1).pop("rule"), About.QUESTION, Aspect.RULE,
     "Shown and not asked where “Contact with people who harm” is “Yes, known”", "Always",
     "/uischema/elements/1/elements/1/elements/1/elements/0"),
    ("risk", lambda d: set_to(ours(d, *CONTACT), "risk", "lowers"), About.QUESTION, Aspect.RISK,
     "More of it raises risk", "More of it lowers risk", "/risk"),
    ("no risk", lambda d: ours(d, *CONTACT).pop("risk"), About.QUESTION, Aspect.RISK,
     "More of it raises risk", "No direction", ""),
    ("harm", lambda d: ours(d, 0, 0).pop("harm"), About.QUESTION, Aspect.HARM,
     "A yes counts as actual harm", "Not counted as actual harm", ""),
    ("association", lambda d: ours(d, *CONTACT).pop("association"), About.QUESTION,
     Aspect.ASSOCIATION, "Yes", "No", ""),
    ("historical", lambda d: ours(d, 3, 1).pop("historical"), About.QUESTION,
     Aspect.HISTORICAL, "Yes", "No", ""),
    ("ordinal", lambda d: ours(d, 3, 2).pop("ordinal"), About.QUESTION, Aspect.ORDINAL,
     "Yes", "No", ""),
    ("known", lambda d: ours(d, 1, 1, 1, 0).pop("known"), About.QUESTION, Aspect.KNOWN,
     "When they were last seen alone", "", ""),
    ("evidence", lambda d: set_to(ours(d, 2, 0)["evidence"], "source", False),
     About.QUESTION, Aspect.EVIDENCE,
     "“Rationale for what you have scored”, with the source, the date and “no evidence yet”",
     "“Rationale for what you have scored”, with the date and “no evidence yet”", ""),
    ("evidence when", lambda d: ours(d, 2, 0)["evidence"].pop("required_when"),
     About.QUESTION, Aspect.EVIDENCE_REQUIRED, "“Older people” is “Present”",
     "Never required", ""),
    ("not applicable", lambda d: ours(d, 1, 1, 1, 0).pop("not_applicable"), About.QUESTION,
     Aspect.NOT_APPLICABLE, "Yes", "No", ""),
    ("revisit", lambda d: ours(d, 1, 1, 1, 0).pop("revisit"), About.QUESTION, Aspect.REVISIT,
     "No", "Yes", ""),
    ("prefill", lambda d: ours(d, 1, 1, 1, 0).pop("prefill"), About.QUESTION, Aspect.PREFILL,
     "The date of birth on the case", "", ""),
    ("sensitivity", lambda d: set_to(ours(d, 1, 1, 1, 0), "sensitivity", "police"),
     About.QUESTION, Aspect.SENSITIVITY, "Health", "Police", "/sensitivity"),
    ("row heading", lambda d: set_to(ours(d, *PLAN)["columns"], "row", "Goal"),
     About.QUESTION, Aspect.ROW_HEADING, "Aim", "Goal", "/columns/row"),
    ("other tools", lambda d: set_to(elements(d, *CONTACT)["options"], "theme", "dark"),
     About.QUESTION, Aspect.OTHER, "", 'options: {"theme": "dark"}', ""),
    ("option", lambda d: set_to(properties(d)["contact"]["oneOf"][0], "title", "None"),
     About.OPTION, Aspect.WORDING, "No", "None", "/schema/properties/contact"),
    ("option added", lambda d: (properties(d)["contact"]["oneOf"].append(
        {"const": "maybe", "title": "Perhaps"}), set_to(
            ours(d, *CONTACT)["meanings"], "maybe", "possible")),
     About.OPTION, Aspect.ADDED, "", "Perhaps (Possible)", "/schema/properties/contact"),
    ("option hint", lambda d: set_to(ours(d, *CONTACT)["option_hints"], "none", "So far"),
     About.OPTION, Aspect.HINT, "As far as is known", "So far",
     "/option_hints/none"),
    ("meaning", lambda d: set_to(ours(d, *CONTACT)["meanings"], "known", "possible"),
     About.OPTION, Aspect.MEANING, "Yes", "Possible", "/meanings/known"),
    ("column", lambda d: set_to(properties(d)["people"]["items"]["properties"]["name"],
                                "title", "Full name"), About.COLUMN, Aspect.WORDING,
     "Name", "Full name", "/schema/properties/people/items/properties/name/title"),
    ("column gone", lambda d: properties(d)["people"]["items"]["properties"].pop("since"),
     About.COLUMN, Aspect.REMOVED, "Since (A date)", "", ""),
    ("fixed row", lambda d: set_to(properties(d)["plan"]["properties"]["last"], "title", "Later"),
     About.ROW, Aspect.WORDING, "Last things", "Later", "/schema/properties/plan/properties/last"),
    ("fixed row gone", lambda d: properties(d)["plan"]["properties"].pop("last"),
     About.ROW, Aspect.REMOVED, "Last things", "", ""),
    ("measure", lambda d: set_to(d["measures"][1], "title", "Signs"), About.MEASURE,
     Aspect.WORDING, "Indicators", "Signs", "/measures/1/title"),
    ("weight", lambda d: set_to(d["measures"][1]["terms"][1], "weight", 3), About.TERM,
     Aspect.WEIGHT, "2", "3", "/measures/1/terms/1/weight"),
    ("term", lambda d: set_to(d["measures"][1]["terms"][0], "when", {"const": "not_known"}),
     About.TERM, Aspect.WHEN, "“Older people” is “Present”", "“Older people” is “Not known”",
     "/measures/1/terms/0/when"),
    ("term gone", lambda d: d["measures"][1]["terms"].pop(0), About.TERM, Aspect.REMOVED,
     "“Older people” is “Present”, weight 1", "", ""),
    ("value", lambda d: set_to(d["measures"][2]["terms"][0], "value", False), About.TERM,
     Aspect.VALUE, "Yes", "No", "/measures/2/terms/0/value"),
    ("windows", lambda d: set_to(d["measures"][1]["terms"][2]["windows"]["bands"][0], "weight", 4),
     About.TERM, Aspect.WINDOWS,
     "Counts 5 within 6 months and 1 from 6 to 12 months, by “On” in “When was money seen”",
     "Counts 4 within 6 months and 1 from 6 to 12 months, by “On” in “When was money seen”",
     "/measures/1/terms/2/windows"),
    ("rank", lambda d: set_to(d["levels"][3], "rank", 9), About.LEVEL, Aspect.RANK, "3", "9",
     "/levels/3/rank"),
    ("status", lambda d: d["levels"][3].pop("status"), About.LEVEL, Aspect.STATUS, "Subject",
     "None", "/levels/3"),
    ("level when", lambda d: set_to(d["levels"][2]["when"]["schema"], "minimum", 6),
     About.LEVEL, Aspect.WHEN, "“Indicators” is at least 5", "“Indicators” is at least 6",
     "/levels/2/when"),
    ("interventions", lambda d: d["levels"][1]["interventions"].append("Meet"), About.LEVEL,
     Aspect.INTERVENTIONS, "Share", "Share\nMeet", "/levels/1/interventions"),
    ("cumulative", lambda d: set_to(d["levels"][1], "cumulative", False), About.LEVEL,
     Aspect.CUMULATIVE, "Yes", "No", "/levels/1/cumulative"),
    ("floor", lambda d: d["floors"][0]["forbids"].append("medium"), About.FLOOR,
     Aspect.FORBIDS, "Standard", "Standard, Medium", "/floors/0/forbids"),
    ("rise", lambda d: d["judgement"].pop("rise"), About.JUDGEMENT, Aspect.RISE, "One level",
     "Any number of levels", "/judgement"),
    ("reason", lambda d: set_to(d["judgement"], "reason", "#/properties/story"),
     About.JUDGEMENT, Aspect.REASON, "“Reason”", "“Story”", "/judgement/reason"),
    ("message", lambda d: set_to(d["immediate"][0], "message", "Call 999 now."),
     About.IMMEDIATE, Aspect.MESSAGE, "Call 999.", "Call 999 now.", "/immediate/0/message"),
    ("immediate gone", lambda d: d.pop("immediate"), About.IMMEDIATE, Aspect.REMOVED,
     "“Abuse is taking place” is “Yes” (“Abuse is taking place” is “Yes”, Call 999.)", "", ""),
    ("derived", lambda d: set_to(d["derived"][0], "of", "case.date_of_birth"), About.DERIVED,
     Aspect.OF, "the age in years by “Date of birth”",
     "the age in years by the date of birth on the case", "/derived/0/of"),
]


@pytest.mark.parametrize(
    "change, about, aspect, before, after, pointer", [case[1:] for case in ONE_CHANGE],
    ids=[case[0] for case in ONE_CHANGE])
def test_one_change_is_told_once(
    change: Change, about: About, aspect: Aspect, before: str, after: str, pointer: str
) -> None:
    found, = changes(change)
    assert (found.about, found.aspect) == (about, aspect)
    assert (found.before, found.after) == (before, after)
    place = found.later_pointer if found.later_pointer is not None else found.earlier_pointer
    assert place is not None and place.endswith(pointer)


def test_equal_documents_do_not_differ() -> None:
    same = between(WHOLE, copy.deepcopy(WHOLE))
    assert not same
    assert same.changes == () and same.consequence is None
    assert same.unchanged_count == len(same.items) > 40


def test_everything_unchanged_is_there_too_and_can_be_told() -> None:
    items = between(WHOLE, changed(lambda d: set_to(d, "title", "Other"))).items
    contact = next(item for item in items if item.subject.id == "question:contact")
    assert contact.changes == ()
    told = {aspect.words: words for aspect, words in contact.subject.facts()}
    assert told["Wording"] == "Contact with people who harm"
    assert told["Hint"] == "Direct or not."
    assert told["Requirements it meets"] == "S4.1"


def test_the_title_of_an_object_is_the_heading_of_its_questions() -> None:
    found = changes(lambda d: set_to(properties(d)["home"], "title", "Home"))
    assert [(c.later_key, c.aspect, c.before, c.after) for c in found] == [
        ("home.street", Aspect.HEADING, "Where they live", "Home"),
        ("home.rooms", Aspect.HEADING, "Where they live", "Home")]


def test_a_rule_on_an_object_is_told_for_each_of_its_questions() -> None:
    found = changes(lambda d: set_to(elements(d, *HOME), "rule", SHOW_OLDER))
    assert [(c.later_key, c.aspect, c.after) for c in found] == [
        ("home.street", Aspect.RULE, "Asked where “Older people” is “Present”"),
        ("home.rooms", Aspect.RULE, "Asked where “Older people” is “Present”")]


def test_yes_is_not_one() -> None:
    def one(document: dict[str, Any]) -> None:
        document["measures"][0]["terms"][0]["when"] = {"const": 1}

    def yes(document: dict[str, Any]) -> None:
        document["measures"][0]["terms"][0]["when"] = {"const": True}

    assert [c.aspect for c in between(changed(one), changed(yes)).changes] == [Aspect.WHEN]
    assert not between(changed(one), changed(lambda d: set_to(
        d["measures"][0]["terms"][0], "when", {"const": 1.0})))


# Order and place


def swap(elements: list[Any], first: int, second: int) -> None:
    elements[first], elements[second] = elements[second], elements[first]


def test_a_moved_question_is_told_with_its_old_and_new_place() -> None:
    found, = changes(lambda d: swap(elements(d, 2)["elements"], 0, 1))
    assert (found.aspect, found.title) == (Aspect.ORDER, "Cars")
    assert (found.before, found.after) == ("After “Older people”", "First")


def test_only_what_moved_is_told_as_moved() -> None:
    def to_the_end(document: dict[str, Any]) -> None:
        inside = elements(document, 3)["elements"]
        inside.append(inside.pop(0))

    found, = changes(to_the_end)
    assert (found.title, found.after) == ("A trusted adult", "After “People”")


def test_a_moved_section() -> None:
    found, = changes(lambda d: swap(d["uischema"]["elements"], 2, 3))
    assert (found.about, found.aspect) == (About.SECTION, Aspect.ORDER)


def test_options_columns_and_rows_have_an_order() -> None:
    def orders(change: Change) -> list[tuple[About, Aspect]]:
        return [(c.about, c.aspect) for c in changes(change)]

    assert orders(lambda d: swap(properties(d)["contact"]["oneOf"], 0, 1)) == [
        (About.OPTION, Aspect.ORDER)]
    assert orders(lambda d: swap(elements(d, *PLAN)["options"]["detail"]["elements"], 0, 1)) == [
        (About.COLUMN, Aspect.ORDER)]
    assert orders(lambda d: set_to(properties(d)["plan"], "properties", dict(
        reversed(properties(d)["plan"]["properties"].items())))) == [(About.ROW, Aspect.ORDER)]


def move(document: dict[str, Any], source: tuple[int, ...], to: tuple[int, ...]) -> None:
    *holder, place = source
    element = elements(document, *holder)["elements"].pop(place)
    elements(document, *to)["elements"].append(element)


def test_a_question_in_another_section() -> None:
    found, = changes(lambda d: move(d, (2, 3), (3,)))
    assert (found.about, found.aspect) == (About.QUESTION, Aspect.SECTION)
    assert (found.before, found.after) == ("Indicators", "Background")
    assert found.section == "Background"


def test_a_question_that_leaves_its_group_leaves_the_rule_of_the_group() -> None:
    found = changes(lambda d: move(d, (1, 1, 0), (1,)))
    assert [(c.aspect, c.before, c.after) for c in found] == [
        (Aspect.RULE, "Asked where “Older people” is “Present” or “Not known”", "Always"),
        (Aspect.GROUP, "People", "In no group")]


def test_a_section_of_another_key_is_known_by_its_questions() -> None:
    found = changes(lambda d: set_to(ours(d, 1), "key", "contacts"))
    assert [(c.about, c.aspect, c.before, c.after) for c in found] == [
        (About.SECTION, Aspect.KEY, "contact", "contacts")]


def test_a_group_of_another_title_in_another_section_is_known_by_its_questions() -> None:
    def elsewhere(document: dict[str, Any]) -> None:
        elements(document, 1, 1)["label"] = "Other people"
        move(document, (1, 1), (3,))

    assert [(c.about, c.aspect) for c in changes(elsewhere)] == [
        (About.GROUP, Aspect.WORDING), (About.GROUP, Aspect.SECTION)]


def test_notes_are_told_apart_by_their_words() -> None:
    def swapped(document: dict[str, Any]) -> None:
        swap(elements(document, 1)["elements"], 0, 2)

    assert {c.aspect for c in changes(swapped)} == {Aspect.ORDER}
    found = changes(lambda d: set_to(elements(d, 1, 0), "text", "Quite another thing"))
    assert sorted(c.aspect for c in found) == [Aspect.ADDED, Aspect.REMOVED]


# Things that come and go


def test_an_added_question_is_told_whole_and_its_options_with_it() -> None:
    def add(document: dict[str, Any]) -> None:
        properties(document)["extra"] = copy.deepcopy(properties(document)["contact"])
        elements(document, 3)["elements"].insert(0, control("extra", "One more"))

    found, = changes(add)
    assert (found.about, found.aspect, found.later_key) == (
        About.QUESTION, Aspect.ADDED, "extra")
    assert found.after == "One more (One choice: No; Yes, known)"
    assert found.earlier_pointer is None and found.earlier_key is None


def test_what_is_gone_stands_in_its_old_place() -> None:
    def remove(document: dict[str, Any]) -> None:
        del properties(document)["story"]
        del elements(document, 3)["elements"][4]
        document["schema"].pop("allOf")

    items = between(WHOLE, changed(remove)).items
    questions = [item for item in items if item.about is About.QUESTION]
    place = next(n for n, item in enumerate(questions) if item.later is None)
    assert [questions[place + n].subject.key for n in (-1, 0, 1)] == ["models", "story", "people"]
    assert questions[place].changes[0].before == "Story (Text of several lines)"
    assert questions[place].changes[0].later_pointer is None


def test_a_section_and_all_in_it() -> None:
    def remove(document: dict[str, Any]) -> None:
        del document["uischema"]["elements"][4]
        for key in ("level", "reason"):
            del properties(document)[key]
        document["schema"]["required"].remove("level")
        document.pop("judgement")

    found = changes(remove)
    assert [(c.about, c.aspect) for c in found] == [
        (About.SECTION, Aspect.REMOVED), (About.QUESTION, Aspect.REMOVED),
        (About.QUESTION, Aspect.REMOVED), (About.JUDGEMENT, Aspect.REMOVED)]


# Lineage


def split(document: dict[str, Any]) -> None:
    """“Older people” in two: older boys, older adults."""
    inside = elements(document, 2)["elements"]
    older = inside.pop(0)
    for place, (key, label) in enumerate((("boys", "Older boys"), ("adults", "Older adults"))):
        inside.insert(place, {**older, "scope": f"#/properties/{key}", "label": label})
        properties(document)[key] = properties(document)["older"]
    del properties(document)["older"]
    document["schema"]["required"] = ["harm"]
    document["schema"].pop("allOf")
    elements(document, 1, 1).pop("rule")
    document["measures"][1]["terms"][0]["scope"] = "#/properties/boys"
    document["lineage"] = [{"relation": "split", "from": ["older"], "to": ["boys", "adults"],
                            "note": "Two different things."}]
    document["based_on"] = 1


def test_a_split_is_told_on_both_sides_with_the_reason() -> None:
    found = [item for item in between(WHOLE, changed(split)).changed if item.relation == "split"]
    assert [(i.subject.key, i.linked, i.note) for i in found] == [
        ("older", ("Older adults", "Older boys"), "Two different things."),
        ("boys", ("Older people",), "Two different things."),
        ("adults", ("Older people",), "Two different things.")]
    assert [c.aspect for item in found for c in item.changes] == [Aspect.RELATION] * 3


def declared(document: dict[str, Any], *entries: Any) -> None:
    document["lineage"], document["based_on"] = list(entries), 1


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
