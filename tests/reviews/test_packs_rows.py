"""Single rows of lists in packs: withheld for what they are, or chosen by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from app.accounts.models import Role
from app.cases.access import Audience
from app.engine import merkle, verifying
from app.errors import Refused
from app.reviews import operations, queries
from app.reviews.commands import verify
from app.reviews.models import Chosen, Pack, PackMade
from tests.assessments.conftest import Worker, make_case
from tests.assessments.sensitive import SECRET, completed, publish_sensitive, save, text_of
from tests.reviews.signings import Reviewer
from tests.reviews.test_packs import asked, cases, made, worker

__all__ = ["cases", "worker"]

pytestmark = pytest.mark.requirement("X18", "S4.28")

SHOWN = "Samwise"


@pytest.fixture
def case(worker: Worker, now: Any) -> Any:
    """A case with an associate known from the police and one that anybody may know of."""
    publish_sensitive(now)
    found = make_case(worker.user, now, date_of_birth=None, estimated_age=15)
    for review in (False, True):
        worker.now += timedelta(days=30)
        begin = worker.review if review else worker.begin
        draft = begin(found, "sensitive")
        save(worker, draft, SECRET, seen=SHOWN)
        worker.submit(draft)
    worker.now += timedelta(hours=1)
    return found


def without_row(worker: Worker, case: Any, row: str) -> Pack:
    pack = asked(worker, case)
    operations.withhold(
        actor=worker.user, now=worker.now, case_id=case.id, pack_id=pack.id, kind=Chosen.ROW,
        name=f"associates/{row}", reason="His mother works there")
    return pack


def files(pack: PackMade) -> str:
    return text_of(pack.pdf) + pack.csv.decode() + pack.json.decode() + pack.proof.decode()


@pytest.mark.both_databases
def test_a_row_of_the_police_is_withheld_and_the_others_are_shown(
    worker: Worker, case: Any
) -> None:
    pack = made(worker, asked(worker, case, Audience.AGENCY))
    assert SECRET not in files(pack) and f"Name: {SHOWN}" in text_of(pack.pdf)
    log = {one["kind"]: one["number"] for one in pack.log}
    assert log["Lists without their rows from the police, if there are any"] == 1


@pytest.mark.both_databases
def test_one_row_is_withheld_by_hand_and_the_log_says_of_which_list(
    worker: Worker, case: Any
) -> None:
    pack = made(worker, without_row(worker, case, "a2"))
    text = text_of(pack.pdf)
    assert SHOWN not in files(pack) and SECRET in text
    assert "A row of “Associates” chosen by hand" in text
    assert "Rows may be withheld here" in pack.csv.decode()
    assert "Some answers: see the last page" in pack.csv.decode()
    by_hand = next(one for one in pack.log if one["kind"].endswith("chosen by hand"))
    assert (by_hand["number"], by_hand["reason"]) == (1, "His mother works there")
    assert "a2" not in json.dumps(pack.log)


def test_a_pack_without_a_row_still_verifies(worker: Worker, case: Any) -> None:
    pack = without_row(worker, case, "a2")
    document = json.loads(made(worker, pack).proof)
    for side, revision in zip(document["revisions"], (pack.earlier, pack.later), strict=True):
        assert merkle.verifies(side["leaves"], revision.root)
        names = [leaf.get("name") for leaf in side["leaves"]]
        assert "associates" not in names and "people" in names


def test_a_signed_pack_without_a_row_still_verifies_offline(
    worker: Worker, case: Any, make_user: Any, tmp_path: Any
) -> None:
    reviewer = make_user(Role.REVIEWER, worker.user.team, name="Rosa Imani")
    pair = queries.baseline(case.id, "sensitive")
    assert pair is not None
    signed = Reviewer(reviewer, case, worker.now).sign(pair, save_id="1" * 32)
    pack = made(worker, without_row(worker, case, "a1"))
    assert verifying.check(pack.proof, signed.root).withheld
    told = pack.json.decode() + text_of(pack.pdf)
    assert SHOWN in told and "Name: " + SECRET not in told
    assert SHOWN not in pack.proof.decode()
    file = tmp_path / "proof.json"
    file.write_bytes(pack.proof)
    found = CliRunner().invoke(verify, [str(file), "--root", signed.root])
    assert found.exit_code == 0, found.output
    file.write_bytes(pack.proof.replace(b"Rosa", b"Rose"))
    assert CliRunner().invoke(verify, [str(file)]).exit_code == 1


def test_only_a_row_that_is_there_can_be_chosen(worker: Worker, case: Any) -> None:
    with pytest.raises(Refused, match="from the list"):
        without_row(worker, case, "a9")


def test_the_page_offers_the_rows_that_are_still_shown(
    worker: Worker, case: Any, signed_in: Any, clock: Any, check_html: Any
) -> None:
    clock.now = worker.now
    browser, pack = signed_in(worker.user), asked(worker, case)
    path = f"/cases/{case.id}/packs/{pack.id}"
    page = browser.get(path)
    check_html(page.text)
    assert f"Associates: Associate 2: Name: {SHOWN}" in page.text
    answer = browser.post(path, data={"what": "row:associates/a2", "reason": "Not yours"})
    assert answer.status_code == 302
    page = browser.get(path)
    check_html(page.text)
    assert "row:associates/a2" not in page.text and "row:associates/a1" in page.text
    assert "A row of “Associates”: Not yours" in page.text


def test_a_list_that_is_withheld_whole_offers_no_rows(
    worker: Worker, case: Any, signed_in: Any, clock: Any
) -> None:
    clock.now = worker.now
    pack = asked(worker, case, Audience.PARENTS)
    page = signed_in(worker.user).get(f"/cases/{case.id}/packs/{pack.id}").text
    assert "row:people/" not in page and "row:associates/a2" in page
    assert "row:associates/a1" not in page and SECRET not in page


def test_a_case_without_such_rows_makes_the_same_pack_with_the_same_log(
    worker: Worker, cases: list[Any]
) -> None:
    logs = [made(worker, asked(worker, case, Audience.AGENCY)).log for case in cases]
    assert logs[0] == logs[1]


def test_a_review_after_the_pack_does_not_change_it(worker: Worker, case: Any) -> None:
    pack = asked(worker, case, Audience.AGENCY)
    worker.now += timedelta(days=1)
    completed(worker, case, "", review=True)
    assert f"Name: {SHOWN}" in text_of(made(worker, pack).pdf)
