"""What changed between two assessments, in sentences. What is said of one row is in `telling`.

Indicators are told kind by kind; falls and rises are told apart and never netted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.engine.comparison import Alert, AnswerChange, Comparison, Flag, Row, Visibility
from app.engine.directions import Direction
from app.engine.telling import warning_words

_OTHERS = "Other answers"
_BACKWARDS = "The later assessment stands first: read from right to left."
_SUMMED_UP = (
    Alert.FELL_BY_TIME, Alert.FELL_BY_TOOLKIT, Alert.FELL_BY_CORRECTION, Alert.FELL_UNEVIDENCED,
    Alert.FELL_UNSEEN, Alert.FEWER_SOURCES, Alert.NOTHING_AFFIRMED, Alert.NOTHING_SEEN,
)


_LIST = "Rows of one list may be withheld from you."
_LISTS = "Rows of some lists may be withheld from you."


def summary(comparison: Comparison) -> tuple[str, ...]:
    """What changed, in sentences; of what is withheld no more than how many answers they are."""
    rows = [row for row in comparison.rows if row.visibility is not Visibility.WITHHELD]
    told = [_BACKWARDS] if comparison.backwards else []
    told += _of_indicators(rows)
    told += _sentence(_OTHERS, _of_others([row for row in rows if not row.kind]))
    if comparison.withheld:
        told.append(f"{comparison.withheld} withheld from you.")
    if comparison.in_part:
        told.append(_LISTS if comparison.in_part > 1 else _LIST)
    told.extend(f"{warning_words(alert)}." for alert in comparison.warnings if alert in _SUMMED_UP)
    return tuple(told) or ("No differences.",)


def _sentence(about: str, clauses: Iterable[str]) -> Iterator[str]:
    if told := "; ".join(clauses):
        yield f"{about}: {told}."


# Indicators


def _of_indicators(rows: Sequence[Row]) -> Iterator[str]:
    """A sentence for each kind of which there is something to tell, in the order of the toolkit."""
    for kind in dict.fromkeys(row.kind for row in rows if row.kind):
        of_kind = [row for row in rows if row.kind == kind]
        still = [row for row in of_kind
                 if row.still_present and row.direction is Direction.NONE]
        yield from _sentence(kind, (
            *_fallen(of_kind), *_risen(of_kind), *_known_otherwise(of_kind),
            *_counted("{} still present", still, _also(
                "not looked at", sum(row.not_looked_at for row in still), len(still),
                of_all="none of them looked at")),
            *_counted("{} not looked at", [
                row for row in of_kind if row.not_looked_at and row not in still]),
        ))


def _fallen(rows: Sequence[Row]) -> Iterator[str]:
    fallen = [row for row in rows if row.direction is Direction.REDUCED]
    words = {"{} no longer present": lambda row: not row.state_after.present,
             "{} reduced and still present": lambda row: row.still_present,
             "{} reduced": lambda row: row.state_after.present and not row.still_present}
    for said, test in words.items():
        found = list(filter(test, fallen))
        yield from _counted(said, found, _without_evidence(found))


def _risen(rows: Sequence[Row]) -> Iterator[str]:
    yield from _counted("{} newly present", list(filter(_come, rows)))
    yield from _counted("{} increased", [
        row for row in rows if row.direction is Direction.INCREASED and not _come(row)])


def _come(row: Row) -> bool:
    return row.state_after.present and not row.state_before.present and row.direction in (
        Direction.INCREASED, Direction.NEW_INFORMATION)


def _without_evidence(rows: Sequence[Row]) -> str:
    bare = sum(Flag.NO_EVIDENCE in row.flags for row in rows)
    if not bare:
        return ", with a rationale" if len(rows) == 1 else ", each with a rationale"
    return _also("without evidence, which does not count", bare, len(rows))


def _also(words: str, some: int, of: int, of_all: str = "") -> str:
    """"2 of them not looked at", after what was counted; nothing where it is true of none."""
    if not some:
        return ""
    if some == of:
        return f", {words}" if of == 1 else f", {of_all or f'all {words}'}"
    return f", {some} of them {words}"


# Everything else, and what any answer can be


def _of_others(rows: Sequence[Row]) -> Iterator[str]:
    yield from _known_otherwise(rows)
    yield from _counted("{} not looked at", [row for row in rows if row.not_looked_at])


def _known_otherwise(rows: Sequence[Row]) -> Iterator[str]:
    """What is known now and was not, or the other way round, or is known differently."""
    for words, test in _OTHERWISE.items():
        yield from _counted(words, list(filter(test, rows)))


def _counted(words: str, rows: Sequence[Row], more: str = "") -> Iterator[str]:
    if rows:
        yield words.format(len(rows)) + more


def _otherwise(row: Row, change: AnswerChange) -> bool:
    """Whether an answer that says something became that, and risk neither rose nor fell by it."""
    return (row.answer is change and row.direction is Direction.NONE
            and row.says_something and not row.routine)


_OTHERWISE: dict[str, Callable[[Row], bool]] = {
    "{} told us something new":
        lambda row: row.direction is Direction.NEW_INFORMATION and not (row.kind and _come(row)),
    "{} known before and not known now":
        lambda row: row.direction is Direction.INFORMATION_LOST,
    "{} corrected": lambda row: (
        row.direction is Direction.CORRECTED or _otherwise(row, AnswerChange.CORRECTED)),
    "{} with the same answer and other reasons": lambda row: (
        row.explained_anew and row.direction is Direction.NONE and row.says_something
        and not row.routine),
    "{} counted for less only because time has passed": lambda row: row.aged,
    "{} changed in other ways": lambda row: _otherwise(row, AnswerChange.CHANGED),
    "{} cannot be compared, because the question is another now":
        lambda row: _otherwise(row, AnswerChange.NOT_COMPARABLE),
}
