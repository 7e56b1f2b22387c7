"""The pages of signing: what a reviewer reads, writes and takes away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.assessments.queries import get_revision, head_of
from app.audit.models import AuditEvent
from app.cases import operations as cases
from app.database import db
from app.engine.verifying import check
from app.reviews import queries
from tests.assessments.conftest import Worker
from tests.assessments.test_submitting import add
from tests.reviews.signings import Reviewer
from tests.reviews.test_corrections import assess

HIDDEN = re.compile(r'name="(digest|save_id)"[^>]*value="([^"]+)"')


@pytest.fixture
def at(reviewed: Reviewer, signed_in: Any, clock: Any) -> Any:
    """The reviewer's browser."""
    clock.now = reviewed.now
    return signed_in(reviewed.user)


def address(reviewed: Reviewer, page: str = "", **more: Any) -> str:
    earlier, later = more.pop("pair", None) or reviewed.baseline()
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/cases/{reviewed.case.id}/compare{page}?earlier={earlier}&later={later}&{query}"


def hidden(page: Any) -> dict[str, str]:
    return dict(HIDDEN.findall(page.text))


def send(browser: Any, place: str, **written: str) -> Any:
    given = {name.replace("__", "/"): text for name, text in written.items()}
    return browser.post(place, data={**hidden(browser.get(place)), **given})


def last_event() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


# Signing


def test_a_reviewer_signs_from_the_comparison_and_reads_what_was_signed(
    reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    comparison = at.get(address(reviewed))
    check_html(comparison.text)
    assert "Not signed" in comparison.text and "Sign this comparison" in comparison.text
    page = at.get(address(reviewed, "/sign"))
    check_html(page.text)
    assert "Signing is not agreeing a level and not stepping down." in page.text
    assert 'name="row/older"' in page.text and "word for word" in page.text
    done = send(at, address(reviewed, "/sign"), read_it="y", row__older="I rang the school")
    assert done.status_code == 302
    signed = queries.last_sign_off(reviewed.case.id, "small")
    assert signed is not None
    read = at.get(done.location)
    check_html(read.text)
    for words in (signed.root, "I rang the school", "Ruth Okafor", "Older associates",
                  "is not worked out again"):
        assert words in read.text, words
    event = last_event()
    assert (event.action, event.subject) == ("viewed", f"sign-off:{signed.id}")
    again = at.get(address(reviewed))
    assert "Not signed" not in again.text and signed.root in again.text


def test_nothing_typed_is_lost_when_it_cannot_be_signed_yet(
    reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    place = address(reviewed, "/sign")
    unticked = send(at, place, row__older="My words")
    assert unticked.status_code == 422 and "My words" in unticked.text
    assert "Error: Tick" in re.sub("<[^>]*>", "", unticked.text)
    check_html(unticked.text)
    page = at.get(place)
    cases.add_note(actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id,
                   text="The police rang", happened_on=reviewed.now.date())
    newer = at.post(place, data={**hidden(page), "read_it": "y", "row/older": "My words"})
    assert newer.status_code == 422 and "My words" in newer.text
    assert "nothing is signed" in newer.text and "checked" not in newer.text
    done = at.post(place, data={**hidden(newer), "read_it": "y", "row/older": "My words"})
    assert done.status_code == 302


def test_another_pair_leads_to_the_one_that_can_be_signed(
    worker: Worker, reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    first, second = reviewed.baseline()
    third = assess(worker, reviewed.case, "not_present").id
    page = at.get(address(reviewed, "/sign", pair=(second, third)))
    check_html(page.text)
    assert "not the ones to sign" in page.text and "<textarea" not in page.text
    assert f"earlier={first}&amp;later={third}" in page.text
    tried = at.post(address(reviewed, "/sign", pair=(second, third)),
                    data={"read_it": "y", "save_id": "d" * 32, "row/older": "My words"})
    assert tried.status_code == 422 and "not the ones to sign" in tried.text
    assert at.get(f"/cases/{reviewed.case.id}/compare/sign").status_code == 404


def test_whoever_wrote_it_reads_why_they_cannot_sign(
    worker: Worker, reviewed: Reviewer, signed_in: Any, make_user: Any, clock: Any
) -> None:
    manager = make_user(Role.REVIEWER, worker.user.team)
    later = get_revision(reviewed.user, reviewed.baseline()[1]).assessment
    add(Worker(manager, reviewed.now), later, {"story": "I saw it"})
    clock.now = reviewed.now
    browser = signed_in(manager)
    page = browser.get(address(reviewed, "/sign"))
    assert "nobody signs their own" in page.text and "<textarea" not in page.text
    tried = browser.post(address(reviewed, "/sign"), data={"read_it": "y", "save_id": "e" * 32})
    assert tried.status_code == 403
    practitioner = signed_in(worker.user)
    assert practitioner.get(address(reviewed, "/sign")).status_code == 403
    assert "Only a reviewer signs" in practitioner.get(address(reviewed)).text


# What was signed


def test_what_was_signed_is_taken_away_and_that_is_recorded(
    worker: Worker, reviewed: Reviewer, at: Any, signed_in: Any
) -> None:
    signed = reviewed.sign()
    place = f"/cases/{reviewed.case.id}/sign-offs/{signed.id}"
    file = at.get(f"{place}.json")
    assert file.mimetype == "application/json" and check(file.data, signed.root).sound
    assert last_event().sentence == f"Ruth Okafor exported as json sign-off {signed.id}"
    paper = at.get(f"{place}.pdf")
    assert paper.data == queries.with_papers(signed).pdf
    assert last_event().action == "exported as pdf"
    assert at.get(f"{place}.exe").status_code == 404
    assert at.get(f"/cases/{reviewed.case.id + 1}/sign-offs/{signed.id}").status_code == 404
    colleague = signed_in(worker.user)
    assert colleague.get(place).status_code == 200


def test_a_signature_that_no_longer_stands_says_why_and_links_to_it(
    worker: Worker, reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    signed = reviewed.sign()
    cases.add_note(actor=reviewed.user, now=reviewed.now, case_id=reviewed.case.id,
                   text="The police rang", happened_on=reviewed.now.date())
    place = f"/cases/{reviewed.case.id}/sign-offs"
    for page in (at.get(address(reviewed)), at.get(f"{place}/{signed.id}"), at.get(place)):
        check_html(page.text)
        assert "something newer is known" in page.text
        assert f'href="/cases/{reviewed.case.id}/notes"' in page.text
    pair = reviewed.baseline()
    later = get_revision(reviewed.user, pair[1]).assessment
    add(worker, later, {"story": "Seen again"})
    for page in (at.get(address(reviewed, pair=pair)), at.get(f"{place}/{signed.id}")):
        assert "added to since" in page.text and "The comparison as it is now is not signed" in (
            page.text)
    assert "Not signed" in at.get(address(reviewed)).text


def test_the_list_says_when_nothing_is_signed(reviewed: Reviewer, at: Any) -> None:
    assert "Nothing is signed" in at.get(f"/cases/{reviewed.case.id}/sign-offs").text


# Comments


def test_a_question_has_a_page_with_what_was_said_of_it(
    worker: Worker, reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    place = address(reviewed, "/row/older")
    page = at.get(place)
    check_html(page.text)
    assert "No comments on these two yet" in page.text and "Reduced" in page.text
    assert send(at, place, text=" ").status_code == 422
    assert send(at, place, text="I rang <the school>").status_code == 302
    assert "I rang &lt;the school&gt;" in at.get(place).text
    assess(worker, reviewed.case, "present")
    other = at.get(address(reviewed, "/row/older"))
    check_html(other.text)
    assert "Said of this question in other comparisons (1)" in other.text
    assert at.get(address(reviewed, "/row/nothing")).status_code == 404


# Changes asked for


def test_changes_are_asked_for_question_by_question_and_seen_where_they_are_made(
    worker: Worker, reviewed: Reviewer, at: Any, signed_in: Any, check_html: Any
) -> None:
    place = address(reviewed, "/changes")
    page = at.get(place)
    check_html(page.text)
    assert 'name="ask/older"' in page.text and 'name="ask/story"' not in page.text
    more = send(at, place, ask__older="Who saw it", another="story", another_question="yes")
    check_html(more.text)
    assert 'name="ask/story"' in more.text and "Who saw it" in more.text
    assert send(at, place).status_code == 422
    done = send(at, place, ask__older="Who saw it", ask__story="")
    assert done.status_code == 302
    check_html(at.get(done.location).text)
    case, later = reviewed.case.id, get_revision(reviewed.user, reviewed.baseline()[1])
    practitioner = signed_in(worker.user)
    for where in (f"/cases/{case}", f"/assessments/{later.assessment_id}",
                  f"/assessments/{later.assessment_id}/add",
                  f"/assessments/{later.assessment_id}/add/indicators", done.location):
        seen = practitioner.get(where)
        check_html(seen.text)
        assert "Who saw it" in seen.text, where
        assert f"/assessments/{later.assessment_id}/add/indicators" in seen.text
    assert practitioner.get(place).status_code == 403
    assert "Changes asked for" in at.get(address(reviewed)).text


def test_what_was_asked_for_is_withdrawn_with_a_reason(
    worker: Worker, reviewed: Reviewer, at: Any, signed_in: Any, check_html: Any
) -> None:
    asked = reviewed.ask({"older": "Who saw it"})
    place = f"/cases/{reviewed.case.id}/change-requests/{asked.id}"
    assert send(at, f"{place}/withdraw", reason="").status_code == 422
    assert signed_in(worker.user).get(f"{place}/withdraw").status_code == 403
    check_html(at.get(f"{place}/withdraw").text)
    assert send(at, f"{place}/withdraw", reason="They told me").status_code == 302
    page = at.get(place)
    check_html(page.text)
    assert "They told me" in page.text and "Not added to yet" not in page.text
    assert "Who saw it" not in at.get(f"/cases/{reviewed.case.id}").text
    assert at.get(f"{place}9").status_code == 404


def test_a_draft_beside_a_submission_can_be_read_and_is_neither_signed_nor_commented(
    worker: Worker, reviewed: Reviewer, at: Any, check_html: Any
) -> None:
    worker.now = reviewed.now
    draft = worker.review(reviewed.case, "small")
    pair = reviewed.baseline()[0], head_of(draft).id
    for page in ("", "/sign", "/row/older"):
        shown = at.get(address(reviewed, page, pair=pair))
        check_html(shown.text)
        assert shown.status_code == 200 and "not submitted yet" in shown.text
