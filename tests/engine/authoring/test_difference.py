"""The difference of two versions: each thing that differs is told once, at its place, in words."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from app.engine.authoring.aspects import About, Aspect
from tests.engine.authoring.changed_places import (
    CONTACT, HOME, PLAN, SHOW_OLDER, Change, elements, ours, properties, set_to,
)
from tests.engine.authoring.whole_toolkit import WHOLE, between, changed, changes


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
