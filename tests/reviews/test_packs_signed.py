"""Packs of a signed comparison: from what the sign-off stored, and checked against its root."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.accounts.models import Role
from app.cases.access import Audience
from app.engine import verifying
from app.reviews import queries
from app.reviews.models import SignOff
from tests.assessments.conftest import Worker
from tests.assessments.sensitive import text_of
from tests.reviews.signings import Reviewer
from tests.reviews.test_packs import SECRET, asked, cases, made, shown, worker

__all__ = ["cases", "worker"]


@pytest.fixture
def signed(cases: list[Any], worker: Worker, make_user: Any) -> list[SignOff]:
    """A signature over each of the two comparisons."""
    reviewer = make_user(Role.REVIEWER, worker.user.team, name="Rosa Imani")
    found = []
    for case in cases:
        by = Reviewer(reviewer, case, worker.now)
        pair = queries.baseline(case.id, "sensitive")
        assert pair is not None
        found.append(by.sign(pair, save_id=f"{case.id:032}"))
    return found


@pytest.mark.both_databases
def test_a_full_pack_holds_the_paper_that_was_signed(
    worker: Worker, cases: list[Any], signed: list[SignOff]
) -> None:
    done = made(worker, asked(worker, cases[0]))
    text = text_of(done.pdf)
    assert f"Signed, {signed[0].root[:16]}." in text and SECRET in text
    checked = verifying.check(done.proof, signed[0].root)
    assert checked.sound and checked.withheld == 0
    told = json.loads(done.json)["parts"]["comparison"]["data"]
    assert told["root"] == signed[0].root and "signature" in told["parts"]


@pytest.mark.requirement("X18")
def test_a_redacted_pack_verifies_against_what_was_signed_and_gives_nothing_away(
    worker: Worker, cases: list[Any], signed: list[SignOff]
) -> None:
    packs = [made(worker, asked(worker, case, Audience.PARENTS)) for case in cases]
    names = []
    for pack, sign_off in zip(packs, signed, strict=True):
        checked = verifying.check(pack.proof, sign_off.root)
        assert checked.sound and checked.withheld
        names.append(sorted(checked.parts))
        assert SECRET not in text_of(pack.pdf) + pack.proof.decode() + pack.json.decode()
    assert names[0] == names[1]
    for one, other in zip(*map(shown, packs), strict=True):
        assert _beside_signing(one) == _beside_signing(other)


def _beside_signing(text: str) -> str:
    """A file without the ids of what was on record when it was signed."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return text
    parts = told["parts"]["comparison"]["data"]["parts"]
    for name in ("seen", "about", "side/earlier", "side/later"):
        parts.pop(name)
    return json.dumps(told)
