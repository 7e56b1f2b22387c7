"""What a version changes for those who use the toolkit now, and who has to approve that."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from app.definitions import queries
from app.definitions.impact import Proposal
from app.definitions.models import Capacity, DefinitionKind, DefinitionVersion
from app.definitions.writing import Draft
from app.engine.authoring.changes import Consequence, Difference
from app.engine.authoring.difference import difference
from app.engine.definition import Definition
from app.engine.lineage import LineageRefused, read_lineage

KEPT = 32


def predecessor(version: DefinitionVersion, at: datetime) -> DefinitionVersion | None:
    """The version that practitioners have until this one comes: the one in use, else its base."""
    publication = version.publication
    moment = publication.effective_at if publication else at
    before = queries.live_version_before(version, moment)
    if before is None and version.based_on is not None:
        return queries.version(version.slug, version.based_on)
    return before


def proposal_of(version: DefinitionVersion, at: datetime) -> Proposal | None:
    """The version against what practitioners have now; None for a first version.

    Raises LineageRefused where they have no version in common.
    """
    before = predecessor(version, at)
    if before is None:
        return None
    return Proposal(before, queries.definition_of(version), queries.lineage(before, version),
                    between(before, version))


def proposal_of_draft(draft: Draft, at: datetime) -> Proposal | None:
    """A draft as it stands against what practitioners have now; None for a new toolkit, and while
    something is wrong with it. Raises LineageRefused where its lineage cannot be read.
    """
    after, base = draft.definition, draft.base
    if after is None or base is None or draft.row.kind is not DefinitionKind.TOOLKIT:
        return None
    return proposal_against(base, after, at)


def proposal_against(base: DefinitionVersion, after: Definition, at: datetime) -> Proposal:
    """A document made from a version, against what practitioners have now. Raises LineageRefused
    where its lineage cannot be read."""
    before = queries.live_version(base.slug, at) or base
    lineage = queries.lineage(before, base).then(read_lineage(after.lineage))
    earlier = queries.definition_of(before)
    return Proposal(before, after, lineage, difference(earlier, after, lineage))


def between(earlier: DefinitionVersion, later: DefinitionVersion) -> Difference:
    """All that differs between two versions of a toolkit. Kept, as versions are.

    Raises LineageRefused where they have no version in common.
    """
    return _between((earlier.id, earlier.sha256), (later.id, later.sha256))


@lru_cache(maxsize=KEPT)
def _between(earlier: tuple[int, str], later: tuple[int, str]) -> Difference:
    before, after = queries.by_id(earlier[0]), queries.by_id(later[0])
    return difference(queries.definition_of(before), queries.definition_of(after),
                      queries.lineage(before, after))


def approvals_needed(version: DefinitionVersion, at: datetime) -> frozenset[Capacity]:
    """Who has to approve a version before it is published, whether or not they have."""
    try:
        proposal = proposal_of(version, at)
    except LineageRefused:
        # Nothing can be told apart: it is the gravest change there is.
        return frozenset(Capacity)
    consequence = proposal.difference.consequence if proposal else None
    if consequence is Consequence.URGENCY:
        return frozenset(Capacity)
    if consequence is not None and consequence.needs_approval:
        return frozenset({Capacity.ADMINISTRATOR})
    return frozenset()


def approvals_missing(version: DefinitionVersion, at: datetime) -> tuple[Capacity, ...]:
    """Who still has to approve it, in the order in which they are asked."""
    given = {approval.capacity for approval in version.approvals if approval.approved}
    needed = approvals_needed(version, at)
    return tuple(one for one in Capacity if one in needed and one not in given)
