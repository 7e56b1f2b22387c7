"""Comments on the rows of a comparison, and changes that a reviewer asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.assessments.queries import get_revision, head_of
from app.audit.models import AuditEvent
from app.database import db
from app.engine.answers import Mark
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.reviews import operations, queries
from tests.assessments.conftest import COMPLETE, Worker
from tests.assessments.test_submitting import add
from tests.reviews.signings import Reviewer
from tests.reviews.test_corrections import assess

both = pytest.mark.both_databases


def last_event() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def later_assessment(reviewed: Reviewer) -> Any:
    return get_revision(reviewed.user, reviewed.baseline()[1]).assessment


def withdraw(reviewed: Reviewer, request: Any, **given: Any) -> Any:
    return operations.withdraw_request(**{
        "actor": reviewed.user, "now": reviewed.now, "case_id": reviewed.case.id,
        "request_id": request.id, "reason": "They told me", **given})


# Comments


@both
def test_a_comment_is_kept_with_both_revisions_and_counted_by_row(
    worker: Worker, reviewed: Reviewer
) -> None:
    pair = reviewed.baseline()
    reviewed.comment("older", "First")
    reviewed.comment("older", "Second", actor=worker.user)
    reviewed.comment("story", "Third")
    assert queries.comments_of(pair) == {"older": 2, "story": 1}
    found = queries.comments_on(pair, "older")
    assert [(one.text, one.by_name, one.as_reviewer) for one in found] == [
        ("First", "Ruth Okafor", True), ("Second", worker.user.name, False)]
    event = last_event()
    assert (event.action, event.subject) == ("commented on", "comparison:{}-{}".format(*pair))
    assert "Third" not in str(event.details)


@both
def test_comments_of_other_comparisons_of_the_question_are_found(
    worker: Worker, reviewed: Reviewer
) -> None:
    reviewed.comment("older", "Of the first two")
    assess(worker, reviewed.case, "present")
    pair = reviewed.baseline()
    assert queries.comments_of(pair) == {}
    keys = frozenset({"older"})
    found = queries.comments_elsewhere(reviewed.user, reviewed.case, pair, keys)
    assert [one.text for one in found] == ["Of the first two"]


def test_the_same_comment_sent_twice_is_kept_once(worker: Worker, reviewed: Reviewer) -> None:
    first = reviewed.comment("older", save_id="b" * 32)
    assert reviewed.comment("older", save_id="b" * 32).id == first.id
    with pytest.raises(Conflict):
        reviewed.comment("older", save_id="b" * 32, actor=worker.user)


@pytest.mark.parametrize("words, told", [
    (" ", "Write your comment"), ("\x00", "cannot be kept"), ("x" * 50_001, "50,000")])
def test_a_comment_needs_words_that_can_be_kept(
    reviewed: Reviewer, words: str, told: str
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        reviewed.comment("older", words)
    assert refused.value.details["field"] == "text"


def test_a_comment_is_on_a_row_that_is_there_and_will_not_change(
    worker: Worker, reviewed: Reviewer, make_user: Any, make_team: Any
) -> None:
    with pytest.raises(NotFound):
        reviewed.comment("nothing_of_the_kind")
    with pytest.raises(NotFound):
        reviewed.comment("older", actor=make_user(Role.REVIEWER, make_team()))
    worker.now += timedelta(days=30)
    draft = worker.review(reviewed.case, "small")
    worker.save(draft, COMPLETE)
    with pytest.raises(Refused, match="not submitted yet"):
        reviewed.comment("older", pair=(reviewed.baseline()[0], head_of(draft).id))


# Changes asked for


@both
def test_an_addendum_answers_the_questions_that_it_adds_to(
    worker: Worker, reviewed: Reviewer
) -> None:
    asked = reviewed.ask({"older": "Say who saw it", "story": "Too short"})
    assessment = later_assessment(reviewed)
    assert [one.id for one in queries.open_requests(reviewed.case.id)] == [asked.id]
    add(worker, assessment, {"people/a/who": "Jo"}, save_id="1")
    assert [one.key for one in asked.unanswered] == ["older", "story"]
    revision = add(worker, assessment, {}, marks={"older": Mark(rationale="The school nurse")},
                   save_id="2")
    assert [one.key for one in asked.unanswered] == ["story"]
    assert asked.questions[0].answer.revision_id == revision.id
    event = last_event()
    assert event.action == "made changes asked for in"
    assert event.details["questions"] == ["older"] and asked.open
    add(worker, assessment, {"story": "All of it"}, save_id="3")
    assert not asked.open and queries.open_requests(reviewed.case.id, assessment.id) == []


@both
def test_a_request_is_withdrawn_with_a_reason_and_stays_on_record(
    worker: Worker, reviewed: Reviewer
) -> None:
    asked = reviewed.ask({"older": "Say who saw it"})
    with pytest.raises(Refused, match="Say why"):
        withdraw(reviewed, asked, reason=" ")
    with pytest.raises(NotAllowed):
        withdraw(reviewed, asked, actor=worker.user)
    withdraw(reviewed, asked)
    assert not asked.open and asked.withdrawal.reason == "They told me"
    assert queries.change_requests(reviewed.case.id) == [asked]
    with pytest.raises(Conflict):
        withdraw(reviewed, asked)
    with pytest.raises(NotFound):
        withdraw(reviewed, asked, request_id=10**9)


def test_a_request_after_the_signature_makes_it_stale_until_it_is_withdrawn(
    reviewed: Reviewer
) -> None:
    signed = reviewed.sign()
    asked = reviewed.ask({"older": "Say who saw it"})
    found = queries.standing(signed, reviewed.now)
    assert [one.endpoint for one in found.reasons] == ["reviews.change_request"]
    withdraw(reviewed, asked)
    assert queries.standing(signed, reviewed.now).current


@pytest.mark.parametrize("questions, told, field", [
    ({}, "Choose at least one", None), ({"older": " "}, "Say what is to be added", "older"),
    ({"older": "\x00"}, "cannot be kept", "older")])
def test_what_is_asked_has_a_reason_each(
    reviewed: Reviewer, questions: Any, told: str, field: str | None
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        reviewed.ask(questions)
    assert refused.value.details.get("field") == field
    assert queries.change_requests(reviewed.case.id) == []


def test_only_a_reviewer_asks_and_only_of_what_is_there(
    worker: Worker, reviewed: Reviewer
) -> None:
    with pytest.raises(NotAllowed):
        reviewed.ask({"older": "Say who"}, actor=worker.user)
    with pytest.raises(NotFound):
        reviewed.ask({"nothing_of_the_kind": "Say who"})
    first = reviewed.ask({"older": "Say who"}, save_id="c" * 32)
    assert reviewed.ask({"older": "Say who"}, save_id="c" * 32).id == first.id
