"""The decisions of a case in the chronology of a review pack."""

from __future__ import annotations

from typing import Any

import pytest

from app.cases.access import Audience
from app.pathway import queries as pathway
from app.reviews import operations, queries
from tests.assessments.sensitive import text_of
from tests.pathway.scene import Scene


@pytest.mark.parametrize("audience", [Audience.PROFESSIONALS, Audience.PARENTS])
def test_a_pack_tells_of_decisions_and_their_reasons_to_colleagues_alone(
    fallen: Scene, audience: Any
) -> None:
    worker = fallen.worker
    pack = operations.ask_for_pack(
        actor=worker.user, now=worker.now, case_id=fallen.case.id, audience=audience,
        reader="A meeting", save_id="a" * 32)
    while not operations.make_on(actor=worker.user, now=worker.now, case_id=fallen.case.id,
                                 pack_id=pack.id).finished:
        pass
    made = queries.made_pack(pack)
    decision = pathway.decisions_of(fallen.case)[0]
    assert "Level agreed" in text_of(made.pdf)
    assert (decision.reason in made.csv.decode()) is (audience is Audience.PROFESSIONALS)
