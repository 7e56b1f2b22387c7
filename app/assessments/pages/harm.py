"""Actual harm on record as a page tells it: in the words of the version that recorded it."""

from __future__ import annotations

from typing import NamedTuple

from app.assessments.background import standing_harm
from app.assessments.computing import Computed
from app.assessments.models import Assessment, HarmRecord
from app.clock import show_date
from app.definitions.queries import load
from app.engine.held_harm import EarlierHarm, asked_today


class OnRecord(NamedTuple):
    """Harm that no manager has ended, and the question as it was asked then."""

    record: HarmRecord
    label: str


def on_record(assessment: Assessment) -> list[OnRecord]:
    """All that stands of the toolkit in the case, whichever version recorded it, oldest first."""
    return [
        OnRecord(one, load(one.version_id).questions[one.question_key].label)
        for one in standing_harm(assessment.case_id, assessment.slug)
    ]


def held_words(computed: Computed) -> tuple[str, ...]:
    """What holds the level although it may not be recorded today, a sentence or two for each."""
    definition = computed.definition
    asked = (definition.questions[key].label for key in computed.result.held
             if asked_today(definition, key))
    return (
        *(f"{label}: recorded before, and nobody has recorded that it ended." for label in asked),
        *earlier_words(computed),
    )


def earlier_words(computed: Computed) -> tuple[str, ...]:
    """The same, of what its version does not ask any more as it was asked then."""
    return tuple(map(_told, computed.background.earlier_harm))


def _told(harm: EarlierHarm) -> str:
    return (
        f"{harm.label}: answered yes on {show_date(harm.on)} under version {harm.version}. This "
        "version no longer asks it in that way. It holds the level until a manager records that it "
        "ended."
    )
