"""A case and its assessments as they stood at the end of a day: what was known when.

Whatever was recorded later is left out, and what had not ended by then stands. It is worked out by
the same queries and the same engine as today's pages; only what a young person is called and when
they were born is kept as it is known now. Two assessments beside each other: `comparing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.background import standing_harm
from app.assessments.case_level import level_facts, newest_of_each, standing_calls
from app.assessments.computing import Computed, computed_for
from app.assessments.models import (
    ActionCall,
    Assessment,
    HarmEnding,
    HarmRecord,
    Revision,
    RevisionKind,
)
from app.assessments.queries import Draft, Submitted
from app.assessments.withholding import anything_withheld
from app.cases import queries as cases
from app.cases.documents import documents_since
from app.cases.models import Allocation, Case, ImmediateDanger
from app.cases.operations import SummaryFacts
from app.cases.past import PastCase, notes_since, past_case
from app.database import db
from app.definitions.standards import over_time
from app.engine.withheld_rows import hides
from app.errors import NotFound
from app.reviews.models import ChangeRequest, RowComment, SignOff
from app.reviews.moment import Moment, Since, moment_of
from app.reviews.queries.comparing import Compared
from app.reviews.queries.remarks import comments_on
from app.reviews.queries.standing import Standing, standing

_SAVES = (RevisionKind.AUTOSAVE, RevisionKind.SAVE, RevisionKind.SHARE,
          RevisionKind.UPGRADE, RevisionKind.UPGRADE_UNDONE)


class CaseAsItWas(Struct, frozen=True):
    """What the front page of a case would have said at the end of that day.

    `reviews` are the newest submission of each toolkit with the day its review was due, `calls`
    answers of drafts that called for action, `harm` what was on record and had not ended, `signed`
    the signatures, newest first, and how each stood.
    """

    case: Case
    moment: Moment
    past: PastCase
    level: SummaryFacts
    submitted: Sequence[Submitted]
    reviews: Sequence[tuple[Submitted, date | None]]
    drafts: Sequence[Draft]
    calls: Sequence[ActionCall]
    harm: Sequence[HarmRecord]
    signed: Sequence[tuple[SignOff, Standing]]
    since: Since


class AssessmentAsItWas(Struct, frozen=True):
    """An assessment at the end of that day: a draft still where there is no `submission`."""

    assessment: Assessment
    moment: Moment
    computed: Computed
    submission: Revision | None
    addenda: Sequence[Revision]
    review_due: date | None
    since: Since

    @property
    def set_aside(self) -> bool:
        """Whether it had been given up by then."""
        return self.computed.revision.kind is RevisionKind.SET_ASIDE


def case_as_it_was(
    actor: User, case_id: int, on: date, today: date, *, notes_before: int | None = None
) -> CaseAsItWas:
    """A case at the end of a day.

    Raises Refused for a day that is to come or before the case was opened; NotFound, NotAllowed.
    """
    case = cases.get_case(actor, case_id)
    moment = moment_of(on, case.opened_at, today)
    found = _case(actor, case, moment, notes_before)
    if anything_withheld(actor, case):
        # They may be about an answer that is withheld, and how many there are would tell of it.
        return replace(found, since=replace(found.since, comments=0, requests=0))
    return found


def assessment_as_it_was(
    actor: User, assessment_id: int, on: date, today: date
) -> AssessmentAsItWas:
    """An assessment at the end of a day.

    Raises Refused as `case_as_it_was`; NotFound where it was not begun by then; NotAllowed.
    """
    found = assessments.get_assessment(actor, assessment_id)
    moment = moment_of(on, found.case.opened_at, today)
    revisions = [one for one in assessments.revisions_of(found) if one.at <= moment.until]
    if not revisions:
        raise NotFound("This assessment was not begun by then.",
                       subject=f"assessment:{assessment_id}")
    worked_out = computed_for(
        actor, found, revisions[0].number, today=on, until=moment.until)
    complete = [one for one in reversed(revisions) if one.complete]
    submission = complete[0] if complete else None
    return AssessmentAsItWas(
        found, moment, worked_out, submission, complete[1:],
        assessments.review_due(submission) if submission else None,
        Since(**_revisions(Assessment.id == found.id, moment.until)))


def since_compared(found: Compared, until: datetime) -> Since:
    """What was recorded later that bears on a comparison: additions to either side, submissions."""
    sides = Assessment.id.in_([found.earlier.assessment.id, found.later.assessment.id])
    additions = _revisions(sides, until)["additions"]
    submissions = _revisions(Assessment.case_id == found.case.id, until)["submissions"]
    return Since(additions=additions, submissions=submissions)


def _case(
    actor: User, case: Case, moment: Moment, notes_before: int | None
) -> CaseAsItWas:
    until, standards = moment.until, over_time()
    submitted = assessments.submitted_assessments(case.id, until)
    reviews = [(one, assessments.review_due(one.submission, standards))
               for one in newest_of_each(submitted)]
    return CaseAsItWas(
        case, moment, past_case(case, until, notes_before), level_facts(case.id, until),
        submitted, reviews, assessments.drafts_of(case.id, until),
        standing_calls(case.id, until), standing_harm(case.id, until=until),
        _signed(case, until), _since_of_case(actor, case, until))


def signed_by_then(found: Compared, until: datetime) -> SignOff | None:
    """The newest signature of that time over a comparison, superseded or not."""
    ids = (found.earlier.revision.id, found.later.revision.id)
    made = select(SignOff).where(
        SignOff.earlier_id == ids[0], SignOff.later_id == ids[1], SignOff.at <= until)
    return db.session.scalars(made.order_by(SignOff.id.desc()).limit(1)).first()


def comments_by_then(found: Compared, until: datetime) -> list[tuple[str, RowComment]]:
    """What had been said of a comparison, oldest first, each with the question it is about; nothing
    about an answer that is withheld."""
    asked = {**found.earlier.definition.questions, **found.later.definition.questions}
    made = comments_on((found.earlier.revision.id, found.later.revision.id))
    return [(asked[one.key].label if one.key in asked else one.key, one) for one in made
            if one.at <= until and not hides(found.withheld, one.key)]


def _signed(case: Case, until: datetime) -> list[tuple[SignOff, Standing]]:
    found = select(SignOff).where(SignOff.case_id == case.id, SignOff.at <= until).options(
        joinedload(SignOff.earlier), joinedload(SignOff.later))
    made = db.session.scalars(found.order_by(SignOff.id.desc()))
    return [(one, standing(one, until)) for one in made]


def _since_of_case(actor: User, case: Case, until: datetime) -> Since:
    """How much of each kind was recorded later; of documents, those that the actor is shown."""
    counted = {
        "dangers": (ImmediateDanger.id, ImmediateDanger.case_id, ImmediateDanger.at),
        "allocations": (Allocation.id, Allocation.case_id, Allocation.at),
        "signatures": (SignOff.id, SignOff.case_id, SignOff.at),
        "comments": (RowComment.id, RowComment.case_id, RowComment.at),
        "requests": (ChangeRequest.id, ChangeRequest.case_id, ChangeRequest.at),
    }
    later = {
        name: db.session.scalar(
            select(func.count(key)).where(of_case == case.id, at > until)) or 0
        for name, (key, of_case, at) in counted.items()
    }
    endings = select(func.count(HarmEnding.id)).join(HarmRecord).where(
        HarmRecord.case_id == case.id, HarmEnding.at > until)
    return Since(
        **_revisions(Assessment.case_id == case.id, until), **later,
        notes=notes_since(case, until), documents=documents_since(actor, case, until),
        harm_endings=db.session.scalar(endings) or 0)


def _revisions(of_these: ColumnElement[bool], until: datetime) -> dict[str, int]:
    """How many revisions of these assessments were made later, as `Since` names them."""
    found = (
        select(Revision.kind, func.count(Revision.id)).join(Revision.assessment)
        .where(of_these, Revision.at > until).group_by(Revision.kind)
    )
    made: dict[RevisionKind, int] = {kind: number for kind, number in db.session.execute(found)}
    return {
        "submissions": made.get(RevisionKind.SUBMISSION, 0),
        "additions": made.get(RevisionKind.ADDENDUM, 0),
        "set_aside": made.get(RevisionKind.SET_ASIDE, 0),
        "saves": sum(made.get(kind, 0) for kind in _SAVES),
    }
