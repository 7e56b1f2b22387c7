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
from tests.engine.cse_toolkit import TOOLKIT

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


@pytest.mark.parametrize("key", ["last_seen_alone", "completed_with", "relationship_with_child",
                                 "voice", "missing_episodes"])
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


def test_one_model_of_exploitation_was_added():
    assert LINEAGE.back_option("models_of_cse", "criminal_exploitation").relation == "added"


def test_the_levels_and_what_sets_them_are_as_they_were():
    assert AMENDED.document["levels"] == TOOLKIT.document["levels"]
    assert AMENDED.document["immediate"] == TOOLKIT.document["immediate"]
    assert AMENDED.document["judgement"] == TOOLKIT.document["judgement"]


def test_measures_count_the_questions_that_are_asked_now():
    terms = {measure.id: {term.key for term in measure.terms} for measure in AMENDED.measures}
    assert "suspected_sexual_images" in terms["suspected"]
    assert {"vulnerable_self_esteem", "vulnerable_bullying"} <= terms["vulnerabilities"]
    assert (len(terms["suspected"]), len(terms["vulnerabilities"])) == (19, 23)
