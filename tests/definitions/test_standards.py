"""Practice standards: which count when, who has to approve a change, how a change is made."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.accounts.models import Role
from app.audit.queries import trail
from app.definitions import queries, standards
from app.definitions.models import Capacity, DefinitionKind
from app.definitions.operations import (
    approve, import_document, propose_standards, publish, retire,
)
from app.definitions.standards import standards_at, standards_on
from app.engine.problems import DefinitionRefused
from app.engine.standards import PracticeStandards
from app.errors import Conflict, NotAllowed, NotFound, Refused
from tests.definitions.conftest import SHIPPED, written

both = pytest.mark.both_databases
DEFAULTS = PracticeStandards()


def ours(note="As the board decided", **given):
    """The text of a document of standards; `standards` are given by name."""
    named = {name: given.pop(name) for name in tuple(given) if hasattr(DEFAULTS, name)}
    return json.dumps({
        "slug": "practice-standards", "title": "Ours", "kind": "standards", "note": note,
        "standards": named, **given})


@pytest.fixture
def administrators(administrator, make_user):
    return administrator, make_user(Role.ADMINISTRATOR, name="Priya Nair")


@pytest.fixture
def lead(make_user):
    return make_user(Role.REVIEWER, name="Owen Pryce", safeguarding_lead=True)


@pytest.fixture
def first(take_in):
    return take_in(ours(), vouched="")


@pytest.fixture
def approved(administrators, lead, now):
    """approved(version) -> the version, approved by both who had no hand in it"""
    def give(version, at=now):
        for actor, capacity in ((administrators[1], Capacity.ADMINISTRATOR),
                                (lead, Capacity.SAFEGUARDING_LEAD)):
            approve(version=version, capacity=capacity, approved=True, note="", actor=actor,
                    now=at)
        return version
    return give


# Which count when


def test_the_defaults_count_where_nothing_is_published(app, now):
    assert standards_at(now) == DEFAULTS
    assert standards.offered_first("Strategy Discussion", now) == ()


@both
def test_each_version_counts_from_the_moment_it_comes_into_use(take_in, now):
    assert standards_at(now) == DEFAULTS
    take_in(ours(review_reminder_days=10))
    later = now + timedelta(days=30)
    take_in(ours(based_on=1, review_reminder_days=20), at=now + timedelta(days=1),
            effective_at=later)
    assert standards_at(now - timedelta(seconds=1)) == DEFAULTS
    assert standards_at(now).review_reminder_days == 10
    assert standards_at(later - timedelta(seconds=1)).review_reminder_days == 10
    assert standards_at(later).review_reminder_days == 20


@both
def test_what_counted_on_a_day_never_changes_afterwards(take_in, now):
    """So that a comparison or a signature can be worked out again with the same result."""
    take_in(ours(review_reminder_days=10))
    moments = [now - timedelta(days=1), now, now + timedelta(hours=3)]
    before = [standards_at(moment) for moment in moments]
    at = now + timedelta(days=1)
    take_in(ours(based_on=1, review_reminder_days=20), at=at)
    withdrawn = take_in(ours(based_on=2, review_reminder_days=30), at=at,
                        effective_at=at + timedelta(days=1))
    retire(version=withdrawn, actor=None, now=at + timedelta(hours=1), note="Not now")
    assert [standards_at(moment) for moment in moments] == before
    assert standards_at(at + timedelta(days=2)).review_reminder_days == 20


def test_standards_in_use_are_replaced_and_never_just_retired(first, now):
    with pytest.raises(Refused, match="publish others in their place"):
        retire(version=first, actor=None, now=now, note="Away with it")


@both
def test_what_counts_is_the_live_version_at_every_moment(take_in, now):
    take_in(ours(review_reminder_days=10))
    withdrawn = take_in(ours(based_on=1, review_reminder_days=20),
                        effective_at=now + timedelta(days=5))
    retire(version=withdrawn, actor=None, now=now + timedelta(days=1), note="Not now")
    take_in(ours(based_on=1, review_reminder_days=30), at=now + timedelta(days=2),
            effective_at=now + timedelta(days=4))
    for hours in range(-24, 24 * 8, 12):
        moment = now + timedelta(hours=hours)
        live = queries.live_version("practice-standards", moment)
        expected = standards.document_of(live).standards if live else DEFAULTS
        assert standards_at(moment) == expected


def test_a_day_counts_what_was_in_force_when_it_ended(take_in):
    """Over the change of the clocks: the day ends at 23:00 UTC."""
    take_in(ours(review_reminder_days=10), at=datetime(2026, 3, 29, 22, 59, tzinfo=UTC))
    assert standards_on(date(2026, 3, 29)).review_reminder_days == 10
    assert standards_on(date(2026, 3, 28)) == DEFAULTS
    assert standards.end_of(date(2026, 3, 29)) < datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert standards.end_of(date(2026, 3, 28)) < datetime(2026, 3, 29, 0, tzinfo=UTC)


def test_a_kind_of_episode_offers_its_toolkits_first(take_in, now):
    take_in(written("harm"))
    offers = [{"episode": "Strategy Discussion", "toolkits": ["small"]}]
    take_in(ours(offers=offers))
    assert standards.offered_first("strategy discussion ", now) == ("small",)
    assert standards.offered_first("Something else", now) == ()


# Taking in


def test_standards_are_no_toolkit(first, now):
    assert first.definition.kind is DefinitionKind.STANDARDS
    assert queries.toolkits() == [] and queries.live_versions(now) == []
    with pytest.raises(NotFound):
        queries.definition_of(first)
    with pytest.raises(NotFound):
        queries.load(first.id)


def test_an_offer_of_a_toolkit_that_is_not_here_is_refused_with_its_place(app, now):
    text = ours(offers=[{"episode": "A", "toolkits": ["nowhere"]}])
    with pytest.raises(DefinitionRefused) as refused:
        import_document(text=text, actor=None, now=now)
    assert [str(problem) for problem in refused.value.problems] == [
        "/offers/0/toolkits/0: there is no toolkit nowhere here"]


def test_no_toolkit_takes_the_name_of_the_standards(app, now):
    with pytest.raises(DefinitionRefused, match="no name for a toolkit"):
        import_document(text=written("harm", slug="practice-standards"), actor=None, now=now)


def test_what_is_shipped_is_installed_and_does_not_take_the_place_of_ours(flask, take_in, now):
    take_in(ours(review_reminder_days=10))
    assert "practice-standards" not in flask("install").output
    assert standards_at(now).review_reminder_days == 10


def test_the_commands_know_standards(flask, tmp_path, now):
    assert flask("install").output.splitlines()[-1] == "practice-standards 1: published"
    assert "practice-standards 1  in use" in flask("list").output
    shipped = SHIPPED / "practice-standards" / "1.json"
    assert flask("export", "practice-standards").stdout_bytes == shipped.read_bytes()
    path = tmp_path / "ours.json"
    path.write_text(ours(based_on=1, past_harm_months=6), encoding="utf-8")
    assert flask("import", path).output == "practice-standards 2: in review\n"
    refused = flask("publish", "practice-standards", 2, "--note", "Shorter")
    assert refused.exit_code == 1 and "a second administrator" in refused.output
    result = flask("publish", "practice-standards", 2, "--note", "Shorter",
                   "--approved-elsewhere", "Board of 2 March, minute 4")
    assert result.output.startswith("practice-standards 2: published, in use from")
    publication = queries.version("practice-standards", 2).publication
    assert publication.vouched == "Board of 2 March, minute 4"
    path.write_text(ours(based_on=1, seen_alone_days=29), encoding="utf-8")
    assert "/standards/seen_alone_days: must be a whole number from 1 to 28" in flask(
        "check", path).output


# Changing


@both
def test_a_change_that_moves_nobody_up_or_down_is_published_by_one(
    first, administrators, now
):
    version = propose_standards(
        text=ours(based_on=1, review_reminder_days=7), actor=administrators[0], now=now)
    assert standards.approvals_needed(version, now) == ()
    publish(version=version, actor=administrators[0], now=now, note="Earlier reminder")
    assert standards_at(now).review_reminder_days == 7
    actions = [event.action for event in trail("system").events[:2]]
    assert actions == ["published", "proposed"]
    assert trail("system").events[0].details.keys() == {"version", "sha256", "effective_at"}


@both
def test_a_change_of_who_is_urgent_waits_for_two_others(first, administrators, now):
    version = propose_standards(
        text=ours(based_on=1, past_harm_months=6), actor=administrators[0], now=now)
    assert standards.approvals_missing(version, now) == tuple(Capacity)
    with pytest.raises(Refused, match="a second administrator and a safeguarding lead have"):
        publish(version=version, actor=administrators[0], now=now, note="Shorter")
    with pytest.raises(NotAllowed, match="a hand in this version"):
        approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
                actor=administrators[0], now=now)
    approve(version=version, capacity=Capacity.ADMINISTRATOR, approved=True, note="",
            actor=administrators[1], now=now)
    with pytest.raises(Refused, match="once a safeguarding lead has approved"):
        publish(version=version, actor=administrators[0], now=now, note="Shorter")
    assert standards_at(now).past_harm_months == 12


def test_once_both_have_approved_it_is_published(first, administrators, approved, now):
    version = approved(propose_standards(
        text=ours(based_on=1, past_harm_months=6), actor=administrators[0], now=now))
    publish(version=version, actor=administrators[0], now=now, note="Shorter")
    assert standards_at(now).past_harm_months == 6


@pytest.mark.parametrize("name, value", [
    ("past_harm_months", 6), ("missing_episodes", 4), ("missing_basis", "rolling"),
    ("evidence_stale_days", 90), ("evidence_current_days", 30), ("hotspot_children", 4),
    ("review_interval_months", 6), ("seen_alone_days", 21), ("second_response_working_days", 5),
])
def test_what_decides_who_is_looked_at_first_needs_approval(
    first, administrator, now, name, value
):
    version = propose_standards(
        text=ours(based_on=1, **{name: value}), actor=administrator, now=now)
    assert standards.approvals_needed(version, now) == tuple(Capacity)
    (change,) = standards.changes_of(version)
    assert change.standard.name == name


def test_the_first_standards_are_held_against_the_defaults(administrator, now):
    version = propose_standards(text=ours(missing_episodes=5), actor=administrator, now=now)
    assert standards.approvals_missing(version, now) == tuple(Capacity)


def test_going_round_by_another_base_needs_the_same_approval(first, take_in, administrators, now):
    """Made from version 1, it changes nothing; against the one in force it does."""
    take_in(ours(based_on=1, past_harm_months=24), vouched="Board")
    version = take_in(ours(based_on=1, review_reminder_days=7), published=False)
    assert standards.approvals_needed(version, now) == tuple(Capacity)
    with pytest.raises(Refused):
        publish(version=version, actor=administrators[0], now=now, note="Round", replaces=2)


def test_only_an_administrator_changes_standards(first, practitioner, reviewer, now):
    for actor in (practitioner, reviewer):
        with pytest.raises(NotAllowed):
            propose_standards(text=ours(based_on=1, review_reminder_days=7), actor=actor, now=now)


def test_a_change_says_why_and_changes_something(first, administrator, now):
    with pytest.raises(Refused, match="Say what you changed") as refused:
        propose_standards(text=ours(note=" ", based_on=1, review_reminder_days=7),
                          actor=administrator, now=now)
    assert refused.value.details["field"] == "note"
    with pytest.raises(Refused, match="Nothing is changed"):
        propose_standards(text=ours(note="Again", based_on=1), actor=administrator, now=now)
    version = propose_standards(text=ours(based_on=1, review_reminder_days=7),
                                actor=administrator, now=now)
    with pytest.raises(Refused, match="Say what changed"):
        publish(version=version, actor=administrator, now=now, note=" ")


def test_a_change_made_from_what_is_superseded_is_told_so(first, take_in, administrator, now):
    take_in(ours(based_on=1, review_reminder_days=7))
    with pytest.raises(Conflict, match="was published while you were editing"):
        propose_standards(text=ours(based_on=1, review_reminder_days=9), actor=administrator,
                          now=now)


def test_a_version_is_not_slipped_in_before_one_that_is_to_come(first, take_in, now):
    start = now + timedelta(days=10)
    take_in(ours(based_on=1, review_reminder_days=7), effective_at=start)
    assert standards.newest().number == 2
    with pytest.raises(Refused, match="Withdraw version 2 first"):
        take_in(ours(based_on=1, review_reminder_days=9))
    third = propose_from_two(take_in, start)
    assert standards_at(start + timedelta(days=1)) == replace(DEFAULTS, review_reminder_days=8)
    assert third.based_on == 2


def propose_from_two(take_in, start):
    return take_in(ours(based_on=2, review_reminder_days=8),
                   effective_at=start + timedelta(hours=1))
