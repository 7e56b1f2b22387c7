"""Review packs of a case, and what of its record goes into them.

Whoever calls without naming an actor has authorised the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.accounts.models import User
from app.assessments.models import Assessment, HarmRecord, Revision, RevisionKind
from app.assessments.withholding import with_marked_rows
from app.cases import queries as cases
from app.cases.access import Audience, check_may_see_particulars
from app.cases.listing import LARGEST_ID
from app.cases.models import Case
from app.cases.withholding import keys_withheld_across, keys_withheld_over
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of
from app.engine.reading import WITHHELD
from app.errors import NotFound, Refused
from app.reviews.computing import steps_of
from app.reviews.models import Chosen, Pack, PackMade, PackPart, SignOff
from app.reviews.over_time.account import Account
from app.reviews.queries.comparing import Compared, Recorded, complete_revisions
from app.reviews.queries.signing import baseline
from app.reviews.queries.trajectory import OverTime, reviewed

EVERY = LARGEST_ID - 1
"""A limit that limits nothing."""

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)


def case_for_packs(actor: User, case_id: int) -> Case:
    """A case whose packs the actor may make and open, because nothing of it is withheld from them.

    Raises NotFound or NotAllowed as `get_case` does, NotAllowed for a colleague (S4.28).
    """
    case = cases.get_case(actor, case_id)
    check_may_see_particulars(actor, case)
    return case


def packs_of(case: Case) -> Sequence[Pack]:
    """The packs of a case, the newest first."""
    found = select(Pack).where(Pack.case_id == case.id).options(
        joinedload(Pack.made), joinedload(Pack.withheld))
    return db.session.scalars(found.order_by(Pack.id.desc())).unique().all()


def get_pack(case: Case, pack_id: int) -> Pack:
    """One pack of a case; raises NotFound."""
    found = select(Pack).where(Pack.id == pack_id, Pack.case_id == case.id)
    pack = db.session.scalar(found) if 0 < pack_id <= LARGEST_ID else None
    if pack is None:
        raise NotFound("There is no such pack in this case.", subject=f"pack:{pack_id}")
    return pack


def made_pack(pack: Pack) -> PackMade:
    """The files of a pack; raises NotFound while it is not finished."""
    files = (undefer(PackMade.pdf), undefer(PackMade.csv), undefer(PackMade.json),
             undefer(PackMade.proof))
    found = db.session.scalar(
        select(PackMade).where(PackMade.pack_id == pack.id).options(*files)
        .execution_options(populate_existing=True))
    if found is None:
        raise NotFound("This pack is not finished yet.", subject=f"pack:{pack.id}")
    return found


def parts_made(pack: Pack) -> list[str]:
    """The names of the parts that are made, in the order in which they were."""
    found = select(PackPart.name).where(PackPart.pack_id == pack.id).order_by(PackPart.id)
    return list(db.session.scalars(found))


def part_files(pack: Pack) -> dict[str, PackPart]:
    """The parts by name, with what they say and their pages."""
    found = select(PackPart).where(PackPart.pack_id == pack.id).order_by(PackPart.id)
    with_files = found.options(undefer(PackPart.document), undefer(PackPart.pdf))
    return {part.name: part for part in db.session.scalars(with_files)}


def pair_for_pack(case: Case) -> tuple[Revision, Revision]:
    """What a pack compares: the pair that nobody chooses, of the toolkit submitted last.

    Raises Refused where there are fewer than two assessments of it.
    """
    complete = complete_revisions(case.id)
    pair = baseline(case.id, complete[0].slug) if complete else None
    if pair is None:
        raise Refused("There is nothing for a pack yet. Two submitted assessments are needed: "
                      "submit the review first.")
    earlier, later = pair
    return db.session.get_one(Revision, earlier), db.session.get_one(Revision, later)


def compared_for(pack: Pack) -> Compared:
    """The comparison of a pack, without what is withheld from whoever it is for."""
    versions = (pack.earlier.version, pack.later.version)
    withheld = _with_rows(pack, versions, keys_withheld_across(
        pack.variant.withheld, *versions, chosen=_chosen(pack)))
    complete = [one for one in complete_revisions(pack.case_id)
                if one.id <= max(pack.earlier_id, pack.later_id)]
    unseen = WITHHELD if withheld or pack.variant is not Audience.PROFESSIONALS else ""
    earlier, later = (Recorded(one, unseen) for one in (pack.earlier, pack.later))
    return Compared(pack.case, earlier, later, complete, withheld)


def over_time_for(pack: Pack) -> Account:
    """Everything over time until a pack was asked for, without what is withheld."""
    every = reviewed(pack.case_id, pack.at)
    slug = pack.later.assessment.slug
    versions = [one.revision.version for one in every if one.slug == slug]
    withheld = _with_rows(pack, versions, keys_withheld_over(
        pack.variant.withheld, versions, chosen=_chosen(pack)))
    found = OverTime(pack.case, slug, every, withheld, pack.at)
    return Account.of(found, found.put_together(steps_of(found.wanted)))


def recorded_revisions(case_id: int) -> Sequence[Revision]:
    """The submissions and addenda of a case as they were recorded, oldest first."""
    found = (
        select(Revision).join(Revision.assessment)
        .where(Assessment.case_id == case_id, Revision.kind.in_(_COMPLETE))
        .order_by(Revision.id)
    )
    return db.session.scalars(found).all()


def harm_records(case_id: int) -> Sequence[HarmRecord]:
    """Actual harm that was recorded in a case, oldest first, with what ended it."""
    found = select(HarmRecord).where(HarmRecord.case_id == case_id).options(
        joinedload(HarmRecord.ending), joinedload(HarmRecord.revision))
    return db.session.scalars(found.order_by(HarmRecord.id)).all()


def sign_offs_of(case_id: int) -> Sequence[SignOff]:
    """The sign-offs of a case, oldest first."""
    found = select(SignOff).where(SignOff.case_id == case_id)
    return db.session.scalars(found.order_by(SignOff.id)).unique().all()


def authors_of(case_id: int, until: datetime) -> Sequence[tuple[str, RevisionKind]]:
    """Who had made revisions of the assessments of a case by then, of which kinds, by name."""
    found = (
        select(Revision.author_name, Revision.kind).distinct()
        .join(Revision.assessment).where(Assessment.case_id == case_id, Revision.at <= until)
        .order_by(Revision.author_name, Revision.kind)
    )
    return [(name, kind) for name, kind in db.session.execute(found)]


def standing_sign_off(pack: Pack) -> SignOff | None:
    """The sign-off over what a pack compares, as it stood when the pack was asked for."""
    found = (
        select(SignOff)
        .where(SignOff.earlier_id == pack.earlier_id, SignOff.later_id == pack.later_id,
               SignOff.at <= pack.at)
        .order_by(SignOff.id.desc()).limit(1)
    )
    return db.session.scalars(found).unique().first()


def _with_rows(
    pack: Pack, versions: Iterable[DefinitionVersion], withheld: frozenset[str]
) -> frozenset[str]:
    """What is withheld with the rows that were marked when the pack was asked for."""
    return with_marked_rows(
        withheld, pack.case_id, pack.variant.withheld, map(definition_of, versions), pack.at)


def _chosen(pack: Pack) -> list[str]:
    """The questions and the rows that are withheld by hand."""
    return [one.name for one in pack.withheld if one.kind != Chosen.NOTE]
