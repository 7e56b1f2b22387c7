"""Last time, beside a review: what was answered then, in the words of then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache

from msgspec import Struct
from sqlalchemy import bindparam, select

from app.assessments.carrying import LeftBehind, carry
from app.assessments.computing import computed
from app.assessments.models import Assessment, Revision
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import pairing
from app.engine.answers import Answers
from app.engine.definition import Question
from app.engine.effective import Effective
from app.engine.pairing import Pairing
from app.engine.reading import Entry, read_one
from app.engine.withheld_rows import lists_in_part

KEPT = 16
"""How many a process keeps: every page and every save of a review looks at the same one."""

_TOLD = ("reworded", "split", "merged", "replaced", "added")
_REVISIONS = Revision.__table__.c
_FOLLOWED = select(_REVISIONS.id, _REVISIONS.root).where(
    _REVISIONS.assessment_id == bindparam("assessment"), _REVISIONS.number == bindparam("number"))


class LastTime(Struct, frozen=True, dict=True):
    """The revision that a review follows, and how its questions pair with those of today.

    `at` is when it was submitted, `on` the day it speaks of, `version_number` the number of the
    version of the toolkit it was given under.
    """

    assessment_id: int
    number: int
    version_number: int
    author: str
    at: datetime
    on: date
    answers: Answers
    effective: Effective
    pairing: Pairing

    def entries(
        self, questions: Iterable[Question], withheld: frozenset[str] = frozenset()
    ) -> dict[str, Entry]:
        """What was answered to these questions of today's version, by their key; of lists without
        the rows that are `withheld`."""
        said = self._said
        found = {question.key: said[question.key]
                 for question in questions if question.key in said}
        lists = lists_in_part(withheld)
        if not lists:
            return found
        shown, earlier = self.effective.without(withheld), self.pairing.earlier
        return {key: read_one(earlier.questions[then], earlier.section_of[then].key, shown)
                if (then := entry.key) in lists else entry for key, entry in found.items()}

    @cached_property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be carried over."""
        return carry(self.answers, self.pairing).left_behind

    @cached_property
    def changes(self) -> tuple[tuple[str, int], ...]:
        """How many questions were reworded, added and so on: ("reworded", 2)."""
        relations = Counter(
            self.pairing.lineage.back(key).relation for key in self.pairing.later.questions
        )
        return tuple((told, relations[told]) for told in _TOLD if relations[told])

    @cached_property
    def _said(self) -> Mapping[str, Entry]:
        earlier, pairs = self.pairing.earlier, self.pairing.later.questions
        keys = ((key, self.pairing.earlier_of(key)) for key in pairs)
        return {
            key: read_one(earlier.questions[then], earlier.section_of[then].key, self.effective)
            for key, then in keys if then is not None
        }


def last_time(
    assessment: Assessment, version: DefinitionVersion | None = None
) -> LastTime | None:
    """What a review follows, in terms of the version that it is on or of another one; None for a
    first assessment."""
    if assessment.previous_id is None or assessment.previous_number is None:
        return None
    revision_id, root = assessment.follows or db.session.execute(_FOLLOWED, {
        "assessment": assessment.previous_id, "number": assessment.previous_number}).one()
    today = version or assessment.version
    return _kept(revision_id, root, today.id, today.sha256)


@lru_cache(maxsize=KEPT)
def _kept(revision_id: int, root: str, version_id: int, sha256: str) -> LastTime:
    """Of a complete revision, which never changes: its root stands for all that it says."""
    revision = db.session.get_one(Revision, revision_id)
    earlier, later = revision.version, db.session.get_one(DefinitionVersion, version_id)
    found = computed(revision.assessment, revision.number)
    return LastTime(
        revision.assessment_id, revision.number, earlier.number, revision.author_name, revision.at,
        found.on, found.answers, found.effective, pairing(earlier, later))
