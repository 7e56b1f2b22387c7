"""How much was known on each of two dates: fewer sources on a falling review is a flag, not good
news. The questions that say so are marked `known` in the definition."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import Standing
from app.engine.definition import Definition, Meaning, Question
from app.engine.effective import Effective
from app.engine.question_types.dates import earliest
from app.engine.reading import WITHHELD, Entry, read_one

_TITLES = {
    "seen_alone": "Last seen alone",
    "voice": "Voice of the young person",
    "agencies": "Agencies asked",
    "missing_episodes": "Missing episodes",
}
_NOT_ASKED = "Not asked in this version"


class Known(Struct, frozen=True):
    """One line of it: words for both sides, and whether less or more was known on the later date.

    `keys` are the questions it tells of; none where it counts over all of them.
    """

    title: str
    before: str
    after: str
    less: bool
    more: bool = False
    keys: frozenset[str] = frozenset()

    def tells_of(self, withheld: frozenset[str]) -> bool:
        """Whether it would give away something of the answers to these questions."""
        return not self.keys or bool(self.keys & withheld)

    def hidden(self) -> Known:
        """The line for somebody who may not see every answer it tells of."""
        return Known(self.title, WITHHELD, WITHHELD, False, keys=self.keys)

    def mirrored(self) -> Known:
        """The line when the two sides are swapped."""
        return Known(self.title, self.after, self.before, self.more, self.less, self.keys)


class _Side(Struct, frozen=True):
    words: str
    amount: float | None
    key: str | None = None


def how_much_was_known(
    earlier: tuple[Definition, Effective], later: tuple[Definition, Effective]
) -> tuple[Known, ...]:
    """The lines that either definition asks about, then how many answers were not known."""
    before, after = (_saying(definition) for definition, _ in (earlier, later))
    lines = [
        _line(title, _told(*earlier, before.get(kind)), _told(*later, after.get(kind)))
        for kind, title in _TITLES.items() if kind in before or kind in after
    ]
    lines.append(_line("Answers not known", _unknown(*earlier), _unknown(*later)))
    lines.append(_line("Answers nobody looked at", _carried(*earlier), _carried(*later)))
    return tuple(lines)


def _line(title: str, before: _Side, after: _Side) -> Known:
    keys = frozenset(side.key for side in (before, after) if side.key)
    if before.amount is None or after.amount is None:
        return Known(title, before.words, after.words, False, keys=keys)
    return Known(title, before.words, after.words, after.amount < before.amount,
                 after.amount > before.amount, keys)


def _saying(definition: Definition) -> dict[str, Question]:
    """The first question that says each kind of it."""
    return {q.known: q for q in [*definition.questions.values()][::-1] if q.known}


def _told(definition: Definition, effective: Effective, question: Question | None) -> _Side:
    if question is None:
        return _Side(_NOT_ASKED, None)
    words, amount = _agencies(question, effective) if question.known == "agencies" else _one(
        question, read_one(question, definition.section_of[question.key].key, effective),
        effective)
    if effective.answers.mark(question.key).standing is Standing.CARRIED:
        # Nobody asked again, so it is not known today, however much was known then.
        words, amount = f"{words}, carried over", min(amount, 0.0)
    return _Side(words, amount, question.key)


def _one(question: Question, entry: Entry, effective: Effective) -> tuple[str, float]:
    if question.known == "seen_alone":
        return entry.words, _recency(effective, question)
    words = entry.words if question.known != "voice" or entry.absence else "Recorded"
    return words, 0.0 if entry.absence else 1.0


def _recency(effective: Effective, question: Question) -> float:
    """More is known the fewer days have passed: "not since" is less, whatever the date says."""
    seen: date | None = earliest(effective.answers.values.get(question.key))
    return -float((effective.on - seen).days) if seen else float("-inf")


def _agencies(question: Question, effective: Effective) -> tuple[str, float]:
    rows = effective.answers.rows.get(question.key, ())
    if not rows:
        absence = effective.absence(question) or Absence.BLANK
        return absence.words, 0.0
    replies = next((c for c in question.columns if any(o.meaning for o in c.options)), None)
    if replies is None:
        return f"{len(rows)} asked", float(len(rows))
    values = [effective.answers.values.get(f"{question.key}/{r}/{replies.key}") for r in rows]
    yes = {o.key for o in replies.options if o.meaning is Meaning.YES}
    answered = sum(1 for value in values if value in yes)
    return f"{answered} of {len(rows)} answered", float(answered)


def _unknown(definition: Definition, effective: Effective) -> _Side:
    count = sum(
        1 for key, section in definition.section_of.items()
        if effective.absence(definition.questions[key], section.key)
        in (Absence.NOT_KNOWN, Absence.REVISIT)
    )
    return _Side(str(count), -float(count))


def _carried(definition: Definition, effective: Effective) -> _Side:
    count = sum(
        1 for key, mark in effective.answers.marks.items()
        if mark.standing is Standing.CARRIED and key in definition.questions
        and effective.asked(key)
    )
    return _Side(str(count), -float(count))
