"""The records to measure on: toolkits, a few young people's assessments, and many cases at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.accounts import operations as accounts
from app.accounts.models import Role, User
from app.assessments import operations as assessments
from app.assessments import history, queries
from app.assessments.models import Assessment
from app.assessments.operations import Edit, Opened
from app.cases import operations as cases
from app.cases.facts import PersonFacts
from app.cases.models import Case
from app.clock import today_in_london
from app.definitions import operations as definitions
from app.definitions import queries as toolkits
from bench.answers import of_size, reviewed

DOCUMENTS = Path(__file__).parents[1] / "form_definitions"
SLUG, DATED = "cse-risk-assessment", "seraf"
"""The toolkit of all cases, and another one whose level depends on when things were seen."""
ADMINISTRATOR = "sam.reed@example.org"
EMAIL, PASSWORD = "amira.khan@example.org", "only for measuring"
NAMES = ("Jodie", "Tyler", "Priya", "Kayla", "Mo", "Amy", "Zoe")
REVIEWS = 40


@dataclass(frozen=True, slots=True)
class Records:
    """Ids of what is measured.

    `quarter` and `all` are cases with two submitted assessments, across two versions of the
    toolkit; `first` is the draft of a first assessment and `review` of a review, both filled;
    `history` is a draft with 40 revisions; `reviewed` is a case with 40 submitted assessments,
    `dated` one with a submitted assessment of the toolkit that looks at dates.
    """

    worker: User
    administrator: User
    quarter: int
    all: int
    first: int
    review: int
    history: int
    reviewed: int
    dated: int


def record_all(now: datetime) -> Records:
    """Everything but the many cases, through the same operations as everything else."""
    team = accounts.add_team(name="Northfield", district="Northfield", actor=None, now=now)
    worker = accounts.add_user(
        name="Amira Khan", email=EMAIL, role=Role.PRACTITIONER, team=team, password=PASSWORD,
        actor=None, now=now)
    administrator = accounts.add_user(
        name="Sam Reed", email=ADMINISTRATOR, role=Role.ADMINISTRATOR, team=team,
        password=PASSWORD, actor=None, now=now)
    earlier = now - timedelta(days=91)
    _publish(SLUG, 1, earlier)
    _publish(DATED, 1, earlier)
    story = _Story(worker, earlier)
    quarter, everything, drafted, long = (story.first_submitted(n) for n in range(1, 5))
    forty = _reviewed(worker, earlier)
    _publish(SLUG, 2, now - timedelta(days=30))
    story = _Story(worker, now)
    story.submit(story.review(forty, 4))
    story.submit(story.review(quarter, 4))
    story.submit(story.review(everything, 1))
    many = story.review(long, 4)
    for number in range(queries.head_of(many).number, 40):
        story.touch(many, number)
    dated = _Story(worker, now, DATED).first_submitted(7)
    return Records(worker, administrator, quarter.id, everything.id, story.first(5).id,
                   story.review(drafted, 4).id, many.id, forty.id, dated.id)


def _reviewed(worker: User, began: datetime) -> Case:
    """A case with all of its 40 assessments but the last, a day apart."""
    case = _Story(worker, began).first_submitted(6)
    for day in range(1, REVIEWS - 1):
        story = _Story(worker, began + timedelta(days=day))
        story.submit(story.review(case, 3 + day % 5))
    return case


class _Story:
    """What one worker does on one day, in one toolkit."""

    def __init__(self, worker: User, now: datetime, slug: str = SLUG) -> None:
        self.worker, self.now, self.slug = worker, now, slug

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
            actor=self.worker, now=self.now, case_id=case.id, slug=self.slug)
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
        last = queries.last_submitted(case.id, self.slug)
        assert last is not None
        before = history.latest(
            last.assessment, toolkits.load(last.assessment.version_id)).answers
        self._read_guidance()
        assessment = assessments.start_review(
            actor=self.worker, now=self.now, case_id=case.id, slug=self.slug)
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
        version = toolkits.live_version(self.slug, self.now)
        assert version is not None
        assessments.acknowledge_guidance(actor=self.worker, now=self.now, version_id=version.id)


def _publish(slug: str, number: int, at: datetime) -> None:
    text = (DOCUMENTS / slug / f"{number}.json").read_text(encoding="utf-8")
    version = definitions.import_document(text=text, actor=None, now=at)
    definitions.publish(version=version, actor=None, now=at, note="", vouched="For measuring")
