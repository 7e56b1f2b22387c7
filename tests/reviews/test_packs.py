"""Review packs: asked for, made step by step, without what is withheld, and checked afterwards."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import Role
from app.assessments.background import standing_harm
from app.assessments.operations import end_harm
from app.audit.models import AuditEvent
from app.cases.access import Audience
from app.cases.operations import (
    DangerFacts,
    add_note,
    record_immediate_danger,
    withdraw_immediate_danger,
)
from app.database import db
from app.engine import merkle
from app.errors import NotAllowed, NotFound, Refused
from app.reviews import operations, queries
from app.reviews.models import Chosen, Pack, PackMade, PackPart
from tests.assessments.conftest import Worker, make_case
from tests.assessments.sensitive import (
    NAMES, SECRET, beside, completed, publish_sensitive, save, text_of, two_cases,
)
from tests.assessments.test_submitting import add


@pytest.fixture
def worker(practitioner: Any, now: Any) -> Worker:
    """Whoever works with the young people."""
    return Worker(practitioner, now)


@pytest.fixture
def cases(worker: Worker, now: Any) -> list[Any]:
    """Two cases that differ only in what is withheld from parents."""
    made = two_cases(worker, now)
    for case, secret in made:
        add_note(actor=worker.user, now=worker.now, case_id=case.id, text=secret or "Nothing",
                 happened_on=now.date(), about_toolkit="sensitive", about_question="story")
    worker.now += timedelta(hours=1)
    return [case for case, _ in made]


def asked(worker: Worker, case: Any, audience: Audience = Audience.PROFESSIONALS) -> Pack:
    return operations.ask_for_pack(
        actor=worker.user, now=worker.now, case_id=case.id, audience=audience,
        reader="Strategy meeting of 3 June", save_id=f"{case.id}-{audience.value}")


def made(worker: Worker, pack: Pack) -> PackMade:
    for _ in range(20):
        if operations.make_on(actor=worker.user, now=worker.now, case_id=pack.case_id,
                              pack_id=pack.id).finished:
            break
    return queries.made_pack(pack)


def shown(pack: PackMade) -> list[str]:
    files = [text_of(pack.pdf), pack.csv.decode("utf-8-sig"), pack.json.decode()]
    return [beside(text).replace(NAMES[1], NAMES[0]) for text in files]


@pytest.mark.both_databases
def test_a_full_pack_holds_every_part_and_every_answer(worker: Worker, cases: list[Any]) -> None:
    pack = made(worker, asked(worker, cases[0]))
    text = text_of(pack.pdf)
    for words in ("Review pack", "What changed from", "Over time", "Plan", "Chronology",
                  "Who contributed", SECRET, worker.user.name, "Confidential. Pack 1, case 1.",
                  f"Page {pack.pages} of {pack.pages} of this pack."):
        assert words in text, words
    assert text.count("Confidential. Pack 1") == pack.pages and "Confidential. Case" not in text
    assert "Redaction log" not in text and pack.log == []
    assert SECRET in pack.csv.decode() and SECRET in pack.json.decode()
    assert json.loads(pack.json)["parts"]["comparison"]["data"]["withheld"] == 0


@pytest.mark.both_databases
@pytest.mark.requirement("X18", "S4.28")
@pytest.mark.parametrize("audience", [Audience.PARENTS, Audience.AGENCY])
def test_two_records_that_differ_only_in_what_is_withheld_make_the_same_pack(
    worker: Worker, cases: list[Any], audience: Audience
) -> None:
    first, second = (shown(made(worker, asked(worker, case, audience))) for case in cases)
    for one, other in zip(first, second, strict=True):
        assert SECRET not in one
        assert one.splitlines() == other.splitlines()
    assert "Withheld" in first[0] and "Redaction log" in first[0]


@pytest.mark.requirement("X18", "S4.28")
def test_harm_that_another_toolkit_marks_as_sensitive_is_withheld_from_the_chronology(
    worker: Worker, now: Any
) -> None:
    publish_sensitive(now)
    publish_sensitive(now, slug="another", police="harm")
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    draft = worker.begin(case, "another")
    save(worker, draft, "", harm="yes", level="actual")
    worker.submit(draft)
    for review in (False, True):
        completed(worker, case, "", review=review)
    worker.now += timedelta(hours=1)
    words = "Actual harm recorded"
    whole, redacted = (text_of(made(worker, asked(worker, case, audience)).pdf)
                       for audience in (Audience.PROFESSIONALS, Audience.AGENCY))
    assert words in whole.partition("Chronology")[2]
    assert words not in redacted.partition("Chronology")[2].partition("Who contributed")[0]


@pytest.mark.requirement("X18")
def test_a_redacted_pack_still_verifies_and_tells_nothing_by_its_leaves(
    worker: Worker, cases: list[Any]
) -> None:
    proofs = []
    for case in cases:
        pack = asked(worker, case, Audience.PARENTS)
        document = json.loads(made(worker, pack).proof)
        for side, revision in zip(
                document["revisions"], (pack.earlier, pack.later), strict=True):
            assert side["root"] == revision.root
            assert merkle.verifies(side["leaves"], revision.root)
            assert any("hash" in leaf for leaf in side["leaves"])
        proofs.append([[leaf.get("name") for leaf in side["leaves"]]
                       for side in document["revisions"]])
    assert SECRET not in str(proofs) and proofs[0] == proofs[1]


def test_the_redaction_log_says_what_kind_how_many_by_whom_and_why(
    worker: Worker, cases: list[Any]
) -> None:
    pack = asked(worker, cases[0], Audience.AGENCY)
    operations.withhold(
        actor=worker.user, now=worker.now, case_id=pack.case_id, pack_id=pack.id,
        kind=Chosen.QUESTION, name="older", reason="Her cousin works there")
    done = made(worker, pack)
    log = {one["kind"]: one for one in done.log}
    assert log["Questions about health"]["number"] == 2
    assert log["Questions about police information"]["number"] == 1
    by_hand = log["A question chosen by hand"]
    assert (by_hand["by"], by_hand["reason"]) == (worker.user.name, "Her cousin works there")
    assert log["Totals"]["number"] == 3
    assert SECRET not in str(done.log) and "Older associates" not in text_of(done.pdf)


def test_notes_can_be_withheld_one_by_one_from_a_full_pack(
    worker: Worker, cases: list[Any], now: Any
) -> None:
    note = add_note(actor=worker.user, now=now, case_id=cases[0].id, text="Told in confidence",
                    happened_on=now.date())
    pack = asked(worker, cases[0])
    for _ in range(2):
        operations.withhold(actor=worker.user, now=worker.now, case_id=pack.case_id,
                            pack_id=pack.id, kind=Chosen.NOTE, name=str(note.id), reason="Private")
    done = made(worker, pack)
    assert "Told in confidence" not in text_of(done.pdf) and SECRET in text_of(done.pdf)
    assert [one["kind"] for one in done.log][:1] == ["A note chosen by hand"]


def test_what_cannot_be_withheld_is_refused(worker: Worker, cases: list[Any]) -> None:
    pack = asked(worker, cases[0])
    given = {"actor": worker.user, "now": worker.now, "case_id": pack.case_id, "pack_id": pack.id}
    with pytest.raises(Refused, match="from the list"):
        operations.withhold(**given, kind=Chosen.QUESTION, name="nothing", reason="x")
    with pytest.raises(NotFound):
        operations.withhold(**given, kind=Chosen.NOTE, name="99999999999999999999", reason="x")
    with pytest.raises(Refused, match="Say why"):
        operations.withhold(**given, kind=Chosen.QUESTION, name="older", reason=" ")
    made(worker, pack)
    with pytest.raises(Refused, match="being made already"):
        operations.withhold(**given, kind=Chosen.QUESTION, name="older", reason="x")


@pytest.mark.both_databases
def test_a_step_that_is_retried_is_done_once(
    worker: Worker, cases: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reviews.operations.packs.PATIENCE", 0)
    pack = asked(worker, cases[0])
    assert asked(worker, cases[0]).id == pack.id
    told = [operations.make_on(actor=worker.user, now=worker.now, case_id=pack.case_id,
                               pack_id=pack.id) for _ in range(12)]
    steps = told[0].steps
    assert [one.done for one in told] == [*range(1, steps), *[steps] * (13 - steps)]
    assert db.session.scalar(select(func.count(PackPart.id))) == steps - 1
    assert db.session.scalar(select(func.count(PackMade.id))) == 1
    events = db.session.scalars(select(AuditEvent).where(
        AuditEvent.chain == f"case:{pack.case_id}", AuditEvent.subject == f"pack:{pack.id}"))
    actions = [event.action for event in events]
    assert actions.count("made") == 1 and actions[0] == "asked for"
    assert actions.count("made a part of") == steps - 1


def test_the_csv_has_every_table_and_runs_nothing(worker: Worker, cases: list[Any]) -> None:
    done = made(worker, asked(worker, cases[0]))
    lines = list(csv.reader(io.StringIO(done.csv.decode("utf-8-sig"))))
    assert {line[0] for line in lines} >= {
        "part", "cover", "comparison", "levels", "chronology", "contributors"}
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]


@pytest.mark.requirement("S4.18", "S4.28")
def test_only_those_who_see_everything_make_and_open_packs(
    worker: Worker, cases: list[Any], make_user: Any, make_team: Any
) -> None:
    pack = asked(worker, cases[0])
    team = worker.user.team
    queries.case_for_packs(make_user(Role.REVIEWER, team), pack.case_id)
    with pytest.raises(NotAllowed):
        queries.case_for_packs(make_user(Role.PRACTITIONER, team), pack.case_id)
    with pytest.raises(NotFound):
        queries.case_for_packs(make_user(Role.REVIEWER, make_team()), pack.case_id)
    with pytest.raises(NotFound):
        queries.get_pack(cases[1], pack.id)


def test_there_is_no_pack_of_one_assessment(worker: Worker, now: Any) -> None:
    publish_sensitive(now)
    case = make_case(worker.user, now)
    with pytest.raises(Refused, match="Two submitted assessments"):
        asked(worker, case)
    completed(worker, case, "")
    with pytest.raises(Refused, match="Two submitted assessments"):
        asked(worker, case)


@pytest.mark.both_databases
def test_everything_in_a_pack_is_as_of_the_moment_it_was_asked_for(
    worker: Worker, cases: list[Any], make_user: Any
) -> None:
    """Between asking and making somebody adds to an assessment, records danger and harm, a manager
    records that earlier harm ended, and an earlier danger is withdrawn."""
    case, reviewer = cases[0], make_user(Role.REVIEWER, worker.user.team, name="Rosa Imani")
    given = {"actor": worker.user, "now": worker.now, "case_id": case.id}
    danger = record_immediate_danger(
        **given, facts=DangerFacts(what="Seen in the park", where_now="Home"), save_id="1" * 32)
    draft = worker.review(case, "sensitive")
    save(worker, draft, "", harm="yes", level="actual")
    worker.submit(draft)
    harm = standing_harm(case.id)[0]
    first, second = (
        operations.ask_for_pack(**given, audience=Audience.PROFESSIONALS, reader="A meeting",
                                save_id=name) for name in ("first", "second"))
    before = json.loads(made(worker, first).json)["parts"]
    worker.now += timedelta(minutes=5)
    given["now"] = worker.now
    add(Worker(reviewer, worker.now), draft, {"story": "More is known"})
    end_harm(actor=reviewer, now=worker.now, case_id=case.id, harm_id=harm.id,
             last_happened=worker.now.date(), evidence="Police", protects_now="Aunt")
    withdraw_immediate_danger(**given, danger_id=danger.id, reason="Found at home")
    record_immediate_danger(
        **given, facts=DangerFacts(what="Seen again", where_now="Home"), save_id="2" * 32)
    after = json.loads(made(worker, second).json)["parts"]
    for name in ("levels", "chronology", "contributors", "plan"):
        assert after.get(name) == before.get(name), name
    assert "Rosa Imani" not in str(after) and "withdrawn" not in str(after)
