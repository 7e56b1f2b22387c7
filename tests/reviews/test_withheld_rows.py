"""A row that is withheld from a colleague: not in a comparison, over time, in what was said of it,
nor on an earlier day, while the rest of its list is.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Role
from app.errors import NotFound
from app.reviews import operations, queries
from tests.assessments.conftest import Worker, colleague, make_case
from tests.assessments.sensitive import (
    NAMES, SECRET, beside, changed, publish_sensitive, save, two_cases,
)

__all__ = ["colleague"]

pytestmark = pytest.mark.requirement("S4.18", "S4.28")

SHOWN = "Samwise"


@pytest.fixture
def worker(practitioner: Any, now: Any) -> Worker:
    """Whoever works with the young people."""
    return Worker(practitioner, now)


def assessed(worker: Worker, case: Any, source: str, *, review: bool = False, **more: Any) -> Any:
    """An assessment that says of one associate where they are known from."""
    worker.now += timedelta(days=30)
    draft = worker.review(case, "sensitive") if review else worker.begin(case, "sensitive")
    save(worker, draft, "", seen=SHOWN, **more)
    worker.save(draft, {"associates/b1/name": SECRET, "associates/b1/source": source,
                        "associates/b1/who": SECRET, "associates/b1/due": "2026-07-01",
                        "associates/a2/who": "Jo", "associates/a2/due": "2026-07-02"},
                rows={"associates": ("b1", "a2")})
    return worker.submit(draft)


@pytest.fixture
def case(worker: Worker, now: Any, clock: Any) -> Any:
    """A case in which it was learned at the review that what the school said is the police's."""
    publish_sensitive(now)
    found = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    assessed(worker, found, "school")
    assessed(worker, found, "police", review=True)
    clock.now = worker.now + timedelta(days=1)
    return found


def pages(case: Any, day: str) -> list[str]:
    pair = "earlier={}&later={}".format(*queries.latest_pair(case.id))
    found = [f"/cases/{case.id}/{name}{kind}" for name in ("compare", "levels")
             for kind in ("", ".csv", ".json", ".pdf")]
    return [*found, f"/cases/{case.id}/compare?show=everything&{pair}",
            f"/cases/{case.id}/compare?show=everything&on={day}",
            f"/cases/{case.id}/levels?show=everything"]


@pytest.mark.both_databases
def test_a_row_that_one_side_marks_is_withheld_on_both(
    case: Any, worker: Worker, colleague: Worker, signed_in: Any, clock: Any, check_html: Any
) -> None:
    browser, day = signed_in(colleague.user), clock.now.date().isoformat()
    for path in pages(case, day):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert path.split("?")[0].endswith(".pdf") or SECRET not in answer.text, path
    page = browser.get(f"/cases/{case.id}/compare?show=everything")
    check_html(page.text)
    assert SHOWN in page.text and "Rows may be withheld here" in page.text
    assert "Rows of one list may be withheld from you." in page.text
    told = json.loads(browser.get(f"/cases/{case.id}/compare.json").text)
    row = next(one for one in told["rows"] if one.get("key") == "associates")
    assert (told["withheld_in_part"], row["visibility"], row["answer_change"]) == (
        1, "in_part", "unchanged")
    assert [len(row[side]["rows"]) for side in ("before", "after")] == [1, 1]
    own = signed_in(worker.user).get(f"/cases/{case.id}/compare?show=everything").text
    assert SECRET in own and "may be withheld" not in own


def test_the_actions_of_rows_that_are_shown_are_told_over_time(
    case: Any, colleague: Worker, worker: Worker, signed_in: Any
) -> None:
    told = [json.loads(signed_in(user).get(f"/cases/{case.id}/levels.json").text)
            for user in (colleague.user, worker.user)]
    events = [json.dumps(one["events"]) for one in told]
    assert SHOWN in events[0] and "Jo" in events[0] and SECRET not in events[0]
    assert SHOWN in events[1] and SECRET in events[1]
    assert [one["actions_withheld"] for one in told] == [True, False]


def test_what_was_said_of_such_a_list_is_not_told(
    case: Any, colleague: Worker, worker: Worker, make_user: Any, signed_in: Any
) -> None:
    reviewer, pair = make_user(Role.REVIEWER, worker.user.team), queries.latest_pair(case.id)
    given = {"case_id": case.id, "earlier_id": pair[0], "later_id": pair[1], "now": worker.now,
             "key": "associates"}
    operations.comment_on_row(
        **given, actor=reviewer, text=f"Ask about {SECRET}", save_id="1" * 32)
    with pytest.raises(NotFound):
        operations.comment_on_row(**given, actor=colleague.user, text="Who?", save_id="2" * 32)
    client = signed_in(colleague.user)
    page = client.get(f"/cases/{case.id}/compare?show=everything").text
    assert "1 comment" not in page and "/compare/row/associates" not in page
    path = "/cases/{}/compare/row/associates?earlier={}&later={}".format(case.id, *pair)
    assert client.get(path).status_code == 404
    own = signed_in(worker.user).get(path).text
    assert f"Ask about {SECRET}" in own


def test_what_is_asked_for_of_such_a_list_is_not_told(
    case: Any, colleague: Worker, worker: Worker, make_user: Any, signed_in: Any
) -> None:
    reviewer, pair = make_user(Role.REVIEWER, worker.user.team), queries.latest_pair(case.id)
    asked = operations.request_changes(
        actor=reviewer, now=worker.now, case_id=case.id, earlier_id=pair[0], later_id=pair[1],
        questions={"associates": f"Is {SECRET} still there?"}, save_id="1" * 32)
    for path in (f"/cases/{case.id}", f"/cases/{case.id}/change-requests/{asked.id}"):
        own, page = (signed_in(user).get(path).text for user in (worker.user, colleague.user))
        assert SECRET in own and SECRET not in page


def test_a_version_that_marks_no_rows_leaves_withheld_what_an_earlier_one_marked(
    case: Any, worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    publish_sensitive(now, marks_rows=False)
    assert "row_sensitivity" not in json.dumps(changed(marks_rows=False))
    assessed(worker, case, "police", review=True)
    clock.now = worker.now + timedelta(days=1)
    client = signed_in(colleague.user)
    for path in ("compare?show=everything", "compare.json", "compare.csv", "levels.json"):
        page = client.get(f"/cases/{case.id}/{path}").text
        assert SECRET not in page and ("levels" in path or SHOWN in page), path


def test_two_cases_that_differ_in_such_rows_look_the_same_on_an_earlier_day(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    cases = [case for case, _ in two_cases(worker, now)]
    clock.now = worker.now + timedelta(days=3)
    day, client = (worker.now + timedelta(days=1)).date().isoformat(), signed_in(colleague.user)
    paths = ["/cases/{case}/compare?on={day}", "/cases/{case}/as-it-was?on={day}",
             "/assessments/{one}/as-it-was?on={day}", "/assessments/{two}/as-it-was?on={day}"]
    told = []
    for case in cases:
        ids = sorted(one.assessment_id for one in queries.complete_revisions(case.id))
        told.append([client.get(path.format(case=case.id, one=ids[0], two=ids[-1], day=day))
                     for path in paths])
    for first, second in zip(*told, strict=True):
        assert first.status_code == second.status_code == 200
        assert SECRET not in first.text
        assert beside(first.text).replace(NAMES[1], NAMES[0]) == beside(second.text).replace(
            NAMES[1], NAMES[0])
