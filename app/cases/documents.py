"""Reading the documents of a case. What is withheld from somebody is decided in `withholding`.

Everything here that takes a case takes one that `get_case` gave: it has been authorised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cases.access import chain_of, not_allowed, withheld_from
from app.cases.listing import LARGEST_ID
from app.cases.models import Case, CaseDocument, DocumentContent, DocumentWithdrawal
from app.cases.queries import PAGE
from app.cases.withholding import (
    check_document_shown,
    document_withheld,
    documents_withheld,
)
from app.clock import EVER
from app.database import db
from app.definitions.queries import definition_of, live_version, live_versions, versions
from app.errors import NotFound

WITHDRAWN = (
    "This document was withdrawn, so it is not opened any more. The documents of the case say who "
    "withdrew it and why."
)

_BESIDE = (
    joinedload(CaseDocument.uploaded_by),
    joinedload(CaseDocument.withdrawal).joinedload(DocumentWithdrawal.by),
)
# Written once: every page of a section asks it.
_ABOUT = (
    select(CaseDocument)
    .where(CaseDocument.case_id == bindparam("case"), CaseDocument.about_question != "",
           CaseDocument.about_toolkit == bindparam("toolkit"), ~CaseDocument.withdrawal.has())
    .order_by(CaseDocument.id.desc()).limit(PAGE)
)
_ABOUT_SINCE = _ABOUT.where(CaseDocument.at > bindparam("since"))


class Documents(NamedTuple):
    """One page of documents, newest first; pass `next_before` as `before` for older ones.
    `withheld` is how many of the case the reader is not shown."""

    documents: Sequence[CaseDocument]
    next_before: int | None
    withheld: int


class Asked(NamedTuple):
    """A question that a document may be linked to: "slug/key", and what people call it."""

    name: str
    words: str


def documents_of(
    actor: User, case: Case, *, before: int | None = None, until: datetime = EVER,
    limit: int = PAGE,
) -> Documents:
    """The documents as of then that the actor is shown, withdrawn ones too."""
    withheld = documents_withheld(actor, case)
    of_case = and_(CaseDocument.case_id == case.id, CaseDocument.at <= until)
    found = select(CaseDocument).where(of_case, ~withheld).options(*_BESIDE)
    if before is not None:
        found = found.where(CaseDocument.id < before)
    page = db.session.scalars(found.order_by(CaseDocument.id.desc()).limit(limit + 1)).all()
    number = db.session.scalar(select(func.count(CaseDocument.id)).where(of_case, withheld)) or 0
    following = page[limit - 1].id if len(page) > limit else None
    return Documents(page[:limit], following, number)


def documents_since(actor: User, case: Case, until: datetime) -> int:
    """How many were added later, of those that the actor is shown."""
    found = select(func.count(CaseDocument.id)).where(
        CaseDocument.case_id == case.id, CaseDocument.at > until,
        ~documents_withheld(actor, case))
    return db.session.scalar(found) or 0


def every_document(case: Case) -> Sequence[CaseDocument]:
    """All documents of a case, oldest first, for somebody from whom nothing is withheld."""
    found = select(CaseDocument).where(CaseDocument.case_id == case.id).options(*_BESIDE)
    return db.session.scalars(found.order_by(CaseDocument.id)).all()


def documents_about(
    actor: User, case: Case, toolkit: str, since: datetime | None
) -> Sequence[CaseDocument]:
    """Those about questions of a toolkit that the actor may open, uploaded since, newest first."""
    asked = {"case": case.id, "toolkit": toolkit, "since": since}
    found = db.session.scalars(_ABOUT_SINCE if since else _ABOUT, asked).all()
    sensitivities = withheld_from(actor, case) if found else frozenset()
    return [one for one in found if one.uploaded_by_id == actor.id
            or not document_withheld(one, sensitivities)]


def get_document(actor: User, case: Case, document_id: int) -> CaseDocument:
    """One document; raises NotFound, and NotAllowed where it is withheld from the actor."""
    found = select(CaseDocument).where(
        CaseDocument.id == min(document_id, LARGEST_ID), CaseDocument.case_id == case.id)
    document = db.session.scalars(found.options(*_BESIDE)).first()
    if document is None:
        place = chain_of(case.id)
        raise NotFound("There is no such document in this case.", chain=place, subject=place)
    check_document_shown(actor, case, document)
    return document


def content_of(case: Case, document: CaseDocument) -> bytes:
    """What a document holds, as it was brought; raises NotAllowed once it is withdrawn."""
    if document.withdrawal is not None:
        raise not_allowed(case, WITHDRAWN)
    return db.session.get_one(DocumentContent, document.id).content


def questions_asked(at: datetime) -> Iterator[Asked]:
    """The questions that a document may be linked to, in the order of the toolkits in use."""
    for version in live_versions(at):
        definition = definition_of(version)
        for key, question in definition.questions.items():
            yield Asked(f"{definition.slug}/{key}", f"{definition.title}: {question.label}")


def question_words(document: CaseDocument, at: datetime) -> str:
    """What the question that a document is about is called now, or was called last."""
    version = live_version(document.about_toolkit, at) or next(
        iter(versions(document.about_toolkit)), None)
    asked = definition_of(version).questions if version else {}
    question = asked.get(document.about_question)
    return question.label if question else document.about_question.replace("_", " ")
