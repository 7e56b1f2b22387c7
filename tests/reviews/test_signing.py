"""Signing a comparison: who may, what is kept of it, and what comes after it."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Role
from app.assessments.queries import get_revision, head_of
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.cases.models import DocumentKind
from app.cases.operations import DangerFacts, DocumentFacts
from app.database import db, writing
from app.engine.signed_document import STATEMENT
from app.engine.verifying import check, export, root_of
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.reviews import operations, queries
from app.reviews.drawn import draw, read
from app.reviews.models import SignOff
from app.reviews.operations import signing
from app.reviews.queries import Stands
from tests.assessments.conftest import COMPLETE, Worker
from tests.assessments.test_submitting import add
from tests.reviews.signings import Reviewer
from tests.reviews.test_corrections import assess

both = pytest.mark.both_databases


def stands(sign_off: SignOff, at: Any) -> tuple[Stands, list[str]]:
    found = queries.standing(sign_off, at)
    return found.stands, [reason.endpoint for reason in found.reasons]


def note(reviewed: Reviewer, words: str = "School rang") -> Any:
    return cases.add_note(
        actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id, text=words,
        happened_on=reviewed.now.date())


def danger(reviewed: Reviewer) -> Any:
    return cases.record_immediate_danger(
        actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id,
        facts=DangerFacts(what="Missing since noon"))


def document(reviewed: Reviewer) -> Any:
    return cases.add_document(
        actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id, content="He was there",
        facts=DocumentFacts(title="What she said", kind=DocumentKind.STATEMENT, author="Ivy",
                            dated=reviewed.now.date(), sensitivity="police"))


def later_assessment(reviewed: Reviewer) -> Any:
    return get_revision(reviewed.user, reviewed.baseline()[1]).assessment


# What is kept


@both
def test_a_signature_keeps_what_was_read_and_its_hash_stands_in_the_audit(
    reviewed: Reviewer,
) -> None:
    signed = reviewed.sign(explanations={"alert/fell_two_levels": "She moved to her aunt"})
    kept = queries.with_papers(signed)
    parts = orjson.loads(kept.document)
    assert root_of(parts, kept.secret) == kept.root
    assert check(export(parts, kept.secret), kept.root).sound
    assert parts["statement"]["text"] == STATEMENT and parts["signature"]["name"] == "Ruth Okafor"
    assert (parts["side/earlier"]["revision"], parts["side/later"]["revision"]) == (
        kept.earlier_id, kept.later_id)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.sentence == f"Ruth Okafor signed sign-off {signed.id}"
    assert event.details["root"] == kept.root
    assert read(kept.page) == orjson.loads(orjson.dumps(draw(reviewed.compared().in_words)))


def test_the_paper_names_the_hash_on_every_page(reviewed: Reviewer) -> None:
    kept = queries.with_papers(reviewed.sign())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(kept.pdf)).pages]
    assert pages and all(kept.root in page and "Confidential" in page for page in pages)
    words = " ".join(" ".join(pages).split())
    for expected in ("Signed comparison", "Robin Hale", "Older associates", "Not present",
                     "not stepping down", "Flags, and what the reviewer wrote"):
        assert expected in words, expected


@both
def test_the_same_page_sent_twice_signs_once(reviewed: Reviewer) -> None:
    digest = reviewed.digest()
    first = reviewed.sign(save_id="a" * 32, digest=digest)
    again = reviewed.sign(save_id="a" * 32, digest=digest)
    assert first.id == again.id and len(queries.sign_offs(reviewed.user, reviewed.case.id)) == 1


TABLES = ("sign_off", "sign_off_superseded", "row_comment", "change_request",
          "change_request_question", "change_request_answer", "change_request_withdrawal")


@both
def test_nothing_of_it_can_be_changed_or_taken_away(worker: Worker, reviewed: Reviewer) -> None:
    reviewed.comment("older")
    reviewed.sign()
    asked = reviewed.ask({"older": "Say who saw it", "story": "Too short"})
    add(worker, later_assessment(reviewed), {"story": "Seen by the school"})
    operations.withdraw_request(
        actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id, request_id=asked.id,
        reason="Answered by telephone")
    for table in TABLES:
        assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) > 0, table
        for statement in (f"UPDATE {table} SET id = id + 100", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), writing():
                db.session.execute(text(statement))


# Who, and which two


def test_only_a_reviewer_who_did_not_write_it_signs(
    worker: Worker, reviewed: Reviewer, make_user: Any
) -> None:
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        reviewed.sign(actor=worker.user)
    manager = make_user(Role.REVIEWER, worker.user.team)
    add(Worker(manager, reviewed.now), later_assessment(reviewed), {"story": "I saw it"})
    with pytest.raises(NotAllowed, match="nobody signs their own"):
        Reviewer(manager, reviewed.case, reviewed.now).sign()
    assert reviewed.sign().by_id == reviewed.user.id


def test_a_reviewer_of_another_team_finds_nothing_to_sign(
    reviewed: Reviewer, make_user: Any, make_team: Any
) -> None:
    stranger = make_user(Role.REVIEWER, make_team())
    with pytest.raises(NotFound):
        reviewed.sign(actor=stranger)
    signed = reviewed.sign()
    for look in (lambda: queries.get_sign_off(stranger, signed.id),
                 lambda: queries.sign_offs(stranger, reviewed.case.id)):
        with pytest.raises(NotFound):
            look()


@both
def test_nobody_chooses_which_two_are_signed(worker: Worker, reviewed: Reviewer) -> None:
    first, second = reviewed.baseline()
    third = assess(worker, reviewed.case, "not_present").id
    assert reviewed.baseline() == (first, third)
    for pair in ((first, second), (second, third)):
        with pytest.raises(Refused, match="not the ones to sign"):
            reviewed.sign(pair)
    reviewed.sign()
    assert reviewed.baseline() == (first, third)
    fourth = assess(worker, reviewed.case, "not_present").id
    assert reviewed.baseline() == (third, fourth)


@both
def test_a_signature_that_was_added_to_is_no_baseline(worker: Worker, reviewed: Reviewer) -> None:
    first, second = reviewed.baseline()
    signed = reviewed.sign()
    added = add(worker, later_assessment(reviewed), {"story": "Seen again"})
    third = assess(worker, reviewed.case, "not_present")
    assert reviewed.baseline() == (first, third.id)
    assert queries.last_sign_off(reviewed.case.id, "small") is None
    assert stands(signed, reviewed.now + timedelta(days=99)) == (
        Stands.SUPERSEDED, ["assessments.revision"])
    assert signed.superseded.revision_id == added.id and second != added.id


def test_there_is_nothing_to_sign_before_there_are_two(worker: Worker, case: Any) -> None:
    assert queries.baseline(case.id, "small") is None
    assess(worker, case, "present")
    assert queries.baseline(case.id, "small") is None
    assert queries.baseline(case.id, "another") is None


def test_a_draft_is_not_signed(worker: Worker, reviewed: Reviewer) -> None:
    worker.now += timedelta(days=30)
    draft = worker.review(reviewed.case, "small")
    worker.save(draft, COMPLETE)
    with pytest.raises(Refused, match="not submitted yet"):
        reviewed.sign((reviewed.baseline()[0], head_of(draft).id), digest="")


# Reading, then signing


def test_the_statement_must_be_ticked(reviewed: Reviewer) -> None:
    with pytest.raises(Refused) as refused:
        reviewed.sign(read_it=False)
    assert refused.value.details["field"] == "read_it" and STATEMENT in refused.value.message


@both
def test_what_came_while_it_was_read_has_to_be_read_first(reviewed: Reviewer) -> None:
    for newer in (lambda: note(reviewed), lambda: danger(reviewed), lambda: document(reviewed),
                  lambda: reviewed.comment("older"), lambda: reviewed.ask({"older": "Who"})):
        digest = reviewed.digest()
        newer()
        with pytest.raises(Conflict, match="nothing is signed"):
            reviewed.sign(digest=digest)
    assert reviewed.sign().id


def test_what_comes_while_the_paper_is_made_is_noticed(
    reviewed: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and storing lies the time that a PDF takes."""
    made = signing.signed_pdf

    def meanwhile(*given: Any) -> bytes:
        note(reviewed)
        return made(*given)

    monkeypatch.setattr(signing, "signed_pdf", meanwhile)
    with pytest.raises(Conflict, match="nothing is signed"):
        reviewed.sign()
    assert not queries.sign_offs(reviewed.user, reviewed.case.id)


@pytest.mark.parametrize("name, words, told", [
    ("row/story", "Why", "no such flag"), ("alert/fell_two_levels", ".", "in words"),
    ("alert/fell_two_levels", "\x00", "cannot be kept"),
    ("alert/fell_two_levels", "x" * 50_001, "50,000 characters")])
def test_an_explanation_is_of_a_flag_and_can_be_kept(
    reviewed: Reviewer, name: str, words: str, told: str
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        reviewed.sign(explanations={name: words})
    assert refused.value.details["field"] == name


# Flags


@both
def test_a_flag_is_explained_when_signing_or_by_a_reviewers_comment(
    worker: Worker, reviewed: Reviewer
) -> None:
    worker_says = {"actor": worker.user}
    reviewed.comment("older", "I wrote it, so it does not count", **worker_says)
    signed = reviewed.sign(explanations={"alert/fell_two_levels": "She moved", "row/older": " "})
    reviewed.comment("older", "-")
    found = {one.flagged.name: one.explained for one in queries.explained_flags(signed)}
    assert found["alert/fell_two_levels"] and not found["row/older"]
    reviewed.comment("older", "The same words, and I rang the school")
    later = {one.flagged.name: one for one in queries.explained_flags(signed)}
    assert later["row/older"].comments == ("-", "The same words, and I rang the school")
    assert stands(signed, reviewed.now)[0] is Stands.CURRENT


# What comes after


@both
def test_a_signature_is_stale_once_something_newer_is_known(
    worker: Worker, reviewed: Reviewer
) -> None:
    note(reviewed, "Known before it was signed")
    signed = reviewed.sign()
    end = reviewed.now + timedelta(days=200)
    assert stands(signed, end) == (Stands.CURRENT, [])
    note(reviewed)
    assert stands(signed, end) == (Stands.STALE, ["cases.notes"])
    danger(reviewed)
    assert stands(signed, end)[1] == ["cases.danger", "cases.notes"]
    assert reviewed.sign().id and stands(signed, end)[0] is Stands.STALE
    assert queries.last_sign_off(reviewed.case.id, "small").id != signed.id


@both
def test_a_document_makes_a_signature_stale_without_saying_what_it_is(
    reviewed: Reviewer
) -> None:
    signed = reviewed.sign()
    added = document(reviewed)
    (reason,) = queries.standing(signed, reviewed.now).reasons
    assert (reason.words, reason.endpoint) == (
        "A document was added to the case.", "cases.documents")
    cases.withdraw_document(
        actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id, document_id=added.id,
        reason="Of another child")
    (reason,) = queries.standing(signed, reviewed.now).reasons
    assert reason.words == "A document was added to the case. It was withdrawn since."
    before = {name: seen for name, seen in signed.seen.items() if name != "document"}
    unseen = SimpleNamespace(superseded=None, case_id=signed.case_id, seen=before)
    assert queries.standing(unseen, reviewed.now).reasons == (reason,)


def test_a_draft_that_calls_for_action_and_the_harm_it_records_make_it_stale(
    worker: Worker, reviewed: Reviewer
) -> None:
    signed = reviewed.sign()
    worker.now = reviewed.now + timedelta(days=30)
    draft = worker.review(reviewed.case, "small")
    worker.save(draft, {"older": "not_present"})
    assert stands(signed, worker.now)[0] is Stands.CURRENT
    worker.save(draft, {"harm": "yes"})
    assert stands(signed, worker.now) == (Stands.STALE, ["assessments.assessment"])
    worker.save(draft, {**COMPLETE, "harm": "yes", "level": "actual"})
    worker.submit(draft)
    found = queries.standing(signed, worker.now)
    assert ["Actual harm was recorded" in one.words for one in found.reasons] == [
        False, True, False]
    assert "submitted an assessment" in found.reasons[-1].words
    assert stands(signed, reviewed.now)[0] is Stands.CURRENT


@both
def test_an_addendum_supersedes_in_its_own_transaction_and_is_recorded(
    worker: Worker, reviewed: Reviewer
) -> None:
    signed = reviewed.sign()
    earlier = get_revision(reviewed.user, reviewed.baseline()[0]).assessment
    revision = add(worker, earlier, {"story": "Something more"})
    assert signed.superseded.revision_id == revision.id
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == f"sign-off:{signed.id}")
        .order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.details) == ("superseded", {"revision": revision.id})
    add(worker, earlier, {"story": "And more"}, save_id="again")
    assert signed.superseded.revision_id == revision.id
    assert queries.standing(signed, worker.now + timedelta(days=1)).stands is Stands.SUPERSEDED


def test_of_two_of_one_day_the_one_begun_later_is_signed_as_the_later(
    worker: Worker, reviewed: Reviewer
) -> None:
    """Also where somebody adds to the earlier one afterwards."""
    worker.now = reviewed.now
    for _ in range(2):
        one = worker.review(reviewed.case, "small")
        worker.save(one, {**COMPLETE, "older": "not_present"})
        worker.submit(one)
    before, last = sorted(
        revision.id for revision in queries.complete_revisions(reviewed.case.id))[-2:]
    added = add(worker, get_revision(reviewed.user, before).assessment, {"story": "Later"})
    assert reviewed.baseline()[1] == last
    found = queries.compared(reviewed.user, reviewed.case.id, last, added.id)
    assert (found.earlier.revision.id, found.later.revision.id) == (added.id, last)
    assert not found.comparison.backwards
