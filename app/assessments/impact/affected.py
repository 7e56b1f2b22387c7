"""Which cases a proposal would move, for a safeguarding lead: those alone that they may open."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Role, User
from app.assessments.impact.replaying import Levels, Moved, in_both
from app.assessments.impact.submissions import Submissions
from app.cases.models import Case
from app.cases.access import visible_case_ids
from app.database import db
from app.definitions.impact import PATIENCE, Proposal
from app.errors import NotAllowed


class Affected(NamedTuple):
    """A case that would be calculated at another level."""

    case: Case
    moved: Moved


class Listed(NamedTuple):
    """The cases that would move, and how many there was no time to look at."""

    cases: Sequence[Affected]
    left: int


def affected_cases(actor: User, proposal: Proposal, patience: float = PATIENCE) -> Listed:
    """The cases that would move, those that would be lower first.

    Raises NotAllowed for anybody but a reviewer who is safeguarding lead: others see counts.
    """
    if not (actor.is_(Role.REVIEWER) and actor.safeguarding_lead):
        raise NotAllowed("Only a safeguarding lead can see which cases would move.")
    levels, deadline = Levels(proposal), monotonic() + patience
    moved: dict[int, Moved] = {}
    live = levels.live(visible_case_ids(actor)).all()
    left = 0
    for one, before, after in zip(live, *levels.all_both(Submissions.of(live)), strict=True):
        found = in_both(before, after)
        if found is None and monotonic() > deadline:
            left += 1
            continue
        step = levels.moved(*(found or levels.whole(one.assessment_id)))
        if step.step:
            moved[one.case_id] = step
    return Listed(_listed(moved), left)


def _listed(moved: dict[int, Moved]) -> list[Affected]:
    ids = list(moved)
    found: list[Affected] = []
    for start in range(0, len(ids), 500):
        cases = select(Case).where(Case.id.in_(ids[start:start + 500]))
        found += [Affected(case, moved[case.id])
                  for case in db.session.scalars(cases.options(joinedload(Case.young_person)))]
    return sorted(found, key=lambda one: (one.moved.step, one.case.young_person.name_key,
                                          one.case.id))
