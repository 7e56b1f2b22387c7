"""Which two assessments stand beside each other, and what of a case could.

The comparison itself is the engine's; both sides and the case are authorised here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, lazyload

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.models import Assessment, Revision, RevisionKind, RevisionSummary
from app.assessments.withholding import with_marked_rows
from app.cases import queries as cases
from app.cases.access import withheld_from
from app.cases.listing import LARGEST_ID
from app.cases.models import Case
from app.cases.withholding import NOT_THESE_WORDS, keys_withheld_across
from app.clock import EVER, show_date
from app.database import db
from app.definitions import queries as definitions
from app.definitions.models import DefinitionVersion
from app.engine.comparison import Comparison
from app.engine.definition import Definition
from app.errors import NotFound, Refused
from app.reviews.computing import check_comparable, comparison_of
from app.reviews.in_words import InWords
from app.reviews.moment import Moment, moment_of
from app.reviews.stored import Pair

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)

# Written once: to make them takes longer than to run them.
_COMPLETE_OF_CASE = (
    select(
        Revision.id, Revision.assessment_id, Assessment.slug, Revision.version_id,
        Revision.assessed_on, Revision.kind, Revision.author_name, RevisionSummary.level_id,
        RevisionSummary.level_title, RevisionSummary.level_rank)
    .join(Revision.assessment)
    .outerjoin(RevisionSummary, RevisionSummary.revision_id == Revision.id)
    .where(Assessment.case_id == bindparam("case"), Revision.kind.in_(_COMPLETE),
           Revision.at <= bindparam("until"))
    .order_by(Revision.assessed_on.desc(), Revision.assessment_id.desc(), Revision.id.desc())
)
_OF_CASE = (
    select(Revision)
    .join(Revision.assessment).join(Revision.version)
    .where(Revision.id.in_(bindparam("ids", expanding=True)),
           Assessment.case_id == bindparam("case"))
    # Two of one day stand in the order in which they were begun, whatever was added to them since.
    .order_by(Revision.assessed_on, Revision.assessment_id, Revision.id)
    # What they say is not read here: most comparisons are stored.
    .options(
        contains_eager(Revision.assessment), contains_eager(Revision.version)
        .options(lazyload(DefinitionVersion.definition), lazyload(DefinitionVersion.publication)))
)


class Completed(NamedTuple):
    """A submission or an addendum, with the level it came to and without its answers."""

    id: int
    assessment_id: int
    slug: str
    version_id: int
    assessed_on: date
    kind: RevisionKind
    author_name: str
    level_id: str | None
    level_title: str | None
    level_rank: int | None

    @property
    def toolkit(self) -> str:
        """The title of its toolkit."""
        return definitions.load(self.version_id).title


class HighestEver(Struct, frozen=True):
    """The highest level a case ever had, and when; `id` as its own toolkit calls it."""

    id: str
    title: str
    rank: int
    on: date


class Recorded(Struct, frozen=True):
    """One side of a comparison as it was recorded; what it comes to is in the comparison.

    `unseen` is what its reader is told instead of words about the whole of it.
    """

    revision: Revision
    unseen: str = ""

    @property
    def assessment(self) -> Assessment:
        """What it is a revision of."""
        return self.revision.assessment

    @property
    def definition(self) -> Definition:
        """The version of the toolkit it was given under."""
        return definitions.load(self.revision.version_id)

    @property
    def why_carried(self) -> str:
        """Why nobody looked at any answer again, where a review took them all over."""
        one = self.revision
        words = one.reason if one.kind is RevisionKind.SUBMISSION else ""
        return self.unseen or words if words else ""


class Compared(Struct, frozen=True, dict=True):
    """Two revisions of a case beside each other; what changed is worked out when it is asked for.

    `complete` are the submissions and addenda of the case, newest first, or those recorded by a
    `moment`, where it is looked back to; `withheld` the keys, of either version, whose answers the
    reader may not see.
    """

    case: Case
    earlier: Recorded
    later: Recorded
    complete: Sequence[Completed]
    withheld: frozenset[str] = frozenset()
    moment: Moment | None = None

    @cached_property
    def highest(self) -> HighestEver | None:
        """The highest level ever recorded in the case."""
        return highest_of(self.complete)

    @cached_property
    def pair(self) -> Pair | None:
        """All that the comparison depends on; nothing while a side is a draft, which changes."""
        first, second = self.earlier.revision, self.later.revision
        if not (first.complete and second.complete):
            return None
        return Pair((first.id, first.root), (second.id, second.root), self._between,
                    tuple(sorted(self.withheld)))

    @cached_property
    def comparison(self) -> Comparison:
        """What changed."""
        return comparison_of(
            self.earlier.revision, self.later.revision, self._between, self.withheld)

    @cached_property
    def in_words(self) -> InWords:
        """What is said of it."""
        return InWords(self.comparison)

    @cached_property
    def _between(self) -> tuple[int, ...]:
        """The ids of what was submitted of the toolkit after the one and before the other."""
        first, last = (_place(one.revision) for one in (self.earlier, self.later))
        slug = self.later.assessment.slug
        return tuple(one.id for one in reversed(self.complete)
                     if one.slug == slug and first < _place(one) < last)


def compared(actor: User, case_id: int, earlier_id: int, later_id: int) -> Compared:
    """Two revisions of a case, compared; the case and both revisions must be the actor's to see.
    What is withheld from them is withheld in it.

    Raises NotFound for a revision of another case, DifferentToolkits where the two share no
    questions.
    """
    case = cases.get_case(actor, case_id)
    earlier, later = both_of(actor, case, earlier_id, later_id)
    check_comparable(earlier.assessment, later.assessment)
    sensitivities, versions = withheld_from(actor, case), (earlier.version, later.version)
    withheld = with_marked_rows(
        keys_withheld_across(sensitivities, *versions, but_urgent=True), case_id, sensitivities,
        map(definitions.definition_of, versions))
    unseen = NOT_THESE_WORDS if withheld else ""
    return Compared(case, Recorded(earlier, unseen), Recorded(later, unseen),
                    complete_revisions(case_id), withheld)


def compared_whole(case: Case, earlier_id: int, later_id: int) -> Compared:
    """Two revisions of a case, compared whole. For those who decide by it, not for a reader:
    nobody is asked whether they may see them."""
    asked = {"ids": [earlier_id, later_id], "case": case.id}
    earlier, later = db.session.scalars(_OF_CASE, asked)
    return Compared(case, Recorded(earlier), Recorded(later), complete_revisions(case.id))


def compared_as_it_was(
    actor: User, case_id: int, earlier_id: int | None, later_id: int | None, on: date, today: date
) -> Compared:
    """Two revisions of a case as they compared at the end of a day; where none are named, the last
    two assessments submitted by then.

    Raises as `compared` and `latest_pair`; Refused for a day that is to come or before the case was
    opened, and for what was not submitted by then.
    """
    case = cases.get_case(actor, case_id)
    moment = moment_of(on, case.opened_at, today)
    if earlier_id is None or later_id is None:
        earlier_id, later_id = latest_pair(case_id, moment.until)
    found = compared(actor, case_id, earlier_id, later_id)
    complete = complete_revisions(case_id, moment.until)
    if not {found.earlier.revision.id, found.later.revision.id} <= {one.id for one in complete}:
        raise Refused(f"One of these two was not submitted by {show_date(on)}. Choose two that "
                      "were, or open a draft by itself.")
    return replace(found, complete=complete, moment=moment)


def last_compared(case: Case) -> Iterator[Compared]:
    """The last two assessments of each toolkit submitted in a case, compared; of a toolkit that was
    submitted once, nothing. For this room itself: nobody is asked whether they may see them."""
    complete = complete_revisions(case.id)
    for slug in dict.fromkeys(one.slug for one in complete):
        ids = _newest_of_each(one for one in complete if one.slug == slug)[:2]
        if len(ids) == 2:
            earlier, later = db.session.scalars(_OF_CASE, {"ids": ids, "case": case.id})
            yield Compared(case, Recorded(earlier), Recorded(later), complete)


def latest_pair(case_id: int, until: datetime = EVER) -> tuple[int, int]:
    """The revision ids of the last assessment submitted in a case until then and, earlier and
    first, of the one of the same toolkit before it; where it is the first of its toolkit, of any.

    Raises Refused where fewer than two are submitted.
    """
    complete = complete_revisions(case_id, until)
    found = _newest_of_each(complete)
    if len(found) < 2:
        raise Refused("There is nothing to compare yet. Two submitted assessments are needed: "
                      "submit the review first.")
    later, *before = found
    slugs = {one.id: one.slug for one in complete}
    return next((one for one in before if slugs[one] == slugs[later]), before[0]), later


def complete_revisions(case_id: int, until: datetime = EVER) -> Sequence[Completed]:
    """Submissions and addenda of a case that were recorded until then, newest first."""
    found = db.session.execute(_COMPLETE_OF_CASE, {"case": case_id, "until": until})
    return [Completed._make(row) for row in found]


def highest_ever(case_id: int, until: datetime = EVER) -> HighestEver | None:
    """The highest level recorded in a case until then; the earliest of equals."""
    return highest_of(complete_revisions(case_id, until))


def highest_of(complete: Sequence[Completed]) -> HighestEver | None:
    """The highest level among these; the earliest of equals."""
    levels = [HighestEver(one.level_id, one.level_title or "", one.level_rank, one.assessed_on)
              for one in reversed(complete)
              if one.level_id is not None and one.level_rank is not None]
    return max(levels, key=lambda level: level.rank, default=None)


def _place(one: Revision | Completed) -> tuple[date, int, int]:
    """Where a revision stands in time among those of its toolkit."""
    return one.assessed_on, one.assessment_id, one.id


def _newest_of_each(complete: Iterable[Completed]) -> list[int]:
    """Of each assessment the id of its newest revision, newest first."""
    found: dict[int, int] = {}
    for one in complete:
        found.setdefault(one.assessment_id, one.id)
    return list(found.values())


def both_of(actor: User, case: Case, one: int, other: int) -> tuple[Revision, Revision]:
    """Two revisions of a case that the actor may see, the earlier one first."""
    possible = [id_ for id_ in (one, other) if 0 < id_ <= LARGEST_ID]
    found = db.session.scalars(_OF_CASE, {"ids": possible, "case": case.id}).all()
    ids = {revision.id for revision in found}
    for missing in (id_ for id_ in (one, other) if id_ not in ids):
        assessments.get_revision(actor, missing)
        raise NotFound("There is no such record in this case.", subject=f"revision:{missing}")
    return found[0], found[-1]
