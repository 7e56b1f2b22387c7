"""Several people at one moment: every save gets a number of its own and none is lost."""

import threading

import pytest

from app.assessments import queries
from app.database import db
from tests.assessments.conftest import COMPLETE, Worker, answers_of

pytestmark = pytest.mark.both_databases


def at_once(app, *jobs):
    """Run jobs in threads that begin together; gives what they raised."""
    gate, raised = threading.Barrier(len(jobs)), []

    def run(job):
        with app.app_context():
            gate.wait()
            try:
                job()
            except Exception as error:
                raised.append(error)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    return raised


def saves(user, now, draft, key, explicit):
    def job():
        worker = Worker(db.session.merge(user, load=True), now)
        for number in range(6):
            worker.save(draft, {key: f"{key} {number}"}, base=1, page=key, explicit=explicit)

    return job


def test_two_people_type_at_once(app, worker, colleague, draft):
    raised = at_once(
        app, saves(worker.user, worker.now, draft, "story", True),
        saves(colleague.user, worker.now, draft, "level_reason", False))
    assert raised == []
    numbers = [revision.number for revision in queries.revisions_of(draft)]
    assert numbers == list(range(len(numbers), 0, -1)) and len(numbers) == 13
    values = answers_of(draft).values
    assert (values["story"], values["level_reason"]) == ("story 5", "level_reason 5")


def test_two_people_begin_at_once(app, worker, colleague, case, small):
    from app.assessments import operations

    def begin(user):
        return lambda: Worker(db.session.merge(user, load=True), worker.now).begin(case, "small")

    raised = at_once(app, begin(worker.user), begin(colleague.user))
    assert [type(error) for error in raised] == [operations.DraftExists]
    assert len(queries.drafts_of(case.id)) == 1


def test_two_people_submit_at_once(app, worker, colleague, draft):
    from app.assessments import operations

    worker.save(draft, COMPLETE)

    def submit(user):
        return lambda: Worker(db.session.merge(user, load=True), worker.now).submit(draft)

    raised = at_once(app, submit(worker.user), submit(colleague.user))
    assert [type(error) for error in raised] == [operations.AlreadySubmitted]
    kinds = [revision.kind.value for revision in queries.revisions_of(draft)]
    assert kinds == ["submission", "save", "save"]
