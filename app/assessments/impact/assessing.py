"""The impact of a proposal, within a time; asked for again, it goes on where it stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import bindparam, func, select

from app.accounts.models import Team
from app.assessments.impact import preparing
from app.assessments.impact.reaching import reach_of, versions_of
from app.assessments.impact.replaying import Levels, Moved, tallied
from app.assessments.impact.submissions import Live
from app.assessments.models import ImpactProgress, LevelBasis
from app.cases.models import CaseSummary
from app.database import db, writing
from app.definitions.impact import Impact, Proposal, Shift
from app.engine import RELEASE
from app.engine.authoring.changes import Consequence

BATCH = 25
GOOD_FOR = timedelta(hours=1)
"""How long what took long to work out is shown before it is worked out again."""

_HOW_MANY = (
    select(func.count()).select_from(LevelBasis)
    .join(CaseSummary, CaseSummary.case_id == LevelBasis.case_id)
    .where(LevelBasis.definition_id == bindparam("definition"), LevelBasis.latest,
           ~CaseSummary.closed)
)
Tally = Counter[tuple[int, Moved]]


def assess(proposal: Proposal, at: datetime, patience: float) -> Impact:
    """Whom a proposal touches, and who would be calculated at another level.

    Takes about `patience` seconds at most. Where that is too short the impact is not `finished`,
    and asking again goes on from there.
    """
    deadline = monotonic() + patience
    definition_id = proposal.before.definition_id
    waiting = preparing.unprepared(definition_id, [one.id for one in versions_of(proposal)])
    done = preparing.prepare(waiting, deadline) if waiting else 0
    if done < len(waiting):
        return Impact(live=len(waiting), done=done, finished=False, preparing=True)
    reach = reach_of(proposal, at)
    if Consequence.URGENCY not in {change.consequence for change in proposal.difference.changes}:
        live = db.session.scalar(_HOW_MANY, {"definition": definition_id}) or 0
        return Impact(live, reach, done=live)
    levels = Levels(proposal)
    moved, whole = tallied(levels, levels.live().partitions())
    live = moved.total() + len(whole)
    if not whole:
        return Impact(live, reach, _shifts(moved), done=live)
    known = _go_on(levels, whole, at, deadline)
    counted = moved + _tally(known)
    left = 0 if known.finished else len(whole) - known.done
    return Impact(live, reach, _shifts(counted), done=live - left,
                  finished=known.finished, as_of=known.began_at)


def _go_on(
    levels: Levels, whole: Sequence[Live], at: datetime, deadline: float
) -> ImpactProgress:
    """Work out more of those that only all that was recorded tells."""
    progress = _progress(levels.proposal, at)
    if progress.finished:
        return progress
    left = [one for one in whole if one.assessment_id > progress.through_id]
    counts = _tally(progress)
    through, done = progress.through_id, progress.done
    for start in range(0, len(left), BATCH):
        if start and monotonic() >= deadline:
            break
        for one in left[start:start + BATCH]:
            counts[one.team_id, levels.moved(*levels.whole(one.assessment_id))] += 1
            through, done = one.assessment_id, done + 1
    finished = not left or through == left[-1].assessment_id
    return _keep(progress, through, done, counts, finished)


def _progress(proposal: Proposal, at: datetime) -> ImpactProgress:
    """How far it was worked out before; from the start where that is too old."""
    place = proposal.before.id, proposal.after.sha256
    found = db.session.get(ImpactProgress, place)
    fresh = found is not None and found.engine_release == RELEASE and (
        at - found.began_at < GOOD_FOR)
    if found is not None and fresh:
        return found
    return ImpactProgress(
        before_id=place[0], sha256=place[1], engine_release=RELEASE, began_at=at, through_id=0,
        done=0, finished=False, shifts=[])


def _keep(
    progress: ImpactProgress, through: int, done: int, counts: Tally, finished: bool
) -> ImpactProgress:
    kept = ImpactProgress(
        before_id=progress.before_id, sha256=progress.sha256, engine_release=RELEASE,
        began_at=progress.began_at, through_id=through, done=done, finished=finished,
        shifts=[[team, *moved, cases] for (team, moved), cases in counts.items()])
    with writing():
        return db.session.merge(kept)


def _tally(progress: ImpactProgress) -> Tally:
    return Counter({
        (team, Moved(before, after, step)): cases
        for team, before, after, step, cases in progress.shifts})


def _shifts(counts: Tally) -> tuple[Shift, ...]:
    """Those that come out higher or lower, by team, the rises first."""
    names = {key: value for key, value in db.session.execute(select(Team.id, Team.name))}
    found = (Shift(names[team], moved.before, moved.after, moved.step > 0, cases)
             for (team, moved), cases in counts.items() if moved.step)
    return tuple(_in_order(found))


def _in_order(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted(shifts, key=lambda one: (one.team, not one.rises, one.before, one.after))
