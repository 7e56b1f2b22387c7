"""How many assessments each change touches: under way, submitted, and due to be reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct, field
from sqlalchemy import bindparam, func, select

from app.assessments.models import LevelBasis
from app.assessments.uses import count
from app.cases.models import CaseSummary
from app.clock import today_in_london
from app.database import db
from app.definitions import queries
from app.definitions.impact import Proposal, Reach
from app.definitions.models import DefinitionVersion
from app.engine.authoring.aspects import About
from app.engine.authoring.changes import Change, Consequence
from app.engine.lineage import LineageRefused
from app.engine.pairing import Pairing
from app.engine.replay.situations import Alphabet, Letter

SOON = timedelta(days=90)
"""How far ahead a review counts as due soon; one that is overdue counts as well."""

_ANSWERED = frozenset({About.QUESTION, About.OPTION, About.COLUMN, About.ROW})
_WHOLE = frozenset({About.TOOLKIT, About.SECTION, About.GROUP, About.NOTE})
_DUE = (
    select(LevelBasis.version_id, func.count())
    .join(CaseSummary, CaseSummary.case_id == LevelBasis.case_id)
    .where(LevelBasis.definition_id == bindparam("definition"), LevelBasis.latest,
           LevelBasis.review_due <= bindparam("until"), ~CaseSummary.closed)
    .group_by(LevelBasis.version_id)
)
_CODES = (
    select(LevelBasis.version_id, LevelBasis.codes)
    .where(LevelBasis.definition_id == bindparam("definition"))
)


def reach_of(proposal: Proposal, at: datetime) -> Mapping[Change, Reach]:
    """What each change touches.

    A change of a question touches the assessments whose version asks it, a change of the whole
    toolkit all of them. What is added touches what is not submitted yet. Answers that have no
    place any more touch the submissions that hold such an answer.
    """
    counts = _Counts.of(proposal, today_in_london(at))
    return {change: counts.reach(change) for change in proposal.difference.changes}


def versions_of(proposal: Proposal) -> Sequence[DefinitionVersion]:
    """Every version of the toolkit, newest first."""
    return queries.versions(proposal.before.slug)


class _Counts(Struct):
    """The assessments by version, and how each version is told in the one before the proposal."""

    proposal: Proposal
    by_version: Mapping[int, Reach]
    pairings: Mapping[int, Pairing]
    _codes: dict[int, list[str]] | None = field(default=None)

    @classmethod
    def of(cls, proposal: Proposal, today: date) -> _Counts:
        versions = versions_of(proposal)
        used = count([one.id for one in versions])
        asked = {"definition": proposal.before.definition_id, "until": today + SOON}
        due = {key: value for key, value in db.session.execute(_DUE, asked)}
        by_version = {id_: Reach(use.drafts, use.submitted, due.get(id_, 0))
                      for id_, use in used.items() if any(use)}
        pairings = {one.id: pair for one in versions if one.id in by_version
                    and (pair := _told(one, proposal.before))}
        return cls(proposal, by_version, pairings)

    def reach(self, change: Change) -> Reach:
        """What one change touches."""
        if change.about in _ANSWERED and change.earlier_question is None:
            return self._total(self.by_version)._replace(submitted=0)
        key = self._key(change)
        if change.about in _WHOLE or key is None:
            return self._total(self.by_version)
        found = self._total({id_: reach for id_, reach in self.by_version.items()
                             if list(self._letters(id_, key))})
        if change.consequence is Consequence.ORPHANS:
            return found._replace(submitted=self._holding(change, key))
        return found

    def _key(self, change: Change) -> str | None:
        """The question of the version before that a change is about."""
        if change.earlier_question is not None or change.later_question is None:
            return change.earlier_question
        link = self.proposal.lineage.back(change.later_question)
        return link.to[0] if link.to else None

    def _letters(self, version_id: int, key: str) -> Iterator[Letter]:
        """The questions of a version in use that became a question of the one before."""
        pair = self.pairings.get(version_id)
        if pair is not None:
            letters = Alphabet.of(pair.earlier).letters
            yield from (letter for one, letter in letters.items()
                        if key in pair.lineage.question(one).to)

    def _holding(self, change: Change, key: str) -> int:
        """The submissions that hold an answer which a change takes the place of."""
        found = 0
        for version_id, codes in self._situations().items():
            for letter in self._letters(version_id, key):
                holds = _holder(change, letter, self.pairings[version_id])
                characters = Counter(one[letter.place] for one in codes if one)
                found += sum(number for character, number in characters.items()
                             if holds(character)) + codes.count("")
        return found

    def _situations(self) -> Mapping[int, list[str]]:
        if self._codes is None:
            self._codes = {}
            asked = {"definition": self.proposal.before.definition_id}
            for version_id, codes in db.session.execute(_CODES, asked):
                self._codes.setdefault(version_id, []).append(codes)
        return self._codes

    @staticmethod
    def _total(found: Mapping[int, Reach]) -> Reach:
        return Reach(*map(sum, zip(*found.values(), strict=True))) if found else Reach()


def _told(version: DefinitionVersion, before: DefinitionVersion) -> Pairing | None:
    try:
        return queries.pairing(version, before)
    except LineageRefused:
        return None


def _holder(change: Change, letter: Letter, pairing: Pairing) -> Callable[[str], bool]:
    """Whether a character holds what a change takes away: that option, or any answer."""
    key = letter.question.key
    pair = pairing.by_earlier.get(key)
    if change.about is not About.OPTION or not letter.closed or pair is None:
        return lambda character: character >= letter.answered_from
    told = pair.told

    def holds(character: str) -> bool:
        value = letter.read(character, None, None).answers.values.get(key)
        return value is not None and str(told(value)) == change.earlier_key

    return holds
