"""A version comes into use at once or from a day on, is superseded, withdrawn and retired."""

from datetime import UTC, datetime, timedelta

import pytest

from app.definitions import queries
from app.definitions.operations import publish, retire
from app.definitions.states import State, state_of
from app.errors import NotAllowed, Refused
from tests.definitions.conftest import written

DAY = timedelta(days=1)


@pytest.fixture
def second(take_in):
    """Version 2 in review, made from version 1, which is in use."""
    take_in(written("harm"))
    return take_in(written("harm", title="Reworded", based_on=1), published=False)


def live(at):
    found = queries.live_version("small", at)
    return found and found.number


@pytest.mark.both_databases
def test_a_scheduled_version_comes_into_use_by_itself(second, now):
    publish(version=second, actor=None, now=now, note="", effective_at=now + 10 * DAY)
    moments = (now, now + 10 * DAY - timedelta(seconds=1), now + 10 * DAY)
    assert [*map(live, moments)] == [1, 1, 2]
    assert [v.number for v in queries.live_versions(now + 11 * DAY)] == [2]
    first = queries.version("small", 1)
    assert [state_of(v, now) for v in (first, second)] == [State.IN_USE, State.SCHEDULED]
    later = now + 11 * DAY
    assert [state_of(v, later) for v in (first, second)] == [State.SUPERSEDED, State.IN_USE]


@pytest.mark.both_databases
def test_what_is_withdrawn_before_its_day_never_comes_into_use(second, now):
    publish(version=second, actor=None, now=now, note="", effective_at=now + 10 * DAY)
    retire(version=second, actor=None, now=now + DAY, note="A mistake")
    assert (live(now + 11 * DAY), state_of(second, now + 11 * DAY)) == (1, State.WITHDRAWN)
    assert state_of(second, now + 2 * DAY) is State.WITHDRAWN
    assert [v.number for v in queries.live_versions(now + 11 * DAY)] == [1]


@pytest.mark.both_databases
def test_no_older_version_comes_back_when_the_one_in_use_is_retired(second, now):
    publish(version=second, actor=None, now=now, note="")
    retire(version=second, actor=None, now=now + DAY, note="Not used any more")
    assert (live(now), live(now + DAY)) == (2, None)
    assert queries.live_versions(now + DAY) == []
    assert state_of(second, now + DAY) is State.RETIRED
    with pytest.raises(Refused, match="not in use: retired"):
        retire(version=second, actor=None, now=now + 2 * DAY, note="")


def test_a_version_in_review_may_be_withdrawn_and_is_not_published_then(second, now):
    retire(version=second, actor=None, now=now, note="Begun anew")
    with pytest.raises(Refused, match="withdrawn"):
        publish(version=second, actor=None, now=now, note="")


def test_only_administrators_retire(second, now, practitioner, reviewer):
    for actor in (practitioner, reviewer):
        with pytest.raises(NotAllowed):
            retire(version=second, actor=actor, now=now, note="")


def test_nothing_comes_into_use_in_the_past(second, now):
    with pytest.raises(Refused, match="in the past"):
        publish(version=second, actor=None, now=now, note="", effective_at=now - DAY)


def test_the_days_of_grace_have_limits(second, now):
    for days in (-1, 367):
        with pytest.raises(Refused, match="0 to 366 days"):
            publish(version=second, actor=None, now=now, note="", grace_days=days)


def test_what_the_version_in_use_changed_is_not_undone_unawares(second, take_in, now):
    publish(version=second, actor=None, now=now, note="")
    other = take_in(written("harm", title="From the first one", based_on=1), published=False)
    with pytest.raises(Refused, match="undoes what version 2 changed"):
        publish(version=other, actor=None, now=now, note="")
    publish(version=other, actor=None, now=now, note="", replaces=2)
    assert live(now) == 3


def test_a_mistake_is_undone_by_publishing_the_older_document_again(second, take_in, now):
    publish(version=second, actor=None, now=now, note="")
    again = take_in(written("harm", based_on=1), replaces=2)
    assert live(now) == again.number == 3
    assert queries.lineage_between("small", 2, 3).question("harm").comparable


def test_a_version_made_from_none_is_not_published_beside_others(second, take_in, now):
    """A review with it would find no way from the one version to the other."""
    alone = take_in(written("harm", title="Out of nowhere"), published=False)
    with pytest.raises(Refused, match="based_on"):
        publish(version=alone, actor=None, now=now, note="", replaces=1)


def test_a_version_scheduled_for_a_later_day_is_what_the_next_one_has_to_replace(
    second, take_in, now
):
    publish(version=second, actor=None, now=now, note="", effective_at=now + 10 * DAY)
    third = take_in(written("harm", title="Third", based_on=1), published=False)
    with pytest.raises(Refused, match="version 2 is in use by then"):
        publish(version=third, actor=None, now=now, note="", effective_at=now + 20 * DAY)


def test_the_start_of_a_day_in_london_is_right_over_the_clock_change(second, now, take_in):
    summer = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    publish(version=second, actor=None, now=now, note="", effective_at=summer)
    assert live(summer - timedelta(seconds=1)) == 1 and live(summer) == 2
