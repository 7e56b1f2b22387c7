"""What goes on in a case, one thing after another, for tests of what was known when."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from app.accounts.models import User
from app.assessments import operations as assessing
from app.assessments import queries as assessments
from app.assessments.background import standing_harm
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import DocumentKind
from app.cases.operations import DangerFacts, DocumentFacts
from app.clock import today_in_london
from app.database import db
from app.definitions.operations import import_document, publish
from app.definitions.queries import definition_of, live_version
from app.definitions.standards import newest
from app.engine.answers import Mark, Standing
from app.errors import Conflict, Refused
from app.pathway import operations as pathway
from app.pathway.queries import recorded
from app.reviews import operations, queries
from app.reviews.operations import signing
from app.reviews.signable import read
from tests.assessments.conftest import SMALL, Worker, make_case, number_of
from tests.assessments.test_harm import CHANGES
from tests.assessments.test_submitting import add

YES_NO = ("present", "not_present", "not_known")
ANSWERS: dict[str, tuple[str, ...]] = {
    "harm": ("yes", "not_known", "not_known"), "online": ("yes", "not_known"),
    "offline": ("not_known",), "older": YES_NO, "level": ("standard", "high", "actual"),
    "story": ("Seen in a grey car", "Seen again"), "level_reason": ("As the answers say",),
}
SAVE_IDS = count(1)


@pytest.fixture
def paperless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signatures without their PDF, which takes longer than all the rest and says the same."""
    monkeypatch.setattr(signing, "signed_pdf", lambda *_: b"paper")


class GoingsOn:
    """A case in which things happen, with a toolkit of its own; what is refused does not happen."""

    def __init__(self, worker: Worker, reviewer: User, random: Random) -> None:
        number = next(SAVE_IDS)
        self.slug = f"small-{number}"
        self.worker, self.reviewer, self.random = worker, reviewer, random
        self.publish(SMALL)
        self.case = make_case(
            worker.user, worker.now, name=f"Person{number} Hale",
            date_of_birth=date(2008, 1, 1) + timedelta(days=number))
        self.happenings = [
            self.begin, self.save, self.save, self.finish, self.finish, self.finish, self.add_to,
            self.give_up, self.share, self.note, self.put_note_right, self.document, self.danger,
            self.danger_over, self.harm_over, self.restrict, self.hand_over, self.close_or_reopen,
            self.agree, self.keep, self.sign, self.sign, self.ask, self.ask_no_more,
            self.withdraw_call, self.upgrade, self.next_version, self.new_standards,
        ]

    def happen(self) -> None:
        """One thing, some hours or days after the last."""
        self.worker.now += timedelta(hours=self.random.choice((1, 7, 30, 24 * 40)))
        try:
            self.random.choice(self.happenings)()
        except (Refused, Conflict):
            pass
        db.session.expire_all()

    @property
    def by(self) -> dict[str, Any]:
        return {"now": self.worker.now, "case_id": self.case.id}

    def drafts(self) -> list[Any]:
        return [one.assessment for one in assessments.drafts_of(self.case.id)]

    def draft(self) -> Any:
        found = self.drafts()
        return found[0] if found else self.begin()

    def begin(self) -> Any:
        done = assessments.submitted_assessments(self.case.id)
        begin = self.worker.review if done else self.worker.begin
        return begin(self.case, self.slug)

    def save(self, draft: Any = None) -> Any:
        draft = draft or self.draft()
        questions = definition_of(draft.version).questions
        said = {key: self.random.choice(answers) for key, answers in ANSWERS.items()
                if key in questions}
        mark = Mark(rationale=self.random.choice(("", "School saw it", "Police say")),
                    standing=Standing.ENTERED)
        self.worker.save(draft, said, marks={"older": mark}, save_id=f"s{next(SAVE_IDS)}",
                         explicit=self.random.random() < 0.8)
        return draft

    def finish(self) -> None:
        draft = self.save()
        for level in ("standard", "high", "actual"):
            self.worker.save(draft, {"level": level}, save_id=f"s{next(SAVE_IDS)}")
            try:
                self.worker.submit(draft)
                return
            except assessing.Incomplete:
                continue

    def add_to(self) -> None:
        for one in assessments.submitted_assessments(self.case.id)[:2]:
            level = self.random.choice(("high", "actual"))
            add(self.worker, one.assessment, {
                "older": self.random.choice(YES_NO), "level": level,
                "story": f"More {next(SAVE_IDS)}"}, marks={"older": Mark(rationale="School")},
                save_id=f"s{next(SAVE_IDS)}")

    def give_up(self) -> None:
        for draft in self.drafts():
            assessing.set_aside(actor=self.worker.user, now=self.worker.now,
                                assessment_id=draft.id, reason="Wrong child",
                                save_id=f"s{next(SAVE_IDS)}")

    def share(self) -> None:
        for draft in self.drafts():
            assessing.share_unfinished(actor=self.worker.user, now=self.worker.now,
                                       assessment_id=draft.id, note="",
                                       save_id=f"s{next(SAVE_IDS)}")

    def withdraw_call(self) -> None:
        for draft in self.drafts():
            self.worker.save(draft, {"harm": "not_known"}, save_id=f"s{next(SAVE_IDS)}")
            for call in assessments.action_calls(draft):
                assessing.withdraw_action_call(
                    actor=self.worker.user, now=self.worker.now, assessment_id=draft.id,
                    call_id=call.id, reason="A slip of the hand")

    def upgrade(self) -> None:
        for draft in self.drafts():
            live = live_version(self.slug, self.worker.now)
            assessing.upgrade(actor=self.worker.user, now=self.worker.now, assessment_id=draft.id,
                              to_number=live.number, seen_number=number_of(draft),
                              save_id=f"s{next(SAVE_IDS)}")

    def note(self) -> None:
        cases.add_note(actor=self.worker.user, **self.by, text=f"Heard {next(SAVE_IDS)}",
                       happened_on=today_in_london(self.worker.now))

    def document(self) -> None:
        cases.add_document(
            actor=self.worker.user, **self.by, content=f"Said {next(SAVE_IDS)}",
            facts=DocumentFacts(title="Statement", kind=DocumentKind.STATEMENT, author="Her mother",
                                dated=today_in_london(self.worker.now)))

    def put_note_right(self) -> None:
        for note in case_queries.notes_of(self.case).notes[:1]:
            cases.correct_note(actor=self.worker.user, **self.by, note_id=note.id,
                               text=f"Put right {next(SAVE_IDS)}",
                               happened_on=note.happened_on)

    def danger(self) -> None:
        cases.record_immediate_danger(actor=self.worker.user, **self.by,
                                      facts=DangerFacts(what="With him now"))

    def danger_over(self) -> None:
        for danger in case_queries.standing_danger(self.case)[:1]:
            cases.withdraw_immediate_danger(actor=self.worker.user, **self.by,
                                            danger_id=danger.id, reason="Home again")

    def harm_over(self) -> None:
        for harm in standing_harm(self.case.id)[:1]:
            assessing.end_harm(
                actor=self.reviewer, **self.by, harm_id=harm.id, last_happened=harm.recorded_on,
                evidence="Police say", protects_now="Lives with her aunt")

    def restrict(self) -> None:
        cases.restrict(actor=self.reviewer, **self.by, restricted=not self.case.restricted,
                       reason="Her uncle works here", version=self.case.version)

    def hand_over(self) -> None:
        reviewer = None if self.case.reviewer_id else self.reviewer.id
        cases.allocate(actor=self.reviewer, **self.by, team_id=self.case.team_id,
                       worker_id=self.worker.user.id, reviewer_id=reviewer,
                       reason="Leave", version=self.case.version)

    def close_or_reopen(self) -> None:
        if self.case.is_closed:
            pathway.reopen(actor=self.reviewer, **self.by, said=self.said())
        else:
            pathway.close(actor=self.reviewer, **self.by, cited=None, said=self.said())

    def agree(self) -> None:
        if recorded_now := recorded(self.case.id):
            pathway.agree_level(actor=self.reviewer, **self.by, level_id=recorded_now.level.id,
                                said=self.said())

    def keep(self) -> None:
        pathway.keep_level(actor=self.reviewer, **self.by, said=self.said())

    def said(self) -> pathway.Said:
        return pathway.Said(
            reason="As the answers say", action="Meet", owner="Sam Reed",
            due_on=today_in_london(self.worker.now), save_id=f"s{next(SAVE_IDS)}")

    def pair(self) -> Any:
        ids = queries.baseline(self.case.id, self.slug)
        return queries.compared(self.reviewer, self.case.id, *ids) if ids else None

    def sign(self) -> None:
        if found := self.pair():
            operations.sign(
                actor=self.reviewer, **self.by, earlier_id=found.earlier.revision.id,
                later_id=found.later.revision.id, digest=read(found).digest, read_it=True,
                explanations={}, save_id=f"s{next(SAVE_IDS)}")

    def ask(self) -> None:
        if found := self.pair():
            operations.request_changes(
                actor=self.reviewer, **self.by, earlier_id=found.earlier.revision.id,
                later_id=found.later.revision.id, questions={"story": "Say when"},
                save_id=f"s{next(SAVE_IDS)}")

    def ask_no_more(self) -> None:
        for one in queries.change_requests(self.case.id):
            operations.withdraw_request(actor=self.reviewer, **self.by, request_id=one.id,
                                        reason="Told in person")

    def next_version(self) -> None:
        if live_version(self.slug, self.worker.now).number == 1:
            self.publish(CHANGES["split"])

    def new_standards(self) -> None:
        before = newest()
        self.publish({
            "slug": "practice-standards", "title": "Ours", "kind": "standards",
            "standards": {"past_harm_months": self.random.choice((1, 2, 12))},
            "based_on": before.number if before else None})

    def publish(self, document: dict[str, Any]) -> None:
        slug = document["slug"] if document["kind"] == "standards" else self.slug
        text = json.dumps({**document, "slug": slug})
        version = import_document(text=text, actor=None, now=self.worker.now)
        publish(version=version, actor=None, now=self.worker.now, note="For a test",
                vouched="For a test")
