"""Drafts: begun, saved by hand and by themselves, read back as they were."""

from datetime import timedelta

import pytest

from app.assessments import history, operations, queries
from app.assessments.models import Kind, Purpose, Revision, RevisionKind
from app.audit.models import AuditEvent
from app.database import db
from app.errors import NotAllowed, NotFound, Refused
from tests.assessments.conftest import Worker, answers_of, make_case, number_of

pytestmark = pytest.mark.both_databases


@pytest.mark.requirement("S0.2", "S4.21", "S4.22")
def test_a_first_assessment_starts_with_what_the_case_knows(worker, case, small):
    draft = worker.begin(case, "small")
    assert draft.kind is Kind.INITIAL and draft.purpose is Purpose.ONGOING
    assert answers_of(draft).values == {
        "name": "Robin Hale", "born": "2010-05-02", "completed_on": "2026-03-03"}


def test_a_save_is_read_back_as_it_was(worker, draft):
    worker.save(draft, {"older": "present", "people/a/who": "Jo", "people/b/role": "adult"},
                rows={"people": ("b", "a")}, unparsed={"born": {"day": "31", "month": "2"}})
    worker.save(draft, {"story": "A long one"}, explicit=False)
    worker.save(draft, {"older": None, "people/b/role": "friend"}, explicit=False)
    said = answers_of(draft)
    assert said.values == {
        "name": "Robin Hale", "born": "2010-05-02", "completed_on": "2026-03-03",
        "story": "A long one", "people/a/who": "Jo", "people/b/role": "friend"}
    assert said.rows == {"people": ("b", "a")}
    assert said.unparsed == {"born": {"day": "31", "month": "2"}}
