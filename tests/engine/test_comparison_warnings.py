"""What a reviewer must not overlook: flags of an answer, actual harm, warnings of the whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing, carried
from app.engine.comparing import compare
from app.engine.comparison import Alert, Flag, QuestionChange, Side
from app.engine.directions import Direction
from app.engine.lineage import read_lineage
from app.engine.measures import Background
from tests.engine.comparisons import (
    ADDED, CALM, JUNE, MARCH, REMOVED, SAME, SEEN, SMALL, compared, other_version, row, row_of,
    side, without_cars,
)
from tests.engine.documents import (
    MEANINGS, PRESENCE, control, definition, indicator, section, toolkit, toolkit_document,
)

TEXT = {"type": "string"}


# Flags


@pytest.mark.parametrize("key, before, after", [
    ("older", "present", "not_present"), ("trusted_adult", "not_present", "present"),
    ("worry", 7, 3),
])
def test_a_reduction_that_nobody_explains_does_not_count(key: str, before: Any, after: Any) -> None:
    """Whether or not the question has a box for the reasons."""
    bare, explained = row(key, before, after), row(key, before, after, marks={key: SEEN})
    for found, evidenced in ((bare, False), (explained, True)):
        assert found.direction is Direction.REDUCED
        assert (Flag.NO_EVIDENCE in found.flags, found.evidenced) == (not evidenced, evidenced)
    for words in ("   ", "", ".", "x", "\u200b", "\u2800 -"):
        mark = Mark(rationale=words, source="School", none_held="We will ask")
        assert Flag.NO_EVIDENCE in row(key, before, after, marks={key: mark}).flags


def flags(before: Mark, after: Mark, **values: Any) -> tuple[Flag, ...]:
    answer = {"older": "present"}
    comparison = compare(side(answer, marks={"older": before}),
                         side({**answer, **values}, JUNE, marks={"older": after}), SAME)
    return row_of(comparison, "older").flags


def test_the_words_of_last_time_are_noticed() -> None:
    same = Mark(rationale="Seen in grey car ")
    assert Flag.SAME_RATIONALE in flags(Mark(rationale="Seen in grey car"), same)
    assert Flag.SAME_RATIONALE not in flags(Mark(rationale="Seen in a car"), same)
    assert Flag.SAME_RATIONALE not in flags(Mark(rationale=" "), Mark(rationale=" "))


@pytest.mark.parametrize("before, after, same", [
    ("Seen in grey car", "seen in  grey car.", True),
    ("Seen in gr\u00e9y car", "Seen in gre\u0301y\u200b car", True),
    ("Seen in grey car", "Seen in grey cars", False), ("Seen in", "Seen in grey car", False),
    ("\u0915\u093f", "\u0915\u0940", False),
    ("\u4ed6\u5728\u5bb6", "\u4ed6\u5728\u5bb6\u3002", True),
    ("word " * 20_000, "Word " * 20_000 + "!", True),
])
def test_words_that_are_only_written_otherwise_are_the_same(
    before: str, after: str, same: bool
) -> None:
    found = flags(Mark(rationale=before), Mark(rationale=after))
    assert (Flag.SAME_RATIONALE in found) is same


@pytest.mark.parametrize("seen, stale", [
    ("2026-04-06", False), ("2026-04-05", True), ("2026-04", True), ("2026-05", False),
    ("2026", True), ("", False), ("last spring", False),
])
def test_evidence_grows_old(seen: str, stale: bool) -> None:
    """56 days by default; a vague date is as old as it may be."""
    assert (Flag.OLD_EVIDENCE in flags(Mark(), Mark(evidence_date=seen))) is stale


@pytest.mark.parametrize("after, absence", [
    ("not_known", None), (None, None), (None, Absence.NOT_APPLICABLE), (None, Absence.REVISIT),
])
def test_what_was_present_and_is_unknown_is_flagged(after: Any, absence: Absence | None) -> None:
    marks = {"older": Mark(absence=absence, reason="because")} if absence else None
    assert Flag.UNKNOWN_NOW in row("older", "present", after, marks=marks).flags
    assert Flag.UNKNOWN_NOW not in row("older", "not_present", after, marks=marks).flags


def test_what_is_no_longer_asked_because_of_another_answer_is_flagged() -> None:
    before = {"cars": "present", "where": "By the station"}
    found = row_of(compared(before, {"cars": "not_present", "where": "By the station"}), "where")
    assert found.after is not None and found.after.words == "Not asked"
    assert found.direction is Direction.INFORMATION_LOST


# Actual harm

HELD = Background(Answers({"harm": "yes"}), frozenset({"harm"}))


@pytest.mark.requirement("S4.103")
@pytest.mark.parametrize("after", ["not_known", None])
def test_held_harm_still_stands_whatever_is_said(after: str | None) -> None:
    comparison = compared({"harm": "yes"}, {"harm": after}, background=HELD)
    found = row_of(comparison, "harm")
    assert found.direction is Direction.INFORMATION_LOST and found.still_present
    assert set(found.flags) == {Flag.HARM_HELD, Flag.UNKNOWN_NOW}
    assert Alert.ACTUAL_HARM in comparison.warnings
    assert comparison.headline.levels_fallen == 0


def test_held_harm_is_not_reduced_by_an_answer() -> None:
    of_two = definition({"harm": PRESENCE}, [section("S", control(
        "harm", harm="actual", risk="raises", meanings=MEANINGS))])
    held = side({"harm": "not_present"}, JUNE, of=of_two, background=HELD, marks={"harm": SEEN})
    found = row_of(compare(side({"harm": "present"}, of=of_two), held, SAME), "harm")
    assert (found.direction, found.flags) == (Direction.NONE, (Flag.HARM_HELD,))
    ended = side({"harm": "not_present"}, JUNE, of=of_two, marks={"harm": SEEN})
    found = row_of(compare(side({"harm": "present"}, of=of_two), ended, SAME), "harm")
    assert found.direction is Direction.REDUCED and found.evidenced


def test_harm_whose_question_is_gone_is_not_forgotten() -> None:
    def without_harm(document: dict[str, Any]) -> None:
        del document["schema"]["properties"]["harm"], document["uischema"]["elements"][0]
        document["schema"]["required"].remove("harm")
        del document["measures"][0], document["levels"][3]["when"], document["immediate"]
        document["levels"][3]["rank"] = -1

    gone = side(CALM, JUNE, of=other_version(without_harm), background=HELD)
    comparison = compare(side({**CALM, "harm": "yes"}), gone, read_lineage([
        {"relation": "removed", "from": ["harm"]}]))
    found = row_of(comparison, "harm")
    assert found.question is QuestionChange.REMOVED and found.still_present
    assert set(found.flags) == {Flag.HARM_HELD, Flag.UNKNOWN_NOW}
    assert Alert.ACTUAL_HARM in comparison.warnings


def test_harm_that_ended_is_still_part_of_the_picture() -> None:
    comparison = compared({"harm": "yes"}, {"harm": "not_known"})
    assert Alert.ACTUAL_HARM in comparison.warnings
    assert Alert.ACTUAL_HARM not in compared(CALM, CALM).warnings


# Warnings


def warnings(before: dict[str, Any], after: dict[str, Any], **more: Any) -> set[Alert]:
    return set(compared({**CALM, **before}, {**CALM, **after}, **more).warnings)


def test_a_level_lower_than_the_answers_give() -> None:
    assert Alert.LEVEL_CONTRADICTS in warnings({}, {"older": "present", "level": "standard"})
    assert Alert.LEVEL_CONTRADICTS not in warnings({}, {"level": "medium"})


@pytest.mark.parametrize("before, after, fell_two, unevidenced", [
    ({"level": "high"}, {"level": "standard"}, True, True),
    ({"level": "medium"}, {"level": "standard"}, False, True),
    ({"older": "present"}, {}, False, True),
    ({"level": "standard"}, {"level": "high"}, False, False),
])
def test_a_level_that_falls_needs_something_that_fell(
    before: dict[str, Any], after: dict[str, Any], fell_two: bool, unevidenced: bool
) -> None:
    found = warnings(before, after)
    assert (Alert.FELL_TWO in found) is fell_two
    assert (Alert.FELL_UNEVIDENCED in found) is unevidenced


@pytest.mark.parametrize("before, after, enough", [
    (Mark(), SEEN, True), (Mark(rationale="Seen in a car"), SEEN, True), (Mark(), Mark(), False),
    (SEEN, SEEN, False), (Mark(), SEEN._replace(evidence_date="2025-12-24"), False),
])
def test_a_level_may_fall_with_evidence_of_today(before: Mark, after: Mark, enough: bool) -> None:
    """Not with the words that explained why it was there, and not with evidence grown old."""
    comparison = compare(side({**CALM, "older": "present"}, marks={"older": before}),
                         side(CALM, JUNE, marks={"older": after}), SAME)
    assert comparison.headline.levels_fallen == 1
    assert (Alert.FELL_UNEVIDENCED not in comparison.warnings) is enough
    assert row_of(comparison, "older").evidenced is enough


def test_a_level_that_falls_by_time_or_rules_alone_is_warned_of() -> None:
    seen = {"money": "present", "seen/r/on": "2026-01-10"}
    rows = {"seen": ("r",)}
    aged = compare(side({**CALM, **seen}, rows=rows), side(
        {**CALM, **seen}, date(2026, 12, 3), rows=rows), SAME)
    assert aged.headline.levels_fallen == 1 and Alert.FELL_UNEVIDENCED in aged.warnings
    lighter = toolkit_document()["measures"]
    lighter[1]["terms"][1]["weight"] = 0
    eased = compare(side({**CALM, "cars": "present"}), side(
        {**CALM, "cars": "present"}, JUNE, of=toolkit(measures=lighter)), SAME)
    assert eased.headline.levels_fallen == 1 and Alert.FELL_UNEVIDENCED in eased.warnings


def test_less_was_known_on_a_falling_review() -> None:
    fewer = {"older": "not_present", "story": None, "trusted_adult": "not_known"}
    assert Alert.FEWER_SOURCES in warnings(
        {"older": "present", "trusted_adult": "present"}, fewer, marks={"older": SEEN})
    assert Alert.FEWER_SOURCES not in warnings({"trusted_adult": "present"}, {
        "trusted_adult": "not_known"})


ROUTINE = definition(
    {"older": PRESENCE, "worker": TEXT, "on": {**TEXT, "format": "date"}, "level": {
        "enum": ["low", "high"]}, "reason": TEXT},
    [section("S", indicator("older"), control("worker", prefill="actor.name"),
             control("on", prefill="today"), control("level"), control("reason"))],
    levels=[{"id": "low", "title": "Low", "rank": 0}, {"id": "high", "title": "High", "rank": 1}],
    judgement={"scope": "#/properties/level", "reason": "#/properties/reason"})


@pytest.mark.parametrize("after, marks, nothing", [
    ({"older": "present"}, {"older": Mark(Standing.CARRIED)}, True),
    ({"older": "present", "worker": "Sam Reed", "on": "2026-06-01", "level": "high",
      "reason": "As before, still"}, {"older": Mark(Standing.CARRIED)}, True),
    ({"older": "present"}, {"older": Mark(Standing.AFFIRMED)}, False),
    ({"older": "present"}, {"older": Mark(Standing.TOGETHER)}, False),
    ({"older": "not_known"}, {}, False),
])
def test_a_review_in_which_nobody_looked_at_anything(
    after: dict[str, Any], marks: dict[str, Mark], nothing: bool
) -> None:
    """A date, a name and a level are written anew each time; they are no sign of looking."""
    before = side({"older": "present", "worker": "Kit Moore", "on": "2026-03-03"}, of=ROUTINE)
    comparison = compare(before, side(after, JUNE, of=ROUTINE, marks=marks), SAME)
    assert (Alert.NOTHING_AFFIRMED in comparison.warnings) is nothing


def test_a_new_version_is_no_sign_of_looking_either() -> None:
    last = Answers({"older": "present", "cars": "present"})
    review = carried(Answers({"older": "present"}), SMALL)
    comparison = compare(Side.of(SMALL, last, {}, MARCH), Side.of(
        other_version(without_cars), review, {}, JUNE), REMOVED)
    assert Alert.NOTHING_AFFIRMED in comparison.warnings
    looked = compare(Side.of(other_version(without_cars), review, {}, MARCH),
                     side({"cars": "present"}, JUNE), ADDED)
    assert Alert.NOTHING_AFFIRMED not in looked.warnings
