"""The pages beside a draft and after it: history, choices, what was kept, additions, harm."""

from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.assessments import operations, queries
from app.assessments.background import standing_harm
from app.audit.models import AuditEvent
from app.cases.models import CaseSummary
from app.database import db
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, answers_of, number_of
from tests.assessments.test_autosave import JSON, Typing


@pytest.fixture
def submitted(worker, draft):
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    return draft


# History


def test_the_history_lists_every_revision(browser, worker, colleague, draft):
    worker.save(draft, {"story": "One"}, explicit=False)
    colleague.save(draft, {"story": "Two"})
    operations.share_unfinished(actor=worker.user, now=worker.now, assessment_id=draft.id,
                                note="Look at the story", save_id="share")
    page = get(browser, f"/assessments/{draft.id}").follow("History")
    for words in ("Saved automatically", "Shared unfinished: Look at the story", "Sam Reed"):
        assert words in page.text
    one = page.follow("3")
    assert "Saved by Sam Reed" in one.text and "What happened" in one.text and "Two" in one.text
    assert "This was a draft" in one.text


def test_forty_revisions_are_listed_without_reading_what_they_say(browser, worker, draft):
    for number in range(40):
        worker.save(draft, {"story": f"{number}" * 200}, explicit=False)
    statements = []
    from sqlalchemy import event

    event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    page = get(browser, f"/assessments/{draft.id}/revisions")
    assert page.html.count("/revisions/") == 41
    assert not [s for s in statements if "revision.body" in s]


# Two answers


@pytest.fixture
def conflicting(browser, colleague, draft):
    """The colleague's answer stands; the practitioner's is kept."""
    typing = Typing(browser, draft)
    colleague.now += timedelta(minutes=7)
    colleague.save(draft, {"story": "Theirs"})
    return typing.form.fill(story="Mine", older="not_known").send()


def test_a_conflict_leads_to_the_choice(conflicting, draft):
    assert conflicting.path == f"/assessments/{draft.id}/conflicts"
    assert ("Sam Reed saved a different answer at 09:07. Both are kept below. "
            "Choose one or write a combined answer.") in conflicting.text
    assert "Theirs" in conflicting.text and "Mine" in conflicting.text
    assert answers_of(draft).values["older"] == "not_known"


@pytest.mark.parametrize("choice, story", [
    ("theirs", "Theirs"), ("mine", "Mine"), ("combined", "Theirs\n\nMine"),
])
def test_choosing(conflicting, draft, choice, story):
    done = conflicting.form("Save this choice").fill(choice=choice).send()
    assert done.path == f"/assessments/{draft.id}" and "Your choice is saved" in done.text
    assert answers_of(draft).values["story"] == story


def test_a_combined_answer_is_what_was_written(conflicting, draft):
    form = conflicting.form("Save this choice").fill(choice="combined")
    form.put("combined-0", "Both of us saw it").send()
    assert answers_of(draft).values["story"] == "Both of us saw it"


def test_no_choice_is_asked_for_again(conflicting, draft):
    form = conflicting.form("Save this choice").put("combined-0", "Written, and not chosen")
    page = form.send()
    assert page.status == 422 and "Choose one of the two answers" in page.text
    assert "Written, and not chosen" in page.text
    empty = page.form("Save this choice").fill(choice="combined").put("combined-0", " ").send()
    assert empty.status == 422
    assert len(queries.unresolved_edits(draft)) == 1


def test_a_choice_made_already(conflicting, draft):
    form = conflicting.form("Save this choice").fill(choice="mine")
    form.send()
    assert form.send().status == 404


def test_the_section_and_the_list_point_to_the_choice(conflicting, browser, draft):
    page = get(browser, f"/assessments/{draft.id}/sections/indicators")
    assert "Both answers are kept. Choose between them." in page.text
    assert "1 answer was given differently by two people" in (
        get(browser, f"/assessments/{draft.id}").text)


# Signed out in the middle


@pytest.fixture
def signed_out(browser, draft, clock, signed_in, practitioner):
    """A page that was open when the session ran out, and the browser of the same person again."""
    typing = Typing(browser, draft)
    clock.advance(minutes=45)
    return typing, signed_in(practitioner)


@pytest.mark.requirement("S1.33")
def test_what_was_typed_while_signed_out_is_offered_back(signed_out, draft):
    typing, again = signed_out
    page = typing.form.fill(story="Nobody saw this yet").send(follow=False)
    assert page.status == 302 and "/sign-in" in page.response.headers["Location"]
    assert "story" not in answers_of(draft).values
    assert "What you typed has been kept" in get(again, f"/assessments/{draft.id}").text
    page = get(again, typing.address)
    assert "What you typed on this page has been kept" in page.text
    page = page.form("Put back what you typed").send()
    assert answers_of(draft).values["story"] == "Nobody saw this yet"
    assert "has been kept" not in get(again, typing.address).text


def test_it_joins_what_others_saved_meanwhile(signed_out, draft, colleague):
    typing, again = signed_out
    typing.form.fill(story="Mine").send(follow=False)
    colleague.save(draft, {"older": "present", "story": "Theirs"})
    page = get(again, typing.address).form("Put back what you typed").send()
    assert page.path == f"/assessments/{draft.id}/conflicts"
    assert answers_of(draft).values["older"] == "present"


def test_it_may_be_discarded(signed_out, draft):
    typing, again = signed_out
    typing.form.fill(story="A slip").send(follow=False)
    page = get(again, typing.address).form("Discard").send()
    assert "has been kept" not in page.text and "story" not in answers_of(draft).values


def test_timers_that_go_on_are_kept_once_each(signed_out, draft, practitioner):
    typing, again = signed_out
    for story in ("A", "A", "Ab"):
        response = typing.save(story=story)
        assert response.status_code == 401 and response.json["kept"] is True
    assert len(queries.kept_posts(practitioner, draft)) == 2
    get(again, typing.address).form("Put back what you typed").send()
    assert answers_of(draft).values["story"] == "Ab"
    assert not queries.kept_posts(practitioner, draft)


def test_what_one_person_typed_is_nobody_elses(signed_out, draft, signed_in, colleague):
    typing, _ = signed_out
    typing.form.fill(story="Mine alone").send(follow=False)
    theirs = signed_in(colleague.user)
    operations.acknowledge_guidance(
        actor=colleague.user, now=colleague.now, version_id=draft.version_id)
    assert "has been kept" not in get(theirs, typing.address).text
    for intent in ("put-back", "discard"):
        refused = theirs.post(f"/assessments/{draft.id}/kept/1", data={"intent": intent})
        assert refused.status_code == 404
    assert "story" not in answers_of(draft).values


def test_a_post_to_somebody_elses_draft_is_not_kept(
    app, draft, signed_in, make_user, make_team, clock
):
    stranger = make_user(team=make_team())
    client = signed_in(stranger)
    client.get("/")
    clock.advance(minutes=45)
    for address in (f"/assessments/{draft.id}/sections/who", "/assessments/99/sections/who"):
        response = client.post(address, data={"page": "x", "name": "y"}, headers=JSON)
        assert response.status_code == 401 and response.json["kept"] is False
    assert not queries.kept_posts(stranger, draft)


# Sharing


def test_sharing_with_the_manager(browser, draft):
    page = get(browser, f"/assessments/{draft.id}").follow("Share unfinished with manager")
    done = page.form("Share with manager").fill(note="Please look at the first section").send()
    assert "marked unfinished" in done.text
    assert queries.head_of(draft).reason == "Please look at the first section"
    assert page.form("Share with manager").send().path == f"/assessments/{draft.id}"
    assert number_of(draft) == 2


# After submission


def test_adding_with_a_reason(browser, submitted):
    page = get(browser, f"/assessments/{submitted.id}").follow("Add to this assessment")
    form = page.follow("Indicators").form("Add to the assessment")
    again = form.fill(story="School rang back").send()
    assert again.status == 422 and again.errors == {"#reason": "Say why you are adding to it"}
    assert again.form("Add to the assessment").fields["story"] == "School rang back"
    done = again.form("Add to the assessment").fill(reason="Learned on 5 March").send()
    assert "Added to by Practitioner 1" in done.text and "Learned on 5 March" in done.text
    assert "School rang back" in done.text
    assert "What happened" in done.follow("What was added").text


def test_an_addition_that_undoes_an_answer_is_refused_and_kept_on_the_page(browser, submitted):
    page = get(browser, f"/assessments/{submitted.id}/add/who")
    form = page.form("Add to the assessment").fill(name="", reason="A slip")
    refused = form.send()
    assert refused.status == 422 and refused.errors == {"#a-name": "Name: Enter an answer"}
    assert refused.form("Add to the assessment").fields["reason"] == "A slip"
    assert number_of(submitted) == 3


def test_a_draft_has_no_addition_page(browser, draft):
    for address in ("add", "add/who"):
        assert get(browser, f"/assessments/{draft.id}/{address}").path == (
            f"/assessments/{draft.id}")


@pytest.mark.requirement("S4.103")
def test_a_manager_ends_recorded_harm(signed_in, browser, reviewer, worker, draft, case, clock):
    worker.save(draft, {"harm": "yes", "older": "not_present", "level": "actual"})
    worker.submit(draft)
    assert "Record that it no longer" not in get(browser, f"/assessments/{draft.id}").text
    assert get(browser, f"/cases/{case.id}/harm/1/end").status == 403
    manager = signed_in(reviewer)
    page = get(manager, f"/assessments/{draft.id}").follow("Actual harm on record since")
    refused = page.form("Save this record").send()
    assert len(refused.errors) == 3
    form = refused.form("Save this record").fill(
        evidence="Police: he is in custody", protects_now="Lives with her aunt")
    for part, value in (("day", "9"), ("month", "1"), ("year", "2026")):
        form.put(f"last_happened-{part}", value)
    assert form.send().path == f"/cases/{case.id}"
    assert not standing_harm(case.id)
    assert db.session.get(CaseSummary, case.id).highest_title == "Actual"
    event = db.session.query(AuditEvent).filter_by(action="recorded the end of").one()
    assert event.subject == "harm:1"


# The front page of the case


def test_the_case_page_leads_on(browser, case, worker, submitted, clock, signed_in, practitioner):
    page = get(browser, f"/cases/{case.id}")
    assert "Start review: Small toolkit" in page.text and "Due 3 June 2026" in page.text
    assert "Compare" not in page.text
    clock.advance(days=100)
    again = signed_in(practitioner)
    assert "Was due 3 June 2026" in get(again, f"/cases/{case.id}").text
    worker.now = clock.now
    review = worker.review(case, "small")
    page = get(again, f"/cases/{case.id}")
    assert "Continue review: Small toolkit" in page.text and "Start review" not in page.text
    worker.save(review, COMPLETE)
    worker.submit(review)
    form = get(again, f"/cases/{case.id}").form("Compare")
    first, second = (one.standing.id for one in queries.submitted_assessments(case.id)[::-1])
    assert form.form.get("action") == f"/cases/{case.id}/compare"
    assert (form.fields["earlier"], form.fields["later"]) == (str(first), str(second))


def test_a_row_that_one_removed_and_another_changed(browser, worker, colleague, draft):
    worker.save(draft, {"people/a/who": "Jo", "people/b/who": "Lee"}, rows={"people": ("a", "b")})
    typing = Typing(browser, draft, "who")
    colleague.save(draft, {"people/a/who": "Jo Bell"})
    form = typing.page.form("Remove")
    page = form.send()
    (kept,) = queries.unresolved_edits(draft)
    assert kept.address == "people/a" and page.status == 200
    choice = get(browser, f"/assessments/{draft.id}/conflicts")
    assert "Who: Jo Bell" in choice.text and "The row is removed" in choice.text
    assert "Lee" not in choice.text
    choice.form("Save this choice").fill(choice="mine").send()
    assert answers_of(draft).rows["people"] == ("b",)


# Two tabs


def test_what_was_typed_about_the_end_of_harm_stays_where_somebody_recorded_it(
    worker, case, draft, make_user, signed_in, clock, check_html
):
    worker.save(draft, {"harm": "yes", "older": "not_present", "level": "actual"})
    worker.submit(draft)
    manager = make_user(Role.REVIEWER, worker.user.team, name="Ruth Okafor")
    (harm,) = standing_harm(case.id)
    operations.end_harm(
        actor=manager, now=worker.now, case_id=case.id, harm_id=harm.id, evidence="Police",
        last_happened=worker.now.date(), protects_now="Aunt")
    client, place = signed_in(manager), f"/cases/{case.id}/harm/{harm.id}/end"
    assert client.get(place).status_code == 404
    said = {"evidence": "He is in custody", "protects_now": "Seen weekly",
            "last_happened-day": "1", "last_happened-month": "2", "last_happened-year": "2026"}
    answer = client.post(place, data=said)
    assert answer.status_code == 422
    check_html(answer.text)
    for words in ("Ruth Okafor recorded its end already", "He is in custody", "Seen weekly"):
        assert words in answer.text


def test_what_was_typed_about_an_answer_stays_where_somebody_said_why(
    worker, draft, browser, check_html
):
    worker.save(draft, {"harm": "yes"})
    (call,) = queries.action_calls(draft)
    worker.save(draft, {"harm": "not_known"})
    place = f"/assessments/{draft.id}/calls/{call.id}"
    assert browser.post(place, data={"reason": "A slip of the hand"}).status_code == 302
    assert browser.get(place).status_code == 404
    answer = browser.post(place, data={"reason": "I had the wrong child in mind"})
    assert answer.status_code == 422
    check_html(answer.text)
    assert "Somebody said why already" in answer.text
    assert "I had the wrong child in mind" in answer.text
