"""What changed between two assessments, in sentences. What is said of one row is in `telling`.

Indicators are told kind by kind; falls and rises are told apart and never netted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from app.engine.comparison import Alert, AnswerChange, Comparison, Flag, Row, Visibility
from app.engine.directions import Direction
from app.engine.telling import warning_words

_BACKWARDS = "The later assessment stands first: read from right to left."
_SUMMED_UP = (Alert.FELL_UNEVIDENCED, Alert.FEWER_SOURCES, Alert.NOTHING_AFFIRMED)


def summary(comparison: Comparison) -> tuple[str, ...]:
    """What changed, in sentences; of what is withheld no more than how many answers they are."""
    rows = [row for row in comparison.rows if row.visibility is Visibility.SHOWN]
    told = [_BACKWARDS] if comparison.backwards else []
    told += _of_indicators(rows)
    told += _of_others([row for row in rows if not row.kind])
    if comparison.withheld:
        told.append(f"{comparison.withheld} withheld from you.")
    told.extend(f"{warning_words(alert)}." for alert in comparison.warnings if alert in _SUMMED_UP)
    return tuple(told) or ("No differences.",)


# Indicators


def _of_indicators(rows: Sequence[Row]) -> Iterator[str]:
    """A sentence for each kind of which there is something to tell, in the order of the toolkit."""
    order = {row.kind: None for row in rows if row.kind}
    places = {kind: place for place, kind in enumerate(order)}
    indicators = sorted((row for row in rows if row.kind), key=lambda row: places[row.kind])
    for kind, of_kind in groupby(indicators, key=lambda row: row.kind):
        told = "; ".join(_clauses(list(of_kind)))
        if told:
            yield f"{kind}: {told}."


def _clauses(rows: list[Row]) -> Iterator[str]:
    fallen = [row for row in rows if row.direction is Direction.REDUCED]
    gone = [row for row in fallen if not row.state_after.present]
    risen = [row for row in rows if row.direction is Direction.INCREASED]
    come = [row for row in rows if _newly_present(row)]
    yield from _counted("{} no longer present", gone, _without_evidence(gone))
    less = [row for row in fallen if row.still_present]
    yield from _counted("{} reduced and still present", less, _without_evidence(less))
    other = [row for row in fallen if row not in gone and row not in less]
    yield from _counted("{} reduced", other, _without_evidence(other))
    yield from _counted("{} newly present", come)
    yield from _counted("{} increased", [row for row in risen if row not in come])
    yield from _counted("{} told us something new", [
        row for row in rows if row.direction is Direction.NEW_INFORMATION and row not in come])
    yield from _counted("{} known before and not known now", [
        row for row in rows if row.direction is Direction.INFORMATION_LOST])
    yield from _counted("{} corrected", list(filter(_corrected, rows)))
    yield from _counted("{} cannot be compared, because the question is another now", [
        row for row in rows if _not_comparable(row) and row not in come])
    yield from _counted("{} with the same answer and other reasons", [
        row for row in rows if _other_reasons(row)])
    still = [row for row in rows if row.still_present and row.direction is Direction.NONE]
    yield from _counted("{} still present", still, _also(
        "not looked at", sum(row.not_looked_at for row in still), len(still)))
    yield from _counted("{} not looked at", [
        row for row in rows if row.not_looked_at and row not in still])


def _counted(words: str, rows: Sequence[Row], more: str = "") -> Iterator[str]:
    if rows:
        yield words.format(len(rows)) + more


def _without_evidence(rows: Sequence[Row]) -> str:
    bare = sum(Flag.NO_EVIDENCE in row.flags for row in rows)
    if not bare:
        return ", with a rationale" if len(rows) == 1 else ", each with a rationale"
    return _also("without evidence, which does not count", bare, len(rows))


def _also(words: str, some: int, of: int) -> str:
    """"2 of them not looked at", after what was counted; nothing where it is true of none."""
    if not some:
        return ""
    return f", {words}" if some == of == 1 else f", {some} of them {words}"


def _newly_present(row: Row) -> bool:
    return row.state_after.present and not row.state_before.present and row.direction in (
        Direction.INCREASED, Direction.NEW_INFORMATION)


# Everything else


def _of_others(rows: list[Row]) -> Iterator[str]:
    for words, test in _OTHERS.items():
        count = sum(map(test, rows))
        if count:
            yield words.format(count)


def _corrected(row: Row) -> bool:
    return row.direction is Direction.CORRECTED or _otherwise(row, AnswerChange.CORRECTED)


def _not_comparable(row: Row) -> bool:
    return _otherwise(row, AnswerChange.NOT_COMPARABLE)


def _otherwise(row: Row, change: AnswerChange) -> bool:
    """Whether an answer that says something became that, and risk neither rose nor fell by it."""
    return (row.answer is change and row.direction is Direction.NONE
            and row.says_something and not row.routine)


def _other_reasons(row: Row) -> bool:
    return (row.explained_anew and row.direction is Direction.NONE and row.says_something
            and not row.routine)


_OTHERS: dict[str, Callable[[Row], bool]] = {
    "{} told us something new.": lambda row: row.direction is Direction.NEW_INFORMATION,
    "{} known before and not known now.":
        lambda row: row.direction is Direction.INFORMATION_LOST,
    "{} corrected.": _corrected,
    "{} changed in other ways.": lambda row: _otherwise(row, AnswerChange.CHANGED),
    "{} with the same answer and other reasons.": _other_reasons,
    "{} cannot be compared: the question is another now.": _not_comparable,
    "{} other answers not looked at.": lambda row: row.not_looked_at,
}
