"""What holds for a whole section: skipping it, notes that rules show, groups without questions."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.engine.absence import Absence
from app.engine.answers import NO_ANSWERS, Answers, Mark
from app.engine.asking import effective
from app.engine.levels import work_out
from app.engine.validation import submission_findings
from app.rendering.compiler import compiled
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from tests.rendering.markup import parse, text_of
from tests.rendering.pages import environment, sent
from tests.rendering.specimen import small, specimen

SINGLE = Displayed(("single",), ())
SKIPPED = {"@single:skip": "yes", "@single:skip-reason": "Early help assessment, 12 May"}


def read(form, base=NO_ANSWERS):
    return read_post(specimen(), SINGLE, MultiDict(form), base)


def shown(answers, **more):
    state = PageState(answers=answers, **more)
    return compiled(specimen(), environment()).section("single").render(state)


def findings(answers):
    counted = effective(specimen(), answers, {}, date(2026, 3, 3))
    return submission_findings(specimen(), counted, work_out(specimen(), counted))


@pytest.mark.requirement("X1")
def test_a_section_is_skipped_in_favour_of_a_named_assessment():
    answers = read(SKIPPED)
    assert answers.skip_of("single").reason == "Early help assessment, 12 May"
    form = sent(shown(answers))
    assert {name: form[name] for name in SKIPPED} == SKIPPED
    assert read(form, answers) == answers


@pytest.mark.requirement("X1")
def test_a_skip_without_a_name_does_not_count_and_is_asked_for():
    answers = read({"@single:skip": "yes", "@single:skip-reason": ""})
    assert answers.skip_of("single") is None
    assert answers.mark("@single").absence is Absence.SKIPPED
    asked = [f for f in findings(answers) if f.address == "@single"]
    assert [f.message for f in asked] == [
        "Name the assessment that covers this section, with its date"]
    assert asked[0].message in shown(answers, messages={"@single": asked[0].message})


def test_taking_a_skip_back_keeps_the_words():
    answers = read({"@single:skip-reason": "Early help"}, read(SKIPPED))
    assert answers.marks == {"@single": Mark(reason="Early help")}


def test_a_post_without_the_box_leaves_the_skip_alone():
    assert read({}, read(SKIPPED)) == read(SKIPPED)


def test_a_hidden_character_in_the_name_is_shown_again():
    answers = read({**SKIPPED, "@single:skip-reason": "Early\x01 help"})
    assert answers.skip_of("single") is None
    assert sent(shown(answers))["@single:skip-reason"] == "Early\ufffd help"
    assert read(sent(shown(answers)), answers) == answers


def test_a_section_that_cannot_be_skipped_is_not():
    form = MultiDict({"@rows:skip": "yes", "@rows:skip-reason": "forged"})
    assert read_post(specimen(), Displayed(("rows",), ()), form, NO_ANSWERS) == NO_ANSWERS


def test_what_is_typed_beside_an_answer_and_cannot_be_kept_is_explained():
    answers = Answers(unparsed={
        "radios": {"evidence:day": "31", "evidence:month": "2", "evidence:year": "2026"},
        "select": {"rationale": "bell \x07"}})
    said = {f.address: f.message for f in findings(answers) if f.kind == "unparsed"}
    assert said == {
        "radios": "Enter a real date of evidence, like 27 3 2026",
        "select": "Remove the hidden control characters from the reasons and save again",
    }


YES = {"scope": "#/properties/a", "schema": {"const": "yes"}}
RULED = [
    {"type": "Control", "scope": "#/properties/a"},
    {"type": "Group", "label": "Only then", "rule": {"effect": "SHOW", "condition": YES},
     "elements": [{"type": "Control", "scope": "#/properties/b"},
                  {"type": "Label", "text": "Call **now**"}]},
]


def ruled_page(answers):
    definition = small({"a": {"enum": ["yes", "no"]}, "b": {"type": "string"}}, RULED)
    counted = effective(definition, answers, {}, date(2026, 3, 3))
    state = PageState(answers=answers, hidden=counted.hidden, world=counted.world)
    return parse(compiled(definition, environment()).section("questions").render(state))


def test_a_group_of_which_nothing_is_shown_has_no_heading():
    tree = ruled_page(Answers({"a": "no"}))
    assert [h.get("hidden") is not None for h in tree.iter("h2")] == [True]
    assert "Call now" not in text_of(tree)


def test_a_note_is_shown_where_its_rule_says_so():
    tree = ruled_page(Answers({"a": "yes"}))
    assert [h.get("hidden") is not None for h in tree.iter("h2")] == [False]
    assert "Call now" in text_of(tree)
