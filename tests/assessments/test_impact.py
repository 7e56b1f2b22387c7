"""What a proposed version does to live cases: whom each change touches, who would move."""

import copy
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from app.accounts.models import Role
from app.assessments import operations, queries, uses
from app.assessments.impact.replaying import Levels, in_both
from app.assessments.impact.submissions import Submissions
from app.assessments.models import ImpactProgress, LevelBasis
from app.audit.models import AuditEvent
from app.database import db, writing
from app.definitions.approvals import proposal_of
from app.definitions.impact import Reach, impact_of
from app.definitions.operations import begin_next_version, import_document
from app.definitions.uses import Use
from app.engine.answers import Mark
from app.engine.authoring.changes import Consequence
from app.engine.replay.situations import RELEASE
from tests.assessments.conftest import COMPLETE, SMALL, make_case
from tests.closing import close_case

both = pytest.mark.both_databases
PRESENT = {"harm": "not_known", "older": "present", "level": "high"}
NOT_KNOWN = {"harm": "not_known", "older": "not_known", "level": "standard"}


def second(change=None, **root):
    """The small toolkit's next version."""
    document = {**copy.deepcopy(SMALL), "based_on": 1, "lineage": [], **root}
    if change:
        change(document)
    return document


def heavier(document):
    """It takes two to be High; and what is told as a story does not count."""
    document["levels"][1]["when"]["schema"]["minimum"] = 2


def lighter(document):
    """Older associates that nobody knows of make it High as well."""
    document["measures"][1]["terms"][0]["when"] = {"enum": ["present", "not_present"]}


def by_words(document):
    document["measures"][1]["terms"].append(
        {"scope": "#/properties/story", "when": {"pattern": "van"}})


def without_story(document):
    del document["schema"]["properties"]["story"]
    document["uischema"]["elements"][1]["elements"].pop()
    document["lineage"] = [{"relation": "removed", "from": ["story"]}]


def with_school(document):
    document["schema"]["properties"]["school"] = {"type": "string", "title": "School"}
    document["uischema"]["elements"][0]["elements"].append(
        {"type": "Control", "scope": "#/properties/school"})
    document["lineage"] = [{"relation": "added", "to": ["school"]}]


@pytest.fixture
def submitted(worker, small):
    """submitted(PRESENT) → a case with such a submission"""
    people = iter(enumerate(["Ada Birch", "Robin Hale", "Kofi Osei", "Mei Tan", "Zoe Quill"]))

    def make(values, **more):
        number, name = next(people)
        case = make_case(worker.user, worker.now, name=name,
                         date_of_birth=date(2008, 1 + number, 2 + number))
        draft = worker.begin(case, "small", **more)
        worker.save(draft, values, marks={"older": Mark(rationale="Seen together")})
        worker.submit(draft)
        return case

    return make


@pytest.fixture
def proposed(administrator, now):
    """proposed(heavier) → the proposal of such a version"""
    def make(change):
        version = import_document(
            text=json.dumps(second(change)), actor=administrator, now=now)
        return proposal_of(version, now)

    return make


def one(proposal, consequence):
    (change,) = proposal.difference.with_consequence(consequence)
    return change


@both
def test_live_cases_are_replayed_by_team(submitted, proposed, worker, now):
    cases = [submitted(values) for values in (PRESENT, PRESENT, COMPLETE, NOT_KNOWN)]
    found = impact_of(proposed(heavier), now)
    team = worker.user.team.name
    assert found.live == found.done == 4 and found.finished
    assert [(s.team, s.before, s.after, s.rises, s.cases) for s in found.shifts] == [
        (team, "At least High, possibly Actual", "At least Standard, possibly Actual", False, 2)]
    assert (found.lower, found.higher) == (2, 0)
    assert [queries.last_submitted(case.id, "small").summary.level_title for case in cases] == [
        "High", "High", "Standard", "Standard"]


@both
def test_closed_cases_and_what_a_later_submission_replaced_are_not_live(
    submitted, proposed, worker, reviewer, now
):
    closed, again = submitted(PRESENT), submitted(PRESENT)
    close_case(actor=reviewer, now=now, case_id=closed.id)
    review = worker.review(again, "small")
    worker.save(review, COMPLETE)
    worker.submit(review)
    found = impact_of(proposed(lighter), now)
    assert [(s.before, s.after, s.rises, s.cases) for s in found.shifts] == [
        ("At least Standard, possibly Actual", "At least High, possibly Actual", True, 1)]
    assert found.live == 1


@both
def test_an_addendum_to_an_older_assessment_does_not_make_it_the_latest(
    submitted, proposed, worker, now
):
    case = submitted(COMPLETE)
    first = queries.last_submitted(case.id, "small").assessment
    review = worker.review(case, "small")
    worker.save(review, COMPLETE)
    worker.submit(review)
    operations.add_addendum(
        actor=worker.user, now=now, assessment_id=first.id, reason="Seen since", save_id="add",
        opened=operations.Opened(queries.head_of(first).number, "p"),
        edit=lambda shown: shown.with_changes({"story": "More"}))
    latest = db.session.query(LevelBasis).filter_by(latest=True).one()
    assert latest.assessment_id == review.id


@both
def test_wording_alone_moves_nobody_and_says_what_it_touches(submitted, proposed, worker, now):
    submitted(PRESENT)
    worker.begin(make_case(worker.user, now, name="Kit Moss",
                           date_of_birth=date(2009, 5, 9)), "small")
    proposal = proposed(lambda d: d["schema"]["properties"]["older"].update(title="Older people"))
    found = impact_of(proposal, now)
    change = one(proposal, Consequence.WORDING)
    assert found.shifts == () and found.live == 1
    assert found.reach[change] == Reach(drafts=1, submitted=1, due_soon=0)


@both
def test_what_is_added_touches_what_is_not_submitted_yet(submitted, proposed, now):
    submitted(PRESENT)
    proposal = proposed(with_school)
    change = one(proposal, Consequence.ADDITIVE)
    assert impact_of(proposal, now).reach[change] == Reach(0, 0, 0)
    for days in (7, 100):
        later = impact_of(proposal, now + timedelta(days=days))
        assert later.reach[change] == Reach(0, 0, 1)


@both
def test_orphaned_answers_are_counted_where_they_are_held(submitted, proposed, now):
    submitted({**PRESENT, "story": "In a van"})
    submitted(PRESENT)
    proposal = proposed(without_story)
    change = one(proposal, Consequence.ORPHANS)
    assert impact_of(proposal, now).reach[change].submitted == 1


def test_an_option_that_goes_touches_those_who_chose_it(submitted, proposed, now):
    submitted(PRESENT)
    submitted(NOT_KNOWN)

    def without_option(document):
        document["schema"]["properties"]["people"]["items"]["properties"]["role"]["enum"].pop()
        document["schema"]["properties"]["older"]["oneOf"].pop()
        waymark = document["uischema"]["elements"][1]["elements"][1]["options"]["waymark"]
        del waymark["meanings"]["not_known"]
        document["lineage"] = [{"relation": "same", "from": ["older"], "to": ["older"], "options": [
            {"relation": "removed", "from": ["not_known"]}]}]

    proposal = proposed(without_option)
    found = impact_of(proposal, now)
    touched = {change.earlier_key: found.reach[change].submitted
               for change in proposal.difference.changes if change.aspect.value == "removed"}
    assert touched["not_known"] in (1, 2)


@both
@pytest.mark.parametrize("change", [heavier, lighter, by_words])
def test_the_fast_way_and_the_whole_way_agree(submitted, proposed, now, change):
    for values in (PRESENT, COMPLETE, NOT_KNOWN, {**COMPLETE, "story": "A grey van"}):
        submitted(values)
    levels = Levels(proposed(change))
    live = levels.live().all()
    for one, *both_ways in zip(live, *levels.all_both(Submissions.of(live)), strict=True):
        fast, whole = in_both(*both_ways), levels.whole(one.assessment_id)
        assert fast is None if change is by_words else fast[1] == whole[1]
        assert fast is None or fast[0].words == whole[0].words


@both
def test_what_looks_into_words_goes_on_from_page_to_page(submitted, proposed, now, monkeypatch):
    for number in range(3):
        submitted({**COMPLETE, "story": "A grey van"})
    monkeypatch.setattr("app.assessments.impact.assessing.BATCH", 1)
    proposal = proposed(by_words)
    steps = [impact_of(proposal, now, patience=0) for _ in range(3)]
    assert [(step.done, step.finished, step.higher) for step in steps] == [
        (1, False, 1), (2, False, 2), (3, True, 3)]
    kept = impact_of(proposal, now + timedelta(minutes=5), patience=0)
    assert kept.finished and kept.as_of == now
    anew = impact_of(proposal, now + timedelta(hours=2), patience=0)
    assert anew.done == 1 and not anew.finished
    assert db.session.query(ImpactProgress).count() == 1


@both
@pytest.mark.parametrize("lost", ["none", "release"])
def test_what_an_upgrade_of_the_product_left_out_is_made_up_for(
    submitted, proposed, now, monkeypatch, lost
):
    for _ in range(3):
        submitted(PRESENT)
    monkeypatch.setattr("app.assessments.impact.preparing.BATCH", 2)
    with writing():
        db.session.execute(
            delete(LevelBasis) if lost == "none" else update(LevelBasis).values(
                engine_release="0.9", codes=""))
    proposal = proposed(heavier)
    first = impact_of(proposal, now, patience=0)
    assert (first.preparing, first.done, first.live, first.finished) == (True, 2, 3, False)
    second = impact_of(proposal, now)
    assert second.finished and second.lower == 3
    assert {basis.engine_release for basis in db.session.query(LevelBasis)} == {RELEASE}


@both
def test_what_another_release_wrote_is_not_read_as_if_this_one_had(submitted, proposed, now):
    submitted(PRESENT)
    with writing():
        db.session.execute(update(LevelBasis).values(engine_release="0.9"))
    levels = Levels(proposed(heavier))
    live = levels.live().all()
    assert levels.all_both(Submissions.of(live))[1] == [None]


@both
def test_uses_are_counted_by_the_version_that_each_is_on(submitted, worker, small, now):
    submitted(PRESENT)
    drafts = [worker.begin(make_case(worker.user, now, name=name, date_of_birth=born), "small")
              for name, born in (("Kit Moss", date(2009, 5, 9)), ("Una Frey", date(2007, 8, 1)))]
    operations.set_aside(actor=worker.user, now=now, assessment_id=drafts[0].id,
                         reason="By mistake", save_id="aside")
    assert uses.count([small.id]) == {small.id: Use(drafts=1, submitted=1)}
    assert uses.count([]) == {}


# Pages and the command


def test_the_review_page_shows_counts_and_the_lead_the_cases_they_may_open(
    submitted, proposed, worker, administrator, make_user, make_team, signed_in, now, clock,
    check_html
):
    case = submitted(PRESENT)
    proposed(heavier)
    page = signed_in(administrator).get("/toolkits/small/2/review")
    assert "1 open case has a submitted assessment" in page.text
    assert "1 would calculate lower, 0 higher" in page.text and case.young_person.name not in (
        page.text)
    check_html(page.text)
    assert "impact/cases" not in page.text
    lead = make_user(Role.REVIEWER, team=worker.user.team, safeguarding_lead=True)
    assert "/toolkits/small/2/impact/cases" in signed_in(lead).get(
        "/toolkits/small/2/review").text
    listed = signed_in(lead).get("/toolkits/small/2/impact/cases")
    assert case.young_person.name in listed.text and "lower" in listed.text
    check_html(listed.text)
    elsewhere = make_user(Role.REVIEWER, team=make_team(), safeguarding_lead=True)
    other = signed_in(elsewhere).get("/toolkits/small/2/impact/cases").text
    assert "None of the cases that you may open" in other and case.young_person.name not in other


@pytest.mark.requirement("S4.18")
def test_nobody_but_a_safeguarding_lead_is_told_which_cases(
    submitted, proposed, administrator, reviewer, make_user, signed_in, clock
):
    submitted(PRESENT)
    proposed(heavier)
    lead = make_user(Role.ADMINISTRATOR, safeguarding_lead=True)
    for user in (administrator, reviewer, lead):
        assert signed_in(user).get("/toolkits/small/2/impact/cases").status_code == 403
    assert db.session.query(AuditEvent).filter(
        AuditEvent.action.like("listed the cases%")).count() == 0


def test_what_takes_long_goes_on_by_itself_without_a_script(
    submitted, proposed, administrator, signed_in, clock, monkeypatch, check_html
):
    for _ in range(2):
        submitted({**COMPLETE, "story": "A grey van"})
    proposed(by_words)
    monkeypatch.setattr("app.assessments.impact.assessing.BATCH", 1)
    monkeypatch.setattr("app.definitions.impact.impact_of.__defaults__", (0,))
    page = signed_in(administrator)
    review = page.get("/toolkits/small/2/review").text
    assert "Worked out for 1 of 2 cases so far" in review and "http-equiv" not in review
    last = page.get("/toolkits/small/2/impact").text
    assert "2 higher" in last and "Worked out 3 March 2026" in last
    check_html(last)


def test_what_is_not_ready_asks_again_without_a_script(
    submitted, proposed, administrator, signed_in, clock, monkeypatch
):
    for _ in range(2):
        submitted(PRESENT)
    proposed(heavier)
    with writing():
        db.session.execute(delete(LevelBasis))
    monkeypatch.setattr("app.assessments.impact.preparing.BATCH", 1)
    monkeypatch.setattr("app.definitions.impact.impact_of.__defaults__", (0,))
    page = signed_in(administrator).get("/toolkits/small/2/impact").text
    assert '<meta http-equiv="refresh" content="1">' in page and "1 of 2 assessments" in page


def test_a_draft_is_weighed_before_it_is_sent(
    submitted, small, administrator, signed_in, now, clock
):
    submitted(PRESENT)
    draft = begin_next_version(base=small, actor=administrator, now=now)
    page = signed_in(administrator)
    sent = page.get(f"/toolkits/drafts/{draft.id}/send").text
    assert "None would calculate at another level" in sent
    assert "open case has" in page.get(f"/toolkits/drafts/{draft.id}/impact").text


def test_the_command_tells_all_of_it(submitted, proposed, worker, app, tmp_path):
    submitted(PRESENT)
    proposed(heavier)
    run = app.test_cli_runner().invoke
    told = run(args=["definitions", "impact", "small", "2"])
    lines = told.stdout.splitlines()
    assert told.exit_code == 0 and "changes_urgency\t1" in lines
    assert any(line.startswith("changes_urgency\tlevel\tHigh\twhen\t0\t1\t") for line in lines)
    assert "live cases\t1\tlower 1\thigher 0" in lines
    assert lines[-1] == (f"{worker.user.team.name}\tAt least High, possibly Actual\t"
                         "At least Standard, possibly Actual\tlower\t1")
    file = tmp_path / "next.json"
    file.write_text(json.dumps(second(lighter)), encoding="utf-8")
    other = run(args=["definitions", "impact", "small", "1", "--file", str(file)])
    assert other.exit_code == 0 and "live cases\t1\tlower 0\thigher 0" in other.stdout
    assert run(args=["definitions", "impact", "small", "1"]).exit_code == 1
    assert run(args=["definitions", "impact", "small", "9"]).exit_code == 1
