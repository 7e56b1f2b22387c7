"""A revision as it is read: on the check page, after submission, in the history, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from app.assessments import bodies, history, queries
from app.assessments.computing import Computed
from app.assessments.models import Assessment, KeptEdit, Revision, RevisionKind
from app.assessments.pages.harm import held_words
from app.assessments.upgrading import Upgrade, upgraded
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.answers import NO_MARK, Answers, Mark
from app.engine.conditions import World
from app.engine.definition import Definition, Question
from app.engine.effective import Effective
from app.engine.merging import Unit, unit_at, with_unit
from app.engine.reading import Entry, SectionReading, read_all, read_one
from app.engine.translation import translated
from app.engine.validation import Finding
from app.engine.withheld_rows import hides
from app.engine.withholding import led_to
from app.rendering.summary import error_summary

_TAKEN_IN = 12
"""How many lines of what is left a person still reads one by one."""


class Reading(Struct, frozen=True):
    """A revision in words: the sections that are shown, and what was recorded and is not asked."""

    computed: Computed
    sections: tuple[SectionReading, ...]
    not_asked: tuple[Entry, ...]

    @property
    def interventions(self) -> tuple[str, ...]:
        """What the toolkit suggests at the level that stands."""
        level = self.computed.result.level
        return self.computed.definition.interventions(level) if level else ()

    @property
    def held(self) -> tuple[str, ...]:
        """Actual harm on record that holds the level, in words."""
        return held_words(self.computed)

    @property
    def review_due(self) -> date | None:
        """When it is to be reviewed, once it is submitted."""
        return queries.review_due_of(self.computed.assessment)


class Side(Struct, frozen=True):
    """One of two answers to the same question: in words, and what can be combined of it."""

    entry: Entry
    unit: Unit
    author: str
    at: datetime


class Choice(Struct, frozen=True):
    """Two answers to the same question, and the words of both where words can be combined."""

    edit: KeptEdit
    question: Question
    theirs: Side
    mine: Side
    combined: tuple[tuple[str, str, str], ...]
    """The address, what its box is called, and the words of both; "" is the rationale."""


def reading(computed: Computed) -> Reading:
    """A revision in words."""
    sections = tuple(s for s in read_all(computed.definition, computed.effective) if s.entries)
    raw = _as_it_is(computed.answers)
    dropped = tuple(
        read_one(computed.definition.questions[key], "", raw)
        for key in computed.effective.dropped
    )
    return Reading(computed, sections, dropped)


def problems(
    definition: Definition, findings: Sequence[Finding], address_of: Callable[[str], str]
) -> list[dict[str, str]]:
    """What the check page lists as missing: each line leads to the question on its own page.

    `address_of(section_key)` gives the address of the page of a section. Where there are more than
    can be taken in, a line tells how many there are in a section, whose page lists them once
    somebody tried to submit.
    """
    lines = error_summary(definition, findings)
    each = [
        (finding.section,
         {"text": line["text"], "href": f"{address_of(finding.section)}{line['href']}"})
        for line, finding in zip(lines, findings, strict=True)
    ]
    if len(each) <= _TAKEN_IN:
        return [line for _, line in each]
    of_sections = {key: [line for section, line in each if section == key] for key, _ in each}
    return [
        {"text": f"{definition.sections_by_key[key].title}: {len(found)} to answer or put right",
         "href": found[0]["href"]}
        for key, found in of_sections.items()
    ]


def changed_between(
    assessment: Assessment, first: int, last: int, withheld: frozenset[str]
) -> tuple[tuple[str, Entry | None], ...]:
    """What differs after two revisions on one version: each label, with the answer after the last;
    None for a section that was skipped or is not any more. Nothing of what is `withheld`."""
    before, after = (history.at(assessment, number) for number in (first, last))
    assert after.revision is not None
    definition = definition_of(after.revision.version)
    said = _as_it_is(after.answers).without(withheld)
    seen = (one.answers.without(withheld) for one in (before, after))
    keys = _in_order(definition, {unit.partition("/")[0] for unit in bodies.units_changed(*seen)})
    asked = definition.questions
    return tuple(
        (_label(definition, key), read_one(asked[key], "", said) if key in asked else None)
        for key in keys)


def changed_in(
    assessment: Assessment, revision: Revision, withheld: frozenset[str]
) -> tuple[str, ...]:
    """The labels of the questions that a revision changed; none of those that are `withheld`."""
    definition = definition_of(revision.version)
    after = history.at(assessment, revision.number).answers
    before = Answers()
    if revision.number > 1:
        earlier = history.at(assessment, revision.number - 1)
        assert earlier.revision is not None
        pair = pairing(earlier.revision.version, revision.version)
        before, _ = translated(pair, earlier.answers)
    seen = (one.without(withheld) for one in (before, after))
    keys = {unit.partition("/")[0] for unit in bodies.units_changed(*seen)}
    return tuple(_label(definition, key) for key in _in_order(definition, keys))


def moved_by(
    assessment: Assessment, revision: Revision, withheld: frozenset[str]
) -> tuple[DefinitionVersion, Upgrade] | None:
    """From which version a revision moved the draft, and what became of each answer that is not
    `withheld`; None where it did no such thing."""
    if revision.kind is not RevisionKind.UPGRADE:
        return None
    before = history.at(assessment, revision.number - 1)
    assert before.revision is not None
    version = before.revision.version
    pair = pairing(version, revision.version)
    unseen = withheld | led_to(withheld, pair.earlier, lambda key: pair.lineage.back(key).to)
    return version, upgraded(before.answers.without(unseen), pair)


def choices(assessment: Assessment, computed: Computed) -> tuple[Choice, ...]:
    """The answers between which somebody has to decide."""
    return tuple(
        _choice(assessment, computed, edit) for edit in queries.unresolved_edits(assessment)
        if edit.address.partition("/")[0] in computed.definition.questions
        and not hides(computed.withheld, edit.address)
    )


def combined_unit(choice: Choice, said: Iterable[tuple[str, str]]) -> Unit:
    """The answer that stands, with words put in the place of its own."""
    unit = choice.theirs.unit
    values, marks = dict(unit.values), dict(unit.marks)
    for address, words in said:
        if address:
            values[address] = words
        else:
            marks[choice.question.key] = _with_rationale(choice, words)
    return Unit(values, marks, unit.unparsed, unit.present)


def _choice(assessment: Assessment, computed: Computed, edit: KeptEdit) -> Choice:
    definition, standing = computed.definition, computed.answers
    question = definition.questions[edit.address.partition("/")[0]]
    theirs, mine = unit_at(standing, edit.address), bodies.read_unit(edit.unit)
    writer = _writer(assessment, definition, edit)
    return Choice(
        edit, question,
        Side(_entry(question, standing), theirs, writer.author_name, writer.at),
        Side(_entry(question, with_unit(standing, edit.address, mine)), mine,
             edit.author_name, edit.at),
        tuple(_combinable(definition, question, theirs, mine)),
    )


def _combinable(
    definition: Definition, question: Question, theirs: Unit, mine: Unit
) -> Iterable[tuple[str, str, str]]:
    for address in {**theirs.values, **mine.values}:
        asked = definition.question_at(address)
        first, second = theirs.values.get(address), mine.values.get(address)
        if asked is not None and asked.type.prose and first != second:
            yield address, asked.label, _both(first, second)
    key = question.key
    reasons = [unit.marks[key].rationale if key in unit.marks else "" for unit in (theirs, mine)]
    if reasons[0] != reasons[1]:
        label = question.evidence.label if question.evidence else "Rationale"
        yield "", label, _both(*reasons)


def _both(first: str | None, second: str | None) -> str:
    return "\n\n".join(words for words in (first, second) if words)


def _with_rationale(choice: Choice, words: str) -> Mark:
    mark = choice.theirs.unit.marks.get(choice.question.key, NO_MARK)
    return mark._replace(rationale=words, rationale_copied=False)


def _writer(assessment: Assessment, definition: Definition, edit: KeptEdit) -> Revision:
    """Who gave the answer that stands: the last revision that changed it."""
    standing = history.latest(assessment, definition)
    said = unit_at(standing.answers, edit.address)
    revision = standing.revision
    assert revision is not None
    for number in range(revision.number - 1, edit.base_number - 1, -1):
        before = history.at(assessment, number)
        if unit_at(before.answers, edit.address) != said:
            break
        assert before.revision is not None
        revision = before.revision
    return revision


def _as_it_is(answers: Answers) -> Effective:
    """Every raw answer counted, whatever else was asked."""
    return Effective(answers, World(), date.min)


def _entry(question: Question, answers: Answers) -> Entry:
    return read_one(question, "", _as_it_is(answers))


def _label(definition: Definition, key: str) -> str:
    if key.startswith("@"):
        section = definition.sections_by_key.get(key[1:])
        return section.title if section else key
    return definition.questions[key].label


def _in_order(definition: Definition, keys: set[str]) -> list[str]:
    sections = [key for key in sorted(keys) if key.startswith("@")]
    return [*(key for key in definition.questions if key in keys), *sections]
