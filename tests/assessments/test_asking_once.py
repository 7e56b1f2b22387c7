"""How often a page and a save of a draft ask the database: each time costs more than it looks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.database import db
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE
from tests.assessments.test_autosave import Typing

PAGE, SAVE, AUTOSAVE = 8, 11, 9


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked meanwhile, without where transactions begin."""
    asked: list[str] = []

    def note(connection, cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def review(worker, case, draft):
    """A review of what was submitted before."""
    worker.save(draft, COMPLETE)
    worker.submit(draft)
    return worker.review(case, "small")


def test_a_page_asks_for_each_thing_once(browser, review):
    address = f"/assessments/{review.id}/sections/indicators"
    get(browser, address)
    with statements() as asked:
        get(browser, address)
    assert len(asked) <= PAGE and len(set(asked)) == len(asked)


def test_a_save_by_hand_asks_for_each_thing_once(browser, review):
    page = get(browser, f"/assessments/{review.id}/sections/who")
    form = page.form("Save and continue").fill(name="Robin H")
    form.fields["intent"] = "save-return"
    with statements() as asked:
        answer = browser.post(page.path, data=form.fields)
    assert answer.status_code == 302
    assert len(asked) <= SAVE and len(set(asked)) == len(asked)


def test_an_autosave_asks_for_each_thing_once(browser, review):
    typing = Typing(browser, review)
    with statements() as asked:
        assert typing.save(story="Seen").status_code == 200
    assert len(asked) <= AUTOSAVE and len(set(asked)) == len(asked)
