"""A toolkit that counts points, with more for what is recent: weights, windows and categories."""

from datetime import date
from pathlib import Path

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.asking import effective
from app.engine.document import read
from app.engine.levels import work_out
from app.engine.validation import submission_findings
from tests.engine.cse_toolkit import lost

DOCUMENT = Path(__file__).parents[2] / "form_definitions" / "seraf" / "1.json"
TOOLKIT = read(DOCUMENT.read_text(encoding="utf-8"))
TODAY = date(2026, 6, 15)
RECENT, OLDER, OLDEST = "2026-05-01", "2025-10-01", "2025-05-01"


def keys(section):
    questions = TOOLKIT.sections_by_key[section].questions()
    return [question.key for question in questions if question.type.name == "radios"]


VULNERABLE, MODERATE, SIGNIFICANT = keys("vulnerabilities"), keys("moderate"), keys("significant")
SETTLED = dict.fromkeys(VULNERABLE + MODERATE + SIGNIFICANT, "not_present")


def answers(present=(), seen=(), **values):
    """Answers with nothing else present; `seen` are dates of the first significant indicator."""
    given = {**SETTLED, **dict.fromkeys(present, "present"), **values}
    rows = f"{SIGNIFICANT[0]}_seen"
    ids = tuple(f"r{number}" for number in range(len(seen)))
    dates = {f"{rows}/{row}/on": day for row, day in zip(ids, seen, strict=True)}
    return Answers({**given, **dates}, {rows: ids})


def score(given, on=TODAY):
    return work_out(TOOLKIT, effective(TOOLKIT, given, {}, on)).measures["score"].interval


def calculated(given, on=TODAY):
    return work_out(TOOLKIT, effective(TOOLKIT, given, {}, on)).calculated


def against(given):
    counted = effective(TOOLKIT, given, {}, TODAY)
    found = submission_findings(TOOLKIT, counted, work_out(TOOLKIT, counted))
    return {finding.address: finding.kind for finding in found}


@pytest.mark.requirement("S1.2")
def test_it_explores_vulnerabilities_and_indicators_apart():
    assert [len(VULNERABLE), len(MODERATE), len(SIGNIFICANT)] == [11, 13, 8]
    assert {"vulnerabilities", "moderate", "significant", "score"} == {
        measure.id for measure in TOOLKIT.measures}


@pytest.mark.parametrize("key", VULNERABLE + MODERATE)
def test_vulnerabilities_and_moderate_indicators_count_one(key):
    assert score(answers([key])).low == score(answers([key])).high == 1


@pytest.mark.parametrize("seen, points", [
    ([RECENT], 5), ([OLDER], 1), ([RECENT, OLDER], 6), ([RECENT, RECENT], 5), ([OLDEST], 0),
])
def test_significant_indicators_count_by_when_they_were_seen(seen, points):
    counted = score(answers([SIGNIFICANT[0]], seen))
    assert (counted.low, counted.high) == (points, points)


@pytest.mark.parametrize("on, points", [
    (date(2026, 6, 15), 5), (date(2026, 10, 31), 5), (date(2026, 11, 1), 1),
    (date(2027, 4, 30), 1), (date(2027, 5, 1), 0),
])
def test_the_same_sighting_counts_less_as_it_grows_older(on, points):
    assert score(answers([SIGNIFICANT[0]], [RECENT]), on).low == points


def test_a_significant_indicator_without_a_date_may_count_in_full():
    counted = score(answers([SIGNIFICANT[0]]))
    assert (counted.low, counted.high) == (0, 6)


@pytest.mark.parametrize("key, most", [(VULNERABLE[0], 1), (MODERATE[0], 1), (SIGNIFICANT[0], 6)])
def test_not_known_counts_from_nothing_to_the_most_it_can_add(key, most):
    counted = score(answers(**{key: "not_known"}))
    assert (counted.low, counted.high) == (0, most)


def test_the_total_is_the_sum_of_its_three_parts():
    unknown = work_out(TOOLKIT, effective(TOOLKIT, Answers(), {}, TODAY)).measures
    assert unknown["score"].interval.high == 11 + 13 + 8 * 6
    parts = [unknown[name].interval.high for name in ("vulnerabilities", "moderate", "significant")]
    assert sum(parts) == unknown["score"].interval.high


@pytest.mark.requirement("S0.11")
@pytest.mark.parametrize("ones, category", [
    (0, "Category 1"), (5, "Category 1"), (6, "Category 2"), (10, "Category 2"),
    (11, "Category 3"), (15, "Category 3"), (16, "Category 4"), (24, "Category 4"),
])
def test_points_give_the_category(ones, category):
    assert calculated(answers((VULNERABLE + MODERATE)[:ones])).words == category


def test_unknown_answers_leave_the_category_open_upwards():
    given = answers(VULNERABLE[:5], **{MODERATE[0]: "not_known"})
    assert calculated(given).words == "At least Category 1, possibly Category 2"


@pytest.mark.parametrize("key", SIGNIFICANT)
def test_a_significant_indicator_needs_the_dates_it_was_seen(key):
    assert against(answers([key]))[f"{key}_seen"] == "blank"
    columns = TOOLKIT.questions[f"{key}_seen"].columns
    assert [(column.key, column.type.name, column.required) for column in columns] == [
        ("on", "date", True), ("what", "textarea", True)]


@pytest.mark.parametrize("category, band, meaning, suggested", [
    ("category_1", "0 to 5", "few or no indicators", "give information|school (pshe)"),
    ("category_2", "6 to 10", "mild risk", "early help|consider a multi-agency meeting"),
    ("category_3", "11 to 15", "moderate risk", "multi-agency strategy meeting|protective plan"),
    ("category_4", "16 points or more", "significant risk", "children’s social care and police"),
])
def test_a_category_means_and_suggests_what_is_published(category, band, meaning, suggested):
    level, shown = TOOLKIT.level(category), TOOLKIT.questions["overall_category"].option(category)
    assert lost(f"{band}|{meaning}", shown.hint) == []
    assert lost(suggested, " ".join(level.interventions)) == []
    assert all(line in shown.guidance for line in TOOLKIT.interventions(level))


def test_guidance_says_how_points_are_counted_and_how_often_to_review():
    assert lost("vulnerability: 1 point|past six months: 1 point|5 points if seen in the past six "
                "months|six to twelve months ago|make 6|at least every three months",
                TOOLKIT.guidance) == []


@pytest.mark.requirement("S0.19")
def test_missing_episodes_are_counted_or_said_to_be_none():
    assert against(answers())["missing_episodes"] == "blank"
    assert "missing_episodes" not in against(answers(missing_episodes=0))


@pytest.mark.parametrize("key", VULNERABLE + MODERATE)
def test_every_tick_needs_its_reasons(key):
    assert TOOLKIT.questions[key].evidence.label == "Rationale for what you have scored"
    assert against(answers([key]))[key] == "evidence"


@pytest.mark.requirement("S1.20", "S1.21")
def test_voice_is_given_or_there_is_a_reason_why_not():
    assert against(answers())["voice"] == "blank"
    heard = against(answers(voice="It stopped being fun"))
    assert heard["voice_heard_on"] == heard["voice_heard_how"] == "blank"
    reason = Mark(absence=Absence.NOT_APPLICABLE, reason="In hospital; asked again on Monday")
    given = answers()
    assert "voice" not in against(given.with_changes(marks={"voice": reason}))


def test_immediate_danger_calls_for_action_before_anything_is_counted():
    assert next(iter(TOOLKIT.questions)) == "danger_now"
    call = TOOLKIT.immediate[0]
    assert call.when.holds("yes") and not call.when.holds("not_known")
    assert "call 999" in call.message and "call 999" in TOOLKIT.introduction


@pytest.mark.parametrize("judged, reason, refused", [
    ("category_1", "", None), ("category_4", "", "overall_category_reason"),
    ("category_4", "What she told us weighs more than the points", None),
])
def test_judgement_may_rise_as_far_as_its_reason_carries(judged, reason, refused):
    found = against(answers(overall_category=judged, overall_category_reason=reason))
    assert [key for key, kind in found.items() if kind == "level"] == ([refused] if refused else [])


def test_the_lowest_category_does_not_say_that_nothing_is_happening():
    lowest = TOOLKIT.levels_by_rank[0]
    assert "does not mean that nobody is exploiting this child" in lowest.description
