"""A colleague from whom a row is withheld works on the rest of its list: the row stays as it is, in
its place, and nothing that they are sent tells of it.
"""

from __future__ import annotations

from typing import Any

import pytest

from app.assessments import history, operations
from app.assessments.models import Assessment
from app.cases.operations import add_note
from app.definitions.queries import definition_of
from app.engine.answers import Answers, Mark, Standing
from app.errors import Refused
from tests.assessments.browsing import get
from tests.assessments.conftest import Worker, make_case, number_of
from tests.assessments.sensitive import SECRET, completed, publish_sensitive, save

LIST = "associates"

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def draft(worker: Worker, now: Any) -> Assessment:
    """A draft whose list holds a row of the police, and then one of the school."""
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    found = worker.begin(case, "sensitive")
    save(worker, found, SECRET)
    return found


def recorded(draft: Assessment) -> Answers:
    return history.latest(draft, definition_of(draft.version)).answers


def cells(draft: Assessment, row: str) -> dict[str, Any]:
    place = f"{LIST}/{row}/"
    return {address.removeprefix(place): value for address, value in recorded(draft).values.items()
            if address.startswith(place)}


def section(client: Any, draft: Assessment) -> Any:
    return get(client, f"/assessments/{draft.id}/sections/who")


def test_a_colleague_is_told_that_rows_may_be_withheld_and_sees_the_others(
    draft: Assessment, colleague: Worker, worker: Worker, signed_in: Any, check_html: Any
) -> None:
    page = section(signed_in(colleague.user), draft)
    check_html(page.html)
    assert "Rows may be withheld from you here." in page.text
    assert "associates/a2/name" in page.html and "associates/a1" not in page.html
    assert "Associate 1" in page.text and "How this is known" not in page.text
    own = section(signed_in(worker.user), draft)
    assert "Rows may be withheld" not in own.text and SECRET in own.html
    assert "Associate 2" in own.text and "How this is known" in own.text
    assert "Police information A row with “police” under “Where this comes from”" in own.text


@pytest.mark.both_databases
def test_what_a_colleague_saves_leaves_the_row_and_what_was_said_beside_it(
    draft: Assessment, colleague: Worker, worker: Worker, signed_in: Any, clock: Any
) -> None:
    clock.now = worker.now
    before = cells(draft, "a1")
    form = section(signed_in(colleague.user), draft).form("Save and continue")
    form.put("associates/a2/name", "Samuel").send()
    assert cells(draft, "a2")["name"] == "Samuel"
    assert cells(draft, "a1") == before and before["name"] == SECRET
    assert recorded(draft).rows[LIST] == ("a1", "a2")
    assert recorded(draft).mark(LIST).rationale == SECRET


def test_without_a_change_nothing_is_recorded_of_it(
    draft: Assessment, colleague: Worker, signed_in: Any, worker: Worker, clock: Any
) -> None:
    clock.now = worker.now
    before = recorded(draft)
    section(signed_in(colleague.user), draft).form("Save and continue").send()
    assert recorded(draft) == before


def test_a_colleague_adds_and_removes_rows_around_it(
    draft: Assessment, colleague: Worker, signed_in: Any, worker: Worker, clock: Any
) -> None:
    clock.now = worker.now
    client = signed_in(colleague.user)
    added = section(client, draft).form("Add another row").send()
    new = next(row for row in recorded(draft).rows[LIST] if row not in ("a1", "a2"))
    assert recorded(draft).rows[LIST] == ("a1", "a2", new)
    form = added.form("Save and continue").put(f"{LIST}/{new}/name", "Ali")
    form.put(f"{LIST}/{new}/source", "police").send()
    assert cells(draft, new) == {"name": "Ali", "source": "police"}
    # What the police say is theirs, whoever wrote it down.
    page = section(client, draft)
    assert "Ali" not in page.html and new not in page.html
    page.form("Remove Associate 1").send()
    assert recorded(draft).rows[LIST] == ("a1", new)
    assert recorded(draft).mark(LIST).rationale == SECRET


def test_what_a_page_saves_by_itself_says_nothing_of_it(
    draft: Assessment, colleague: Worker, signed_in: Any, worker: Worker, clock: Any
) -> None:
    clock.now = worker.now
    client = signed_in(colleague.user)
    form = section(client, draft).form("Save and continue").put("associates/a2/name", "Samuel")
    data = {**form.fields.to_dict(flat=False), "intent": "autosave"}
    answer = client.post(form.page.path, data=data)
    assert answer.status_code == 200 and SECRET not in answer.text
    # The signature of a page may hold any two characters side by side.
    assert "a1" not in str({**answer.json, "page": ""})
    assert recorded(draft).rows[LIST] == ("a1", "a2") and cells(draft, "a2")["name"] == "Samuel"


def test_a_row_that_is_marked_later_is_withheld_from_what_was_recorded_before(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    first = completed(worker, case, "").assessment
    clock.now = worker.now
    client = signed_in(colleague.user)
    paths = [f"/assessments/{first.id}{kind}" for kind in ("", ".json", ".csv", "/revisions/2")]
    assert all("Sam" in client.get(path).text.replace("Sam Reed", "") for path in paths)
    review = worker.review(case, "sensitive")
    worker.save(review, {"associates/a2/source": "police"})
    for path in (*paths, f"/assessments/{review.id}/sections/who", f"/assessments/{review.id}",
                 f"/assessments/{review.id}/check"):
        page = client.get(path)
        assert page.status_code == 200 and "Sam" not in page.text.replace("Sam Reed", ""), path
    assert "Sam" in signed_in(worker.user).get(paths[0]).text


def test_how_the_list_stands_is_left_to_those_who_see_all_of_it(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    completed(worker, case, SECRET)
    review = worker.review(case, "sensitive")
    clock.now = worker.now
    client = signed_in(colleague.user)
    page = section(client, review)
    assert 'name="associates:affirm"' not in page.html
    assert 'name="associates:wrong"' not in page.html and 'name="name:wrong"' in page.html
    page.form("Save and continue").put("associates/a2/name", "Samuel").send()
    assert cells(review, "a2")["name"] == "Samuel"
    assert recorded(review).mark(LIST).standing is Standing.CARRIED
    worker.save(review, marks={LIST: Mark(standing=Standing.AFFIRMED, rationale="Asked again")})
    section(client, review).form("Save and continue").send()
    mark = recorded(review).mark(LIST)
    assert (mark.standing, mark.rationale) == (Standing.AFFIRMED, "Asked again")
    section(client, review).form("Save and continue").put("associates/a2/name", "Sam").send()
    mark = recorded(review).mark(LIST)
    assert (mark.standing, mark.rationale) == (Standing.ENTERED, "Asked again")


def test_a_colleague_does_not_decide_between_two_edits_of_such_a_list(
    draft: Assessment, colleague: Worker, worker: Worker, signed_in: Any, clock: Any
) -> None:
    clock.now = worker.now
    base = number_of(draft)
    worker.save(draft, {"associates/a1/name": f"{SECRET} the elder"}, base=base, page="1" * 32)
    saved = worker.save(
        draft, {"associates/a1/name": f"{SECRET} the younger"}, base=base, page="2" * 32)
    assert [edit.address for edit in saved.conflicts] == ["associates/a1"]
    for path in (f"/assessments/{draft.id}", f"/assessments/{draft.id}/conflicts",
                 f"/assessments/{draft.id}/sections/who"):
        own, page = (signed_in(user).get(path).text for user in (worker.user, colleague.user))
        assert SECRET not in page and "Both are kept" not in page
        assert "different" in own or SECRET in own


def test_a_note_about_such_a_list_is_withheld_from_all_but_who_wrote_it(
    draft: Assessment, colleague: Worker, worker: Worker, signed_in: Any, now: Any
) -> None:
    add_note(actor=worker.user, now=now, case_id=draft.case_id, text=SECRET,
             happened_on=now.date(), about_toolkit="sensitive", about_question=LIST)
    client, path = signed_in(colleague.user), f"/cases/{draft.case_id}/notes"
    assert SECRET not in client.get(path).text and "is withheld from you" in client.get(path).text
    assert SECRET not in section(client, draft).html
    assert SECRET in signed_in(worker.user).get(path).text


def test_nobody_submits_a_list_that_they_see_only_in_part(
    draft: Assessment, colleague: Worker, worker: Worker, signed_in: Any
) -> None:
    with pytest.raises(Refused, match="withheld from you"):
        operations.submit(actor=colleague.user, now=worker.now, assessment_id=draft.id,
                          seen_number=number_of(draft), save_id="by-a-colleague")
    page = get(signed_in(colleague.user), f"/assessments/{draft.id}/check")
    assert "Add at least one row" not in page.text and "so you cannot submit this" in page.text


def test_rows_are_looked_for_only_where_a_toolkit_says_when_one_is_sensitive(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch,
    case: Any, small: Any
) -> None:
    draft = worker.begin(case, "small")

    def never(*given: Any) -> Any:
        raise AssertionError("no revision is read to look for rows")

    monkeypatch.setattr("app.assessments.withholding._marked", never)
    assert get(signed_in(colleague.user), f"/assessments/{draft.id}").status == 200
