"""Two assessments of different toolkits: they share no questions, so their levels alone, by rank.

Two of one toolkit are compared question by question: `comparing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from app.accounts.models import User
from app.assessments.computing import computed
from app.assessments.models import Revision
from app.assessments.withholding import withheld_in
from app.cases import queries as cases
from app.cases.models import Case
from app.definitions.queries import definition_of
from app.engine.definition import Level
from app.engine.levels import Result
from app.reviews.queries.comparing import (
    Completed,
    HighestEver,
    Recorded,
    both_of,
    complete_revisions,
    highest_of,
)


class LevelSide(Recorded, frozen=True, dict=True):
    """One of the two, with the level it came to in the words of its own toolkit; `withheld` are the
    keys of what the reader may not see."""

    withheld: frozenset[str] = frozenset()

    @cached_property
    def result(self) -> Result:
        """What its answers come to, without what is withheld."""
        whole = computed(self.assessment, self.revision.number)
        return whole.without(self.withheld).result if self.withheld else whole.result

    @property
    def level(self) -> Level | None:
        """The level that stands."""
        return self.result.level


class Across(Struct, frozen=True):
    """Two assessments of different toolkits beside each other (X2)."""

    case: Case
    earlier: LevelSide
    later: LevelSide
    complete: Sequence[Completed]

    @property
    def ranks_risen(self) -> int | None:
        """By how many ranks the later level is the higher one, negative where it is the lower;
        None where a side has no level."""
        before, after = self.earlier.level, self.later.level
        return None if before is None or after is None else after.rank - before.rank

    @property
    def highest(self) -> HighestEver | None:
        """The highest level ever recorded in the case, by rank, in the words of its own toolkit."""
        return highest_of(self.complete)


def across(actor: User, case_id: int, one: int, other: int) -> Across:
    """Two revisions of a case by their ids, whatever their toolkits, the earlier one first; the
    case and both are the actor's to see. Raises NotFound for a revision of another case."""
    case = cases.get_case(actor, case_id)
    earlier, later = both_of(actor, case, one, other)
    return Across(case, _side(actor, case, earlier), _side(actor, case, later),
                  complete_revisions(case_id))


def _side(actor: User, case: Case, revision: Revision) -> LevelSide:
    definition = definition_of(revision.version)
    return LevelSide(revision, withheld=withheld_in(actor, case, definition))
