"""What counts as reduced risk, decided here and nowhere else (rulings X7, X19 and X20).

Pure: what is signed and what is known besides comes from above. The words for it are in
`reduction_words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.engine.comparison import Alert, Flag
from app.engine.grounds import Grounds, Rung, RowGrounds


class Kind(StrEnum):
    """In which way a reduction is not shown, or cannot be relied on."""

    NOT_LOWER = "not_lower"
    MAY_BE_AS_HIGH = "may_be_as_high"
    NOT_BY_ANSWERS = "not_by_answers"
    NOT_EVIDENCED = "not_evidenced"
    EVIDENCE_OLD = "evidence_old"
    NEW_HARM = "new_harm"
    HARM_STANDS = "harm_stands"
    MEASURE_ROSE = "measure_rose"
    POSSIBLE_ROSE = "possible_rose"
    FLAG = "flag_not_explained"
    ALERT = "warning_not_explained"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    NOT_SIGNED = "not_signed"
    SUPERSEDED = "superseded"
    STALE = "stale"
    OTHER_TOOLKIT = "other_toolkit"
    OTHER_FELL = "other_toolkit_fell"
    DANGER = "immediate_danger"
    DRAFT_CALLS = "draft_calls_for_action"
    TWO_LEVELS = "two_levels"
    DECIDED_BEFORE = "decided_before"
    NOT_DECIDED = "not_decided"
    NOT_ASKED = "discussion_not_asked_for"
    NOT_DISCUSSED = "not_discussed"
    NOT_AGREED = "discussion_did_not_agree"
    DISCUSSED_BEFORE = "discussed_before"
    DISCUSSED_HIGHER = "discussion_saw_higher"


class Remark(StrEnum):
    """What does not stand against a reduction and must be seen beside it."""

    HARM_NOT_KNOWN = "actual_harm_not_known"
    INCREASED = "increased"
    MAY_BE_HIGHER = "may_be_higher"
    NOT_IN_BAND = "not_in_band"
    AGED = "aged"


NEVER = frozenset({Kind.DANGER, Kind.DRAFT_CALLS})
"""No decision goes past these, whoever makes it: each has its own way to be dealt with first."""
NEVER_STEPPED_DOWN = NEVER | {Kind.NEW_HARM, Kind.HARM_STANDS}
"""Nor is a level lowered while actual harm stands (X19, S4.103)."""


class RowNamed(Struct, frozen=True):
    """A row that something is said about: the key and label of its question."""

    key: str
    label: str


class Shortfall(Struct, frozen=True):
    """Why a reduction is not shown; `about` names the flag, the warning or the thing it is about,
    `before` and `after` what it was and is."""

    kind: Kind
    rows: tuple[RowNamed, ...] = ()
    about: str = ""
    before: str = ""
    after: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON, without its words."""
        return {"kind": self.kind.value, "about": self.about, "before": self.before,
                "after": self.after, "rows": [[row.key, row.label] for row in self.rows]}


def shortfall_of(told: Mapping[str, Any]) -> Shortfall:
    """The shortfall that `as_json` wrote."""
    rows = tuple(RowNamed(key, label) for key, label in told["rows"])
    return Shortfall(Kind(told["kind"]), rows, told["about"], told["before"], told["after"])


class Noted(Struct, frozen=True):
    """Something to be seen beside a reduction."""

    remark: Remark
    rows: tuple[RowNamed, ...] = ()
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON, without its words."""
        return {"remark": self.remark.value, "about": self.about,
                "rows": [[row.key, row.label] for row in self.rows]}


class Around(Struct, frozen=True):
    """What a verdict depends on besides the grounds: the London day it is given on, after how many
    days evidence is out of date, what the reviewer explained (keys of rows, warnings), and what is
    known that the comparison does not say."""

    today: date
    stale_after_days: int
    rows_explained: frozenset[str] = frozenset()
    alerts_explained: frozenset[Alert] = frozenset()
    known_besides: tuple[Shortfall, ...] = ()


class Verdict(Struct, frozen=True):
    """Whether reduced risk is shown. `in_band`: by a lower level, not only by a lower measure."""

    in_band: bool
    shortfalls: tuple[Shortfall, ...]
    noted: tuple[Noted, ...] = ()

    @property
    def met(self) -> bool:
        """Whether a reduction is shown and can be relied on today."""
        return all(one.kind is Kind.TWO_LEVELS for one in self.shortfalls)

    @property
    def needs_exceptional(self) -> bool:
        """Whether only the exceptional route is open: no reduction, or two levels at once."""
        return bool(self.shortfalls)

    @property
    def kinds(self) -> frozenset[Kind]:
        """In which ways it falls short."""
        return frozenset(one.kind for one in self.shortfalls)

    def falling(self, before: Rung | None, after: Rung | None) -> Verdict:
        """The verdict on going from one level to another: two at once is never ordinary."""
        if before is None or after is None or before.rank - after.rank < 2:
            return self
        return self.besides(
            Shortfall(Kind.TWO_LEVELS, before=before.title, after=after.title))

    def besides(self, shortfall: Shortfall) -> Verdict:
        """The verdict where this falls short as well."""
        return replace(self, shortfalls=(*self.shortfalls, shortfall))

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON, as a decision keeps it."""
        return {
            "met": self.met, "in_band": self.in_band,
            "needs_exceptional": self.needs_exceptional,
            "shortfalls": [one.as_json() for one in self.shortfalls],
            "noted": [one.as_json() for one in self.noted],
        }


def verdict(grounds: Grounds | None, around: Around) -> Verdict:
    """Whether a comparison shows reduced risk (X7, by the upper ends of X20).

    It does where the level is lower, or the same and the upper end of a measure is lower, because
    known answers fell; where at least one answer shows it with evidence, all such evidence being
    current today; where no actual harm is new or stands, no upper end rose, and the reviewer
    explained every flag. Without grounds there is nothing to show it.
    """
    if grounds is None:
        return Verdict(False, around.known_besides)
    shortfalls = (*_lower(grounds), *_evidence(grounds, around), *_harm(grounds), *_risen(grounds),
                  *_unexplained(grounds, around), *around.known_besides)
    return Verdict(_in_band(grounds), shortfalls, tuple(_noted(grounds)))


# Lower


def is_lower(grounds: Grounds) -> bool:
    """Whether the level or the upper end of a measure is lower, by what was answered."""
    return not any(_lower(grounds))


def _in_band(grounds: Grounds) -> bool:
    """Whether the level is lower whatever the unknown answers are, actual harm left aside."""
    before = grounds.before.stands
    ends = [rung for rung in (grounds.after.stands, grounds.after.but_for_harm) if rung]
    return before is not None and grounds.after.stands is not None and all(
        rung.rank < before.rank for rung in ends) and _by_answers(grounds)


_NOT_ANSWERED = frozenset({
    Alert.FELL_BY_TIME, Alert.FELL_BY_TOOLKIT, Alert.FELL_BY_CORRECTION})
"""What says that the level would be as high, had only the answers changed."""


def _fell(grounds: Grounds) -> bool:
    """Whether the level that stands is lower, known or not."""
    before, after = grounds.before.stands, grounds.after.stands
    return before is not None and after is not None and after.rank < before.rank


def _rose(grounds: Grounds) -> bool:
    before, after = grounds.before.stands, grounds.after.stands
    return before is None or after is None or after.rank > before.rank


def _by_answers(grounds: Grounds) -> bool:
    """Whether known answers lowered what fell; a toolkit of which no number fell has only them."""
    if _NOT_ANSWERED.intersection(grounds.alerts):
        return False
    fallen = [one for one in grounds.measures if _measure_fell(one.before, one.after)]
    return not fallen or any((one.answered or 0) < 0 for one in fallen)


def _measure_fell(before: float | None, after: float | None) -> bool:
    return before is not None and after is not None and after < before


def _measure_lower(grounds: Grounds) -> bool:
    """Whether the upper end of a measure is lower, and known answers made it so."""
    return any(_measure_fell(one.before, one.after) and (one.answered or 0) < 0
               for one in grounds.measures)


def _lower(grounds: Grounds) -> Iterator[Shortfall]:
    if _in_band(grounds) or not _rose(grounds) and _measure_lower(grounds):
        return
    stood, stands = grounds.before.stands, grounds.after.stands
    kind, highest = Kind.NOT_LOWER, None
    if not _by_answers(grounds):
        kind = Kind.NOT_BY_ANSWERS
    elif _fell(grounds):
        kind, highest = Kind.MAY_BE_AS_HIGH, grounds.after.but_for_harm
    yield Shortfall(
        kind, about=highest.title if highest else "", before=stood.title if stood else "",
        after=stands.title if stands else "")


# Evidence


def _evidence(grounds: Grounds, around: Around) -> Iterator[Shortfall]:
    shown = [row for row in grounds.rows if row.evidenced]
    if not shown:
        yield Shortfall(Kind.NOT_EVIDENCED)
    old = [row for row in shown if _is_old(row, grounds, around)]
    if old:
        yield Shortfall(Kind.EVIDENCE_OLD, _named(old), about=str(around.stale_after_days))


def _is_old(row: RowGrounds, grounds: Grounds, around: Around) -> bool:
    """By the day of the evidence, or of the assessment where none is given or a later one is."""
    seen = min(row.seen or grounds.on, grounds.on)
    return (around.today - seen).days > around.stale_after_days


# Harm


def _harm(grounds: Grounds) -> Iterator[Shortfall]:
    new = [row for row in grounds.rows if row.anew]
    if new:
        yield Shortfall(Kind.NEW_HARM, _named(new))
    if grounds.harm:
        yield Shortfall(Kind.HARM_STANDS, about="; ".join(grounds.harm))


# Upper ends


def _risen(grounds: Grounds) -> Iterator[Shortfall]:
    for measure in grounds.measures:
        if measure.before is not None and measure.after is not None and (
                measure.after > measure.before):
            yield Shortfall(Kind.MEASURE_ROSE, about=measure.title,
                            before=f"{measure.before:g}", after=f"{measure.after:g}")
    for before, after in (
        (grounds.before.possible, grounds.after.possible),
        (grounds.before.but_for_harm, grounds.after.but_for_harm),
    ):
        if after is not None and (before is None or after.rank > before.rank):
            yield Shortfall(Kind.POSSIBLE_ROSE, before=before.title if before else "",
                            after=after.title)
            return


# Flags


_SAID_ELSEWHERE = frozenset({Flag.HARM_HELD, Alert.FELL_UNEVIDENCED})
"""What these flag is a shortfall of its own, which no explanation does away with."""


def _unexplained(grounds: Grounds, around: Around) -> Iterator[Shortfall]:
    for flag in Flag:
        rows = [row for row in grounds.rows
                if flag in row.flags and row.key not in around.rows_explained]
        if rows and flag not in _SAID_ELSEWHERE:
            yield Shortfall(Kind.FLAG, _named(rows), about=flag.value)
    for alert in grounds.alerts:
        if alert not in around.alerts_explained and alert not in _SAID_ELSEWHERE:
            yield Shortfall(Kind.ALERT, about=alert.value)


# What is seen beside it


def _noted(grounds: Grounds) -> Iterator[Noted]:
    unknown = [row for row in grounds.rows if row.harm and row.unknown]
    if unknown:
        yield Noted(Remark.HARM_NOT_KNOWN, _named(unknown))
    increased = [row for row in grounds.rows if row.increased]
    if increased:
        yield Noted(Remark.INCREASED, _named(increased))
    stands, highest = grounds.after.stands, grounds.after.but_for_harm
    if stands and highest and highest.rank > stands.rank:
        yield Noted(Remark.MAY_BE_HIGHER, about=highest.title)
    for measure in grounds.measures:
        if (measure.aged or 0) < 0:
            yield Noted(Remark.AGED, about=measure.title)
    if not _in_band(grounds) and _measure_lower(grounds):
        level = grounds.before.stands if _NOT_ANSWERED.intersection(grounds.alerts) else stands
        yield Noted(Remark.NOT_IN_BAND, about=level.title if level else "")


def _named(rows: list[RowGrounds]) -> tuple[RowNamed, ...]:
    return tuple(RowNamed(row.key, row.label) for row in rows)
