"""What is withheld from somebody in a case, down to single rows of lists.

Which questions that is follows from the toolkit and from who asks (app.cases.withholding). Which
rows, only from what was recorded: so it is found out here, and only where a toolkit says when a
row is sensitive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import lazyload

from app.accounts.models import User
from app.assessments import history
from app.assessments.models import Assessment, Revision
from app.cases.access import withheld_from
from app.cases.models import Case
from app.cases.withholding import keys_withheld
from app.clock import EVER
from app.database import db
from app.definitions.queries import definition_of, load
from app.engine.definition import Definition
from app.engine.withheld_rows import lists_in_part, marked_rows, with_rows

_OF_CASE = (
    select(Assessment).where(Assessment.case_id == bindparam("case")).order_by(Assessment.id)
    .options(lazyload("*")))
_VERSIONS = (
    select(Revision.version_id).distinct().join(Revision.assessment)
    .where(Assessment.case_id == bindparam("case")).order_by(Revision.version_id))


def withheld_in(actor: User, case: Case, definition: Definition) -> frozenset[str]:
    """The questions of a version whose answers the actor, who may see the case, may not; with
    lists that they may see in part, and the rows of these that they may not."""
    return with_marked_rows(
        keys_withheld(actor, case, definition), case.id, withheld_from(actor, case), [definition])


def anything_withheld(actor: User, case: Case) -> bool:
    """Whether any toolkit of a case, in a version that it was ever assessed with, has a question
    that is withheld from the actor, who may see the case."""
    if not withheld_from(actor, case):
        return False
    versions = db.session.scalars(_VERSIONS, {"case": case.id})
    return any(keys_withheld(actor, case, load(one)) for one in versions)


def with_marked_rows(
    withheld: frozenset[str], case_id: int, sensitivities: frozenset[str],
    definitions: Iterable[Definition], until: datetime = EVER,
) -> frozenset[str]:
    """What is withheld in versions of a toolkit, with the rows that are of these sensitivities.

    A row that any revision of the case until then marks is withheld in every one of them, so that
    nobody can tell from two of them that it was marked.
    """
    if not sensitivities or not lists_in_part(withheld):
        return withheld
    asked = frozenset(definitions)
    return with_rows(withheld, _marked(case_id, sensitivities, asked, until))


def _marked(
    case_id: int, sensitivities: frozenset[str], asked: frozenset[Definition], until: datetime
) -> Iterator[str]:
    """The ids of the rows that some revision marks, by its own version or by those that ask."""
    for assessment in db.session.scalars(_OF_CASE, {"case": case_id}).all():
        for state in history.states(assessment):
            revision = state.revision
            if revision is not None and revision.at <= until:
                for definition in asked | {definition_of(revision.version)}:
                    yield from marked_rows(definition, state.answers, sensitivities)
