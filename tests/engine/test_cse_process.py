"""What the shipped CSE toolkit says about its process, and whom it asks about, by requirement."""

import pytest

from app.engine.definition import Meaning
from tests.engine.cse_toolkit import (
    SUSPECTED, TOOLKIT, VULNERABLE, against, answers, counting, lost, option_keys, wording,
)

SECTIONS = [
    ("who_is_involved", "who is involved"), ("actual", "indicators of actual cse"),
    ("suspected_family", "suspected|within family|social environment|home|relationships"),
    ("suspected_health", "suspected|health including emotional and mental health"),
    ("suspected_behaviour", "suspected|behaviour and experiences"),
    ("suspected_appearance", "suspected|appearance and possessions"),
    ("vulnerable_intra_personal", "vulnerabilities|intra-personal"),
    ("vulnerable_services", "previous or current contact with social and public services"),
    ("vulnerable_family", "family situation and history"),
    ("risk_management_plan", "annex 1|risk management plan"), ("summary_and_level", "summary"),
]

# Purpose and process


@pytest.mark.requirement("S4.1", "S4.2")
def test_introduction_says_what_it_is_for_and_what_it_is_not():
    assert lost("think through a case|at risk of it|what the risks might be|"
                "what to do about what you know|your organisation’s own child protection|"
                "policy and procedures|does not take their place", TOOLKIT.introduction) == []


@pytest.mark.requirement("S4.20")
def test_danger_and_significant_harm_now_come_first():
    assert lost("immediate danger, call 999|at risk of significant harm now|"
                "sexual exploitation|local children’s social care straight away",
                TOOLKIT.introduction.partition("\n")[0]) == []


@pytest.mark.parametrize("words", [
    pytest.param("cse-toolbox.uk", marks=pytest.mark.requirement("S4.3")),
    pytest.param("say who is involved", marks=pytest.mark.requirement("S4.4")),
    pytest.param("tell police and the child protection team of children’s social care first|"
                 "then complete the rest", marks=pytest.mark.requirement("S4.7")),
    pytest.param("if there are none, look at the indicators of suspected cse",
                 marks=pytest.mark.requirement("S4.9")),
    pytest.param("shared with police|weigh the urgency|as clear and whole as you can",
                 marks=pytest.mark.requirement("S4.10")),
    pytest.param("other services may hold information", marks=pytest.mark.requirement("S4.15")),
    pytest.param("any suspected indicator|several or vulnerabilities add to them|"
                 "other agencies while you assess|where appropriate, to the family",
                 marks=pytest.mark.requirement("S4.16")),
    pytest.param("designated officer|caf or shared family assessment|referral to another service|"
                 "cse pathway|children’s social care", marks=pytest.mark.requirement("S4.17")),
    pytest.param("treat what you record as confidential", marks=pytest.mark.requirement("S4.18")),
    pytest.param("right to privacy is not absolute|duty", marks=pytest.mark.requirement("S4.19")),
])
def test_guidance_keeps_the_sense_of_the_process(words):
    assert lost(words, TOOLKIT.guidance) == []


def test_sections_are_named_as_in_the_source():
    titles = {section.key: section.title.lower() for section in TOOLKIT.sections}
    for key, words in SECTIONS:
        assert lost(words, titles[key]) == []


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


@pytest.mark.requirement("S4.23", "X15")
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
    assert lost("looked after|refugee|asylum", wording("legal_status")) == []
    assert lost("cultural and religious", wording("heritage")) == []
    assert TOOLKIT.questions["sexual_orientation"].sensitivity == "special-category"


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
