"""What the shipped CSE toolkit asks: people, indicators and vulnerabilities, by requirement.

Its plan, summary and level are in `test_cse_level`. That it is rendered, saved and compared is
shown where that is done; this is the document itself.
"""

import pytest

from app.engine.absence import Absence
from app.engine.answers import Mark
from app.engine.definition import Meaning, Risk
from tests.engine.cse_toolkit import (
    ACTUAL, RATIONALE, SUSPECTED, TOOLKIT, VULNERABLE, against, answers, calls, counting, keys,
    option_keys, result, shown, within, wording,
)

# Purpose and process


@pytest.mark.requirement("S4.1", "S4.2")
def test_introduction_says_what_it_is_for_what_it_is_not_and_whom_to_call():
    words = TOOLKIT.introduction
    assert "call 999" in words and "children’s social care straight away" in words
    assert "think through a case" in words and "does not take their place" in words


def test_guidance_covers_order_sharing_and_confidentiality():
    words = TOOLKIT.guidance
    for said in ("cse-toolbox.uk", "Weigh the urgency", "Other services may hold information",
                 "Designated Officer", "CAF", "confidential", "not absolute"):
        assert said in words


@pytest.mark.requirement("S4.6", "S4.13")
def test_sections_follow_the_order_of_the_work():
    assert [section.key for section in TOOLKIT.sections] == [
        "who_is_involved", "actual", *SUSPECTED, *VULNERABLE,
        "risk_management_plan", "summary_and_level",
    ]


def test_every_section_has_an_introduction_and_guidance_behind_its_symbol():
    assert all(section.introduction and section.guidance for section in TOOLKIT.sections)


def test_every_question_names_the_requirements_it_serves():
    assert [key for key, q in TOOLKIT.questions.items() if not q.requirements] == []


# Who is involved


@pytest.mark.parametrize("key", [
    pytest.param("young_person_name", marks=pytest.mark.requirement("S4.21")),
    pytest.param("gender", marks=pytest.mark.requirement("S4.23")),
    pytest.param("ethnicity", marks=pytest.mark.requirement("S4.24")),
    pytest.param("local_authority", marks=pytest.mark.requirement("S4.25")),
    pytest.param("school", marks=pytest.mark.requirement("S4.26")),
    pytest.param("looked_after", marks=pytest.mark.requirement("S4.27")),
    pytest.param("completer_name", marks=pytest.mark.requirement("S4.31")),
    pytest.param("completer_agency", marks=pytest.mark.requirement("S4.31")),
    pytest.param("completer_role", marks=pytest.mark.requirement("S4.31")),
    pytest.param("completer_contact", marks=pytest.mark.requirement("S4.31")),
    pytest.param("completed_on", marks=pytest.mark.requirement("S4.31")),
    pytest.param("completer_manager", marks=pytest.mark.requirement("S4.31")),
])
def test_who_is_involved_must_be_answered(key):
    assert against(answers())[key] == "blank"


@pytest.mark.requirement("S4.21", "S4.22", "S4.31")
@pytest.mark.parametrize("key, fact", [
    ("young_person_name", "case.name"), ("date_of_birth", "case.date_of_birth"),
    ("completer_name", "actor.name"), ("completer_contact", "actor.contact"),
    ("completer_manager", "actor.manager"), ("completed_on", "today"),
])
def test_what_is_known_already_is_filled_in(key, fact):
    assert TOOLKIT.questions[key].prefill == fact


@pytest.mark.requirement("S4.22")
def test_age_is_worked_out_from_the_date_of_birth_or_asked_where_that_is_not_known():
    born = counting(answers({"date_of_birth": "2012-03-03"}))
    assert born.world.derived["age"] == 13
    assert not born.asked("estimated_age")
    assert against(answers())["estimated_age"] == "blank"


@pytest.mark.requirement("S4.23")
def test_gender_goes_beyond_the_two_printed_options():
    assert option_keys("gender")[:2] == ["female", "male"]
    assert counting(answers({"gender": "another"})).asked("gender_description")


@pytest.mark.requirement("S4.24")
def test_ethnicity_can_be_not_known_or_declined():
    question = TOOLKIT.questions["ethnicity"]
    meanings = {option.key: option.meaning for option in question.options}
    assert meanings["not_known"] is Meaning.NOT_KNOWN
    assert meanings["declined"] is Meaning.DECLINED
    assert question.sensitivity == "special-category"


@pytest.mark.requirement("S4.28")
def test_specific_information_has_a_part_for_each_prompt():
    for key in ("known_names", "residences", "legal_status", "heritage", "sexual_orientation",
                "languages", "disabilities", "special_educational_needs",
                "learning_difficulties", "specific_information"):
        assert TOOLKIT.questions[key].type.name in ("text", "textarea")


@pytest.mark.requirement("S4.4", "S4.5")
@pytest.mark.parametrize("key", ["family_and_friends", "professionals", "associates"])
def test_people_stand_in_rows_and_in_one_or_more_groups(key):
    groups = TOOLKIT.questions[key].column("groups")
    assert groups.type.name == "checkboxes"
    assert [o.key for o in groups.options] == ["may_harm", "protects", "may_be_at_risk"]


@pytest.mark.requirement("S4.29", "S4.98")
def test_associates_have_every_part_and_need_no_name():
    columns = {column.key: column for column in TOOLKIT.questions["associates"].columns}
    assert set(columns) == {"name", "groups", "description", "aliases", "online_names",
                            "residences", "vehicle", "registration", "venues", "online_networks"}
    assert not columns["name"].required
    assert TOOLKIT.questions["associates"].sensitivity == "third-party"


@pytest.mark.requirement("S4.30")
def test_models_of_cse_are_the_six_named():
    assert [option.title for option in TOOLKIT.questions["models_of_cse"].options] == [
        "Inappropriate Relationship", "Organised & Trafficking", "Gangs and Groups",
        "Peer on Peer", "Older Boy/Girlfriend", "Online Grooming"]


@pytest.mark.requirement("S4.17")
def test_purpose_offers_the_uses_named():
    assert {"designated_officer", "early_help", "referral", "cse_pathway",
            "social_care"} <= set(option_keys("purpose"))


# Indicators of actual CSE


@pytest.mark.parametrize("key, words", shown(ACTUAL))
def test_actual_indicator_keeps_its_sense(key, words):
    assert TOOLKIT.section_of[key].key == "actual"
    assert [word for word in words.split("|") if word not in wording(key)] == []


@pytest.mark.requirement("S4.35")
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


@pytest.mark.requirement("S4.38")
def test_under_13_note_says_that_no_child_under_13_consents():
    assert "does not recognise consent from a child under 13" in (
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
    assert [word for word in words.split("|") if word not in wording(key)] == []


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
    guidance = TOOLKIT.sections_by_key["suspected_family"].guidance
    assert "who reported it" in guidance and "where the child was taken" in guidance


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


@pytest.mark.requirement("S4.55", "S4.56")
@pytest.mark.parametrize("key", ["suspected_distress", "suspected_health_problems"])
def test_health_indicators_are_marked_as_health_data(key):
    assert TOOLKIT.questions[key].sensitivity == "health"


# Vulnerabilities


@pytest.mark.parametrize("key, words", shown(within(VULNERABLE)))
def test_vulnerability_keeps_its_sense(key, words):
    assert [word for word in words.split("|") if word not in wording(key)] == []


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
        assert "an empty list lowers nothing" in section.introduction
        assert "no list holds them all" in section.guidance
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
