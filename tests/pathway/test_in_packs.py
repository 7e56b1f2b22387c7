"""The decisions of a case, and what was discussed before, in the chronology of a review pack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.cases import operations as cases
from app.cases.access import Audience
from app.pathway import queries as pathway
from app.reviews import operations, queries
from app.reviews.models import Chosen
from tests.assessments.sensitive import text_of
from tests.pathway.scene import Scene

EVERYBODY = pytest.mark.parametrize("audience", [Audience.PROFESSIONALS, Audience.PARENTS])


def pack_of(scene: Scene, audience: Audience, *withheld: int, question: str = "") -> Any:
    """The files of a pack for somebody, without the notes of these ids and without a question."""
    given = {"actor": scene.worker.user, "now": scene.now, "case_id": scene.case.id}
    pack = operations.ask_for_pack(
        **given, audience=audience, reader="A meeting", save_id=scene.page())
    names = [(Chosen.NOTE, str(note_id)) for note_id in withheld]
    for kind, name in [*names, (Chosen.QUESTION, question)] if question else names:
        operations.withhold(
            **given, pack_id=pack.id, kind=kind, name=name, reason="Private")
    while not operations.make_on(**given, pack_id=pack.id).finished:
        pass
    return queries.made_pack(pack)


@EVERYBODY
def test_a_pack_tells_of_decisions_and_their_reasons_to_colleagues_alone(
    fallen: Scene, audience: Any
) -> None:
    made = pack_of(fallen, audience)
    decision = pathway.decisions_of(fallen.case)[0]
    assert "Level agreed" in text_of(made.pdf)
    assert (decision.reason in made.csv.decode()) is (audience is Audience.PROFESSIONALS)


@EVERYBODY
def test_a_pack_tells_what_was_discussed_and_by_whom_to_colleagues_alone(
    fallen: Scene, discussed_first: Any, audience: Any
) -> None:
    discussed_first("closing")
    fallen.ask()
    fallen.discuss(agreed=False)
    fallen.managers()
    told = pack_of(fallen, audience).csv.decode()
    for words in ("Multi-agency discussion on closing asked for", "did not agree to closing",
                  "Two managers discussed it: the case stays as it is"):
        assert words in told
    for words in ("Nothing new since May", "Jo Bell (Police)", "Police ask for a month"):
        assert (words in told) is (audience is Audience.PROFESSIONALS)


def test_withheld_with_the_note_of_an_agreement_are_the_same_words_elsewhere(
    fallen: Scene, discussed_first: Any
) -> None:
    discussed_first("closing")
    fallen.ask()
    note_id = fallen.discuss().note_id
    assert "Each agency saw less" in pack_of(fallen, Audience.PROFESSIONALS).csv.decode()
    told = pack_of(fallen, Audience.PROFESSIONALS, note_id).csv.decode()
    assert "agreed to closing (Medium)" in told
    assert "Each agency saw less" not in told and "Jo Bell" not in told


def test_withheld_with_what_corrects_the_note_are_the_same_words_elsewhere(
    fallen: Scene, discussed_first: Any
) -> None:
    discussed_first("closing")
    fallen.ask()
    note_id = fallen.discuss().note_id
    correction = cases.correct_note(
        actor=fallen.other, now=fallen.now, case_id=fallen.case.id, note_id=note_id,
        text="Each agency saw less, the school too", happened_on=fallen.now.date())
    told = pack_of(fallen, Audience.PROFESSIONALS, correction.id).csv.decode()
    assert "Each agency saw less" not in told and "Jo Bell" not in told


def test_with_an_answer_goes_the_note_of_an_agreement_as_does_the_discussion(
    fallen: Scene, discussed_first: Any
) -> None:
    discussed_first("closing")
    fallen.ask()
    fallen.discuss()
    told = pack_of(fallen, Audience.PROFESSIONALS, question="gifts").csv.decode()
    assert "Multi-agency discussion of" in told
    assert "Each agency saw less" not in told and "Jo Bell" not in told


def test_a_note_that_is_corrected_later_stands_in_the_pack_as_it_was(fallen: Scene) -> None:
    note = cases.add_note(
        actor=fallen.worker.user, now=fallen.now, case_id=fallen.case.id, text="Seen at school",
        happened_on=fallen.now.date())
    at = fallen.now
    fallen.worker.now += timedelta(hours=1)
    cases.correct_note(
        actor=fallen.worker.user, now=fallen.now, case_id=fallen.case.id, note_id=note.id,
        text="Seen at home", happened_on=fallen.now.date())
    fallen.worker.now = at
    told = pack_of(fallen, Audience.PROFESSIONALS).csv.decode()
    assert "Seen at school" in told and "Seen at home" not in told
