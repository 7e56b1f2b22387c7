"""The task list: how far each section is, what is left, and where to go on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.definition import Definition
from app.engine.journey import Journey, Status, Step, journey
from app.engine.levels import work_out
from app.engine.validation import submission_findings
from tests.engine.documents import (
    HARM, PRESENCE, control, definition, indicator, section, toolkit,
)
from tests.engine.strategies import answers

DAY = date(2026, 3, 3)
TEXT = {"type": "string"}
SHOWN = {"effect": "SHOW", "condition": {
    "scope": "#/properties/older", "schema": {"const": "present"}}}
TOOLKIT = definition(
    {"harm": HARM, "older": PRESENCE, "cars": PRESENCE, "extra": TEXT, "voice": TEXT,
     "home": PRESENCE, "level": TEXT, "where": TEXT},
    [section("Harm", control("harm", harm="actual", meanings={
        "yes": "yes", "not_known": "not_known"})),
     section("Indicators", indicator("older"), indicator("cars", not_applicable=True)),
     section("Anything else", control("extra")),
     section("Voice", control("voice")),
     section("Home", control("home"), skippable={"label": "Covered elsewhere"}),
     section("Places", control("where", rule=SHOWN)),
     section("Summary", control("level"), waits_for_others=True)],
    ["harm", "older", "cars", "voice", "home", "level"])
DONE = {"harm": "not_known", "older": "not_present", "cars": "not_present", "voice": "I am fine",
        "home": "present", "level": "standard"}


def tasks(
    marks: dict[str, Mark] | None = None, of: Definition = TOOLKIT, **values: Any
) -> Journey:
    counted = effective(of, Answers().with_changes(values=values, marks=marks), {}, DAY)
    return journey(of, counted, submission_findings(of, counted, work_out(of, counted)))


def step(key: str, marks: dict[str, Mark] | None = None, **values: Any) -> Step:
    return {step.section.key: step for step in tasks(marks, **values).steps}[key]


def told(key: str, marks: dict[str, Mark] | None = None, **values: Any) -> tuple[Status, str]:
    found = step(key, marks, **values)
    return found.status, found.words


REVISIT = Mark(absence=Absence.REVISIT)
CARRIED = Mark(Standing.CARRIED)


@pytest.mark.parametrize("key, marks, values, status, words", [
    ("indicators", {}, {}, Status.NOT_STARTED, "Not started"),
    ("indicators", {}, {"older": "not_present"}, Status.IN_PROGRESS, "1 of 2 looked at"),
    ("indicators", {}, {"older": "not_present", "cars": "not_present"}, Status.COMPLETED,
     "Completed"),
    ("indicators", {"cars": Mark(absence=Absence.NOT_APPLICABLE, reason="None")},
     {"older": "not_present"}, Status.COMPLETED, "Completed"),
    ("indicators", {"cars": Mark(absence=Absence.NOT_APPLICABLE)}, {}, Status.IN_PROGRESS,
     "1 of 2 looked at"),
    ("indicators", {"older": REVISIT}, {"cars": "not_present"}, Status.REVISIT, "Revisit later"),
    ("indicators", {"older": REVISIT}, {}, Status.NOT_STARTED, "Not started"),
    ("voice", {"voice": REVISIT}, {}, Status.REVISIT, "Revisit later"),
    ("indicators", {"older": CARRIED, "cars": CARRIED},
     {"older": "not_present", "cars": "not_present"}, Status.IN_PROGRESS, "0 of 2 looked at"),
    ("indicators", {"older": Mark(Standing.AFFIRMED), "cars": CARRIED},
     {"older": "not_present", "cars": "not_present"}, Status.IN_PROGRESS, "1 of 2 looked at"),
    ("indicators", {}, {"older": "present", "cars": "not_present"}, Status.IN_PROGRESS,
     "1 still to complete"),
    ("harm", {}, {"harm": "not_known"}, Status.ACTION, "1 not known: action needed"),
    ("harm", {}, {"harm": "yes"}, Status.COMPLETED, "Completed"),
    ("home", {f"{SECTION_MARK}home": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}, {},
     Status.SKIPPED, "Skipped: see EHA, 12 May"),
    ("home", {f"{SECTION_MARK}home": Mark(absence=Absence.SKIPPED)}, {}, Status.NOT_STARTED,
     "Not started"),
    ("harm", {f"{SECTION_MARK}harm": Mark(absence=Absence.SKIPPED, reason="EHA")}, {},
     Status.NOT_STARTED, "Not started"),
    ("anything-else", {}, {}, Status.NOT_STARTED, "Not started"),
    ("anything-else", {}, {"extra": "Nothing"}, Status.COMPLETED, "Completed"),
])
def test_how_far_a_section_is(
    key: str, marks: dict[str, Mark], values: dict[str, Any], status: Status, words: str
) -> None:
    assert told(key, marks, **values) == (status, words)


@pytest.mark.requirement("S0.9")
def test_the_whole_is_complete_when_nothing_is_left() -> None:
    found = tasks(**DONE)
    assert found.complete and found.resume is None
    assert (found.still_to_look_at, found.to_revisit) == (0, 0)
    for key in DONE:
        assert not tasks(**{name: value for name, value in DONE.items() if name != key}).complete


@pytest.mark.requirement("S4.93")
def test_the_summary_opens_last() -> None:
    """What asks for nothing does not keep it closed, and what was carried over does not either."""
    nothing = {}
    assert told("summary", nothing) == (Status.WAITING, "Cannot start yet: 4 sections left")
    almost = {name: value for name, value in DONE.items() if name not in ("home", "level")}
    assert told("summary", **almost) == (Status.WAITING, "Cannot start yet: 1 section left")
    assert told("summary", **almost, home="present") == (Status.NOT_STARTED, "Not started")
    carried = {"older": CARRIED, "cars": CARRIED}
    assert told("summary", carried, **almost, home="present")[0] is Status.NOT_STARTED
    assert told("summary", **DONE) == (Status.COMPLETED, "Completed")


@pytest.mark.requirement("S4.93")
def test_what_the_summary_waits_for_is_named() -> None:
    waiting = step("summary", **{**DONE, "home": None, "level": None, "voice": None})
    titles = [one.section.title for one in waiting.waits_for]
    assert titles == ["Voice", "Home"]
    assert step("summary", **DONE).waits_for == step("home").waits_for == ()


def test_what_was_said_in_the_summary_stays_said_while_others_are_left() -> None:
    found = tasks(**{**DONE, "voice": None})
    assert [s.status for s in found.steps if s.section.key == "summary"] == [Status.COMPLETED]
    assert not found.complete


@pytest.mark.requirement("S1.33")
def test_where_to_go_on() -> None:
    begun = tasks({"voice": REVISIT}, harm="yes", older="not_present")
    assert begun.resume is not None and begun.resume.section.key == "indicators"
    assert begun.to_revisit == 1
    later = tasks({"voice": REVISIT}, **{**DONE, "voice": None})
    assert later.resume is not None and later.resume.section.title == "Voice"


def test_what_is_skipped_or_asks_for_nothing_is_not_still_to_look_at() -> None:
    skip = {f"{SECTION_MARK}home": Mark(absence=Absence.SKIPPED, reason="EHA, 12 May")}
    found = tasks(skip, **{name: value for name, value in DONE.items() if name != "home"})
    assert found.complete and found.still_to_look_at == 0
    assert tasks().still_to_look_at == 6
    assert tasks({"older": CARRIED}, **DONE).still_to_look_at == 1


def test_a_section_of_which_nothing_is_asked_is_not_on_the_list() -> None:
    assert "places" not in [s.section.key for s in tasks().steps]
    assert step("places", older="present").asked == 1
    assert tasks(older="present").to_revisit == 0


def test_what_is_hidden_is_not_to_be_revisited() -> None:
    assert tasks({"where": REVISIT}).to_revisit == 0
    assert tasks({"where": REVISIT}, older="present").to_revisit == 1


SMALL = toolkit()


@given(answers(SMALL))
def test_the_list_agrees_with_what_stands_against_submitting(recorded: Answers) -> None:
    counted = effective(SMALL, recorded, {}, DAY)
    findings = submission_findings(SMALL, counted, work_out(SMALL, counted))
    found = journey(SMALL, counted, findings)
    assert found.complete == (not findings)
    assert found.complete or found.resume is not None
    for one in found.steps:
        assert 0 <= one.looked_at <= one.asked and one.words
        assert one.left == any(finding.section == one.section.key for finding in findings)
        if one.status in (Status.COMPLETED, Status.SKIPPED, Status.ACTION):
            assert not one.left
