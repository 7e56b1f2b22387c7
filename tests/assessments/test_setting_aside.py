"""A draft begun by mistake has a way out that keeps its history."""

import pytest

from app.assessments import operations, queries
from app.cases.models import CaseSummary
from app.database import db
from app.errors import Refused
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, answers_of


def set_aside(worker, draft, reason="Begun for the wrong child", save_id="aside"):
    return operations.set_aside(
        actor=worker.user, now=worker.now, assessment_id=draft.id, reason=reason, save_id=save_id)


@pytest.mark.both_databases
def test_it_is_no_draft_any_more_and_another_may_be_begun(worker, draft, case):
    worker.save(draft, {"story": "Of another child"})
    revision = set_aside(worker, draft)
    assert (revision.kind.words, revision.reason) == ("Set aside", "Begun for the wrong child")
    assert queries.drafts_of(case.id) == [] and not queries.is_draft(draft)
    assert db.session.get(CaseSummary, case.id).draft_saved_by is None
    for attempt in (lambda: worker.save(draft, {"story": "x"}), lambda: worker.submit(draft),
                    lambda: set_aside(worker, draft, save_id="again")):
        with pytest.raises(Refused):
            attempt()
    assert answers_of(draft).values["story"] == "Of another child"
    second = worker.begin(case, "small")
    assert "story" not in answers_of(second).values


def test_a_reason_is_needed(worker, draft):
    with pytest.raises(Refused) as refused:
        set_aside(worker, draft, reason=" ")
    assert refused.value.details == {"field": "reason"}


def test_danger_is_not_set_aside_with_it(worker, draft):
    worker.save(draft, {"harm": "yes"})
    with pytest.raises(Refused):
        set_aside(worker, draft)
    worker.save(draft, {"harm": "not_known"})
    (call,) = queries.action_calls(draft)
    operations.withdraw_action_call(
        actor=worker.user, now=worker.now, assessment_id=draft.id, call_id=call.id,
        reason="Begun for the wrong child")
    set_aside(worker, draft)


def test_what_is_submitted_cannot_be_set_aside(worker, draft):
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    with pytest.raises(operations.AlreadySubmitted):
        set_aside(worker, draft)


def test_the_way_there(browser, draft, case):
    page = get(browser, f"/assessments/{draft.id}").follow("Set this draft aside")
    refused = page.form("Set it aside").send()
    assert refused.errors == {"#reason": "Say why it is set aside"}
    done = refused.form("Set it aside").fill(reason="Begun for the wrong child").send()
    assert done.path == f"/cases/{case.id}" and "Start a toolkit" in done.text
    for address in ("", "/sections/who", "/check"):
        page = get(browser, f"/assessments/{draft.id}{address}")
        assert page.path.endswith("/revisions/2") and "it was set aside" in page.text
