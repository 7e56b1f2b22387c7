"""Words that somebody wrote for the record, which nobody marked: who reads them where something of
the record is withheld, on pages, in files and in packs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import Role
from app.assessments.operations import set_aside, submit
from app.cases.access import Audience
from app.cases.withholding import NOT_THESE_WORDS
from app.pathway import operations as pathway
from app.pathway.operations import Said
from app.reviews import operations, queries
from app.reviews.models import Chosen
from tests.assessments.conftest import (
    Worker, colleague, make_case, number_of, publish_toolkit, small,
)
from tests.assessments.sensitive import completed, publish_sensitive, text_of
from tests.assessments.test_submitting import add
from tests.reviews.signings import Reviewer

__all__ = ["colleague", "publish_toolkit", "small"]

pytestmark = pytest.mark.requirement("S4.18", "S4.28")

TOLD = "quietmeadow"


@pytest.fixture
def worker(practitioner: Any, now: Any) -> Worker:
    return Worker(practitioner, now)


@pytest.fixture
def reviewer(worker: Worker, make_user: Any) -> Any:
    return make_user(Role.REVIEWER, worker.user.team, name="Rosa Imani")


@pytest.fixture
def case(worker: Worker, reviewer: Any, now: Any, clock: Any) -> Any:
    """A case of which something is withheld from colleagues, with words of every kind."""
    publish_sensitive(now)
    case = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    completed(worker, case, "")
    worker.now += timedelta(days=30)
    draft = worker.review(case, "sensitive")
    worker.save(draft, {"harm": "not_known", "level": "high"})
    submit(actor=worker.user, now=worker.now, assessment_id=draft.id,
           seen_number=number_of(draft), save_id="carried", why_carried=f"Carried {TOLD}")
    add(worker, draft, {"story": "More"}, reason=f"Added {TOLD}")
    worker.now += timedelta(days=1)
    pathway.agree_level(
        actor=reviewer, now=worker.now, case_id=case.id, level_id="high", said=Said(
            reason=f"Agreed {TOLD}", action=f"Do {TOLD}", owner=f"Mx {TOLD}",
            due_on=worker.now.date(), save_id="agreed"))
    aside = worker.review(case, "sensitive")
    set_aside(actor=worker.user, now=worker.now, assessment_id=aside.id,
              reason=f"Aside {TOLD}", save_id="aside")
    clock.now = worker.now + timedelta(days=2)
    case.review, case.aside = draft.id, aside.id
    return case


def places(case: Any) -> list[str]:
    on = f"on={case.day}"
    pages = [f"/assessments/{case.review}", f"/assessments/{case.review}/revisions",
             f"/assessments/{case.review}/revisions/3", f"/assessments/{case.review}/revisions/4",
             f"/assessments/{case.aside}/revisions",
             f"/assessments/{case.review}/as-it-was?{on}", f"/cases/{case.id}/as-it-was?{on}",
             f"/cases/{case.id}/decisions"]
    files = [f"/assessments/{case.review}.{kind}" for kind in ("pdf", "json")]
    earlier, later = queries.latest_pair(case.id)
    carried = later - 1
    compared = [f"/cases/{case.id}/compare{kind}?earlier={earlier}&later={carried}"
                for kind in ("", ".pdf", ".json")]
    return [*pages, *files, *compared]


def test_words_about_the_whole_are_withheld_with_any_answer(
    case: Any, worker: Worker, colleague: Worker, reviewer: Any, signed_in: Any, check_html: Any
) -> None:
    case.day = worker.now.date()
    for place in places(case):
        said = {}
        for user in (worker.user, reviewer, colleague.user):
            answer = signed_in(user).get(place)
            assert answer.status_code == 200, place
            pdf = ".pdf" in place
            said[user] = text_of(answer.data) if pdf else answer.text
            if not pdf and ".json" not in place:
                check_html(answer.text)
        assert TOLD in said[worker.user] and TOLD in said[reviewer], place
        assert TOLD not in said[colleague.user], place
        assert NOT_THESE_WORDS in said[colleague.user], place


def test_how_much_was_said_since_is_told_to_those_alone_who_see_all_of_it(
    case: Any, worker: Worker, colleague: Worker, reviewer: Any, signed_in: Any
) -> None:
    by, pair = Reviewer(reviewer, case, worker.now), queries.baseline(case.id, "sensitive")
    by.comment("drugs", pair=pair)
    by.ask({"drugs": "Who said so?"}, pair=pair)
    place = f"/cases/{case.id}/as-it-was?on={worker.now.date() - timedelta(days=1)}"
    own, page = (signed_in(user).get(place).text for user in (worker.user, colleague.user))
    assert "1 comment, 1 request for changes" in own
    assert "1 comment" not in page and "request for changes" not in page


def test_where_nothing_is_withheld_colleagues_read_them(
    worker: Worker, colleague: Worker, reviewer: Any, now: Any, signed_in: Any, clock: Any,
    small: Any
) -> None:
    case = make_case(worker.user, now)
    draft = worker.begin(case, "small")
    worker.save(draft, {"name": "R", "harm": "not_known", "older": "not_present",
                        "level": "standard"})
    worker.submit(draft)
    add(worker, draft, {"story": "More"}, reason=f"Added {TOLD}")
    pathway.agree_level(
        actor=reviewer, now=worker.now, case_id=case.id, level_id="standard",
        said=Said(reason=f"Agreed {TOLD}", save_id="agreed"))
    browser = signed_in(colleague.user)
    assert f"Added {TOLD}" in browser.get(f"/assessments/{draft.id}").text
    assert f"Agreed {TOLD}" in browser.get(f"/cases/{case.id}/decisions").text


@pytest.mark.requirement("X18")
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("audience", [Audience.PARENTS, Audience.PROFESSIONALS])
def test_a_pack_withholds_them_with_anything(
    case: Any, worker: Worker, reviewer: Any, audience: Audience, signed: bool
) -> None:
    """In the copy for professionals one question is withheld by hand."""
    by = Reviewer(reviewer, case, worker.now)
    pair = queries.baseline(case.id, "sensitive")
    if signed:
        # To an answer that is shown, a copy for colleagues holds them.
        key = "harm" if audience is Audience.PARENTS else "older"
        by.comment(key, f"Ask {TOLD}", pair=pair)
        by.sign(pair, explanations={})
    worker.now += timedelta(hours=1)
    given = {"actor": worker.user, "now": worker.now, "case_id": case.id}
    pack = operations.ask_for_pack(
        **given, audience=audience, reader="A meeting", save_id="a" * 32)
    operations.withhold(**given, pack_id=pack.id, kind=Chosen.QUESTION, name="older", reason="Hers")
    while not operations.make_on(**given, pack_id=pack.id).finished:
        pass
    made = queries.made_pack(pack)
    for said in (text_of(made.pdf), made.csv.decode(), made.json.decode(), made.proof.decode()):
        assert TOLD not in said
