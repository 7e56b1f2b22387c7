"""Adding documents to a case and withdrawing them. What is added is never changed later."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from flask import current_app
from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import select

from app.accounts.models import User
from app.cases import events
from app.cases.access import check_may_withdraw
from app.cases.documents import get_document
from app.cases.file_types import WORDS, FileType, NotTaken, type_of
from app.cases.models import (
    Case,
    CaseDocument,
    DocumentContent,
    DocumentKind,
    DocumentWithdrawal,
)
from app.cases.operations.changing import changing, needed, record_change
from app.cases.queries import get_case
from app.cases.text_rules import problem_of_line, problem_of_text
from app.clock import today_in_london
from app.database import db, inserted
from app.definitions.queries import definition_of, versions
from app.delivery.scanning import Scanned, scan
from app.engine.withholding import SENSITIVITIES
from app.errors import Conflict, Refused
from app.save_ids import SavedElsewhere

_SCANS = {
    Scanned.FOUND: "The virus scanner found something in this file, so it is not kept. Do not send "
                   "it on. Tell whoever looks after your computers",
    Scanned.FAILED: "The file could not be checked for viruses, so it is not kept. Try again in a "
                    "few minutes; if it fails again, tell whoever runs this service",
}


class DocumentFacts(Struct, frozen=True, kw_only=True):
    """What somebody says of a document (S0.18, S1.34): `author` is whose words they are or who
    made it, `dated` the day it was made or speaks of, `sensitivity` one that toolkits know, or
    empty; `about_toolkit` and `about_question` name an indicator, or are empty."""

    title: str
    kind: DocumentKind
    author: str
    dated: date
    sensitivity: str = ""
    about_toolkit: str = ""
    about_question: str = ""


def add_document(
    *, actor: User, now: datetime, case_id: int, facts: DocumentFacts, content: bytes | str,
    save_id: str | None = None,
) -> CaseDocument:
    """Keep a file, or words that were typed, as a document of the case.

    What a file is, its content says. It is scanned before anything is written. The same `save_id`
    again gives the same document. Raises NotFound, NotAllowed, and Refused (with `field`) for what
    is too large, of no kind that is taken, or not clean by the scanner.
    """
    saved = _saved(get_case(actor, case_id), actor, save_id)
    if saved is not None:
        return saved
    _check(facts, now)
    found, body = _as_kept(content)
    scanned = _scanned(body)
    with changing(actor, case_id) as case:
        saved = _saved(case, actor, save_id)
        if saved is not None:
            return saved
        document = inserted(CaseDocument(
            **asdict(facts), case_id=case.id, media_type=found.media_type, size=len(body),
            sha256=sha256(body).hexdigest(), uploaded_by_id=actor.id, at=now, save_id=save_id))
        inserted(DocumentContent(document_id=document.id, content=body))
        record_change(case.id, "added", f"document:{document.id}", actor, now,
                      sha256=document.sha256, scan=scanned.value)
        events.document_added.send(document, actor=actor, now=now)
    return document


def withdraw_document(
    *, actor: User, now: datetime, case_id: int, document_id: int, reason: str
) -> DocumentWithdrawal:
    """Say that a document does not belong here, and why. It stays listed and is not opened again.

    Raises NotFound, NotAllowed for who neither uploaded it nor reviews, Conflict where it is
    withdrawn already, Refused without a reason.
    """
    with changing(actor, case_id) as case:
        document = get_document(actor, case, document_id)
        check_may_withdraw(actor, case, document)
        if document.withdrawal is not None:
            raise Conflict("This document has been withdrawn already.")
        withdrawal = inserted(DocumentWithdrawal(
            document_id=document.id, reason=needed(reason, "Say why it is withdrawn"),
            by_id=actor.id, at=now))
        db.session.expire(document, ["withdrawal"])
        record_change(case.id, "withdrew", f"document:{document.id}", actor, now)
    return withdrawal


def _check(facts: DocumentFacts, now: datetime) -> None:
    for field, message in (("title", "Enter what the document is called"),
                           ("author", "Enter whose words they are, or who made it")):
        text = needed(getattr(facts, field), message, field)
        if problem := problem_of_line(text):
            raise Refused(f"{field.capitalize()} {problem}", field=field)
    if facts.dated > today_in_london(now):
        raise Refused("The day must be today or in the past", field="dated")
    if facts.sensitivity not in ("", *SENSITIVITIES):
        raise Refused("Say whether it is sensitive", field="sensitivity")
    _check_question(facts)


def _check_question(facts: DocumentFacts) -> None:
    if not facts.about_toolkit and not facts.about_question:
        return
    asked = () if problem_of_line(facts.about_toolkit) else (
        definition_of(one).questions for one in versions(facts.about_toolkit))
    if not any(facts.about_question in questions for questions in asked):
        raise Refused("Choose the question from the list", field="about")


def _as_kept(content: bytes | str) -> tuple[FileType, bytes]:
    """What it is, and its bytes."""
    if isinstance(content, str):
        if problem := problem_of_text(content):
            raise Refused(f"What you typed {problem}", field="words")
        return WORDS, content.encode()
    limit: int = current_app.config["UPLOAD_LIMIT_MB"]
    if len(content) > limit * 1024 * 1024:
        raise Refused(f"The file is larger than {limit} MB. Choose a smaller one, or scan it at a "
                      "lower resolution", field="file")
    try:
        return type_of(content), content
    except NotTaken as error:
        raise Refused(str(error), field="file") from None


def _scanned(body: bytes) -> Scanned:
    outcome = scan(body, current_app.config["SCAN_UPLOADS"])
    if outcome in _SCANS:
        raise Refused(_SCANS[outcome], field="file")
    return outcome


def _saved(case: Case, actor: User, save_id: str | None) -> CaseDocument | None:
    """What the same page saved before."""
    if not save_id:
        return None
    saved = db.session.scalar(select(CaseDocument).where(CaseDocument.save_id == save_id))
    if saved is not None and (saved.case_id, saved.uploaded_by_id) != (case.id, actor.id):
        raise SavedElsewhere
    return saved
