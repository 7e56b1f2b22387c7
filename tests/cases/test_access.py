"""Who may see a case: one rule, said in SQL and in Python, and what a refusal leaves behind."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Role, Team, User
from app.cases import access, operations
from app.cases.models import Case, CaseSummary, ConflictOfInterest, YoungPerson
from app.cases.operations.summarising import repeat_in_summary
from app.cases.queries import get_case
from app.database import db
from app.errors import NotAllowed, NotFound

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)

teams = st.integers(0, 1)
people = st.tuples(st.sampled_from(Role), teams)
work = st.tuples(teams, st.none() | st.integers(0, 3), st.booleans())
declared = st.tuples(st.integers(0, 3), st.integers(0, 5))


def build(homes, users, cases, conflicts):
    """Rows of a small world, kept by nobody: the caller rolls back."""
    kept_teams = [Team(name=f"Team {number}", district="East") for number in homes]
    db.session.add_all(kept_teams)
    db.session.flush()
    kept = [
        User(name="A", email=f"u{i}@example.org", role=role, team_id=kept_teams[home].id)
        for i, (role, home) in enumerate(users)
    ]
    person = YoungPerson(name="Robin Vale", name_key="robin vale")
    db.session.add_all([*kept, person])
    db.session.flush()
    made = [
        Case(
            young_person=person,
            title="Concern",
            team_id=kept_teams[home].id,
            worker_id=None if worker is None else kept[worker].id,
            restricted=restricted,
            opened_at=AT,
            opened_by_id=kept[0].id,
        )
        for home, worker, restricted in cases
    ]
    db.session.add_all(made)
    db.session.flush()
    for user, case in conflicts:
        row = ConflictOfInterest(user_id=kept[user].id, case_id=made[case].id, declared_at=AT)
        db.session.add(row)
    for case in made:
        repeat_in_summary(case)
    return kept, made


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
def test_lists_and_single_cases_agree_on_who_may_see(app):
    @given(
        st.lists(people, min_size=4, max_size=4),
        st.lists(work, min_size=6, max_size=6),
        st.sets(declared, max_size=6),
    )
    def agree(users, cases, conflicts):
        try:
            actors, made = build((0, 1), users, cases, conflicts)
            every = {case.id for case in made}
            for actor in actors:
                seen = {case.id for case in made if access.may_see(actor, case)}
                assert set(db.session.scalars(access.visible_case_ids(actor))) == seen
                for rows, key in ((Case, Case.id), (CaseSummary, CaseSummary.case_id)):
                    shown = select(key).where(access.visible(actor, rows))
                    found = select(key).where(access.seen(actor, rows))
                    unseen = select(key).where(access.hidden(actor, rows))
                    assert set(db.session.scalars(shown)) == seen
                    assert set(db.session.scalars(found)) == seen
                    assert set(db.session.scalars(unseen)) == every - seen
        finally:
            db.session.rollback()

    agree()


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
def test_who_sees_what(app, case, amara, colleague, sam, stranger, administrator, make_user, now):
    other_reviewer = make_user(Role.REVIEWER, stranger.team)
    assert [access.may_see(user, case) for user in (amara, colleague, sam)] == [True] * 3
    for user in (stranger, other_reviewer, administrator):
        with pytest.raises(NotFound):
            get_case(user, case.id)
    operations.restrict(
        actor=sam, now=now, case_id=case.id, restricted=True, reason="Family", version=1
    )
    assert get_case(amara, case.id) and get_case(sam, case.id)
    with pytest.raises(NotAllowed, match="duty manager"):
        get_case(colleague, case.id)


@pytest.mark.both_databases
def test_a_case_allocated_to_somebody_of_another_team_is_open_to_them(
    app, case, sam, stranger, now
):
    operations.allocate(
        actor=sam,
        now=now,
        case_id=case.id,
        team_id=case.team_id,
        worker_id=stranger.id,
        reviewer_id=sam.id,
        reason="Knows the family well",
        version=case.version,
    )
    assert get_case(stranger, case.id) == case


@pytest.mark.both_databases
@pytest.mark.parametrize("case_id", [0, 9_999, 2**31, 2**63, 10**30])
def test_a_case_that_is_not_there_is_not_found(app, amara, case_id):
    with pytest.raises(NotFound):
        get_case(amara, case_id)


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
def test_what_one_may_not_know_of_is_404_and_recorded(app, signed_in, case, stranger, actions):
    browser = signed_in(stranger)
    assert browser.get(f"/cases/{case.id}").status_code == 404
    assert actions(f"case:{case.id}")[-1] == f"Pat Wood did not find case {case.id}"
    assert browser.get("/cases/9999").status_code == 404
    assert actions("system")[-1] == "Pat Wood did not find case 9999"


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
def test_what_one_knows_of_but_may_not_open_is_403_and_recorded(
    app, signed_in, case, sam, colleague, actions, now
):
    operations.restrict(
        actor=sam, now=now, case_id=case.id, restricted=True, reason="Family", version=1
    )
    answer = signed_in(colleague).get(f"/cases/{case.id}")
    assert answer.status_code == 403
    assert "Robin" not in answer.text
    assert actions(f"case:{case.id}")[-1] == f"Jo Lane was refused case {case.id}"


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
def test_a_conflict_of_interest_closes_the_case(app, signed_in, case, amara, sam, actions, now):
    browser = signed_in(amara)
    answer = browser.post(f"/cases/{case.id}/conflict", data={"sure": "y"})
    assert answer.status_code == 302
    assert browser.get(f"/cases/{case.id}").status_code == 403
    assert "Robin Vale" not in browser.get("/cases/").text
    assert f"Amara Khan declared a conflict of interest in case {case.id}" in actions(
        f"case:{case.id}"
    )
    front = signed_in(sam).get(f"/cases/{case.id}").text
    assert "The allocated worker has declared a conflict of interest" in front


def test_an_administrator_opens_no_page_about_a_case(app, signed_in, case, administrator):
    browser = signed_in(administrator)
    for address in ("/cases/", "/cases/find", "/cases/add", f"/cases/{case.id}"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/person",
        "/another",
        "/person/edit",
        "/person/particulars",
        "/person/particulars/edit",
        "/notes",
        "/notes/add",
        "/notes/1/correct",
        "/danger",
        "/dangers",
        "/danger/1",
        "/danger/1/withdraw",
        "/allocation",
        "/allocate",
        "/restrict",
        "/conflict",
        "/viewed",
    ],
)
@pytest.mark.requirement("S4.18")
def test_another_teams_case_is_not_found_whatever_the_page(
    app, signed_in, case, stranger, page, amara, now
):
    operations.add_note(
        actor=amara, now=now, case_id=case.id, text="Seen", happened_on=now.date()
    )
    operations.record_immediate_danger(
        actor=amara, now=now, case_id=case.id, facts=operations.DangerFacts(what="Missing")
    )
    browser = signed_in(stranger)
    assert browser.get(f"/cases/{case.id}{page}").status_code == 404
    assert browser.post(f"/cases/{case.id}{page}", data={}).status_code in (404, 405)


def test_a_note_of_another_case_is_not_found(app, signed_in, case, make_case, amara, now):
    other = make_case(amara, name="Alex Ford")
    note = operations.add_note(
        actor=amara, now=now, case_id=other.id, text="Seen", happened_on=now.date()
    )
    browser = signed_in(amara)
    assert browser.get(f"/cases/{case.id}/notes/{note.id}/correct").status_code == 404
    assert browser.get(f"/cases/{case.id}/danger/{10**20}").status_code == 404
