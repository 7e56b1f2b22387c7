"""What the shipped CSE toolkit plans, sums up and works out: its plan, summary and level."""

import pytest

from app.engine.absence import Absence
from app.engine.answers import Mark
from app.engine.journey import Status, journey
from app.engine.levels import work_out
from app.engine.validation import submission_findings
from tests.engine.cse_toolkit import (
    ACTUAL, INTERVENTIONS, LEVELS, PLAN, SUSPECTED, TOOLKIT, VULNERABLE, against, answers, calls,
    counting, keys, lost, option_keys, result, shown, within, wording,
)

# Plan


@pytest.mark.parametrize("row, words", shown(PLAN))
def test_plan_has_its_objective(row, words):
    titles = {fixed.key: fixed.title for fixed in TOOLKIT.questions["plan"].fixed_rows}
    assert lost(words, titles[row]) == []


@pytest.mark.requirement("S4.111")
def test_plan_has_three_columns_and_a_used_row_needs_both():
    plan = TOOLKIT.questions["plan"]
    assert plan.row_heading == "Objective or outcome"
    assert [column.key for column in plan.columns] == ["who", "due"]
    assert [fixed.key for fixed in plan.fixed_rows] == keys(PLAN)
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


@pytest.mark.requirement("S4.96", "X13")
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


@pytest.mark.requirement("S4.19")
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
    lower = answers({
        key: "yes", "overall_level": "high", "overall_level_reason": "She has moved away"})
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


@pytest.mark.parametrize("level, words", shown(INTERVENTIONS))
def test_a_level_suggests_what_the_source_suggests_for_it(level, words):
    assert lost(words, " ".join(TOOLKIT.level(level).interventions)) == []


@pytest.mark.requirement("S4.107", "S4.108", "S4.109", "S4.110")
@pytest.mark.parametrize("level, count", [
    ("standard", 3), ("medium", 3 + 4), ("high", 3 + 4 + 2), ("actual", 1)])
def test_suggestions_add_up_and_stand_beside_the_choice(level, count):
    """What is suggested below Actual stays; Actual has child protection procedures alone."""
    interventions = TOOLKIT.interventions(TOOLKIT.level(level))
    beside_the_choice = TOOLKIT.questions["overall_level"].option(level).guidance
    assert len(interventions) == count
    assert all(line in beside_the_choice for line in interventions)


@pytest.mark.parametrize("level, words", shown(LEVELS))
def test_a_level_means_what_it_means_in_the_source(level, words):
    description = TOOLKIT.level(level).description
    assert lost(words, description) == []
    assert TOOLKIT.questions["overall_level"].option(level).hint == description


@pytest.mark.requirement("S4.97", "S4.98", "S4.99", "S4.104")
def test_the_question_behind_the_level_says_what_counts():
    assert lost("direct and indirect|online|gang|adults, peers, groups or gangs|"
                "need not know who they are", wording("association")) == []
    assert lost("other cases|suspected", TOOLKIT.questions["association"].guidance) == []
    assert lost("significantly beyond the threshold of standard or medium|next level up|"
                "on their own do not set a level", wording("overall_level")) == []


@pytest.mark.requirement("X2")
def test_levels_are_named_as_in_the_source_and_map_to_a_status():
    assert [(level.title, level.status) for level in TOOLKIT.levels_by_rank] == [
        ("Standard", "at risk"), ("Medium", "at risk"), ("High", "at risk"),
        ("Actual Abuse Taking Place", "subject")]
