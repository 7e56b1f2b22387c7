"""Reading decisions, and the level that a case stands at. What may be decided is in `gate`.

Whoever calls without naming an actor has authorised the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select, true
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Revision, RevisionSummary
from app.cases.access import without_conflict
from app.cases.models import Case
from app.clock import EVER
from app.database import db
from app.engine.grounds import Rung
from app.pathway.models import Decision, DecisionKind, Route
from app.reviews import queries as reviews
from app.reviews.models import SignOff

_SETTING = (DecisionKind.AGREED, DecisionKind.KEPT, DecisionKind.STEPPED_DOWN)
"""The decisions that say at which level a case stands."""

# Written once: every case front page asks them.
_LAST_SET = (
    select(Decision)
    .where(Decision.case_id == bindparam("case"), Decision.kind.in_(_SETTING),
           Decision.at <= bindparam("until"))
    .order_by(Decision.id.desc()).limit(1)
)
_LAST_LOWERED = (
    select(Decision)
    .where(Decision.case_id == bindparam("case"), Decision.kind == DecisionKind.STEPPED_DOWN)
    .order_by(Decision.id.desc()).limit(1)
)
_LAST_RESTING = (
    select(Decision)
    .where(Decision.case_id == bindparam("case"),
           Decision.kind.in_((DecisionKind.STEPPED_DOWN, DecisionKind.CLOSED)))
    .order_by(Decision.id.desc()).limit(1)
)
_SINCE = (
    select(RevisionSummary).join(RevisionSummary.revision)
    .where(RevisionSummary.case_id == bindparam("case"),
           RevisionSummary.revision_id > bindparam("after"))
    .options(contains_eager(RevisionSummary.revision).joinedload(Revision.assessment))
    .order_by(RevisionSummary.revision_id)
)
_HIGHEST_SINCE = (
    select(RevisionSummary).join(RevisionSummary.revision)
    .where(RevisionSummary.case_id == bindparam("case"),
           RevisionSummary.revision_id > bindparam("after"), Revision.at <= bindparam("until"),
           RevisionSummary.level_rank.is_not(None))
    .order_by(RevisionSummary.level_rank.desc(), RevisionSummary.revision_id).limit(1)
)
_NEWEST_REVISION = (
    select(RevisionSummary.revision_id).join(RevisionSummary.revision)
    .where(RevisionSummary.case_id == bindparam("case"), Revision.at <= bindparam("until"))
    .order_by(RevisionSummary.revision_id.desc()).limit(1)
)


class Recorded(NamedTuple):
    """The level that the newest assessments came to: of several toolkits the highest."""

    level: Rung
    on: date
    toolkit: str
    slug: str


class Fallen(NamedTuple):
    """A toolkit that is lower in a case than it was: the highest level that it stood at, and what
    is recorded of it now."""

    slug: str
    stood: Rung
    now: Rung | None


class InForce(NamedTuple):
    """The level that a case stands at until a manager lowers it; `set_by` is the last decision
    about it, and `agreed` is false where something higher was recorded since."""

    level: Rung
    set_by: Decision | None
    agreed: bool


def recorded(case_id: int) -> Recorded | None:
    """The level recorded now, or None where no assessment gave one."""
    return max(_by_toolkit(case_id), key=lambda one: one.level.rank, default=None)


def fallen(case_id: int) -> Sequence[Fallen]:
    """The toolkits of which less is recorded now, or no level at all, than at any time since the
    case was last stepped down."""
    last = db.session.scalars(_LAST_LOWERED, {"case": case_id}).first()
    stood = {one.slug: one.level for one in _by_toolkit(case_id, last.at)} if last else {}
    asked = {"case": case_id, "after": last.revision_id or 0 if last else 0}
    for summary in db.session.scalars(_SINCE, asked):
        slug, rung = summary.revision.assessment.slug, _rung(summary)
        if rung is not None:
            stood[slug] = max(stood.get(slug, rung), rung, key=lambda one: one.rank)
    now = {one.slug: one.level for one in _by_toolkit(case_id)}
    found = (Fallen(slug, rung, now.get(slug)) for slug, rung in stood.items())
    return [one for one in found if one.now is None or one.now.rank < one.stood.rank]


def in_force(case_id: int, until: datetime = EVER) -> InForce | None:
    """The level that a case stood at then: what was last agreed, kept or stepped down to, or
    anything higher that was recorded since; so that to agree nothing hides nothing. None without a
    level."""
    asked = {"case": case_id, "until": until}
    last = db.session.scalars(_LAST_SET, asked).first()
    after = last.revision_id or 0 if last else 0
    since = db.session.scalars(_HIGHEST_SINCE, {**asked, "after": after}).first()
    found = _rung(since) if since else None
    agreed = reached(last) if last else None
    if agreed is None or found is not None and found.rank > agreed.rank:
        return InForce(found, last, False) if found else None
    return InForce(agreed, last, True)


def reached(decision: Decision) -> Rung | None:
    """The level that a decision came to."""
    return _as_rung(decision.to_id, decision.to_title, decision.to_rank)


def stood_at(decision: Decision) -> Rung | None:
    """The level that a decision began at."""
    return _as_rung(decision.from_id, decision.from_title, decision.from_rank)


def first_citing(sign_off_id: int) -> Decision | None:
    """The first step down that cites a signature; all that cite it count as one fall."""
    found = select(Decision).where(
        Decision.sign_off_id == sign_off_id, Decision.kind == DecisionKind.STEPPED_DOWN)
    return db.session.scalars(found.order_by(Decision.id).limit(1)).first()


def last_resting(case_id: int) -> Decision | None:
    """The last decision that used up what had fallen: a step down, or a closing."""
    return db.session.scalars(_LAST_RESTING, {"case": case_id}).first()


def newest_revision(case_id: int, until: datetime = EVER) -> int | None:
    """The id of what was last submitted or added in a case by then."""
    return db.session.scalars(_NEWEST_REVISION, {"case": case_id, "until": until}).first()


def highest_ever(case_id: int) -> reviews.HighestEver | None:
    """The highest level ever recorded in a case, which every page of the gate shows."""
    return reviews.highest_ever(case_id)


def decisions_of(case: Case) -> Sequence[Decision]:
    """Every decision about a case, newest first."""
    found = select(Decision).where(Decision.case_id == case.id)
    return db.session.scalars(
        found.options(joinedload(Decision.sign_off)).order_by(Decision.id.desc())).all()


def exceptions(actor: User) -> Sequence[Decision]:
    """Every decision by the exceptional route that the actor may read of, newest first: of their
    team, and for a senior of every team; never where they declared a conflict of interest."""
    found = (
        select(Decision).join(Decision.case).join(Case.team)
        .where(Decision.route == Route.EXCEPTIONAL, *_reported_to(actor))
        .options(contains_eager(Decision.case).contains_eager(Case.team))
        .order_by(Decision.id.desc())
    )
    return db.session.scalars(found).all()


def signed_too(actor: User) -> int:
    """How many decisions of the ordinary route were made by whoever had signed what they rest on,
    of the cases of which the actor reads exceptions."""
    found = (
        select(func.count(Decision.id)).join(Decision.case).join(Decision.sign_off)
        .where(Decision.route == Route.ORDINARY, SignOff.by_id == Decision.by_id,
               *_reported_to(actor))
    )
    return db.session.scalar(found) or 0


def _reported_to(actor: User) -> tuple[ColumnElement[bool], ...]:
    teams = true() if actor.senior else Case.team_id == actor.team_id
    return teams, without_conflict(actor, Case)


def _by_toolkit(case_id: int, until: datetime = EVER) -> Sequence[Recorded]:
    """The level that the newest assessment of each toolkit came to, of those that gave one."""
    newest: dict[str, assessments.Submitted] = {}
    for one in assessments.submitted_assessments(case_id, until):
        newest.setdefault(one.assessment.slug, one)
    found = map(_recorded, newest.values())
    return [one for one in found if one is not None]


def _recorded(one: assessments.Submitted) -> Recorded | None:
    rung = _rung(one.summary)
    if rung is None:
        return None
    revision: Revision = one.standing
    return Recorded(rung, revision.assessed_on, one.assessment.version.title, one.assessment.slug)


def _rung(summary: RevisionSummary) -> Rung | None:
    return _as_rung(summary.level_id, summary.level_title, summary.level_rank)


def _as_rung(id_: str | None, title: str | None, rank: int | None) -> Rung | None:
    return Rung(id_, title or id_, rank) if id_ is not None and rank is not None else None
