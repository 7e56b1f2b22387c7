"""The gate: what stands between a case and a lower level, or its closing. Reads only.

What counts as a reduction is the engine’s to say; here it is given what was signed, and what is
known besides. Nobody chooses what is cited: it is the last signature over the two assessments that
may be signed (ruling X7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from app.accounts.models import User
from app.assessments import queries as assessments
from app.assessments.background import standing_harm
from app.assessments.immediate import asked_as
from app.cases import queries as cases
from app.cases.models import Case
from app.clock import show_date, today_in_london
from app.definitions.queries import load
from app.definitions.standards import standards_at
from app.engine.comparison import Alert
from app.engine.council_route import Act
from app.engine.definition import Definition
from app.engine.grounds import Grounds, Rung
from app.engine.reduction import (
    Around,
    Kind,
    RowNamed,
    Shortfall,
    Verdict,
    is_lower,
    verdict,
)
from app.pathway import agreement, queries
from app.pathway.queries import InForce, Recorded
from app.reviews import queries as reviews
from app.reviews.models import SignOff
from app.reviews.queries import Standing, Stands


class Gate(Struct, frozen=True, dict=True):
    """What the gate knows of a case at a moment; worked out as it is asked for.

    `slug` is the toolkit of the last submitted assessment, whose comparison is cited.
    """

    case: Case
    now: datetime
    slug: str

    @cached_property
    def in_force(self) -> InForce | None:
        """The level that the case stands at."""
        return queries.in_force(self.case.id)

    @cached_property
    def recorded(self) -> Recorded | None:
        """The level that the newest assessments came to."""
        return queries.recorded(self.case.id)

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The revision ids of the two assessments that a decision rests on."""
        return reviews.baseline(self.case.id, self.slug)

    @cached_property
    def last_signed(self) -> SignOff | None:
        """The last signature over this toolkit, whatever became of it."""
        return reviews.newest_sign_off(self.case.id, self.slug)

    @cached_property
    def standing(self) -> Standing | None:
        """How that signature stands now."""
        return reviews.standing(self.last_signed, self.now) if self.last_signed else None

    @cached_property
    def cited(self) -> SignOff | None:
        """The signature over the two; it need not be current."""
        signed = self.last_signed
        same = signed is not None and (signed.earlier_id, signed.later_id) == self.pair
        return signed if same else None

    @cached_property
    def grounds(self) -> Grounds | None:
        """What the gate reads: of what was signed, or of what there is to sign."""
        if self.cited:
            return Grounds.signed(reviews.signed_parts(self.cited))
        if self.pair is None:
            return None
        return Grounds.of(reviews.whole_comparison(self.case, *self.pair))

    @cached_property
    def verdict(self) -> Verdict:
        """Whether reduced risk is shown, and can be relied on today."""
        around = _around(self.cited, self.now)
        return verdict(self.grounds, replace(
            around, known_besides=tuple(self._known_besides())))

    def verdict_on(self, act: Act, level: Rung | None) -> Verdict:
        """The verdict on an act that comes to a level: the evidence first, then the agreement that
        the council’s route asks for (ruling X6)."""
        found = self._falling_to(level)
        signed = self.cited.id if self.cited else None
        missing = agreement.missing(self.case, act, self.now, signed, level)
        return found.besides(missing) if missing else found

    @cached_property
    def closing(self) -> Verdict:
        """The verdict on closing the case."""
        return self.verdict_on(Act.CLOSE, self.recorded.level if self.recorded else None)

    @cached_property
    def lower_levels(self) -> Sequence[Rung]:
        """The levels that the case may be stepped down to, the highest first: none below what is
        recorded now, but the next one where that is no lower (ruling X7: not yet in band)."""
        if self.in_force is None or self.recorded is None:
            return ()
        stands = self.in_force.level.rank
        lower = [one for one in self.levels if one.rank < stands]
        floor = min([self.recorded.level.rank, *(one.rank for one in lower[:1])])
        return [one for one in lower if one.rank >= floor]

    def too_near(self, actor: User) -> str:
        """Why somebody may not decide by the exceptional route, where one person alone would do
        all of it; blank where they may."""
        if self.cited is not None and self.cited.by_id == actor.id:
            return "You signed this comparison, so another senior has to decide."
        if reviews.had_a_hand(actor, self._newest.assessment):
            return "You wrote in the last assessment, so another senior has to decide."
        return ""

    @cached_property
    def levels(self) -> Sequence[Rung]:
        """Every level of the toolkit, the highest first."""
        return [Rung(one.id, one.title, one.rank) for one in self._definition.levels_by_rank[::-1]]

    def _falling_to(self, level: Rung | None) -> Verdict:
        """The verdict on going to a level from where the case stands, or what is compared began.

        All that one comparison shows is one fall: two levels are not made ordinary by taking them
        one by one, by signing the same two again, nor by comparing anew what was decided on before.
        """
        first = queries.first_citing(self.cited.id) if self.cited else None
        stood = queries.stood_at(first) if first else None
        began = self.in_force.level if self.in_force else None
        before = self.grounds.before.stands if self.grounds else None
        ends = [rung for rung in (stood, began, before) if rung]
        return self.verdict.falling(max(ends, key=lambda rung: rung.rank, default=None), level)

    @property
    def _definition(self) -> Definition:
        return load(self._newest.standing.version_id)

    @cached_property
    def _newest(self) -> assessments.Submitted:
        """The last submitted assessment of the toolkit."""
        return next(one for one in assessments.submitted_assessments(self.case.id)
                    if one.assessment.slug == self.slug)

    def _known_besides(self) -> Iterator[Shortfall]:
        yield from self._signature()
        yield from self._decided_before()
        yield from _danger(self.case)
        if not (self.grounds and self.grounds.harm):
            yield from _harm_standing(self.case.id)
        yield from self._other_toolkits()

    def _signature(self) -> Iterator[Shortfall]:
        if self.pair is None:
            yield Shortfall(Kind.NOTHING_TO_COMPARE)
        elif self.standing is None or self.standing.current and self.cited is None:
            yield Shortfall(Kind.NOT_SIGNED)
        elif not self.standing.current:
            superseded = self.standing.stands is Stands.SUPERSEDED
            for reason in self.standing.reasons:
                yield Shortfall(Kind.SUPERSEDED if superseded else Kind.STALE,
                                about=reason.words.rstrip("."))

    def _decided_before(self) -> Iterator[Shortfall]:
        """What fell only up to an assessment that the case was lowered or closed by. An addendum
        brings the one before it back as the earlier side, and with it a fall that is used up."""
        decided = queries.last_resting(self.case.id)
        if decided is None or self.pair is None:
            return
        of_then = self._assessed_by(decided.revision_id or 0)
        if of_then is not None and self._lies_between(of_then) and not is_lower(Grounds.of(
                reviews.whole_comparison(self.case, of_then.standing.id, self.pair[1]))):
            yield Shortfall(Kind.DECIDED_BEFORE, about=show_date(decided.at))

    def _assessed_by(self, revision_id: int) -> assessments.Submitted | None:
        """The last assessment of the toolkit that was submitted by then."""
        done = (one for one in assessments.submitted_assessments(self.case.id)
                if one.assessment.slug == self.slug and one.submission.id <= revision_id)
        return max(done, key=lambda one: one.assessment.id, default=None)

    def _lies_between(self, one: assessments.Submitted) -> bool:
        """Whether it was begun after the earlier side and before the later one."""
        assert self.pair is not None
        ends = [other.assessment.id for other in assessments.submitted_assessments(self.case.id)
                if other.standing.id in self.pair]
        return min(ends) < one.assessment.id < max(ends)

    def _other_toolkits(self) -> Iterator[Shortfall]:
        """A toolkit that stands higher than the one whose comparison is cited, and any that fell
        from where it stood higher, unless its own comparison shows that as well."""
        after = self.grounds.after.stands if self.grounds else None
        highest = self.recorded
        if after and highest and highest.slug != self.slug and highest.level.rank > after.rank:
            yield Shortfall(Kind.OTHER_TOOLKIT, about=f"{highest.toolkit}, {highest.level.title}")
        for one in queries.fallen(self.case.id):
            if one.slug != self.slug and one.stood.rank > self._lowest and (
                    one.now is None
                    or self._signed_down_to(one.slug, one.stood.rank) > one.now.rank):
                yield Shortfall(Kind.OTHER_FELL, about=self._title(one.slug),
                                before=one.stood.title, after=one.now.title if one.now else "")

    def _title(self, slug: str) -> str:
        return next(one.assessment.version.title
                    for one in assessments.submitted_assessments(self.case.id)
                    if one.assessment.slug == slug)

    @property
    def _lowest(self) -> int:
        """The rank of the lowest level that the case may come to."""
        lower = [one.rank for one in self.lower_levels]
        return min([*lower, self.recorded.level.rank] if self.recorded else lower, default=0)

    def _signed_down_to(self, slug: str, rank: int) -> int:
        """To which rank the signed comparisons of another toolkit show reduced risk, from one on,
        each as of when it was signed."""
        stand = (one for one in reviews.sign_offs_of(self.case.id)
                 if one.slug == slug and one.superseded is None)
        for one in stand:
            grounds = Grounds.signed(reviews.signed_parts(one))
            before, after = grounds.before.stands, grounds.after.stands
            lower = before and after and after.rank < rank <= before.rank
            if after and lower and verdict(grounds, _around(one, one.at)).met:
                rank = after.rank
        return rank


def gate_of(case: Case, now: datetime) -> Gate | None:
    """The gate of a case; None where no assessment was ever submitted, and there is nothing to
    step down from."""
    done = assessments.submitted_assessments(case.id)
    return Gate(case, now, done[0].assessment.slug) if done else None


def bars(case: Case, now: datetime) -> Verdict:
    """What bars the closing of a case in which no assessment was ever submitted."""
    found = Verdict(False, (*_danger(case), *_harm_standing(case.id)))
    missing = agreement.missing(case, Act.CLOSE, now, None, None)
    return found.besides(missing) if missing else found


def _around(sign_off: SignOff | None, now: datetime) -> Around:
    """What was explained of what was signed, and the day and the standards of a moment."""
    flags = reviews.explained_flags(sign_off) if sign_off else ()
    said = [one.flagged for one in flags if one.explained]
    return Around(
        today=today_in_london(now),
        stale_after_days=standards_at(now).evidence_stale_days,
        rows_explained=frozenset(one.key for one in said if one.key),
        alerts_explained=frozenset(
            Alert(one.name.partition("/")[2]) for one in said if not one.key),
    )


def _danger(case: Case) -> Iterator[Shortfall]:
    if cases.standing_danger(case):
        yield Shortfall(Kind.DANGER)
    for draft in assessments.drafts_of(case.id):
        calls = assessments.action_calls(draft.assessment)
        if calls:
            asked = [asked_as(call) for call in calls]
            yield Shortfall(
                Kind.DRAFT_CALLS, tuple(RowNamed(one.key, one.label) for one in asked),
                about="; ".join(one.label for one in asked))


def _harm_standing(case_id: int) -> Iterator[Shortfall]:
    labels = [load(one.version_id).questions[one.question_key].label
              for one in standing_harm(case_id)]
    if labels:
        yield Shortfall(Kind.HARM_STANDS, about="; ".join(dict.fromkeys(labels)))
