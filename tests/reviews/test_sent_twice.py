"""One page that is sent about two cases, or by two people: the first counts, the second is refused.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.accounts.models import Role
from app.cases.access import Audience
from app.reviews import operations
from app.save_ids import SavedElsewhere
from tests.assessments.conftest import Worker, make_case
from tests.reviews.signings import Reviewer
from tests.reviews.test_corrections import assess

pytestmark = pytest.mark.both_databases

PAGE_ID = "a" * 32


@pytest.fixture
def reviewers(worker: Worker, case: Any, make_user: Any, now: Any) -> list[Reviewer]:
    """The same reviewer in each of two cases that were assessed twice."""
    cases = [case, make_case(worker.user, now, name="Ash Lane", date_of_birth=date(2009, 4, 1))]
    for one in cases:
        assess(worker, one, "present")
        later = assess(worker, one, "not_present")
    by = make_user(Role.REVIEWER, worker.user.team)
    return [Reviewer(by, one, later.at + timedelta(days=1)) for one in cases]


@pytest.mark.parametrize("send", [
    lambda by, **given: by.sign(save_id=PAGE_ID, **given),
    lambda by, **given: by.comment("story", save_id=PAGE_ID, **given),
    lambda by, **given: by.ask({"story": "Who said so?"}, save_id=PAGE_ID, **given),
    lambda by, **given: operations.ask_for_pack(**{
        "actor": by.user, "now": by.now, "case_id": by.case.id, "reader": "A meeting",
        "audience": Audience.PROFESSIONALS, "save_id": PAGE_ID, **given}),
], ids=["signing", "commenting", "asking", "a pack"])
def test_a_page_that_was_sent_about_one_case_says_nothing_about_another(
    reviewers: list[Reviewer], make_user: Any, send: Any
) -> None:
    one, other = reviewers
    first = send(one)
    assert send(one).id == first.id
    with pytest.raises(SavedElsewhere):
        send(other)
    with pytest.raises(SavedElsewhere):
        send(one, actor=make_user(Role.REVIEWER, one.user.team))
