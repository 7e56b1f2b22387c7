"""Drafts: begun, saved by hand and by a timer, read back as they were, and who may do so."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.accounts.models import Role, User
from app.assessments import history, operations, queries
from app.assessments.models import Kind, Purpose, Revision, RevisionKind
from app.audit.models import AuditEvent
from app.cases.models import CaseSummary
from app.cases.operations import declare_conflict
from app.database import db
from app.engine.answers import Answers
from app.errors import Conflict, NotAllowed, NotFound, Refused
from tests.assessments.conftest import Worker, answers_of, make_case, number_of
from tests.closing import close_case

both = pytest.mark.both_databases


def kinds(assessment):
    return [revision.kind.value for revision in queries.revisions_of(assessment)][::-1]


def events_about(assessment):
    found = db.session.query(AuditEvent).filter_by(subject=f"assessment:{assessment.id}")
    return [event.action for event in found.order_by(AuditEvent.id)]


@both
@pytest.mark.requirement("S0.2", "S4.21", "S4.22")
def test_a_first_assessment_starts_with_what_the_case_knows(worker, case, small):
    draft = worker.begin(case, "small")
    assert draft.kind is Kind.INITIAL and draft.purpose is Purpose.ONGOING
    assert answers_of(draft).values == {
        "name": "Robin Hale", "born": "2010-05-02", "completed_on": "2026-03-03"}


@both
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


def test_whoever_saves_is_judged_by_what_holds_as_they_save(worker, draft):
    assert worker.user.is_(Role.PRACTITIONER)
    db.session.commit()
    with db.engine.begin() as elsewhere:
        elsewhere.execute(update(User).where(User.email == worker.user.email)
                          .values(role=Role.ADMINISTRATOR))
    assert worker.user.is_(Role.PRACTITIONER)
    with pytest.raises(NotFound):
        worker.save(draft, {"story": "Too late"})


def test_what_one_save_made_of_the_answers_is_not_what_the_next_begins_with(worker, draft):
    for number in range(3):
        worker.save(draft, {"story": f"{number}", "people/a/who": "Jo"}, rows={"people": ("a",)},
                    explicit=not number)
    first = answers_of(draft, number_of(draft) - 2)
    assert first.values["story"] == "0" and answers_of(draft).values["story"] == "2"


@both
@pytest.mark.requirement("S0.14")
def test_twenty_thousand_characters_with_line_breaks_stay_as_they_are(worker, draft):
    text = "\n".join(f"Line {number}: “grey car”, £5 & <more>" for number in range(700))[:20_000]
    worker.save(draft, {"story": text}, explicit=False)
    assert answers_of(draft).values["story"] == text


def test_every_earlier_revision_can_be_read(worker, draft):
    for number in range(5):
        worker.save(draft, {"story": f"Version {number}"}, explicit=number == 2)
    stories = [answers_of(draft, n).values.get("story") for n in range(1, 7)]
    assert stories == [None, *(f"Version {number}" for number in range(5))]
    with pytest.raises(NotFound):
        answers_of(draft, 7)


@pytest.mark.parametrize("explicit", [True, False], ids=["by hand", "by a timer"])
def test_a_save_stores_only_what_changed(worker, draft, explicit):
    worker.save(draft, {"story": "x" * 20_000})
    worker.save(draft, {"older": "not_known"}, explicit=explicit)
    revision = queries.head_of(draft)
    assert not revision.whole and len(revision.body) < 100


@both
def test_every_twentieth_revision_is_whole(worker, draft):
    for number in range(30):
        worker.save(draft, {"story": f"Version {number}"}, explicit=False)
    wholes = [r.number for r in queries.revisions_of(draft) if r.whole]
    assert wholes == [history.WHOLE_EVERY, 1]
    assert answers_of(draft).values["story"] == "Version 29"


def test_nothing_new_is_no_revision(worker, draft):
    worker.save(draft, {"story": "The same"}, explicit=False)
    saved = worker.save(draft, {"story": "The same"}, explicit=False)
    assert not saved.added and number_of(draft) == 2
    worker.save(draft)
    assert not worker.save(draft).added
    assert kinds(draft) == ["save", "autosave", "save"]


@both
@pytest.mark.requirement("S1.33")
def test_a_retried_save_is_the_same_save(worker, draft):
    worker.save(draft, {"story": "Once"}, save_id="the-same", base=1)
    worker.save(draft, {"story": "Once"}, save_id="the-same", base=1)
    assert number_of(draft) == 2 and not queries.unresolved_edits(draft)


@pytest.mark.parametrize("save_id", ["", "x" * 65, "a b", "'; drop", "ü"])
def test_a_strange_save_id_is_refused(worker, draft, save_id):
    with pytest.raises(Refused):
        operations.save(
            actor=worker.user, now=worker.now, assessment_id=draft.id, save_id=save_id,
            opened=operations.Opened(1, "p"), edit=lambda shown: shown, explicit=True)


def test_the_save_id_of_somebody_else_is_no_way_in(worker, colleague, draft):
    worker.save(draft, {"story": "Mine"}, save_id="one")
    with pytest.raises(Conflict):
        colleague.save(draft, {"story": "Theirs"}, save_id="one")


@pytest.mark.parametrize("values", [
    {"older": ["present"]}, {"story": 7}, {"born": 20100502}, {"people": []}, {"nowhere": "x"},
    {"people/a/role": True}, {"people/a/nowhere": "x"},
])
@pytest.mark.parametrize("base", [1, 2])
def test_what_is_no_answer_is_never_stored_as_one(worker, draft, values, base):
    worker.save(draft, {"story": "As it was"})
    with pytest.raises(Refused) as refused:
        worker.save(draft, values, rows={"people": ("a",)}, base=base)
    assert refused.value.details["addresses"] == list(values)
    assert number_of(draft) == 2 and not queries.unresolved_edits(draft)


@pytest.mark.parametrize("base", [99, -1])
def test_a_page_of_a_revision_that_never_was_is_refused(worker, draft, base):
    worker.save(draft, {"story": "Here"})
    with pytest.raises(Refused):
        worker.save(draft, {"story": "There"}, base=base)


@both
def test_beginning_and_saving_are_audited_and_timers_are_not(worker, draft):
    worker.save(draft, {"story": "One"}, explicit=False)
    worker.save(draft, {"story": "Two"})
    assert events_about(draft) == ["began", "saved"]


def test_lists_show_who_saved_the_draft_last(worker, colleague, draft, case):
    colleague.now = worker.now + timedelta(hours=1)
    colleague.save(draft, {"story": "Handed over"}, explicit=False)
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.draft_saved_by, summary.draft_saved_at) == ("Sam Reed", colleague.now)


@both
def test_a_second_draft_of_the_same_toolkit_is_refused_and_the_first_offered(
    worker, colleague, case, draft
):
    with pytest.raises(operations.DraftExists) as refused:
        colleague.begin(case, "small")
    assert refused.value.draft == draft
    assert refused.value.details == {"assessment_id": draft.id}


@both
@pytest.mark.requirement("S1.1")
def test_guidance_is_read_once_a_version_before_anything_is_begun(
    worker, case, small, publish_toolkit
):
    now, actor = worker.now, worker.user
    with pytest.raises(Refused) as refused:
        operations.start(actor=actor, now=now, case_id=case.id, slug="small")
    assert refused.value.details == {"guidance": small.id}
    for _ in range(2):
        operations.acknowledge_guidance(actor=actor, now=now, version_id=small.id)
    events = db.session.query(AuditEvent).filter_by(subject=f"toolkit-version:{small.id}").all()
    assert [(event.actor_id, event.at) for event in events] == [(actor.id, now)]
    operations.start(actor=actor, now=now, case_id=case.id, slug="small")
    assert queries.has_read_guidance(actor, small.id)


def test_a_toolkit_nobody_published_cannot_be_begun(worker, case):
    with pytest.raises(Refused):
        operations.start(actor=worker.user, now=worker.now, case_id=case.id, slug="nothing")


def test_a_closed_case_takes_no_new_assessment_but_keeps_what_is_typed(
    worker, reviewer, case, draft, shipped
):
    shipped("seraf", 1)
    close_case(actor=reviewer, now=worker.now, case_id=case.id)
    with pytest.raises(Refused):
        worker.begin(case, "seraf")
    worker.save(draft, {"story": "Still typing"}, explicit=False)
    assert answers_of(draft).values["story"] == "Still typing"


@pytest.mark.requirement("S4.18")
def test_only_who_may_see_the_case_reads_or_writes(worker, draft, case, make_user, make_team):
    stranger = Worker(make_user(team=make_team()), worker.now)
    for attempt in (
        lambda: queries.get_assessment(stranger.user, draft.id),
        lambda: queries.get_revision(stranger.user, queries.head_of(draft).id),
        lambda: stranger.save(draft, {"story": "Not mine"}),
        lambda: stranger.save(draft, {"story": "Not mine"}, explicit=False),
        lambda: stranger.submit(draft),
        lambda: stranger.begin(case, "small"),
        lambda: operations.share_unfinished(
            actor=stranger.user, now=worker.now, assessment_id=draft.id, note="", save_id="x"),
    ):
        with pytest.raises(NotFound):
            attempt()
    declare_conflict(actor=worker.user, now=worker.now, case_id=case.id)
    with pytest.raises(NotAllowed):
        worker.save(draft, {"story": "I know them"})


@both
@pytest.mark.parametrize("number", [0, -1, 2**31, 10**20, 999_999])
def test_an_assessment_that_is_not_there_is_not_found(worker, app, number):
    with pytest.raises(NotFound):
        queries.get_assessment(worker.user, number)
    with pytest.raises(NotFound):
        queries.get_revision(worker.user, number)


def test_what_no_question_asks_is_refused_and_not_dropped_unsaid(worker, draft):
    with pytest.raises(Refused, match="nothing_asks"):
        worker.save(draft, {"nothing_asks": "this", "story": "Not half kept"})
    assert "story" not in answers_of(draft).values


def test_two_cases_keep_to_themselves(worker, draft, small):
    other = make_case(
        worker.user, worker.now, name="Kit Moss", date_of_birth=date(2011, 7, 9))
    second = worker.begin(other, "small")
    worker.save(second, {"story": "About Kit"})
    assert "story" not in answers_of(draft).values
    assert [one.assessment for one in queries.drafts_of(other.id)] == [second]


@pytest.mark.requirement("S1.26")
def test_a_toolkit_may_be_used_once(worker, case, small):
    assert worker.begin(case, "small", purpose=Purpose.SINGLE).purpose is Purpose.SINGLE


@both
def test_sharing_freezes_what_there_is_and_the_draft_goes_on(worker, draft):
    worker.save(draft, {"story": "So far"}, explicit=False)
    shared = operations.share_unfinished(
        actor=worker.user, now=worker.now, assessment_id=draft.id, note="Please look", save_id="s")
    worker.save(draft, {"story": "Further"})
    assert (shared.kind, shared.whole, shared.reason) == (RevisionKind.SHARE, True, "Please look")
    assert not shared.complete and not queries.is_submitted(draft)
    assert answers_of(draft, shared.number).values["story"] == "So far"
    assert events_about(draft) == ["began", "shared unfinished", "saved"]


def test_revisions_say_which_version_they_were_given_under(worker, draft, small):
    worker.save(draft, {"story": "x"}, explicit=False)
    rows = db.session.query(Revision.version_id).filter_by(assessment_id=draft.id).all()
    assert {row.version_id for row in rows} == {small.id}


def test_answers_are_never_shared_between_pages(worker, draft):
    """An edit is given what its own page showed, whoever saved since."""
    worker.save(draft, {"story": "First"}, page="a")
    seen = []

    def look(shown: Answers) -> Answers:
        seen.append(shown.values.get("story"))
        return shown

    operations.save(
        actor=worker.user, now=worker.now, assessment_id=draft.id, save_id="look",
        opened=operations.Opened(1, "b"), edit=look, explicit=False)
    assert seen == [None]
