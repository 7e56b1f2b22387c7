"""The records to measure on: toolkits, a few young people's assessments, and many cases at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, func, insert, select

from app.accounts import operations as accounts
from app.accounts.models import Role, User
from app.assessments import operations as assessments
from app.assessments import queries
from app.assessments.models import Assessment, Revision, RevisionSummary
from app.assessments.operations import Edit, Opened
from app.cases import operations as cases
from app.cases.facts import PersonFacts
from app.cases.models import Case, CaseSummary, YoungPerson
from app.clock import today_in_london
from app.database import db, writing
from app.definitions import operations as definitions
from app.definitions import queries as toolkits
from bench.answers import of_size, reviewed

DOCUMENTS = Path(__file__).parents[1] / "form_definitions"
SLUG = "cse-risk-assessment"
EMAIL, PASSWORD = "amira.khan@example.org", "only for measuring"
NAMES = ("Jodie", "Tyler", "Priya", "Kayla", "Mo")
BATCH = 10_000
APART = 1_000_000
"""Ids of copied assessments and revisions begin here, out of the way of those that are made."""


@dataclass(frozen=True, slots=True)
class Records:
    """Ids of what is measured.

    `quarter` and `all` are cases with two submitted assessments, across two versions of the
    toolkit; `first` is the draft of a first assessment and `review` of a review, both filled;
    `history` is a draft with 40 revisions.
    """

    worker: User
    quarter: int
    all: int
    first: int
    review: int
    history: int


def record_all(now: datetime) -> Records:
    """Everything but the many cases, through the same operations as everything else."""
    team = accounts.add_team(name="Northfield", district="Northfield", actor=None, now=now)
    worker = accounts.add_user(
        name="Amira Khan", email=EMAIL, role=Role.PRACTITIONER, team=team, password=PASSWORD,
        actor=None, now=now)
    earlier = now - timedelta(days=91)
    _publish(1, earlier)
    story = _Story(worker, earlier)
    quarter, everything, drafted, long = (story.first_submitted(n) for n in range(1, 5))
    _publish(2, now - timedelta(days=30))
    story = _Story(worker, now)
    story.submit(story.review(quarter, 4))
    story.submit(story.review(everything, 1))
    many = story.review(long, 4)
    for number in range(queries.head_of(many).number, 40):
        story.touch(many, number)
    return Records(worker, quarter.id, everything.id, story.first(5).id,
                   story.review(drafted, 4).id, many.id)


class _Story:
    """What one worker does on one day."""

    def __init__(self, worker: User, now: datetime) -> None:
        self.worker, self.now = worker, now

    def case(self, number: int) -> Case:
        """A new case."""
        facts = PersonFacts(name=f"{NAMES[number - 1]} Marsh", date_of_birth=date(2011, number, 14),
                            district="Northfield")
        return cases.add_person_and_case(
            actor=self.worker, now=self.now, facts=facts, title="Child sexual exploitation",
            worker_id=self.worker.id, reviewer_id=None)

    def first(self, number: int) -> Assessment:
        """A first assessment in a new case, every question answered, not submitted."""
        case = self.case(number)
        self._read_guidance()
        assessment = assessments.start(
            actor=self.worker, now=self.now, case_id=case.id, slug=SLUG)
        definition = toolkits.load(assessment.version_id)
        answers = of_size(definition, today_in_london(self.now))
        self.save(assessment, lambda before: answers)
        return assessment

    def first_submitted(self, number: int) -> Case:
        """A new case with a first assessment."""
        assessment = self.first(number)
        self.submit(assessment)
        return assessment.case

    def review(self, case: Case, every: int) -> Assessment:
        """A review of a case's assessment in which each `every`-th answer changes."""
        last = queries.last_submitted(case.id, SLUG)
        assert last is not None
        before = queries.answers_at(last.assessment)
        self._read_guidance()
        assessment = assessments.start_review(
            actor=self.worker, now=self.now, case_id=case.id, slug=SLUG)
        definition = toolkits.load(assessment.version_id)
        self.save(assessment, reviewed(definition, before, every, today_in_london(self.now)))
        return assessment

    def touch(self, assessment: Assessment, number: int) -> None:
        """A small save: one text goes on."""
        definition = toolkits.load(assessment.version_id)
        key = next(key for key, q in definition.questions.items() if q.type.name == "textarea")
        self.save(assessment, lambda before: before.with_changes(
            values={key: f"{before.values.get(key, '')} Seen again on day {number}."}))

    def save(self, assessment: Assessment, edit: Edit) -> None:
        """Save what an edit makes of the draft."""
        assessments.save(
            actor=self.worker, now=self.now, assessment_id=assessment.id,
            opened=Opened(queries.head_of(assessment).number, secrets.token_hex(8)), edit=edit,
            save_id=secrets.token_hex(16), explicit=True)

    def submit(self, assessment: Assessment) -> None:
        """Finish it."""
        assessments.submit(
            actor=self.worker, now=self.now, assessment_id=assessment.id,
            seen_number=queries.head_of(assessment).number, save_id=secrets.token_hex(16))

    def _read_guidance(self) -> None:
        version = toolkits.live_version(SLUG)
        assert version is not None
        assessments.acknowledge_guidance(actor=self.worker, now=self.now, version_id=version.id)


def _publish(number: int, at: datetime) -> None:
    text = (DOCUMENTS / SLUG / f"{number}.json").read_text(encoding="utf-8")
    version = definitions.import_document(text=text, actor=None, now=at)
    definitions.publish(version=version, actor=None, now=at, note="")


# Many at once: rows as the operations would have written them, without their events


def fill_cases(up_to: int, like: Records) -> None:
    """Add copies of a case with invented names until there are so many."""
    with writing():
        pattern = db.session.get_one(Case, like.quarter)
        summary = db.session.get_one(CaseSummary, like.quarter)
        first = (db.session.scalar(select(func.max(Case.id))) or 0) + 1
        ids = range(first, up_to + 1)
        _copy(pattern.young_person, ids, lambda n: {
            "id": n, "name": _name(n), "name_key": _name(n).lower()})
        _copy(pattern, ids, lambda n: {"id": n, "young_person_id": n, "save_id": None})
        _copy(summary, ids, lambda n: {
            "case_id": n, "young_person_id": n, "name_key": _name(n).lower(),
            "due_order": summary.due_order + timedelta(days=n * 31 % 400 - 200)})


def fill_assessments(like: Records) -> None:
    """Add a submitted assessment, copied from one of 20 kB, to every case that has none."""
    with writing():
        found = queries.last_submitted(like.quarter, SLUG)
        assert found is not None
        none_yet = select(Case.id).where(Case.id.not_in(select(Assessment.case_id)))
        case_ids = db.session.scalars(none_yet.order_by(Case.id)).all()
        _copy(found.assessment, case_ids, lambda n: {"id": APART + n, "case_id": n})
        _copy(found.standing, case_ids, lambda n: {
            "id": APART + n, "assessment_id": APART + n, "number": 1, "base_number": None,
            "whole_number": 1, "background_id": None})
        _copy(found.summary, case_ids, lambda n: {"revision_id": APART + n, "case_id": n})


def _name(number: int) -> str:
    return f"Person {number * 7919 % 1_000_003:07}"


def _copy(
    row: YoungPerson | Case | CaseSummary | Assessment | Revision | RevisionSummary,
    numbers: Sequence[int], changed: Callable[[int], dict[str, Any]],
) -> None:
    """Insert a row for each number like the one given, but for what changes."""
    table: Table = row.__table__
    columns: list[Column[Any]] = list(table.columns)
    alike = {column.name: getattr(row, column.name) for column in columns}
    for start in range(0, len(numbers), BATCH):
        part = numbers[start:start + BATCH]
        db.session.execute(insert(table), [{**alike, **changed(number)} for number in part])
