"""What the shipped CSE toolkit asks about indicators and vulnerabilities, by requirement.

Its process and people are in `test_cse_process`, its plan, summary and level in `test_cse_level`.
That it is rendered, saved and compared is shown where that is done; this is the document itself.
"""

import pytest

from app.engine.absence import Absence
from app.engine.answers import Mark
from app.engine.definition import Meaning, Risk
from tests.engine.cse_toolkit import (
    ACTUAL, RATIONALE, SUSPECTED, TOOLKIT, VULNERABLE, against, answers, calls, counting, keys,
    lost, option_keys, result, shown, within, wording,
)

# Indicators of actual CSE


@pytest.mark.parametrize("key, words", shown(ACTUAL))
def test_actual_indicator_keeps_its_sense(key, words):
    assert TOOLKIT.section_of[key].key == "actual"
    assert lost(words, wording(key)) == []


@pytest.mark.requirement("S4.35", "X13")
@pytest.mark.parametrize("key", keys(ACTUAL))
def test_actual_indicator_is_yes_or_not_known_and_never_no(key):
    meanings = [option.meaning for option in TOOLKIT.questions[key].options]
    assert meanings == [Meaning.YES, Meaning.NOT_KNOWN]
    blank, unknown = counting(answers()), counting(answers({key: "not_known"}))
    assert blank.absence(TOOLKIT.questions[key]) is Absence.BLANK
    assert unknown.absence(TOOLKIT.questions[key]) is Absence.NOT_KNOWN


@pytest.mark.requirement("S4.32")
def test_actual_indicators_are_only_counted_and_never_scaled():
    counted = next(m for m in TOOLKIT.measures if m.id == "actual_harm")
    assert [(term.key, term.weight, term.uses_value) for term in counted.terms] == [
        (key, 1, False) for key in keys(ACTUAL)]
    others = [term.key for m in TOOLKIT.measures if m is not counted for term in m.terms]
    assert not set(others) & set(keys(ACTUAL))


@pytest.mark.requirement("S4.33")
@pytest.mark.parametrize("key", keys(ACTUAL))
def test_actual_yes_calls_for_action_at_once_with_nothing_else_answered(key):
    assert calls(**{key: "yes"}) == [key]
    assert calls(**{key: "not_known"}) == []
    message = next(i.message for i in TOOLKIT.immediate if i.key == key)
    assert "call 999" in message and "police and children’s social care now" in message
    assert "finish this form later" in message


@pytest.mark.requirement("S4.34", "S4.48")
@pytest.mark.parametrize("key", keys(ACTUAL) + keys(within(SUSPECTED)))
def test_every_indicator_has_guidance_behind_its_symbol(key):
    assert TOOLKIT.questions[key].guidance


@pytest.mark.requirement("S4.36")
@pytest.mark.parametrize("key", keys(ACTUAL))
def test_actual_yes_needs_a_response_with_who_which_service_and_when(key):
    rows = f"{key}_responses"
    assert against(answers({key: "yes"}))[rows] == "blank"
    assert rows not in against(answers({key: "not_known"}))
    half = answers({key: "yes", f"{rows}/r1/who": "Dana Field"}, {rows: ("r1",)})
    assert {f"{rows}/r1/service", f"{rows}/r1/on"} <= against(half).keys()


@pytest.mark.requirement("S4.32", "S4.33")
def test_actual_indicators_say_that_they_are_not_scaled_and_call_for_action_at_once():
    section = TOOLKIT.sections_by_key["actual"]
    assert lost("taking place|tell police and children’s social care at once",
                section.introduction) == []
    assert lost("not scaled|committed a crime|significant harm", section.guidance) == []


@pytest.mark.requirement("S4.38")
def test_under_13_note_says_that_no_child_under_13_consents():
    assert "does not recognise consent from a child under 13 to any sexual activity" in (
        TOOLKIT.questions["actual_under_13"].note)
    prompt = next(item for item in TOOLKIT.sections_by_key["actual"].items if hasattr(item, "text"))
    shows = prompt.rules[0].condition.holds
    assert shows(counting(answers({"date_of_birth": "2013-03-03"})).world)
    assert not shows(counting(answers({"date_of_birth": "2013-03-02"})).world)
    assert shows(counting(answers({"estimated_age": 12})).world)
    assert not shows(counting(answers()).world)


@pytest.mark.requirement("S4.40")
def test_a_child_made_to_involve_others_is_seen_as_exploited_too():
    assert "being exploited too" in TOOLKIT.questions["actual_involving_others"].guidance


# Indicators of suspected CSE


@pytest.mark.parametrize("key, words", shown(within(SUSPECTED)))
def test_suspected_indicator_keeps_its_sense(key, words):
    assert lost(words, wording(key)) == []


@pytest.mark.requirement("S4.44", "S4.9")
@pytest.mark.parametrize("key", keys(within(SUSPECTED)))
def test_suspected_indicator_is_a_judgement_that_must_be_made(key):
    assert option_keys(key) == ["present", "not_present", "not_known"]
    assert TOOLKIT.questions[key].risk is Risk.RAISES
    assert against(answers())[key] == "blank"


@pytest.mark.requirement("S4.45", "S4.46", "S0.13")
@pytest.mark.parametrize("key", keys(within(SUSPECTED)))
def test_present_needs_its_reasons_or_what_will_be_done_to_find_evidence(key):
    evidence = TOOLKIT.questions[key].evidence
    assert evidence.label == RATIONALE and evidence.source and evidence.date
    present = {key: "present"}
    assert against(answers(present))[key] == "evidence"
    assert key not in against(answers({key: "not_present"}))
    assert key not in against(answers(present, marks={key: Mark(rationale="Seen by school")}))
    enquiry = Mark(none_held="Sam Reed asks the school by Friday")
    assert key not in against(answers(present, marks={key: enquiry}))


@pytest.mark.requirement("S4.48")
def test_every_suspected_indicator_asks_to_be_told_more():
    asked = [key for key in keys(within(SUSPECTED))
             if TOOLKIT.questions[key].note.startswith("**Tell us more:**")]
    assert len(asked) == 18


@pytest.mark.requirement("S4.44", "S4.45", "S4.46", "S4.47")
@pytest.mark.parametrize("section", list(SUSPECTED))
def test_suspected_indicators_say_how_to_judge_and_why_reasons_are_recorded(section):
    words = " ".join(
        (TOOLKIT.sections_by_key[section].introduction, TOOLKIT.sections_by_key[section].guidance))
    assert lost("professional judgement|say why you decided so|what you rest it on|"
                "others will read it|at the next review|if you have no evidence|further enquiry|"
                "say what you will do", words) == []


@pytest.mark.requirement("S4.12")
@pytest.mark.parametrize("section", list(SUSPECTED))
def test_notes_say_who_reported_it_and_where_the_child_was_taken(section):
    """The note has boxes of its own for who said it and when; the rest stands in its words."""
    assert lost("as much as you can|who reported it, when and where|where the child was taken",
                TOOLKIT.sections_by_key[section].guidance) == []
    for key in keys(SUSPECTED[section]):
        assert TOOLKIT.questions[key].evidence.source and TOOLKIT.questions[key].evidence.date


@pytest.mark.requirement("S4.49", "S4.54", "S4.58", "S4.65")
def test_suspected_groups_hold_five_four_seven_and_two():
    assert [len(SUSPECTED[key]) for key in SUSPECTED] == [5, 4, 7, 2]
    for section, rows in SUSPECTED.items():
        assert {TOOLKIT.section_of[key].key for key in keys(rows)} == {section}


@pytest.mark.requirement("S4.50", "S4.51", "S4.52")
@pytest.mark.parametrize("key", ["suspected_older_associates", "suspected_exploited_peers",
                                 "suspected_unknown_associates"])
def test_indicators_about_people_ask_for_them_under_who_is_involved(key):
    question = TOOLKIT.questions[key]
    assert "Who is involved" in question.note
    assert question.association and question.sensitivity == "third-party"


@pytest.mark.requirement("S4.62")
def test_places_are_asked_with_the_means_of_transport():
    present = counting(answers({"suspected_locations": "present"}))
    assert present.asked("suspected_locations_visits")
    transport = TOOLKIT.questions["suspected_locations_visits"].column("transport")
    assert {"taxi", "tram", "coach"} <= {option.key for option in transport.options}
    assert TOOLKIT.questions["suspected_locations_visits"].column("place").required


@pytest.mark.requirement("S4.55", "S4.56")
@pytest.mark.parametrize("key", ["suspected_distress", "suspected_health_problems"])
def test_health_indicators_are_marked_as_health_data(key):
    assert TOOLKIT.questions[key].sensitivity == "health"


# Vulnerabilities


@pytest.mark.parametrize("key, words", shown(within(VULNERABLE)))
def test_vulnerability_keeps_its_sense(key, words):
    assert lost(words, wording(key)) == []


@pytest.mark.requirement("S4.69")
def test_twenty_three_vulnerabilities_each_have_an_answer_and_notes():
    assert [len(VULNERABLE[key]) for key in VULNERABLE] == [11, 5, 7]
    for section, rows in VULNERABLE.items():
        for key in keys(rows):
            assert TOOLKIT.section_of[key].key == section
            assert option_keys(key) == ["present", "not_present", "not_known"]
            assert TOOLKIT.questions[key].evidence.label == "Notes"


@pytest.mark.requirement("S4.67")
def test_vulnerabilities_say_that_none_of_them_lowers_nothing():
    for key in VULNERABLE:
        section = TOOLKIT.sections_by_key[key]
        assert lost("give context to the indicators|children with none of them are exploited too|"
                    "an empty list lowers nothing", section.introduction) == []
        assert lost("no list holds them all|at the end of the intra-personal list",
                    section.guidance) == []
    none = result(association="suspected", **dict.fromkeys(keys(within(VULNERABLE)), "not_present"))
    assert none.calculated.at_least.id == "medium"


@pytest.mark.requirement("S4.68")
@pytest.mark.parametrize("section", list(VULNERABLE))
def test_vulnerabilities_may_be_skipped_and_the_summary_then_speaks_of_them(section):
    assert "CAF" in TOOLKIT.sections_by_key[section].skip_label
    skip = Mark(absence=Absence.SKIPPED, reason="Early help assessment of 12 May")
    found = against(answers(marks={f"@{section}": skip}))
    assert not set(keys(VULNERABLE[section])) & found.keys()
    assert found["vulnerability_statement"] == "blank"
    assert "vulnerability_statement" not in against(answers())


@pytest.mark.requirement("S4.80")
def test_other_vulnerabilities_stand_in_rows_of_their_own():
    assert list(keys(VULNERABLE["vulnerable_intra_personal"]))[-1] == "vulnerable_other"
    found = against(answers({"vulnerable_other": "present"}))
    assert found["vulnerable_other_observations"] == "blank"


@pytest.mark.parametrize("key", [
    pytest.param("vulnerable_youth_justice", marks=pytest.mark.requirement("S4.83")),
    pytest.param("vulnerable_other_services", marks=pytest.mark.requirement("S4.84")),
    pytest.param("vulnerable_previous_exploitation", marks=pytest.mark.requirement("S4.85")),
])
def test_present_needs_details_in_the_notes(key):
    assert against(answers({key: "present"}))[key] == "evidence"


@pytest.mark.requirement("S4.81")
def test_a_referral_reference_is_asked_where_there_may_be_one():
    present = counting(answers({"vulnerable_migration_trafficking": "present"}))
    assert present.asked("nrm_reference")
    assert not counting(answers()).asked("nrm_reference")


@pytest.mark.requirement("S4.73")
def test_identity_is_special_category_and_kept_from_the_parents_copy():
    question = TOOLKIT.questions["vulnerable_identity_disclosure"]
    assert question.sensitivity == "special-category" and "parents or carers" in question.note


@pytest.mark.parametrize("section", [*SUSPECTED, *VULNERABLE])
def test_only_not_present_may_be_confirmed_together(section):
    assert TOOLKIT.sections_by_key[section].confirm_together == ("not_present",)


@pytest.mark.parametrize("section", ["actual", "summary_and_level"])
def test_actual_harm_and_association_are_never_confirmed_together(section):
    assert TOOLKIT.sections_by_key[section].confirm_together == ()
