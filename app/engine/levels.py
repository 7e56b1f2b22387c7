"""The level: calculated from measures and answers, held by actual harm, beside the judged one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.engine.conditions import World
from app.engine.definition import Definition, Floor, Level
from app.engine.effective import Effective
from app.engine.held_harm import asked_today
from app.engine.measures import (
    NO_BACKGROUND, Background, Measured, contribution, measure_all, yes_of,
)


class Calculated(Struct, frozen=True):
    """The level the answers give: at least this, possibly that, and which floors raised it."""

    at_least: Level | None
    possibly: Level | None
    floors: tuple[Floor, ...] = ()

    @property
    def words(self) -> str:
        """"Medium", or "at least Medium, possibly High"."""
        if self.at_least is None:
            return "No level"
        if self.possibly is None or self.possibly.id == self.at_least.id:
            return self.at_least.title
        return f"At least {self.at_least.title}, possibly {self.possibly.title}"


class Result(Struct, frozen=True):
    """All that is computed from one set of answers on one day.

    `held` are the keys of actual harm recorded earlier that keeps its level, `harm` those and the
    ones recorded today.
    """

    measures: Mapping[str, Measured]
    calculated: Calculated
    judged: Level | None
    judged_reason: str
    held: tuple[str, ...]
    harm: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level that stands: the judged one, or the calculated where nobody has judged."""
        return self.judged or self.calculated.at_least

    @property
    def differs(self) -> bool:
        """Whether the judgement is not the calculated level."""
        return bool(self.judged and self.calculated.at_least
                    and self.judged.id != self.calculated.at_least.id)


def work_out(
    definition: Definition, effective: Effective, background: Background = NO_BACKGROUND
) -> Result:
    """Measures, calculated level and judgement of the answers on their day."""
    measures = measure_all(definition, effective, background)
    harm = tuple(_harm(definition, effective, background))
    return Result(
        measures, calculated(definition, effective, background, measures),
        *_judged(definition, effective),
        held=tuple(key for key in harm if key in background.held), harm=harm,
    )


def _harm(
    definition: Definition, effective: Effective, background: Background
) -> Iterator[str]:
    for key, question in definition.questions.items():
        value = effective.answers.values.get(key)
        if question.harm and (key in background.held or value == yes_of(question)):
            yield key
    yield from _not_asked_today(definition, background)


def _not_asked_today(definition: Definition, background: Background) -> list[str]:
    return sorted(key for key in background.held if not asked_today(definition, key))


def calculated(
    definition: Definition, effective: Effective, background: Background,
    measures: Mapping[str, Measured],
) -> Calculated:
    """The level that measures come to at both ends; the highest rank that matches wins.

    What levels and floors look at directly is treated as the measures treat it: harm that is held
    is answered yes, and at the high end what is unknown is as it was last known. Harm whose
    question is not asked today holds the level that it would give if it were asked.
    """
    low = {key: measured.interval.low for key, measured in measures.items()}
    high = {key: measured.interval.high for key, measured in measures.items()}
    held = _held_values(definition, background)
    at_least, floors = _level(definition, _world(definition, effective, held, low))
    for key in _not_asked_today(definition, background):
        at_least = _higher(at_least, _held_by(key, definition, effective, background))
    remembered = {**_last_known(definition, effective, background), **held}
    possibly, _ = _level(definition, _world(definition, effective, remembered, high))
    return Calculated(at_least, _higher(at_least, possibly), floors)


def possible_but_for_harm(
    definition: Definition, effective: Effective, background: Background, result: Result
) -> Level | None:
    """The highest level the answers may come to, leaving aside actual harm of which nothing is
    known. Where it is all known, that is what the result says is possible."""
    unknown = frozenset(_harm_unknown(definition, effective, background))
    if not unknown:
        return result.calculated.possibly
    high = {measure.id: result.measures[measure.id].interval.high - sum(
                contribution(term, definition, effective, background).high
                for term in measure.terms if term.key in unknown)
            for measure in definition.measures}
    values = {key: value for key, value in _last_known(definition, effective, background).items()
              if key not in unknown} | _held_values(definition, background)
    possibly, _ = _level(definition, _world(definition, effective, values, high))
    return _higher(result.calculated.at_least, possibly)


def _harm_unknown(
    definition: Definition, effective: Effective, background: Background
) -> Iterator[str]:
    for key, question in definition.questions.items():
        if question.harm and key not in background.held and effective.absence(
                question, definition.section_of[key].key):
            yield key


def _held_values(definition: Definition, background: Background) -> dict[str, Any]:
    """Harm that is held, as it would be answered."""
    return {key: yes_of(definition.questions[key]) for key in background.held
            if asked_today(definition, key)}


def _held_by(
    key: str, definition: Definition, effective: Effective, background: Background
) -> Level | None:
    """The level held by harm whose question is not asked today: the highest that any question gives
    that it went into, or else any question of actual harm; the highest of all where there is none.
    Nothing lower is known to be high enough."""
    earlier = next((one for one in background.earlier_harm if one.key == key), None)
    became = earlier.became if earlier else ()
    asked = became or tuple(key for key, one in definition.questions.items() if one.harm)
    given = [_given_by(one, definition, effective, background) for one in asked]
    levels = [level for level in given if level is not None] or definition.levels_by_rank[-1:]
    return max(levels, key=lambda level: level.rank, default=None)


def _given_by(
    key: str, definition: Definition, effective: Effective, background: Background
) -> Level | None:
    """The level of these answers, had a question of actual harm been answered yes."""
    held = frozenset(key for key in (*background.held, key) if asked_today(definition, key))
    supposed = replace(background, held=held, earlier_harm=())
    return work_out(definition, effective, supposed).calculated.at_least


def _higher(one: Level | None, other: Level | None) -> Level | None:
    if one is None or other is None:
        return one or other
    return other if other.rank > one.rank else one


def _world(
    definition: Definition, effective: Effective, values: Mapping[str, Any],
    measures: Mapping[str, float],
) -> World:
    """What levels look at, with some values laid over the answers."""
    if not values:
        return replace(effective.world, measures=measures)
    answers = effective.answers.with_changes(values=values).instance(definition)
    return replace(effective.world, measures=measures, answers=answers)


def _last_known(
    definition: Definition, effective: Effective, background: Background
) -> dict[str, Any]:
    """By key, what was known of questions of which nothing is known now."""
    return {
        key: value for key, value in background.last_known.values.items()
        if key in definition.questions
        and effective.absence(definition.questions[key]) is not None
    }


def _level(definition: Definition, world: World) -> tuple[Level | None, tuple[Floor, ...]]:
    matching = [level for level in definition.levels_by_rank
                if level.when is None or level.when.holds(world)]
    if not matching:
        return None, ()
    level = matching[-1]
    floors = tuple(floor for floor in definition.floors if floor.when.holds(world))
    raising = tuple(floor for floor in floors if level.id in floor.forbids)
    forbidden = frozenset().union(*(floor.forbids for floor in floors))
    allowed = [other for other in definition.levels_by_rank
               if other.rank >= level.rank and other.id not in forbidden]
    return (allowed[0] if allowed else level), raising


def _judged(definition: Definition, effective: Effective) -> tuple[Level | None, str]:
    judgement = definition.judgement
    if judgement is None:
        return None, ""
    values = effective.answers.values
    reason = values.get(judgement.reason_key or "") or ""
    return definition.level(values.get(judgement.key)), str(reason)


class JudgementRefusal(Struct, frozen=True):
    """Why a judged level may not be recorded as it is."""

    message: str
    about_reason: bool = False


def judgement_refusal(
    definition: Definition, result: Result, *, by_manager: bool
) -> JudgementRefusal | None:
    """What stands against the judged level, or None (S4.103, S4.104, ruling X12).

    Upward needs a reason and goes no further than the definition's `rise`; below the calculated
    level needs a manager and a reason; a level that actual harm gives is never lowered.
    """
    judged, calculated = result.judged, result.calculated.at_least
    if judged is None or calculated is None or judged.id == calculated.id:
        return None
    ranks = [level.id for level in definition.levels_by_rank]
    steps = ranks.index(judged.id) - ranks.index(calculated.id)
    rise = definition.judgement.rise if definition.judgement else None
    highest = definition.level(definition.judgement.highest if definition.judgement else None)
    if steps < 0 and result.harm:
        return JudgementRefusal(
            f"The level is {calculated.title} because actual abuse is recorded. It cannot be set "
            "lower here. A manager first records that the abuse no longer takes place")
    if steps < 0 and not by_manager:
        return JudgementRefusal(
            f"The answers give {calculated.title}. Only a manager can record a lower level. "
            f"Choose {calculated.title}, or ask your manager to complete this part")
    if highest is not None and steps > 0 and judged.rank > highest.rank:
        return JudgementRefusal(
            f"{judged.title} follows from what is recorded, not from judgement. If it is taking "
            f"place, record that in the indicators. Otherwise choose {highest.title}")
    if rise is not None and steps > rise:
        return JudgementRefusal(
            f"The answers give {calculated.title}. You can judge it {_steps(rise)} higher, not "
            f"{steps}. If you know more, record it in the indicators and the level will follow")
    if not result.judged_reason.strip():
        return JudgementRefusal(
            f"Say why you judge {judged.title} when the answers give {calculated.title}", True)
    return None


def _steps(count: int) -> str:
    return "one level" if count == 1 else f"{count} levels"
