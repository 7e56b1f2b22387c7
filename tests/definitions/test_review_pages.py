"""The pages on which a version is compared, approved and published."""

import json

import pytest

from app.accounts.models import Role
from app.definitions import queries
from app.definitions.operations import begin_next_version, import_document
from tests.definitions.conftest import SHIPPED, written


def document(*keys, **root):
    return json.loads(written(*keys, **root))


@pytest.fixture
def waiting(take_in, administrator, now):
    """Version 2 in review: a question is gone, another has other words, by the administrator."""
    take_in(written("harm", "name"))
    changed = document("harm", based_on=1, lineage=[
        {"relation": "removed", "from": ["name"]},
        {"relation": "reworded", "from": ["harm"], "to": ["harm"]}])
    changed["schema"]["properties"]["harm"]["title"] = "What do you know about harm"
    return import_document(text=json.dumps(changed), actor=administrator, now=now)


@pytest.fixture
def colleague(make_user):
    """A second administrator."""
    return make_user(Role.ADMINISTRATOR, name="Priya Nair")


def test_what_it_changes_is_told_with_what_that_does(waiting, administrator, signed_in):
    page = signed_in(administrator).get("/toolkits/small/2/review").text
    assert "Orphans answers: 1" in page and "Wording: 1" in page
    assert "has to approve it" in page or "has</span>" in page or "have to approve it" in page


def test_a_version_is_approved_by_another_administrator_and_published_from_a_day(
    waiting, administrator, colleague, signed_in, client, app, now, clock
):
    page = signed_in(administrator)
    refused = page.post("/toolkits/small/2/review/publish", data={
        "when": "now", "grace_days": "14", "note": "One question fewer"})
    assert refused.status_code == 422 and "A second administrator has to approve" in refused.text
    other = signed_in(colleague)
    decided = other.post("/toolkits/small/2/review/approve/administrator", data={
        "administrator-approved": "yes", "administrator-note": "Agreed on Tuesday"})
    assert decided.status_code == 302
    published = signed_in(administrator).post("/toolkits/small/2/review/publish", data={
        "when": "date", "day-day": "1", "day-month": "4", "day-year": "2026",
        "grace_days": "7", "note": "One question fewer"})
    assert published.status_code == 302
    found = queries.version("small", 2).publication
    assert (found.effective_at.isoformat(), found.grace_days) == ("2026-03-31T23:00:00+00:00", 7)


@pytest.mark.parametrize(("sent", "said"), [
    ({"when": "", "grace_days": "14", "note": "x"}, "Choose when it comes into use"),
    ({"when": "date", "grace_days": "14", "note": "x"}, "Enter the day"),
    ({"when": "now", "grace_days": "many", "note": "x"}, "number of days"),
    ({"when": "now", "grace_days": "14", "note": " "}, "Say to practitioners"),
])
def test_what_is_missing_is_said_and_what_was_typed_stays(
    waiting, administrator, signed_in, sent, said
):
    answer = signed_in(administrator).post(
        "/toolkits/small/2/review/publish", data={**sent, "note": sent["note"] or ""})
    assert answer.status_code == 422 and said in answer.text
    if sent["grace_days"] == "many":
        assert 'value="many"' in answer.text


def test_the_author_is_told_why_they_cannot_approve(waiting, administrator, signed_in):
    page = signed_in(administrator).get("/toolkits/small/2/review").text
    assert "You cannot approve it" in page and "Record my decision" not in page


def test_two_versions_are_compared_on_the_screen_and_in_print(
    take_in, administrator, practitioner, signed_in
):
    for number in (1, 2):
        take_in((SHIPPED / f"cse-risk-assessment/{number}.json").read_text(encoding="utf-8"))
    page = signed_in(administrator)
    changes = page.get("/toolkits/cse-risk-assessment/compare/1/2")
    everything = page.get("/toolkits/cse-risk-assessment/compare/1/2?show=everything")
    pdf = page.get("/toolkits/cse-risk-assessment/compare/1/2.pdf")
    assert "<ins>" in changes.text and "As it was" in everything.text
    assert pdf.data.startswith(b"%PDF-")
    chosen = page.get("/toolkits/cse-risk-assessment/compare?earlier=2&later=1")
    assert chosen.location.endswith("/compare/1/2")
    assert signed_in(practitioner).get(
        "/toolkits/cse-risk-assessment/compare/1/2").status_code == 403


def test_a_draft_is_tried_out_and_nothing_of_it_is_stored(
    take_in, administrator, signed_in, now
):
    base = take_in((SHIPPED / "seraf/1.json").read_text(encoding="utf-8"))
    draft = begin_next_version(base=base, actor=administrator, now=now)
    page = signed_in(administrator)
    opened = page.get(f"/toolkits/drafts/{draft.id}/preview")
    assert "Nothing you enter here is stored" in opened.text
    phone = page.get(f"/toolkits/drafts/{draft.id}/preview/phone")
    assert "frame-src 'self'" in phone.headers["Content-Security-Policy"]
    inner = page.get(f"/toolkits/drafts/{draft.id}/preview?bare=1")
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in opened.headers["Content-Security-Policy"]
