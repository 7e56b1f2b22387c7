"""Reading the trail, page by page."""

import pytest

from app.audit import queries
from app.audit.operations import record, record_read
from app.database import writing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def busy_case(app, now, practitioner, reviewer):
    """Five events of two people about one case, and one about another."""
    with writing():
        for number in range(4):
            subject = f"assessment:{number}"
            record(chain="case:1", action="saved", actor=practitioner, at=now, subject=subject)
        record(chain="case:2", action="saved", actor=practitioner, at=now, subject="case:2")
    record_read(chain="case:1", action="viewed", actor=reviewer, at=now, subject="case:1")


def test_a_trail_is_newest_first_and_pages_by_key(busy_case):
    first = queries.trail("case:1", limit=2)
    second = queries.trail("case:1", before=first.next_before, limit=2)
    third = queries.trail("case:1", before=second.next_before, limit=2)
    pages = [[event.sequence for event in page.events] for page in (first, second, third)]
    assert pages == [[5, 4], [3, 2], [1]]
    assert third.next_before is None


def test_events_that_arrive_meanwhile_do_not_shift_the_pages(busy_case, now):
    first = queries.trail("case:1", limit=2)
    record_read(chain="case:1", action="viewed", actor=None, at=now, subject="case:1")
    second = queries.trail("case:1", before=first.next_before, limit=2)
    assert [event.sequence for event in second.events] == [3, 2]


def test_who_has_viewed_lists_readings_only(busy_case, reviewer):
    viewed = queries.who_has_viewed("case:1").events
    assert [event.actor_id for event in viewed] == [reviewer.id]


def test_heads_are_the_last_events(busy_case):
    ends = [(head.chain, head.sequence) for head in queries.heads()]
    assert ends == [("case:1", 5), ("case:2", 1)]
