"""The amended CSE toolkit: what it asks about how much is known today, and what it left alone."""

from datetime import date
from pathlib import Path

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.asking import effective
from app.engine.document import read
from app.engine.levels import work_out
from app.engine.lineage import read_lineage
from app.engine.validation import submission_findings
from tests.engine.cse_toolkit import TOOLKIT, lost

DOCUMENT = Path(__file__).parents[2] / "form_definitions" / "cse-risk-assessment" / "2.json"
AMENDED = read(DOCUMENT.read_text(encoding="utf-8"))
TODAY = date(2027, 3, 1)
LINEAGE = read_lineage(AMENDED.lineage)


def counting(marks=None, **values):
    return effective(AMENDED, Answers(values, {}, marks or {}), {}, TODAY)


def against(marks=None, **values):
    counted = counting(marks, **values)
    found = submission_findings(AMENDED, counted, work_out(AMENDED, counted))
    return {finding.address: finding.kind for finding in found}


def not_applicable(reason):
    return Mark(absence=Absence.NOT_APPLICABLE, reason=reason)


@pytest.mark.parametrize("key", [
    "last_seen_alone", "completed_with", "relationship_with_child", "voice",
    pytest.param("missing_episodes", marks=pytest.mark.requirement("S0.19"))])
def test_how_much_is_known_must_be_said(key):
    assert AMENDED.section_of[key].key == "known_today"
    assert against()[key] == "blank"


@pytest.mark.requirement("S1.20")
def test_voice_has_words_a_date_and_how_it_was_gathered():
    found = against(voice="He only texts when he wants something")
    assert found["voice_heard_on"] == found["voice_heard_how"] == "blank"
    assert "voice" not in found


@pytest.mark.requirement("S1.21")
@pytest.mark.parametrize("key", ["voice", "last_seen_alone"])
def test_what_was_not_possible_needs_a_reason(key):
    assert key in against({key: not_applicable("")})
    assert key not in against({key: not_applicable("In hospital; asked again on Monday")})


@pytest.mark.requirement("S0.29", "S1.18")
def test_how_it_was_completed_has_every_way():
    assert [option.key for option in AMENDED.questions["completed_with"].options] == [
        "young_person", "parent_or_carer", "both", "multi_agency_meeting", "professional",
        "agency_information"]


@pytest.mark.requirement("S1.25")
def test_agency_information_alone_needs_its_reason():
    assert against(completed_with="agency_information")["completed_with_reason"] == "blank"
    assert "completed_with_reason" not in against(completed_with="both")


@pytest.mark.requirement("S1.23")
def test_not_knowing_the_child_is_cautioned_and_never_refused():
    caution = next(item for group in AMENDED.section_of["relationship_with_child"].items
                   for item in group.items if hasattr(item, "text"))
    assert "who knows them best" in caution.text
    shows = caution.rules[0].condition.holds
    assert shows(counting(relationship_with_child="none").world)
    assert not shows(counting(relationship_with_child="established").world)
    assert "relationship_with_child" not in against(relationship_with_child="none")
    assert "How long" in AMENDED.questions["relationship_with_child"].evidence.label


@pytest.mark.requirement("S1.24", "S1.37")
def test_staff_are_reminded_how_hard_it_is_to_speak_about_it():
    assert lost("may not see what is happening as exploitation|hard to speak about|"
                "keep questions open|say more rather than to say yes or no",
                AMENDED.questions["voice"].guidance) == []


@pytest.mark.requirement("S1.38")
def test_what_the_parent_says_is_kept_apart_from_what_the_young_person_says():
    parent, child = AMENDED.questions["parent_view"], AMENDED.questions["voice"]
    assert "parent or carer says" in parent.label and "in their own words" in child.label
    assert (parent.known, child.known) == (None, "voice")
    assert "voice" in against(parent_view="She comes home at four")


@pytest.mark.requirement("S0.20")
def test_missing_episodes_ask_for_their_return_interviews():
    assert against(missing_episodes=2)["return_interviews"] == "blank"
    assert not counting(missing_episodes=0).asked("return_interviews")
    assert not counting().asked("return_interviews")


@pytest.mark.requirement("S1.31")
def test_agencies_asked_moved_to_where_knowledge_is_described():
    question = AMENDED.questions["agencies_asked"]
    assert [column.key for column in question.columns] == ["agency", "asked_on", "answered", "said"]
    assert LINEAGE.question("agencies_asked").relation == "moved"
    assert LINEAGE.question("agencies_asked").comparable


@pytest.mark.parametrize("key, to, relation, comparable", [
    ("suspected_absence", ("suspected_absence",), "reworded", True),
    ("suspected_clothing", ("suspected_clothing",), "reworded", True),
    ("vulnerable_self_esteem_bullying", ("vulnerable_bullying", "vulnerable_self_esteem"),
     "split", False),
    ("vulnerable_gang_area", (), "removed", False),
    ("association", ("association",), "same", True),
])
def test_lineage_says_what_became_of_a_question(key, to, relation, comparable):
    link = LINEAGE.question(key)
    assert (link.to, link.relation, link.comparable) == (to, relation, comparable)


def test_what_it_says_of_the_rest_is_what_the_version_before_said():
    """So what is shown of the sense of version 1 holds here too."""
    reworded = {"suspected_absence", "suspected_clothing"}
    kept = [(AMENDED.questions[key], question) for key, question in TOOLKIT.questions.items()
            if key in AMENDED.questions and key not in reworded]
    assert len(kept) == len(TOOLKIT.questions) - 4
    for now, before in kept:
        assert (now.label, now.hint, now.note, now.guidance) == (
            before.label, before.hint, before.note, before.guidance)
    assert [one.title for one in AMENDED.questions["plan"].fixed_rows] == [
        one.title for one in TOOLKIT.questions["plan"].fixed_rows]


@pytest.mark.parametrize("key, words", [
    pytest.param("suspected_absence", "home, care or school|without explanation|more than once|"
                 "whether or not it was reported|withdrawn from school or college|everyday life",
                 marks=pytest.mark.requirement("S4.53")),
    pytest.param("suspected_clothing", "sexualised clothing|kept hidden|change of clothes|friend’s",
                 marks=pytest.mark.requirement("S4.66")),
    pytest.param("vulnerable_self_esteem", "low self-esteem",
                 marks=pytest.mark.requirement("S4.74")),
    pytest.param("vulnerable_bullying", "been bullied|bullied others|homophobic|racist|ethnic|gang",
                 marks=pytest.mark.requirement("S4.74")),
])
def test_what_was_reworded_or_split_keeps_its_sense(key, words):
    question = AMENDED.questions[key]
    assert lost(words, " ".join((question.label, question.hint))) == []


def test_one_model_of_exploitation_was_added():
    assert LINEAGE.options_of("models_of_cse").back("criminal_exploitation").relation == "added"


def test_the_levels_and_what_sets_them_are_as_they_were():
    assert AMENDED.document["levels"] == TOOLKIT.document["levels"]
    assert AMENDED.document["immediate"] == TOOLKIT.document["immediate"]
    assert AMENDED.document["judgement"] == TOOLKIT.document["judgement"]


def test_measures_count_the_questions_that_are_asked_now():
    terms = {measure.id: {term.key for term in measure.terms} for measure in AMENDED.measures}
    assert "suspected_sexual_images" in terms["suspected"]
    assert {"vulnerable_self_esteem", "vulnerable_bullying"} <= terms["vulnerabilities"]
    assert (len(terms["suspected"]), len(terms["vulnerabilities"])) == (19, 23)
