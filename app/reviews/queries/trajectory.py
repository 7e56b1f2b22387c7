"""All reviews of a case in one toolkit, and what else happened: what the page over time is made of.

What is worked out of it is the engine's; what of that is stored is in `stored`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, lazyload

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Revision, RevisionKind, RevisionSummary
from app.assessments.withholding import with_marked_rows
from app.cases import queries as cases
from app.cases.access import withheld_from
from app.cases.models import Case
from app.cases.withholding import keys_withheld_over
from app.clock import EVER
from app.database import db
from app.definitions import queries as definitions
from app.definitions.models import DefinitionVersion
from app.definitions.standards import over_time
from app.engine.definition import Definition
from app.engine.pairing import Pairing
from app.engine.trajectory import Trajectory, trajectory
from app.engine.trajectory_steps import Step
from app.errors import NotFound
from app.reviews.over_time.level_line import LevelPoint
from app.reviews.over_time.marks import Mark, marks_of
from app.reviews.stored import Following, digest_of_step

# Written once: to make it takes longer than to run it.
_REVIEWED = (
    select(Revision, RevisionSummary)
    .join(RevisionSummary, RevisionSummary.revision_id == Revision.id)
    .join(Revision.assessment).join(Revision.version)
    .where(RevisionSummary.case_id == bindparam("case"))
    .order_by(Revision.assessed_on, Revision.id)
    .options(
        contains_eager(Revision.assessment).lazyload("*"),
        contains_eager(Revision.version)
        .options(lazyload(DefinitionVersion.definition), lazyload(DefinitionVersion.publication)),
        lazyload("*"))
)


class Reviewed(NamedTuple):
    """A submitted assessment: what stands of it, what it came to, when it was to be reviewed."""

    revision: Revision
    summary: RevisionSummary
    due: date | None

    @property
    def slug(self) -> str:
        """Its toolkit."""
        return self.revision.assessment.slug

    @property
    def point(self) -> LevelPoint:
        """Its level on its day."""
        one, summary = self.revision, self.summary
        return LevelPoint(
            one.assessed_on, summary.level_title or "No level", summary.level_rank,
            summary.calculated, summary.calculated_rank, self.slug, one.version.number, one.id,
            one.assessment_id, self.due)


class OverTime(Struct, frozen=True, dict=True):
    """The reviews of a case in one toolkit; nothing is worked out before it is asked for.

    `every` are those of all toolkits, of which only the levels stand beside each other. `withheld`
    are keys of questions whose answers the reader may not see. Nothing that was recorded after
    `until` is told.
    """

    case: Case
    slug: str
    every: Sequence[Reviewed]
    withheld: frozenset[str] = frozenset()
    until: datetime = EVER

    @cached_property
    def reviews(self) -> list[Reviewed]:
        """Those of the toolkit, oldest first."""
        return [one for one in self.every if one.slug == self.slug]

    @cached_property
    def definitions(self) -> list[Definition]:
        """The latest version that was used of each toolkit."""
        latest = {one.slug: one.revision.version for one in self.every}
        return [definitions.definition_of(version) for version in latest.values()]

    @cached_property
    def points(self) -> tuple[LevelPoint, ...]:
        """The levels of all toolkits, oldest first."""
        return tuple(one.point for one in self.every)

    @cached_property
    def toolkits(self) -> dict[str, str]:
        """The toolkits that were used, by slug, the one used last first."""
        titles = {one.slug: one.revision.version.title for one in self.every}
        ordered = dict.fromkeys(one.slug for one in reversed(self.every))
        return {slug: titles[slug] for slug in ordered}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What else happened, oldest first."""
        return marks_of(self.case, self.slug, self.withheld, self.until)

    @cached_property
    def wanted(self) -> list[tuple[Revision | None, Revision]]:
        """Each review with the one before."""
        revisions = [one.revision for one in self.reviews]
        return list(zip([None, *revisions], revisions, strict=False))

    @cached_property
    def digests(self) -> list[str]:
        """What the step to each of them is stored under."""
        return [
            digest_of_step(Following(
                (before.id, before.root) if before else None, (one.id, one.root)))
            for before, one in self.wanted
        ]

    def put_together(self, steps: Sequence[Step]) -> Trajectory:
        """The trajectory of these steps."""
        versions = {definitions.definition_of(one.revision.version): one.revision.version
                    for one in self.reviews}

        def between(earlier: Definition, later: Definition) -> Pairing:
            return definitions.pairing(versions[earlier], versions[later])

        given = [definitions.definition_of(one.revision.version) for one in self.reviews]
        return trajectory(steps, given, between, self.withheld)


def over_time_of(actor: User, case_id: int, slug: str | None = None) -> OverTime:
    """The reviews of a case that the actor may see; of the toolkit used last where none is named.

    Raises NotFound where nothing was submitted of the toolkit that is named.
    """
    case = cases.get_case(actor, case_id)
    every = reviewed(case_id)
    chosen = slug or (every[-1].slug if every else "")
    if slug and slug not in {one.slug for one in every}:
        raise NotFound("Nothing of that toolkit has been submitted in this case.")
    versions = [one.revision.version for one in every if one.slug == chosen]
    sensitivities = withheld_from(actor, case)
    withheld = with_marked_rows(
        keys_withheld_over(sensitivities, versions, but_urgent=True), case_id, sensitivities,
        map(definitions.definition_of, versions))
    return OverTime(case, chosen, every, withheld)


def of_toolkit(case: Case, slug: str) -> OverTime:
    """The reviews of a case in one toolkit, for this room itself: nobody is asked whether they may
    see them."""
    return OverTime(case, slug, reviewed(case.id))


def reviewed(case_id: int, until: datetime = EVER) -> list[Reviewed]:
    """The submitted assessments of a case as they stood then, oldest first; an addendum replaces
    its submission."""
    found = db.session.execute(_REVIEWED, {"case": case_id})
    rows = [(one, summary) for one, summary in found if one.at <= until]
    standards = over_time()
    due = {one.assessment_id: assessments.review_due(one, standards)
           for one, _ in rows if one.kind is RevisionKind.SUBMISSION}
    standing = {one.assessment_id: (one, summary) for one, summary in rows}
    ordered = sorted(standing.values(), key=lambda row: (row[0].assessed_on, row[0].id))
    return [Reviewed(one, summary, due.get(one.assessment_id)) for one, summary in ordered]
