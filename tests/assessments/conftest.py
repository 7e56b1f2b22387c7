"""A case and a toolkit for the tests of assessments, and what people do with them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.assessments import history, operations
from app.assessments.models import Assessment
from app.assessments.operations import Opened
from app.cases.facts import PersonFacts
from app.cases.models import Case
from app.cases.operations import add_person_and_case
from app.definitions.models import DefinitionVersion
from app.definitions.operations import import_document, publish
from app.definitions.queries import definition_of, live_version
from app.definitions.standards import newest
from app.engine.answers import Answers, Mark

SHIPPED = Path(__file__).parents[2] / "form_definitions"

SMALL: dict[str, Any] = {
    "slug": "small",
    "title": "Small toolkit",
    "kind": "assessment",
    "guidance": "Read this first.",
    "schema": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "title": "Name", "maxLength": 200},
            "born": {"type": "string", "format": "date", "title": "Date of birth"},
            "completed_on": {"type": "string", "format": "date", "title": "Completed on"},
            "harm": {"title": "Is the child being harmed?", "oneOf": [
                {"const": "yes", "title": "Yes"}, {"const": "not_known", "title": "Not known"}]},
            "older": {"title": "Older associates", "oneOf": [
                {"const": "present", "title": "Present"},
                {"const": "not_present", "title": "Not present"},
                {"const": "not_known", "title": "Not known"}]},
            "people": {"type": "array", "title": "People", "items": {
                "type": "object", "properties": {
                    "who": {"type": "string", "title": "Who"},
                    "role": {"title": "Role", "enum": ["friend", "adult"]}}}},
            "story": {"type": "string", "title": "What happened", "maxLength": 50000},
            "level": {"title": "Level", "oneOf": [
                {"const": "standard", "title": "Standard"}, {"const": "high", "title": "High"},
                {"const": "actual", "title": "Actual"}]},
            "level_reason": {"type": "string", "title": "Reason", "maxLength": 5000},
        },
        "required": ["name", "harm", "older", "level"],
    },
    "uischema": {"type": "Categorization", "elements": [
        {"type": "Category", "label": "Who", "options": {"waymark": {"key": "who"}}, "elements": [
            {"type": "Control", "scope": "#/properties/name",
             "options": {"waymark": {"prefill": "case.name"}}},
            {"type": "Control", "scope": "#/properties/born",
             "options": {"waymark": {"prefill": "case.date_of_birth"}}},
            {"type": "Control", "scope": "#/properties/completed_on",
             "options": {"waymark": {"prefill": "today"}}},
            {"type": "Control", "scope": "#/properties/people"}]},
        {"type": "Category", "label": "Indicators", "options": {"waymark": {
            "key": "indicators", "skippable": {"label": "Skip if covered elsewhere."}}},
         "elements": [
             {"type": "Control", "scope": "#/properties/harm", "options": {"waymark": {
                 "risk": "raises", "harm": "actual",
                 "meanings": {"yes": "yes", "not_known": "not_known"}}}},
             {"type": "Control", "scope": "#/properties/older", "options": {"waymark": {
                 "risk": "raises",
                 "evidence": {"label": "Rationale for what you have scored",
                              "required_when": {"const": "present"}, "source": True},
                 "meanings": {"present": "yes", "not_present": "no",
                              "not_known": "not_known"}}}},
             {"type": "Control", "scope": "#/properties/story"}]},
        {"type": "Category", "label": "Level", "options": {"waymark": {
            "key": "level", "waits_for_others": True}}, "elements": [
                {"type": "Control", "scope": "#/properties/level"},
                {"type": "Control", "scope": "#/properties/level_reason"}]},
    ]},
    "measures": [
        {"id": "harm", "title": "Actual harm", "terms": [
            {"scope": "#/properties/harm", "when": {"const": "yes"}}]},
        {"id": "suspected", "title": "Suspected", "terms": [
            {"scope": "#/properties/older", "when": {"const": "present"}}]},
    ],
    "levels": [
        {"id": "standard", "title": "Standard", "rank": 1, "status": "at risk",
         "interventions": ["Talk about exploitation."]},
        {"id": "high", "title": "High", "rank": 3, "status": "at risk",
         "when": {"scope": "#/measures/suspected", "schema": {"minimum": 1}},
         "interventions": ["Call a strategy meeting."]},
        {"id": "actual", "title": "Actual", "rank": 4, "status": "subject",
         "when": {"scope": "#/measures/harm", "schema": {"minimum": 1}},
         "interventions": ["Alert police and children's social care."]},
    ],
    "judgement": {"scope": "#/properties/level", "reason": "#/properties/level_reason", "rise": 1},
    "immediate": [{"scope": "#/properties/harm", "when": {"const": "yes"},
                   "message": "You have recorded that this child is being abused."}],
}


@pytest.fixture
def publish_toolkit(app: Flask, now: Any) -> Callable[..., DefinitionVersion]:
    """publish_toolkit(document) -> the version, live from now on"""

    def make(document: dict[str, Any] | str) -> DefinitionVersion:
        text = document if isinstance(document, str) else json.dumps(document)
        version = import_document(text=text, actor=None, now=now)
        publish(version=version, actor=None, now=now, note="For a test", vouched="For a test")
        return version

    return make


@pytest.fixture
def publish_standards(app: Flask, now: Any) -> Callable[..., DefinitionVersion]:
    """publish_standards(at=now, past_harm_months=6) -> the version, in force from then on"""

    def make(at: Any = now, offers: Any = (), **standards: Any) -> DefinitionVersion:
        before = newest()
        text = json.dumps({
            "slug": "practice-standards", "title": "Ours", "kind": "standards",
            "standards": standards, "offers": list(offers),
            "based_on": before.number if before else None})
        version = import_document(text=text, actor=None, now=at)
        publish(version=version, actor=None, now=at, note="For a test", vouched="For a test")
        return version

    return make


@pytest.fixture
def small(publish_toolkit: Callable[..., DefinitionVersion]) -> DefinitionVersion:
    """A toolkit of three sections."""
    return publish_toolkit(SMALL)


@pytest.fixture
def shipped(publish_toolkit: Callable[..., DefinitionVersion]) -> Callable[..., DefinitionVersion]:
    """shipped("cse-risk-assessment", 1) -> that version of it, live"""
    return lambda slug, number: publish_toolkit(
        (SHIPPED / slug / f"{number}.json").read_text(encoding="utf-8"))


@pytest.fixture
def case(practitioner: User, now: Any) -> Case:
    """An open case of the practitioner's."""
    return make_case(practitioner, now)


def make_case(worker: User, now: Any, **given: Any) -> Case:
    facts = {"name": "Robin Hale", "date_of_birth": date(2010, 5, 2), **given}
    return add_person_and_case(
        actor=worker, now=now, facts=PersonFacts(**facts), title="Sexual exploitation",
        worker_id=worker.id,
    )


class Worker:
    """Somebody who completes a toolkit, and what they do; answers are given by keyword."""

    def __init__(self, user: User, now: Any) -> None:
        self.user, self.now = user, now
        self.saves = 0
        self.page = f"page-of-{user.id}"

    def begin(self, case: Case, slug: str, **given: Any) -> Assessment:
        version = live_version(slug, self.now)
        operations.acknowledge_guidance(actor=self.user, now=self.now, version_id=version.id)
        return operations.start(
            actor=self.user, now=self.now, case_id=case.id, slug=slug, **given)

    def review(self, case: Case, slug: str) -> Assessment:
        version = live_version(slug, self.now)
        operations.acknowledge_guidance(actor=self.user, now=self.now, version_id=version.id)
        return operations.start_review(
            actor=self.user, now=self.now, case_id=case.id, slug=slug)

    def save(
        self, assessment: Assessment, values: dict[str, Any] | None = None, *,
        marks: dict[str, Mark] | None = None, rows: Any = None, base: int | None = None,
        page: str | None = None, explicit: bool = True, save_id: str | None = None,
        unparsed: Any = None,
    ) -> operations.Saved:
        self.saves += 1
        return operations.save(
            actor=self.user, now=self.now, assessment_id=assessment.id,
            opened=Opened(base or number_of(assessment), page or self.page),
            edit=edit(values, marks, rows, unparsed),
            save_id=save_id or f"{self.user.id}-{self.saves}", explicit=explicit,
        )

    def submit(self, assessment: Assessment) -> Any:
        self.saves += 1
        return operations.submit(
            actor=self.user, now=self.now, assessment_id=assessment.id,
            seen_number=number_of(assessment), save_id=f"submit-{self.user.id}-{self.saves}",
        )


def edit(values: Any = None, marks: Any = None, rows: Any = None, unparsed: Any = None) -> Any:
    """What somebody did on a page: an answer given counts as looked at."""
    looked_at = {key: Mark() for key in values or {}}

    def do(shown: Answers) -> Answers:
        cleared = Answers(shown.values, shown.rows, {
            key: mark for key, mark in shown.marks.items() if key not in looked_at
        }, shown.unparsed)
        return cleared.with_changes(values, rows, marks, unparsed)

    return do


def number_of(assessment: Assessment) -> int:
    return history.head(assessment.id).number


def answers_of(assessment: Assessment, number: int | None = None) -> Answers:
    """What the assessment says now, or said after its revision of that number."""
    if number is None:
        return history.latest(assessment, definition_of(assessment.version)).answers
    return history.at(assessment, number).answers


COMPLETE = {"harm": "not_known", "older": "not_present", "level": "standard"}
"""Answers that finish the small toolkit, beside what is filled in at the start."""


@pytest.fixture
def worker(practitioner: User, now: Any) -> Worker:
    """The practitioner at work."""
    return Worker(practitioner, now)


@pytest.fixture
def colleague(make_user: Any, practitioner: User, now: Any) -> Worker:
    """Another practitioner of the team at work."""
    return Worker(make_user(team=practitioner.team, name="Sam Reed"), now)


@pytest.fixture
def draft(worker: Worker, case: Case, small: DefinitionVersion) -> Assessment:
    """A draft of the small toolkit."""
    return worker.begin(case, "small")


@pytest.fixture
def browser(signed_in: Any, practitioner: User, clock: Any) -> Any:
    """The practitioner's browser."""
    return signed_in(practitioner)
