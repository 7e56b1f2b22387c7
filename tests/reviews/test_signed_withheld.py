"""What was signed, and what was asked for, as somebody sees it who may not see all of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Role
from app.definitions.operations import import_document, publish
from app.engine.answers import Mark
from app.engine.verifying import check
from app.reviews import operations, queries, signable
from tests.assessments.conftest import COMPLETE, Worker, make_case
from tests.assessments.sensitive import (
    IN_PART, NAMES, WITHHELD, beside, document, text_of,
)
from tests.reviews.signings import Reviewer
from tests.reviews.test_withheld import SECRET, cases, colleague, worker

__all__ = ["cases", "colleague", "worker"]

AGED = "because time has passed"

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def reviewer(worker: Worker, make_user: Any) -> Any:
    return make_user(Role.REVIEWER, worker.user.team)


@pytest.fixture
def signed(cases: list[Any], worker: Worker, reviewer: Any, clock: Any) -> Any:
    """A signature over what is sensitive, with a comment, an explanation and a request about it."""
    return sign(cases[0], worker, reviewer, clock)


def sign(case: Any, worker: Worker, user: Any, clock: Any) -> Any:
    pair = queries.baseline(case.id, "sensitive")
    assert pair is not None
    clock.now = worker.now
    common = {"actor": user, "now": worker.now, "case_id": case.id, "earlier_id": pair[0],
              "later_id": pair[1]}
    operations.comment_on_row(
        **common, key="drugs", text=f"Ask about {SECRET}", save_id=f"{case.id}1")
    operations.request_changes(
        **common, questions={"drugs": f"Who said {SECRET}"}, save_id=f"{case.id}2")
    reading = signable.read(queries.compared(user, case.id, *pair))
    # Of the whole and of what is withheld: both could tell of it.
    names = [one.name for one in reading.flags if one.key in ("", *WITHHELD)]
    assert names
    return operations.sign(
        **common, digest=reading.digest, read_it=True, save_id=f"{case.id}3",
        explanations={name: f"Because of {SECRET}" for name in names})


def test_a_colleague_reads_the_signature_and_nothing_that_is_withheld(
    signed: Any, colleague: Worker, worker: Worker, signed_in: Any, check_html: Any
) -> None:
    place = f"/cases/{signed.case_id}/sign-offs/{signed.id}"
    browser = signed_in(colleague.user)
    page = browser.get(place)
    check_html(page.text)
    assert SECRET not in page.text and "withheld from you" in page.text
    assert signed.root in page.text and "Older associates" in page.text
    whole = signed_in(worker.user).get(place)
    assert SECRET in whole.text and "withheld from you" not in whole.text


def test_what_a_colleague_takes_away_verifies_and_tells_nothing(
    signed: Any, colleague: Worker, signed_in: Any
) -> None:
    place = f"/cases/{signed.case_id}/sign-offs/{signed.id}"
    browser = signed_in(colleague.user)
    file = browser.get(f"{place}.json").data
    found = check(file, signed.root)
    assert found.sound and found.withheld and SECRET.encode() not in file and b"drugs" not in file
    paper = text_of(browser.get(f"{place}.pdf").data)
    assert SECRET not in paper and "withheld on this copy" in " ".join(paper.split())
    assert signed.root in paper


def test_a_colleague_is_not_told_what_was_asked_of_a_withheld_question(
    signed: Any, colleague: Worker, worker: Worker, signed_in: Any
) -> None:
    request = queries.open_requests(signed.case_id)[0]
    pair = f"earlier={signed.earlier_id}&later={signed.later_id}"
    places = (f"/cases/{signed.case_id}", f"/assessments/{request.assessment_id}",
              f"/cases/{signed.case_id}/change-requests/{request.id}",
              f"/cases/{signed.case_id}/compare?show=everything&{pair}")
    browser, own = signed_in(colleague.user), signed_in(worker.user)
    for place in places:
        assert SECRET not in browser.get(place).text, place
        assert SECRET in own.get(place).text, place
    row = f"/cases/{signed.case_id}/compare/row/drugs?{pair}"
    assert browser.get(row).status_code == 404 and SECRET in own.get(row).text


def test_as_it_was_a_colleague_reads_what_was_signed_and_nothing_that_is_withheld(
    cases: list[Any], signed: Any, reviewer: Any, worker: Worker, colleague: Worker,
    signed_in: Any, clock: Any, check_html: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is worked out again, and two signatures that differ in nothing else look the same."""
    day = worker.now.date()
    other = sign(cases[1], worker, reviewer, clock)
    monkeypatch.setattr(
        "app.reviews.queries.comparing.comparison_of", lambda *_: pytest.fail("worked out anew"))
    browser, said = signed_in(colleague.user), []
    for one in (signed, other):
        page = browser.get(
            f"/cases/{one.case_id}/compare?show=everything&on={day}"
            f"&earlier={one.earlier_id}&later={one.later_id}").text
        check_html(page)
        assert SECRET not in page and "Signed by" in page and "Older associates" in page
        said.append(beside(page).replace(NAMES[1], NAMES[0]))
    assert said[0] == said[1]
    assert said[0].count("Withheld from you, and whether it changed.") == len(WITHHELD | IN_PART)
    whole = signed_in(worker.user).get(
        f"/cases/{signed.case_id}/compare?show=everything&on={day}"
        f"&earlier={signed.earlier_id}&later={signed.later_id}").text
    assert SECRET in whole and "ithheld from you" not in whole


def test_what_time_did_is_withheld_with_the_dates_that_tell_of_it(
    worker: Worker, reviewer: Any, colleague: Worker, signed_in: Any, clock: Any, now: Any
) -> None:
    made = document()
    made["schema"]["required"].remove("associates")
    made["schema"]["properties"]["people"]["items"]["properties"]["on"] = {
        "type": "string", "format": "date", "title": "On"}
    made["measures"][-1]["terms"][1]["windows"] = {
        "dates": "#/properties/people/items/properties/on",
        "bands": [{"months": 1, "weight": 2}, {"months": 12, "weight": 1}]}
    publish(version=import_document(text=json.dumps(made), actor=None, now=now), actor=None,
            now=now, note="For a test", vouched="For a test")
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    for review in (False, True):
        worker.now += timedelta(days=30)
        draft = worker.review(case, "sensitive") if review else worker.begin(case, "sensitive")
        worker.save(draft, {**COMPLETE, "drugs": "not_present", "older": "present",
                            "level": "high", "people/r1/on": "2026-03-20"},
                    marks={"older": Mark(rationale="Seen"), "drugs": Mark(rationale="Tested")},
                    rows={"people": ("r1",)})
        worker.submit(draft)
    clock.now = worker.now
    by = Reviewer(reviewer, case, worker.now)
    one = by.sign(queries.baseline(case.id, "sensitive"))
    place = f"/cases/{case.id}/sign-offs/{one.id}"
    own, page = (signed_in(user).get(place).text for user in (worker.user, colleague.user))
    assert AGED in own and AGED not in page
    file = signed_in(colleague.user).get(f"{place}.json").data
    assert check(file, one.root).sound and AGED.encode() not in file
