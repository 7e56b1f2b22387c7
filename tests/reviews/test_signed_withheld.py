"""What was signed, and what was asked for, as somebody sees it who may not see all of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.models import Role
from app.engine.verifying import check
from app.reviews import operations, queries, signable
from tests.assessments.conftest import Worker
from tests.assessments.sensitive import WITHHELD, text_of
from tests.reviews.test_withheld import SECRET, cases, colleague, worker

__all__ = ["cases", "colleague", "worker"]

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def signed(cases: list[Any], worker: Worker, make_user: Any, clock: Any) -> Any:
    """A signature over what is sensitive, with a comment, an explanation and a request about it."""
    case, user = cases[0], make_user(Role.REVIEWER, worker.user.team)
    pair = queries.baseline(case.id, "sensitive")
    assert pair is not None
    clock.now = worker.now
    common = {"actor": user, "now": worker.now, "case_id": case.id, "earlier_id": pair[0],
              "later_id": pair[1]}
    operations.comment_on_row(
        **common, key="drugs", text=f"Ask about {SECRET}", save_id="1" * 32)
    operations.request_changes(
        **common, questions={"drugs": f"Who said {SECRET}"}, save_id="2" * 32)
    reading = signable.read(queries.compared(user, case.id, *pair))
    # Of the whole and of what is withheld: both could tell of it.
    names = [one.name for one in reading.flags if one.key in ("", *WITHHELD)]
    assert names
    return operations.sign(
        **common, digest=reading.digest, read_it=True, save_id="3" * 32,
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
