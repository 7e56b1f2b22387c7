"""What the shipped CSE toolkit asks, needs and works out, requirement by requirement.

That it is rendered, saved and compared is shown where that is done; this is the document itself.
"""

from datetime import date
from pathlib import Path

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.asking import effective
from app.engine.conditions import UNDEFINED
from app.engine.definition import Meaning, Risk
from app.engine.document import read
from app.engine.journey import Status, journey
from app.engine.levels import work_out
from app.engine.validation import submission_findings

DOCUMENTS = Path(__file__).parents[2] / "form_definitions" / "cse-risk-assessment"
TOOLKIT = read((DOCUMENTS / "1.json").read_text(encoding="utf-8"))
TODAY = date(2026, 3, 2)
RATIONALE = "Rationale for what you have scored"

# Each question: key, requirement, words that its label, hint and note must hold between them.
ACTUAL = [
    ("actual_under_13", "S4.37", "under 13|raped|any other kind of sexual activity|any other person"),
    ("actual_exchange", "S4.39", "aged 13 or over|adults|peers|exchange"),
    ("actual_involving_others", "S4.40", "money, goods or status|gang|forcing or coercing"),
    ("actual_taken_to_premises", "S4.41", "traffics|hotels|clubs|brothels|massage parlours"),
    ("actual_abduction", "S4.42", "abducted|against their will|false imprisonment"),
    ("actual_groomed_online", "S4.43", "grooming|online|sexual exploitation"),
]
SUSPECTED = {
    "suspected_family": [
        ("suspected_behaviour_change", "S4.49", "secretive|withdrawn|isolated|disruptive|hostile|"
         "aggressive|sexualised language|apart from their family"),
        ("suspected_older_associates", "S4.50", "significantly older|peer|dependence|loyalty|"
         "manipulates|threatens|violent|boyfriend or girlfriend|aliases|occupation|registration"),
        ("suspected_exploited_peers", "S4.51", "other children|exploited|aliases|where they meet"),
        ("suspected_unknown_associates", "S4.52", "do not know|callers|cars|messages and texts"),
        ("suspected_absence", "S4.53", "home, care setting or school|reported or not|withdrawn"),
    ],
    "suspected_health": [
        ("suspected_appearance_change", "S4.54", "weight|new clothes|make-up|tattoos|gang|brand"),
        ("suspected_distress", "S4.55", "self-harm|suicide|self-loathing|hopelessness|overdose|"
         "eating|diet products|health referral"),
        ("suspected_health_problems", "S4.56", "sexual health|infections|pregnancies|miscarriages|"
         "terminations"),
        ("suspected_injuries", "S4.57", "marks|scars|body or face|hide|hairstyle|make-up"),
    ],
    "suspected_behaviour": [
        ("suspected_online_contact", "S4.58", "internet|phone|apps|sexual messages|consoles"),
        ("suspected_substances", "S4.59", "drugs or alcohol|hidden|older boyfriend or girlfriend|"
         "older friend"),
        ("suspected_offending", "S4.60", "crime|anti-social|gang"),
        ("suspected_withdrawn_disclosure", "S4.61", "sexual or physical assault|taken it back"),
        ("suspected_locations", "S4.62", "hotspots|sex work|on or off the street|informal trade|"
         "taxi|tram|coach"),
        ("suspected_unfamiliar_towns", "S4.63", "towns or cities|no earlier connection"),
        ("suspected_lost_contact", "S4.64", "professionals have lost contact"),
    ],
    "suspected_appearance": [
        ("suspected_possessions", "S4.65", "no plausible explanation|key cards|property|money|"
         "phones|sim|clothes|jewellery|credit cards"),
        ("suspected_clothing", "S4.66", "clothing|sexualised|hidden|change of clothes|friend’s"),
    ],
}
VULNERABLE = {
    "vulnerable_intra_personal": [
        ("vulnerable_protective_adult", "S4.70", "protective and nurturing|bereavement|loss"),
        ("vulnerable_disability", "S4.71", "physical|learning|communication disorder|adhd"),
        ("vulnerable_young_carer", "S4.72", "young carer"),
        ("vulnerable_identity_disclosure", "S4.73", "orientation|gender identity|family or friends"),
        ("vulnerable_self_esteem_bullying", "S4.74", "self-esteem|been bullied|bullied others|"
         "homophobic|racist|ethnic|gang"),
        ("vulnerable_support_networks", "S4.75", "losing touch|family|friends|services"),
        ("vulnerable_household", "S4.76", "household|little order|broken down"),
        ("vulnerable_accommodation", "S4.77", "unsuitable|street|hostel|breakfast|sofas"),
        ("vulnerable_gang_area", "S4.78", "neighbourhood|gangs|postcode"),
        ("vulnerable_gang_association", "S4.79", "relatives|peers|intimate"),
        ("vulnerable_other", "S4.80", "any other|observation"),
    ],
    "vulnerable_services": [
        ("vulnerable_migration_trafficking", "S4.81", "migrant|refugee|asylum|trafficked|"
         "national referral mechanism"),
        ("vulnerable_social_care", "S4.82", "is or has been|social care|child protection plan|"
         "looked after"),
        ("vulnerable_youth_justice", "S4.83", "youth justice|kind of offence"),
        ("vulnerable_other_services", "S4.84", "another agency|drug and alcohol|mental health"),
        ("vulnerable_previous_exploitation", "S4.85", "before|details"),
    ],
    "vulnerable_family": [
        ("vulnerable_family_abuse", "S4.86", "domestic abuse|forced marriage|honour-based|"
         "sexual abuse of a child within the family"),
        ("vulnerable_family_substances", "S4.87", "substance misuse or dependency|has been"),
        ("vulnerable_family_mental_health", "S4.88", "mental health|affect parenting"),
        ("vulnerable_poverty", "S4.89", "poverty or deprivation"),
        ("vulnerable_family_exploitation", "S4.90", "exploitation|sale of sex|have been"),
        ("vulnerable_family_disruption", "S4.91", "recently|someone new|hospital|bereavement|"
         "prison|separation or divorce|missing"),
        ("vulnerable_family_neglect", "S4.92", "parent, carer or other family member|neglects"),
    ],
}
PLAN = {
    "raise_awareness": "S4.112", "disrupt": "S4.113", "missing_episodes": "S4.114",
    "sexual_health": "S4.115", "information_and_evidence": "S4.116", "emotional_needs": "S4.117",
    "substance_misuse": "S4.118", "small_team": "S4.119", "diversionary_activities": "S4.120",
    "level_known": "S4.121", "resilience": "S4.122",
}


def shown(rows):
    """The rows as parameters, each carrying its own requirement."""
    return [pytest.param(key, words, id=key, marks=pytest.mark.requirement(requirement))
            for key, requirement, words in rows]


def within(groups):
    return [row for rows in groups.values() for row in rows]


def keys(rows):
    return [key for key, *_ in rows]


ALL_INDICATORS = keys(ACTUAL) + keys(within(SUSPECTED)) + keys(within(VULNERABLE))


def option_keys(key):
    return [option.key for option in TOOLKIT.questions[key].options]


def wording(key):
    question = TOOLKIT.questions[key]
    return " ".join((question.label, question.hint, question.note)).lower()


def answers(values=None, rows=None, marks=None):
    return Answers(values or {}, rows or {}, marks or {})


def counting(given):
    return effective(TOOLKIT, given, {}, TODAY)


def result(**values):
    return work_out(TOOLKIT, counting(answers(values)))


def against(given, *, by_manager=False):
    """What stands against submitting: address → kind."""
    counted = counting(given)
    found = submission_findings(
        TOOLKIT, counted, work_out(TOOLKIT, counted), by_manager=by_manager)
    return {finding.address: finding.kind for finding in found}


def calls(**values):
    """The questions whose answer calls for action at once."""
    counted = counting(answers(values)).answers.values
    return [i.key for i in TOOLKIT.immediate if i.when.holds(counted.get(i.key, UNDEFINED))]


# Purpose and process


@pytest.mark.requirement("S4.1", "S4.2", "S4.20")
def test_introduction_says_what_it_is_for_what_it_is_not_and_whom_to_call():
    words = TOOLKIT.introduction
    assert "call 999" in words and "children’s social care straight away" in words
    assert "think through a case" in words and "does not take their place" in words


@pytest.mark.requirement("S4.3", "S4.10", "S4.15", "S4.17", "S4.18", "S4.19")
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


@pytest.mark.requirement("S4.29", "S4.11", "S4.98")
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


@pytest.mark.requirement("S4.7", "S4.33")
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


@pytest.mark.requirement("S4.48", "S4.12")
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


# Plan


@pytest.mark.parametrize("row", [
    pytest.param(key, id=key, marks=pytest.mark.requirement(requirement))
    for key, requirement in PLAN.items()])
def test_plan_has_its_objective(row):
    titles = {fixed.key: fixed.title for fixed in TOOLKIT.questions["plan"].fixed_rows}
    assert titles[row]


@pytest.mark.requirement("S4.111")
def test_plan_has_three_columns_and_a_used_row_needs_both():
    plan = TOOLKIT.questions["plan"]
    assert plan.row_heading == "Objective or outcome"
    assert [column.key for column in plan.columns] == ["who", "due"]
    assert [fixed.key for fixed in plan.fixed_rows] == list(PLAN)
    found = against(answers({"plan/disrupt/who": "Police, with the social worker"}))
    assert found["plan/disrupt/due"] == "blank"
    assert not [address for address in found if address.startswith("plan/resilience")]


@pytest.mark.requirement("S0.21")
def test_no_action_at_all_needs_a_reason():
    assert against(answers())["plan"] == "blank"
    reason = Mark(absence=Absence.NOT_APPLICABLE, reason="Another authority holds the plan")
    assert "plan" not in against(answers(marks={"plan": reason}))


@pytest.mark.requirement("S4.123")
def test_any_other_objective_can_be_added():
    objectives = TOOLKIT.questions["other_objectives"]
    assert objectives.type.name == "rows"
    assert [column.key for column in objectives.columns] == ["objective", "who", "due"]


# Summary and level


@pytest.mark.requirement("S4.93")
def test_summary_opens_last():
    counted = counting(answers())
    found = submission_findings(TOOLKIT, counted, work_out(TOOLKIT, counted))
    last = journey(TOOLKIT, counted, found).steps[-1]
    assert last.section.key == "summary_and_level"
    assert last.status is Status.WAITING


@pytest.mark.requirement("S4.14", "S4.94", "S4.106", "S4.107")
@pytest.mark.parametrize("key", ["summary", "association", "overall_level", "actions_taken",
                                 "next_review"])
def test_summary_must_be_given(key):
    assert against(answers())[key] == "blank"


@pytest.mark.requirement("S4.95")
def test_actual_indicators_are_stated():
    assert against(answers({"actual_abduction": "yes"}))["actual_statement"] == "blank"
    assert "actual_statement" not in against(answers())


@pytest.mark.requirement("S4.96")
@pytest.mark.parametrize("key", keys(ACTUAL))
def test_not_known_needs_an_enquiry_with_action_owner_and_date(key):
    assert against(answers({key: "not_known"}))["further_investigation"] == "blank"
    assert "further_investigation" not in against(answers())
    columns = TOOLKIT.questions["further_investigation"].columns
    assert {column.key for column in columns if column.required} == {
        "unknown", "action", "owner", "due"}


@pytest.mark.requirement("S4.15", "S4.16")
@pytest.mark.parametrize("present, asked", [
    (["suspected_absence"], False),
    (["suspected_absence", "suspected_distress"], True),
    (["suspected_absence", "vulnerable_poverty"], True),
    (["vulnerable_poverty", "vulnerable_young_carer"], False),
])
def test_other_agencies_and_family_are_consulted_or_a_reason_given(present, asked):
    given = dict.fromkeys(present, "present")
    found = against(answers(given))
    assert ("agencies_asked" in found, "family_consulted" in found) == (asked, asked)
    why = Mark(absence=Absence.NOT_APPLICABLE, reason="Police ask us to wait")
    assert "agencies_asked" not in against(answers(given, marks={"agencies_asked": why}))


@pytest.mark.requirement("S4.10")
def test_a_suspected_indicator_needs_a_decision_on_sharing_with_its_reason():
    assert against(answers({"suspected_absence": "present"}))["sharing_decision"] == "blank"
    assert against(answers({"sharing_decision": "later"}))["sharing_decision"] == "evidence"
    assert "sharing_decision" not in against(answers({"sharing_decision": "now"}))


@pytest.mark.requirement("S4.8", "S4.19")
def test_sharing_is_recorded_with_agreement_or_the_reason_without():
    assert {"with_whom", "service", "on", "consent", "reason"} <= {
        column.key for column in TOOLKIT.questions["shared_with"].columns}


@pytest.mark.requirement("S4.97", "S4.98")
def test_association_says_with_whom_and_how_unnamed_people_included():
    assert option_keys("association") == ["none", "suspected", "known", "not_known"]
    assert {"peers", "adults", "group", "gang", "unidentified"} <= set(
        option_keys("association_with"))
    assert {"direct", "indirect", "online", "gang"} <= set(option_keys("association_contact"))
    found = against(answers({"association": "suspected"}))
    assert found["association"] == "evidence"
    assert found["association_with"] == found["association_contact"] == "blank"
    assert TOOLKIT.questions["association"].association


@pytest.mark.requirement("S4.99")
def test_all_vulnerabilities_alone_stay_standard():
    everything = result(association="none", **dict.fromkeys(keys(within(VULNERABLE)), "present"))
    assert everything.measures["vulnerabilities"].interval.low == 23
    assert everything.calculated.at_least.title == "Standard"


def test_all_suspected_indicators_without_association_stay_standard():
    everything = result(association="none", **dict.fromkeys(keys(within(SUSPECTED)), "present"))
    assert everything.measures["suspected"].interval.low == 18
    assert everything.calculated.at_least.title == "Standard"


@pytest.mark.parametrize("association, title", [
    pytest.param("none", "Standard", marks=pytest.mark.requirement("S4.100")),
    pytest.param("suspected", "Medium", marks=pytest.mark.requirement("S4.101")),
    pytest.param("known", "High", marks=pytest.mark.requirement("S4.102")),
])
def test_association_sets_the_level(association, title):
    assert result(association=association).calculated.at_least.title == title


@pytest.mark.requirement("S4.33", "S4.103")
@pytest.mark.parametrize("key", keys(ACTUAL))
def test_any_actual_yes_is_actual_abuse_and_is_never_lowered(key):
    assert result(**{key: "yes"}).calculated.at_least.title == "Actual Abuse Taking Place"
    lower = answers({key: "yes", "overall_level": "high", "overall_level_reason": "She is cared for"})
    assert against(lower, by_manager=True)["overall_level"] == "level"


def test_what_is_not_known_leaves_the_level_open_upwards():
    settled = dict.fromkeys(keys(ACTUAL), "not_known")
    assert result(association="not_known", **settled).calculated.words == (
        "At least Standard, possibly Actual Abuse Taking Place")


@pytest.mark.requirement("S4.104")
@pytest.mark.parametrize("association, judged, reason, refused", [
    ("none", "medium", "Young carer, isolated", None),
    ("none", "medium", "", "overall_level_reason"),
    ("none", "high", "Young carer, isolated", "overall_level"),
    ("suspected", "high", "Young carer, isolated", None),
    ("suspected", "actual", "Young carer, isolated", "overall_level"),
    ("suspected", "standard", "Quieter this month", "overall_level"),
])
def test_judgement_rises_one_step_with_a_reason(association, judged, reason, refused):
    found = against(answers({
        "association": association, "overall_level": judged, "overall_level_reason": reason}))
    assert [key for key, kind in found.items() if kind == "level"] == ([refused] if refused else [])


@pytest.mark.requirement("S4.105")
def test_high_with_weighty_vulnerabilities_is_marked_elevated_and_stays_high():
    high = {"association": "known", "overall_level": "high"}
    assert against(answers(high))["overall_level_elevated"] == "blank"
    elevated = {**high, "overall_level_elevated": "yes"}
    assert result(**elevated).level.title == "High"
    assert calls(**elevated) == ["overall_level_elevated"]
    assert calls(**{**elevated, "association": "suspected"}) == []


@pytest.mark.parametrize("level, count, said", [
    pytest.param("standard", 3, "reviewed", marks=pytest.mark.requirement("S4.107")),
    pytest.param("medium", 7, "disruption", marks=pytest.mark.requirement("S4.108")),
    pytest.param("high", 9, "probation, education, health", marks=pytest.mark.requirement("S4.109")),
    pytest.param("actual", 1, "section 47", marks=pytest.mark.requirement("S4.110")),
])
def test_suggested_interventions_of_a_level(level, count, said):
    interventions = TOOLKIT.interventions(TOOLKIT.level(level))
    assert len(interventions) == count and said in " ".join(interventions)
    beside_the_choice = TOOLKIT.questions["overall_level"].option(level).guidance
    assert all(line in beside_the_choice for line in interventions)


def test_levels_are_named_as_in_the_source_and_map_to_a_status():
    assert [(level.title, level.status) for level in TOOLKIT.levels_by_rank] == [
        ("Standard", "at risk"), ("Medium", "at risk"), ("High", "at risk"),
        ("Actual Abuse Taking Place", "subject")]
