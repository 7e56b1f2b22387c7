"""Actual harm on record as a page tells it: in the words of the version that recorded it."""

from __future__ import annotations

from typing import NamedTuple

from app.assessments.background import past_harm, standing_harm
from app.assessments.computing import Computed
from app.assessments.models import Assessment, HarmEnding, HarmRecord
from app.clock import show_date
from app.definitions.queries import load
from app.engine.held_harm import EarlierHarm, asked_today
from app.engine.standards import past_harm_ends


class OnRecord(NamedTuple):
    """Harm that no manager has ended, and the question as it was asked then."""

    record: HarmRecord
    label: str


def on_record(assessment: Assessment) -> list[OnRecord]:
    """All that stands of the toolkit in the case, whichever version recorded it, oldest first."""
    return [OnRecord(one, label_of(one))
            for one in standing_harm(assessment.case_id, assessment.slug)]


def label_of(record: HarmRecord) -> str:
    """The question that was answered yes, as it was asked then."""
    return load(record.version_id).questions[record.question_key].label


def held_words(computed: Computed) -> tuple[str, ...]:
    """What holds the level although it may not be recorded today, a sentence or two for each."""
    definition, ended = computed.definition, _ended(computed)
    asked = (key for key in computed.result.held if asked_today(definition, key))
    return (
        *(_asked(definition.questions[key].label, ended.get(key), computed) for key in asked),
        *earlier_words(computed),
    )


def earlier_words(computed: Computed) -> tuple[str, ...]:
    """The same, of what its version does not ask any more as it was asked then."""
    earlier = computed.background.earlier_harm
    ended = _ended(computed) if earlier else {}
    return tuple(_told(harm, ended.get(harm.key), computed) for harm in earlier)


def _ended(computed: Computed) -> dict[str, HarmEnding]:
    """By key, what a manager had ended by then and still holds the level."""
    if not computed.background.held:
        return {}
    revision = computed.revision
    until = revision.at if revision.complete else computed.until
    return past_harm(computed.assessment, revision.version, until)


def _asked(label: str, ending: HarmEnding | None, computed: Computed) -> str:
    if ending is None:
        return f"{label}: recorded before, and nobody has recorded that it ended."
    return f"{label}: recorded before. {_until(ending, computed)}"


def _told(harm: EarlierHarm, ending: HarmEnding | None, computed: Computed) -> str:
    until = "It holds the level until a manager records that it ended."
    return (
        f"{harm.label}: answered yes on {show_date(harm.on)} under version {harm.version}. This "
        f"version no longer asks it in that way. {_until(ending, computed) if ending else until}"
    )


def _until(ending: HarmEnding, computed: Computed) -> str:
    end = past_harm_ends(ending.last_happened, computed.standards)
    return (
        f"It last happened on {show_date(ending.last_happened)}, as {ending.by_name} recorded. The "
        f"practice standards keep its level until {show_date(end)}."
    )
