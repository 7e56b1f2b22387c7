"""Documents of a case: added once, withheld by their sensitivity, withdrawn, never changed."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.audit.models import AuditEvent
from app.cases import documents, events, operations
from app.cases.access import FROM_COLLEAGUES
from app.cases.models import (
    CaseDocument,
    DocumentContent,
    DocumentKind,
    DocumentWithdrawal,
)
from app.cases.operations import DocumentFacts
from app.cases.withholding import document_withheld
from app.database import db, writing
from app.engine.withholding import SENSITIVITIES
from app.errors import Conflict, NotAllowed, NotFound, Refused
from tests.assessments.sensitive import publish_sensitive
from tests.cases.files import PNG, PROGRAM
from tests.delivery.test_scanning import scanner

pytestmark = pytest.mark.both_databases

FACTS = DocumentFacts(
    title="Map of places", kind=DocumentKind.MAPPING, author="Robin, with Amara",
    dated=date(2026, 3, 2))


def add(actor: Any, case: Any, now: Any, content: bytes | str = PNG, **facts: Any) -> Any:
    save_id = facts.pop("save_id", None)
    return operations.add_document(
        actor=actor, now=now, case_id=case.id, facts=replace(FACTS, **facts), content=content,
        save_id=save_id)


def withdraw(actor: Any, document: Any, now: Any, reason: str = "It is of another child") -> Any:
    return operations.withdraw_document(
        actor=actor, now=now, case_id=document.case_id, document_id=document.id, reason=reason)


def listed(actor: Any, case: Any, **more: Any) -> list[Any]:
    return list(documents.documents_of(actor, case, **more).documents)


@pytest.mark.requirement("S0.18")
def test_a_mapping_exercise_is_kept_byte_for_byte(
    case: Any, amara: Any, now: Any, actions: Any
) -> None:
    kept = add(amara, case, now)
    db.session.expire_all()
    assert (kept.what, kept.size, kept.media_type) == (
        DocumentKind.MAPPING, len(PNG), "image/png")
    assert kept.sha256 == sha256(PNG).hexdigest()
    assert documents.content_of(case, kept) == PNG
    assert listed(amara, case) == [kept]
    assert actions(f"case:{case.id}")[-1] == f"Amara Khan added document {kept.id}"
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event.details == {"sha256": kept.sha256, "scan": "off"}


@pytest.mark.requirement("S1.34")
def test_a_statement_that_is_written_down_names_its_author_its_day_and_its_question(
    case: Any, amara: Any, now: Any
) -> None:
    publish_sensitive(now)
    words = "  I do not want to see him again.\nسارة"
    kept = add(amara, case, now, words, kind=DocumentKind.STATEMENT, author="Robin Vale",
               about_toolkit="sensitive", about_question="older")
    assert documents.content_of(case, kept).decode() == words
    assert (kept.author, kept.dated, kept.media_type) == (
        "Robin Vale", date(2026, 3, 2), "text/plain; charset=utf-8")
    assert documents.question_words(kept, now) == "Older associates"
    assert list(documents.documents_about(amara, case, "sensitive", now - timedelta(1))) == [kept]
    assert not documents.documents_about(amara, case, "sensitive", now)
    asked = {one.name for one in documents.questions_asked(now)}
    assert "sensitive/older" in asked


@pytest.mark.requirement("S0.18")
@pytest.mark.parametrize(("content", "facts", "field"), [
    (PROGRAM, {}, "file"), (b"\x89PNG" + b"\0" * 1024 * 1024, {}, "file"),
    ("x" * 50_001, {}, "words"), ("a\0b", {}, "words"),
    (PNG, {"title": " "}, "title"), (PNG, {"title": "a\nb"}, "title"),
    (PNG, {"author": ""}, "author"), (PNG, {"author": "x" * 201}, "author"),
    (PNG, {"dated": date(2026, 3, 4)}, "dated"), (PNG, {"sensitivity": "secret"}, "sensitivity"),
    (PNG, {"about_toolkit": "none", "about_question": "older"}, "about"),
    (PNG, {"about_question": "older"}, "about"),
    (PNG, {"about_toolkit": "a\0b", "about_question": "older"}, "about"),
])
def test_what_cannot_be_kept_is_refused_beside_its_field(
    app: Any, case: Any, amara: Any, now: Any, content: Any, facts: Any, field: str
) -> None:
    app.config["UPLOAD_LIMIT_MB"] = 1
    with pytest.raises(Refused) as refused:
        add(amara, case, now, content, **facts)
    assert refused.value.details["field"] == field
    assert db.session.scalar(select(func.count(CaseDocument.id))) == 0


@pytest.mark.requirement("S0.18")
def test_nothing_is_kept_that_the_scanner_did_not_call_clean(
    app: Any, case: Any, amara: Any, now: Any
) -> None:
    said = {"sys.exit(1)": "found something", "sys.exit(2)": "could not be checked"}
    for does, words in said.items():
        app.config["SCAN_UPLOADS"] = scanner(does)
        with pytest.raises(Refused, match=words):
            add(amara, case, now)
    assert db.session.scalar(select(func.count(CaseDocument.id))) == 0
    app.config["SCAN_UPLOADS"] = scanner("sys.exit(0)")
    assert add(amara, case, now)


def test_the_same_page_sent_twice_is_one_document(
    case: Any, amara: Any, sam: Any, now: Any
) -> None:
    assert add(amara, case, now, save_id="page") == add(amara, case, now, save_id="page")
    with pytest.raises(Conflict):
        add(sam, case, now, save_id="page")
    assert db.session.scalar(select(func.count(CaseDocument.id))) == 1


def test_newest_come_first_page_by_page(case: Any, amara: Any, now: Any) -> None:
    first, second, third = (add(amara, case, now, title=title) for title in "abc")
    page = documents.documents_of(amara, case, limit=2)
    assert list(page.documents) == [third, second] and page.next_before == second.id
    assert listed(amara, case, before=second.id, limit=2) == [first]
    assert list(documents.every_document(case)) == [first, second, third]


@pytest.mark.requirement("S4.28")
def test_what_is_withheld_takes_no_place_in_a_colleagues_list(
    case: Any, amara: Any, sam: Any, colleague: Any, now: Any
) -> None:
    publish_sensitive(now)
    made = {one: add(amara, case, now, sensitivity=one) for one in ("", *SENSITIVITIES)}
    for key in ("older", "drugs", "where"):
        made[key] = add(amara, case, now, about_toolkit="sensitive", about_question=key)
    own = add(colleague, case, now, sensitivity="police")
    shown = [own, made["older"], made["third-party"], made[""]]
    page = documents.documents_of(colleague, case)
    assert list(page.documents) == shown and page.withheld == 5
    for reader in (amara, sam):
        page = documents.documents_of(reader, case)
        assert len(page.documents) == 9 and page.withheld == 0
    for document in made.values():
        withheld = document not in shown
        assert document_withheld(document, FROM_COLLEAGUES) == withheld
        if withheld:
            with pytest.raises(NotAllowed, match="withheld from you"):
                documents.get_document(colleague, case, document.id)
    about = documents.documents_about(colleague, case, "sensitive", None)
    assert list(about) == [made["older"]]


def test_a_withdrawn_document_is_listed_and_not_opened(
    case: Any, amara: Any, sam: Any, colleague: Any, now: Any, actions: Any
) -> None:
    kept = add(amara, case, now)
    with pytest.raises(NotAllowed, match="Only whoever uploaded"):
        withdraw(colleague, kept, now)
    with pytest.raises(Refused):
        withdraw(amara, kept, now, " ")
    withdrawal = withdraw(sam, kept, now)
    assert actions(f"case:{case.id}")[-1] == f"Sam Reed withdrew document {kept.id}"
    assert listed(amara, case) == [kept] and kept.withdrawal == withdrawal
    with pytest.raises(NotAllowed, match="withdrawn"):
        documents.content_of(case, kept)
    with pytest.raises(Conflict):
        withdraw(amara, kept, now)
    assert withdraw(amara, add(amara, case, now), now).by == amara


@pytest.mark.requirement("S4.18", "X21")
def test_only_those_who_see_the_case_reach_its_documents(
    case: Any, amara: Any, colleague: Any, stranger: Any, make_case: Any, make_user: Any, now: Any
) -> None:
    kept = add(amara, case, now)
    for other in (stranger, make_user(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            add(other, case, now)
        with pytest.raises(NotFound):
            withdraw(other, kept, now)
    with pytest.raises(NotFound):
        documents.get_document(amara, make_case(amara, name="Ivy Hale"), kept.id)
    operations.declare_conflict(actor=colleague, now=now, case_id=case.id)
    with pytest.raises(NotAllowed):
        add(colleague, case, now)


def test_higher_rooms_hear_of_documents_in_the_same_transaction(
    case: Any, amara: Any, now: Any
) -> None:
    heard = []

    def listen(record: Any, actor: Any, now: Any) -> None:
        heard.append((record, actor, now, db.session.info["writing"]))

    events.document_added.connect(listen)
    kept = add(amara, case, now)
    assert heard == [(kept, amara, now, True)]


@pytest.mark.parametrize("change", [
    update(CaseDocument).values(title="Another"), delete(CaseDocument),
    update(DocumentContent).values(content=b""), delete(DocumentContent),
    update(DocumentWithdrawal).values(reason="Another"), delete(DocumentWithdrawal),
])
def test_the_database_refuses_changes(case: Any, amara: Any, now: Any, change: Any) -> None:
    withdraw(amara, add(amara, case, now), now)
    with pytest.raises(DBAPIError), writing():
        db.session.execute(change)
