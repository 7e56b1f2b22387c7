"""What a colleague who does not work with the young person sees of sensitive answers: nothing, and
nothing that tells of them. The worker and the reviewers see them all.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.accounts.models import Role
from app.assessments import operations, queries
from app.assessments.models import Assessment
from app.cases.operations import add_note, allocate
from app.definitions.operations import import_document, publish
from app.errors import Refused
from tests.assessments.conftest import Worker, make_case, number_of
from tests.assessments.sensitive import (
    IN_PART,
    NAMES,
    SECRET,
    WITHHELD,
    beside,
    changed,
    completed,
    publish_sensitive,
    save,
    text_of,
)
from tests.assessments.test_autosave import Typing

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def told(worker: Worker, now: Any) -> list[Any]:
    """Two cases that differ only in what is withheld: a submission and a draft review of each."""
    publish_sensitive(now)
    made = []
    start = worker.now
    for name, secret in zip(NAMES, (SECRET, ""), strict=True):
        worker.now = start
        one = make_case(worker.user, now, name=name, date_of_birth=None, estimated_age=15)
        submitted = completed(worker, one, secret).assessment
        draft = worker.review(one, "sensitive")
        save(worker, draft, "" if secret else SECRET)
        made.append((one, submitted, draft))
    return made


def pages(told: Any) -> list[tuple[str, str]]:
    one, submitted, draft = told
    found = [f"/assessments/{submitted.id}", f"/assessments/{submitted.id}/revisions",
             f"/assessments/{submitted.id}/revisions/2", f"/assessments/{draft.id}",
             f"/assessments/{draft.id}/check", f"/assessments/{draft.id}/revisions/1",
             f"/assessments/{submitted.id}/add/indicators", f"/assessments/{submitted.id}/add/who",
             f"/assessments/{draft.id}/conflicts"]
    found += [f"/assessments/{draft.id}/sections/{key}" for key in ("who", "indicators")]
    found += [f"/assessments/{id_}.{kind}" for id_ in (submitted.id, draft.id)
              for kind in ("csv", "json", "pdf")]
    return [(path, path.rpartition(".")[2]) for path in found]


def read(browser: Any, path: str, kind: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    said = beside(text_of(answer.data) if kind == "pdf" else answer.text)
    return said.replace(NAMES[1], NAMES[0])


def test_two_records_that_differ_only_in_what_is_withheld_look_the_same_to_a_colleague(
    told: list[Any], colleague: Worker, signed_in: Any, clock: Any
) -> None:
    browser = signed_in(colleague.user)
    for (path, kind), (other, _) in zip(*map(pages, told), strict=True):
        first, second = read(browser, path, kind), read(browser, other, kind)
        assert SECRET not in first and SECRET not in second, path
        assert first == second, path


def test_the_worker_and_the_reviewers_see_every_answer(
    told: list[Any], worker: Worker, make_user: Any, signed_in: Any
) -> None:
    for user in (worker.user, make_user(Role.REVIEWER, worker.user.team)):
        for kind in ("", ".csv", ".json"):
            text = signed_in(user).get(f"/assessments/{told[0][1].id}{kind}").text
            assert SECRET in text and "Totals are withheld" not in text


def test_the_page_of_a_section_shows_what_is_withheld_and_a_post_leaves_it_alone(
    told: list[Any], colleague: Worker, signed_in: Any, check_html: Any
) -> None:
    draft: Assessment = told[1][2]
    page = signed_in(colleague.user).get(f"/assessments/{draft.id}/sections/indicators")
    check_html(page.text)
    assert page.text.count("Withheld from you. Ask the worker") == 3
    assert 'name="drugs"' not in page.text and 'name="story"' not in page.text
    assert 'name="older"' in page.text


def test_totals_read_withheld_and_the_level_is_shown(
    told: list[Any], colleague: Worker, signed_in: Any
) -> None:
    browser = signed_in(colleague.user)
    document = json.loads(browser.get(f"/assessments/{told[0][1].id}.json").text)
    assert document["measures"] == "withheld" and set(document["withheld"]) == WITHHELD
    assert set(document["withheld_in_part"]) == IN_PART
    assert document["level"]["title"] == "High"
    assert document["calculated"]["words"] == "At least High, possibly Actual"
    assert "Totals are withheld" in browser.get(f"/assessments/{told[0][1].id}").text


def test_many_assessments_as_csv_withhold_them_row_by_row(
    told: list[Any], colleague: Worker, worker: Worker, signed_in: Any, clock: Any
) -> None:
    path = "/reports/answers.csv?toolkit=sensitive"
    lines = _streamed(signed_in(colleague.user), path).splitlines()
    assert SECRET not in "".join(lines)
    assert lines[1].count("Withheld") == len(WITHHELD | IN_PART)
    first, second = (beside(line).replace(NAMES[1], NAMES[0]) for line in lines[1:])
    assert first == second
    assert SECRET in _streamed(signed_in(worker.user), path)


def _streamed(browser: Any, path: str) -> str:
    """What is sent as it is made, read to its end while the request lives."""
    return str(browser.get(path, buffered=True).text)


def test_nobody_submits_what_they_see_only_in_part(
    told: list[Any], colleague: Worker, worker: Worker, signed_in: Any
) -> None:
    draft = told[0][2]
    with pytest.raises(Refused, match="withheld from you"):
        operations.submit(actor=colleague.user, now=worker.now, assessment_id=draft.id,
                          seen_number=number_of(draft), save_id="by-a-colleague")
    assert queries.is_draft(draft)
    page = signed_in(colleague.user).get(f"/assessments/{draft.id}/check").text
    assert "so you cannot submit this" in page and ">Submit<" not in page


def test_a_note_about_a_withheld_question_is_withheld_from_all_but_who_wrote_it(
    told: list[Any], colleague: Worker, worker: Worker, make_user: Any, signed_in: Any, now: Any
) -> None:
    case = told[0][0]
    for question, text in (("story", SECRET), ("older", "Seen in a car")):
        add_note(actor=worker.user, now=now, case_id=case.id, text=text,
                 happened_on=now.date(), about_toolkit="sensitive", about_question=question)
    path = f"/cases/{case.id}/notes"
    page = signed_in(colleague.user).get(path).text
    assert SECRET not in page and "is withheld from you" in page and "Seen in a car" in page
    own = add_note(actor=colleague.user, now=now, case_id=case.id, text="Told me himself",
                   happened_on=now.date(), about_toolkit="sensitive", about_question="story")
    assert "Told me himself" in signed_in(colleague.user).get(path).text
    assert SECRET in signed_in(worker.user).get(path).text
    assert signed_in(colleague.user).get(f"{path}/{own.id}/correct").status_code == 200
    assert signed_in(colleague.user).get(f"{path}/{own.id - 2}/correct").status_code == 403


def test_actual_harm_is_never_withheld_from_those_who_may_see_the_case(now: Any) -> None:
    from app.cases.access import FROM_COLLEAGUES
    from app.engine.document import read as read_document
    from app.engine.withholding import withheld_keys
    from tests.assessments.sensitive import document

    made = document()
    made["uischema"]["elements"][1]["elements"][0]["options"]["waymark"]["sensitivity"] = "police"
    toolkit = read_document(json.dumps(made))
    assert "harm" not in withheld_keys(toolkit, FROM_COLLEAGUES, but_urgent=True)
    assert "harm" in withheld_keys(toolkit, FROM_COLLEAGUES)


def test_why_a_level_was_judged_otherwise_is_withheld_on_the_front_of_the_case_too(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any
) -> None:
    publish_sensitive(now, slug="another", police="level_reason")
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    draft = worker.begin(case, "another")
    save(worker, draft, "", level="high", older="not_present", level_reason=SECRET)
    worker.submit(draft)
    own, page = (signed_in(user).get(f"/cases/{case.id}").text
                 for user in (worker.user, colleague.user))
    assert SECRET in own and SECRET not in page and ". Withheld" in page


def test_a_file_tells_nothing_by_the_order_of_what_is_in_it(
    told: list[Any], colleague: Worker, signed_in: Any
) -> None:
    """What a review began with is held in no order of its own."""
    browser = signed_in(colleague.user)
    for _, submitted, draft in told:
        for one in (submitted, draft):
            marks = json.loads(browser.get(f"/assessments/{one.id}.json?revision=1").text)["marks"]
            assert list(marks) == sorted(marks)


def test_whoever_had_the_case_until_now_is_not_told_that_somebody_answers_otherwise(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    """Their page is still open, with the questions on it that are withheld from them by now."""
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    draft = worker.begin(case, "sensitive")
    clock.now = worker.now
    page = Typing(signed_in(worker.user), draft)
    allocate(actor=worker.user, now=worker.now, case_id=case.id, team_id=case.team_id,
             worker_id=colleague.user.id, reviewer_id=None, reason="On leave",
             version=case.version)
    colleague.save(draft, {"story": SECRET, "older": "present"})
    answer = page.save(story="Mine", older="not_present")
    assert [one["address"] for one in answer.json["conflicts"]] == ["older"]
    assert SECRET not in answer.text
    assert {edit.address for edit in queries.unresolved_edits(draft)} == {"older", "story"}


def test_a_note_about_what_another_version_marks_stands_beside_no_question(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    """The page of the notes withholds it as well."""
    publish_sensitive(now)
    publish_sensitive(now, open_to_all="drugs")
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    draft = worker.begin(case, "sensitive")
    for key in ("drugs", "older"):
        add_note(actor=worker.user, now=now, case_id=case.id, text=f"{SECRET} {key}",
                 happened_on=now.date(), about_toolkit="sensitive", about_question=key)
    for place in (f"/assessments/{draft.id}/sections/indicators", f"/cases/{case.id}/notes"):
        own, page = (signed_in(user).get(place).text for user in (worker.user, colleague.user))
        assert f"{SECRET} drugs" in own and f"{SECRET} older" in own
        assert f"{SECRET} drugs" not in page and f"{SECRET} older" in page


def test_a_note_is_withheld_by_what_became_of_its_question(
    worker: Worker, colleague: Worker, now: Any, signed_in: Any, clock: Any
) -> None:
    """It was open to all, and has another key since it is marked."""
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    add_note(actor=worker.user, now=now, case_id=case.id, text=SECRET, happened_on=now.date(),
             about_toolkit="sensitive", about_question="older")
    own, browser = signed_in(worker.user), signed_in(colleague.user)
    assert SECRET in browser.get(f"/cases/{case.id}/notes").text
    text = json.dumps(changed(police="older")).replace('older"', 'elders"')
    later = {**json.loads(text), "based_on": 1, "lineage": [
        {"relation": "reworded", "from": ["older"], "to": ["elders"]}]}
    version = import_document(text=json.dumps(later), actor=None, now=now)
    publish(version=version, actor=None, now=now, note="For a test", vouched="For a test")
    assert SECRET in own.get(f"/cases/{case.id}/notes").text
    assert SECRET not in browser.get(f"/cases/{case.id}/notes").text
