"""The saves of a draft as its history shows them: those of one sitting on one part in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec import Struct

from app.definitions.models import DraftRevision, Saving

_ONE_SITTING = timedelta(minutes=10)
"""Saves of the same part by the same person no further apart than this are told together."""


class Saves(Struct, frozen=True):
    """One or several saves, newest first."""

    revisions: tuple[DraftRevision, ...]

    @property
    def last(self) -> DraftRevision:
        """The newest of them."""
        return self.revisions[0]

    @property
    def before(self) -> int:
        """The number of the revision before the oldest of them; 0 where there is none."""
        return self.revisions[-1].number - 1


def grouped(revisions: Sequence[DraftRevision]) -> tuple[Saves, ...]:
    """The saves of a draft, newest first, told together where they belong together."""
    return tuple(Saves(tuple(run)) for run in _runs(revisions))


def _runs(revisions: Sequence[DraftRevision]) -> Iterator[list[DraftRevision]]:
    run: list[DraftRevision] = []
    for revision in revisions:
        if run and not _goes_on(run[-1], revision):
            yield run
            run = []
        run.append(revision)
    if run:
        yield run


def _goes_on(later: DraftRevision, earlier: DraftRevision) -> bool:
    return (
        later.saving == earlier.saving == Saving.EDITED
        and later.author_id == earlier.author_id and _about(later) == _about(earlier) != ""
        and later.at - earlier.at <= _ONE_SITTING
    )


def _about(revision: DraftRevision) -> str:
    """What a save is about, as the page that made it says in the name of the save."""
    return revision.save_id.rpartition("-")[0]
