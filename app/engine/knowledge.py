"""How much was known on each of two dates: fewer sources on a falling review is a flag, not good
news. The questions that say so are marked `known` in the definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.engine.absence import Absence
from app.engine.answers import Standing
from app.engine.definition import Definition, Meaning, Question
from app.engine.effective import Effective
from app.engine.question_types.dates import earliest
from app.engine.reading import read_one

_TITLES = {
    "seen_alone": "Last seen alone",
    "voice": "Voice of the young person",
    "agencies": "Agencies asked",
    "missing_episodes": "Missing episodes",
}
_NOT_ASKED = "Not asked in this version"


@dataclass(frozen=True, slots=True)
class Known:
    """One line of it: words for both sides, and whether less was known on the later date."""

    title: str
    before: str
    after: str
    less: bool

    def mirrored(self) -> Known:
        """The line when the two sides are swapped."""
        less = not self.less and self.before != self.after
        return Known(self.title, self.after, self.before, less)


@dataclass(frozen=True, slots=True)
class _Side:
    words: str
    amount: float | None


def how_much_was_known(
    earlier: tuple[Definition, Effective], later: tuple[Definition, Effective]
) -> tuple[Known, ...]:
    """The lines that either definition asks about, then how many answers were not known."""
    kinds = [kind for kind in _TITLES if any(_question(d, kind) for d, _ in (earlier, later))]
    lines = [
        _line(_TITLES[kind], _told(*earlier, kind), _told(*later, kind)) for kind in kinds
    ]
    lines.append(_line("Answers not known", _unknown(*earlier), _unknown(*later)))
    lines.append(_line("Answers nobody looked at", _carried(*earlier), _carried(*later)))
    return tuple(lines)


def _line(title: str, before: _Side, after: _Side) -> Known:
    comparable = before.amount is not None and after.amount is not None
    less = comparable and after.amount < before.amount  # type: ignore[operator]
    return Known(title, before.words, after.words, less)


def _question(definition: Definition, kind: str) -> Question | None:
    return next((q for q in definition.questions.values() if q.known == kind), None)


def _told(definition: Definition, effective: Effective, kind: str) -> _Side:
    question = _question(definition, kind)
    if question is None:
        return _Side(_NOT_ASKED, None)
    if kind == "agencies":
        return _agencies(question, effective)
    entry = read_one(question, definition.section_of[question.key].key, effective)
    known = 0.0 if entry.absence else 1.0
    if kind == "seen_alone":
        known = _recency(effective, question)
    if kind == "missing_episodes":
        return _Side(entry.words, 0.0 if entry.absence else 1.0)
    words = entry.words if kind != "voice" or entry.absence else "Recorded"
    return _Side(words, known)


def _recency(effective: Effective, question: Question) -> float:
    """More is known the fewer days have passed: "not since" is less, whatever the date says."""
    seen: date | None = earliest(effective.answers.values.get(question.key))
    return -float((effective.on - seen).days) if seen else float("-inf")


def _agencies(question: Question, effective: Effective) -> _Side:
    rows = effective.answers.rows.get(question.key, ())
    if not rows:
        absence = effective.absence(question) or Absence.BLANK
        return _Side(absence.words, 0.0)
    replies = next((c for c in question.columns if any(o.meaning for o in c.options)), None)
    if replies is None:
        return _Side(f"{len(rows)} asked", float(len(rows)))
    values = [effective.answers.values.get(f"{question.key}/{r}/{replies.key}") for r in rows]
    yes = {o.key for o in replies.options if o.meaning is Meaning.YES}
    answered = sum(1 for value in values if value in yes)
    return _Side(f"{answered} of {len(rows)} answered", float(answered))


def _unknown(definition: Definition, effective: Effective) -> _Side:
    count = sum(
        1 for key, section in definition.section_of.items()
        if effective.absence(definition.questions[key], section.key)
        in (Absence.NOT_KNOWN, Absence.REVISIT)
    )
    return _Side(str(count), -float(count))


def _carried(definition: Definition, effective: Effective) -> _Side:
    count = sum(
        1 for key in definition.questions
        if effective.answers.mark(key).standing is Standing.CARRIED and effective.asked(key)
    )
    return _Side(str(count), -float(count))
