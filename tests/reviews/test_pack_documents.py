"""The documents of a case in its packs: listed and told of, withheld by what they are about."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest

from app.cases import operations as filing
from app.cases.access import Audience
from app.cases.models import CaseDocument, DocumentKind
from app.cases.operations import DocumentFacts
from app.engine import merkle
from app.errors import NotFound
from app.reviews import operations
from app.reviews.models import Chosen, PackMade
from tests.assessments.conftest import Worker
from tests.assessments.sensitive import SECRET, text_of
from tests.reviews.test_packs import asked, cases, made, worker

__all__ = ["cases", "worker"]

NONE = "Map of places"


def add(worker: Worker, case: Any, title: str = NONE, **facts: Any) -> CaseDocument:
    given: dict[str, Any] = {"kind": DocumentKind.MAPPING, "author": SECRET,
                             "dated": date(2026, 3, 2), **facts}
    return filing.add_document(
        actor=worker.user, now=worker.now, case_id=case.id, content=title,
        facts=DocumentFacts(title=title, **given))


def of_every_kind(worker: Worker, case: Any) -> dict[str, CaseDocument]:
    """A document of no sensitivity and one of each, by title."""
    found = {NONE: add(worker, case)}
    for sensitivity in ("third-party", "police", "health", "special-category"):
        found[f"{SECRET} {sensitivity}"] = add(
            worker, case, f"{SECRET} {sensitivity}", sensitivity=sensitivity)
    worker.now += timedelta(hours=1)
    return found


def listed(pack: PackMade) -> dict[str, str]:
    """The SHA-256 of each document that a pack lists, by title."""
    parts = json.loads(pack.json)["parts"]
    rows = parts["documents"]["tables"][0]["rows"] if "documents" in parts else []
    return {row["Document"]: row["SHA-256"] for row in rows}


def withhold(worker: Worker, pack: Any, document_id: object) -> None:
    operations.withhold(
        actor=worker.user, now=worker.now, case_id=pack.case_id, pack_id=pack.id,
        kind=Chosen.DOCUMENT, name=str(document_id), reason="She asked us not to")


@pytest.mark.both_databases
def test_a_full_pack_lists_every_document_by_its_hash(worker: Worker, cases: list[Any]) -> None:
    added = of_every_kind(worker, cases[0])
    pack = made(worker, asked(worker, cases[0]))
    assert listed(pack) == {title: one.sha256 for title, one in added.items()}
    text, lines = text_of(pack.pdf), list(csv.reader(io.StringIO(pack.csv.decode("utf-8-sig"))))
    for one in added.values():
        assert one.sha256 in text and f"Mapping exercise added: {one.title}" in text
        assert ["documents", "Documents of the case", "2 March 2026", one.title,
                "Mapping exercise", one.sha256] in lines
    assert "added documents" in text and pack.log == []


@pytest.mark.requirement("X18", "S4.28")
@pytest.mark.parametrize(("audience", "shown"), [
    (Audience.AGENCY, {NONE, f"{SECRET} third-party"}), (Audience.PARENTS, {NONE}),
    (Audience.YOUNG_PERSON, {NONE, f"{SECRET} health", f"{SECRET} special-category"}),
])
def test_a_copy_withholds_documents_as_it_withholds_answers(
    worker: Worker, cases: list[Any], audience: Audience, shown: set[str]
) -> None:
    added = of_every_kind(worker, cases[1])
    pack = asked(worker, cases[1], audience)
    done = made(worker, pack)
    assert set(listed(done)) == shown
    files = (text_of(done.pdf), done.csv.decode(), done.json.decode())
    for title, one in added.items():
        for text in files:
            assert (title in text) == (one.sha256 in text) == (title in shown), title
    log = {one["kind"]: one["number"] for one in done.log}
    assert log["Documents"] == 5 - len(shown)
    assert any(row["kind"] == "Documents" and row["by"] == worker.user.name for row in done.log)
    for side, revision in zip(json.loads(done.proof)["revisions"],
                              (pack.earlier, pack.later), strict=True):
        assert merkle.verifies(side["leaves"], revision.root)


@pytest.mark.requirement("X18")
def test_two_records_that_differ_only_in_what_a_withheld_document_says_make_the_same_pack(
    worker: Worker, cases: list[Any]
) -> None:
    given = ({"title": SECRET, "sensitivity": "police", "dated": date(2025, 1, 1)},
             {"title": "x", "sensitivity": "health", "kind": DocumentKind.LETTER})
    for case, facts in zip(cases, given, strict=True):
        add(worker, case, **facts)
    worker.now += timedelta(hours=1)
    logs = [made(worker, asked(worker, case, Audience.PARENTS)).log for case in cases]
    assert logs[0] == logs[1]


def test_a_document_about_a_withheld_question_is_withheld_with_it(
    worker: Worker, cases: list[Any]
) -> None:
    add(worker, cases[0], about_toolkit="sensitive", about_question="where")
    add(worker, cases[0], "Of older people", about_toolkit="sensitive", about_question="older")
    worker.now += timedelta(hours=1)
    assert set(listed(made(worker, asked(worker, cases[0], Audience.AGENCY)))) == {
        "Of older people"}
    pack = asked(worker, cases[0])
    operations.withhold(
        actor=worker.user, now=worker.now, case_id=pack.case_id, pack_id=pack.id,
        kind=Chosen.QUESTION, name="older", reason="Her cousin works there")
    done = made(worker, pack)
    assert set(listed(done)) == {NONE}
    assert {"kind": "Documents", "number": 1, "by": worker.user.name,
            "reason": "Follows from what was chosen"} in done.log


def test_documents_can_be_withheld_one_by_one(worker: Worker, cases: list[Any]) -> None:
    added = of_every_kind(worker, cases[0])
    other = add(worker, cases[1])
    pack = asked(worker, cases[0])
    for number in (other.id, 10**20, "x"):
        with pytest.raises(NotFound):
            withhold(worker, pack, number)
    withhold(worker, pack, added[NONE].id)
    done = made(worker, pack)
    assert NONE not in listed(done) and len(listed(done)) == 4
    text = text_of(done.pdf)
    assert NONE not in text and "Nothing withheld." not in text and "Redacted." in text
    assert [(one["kind"], one["reason"]) for one in done.log] == [
        ("A document chosen by hand", "She asked us not to")]


def test_what_was_withdrawn_is_told_of_without_its_name_and_stands_as_it_was_asked_for(
    worker: Worker, cases: list[Any]
) -> None:
    gone, later = add(worker, cases[0], "Of another child"), add(worker, cases[0])
    filing.withdraw_document(actor=worker.user, now=worker.now, case_id=cases[0].id,
                             document_id=gone.id, reason="Wrong case")
    worker.now += timedelta(hours=1)
    pack = asked(worker, cases[0])
    worker.now += timedelta(hours=1)
    add(worker, cases[0], "Too late")
    filing.withdraw_document(actor=worker.user, now=worker.now, case_id=cases[0].id,
                             document_id=later.id, reason="Wrong file")
    done = made(worker, pack)
    assert set(listed(done)) == {NONE}
    text = text_of(done.pdf)
    assert "Document added, and withdrawn later" in text and "Wrong case" in text
    assert not [words for words in ("Of another child", "Too late", "Wrong file") if words in text]


def test_without_a_document_to_name_there_is_no_such_part(
    worker: Worker, cases: list[Any]
) -> None:
    add(worker, cases[0], SECRET, sensitivity="police")
    done = made(worker, asked(worker, cases[0], Audience.PARENTS))
    assert "documents" not in json.loads(done.json)["parts"]
