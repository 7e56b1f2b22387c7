"""Comparisons that are stored: the same as worked out afresh, and never in anybody's way."""

from __future__ import annotations

import logging
from datetime import timedelta
from inspect import signature
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from app.accounts.models import User
from app.assessments.queries import head_of
from app.cases.models import Case
from app.cases.operations import rebuild_summaries
from app.database import db, writing
from app.engine.comparing import compare
from app.engine.telling import Filter
from app.reviews import operations, queries, stored
from app.reviews.computing import comparison_of
from app.reviews.drawn import draw, read, written
from app.reviews.in_words import InWords
from app.reviews.models import StoredComparison
from app.reviews.operations import viewing
from app.reviews.queries import Compared
from app.reviews.stored import Pair, digest_of
from tests.assessments.test_submitting import add
from tests.engine.comparisons import JUNE, SAME, side
from tests.reviews.test_corrections import WRONG, assess, case, worker

__all__ = ["case", "worker"]

Told = Any
HIDDEN = "seen with an older man"


def number() -> int:
    return db.session.scalar(select(func.count(StoredComparison.digest))) or 0


def page_of(found: Compared, user: User, now: Any) -> dict[str, Any]:
    return dict(operations.view(actor=user, now=now, found=found))


def compared(told: Told, earlier: int, later: int) -> Compared:
    revisions = told.revisions
    return queries.compared(told.reviewer, told.case.id, revisions[earlier], revisions[later])


@pytest.mark.both_databases
def test_every_comparison_of_the_demonstration_is_stored_as_it_would_be_worked_out(
    told: Told,
) -> None:
    """Byte for byte; and the ones that are opened next were stored when they were submitted."""
    bodies = dict(db.session.execute(select(StoredComparison.digest, StoredComparison.body)).all())
    last = [found for one in db.session.scalars(select(Case))
            for found in queries.last_compared(one)]
    assert last and {digest_of(found.pair) for found in last if found.pair} <= bodies.keys()
    for earlier, later in combinations(range(len(told.revisions)), 2):
        found = compared(told, earlier, later)
        page_of(found, told.reviewer, told.case.opened_at)
        assert found.pair is not None
        row = db.session.get_one(StoredComparison, digest_of(found.pair))
        assert row.body == written(draw(InWords(compared(told, earlier, later).comparison)))
        assert row.case_id == told.case.id


def test_a_stored_page_says_what_the_same_page_said_when_it_was_worked_out(
    told: Told, reviewer_at: Any
) -> None:
    with writing():
        db.session.execute(delete(StoredComparison))
    for earlier, later in combinations(told.revisions, 2):
        pair = f"/cases/{told.case.id}/compare?earlier={earlier}&later={later}&show="
        before = number()
        first, *others = [reviewer_at.get(f"{pair}{shown}").text.partition("<main")[2]
                          for shown in (*Filter, *Filter)]
        assert number() == before + 1
        assert first == others[len(Filter) - 1] and len({first, *others}) == len(Filter)


@pytest.mark.both_databases
def test_what_is_submitted_in_between_or_added_to_is_another_comparison(
    worker: Any, case: Any, now: Any
) -> None:
    one, two, three = (assess(worker, case, answer)
                       for answer in ("present", "not_known", "not_present"))

    def happened() -> str:
        found = queries.compared(worker.user, case.id, one.id, three.id)
        return str(page_of(found, worker.user, now)["sections"])

    assert "Corrected" not in happened()
    add(worker, two.assessment, {"older": "not_present"}, marks={"older": WRONG})
    assert "Corrected" in happened() and "Corrected" in happened()


def test_a_comparison_with_a_draft_is_worked_out_each_time(
    worker: Any, case: Any, now: Any
) -> None:
    one = assess(worker, case, "present")
    worker.now += timedelta(days=30)
    draft = worker.review(case, "small")
    worker.save(draft, {"older": "not_present"})
    head = head_of(draft)
    found = queries.compared(worker.user, case.id, one.id, head.id)
    assert found.pair is None
    assert page_of(found, worker.user, now)["rows"] and number() == 0


def test_an_assessment_is_submitted_even_where_its_comparison_cannot_be_worked_out(
    worker: Any, case: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(said: InWords) -> None:
        raise LookupError(HIDDEN)

    assess(worker, case, "present")
    monkeypatch.setattr(viewing, "draw", broken)
    # Whoever set up logging before in this process may have switched off the loggers that stood.
    monkeypatch.setattr(viewing._logger, "disabled", False)
    with caplog.at_level(logging.WARNING, viewing._logger.name):
        done = assess(worker, case, "not_present")
    assert done.complete and number() == 0
    assert "LookupError" in caplog.text and HIDDEN not in caplog.text


def test_what_other_code_made_is_never_found_and_goes_when_summaries_are_rebuilt(
    told: Told, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(db.session.scalars(select(StoredComparison.digest)))
    monkeypatch.setattr(stored, "code", lambda: "another")
    found = compared(told, 2, 3)
    assert found.pair is not None and stored.find(digest_of(found.pair)) is None
    rebuild_summaries(now=now)
    after = set(db.session.scalars(select(StoredComparison.digest)))
    assert after and not after & before
    assert stored.find(digest_of(found.pair)) == read(written(draw(found.in_words)))


def test_the_code_that_draws_comparisons_is_part_of_what_names_them() -> None:
    named = {path.name for path in stored._files()}
    assert {"clock.py", "comparing.py", "drawing.py", "drawn.py", "background.py"} <= named


def test_what_names_a_comparison_is_all_that_it_is_made_from() -> None:
    """So whatever somebody may not see has to be added to both."""
    assert tuple(signature(comparison_of).parameters) == Pair._fields
    pair = Pair((1, "a"), (2, "b"), ())
    others = [pair._replace(earlier=(3, "a")), pair._replace(earlier=(1, "c")),
              pair._replace(later=(2, "c")), pair._replace(between=(5,))]
    assert len({digest_of(one) for one in (pair, *others)}) == 5


def test_nothing_that_is_withheld_is_in_a_page() -> None:
    before, after = side({"story": HIDDEN}), side({"story": f"{HIDDEN} again"}, JUNE)
    whole, withheld = (
        str(draw(InWords(compare(before, after, SAME, withheld=frozenset(keys)))))
        for keys in ((), ("story",)))
    assert "older" in whole and "older man" not in withheld
    assert "'story'" in whole and "'story'" not in withheld


def test_a_page_of_another_layout_is_not_taken_for_one_of_this(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = written(draw(compared(told, 2, 3).in_words))
    assert read(body) is not None
    monkeypatch.setattr("app.reviews.drawn.LAYOUT", 2)
    assert read(body) is None
