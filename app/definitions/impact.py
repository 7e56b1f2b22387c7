"""What a new version does to live cases: higher rooms know, and register here who works it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, field

from app.definitions.models import DefinitionVersion
from app.engine.authoring.changes import Change, Difference
from app.engine.definition import Definition
from app.engine.key_relation import Lineage


class Reach(NamedTuple):
    """How many assessments a change touches: under way, submitted, and to be reviewed soon."""

    drafts: int = 0
    submitted: int = 0
    due_soon: int = 0


class Shift(NamedTuple):
    """So many live cases would be calculated at another level; levels in the toolkit's words."""

    team: str
    before: str
    after: str
    rises: bool
    cases: int


class Proposal(Struct, frozen=True):
    """A version that would follow another one, and all that differs between them."""

    before: DefinitionVersion
    after: Definition
    lineage: Lineage
    difference: Difference


class Impact(Struct, frozen=True):
    """What a proposal touches. No recorded level changes by it: `shifts` are what-if.

    `live` counts the open cases with a submitted assessment of the toolkit; `reach` is by change.
    Where working it out takes long it is not `finished`: `done` of the cases are; while
    `preparing`, `done` of `live` assessments are read for the first time. `as_of` is when a long
    one began, None where it was worked out just now.
    """

    live: int = 0
    reach: Mapping[Change, Reach] = field(default_factory=dict)
    shifts: Sequence[Shift] = ()
    done: int = 0
    finished: bool = True
    preparing: bool = False
    as_of: datetime | None = None

    @property
    def lower(self) -> int:
        """How many cases would calculate lower."""
        return sum(shift.cases for shift in self.shifts if not shift.rises)

    @property
    def higher(self) -> int:
        """How many cases would calculate higher."""
        return sum(shift.cases for shift in self.shifts if shift.rises)


PATIENCE = 1.5
"""Seconds for which a page works out an impact before it shows how far it has come."""

Assessor = Callable[[Proposal, datetime, float], Impact]
_assessors: list[Assessor] = []


def register_assessor(assessor: Assessor) -> None:
    """Let `assessor` work out the impact; there is one, the room that holds the answers."""
    _assessors[:] = [assessor]


def impact_of(proposal: Proposal, at: datetime, patience: float = PATIENCE) -> Impact:
    """What a proposal would touch at a time; nothing where no room holds answers.

    Takes about `patience` seconds at most; where that is too short, ask again and it goes on.
    """
    for assessor in _assessors:
        return assessor(proposal, at, patience)
    return Impact()


def impact_lines(proposal: Proposal, impact: Impact) -> Iterator[str]:
    """The impact for a terminal or a file: a line each, its parts set apart by tabs."""
    for consequence, number in proposal.difference.counts.items():
        yield f"{consequence.value}\t{number}"
    for change in proposal.difference.changes:
        reach = impact.reach.get(change, Reach())
        parts = (change.consequence.value, change.about.value, " ".join(change.title.split()),
                 change.aspect.value, *reach)
        yield "\t".join(map(str, parts))
    yield f"live cases\t{impact.live}\tlower {impact.lower}\thigher {impact.higher}"
    for shift in impact.shifts:
        way = "higher" if shift.rises else "lower"
        yield f"{shift.team}\t{shift.before}\t{shift.after}\t{way}\t{shift.cases}"
