"""What a case puts on the reviewer's desk, and why. Reads only; it is kept in `operations`.

What a reviewer signed has been read, so it is off the desk until the signature is stale. Actual
harm stays on it until a manager records that it ended, whatever was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from app.assessments import queries as assessments
from app.assessments.background import standing_harm
from app.assessments.case_level import newest_of_each, standing_calls
from app.assessments.queries import Submitted
from app.cases import queries as cases
from app.cases.models import Case
from app.clock import EVER
from app.engine.comparison import Alert, Comparison, Flag
from app.reviews import queries
from app.reviews.models import DeskItem
from app.reviews.models.desk import Why
from app.reviews.queries import Compared, Stands

Waiting = tuple[Why, str, datetime]
"""Why something waits that another room knows of, what it is called there, and since when."""

_sources: dict[str, Callable[[Case], Iterable[Waiting]]] = {}


def register_desk_source(name: str, source: Callable[[Case], Iterable[Waiting]]) -> None:
    """Put on the desk what another room knows of an open case; again under the same name, in its
    place. It waits once a reason and name."""
    _sources[name] = source


class PairFacts(Struct, frozen=True):
    """What the desk says of a comparison: its flags, how many of its reductions have no evidence,
    whether nobody looked at an answer."""

    flags: int
    unevidenced: int
    nothing_affirmed: bool

    @classmethod
    def of(cls, comparison: Comparison) -> PairFacts:
        """Counted in a comparison."""
        return cls(
            flags=len(comparison.warnings) + sum(len(row.flags) for row in comparison.rows),
            unevidenced=sum(Flag.NO_EVIDENCE in row.flags for row in comparison.rows),
            nothing_affirmed=Alert.NOTHING_AFFIRMED in comparison.warnings,
        )


class DeskComparison(Struct, frozen=True):
    """The two assessments of a toolkit that are signed next; `facts` are none where they could not
    be worked out."""

    compared: Compared
    facts: PairFacts | None

    @property
    def ids(self) -> tuple[int, int]:
        """The ids of both revisions, earlier first."""
        return self.compared.earlier.revision.id, self.compared.later.revision.id


def desk_items(case: Case, pairs: Mapping[str, DeskComparison]) -> Iterator[DeskItem]:
    """Everything of a case that waits for a reviewer; `pairs` are by toolkit."""
    yield from _calls(case)
    yield from _dangers(case)
    if case.is_closed:
        return
    yield from _harm(case)
    for one in newest_of_each(assessments.submitted_assessments(case.id)):
        yield from _of_toolkit(case, one, pairs.get(one.assessment.slug))
    for name in sorted(_sources):
        for why, slug, since in _sources[name](case):
            yield _item(case, why, since, None, slug=slug)


def _calls(case: Case) -> Iterator[DeskItem]:
    """Drafts that record actual harm and are not submitted."""
    calls = sorted(standing_calls(case.id), key=lambda call: (call.assessment.slug, call.id))
    for slug, of_toolkit in groupby(calls, key=lambda call: call.assessment.slug):
        found = list(of_toolkit)
        yield _item(case, Why.DRAFT_HARM, found[0].at, len(found), slug=slug,
                    assessment_id=found[-1].assessment_id)


def _dangers(case: Case) -> Iterator[DeskItem]:
    if found := cases.standing_danger(case):
        yield _item(case, Why.DANGER, found[-1].at, len(found))


def _harm(case: Case) -> Iterator[DeskItem]:
    if found := standing_harm(case.id):
        yield _item(case, Why.HARM, found[0].revision.at, len(found),
                    assessment_id=found[-1].revision.assessment_id)


def _of_toolkit(case: Case, one: Submitted, pair: DeskComparison | None) -> Iterator[DeskItem]:
    """What waits of the newest assessment of a toolkit."""
    slug = one.assessment.slug
    signed = queries.newest_sign_off(case.id, slug)
    if signed is not None and pair is not None and pair.ids == (signed.earlier_id, signed.later_id):
        if queries.standing(signed, EVER).stands is Stands.STALE:
            yield _of_pair(case, Why.STALE, signed.at, None, pair)
        return
    if signed is not None and signed.superseded is not None and pair is not None:
        yield _of_pair(case, Why.SUPERSEDED, signed.superseded.at, None, pair)
    if _contradicts(one):
        yield _contradiction(case, one)
    if pair is not None:
        yield from _unsigned(case, pair)


def _unsigned(case: Case, pair: DeskComparison) -> Iterator[DeskItem]:
    at, facts = pair.compared.later.revision.at, pair.facts
    yield _of_pair(case, Why.SIGN_OFF, at, facts.flags if facts else None, pair)
    if facts and facts.unevidenced:
        yield _of_pair(case, Why.UNEVIDENCED, at, facts.unevidenced, pair)
    if facts and facts.nothing_affirmed:
        yield _of_pair(case, Why.NOTHING_AFFIRMED, at, None, pair)


def _contradicts(one: Submitted) -> bool:
    """Whether the level that was judged is lower than the one that the answers give."""
    judged, calculated = one.summary.level_rank, one.summary.calculated_rank
    return judged is not None and calculated is not None and judged < calculated


def _contradiction(case: Case, one: Submitted) -> DeskItem:
    return _item(case, Why.CONTRADICTS, one.standing.at, None, slug=one.assessment.slug,
                 assessment_id=one.assessment.id)


def _of_pair(
    case: Case, why: Why, since: datetime, number: int | None, pair: DeskComparison
) -> DeskItem:
    found = {one.id: one for one in pair.compared.complete}
    before, after = (found[id_] for id_ in pair.ids)
    return _item(
        case, why, since, number, slug=after.slug,
        before_title=before.level_title, before_rank=before.level_rank,
        after_title=after.level_title, after_rank=after.level_rank,
        earlier_id=before.id, later_id=after.id, assessment_id=after.assessment_id)


def _item(
    case: Case, why: Why, since: datetime, number: int | None, slug: str = "", **more: object
) -> DeskItem:
    return DeskItem(
        case_id=case.id, why=why.value, slug=slug, team_id=case.team_id,
        worker_id=case.worker_id, restricted=case.restricted, since=since, number=number, **more)
