"""How one answer came to be what it is: when it changed in a case, and who changed it.

What two assessments say of it beside each other is in `comparing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.assessments import history
from app.assessments.computing import of_state
from app.assessments.models import Assessment, Revision
from app.cases.access import withheld_from
from app.cases.models import Case
from app.cases.withholding import keys_withheld_across
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.reading import Entry, read_one
from app.engine.withheld_rows import hides

_OF_TOOLKIT = (
    select(Assessment)
    .where(Assessment.case_id == bindparam("case"), Assessment.slug == bindparam("slug"))
    .options(joinedload(Assessment.begun_with))
    .order_by(Assessment.id)
)


_NOTHING_YET = object()


class Said(NamedTuple):
    """What an answer was from a revision on; `entry` is None where the version did not ask it."""

    revision: Revision
    entry: Entry | None

    @property
    def on(self) -> date:
        """The day it speaks of."""
        return self.revision.assessed_on


def answer_history(
    actor: User, case: Case, key: str, version: DefinitionVersion
) -> tuple[Said, ...]:
    """Every time that the answer to a question of `version` changed in a case, or somebody looked
    at it again, newest first; the actor may see the case and the whole question.

    What was asked in other words is followed through the versions of the toolkit, as far as it is
    the same question. What was said while a version marked it as withheld from the actor is left
    out, though the mark has gone since.
    """
    slug, sensitivities = version.definition.slug, withheld_from(actor, case)
    every = [Said(state.revision, _entry(assessment, state, key, version))
             for assessment in db.session.scalars(_OF_TOOLKIT, {"case": case.id, "slug": slug})
             for state in _of_one(assessment, key, version) if state.revision is not None]
    found = [one for one in every if not hides(keys_withheld_across(
        sensitivities, one.revision.version, version, but_urgent=True), key)]
    told: list[Said] = []
    for said in found:
        if _differs(told[-1] if told else None, said):
            told.append(said)
    return tuple(reversed(told))


def _of_one(
    assessment: Assessment, key: str, version: DefinitionVersion
) -> Iterator[history.State]:
    """The revisions of an assessment at which what is recorded of the answer is another."""
    before: object = _NOTHING_YET
    for state in history.states(assessment):
        asked = _key_in(state, key, version)
        recorded = _recorded(state, asked) if asked else None
        if recorded != before:
            yield state
        before = recorded


def _key_in(state: history.State, key: str, version: DefinitionVersion) -> str | None:
    """What the question is called in the version of a revision; None where it was not asked."""
    assert state.revision is not None
    if state.revision.version_id == version.id:
        return key
    pair = pairing(state.revision.version, version).by_later.get(key)
    return pair.earlier.key if pair else None


def _recorded(state: history.State, key: str) -> object:
    answers, below = state.answers, f"{key}/"
    values = {a: value for a, value in answers.values.items() if a == key or a.startswith(below)}
    return values, answers.rows.get(key), answers.mark(key), answers.unparsed.get(key)


def _entry(
    assessment: Assessment, state: history.State, key: str, version: DefinitionVersion
) -> Entry | None:
    asked, revision = _key_in(state, key, version), state.revision
    if asked is None or revision is None:
        return None
    definition = definition_of(revision.version)
    counted = of_state(assessment, definition, revision, state.answers).effective
    return read_one(definition.questions[asked], definition.section_of[asked].key, counted)


def _differs(earlier: Said | None, later: Said) -> bool:
    """Whether the answer is another, or somebody looked at it: to carry it over is neither."""
    before, after = earlier and earlier.entry, later.entry
    if before is None or after is None:
        return before is not after
    if after.carried and (before.absence, before.text, before.rows) == (
            after.absence, after.text, after.rows):
        return False
    return before._replace(key="", label="") != after._replace(key="", label="")
