"""The reviewer's desk: why something comes, when it goes, and that it is what is recorded."""

from __future__ import annotations

import logging
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.accounts.models import Role, User
from app.assessments import operations as assessing
from app.assessments.background import standing_harm
from app.cases import operations as cases
from app.cases.models import Case
from app.cases.operations import DangerFacts, rebuild_summaries
from app.clock import today_in_london
from app.database import db, writing
from app.engine.answers import Mark
from app.pathway import operations as pathway
from app.reviews import operations, queries
from app.reviews.models import DeskItem, DeskPair
from app.reviews.models.desk import Section, Why
from app.reviews.operations import desk
from app.reviews.signable import read
from tests.assessments.conftest import COMPLETE, Worker, make_case
from tests.assessments.test_submitting import add
from tests.reviews.goings_on import GoingsOn, paperless
from tests.reviews.test_as_it_was import latest
from tests.reviews.test_corrections import assess, case, worker

__all__ = ["case", "paperless", "worker"]

both = pytest.mark.both_databases
NAMES = [column.name for column in DeskItem.__table__.columns]


def items(of: Case | None = None) -> list[tuple[Any, ...]]:
    """What stands on the desk, of a case or altogether, column by column."""
    found = select(*(getattr(DeskItem, name) for name in NAMES))
    found = found.where(DeskItem.case_id == of.id) if of else found
    return [tuple(row) for row in db.session.execute(
        found.order_by(DeskItem.case_id, DeskItem.why, DeskItem.slug))]


def reasons(of: Case) -> list[Why]:
    return [Why(row[NAMES.index("why")]) for row in items(of)]


def worked_out_again(of: Case) -> list[tuple[Any, ...]]:
    with writing():
        db.session.execute(delete(DeskPair))
        operations.put_on_desk(db.session.get_one(Case, of.id))
    return items(of)


@both
@settings(max_examples=4)
@given(seed=st.integers(0, 10**6))
def test_whatever_happens_the_desk_holds_what_would_be_worked_out_afresh(
    app: Any, practitioner: User, reviewer: User, paperless: None, now: Any,
    seed: int,
) -> None:
    story = GoingsOn(Worker(practitioner, latest(now)), reviewer, Random(seed))
    for _ in range(14):
        story.happen()
        kept = items(story.case)
        assert kept == worked_out_again(story.case)


@both
def test_a_rebuild_finds_the_same(told: Any, now: Any) -> None:
    kept = items()
    with writing():
        db.session.execute(delete(DeskItem))
        db.session.execute(delete(DeskPair))
    rebuild_summaries(now=now)
    assert kept and items() == kept


@both
def test_harm_in_a_draft_is_on_the_desk_before_it_is_submitted_and_stays_on_record_after(
    worker: Worker, case: Case, reviewer: User
) -> None:
    draft = worker.begin(case, "small")
    worker.save(draft, {"harm": "yes"}, explicit=False)
    assert reasons(case) == []
    worker.save(draft, {"harm": "yes"})
    assert reasons(case) == [Why.DRAFT_HARM]
    worker.save(draft, {**COMPLETE, "harm": "yes", "level": "actual"})
    worker.submit(draft)
    assert reasons(case) == [Why.HARM]
    assessing.end_harm(
        actor=reviewer, now=worker.now, case_id=case.id, harm_id=standing_harm(case.id)[0].id,
        last_happened=today_in_london(worker.now), evidence="Police", protects_now="Aunt")
    assert reasons(case) == []


def test_a_call_that_was_taken_back_is_off_the_desk(worker: Worker, case: Case) -> None:
    draft = worker.begin(case, "small")
    (call,) = worker.save(draft, {"harm": "yes"}).calls
    worker.save(draft, {"harm": "not_known"})
    assert reasons(case) == [Why.DRAFT_HARM]
    assessing.withdraw_action_call(
        actor=worker.user, now=worker.now, assessment_id=draft.id, call_id=call.id,
        reason="Wrong box")
    assert reasons(case) == []


def test_danger_is_on_the_desk_until_it_is_withdrawn(worker: Worker, case: Case) -> None:
    danger = cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    assert reasons(case) == [Why.DANGER]
    cases.withdraw_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, danger_id=danger.id, reason="Home")
    assert reasons(case) == []


@both
def test_a_review_waits_for_a_signature_and_says_what_is_wrong_with_it(
    worker: Worker, case: Case
) -> None:
    assess(worker, case, "present")
    assert reasons(case) == []
    assess(worker, case, "not_present")
    assert Why.SIGN_OFF in reasons(case) and Why.UNEVIDENCED not in reasons(case)
    worker.now += timedelta(days=30)
    bare = worker.review(case, "small")
    worker.save(bare, {**COMPLETE, "older": "not_present"})
    worker.submit(bare)
    assert reasons(case) == [Why.SIGN_OFF, Why.UNEVIDENCED]
    (row,) = [dict(zip(NAMES, one)) for one in items(case) if one[1] == Why.UNEVIDENCED]
    assert (row["number"], row["before_title"], row["after_title"]) == (1, "High", "Standard")


def test_of_a_closed_case_only_danger_is_on_the_desk(
    worker: Worker, case: Case, reviewer: User
) -> None:
    assess(worker, case, "present")
    assess(worker, case, "not_present")
    with writing():
        case.closed_at = worker.now
    cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    assert reasons(case) == [Why.DANGER]
    pathway.reopen(actor=reviewer, now=worker.now, case_id=case.id,
                   said=pathway.Said(reason="Seen again", save_id="again"))
    assert reasons(case) == [Why.DANGER, Why.SIGN_OFF]


@both
def test_what_was_signed_is_off_the_desk_until_something_newer_is_known(
    worker: Worker, case: Case, reviewer: User, paperless: None
) -> None:
    assess(worker, case, "present")
    later = assess(worker, case, "not_present")
    sign(case, reviewer, worker.now)
    assert reasons(case) == []
    cases.add_note(actor=worker.user, now=worker.now, case_id=case.id, text="Heard",
                   happened_on=today_in_london(worker.now))
    assert reasons(case) == [Why.STALE]
    add(worker, later.assessment, {"story": "More"})
    assert reasons(case) == [Why.SIGN_OFF, Why.SUPERSEDED]
    sign(case, reviewer, worker.now)
    assert reasons(case) == []


def test_changes_that_are_asked_for_make_a_signature_stale_until_they_are_made(
    worker: Worker, case: Case, reviewer: User, paperless: None
) -> None:
    assess(worker, case, "present")
    assess(worker, case, "not_present")
    sign(case, reviewer, worker.now)
    ids = queries.baseline(case.id, "small")
    assert ids is not None
    request = operations.request_changes(
        actor=reviewer, now=worker.now, case_id=case.id, earlier_id=ids[0], later_id=ids[1],
        questions={"story": "Say when"}, save_id="asked")
    assert reasons(case) == [Why.STALE]
    operations.withdraw_request(actor=reviewer, now=worker.now, case_id=case.id,
                                request_id=request.id, reason="Told in person")
    assert reasons(case) == []


def sign(of: Case, reviewer: User, now: Any) -> None:
    """The reviewer signs what is to be signed."""
    found = queries.compared(reviewer, of.id, *(queries.baseline(of.id, "small") or (0, 0)))
    operations.sign(
        actor=reviewer, now=now, case_id=of.id, earlier_id=found.earlier.revision.id,
        later_id=found.later.revision.id, digest=read(found).digest, read_it=True,
        explanations={}, save_id=f"signed-{found.later.revision.id}")


def test_a_level_below_what_the_answers_give_is_on_the_desk_from_the_first_assessment(
    case: Case, worker: Worker, reviewer: User
) -> None:
    manager = Worker(reviewer, worker.now)
    first = manager.begin(case, "small")
    manager.save(first, {**COMPLETE, "older": "present", "level": "standard",
                         "level_reason": "I know the family"},
                 marks={"older": Mark(rationale="School")})
    manager.submit(first)
    assert reasons(case) == [Why.CONTRADICTS]


def test_a_case_goes_with_whoever_gets_it(
    worker: Worker, case: Case, reviewer: User, make_user: Any, make_team: Any
) -> None:
    cases.record_immediate_danger(
        actor=worker.user, now=worker.now, case_id=case.id, facts=DangerFacts(what="With him"))
    other = make_user(Role.REVIEWER, make_team())

    def seen_by(user: User) -> int:
        return queries.desk_counts(user, today_in_london(worker.now)).of(Section.TODAY)

    assert (seen_by(reviewer), seen_by(other)) == (1, 0)
    cases.restrict(actor=reviewer, now=worker.now, case_id=case.id, restricted=True,
                   reason="Uncle", version=case.version)
    assert seen_by(reviewer) == 1
    db.session.expire_all()
    cases.allocate(actor=reviewer, now=worker.now, case_id=case.id, team_id=other.team_id,
                   worker_id=None, reviewer_id=other.id, reason="Moved", version=case.version)
    assert (seen_by(reviewer), seen_by(other)) == (0, 1)
    cases.declare_conflict(actor=other, now=worker.now, case_id=case.id)
    assert seen_by(other) == 0
    page = queries.desk_page(other, Section.TODAY, today=today_in_london(worker.now), size=5)
    assert page.rows == []


def test_nobody_is_kept_from_submitting_by_flags_that_cannot_be_counted(
    worker: Worker, case: Case, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(comparison: Any) -> None:
        raise LookupError("seen with an older man")

    assess(worker, case, "present")
    monkeypatch.setattr(desk.PairFacts, "of", broken)
    monkeypatch.setattr(desk._logger, "disabled", False)
    with caplog.at_level(logging.WARNING, desk._logger.name):
        assess(worker, case, "not_present")
    assert reasons(case) == [Why.SIGN_OFF]
    assert "LookupError" in caplog.text and "older man" not in caplog.text


@both
@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_section_is_read_page_by_page_without_leaving_any_out(
    worker: Worker, reviewer: User, size: int
) -> None:
    made = []
    for number in range(5):
        worker.now += timedelta(hours=5)
        one = make_case(worker.user, worker.now, name=f"Person{number} Hale",
                        date_of_birth=worker.now.date().replace(year=2010 + number))
        cases.record_immediate_danger(
            actor=worker.user, now=worker.now, case_id=one.id, facts=DangerFacts(what="x"))
        if number % 2:
            cases.restrict(actor=reviewer, now=worker.now, case_id=one.id, restricted=True,
                           reason="Uncle", version=one.version)
        made.append(one.id)
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        page = queries.desk_page(reviewer, Section.TODAY, today=today_in_london(worker.now),
                                 after=after, size=size)
        found += [row.case.summary.case_id for row in page.rows]
        after = page.next
    assert found == made


@pytest.mark.parametrize("place", [
    "x", "10", "10_x_1_", "10_2026-03-03_1_", "10_2026-03-03T09:00:00+00:00_x_", "_" * 50,
    "99999999999999999999_2026-03-03T09:00:00+00:00_1_", "1_9999-12-31T23:59:59-23:59_1_",
    "²_2026-03-03T09:00:00+00:00_²_",
])
def test_a_place_that_means_nothing_is_the_first_page_or_an_empty_one(
    worker: Worker, case: Case, reviewer: User, place: str
) -> None:
    page = queries.desk_page(reviewer, Section.TODAY, today=today_in_london(worker.now),
                             after=place, size=5)
    assert page.next is None


def test_every_section_but_what_is_overdue_has_its_reasons() -> None:
    assert {why.section for why in Why} | {Section.OVERDUE} == set(Section)
