"""A comparison for somebody from whom answers are withheld: nothing in it, on screen or taken away,
tells of them. What a reader may not see is part of what names a stored page.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.database import db
from app.engine.telling import Filter
from app.reviews import operations, queries
from app.reviews.models import StoredComparison
from app.reviews.stored import digest_of
from tests.assessments.conftest import Worker, colleague, make_case
from tests.assessments.sensitive import (
    NAMES, SECRET, WITHHELD, beside, completed, publish_sensitive, save, text_of, two_cases,
)

__all__ = ["colleague"]

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def worker(practitioner: Any, now: Any) -> Worker:
    """Whoever works with both young people."""
    return Worker(practitioner, now)


@pytest.fixture
def cases(worker: Worker, now: Any) -> list[Any]:
    """Two cases that differ only in what is withheld, and in whether that changed."""
    return [case for case, _ in two_cases(worker, now)]


def test_two_comparisons_that_differ_only_in_what_is_withheld_look_the_same_to_a_colleague(
    cases: list[Any], colleague: Worker, signed_in: Any, clock: Any, check_html: Any
) -> None:
    browser = signed_in(colleague.user)
    kinds = (".csv", ".json", ".pdf")
    paths = [*(f"compare?show={one.value}" for one in Filter), "levels", "levels?show=everything",
             *(f"{page}{kind}" for page in ("compare", "levels") for kind in kinds)]
    for path in paths:
        said = []
        for case in cases:
            answer = browser.get(f"/cases/{case.id}/{path}")
            assert answer.status_code == 200
            text = text_of(answer.data) if path.endswith(".pdf") else answer.text
            said.append(beside(text).replace(NAMES[1], NAMES[0]))
        assert SECRET not in said[0] and said[0] == said[1], path
        assert "ithheld" in said[0], path
    check_html(browser.get(f"/cases/{cases[0].id}/compare").text)


def test_the_worker_and_a_reviewer_see_what_is_withheld_from_others(
    cases: list[Any], worker: Worker, make_user: Any, signed_in: Any
) -> None:
    for user in (worker.user, make_user(Role.REVIEWER, worker.user.team)):
        page = signed_in(user).get(f"/cases/{cases[0].id}/compare?show=everything").text
        assert SECRET in page and "Withheld" not in page


@pytest.mark.both_databases
def test_a_stored_page_is_never_shown_to_somebody_who_sees_less(
    cases: list[Any], colleague: Worker, worker: Worker, signed_in: Any
) -> None:
    case = cases[0]
    pair = queries.latest_pair(case.id)
    mine, theirs = (queries.compared(user, case.id, *pair) for user in (
        worker.user, colleague.user))
    assert theirs.withheld == {*WITHHELD, "associates/", "associates/a1"}
    assert mine.withheld == frozenset()
    assert mine.pair is not None and theirs.pair is not None
    assert digest_of(mine.pair) != digest_of(theirs.pair)
    for user in (worker.user, colleague.user, worker.user, colleague.user):
        page = signed_in(user).get(f"/cases/{case.id}/compare?show=everything").text
        assert (SECRET in page) is (user is worker.user)
    stored = set(db.session.scalars(select(StoredComparison.digest)))
    assert {digest_of(mine.pair), digest_of(theirs.pair)} <= stored


def test_what_an_earlier_version_withheld_stays_withheld_once_its_mark_is_gone(
    cases: list[Any], worker: Worker, colleague: Worker, make_user: Any, signed_in: Any,
    clock: Any, now: Any,
) -> None:
    case, reviewer = cases[0], make_user(Role.REVIEWER, worker.user.team)
    pair = queries.latest_pair(case.id)
    operations.comment_on_row(
        actor=reviewer, now=worker.now, case_id=case.id, earlier_id=pair[0], later_id=pair[1],
        key="drugs", text=f"Ask about {SECRET}", save_id="1" * 32)
    publish_sensitive(now, open_to_all="drugs")
    for _ in range(2):
        completed(worker, case, "", review=True)
    clock.now = worker.now
    row = "/cases/{}/compare/row/drugs?earlier={}&later={}".format(
        case.id, *queries.latest_pair(case.id))
    own, page = (signed_in(user).get(row) for user in (worker.user, colleague.user))
    assert own.text.count(SECRET) >= 2
    assert page.status_code == 200 and "Tested" in page.text and SECRET not in page.text


def test_beside_another_toolkit_the_reason_for_a_level_may_be_withheld(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    publish_sensitive(now)
    publish_sensitive(now, slug="another", police="level_reason")
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    completed(worker, case, "")
    draft = worker.begin(case, "another")
    save(worker, draft, "", level="high", older="not_present", level_reason=SECRET)
    worker.submit(draft)
    clock.now = worker.now
    own, page = (signed_in(user).get(f"/cases/{case.id}/compare").text
                 for user in (worker.user, colleague.user))
    assert "Judged differently" in own and SECRET in own
    assert "Judged differently" in page and SECRET not in page
