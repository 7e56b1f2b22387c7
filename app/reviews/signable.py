"""From a comparison that somebody reads to the facts of it that they may sign. Signing it is not
done here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct

from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.standards import StandardsOverTime, over_time
from app.engine.canonical import canonical
from app.engine.flagged import Flagged, flagged
from app.engine.signed_document import (
    Comment,
    Signable,
    SignedSide,
    UsedStandards,
    compared_parts,
)
from app.reviews import queries
from app.reviews.models import RowComment
from app.reviews.queries import Compared, Recorded


class Reading(Struct, frozen=True):
    """What whoever signs has before them.

    `parts` is the comparison with the comments to it, `seen` what was on record in the case,
    `digest` names the two together: what was read is what is signed.
    """

    signable: Signable
    parts: Mapping[str, Any]
    flags: Sequence[Flagged]
    comments: Sequence[RowComment]
    seen: Mapping[str, int]
    digest: str


def read(found: Compared) -> Reading:
    """What can be signed of a comparison; its reader sees every row."""
    comments = queries.comments_on(pair_of(found))
    signable, seen = signable_of(found), queries.on_record(found.case.id)
    parts = compared_parts(signable, [_comment(one) for one in comments])
    digest = sha256(canonical([parts, seen])).hexdigest()
    return Reading(signable, parts, flagged(found.comparison), comments, seen, digest)


def signable_of(found: Compared) -> Signable:
    """A comparison with what it is of."""
    highest, standards = found.highest, over_time()
    return Signable(
        case=found.case.id, slug=found.later.assessment.slug, title=found.later.definition.title,
        earlier=_side(found.earlier, standards), later=_side(found.later, standards),
        comparison=found.comparison, between=found.pair.between if found.pair else (),
        highest=(highest.title, highest.rank, highest.on) if highest else None)


def pair_of(found: Compared) -> tuple[int, int]:
    """The ids of the two revisions, earlier first."""
    return found.earlier.revision.id, found.later.revision.id


def _side(one: Recorded, standards: StandardsOverTime) -> SignedSide:
    revision, judgement = one.revision, one.definition.judgement
    return SignedSide(
        revision=revision.id, root=revision.root, assessment=revision.assessment_id,
        assessed_on=revision.assessed_on, recorded_by=revision.author_name,
        recorded_at=revision.at, version=revision.version.number, sha256=one.definition.sha256,
        standards=_used(standards, one), reason_key=judgement.reason_key if judgement else None)


def _used(standards: StandardsOverTime, one: Recorded) -> UsedStandards:
    """The standards that a finished revision is held to: those of when it was recorded."""
    at = one.revision.at
    version_id = standards.version_at(at)
    version = db.session.get(DefinitionVersion, version_id) if version_id else None
    return UsedStandards(
        version.number if version else None, version.sha256 if version else None,
        standards.at(at))


def _comment(one: RowComment) -> Comment:
    return Comment(one.id, one.key, one.text, one.by_name, one.at, one.as_reviewer)
