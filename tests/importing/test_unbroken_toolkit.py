"""A toolkit in our own words, laid out as one was found: without breaks between its paragraphs.

How many of its parts are found, and how many of those with the right words, is counted here.
"""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from app.engine.document import read
from app.importing import import_file

TEXT = Path(__file__).parent / "texts" / "unbroken_toolkit.txt"

ACTUAL = [
    "Someone has raped", "Adults, or other children", "Someone pays or rewards",
    "Someone takes or traffics", "Taken away and/or", "Someone is grooming",
]
SUSPECTED = [
    "Changes in how", "Someone a good deal older", "Spends time with", "Contact with adults",
    "Often away", "Looks different", "Despair or", "Poorer health", "Bruises, scars",
    "Goes online", "Drugs or alcohol", "Crime or", "Told somebody", "Seen at places",
    "Knows towns", "Professionals have lost", "Has things", "Dresses in",
]
PERSONAL = [
    "Has no adult", "Physical/Learning", "Is a young carer", "Does not know", "Thinks little",
    "Losing touch", "Home life", "Nowhere fit", "Gangs are active", "Linked with a gang",
    "Anything else",
]
CONTACT = [
    "Refugee/migrant", "Known now or before", "Known to a Youth", "Does another agency",
    "Has anyone said",
]
FAMILY = [
    "Domestic abuse", "Substance misuse", "Mental health", "Lack of money", "People in the family",
    "Family life upset", "Parent/Carer/Relative",
]
PLAN = [
    "Help the child", "Get in the way", "Make missing episodes", "Point out", "Check what",
    "Meet emotional", "Explain what", "Choose a few", "Offer activities", "See that everybody",
    "Resilience: what", "Further objectives",
]
LEVELS = ["Standard", "Medium", "High", "Actual Abuse Taking Place"]
FIELDS = [
    "Name", "Age", "Date of Birth", "Identified Gender", "Ethnicity", "Current Local Authority",
    "School", "Looked After Child", "Describe whatever else", "List the people",
    "Models of CSE", "Name", "Agency, role", "Date Completed", "Manager/Supervisor",
]


@lru_cache
def imported():
    return import_file(TEXT.name, TEXT.read_bytes())


@lru_cache
def definition():
    return read(json.dumps(imported().document))


def section(title):
    return next(one for one in definition().sections if one.title == title)


def indicators(title, group=""):
    """The labels of the questions with answers to choose from, in a section or a group of it."""
    items = section(title).items
    if group:
        items = next(item for item in items if getattr(item, "title", "") == group).items
        return [question.label for question in items]
    return [question.label for question in section(title).questions()
            if question.type.name == "radios"]


def right(found, expected):
    """How many are what they should be, in their place."""
    return sum(label.startswith(start) for label, start in zip(found, expected, strict=False))


GROUPS = {
    "actual": lambda: (indicators("Indicators of Actual CSE"), ACTUAL),
    "suspected": lambda: (indicators("Indicators of Suspected CSE"), SUSPECTED),
    "intra-personal": lambda: (indicators("Vulnerabilities Checklist", "Intra-Personal"), PERSONAL),
    "contact with services": lambda: (indicators(
        "Vulnerabilities Checklist",
        "Previous or Current Contact with Social and Public Services"), CONTACT),
    "family": lambda: (indicators(
        "Vulnerabilities Checklist", "Family Situation and History"), FAMILY),
    "levels": lambda: ([level.title for level in definition().levels], LEVELS),
    "plan": lambda: (
        [row.title for row in definition().questions["objectives_and_outcomes"].fixed_rows], PLAN),
    "who is involved": lambda: (
        [one.label for one in section("Who is Involved?").questions()], FIELDS),
}


@pytest.mark.parametrize("name", GROUPS)
def test_each_part_is_found_with_its_words(name):
    found, expected = GROUPS[name]()
    assert (len(found), right(found, expected)) == (len(expected), len(expected))


def test_how_many_were_right_by_hand_count(record_property):
    """78 of 78, none by hand: 6 + 18 + 11 + 5 + 7 items, 4 levels, 12 rows of a plan, 15 boxes."""
    counted = {name: right(*parts()) for name, parts in GROUPS.items()}
    record_property("right", counted)
    assert sum(counted.values()) == 78


def test_every_suspected_indicator_keeps_the_words_over_its_box():
    labels = [question.evidence.label for question in
              section("Indicators of Suspected CSE").questions()]
    assert sum(label == "Tell us more …" for label in labels) == 15
    assert all(label.startswith("Tell us more") for label in labels)


def test_actual_harm_is_asked_with_the_answers_of_the_text():
    asked = [question for question in section("Indicators of Actual CSE").questions()
             if question.options]
    assert {tuple(option.title for option in question.options) for question in asked} == {
        ("Yes", "Not Known")}
    assert all(question.harm == "actual" for question in asked)
    assert "call it consent" in asked[0].note
    boxes = [question for question in section("Indicators of Actual CSE").questions()
             if not question.options]
    assert [box.label.split(",")[0] for box in boxes] == ["Response(s)"] * 6


def test_levels_are_what_a_person_chooses_until_somebody_says_more():
    levels = definition().levels
    assert [len(level.interventions) for level in levels] == [3, 4, 2, 1]
    assert [level.cumulative for level in levels] == [True, True, True, False]
    assert definition().judgement.key == "overall_level_of_risk"
    reasons = [str(remark) for remark in imported().not_understood]
    assert any("how the level follows" in reason for reason in reasons)


def test_each_question_leads_to_the_words_it_came_from():
    line = TEXT.read_text(encoding="utf-8").split("\n")[4]
    assert imported().sources.keys() == definition().questions.keys()
    for key, source in imported().sources.items():
        if "characters" in source.where and key not in (
                "objectives_and_outcomes", "overall_level_of_risk", "actions_taken"):
            start, end = source.where.rpartition(" ")[2].split("–")
            assert source.text in line[int(start) - 1:int(end)]
