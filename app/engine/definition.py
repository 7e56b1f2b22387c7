"""What a definition is once it has been read: frozen parts, no reading, no answers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from app.engine.conditions import Condition, ValueTest
    from app.engine.question_types import QuestionType


class Meaning(StrEnum):
    """What choosing an option says, whatever its words."""

    YES = "yes"
    POSSIBLE = "possible"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"


class Risk(StrEnum):
    """What more of an answer does to risk. A question without one has no direction."""

    RAISES = "raises"
    LOWERS = "lowers"
    NONE = "none"


class Effect(StrEnum):
    """What a JSON Forms rule does where its condition holds."""

    SHOW = "SHOW"
    HIDE = "HIDE"
    ENABLE = "ENABLE"
    DISABLE = "DISABLE"


class Rule(Struct, frozen=True):
    """Whether something is asked."""

    effect: Effect
    condition: Condition

    def asks(self, holds: bool) -> bool:
        """True where the element is asked, given whether the condition holds."""
        return holds if self.effect in (Effect.SHOW, Effect.ENABLE) else not holds

    @property
    def hides(self) -> bool:
        """True where an element that is not asked is not shown either."""
        return self.effect in (Effect.SHOW, Effect.HIDE)


class Option(Struct, frozen=True):
    """One thing a person can choose; `key` is what is recorded. `row_sensitivity` is what choosing
    it in a row makes of the whole row."""

    key: Any
    title: str
    hint: str = ""
    guidance: str = ""
    meaning: Meaning | None = None
    row_sensitivity: str | None = None


class Evidence(Struct, frozen=True):
    """The box for the reasons behind an answer (S0.13, S4.45, S4.46)."""

    label: str
    required_when: ValueTest | None = None
    source: bool = False
    date: bool = False
    none_held: bool = False


class FixedRow(Struct, frozen=True):
    """A row of a table whose rows the definition names."""

    key: str
    title: str


class Question(Struct, frozen=True, eq=False):
    """One question, or one cell of a row; its key is for ever."""

    key: str
    label: str
    type: QuestionType
    schema: Mapping[str, Any]
    pointer: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    guidance: str = ""
    note: str = ""
    source_wording: str = ""
    requirements: tuple[str, ...] = ()
    required: bool = False
    required_when: Condition | None = None
    rules: tuple[Rule, ...] = ()
    ordinal: bool = False
    risk: Risk | None = None
    historical: bool = False
    harm: str | None = None
    association: bool = False
    known: str | None = None
    evidence: Evidence | None = None
    not_applicable: bool = False
    revisit: bool = True
    prefill: str | None = None
    sensitivity: str | None = None
    columns: tuple[Question, ...] = ()
    fixed_rows: tuple[FixedRow, ...] = ()
    row_heading: str = ""
    row_label: str = ""
    add_label: str = ""

    def option(self, key: Any) -> Option | None:
        """The option recorded as `key`, or None."""
        for option in self.options:
            if option.key == key:
                return option
        return None

    def column(self, key: str) -> Question | None:
        """The cell question called `key`, or None."""
        return next((column for column in self.columns if column.key == key), None)


class Note(Struct, frozen=True):
    """Read-only Markdown among the questions."""

    text: str
    rules: tuple[Rule, ...] = ()


class Group(Struct, frozen=True):
    """Questions under a heading of their own."""

    title: str
    items: tuple[Question | Note | Group, ...]
    rules: tuple[Rule, ...] = ()


Item = Question | Note | Group


class Section(Struct, frozen=True, dict=True):
    """A page of the toolkit."""

    key: str
    title: str
    items: tuple[Item, ...]
    introduction: str = ""
    guidance: str = ""
    skip_label: str = ""
    confirm_together: tuple[str, ...] = ()
    waits_for_others: bool = False
    rules: tuple[Rule, ...] = ()

    @cached_property
    def _asked(self) -> tuple[Question, ...]:
        return tuple(_questions(self.items))

    def questions(self) -> Iterator[Question]:
        """Its questions in order, groups walked into."""
        return iter(self._asked)


def _questions(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from _questions(item.items)


def _row_marks(column: Question) -> dict[Any, str]:
    return {option.key: option.row_sensitivity for option in column.options
            if option.row_sensitivity}


class Derived(Struct, frozen=True):
    """A named value conditions may use; `of` is a case fact or a question's key."""

    name: str
    kind: str
    of: str


class Band(Struct, frozen=True):
    """A window of time counted back from the assessment date: [after, up to) months."""

    after_months: int
    up_to_months: int
    weight: float


class Windows(Struct, frozen=True):
    """Where a term finds its dates, and what a date in each band adds."""

    key: str
    column: str | None
    bands: tuple[Band, ...]


class Term(Struct, frozen=True):
    """What one question adds to a measure."""

    key: str
    when: ValueTest | None = None
    weight: float = 1
    uses_value: bool = False
    windows: Windows | None = None
    largest: float = 1


class Measure(Struct, frozen=True):
    """A number the definition declares: the sum of its terms."""

    id: str
    title: str
    terms: tuple[Term, ...]


class Level(Struct, frozen=True):
    """A band the definition declares, in the words of its authority."""

    id: str
    title: str
    rank: int
    status: str = "none"
    when: Condition | None = None
    description: str = ""
    interventions: tuple[str, ...] = ()
    cumulative: bool = True


class Floor(Struct, frozen=True):
    """A rule that forbids levels (ruling X17)."""

    id: str
    when: Condition
    forbids: frozenset[str]
    because: str


class Judgement(Struct, frozen=True):
    """Where the judged level and its reason are recorded, how many ranks it may rise above the
    calculated one, and the level no judgement rises beyond."""

    key: str
    reason_key: str | None
    rise: int | None
    highest: str | None = None


class Immediate(Struct, frozen=True):
    """An answer that calls for action at once, before the form is finished (S4.7, S4.33)."""

    key: str
    when: ValueTest
    message: str


class Family(Struct, frozen=True):
    """The version of a national toolkit that a local one last took from."""

    slug: str
    number: int


class Definition(Struct, frozen=True, eq=False, dict=True):
    """A toolkit as one document says it, read and checked.

    `awaits` names, for each question, those whose answers decide whether it is asked; `rule_order`
    are the questions with rules, each after all that it awaits.
    """

    text: str
    sha256: str
    document: Mapping[str, Any]
    slug: str
    title: str
    kind: str
    sections: tuple[Section, ...]
    owner: str = ""
    source: str = ""
    introduction: str = ""
    guidance: str = ""
    based_on: int | None = None
    family: Family | None = None
    derived: tuple[Derived, ...] = ()
    measures: tuple[Measure, ...] = ()
    levels: tuple[Level, ...] = ()
    floors: tuple[Floor, ...] = ()
    judgement: Judgement | None = None
    immediate: tuple[Immediate, ...] = ()
    lineage: tuple[Mapping[str, Any], ...] = ()
    awaits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_order: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Definition {self.slug} {self.sha256[:8]}>"

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its key, in the order of the pages."""
        return {q.key: q for section in self.sections for q in section.questions()}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section each question stands in, by the question's key."""
        return {q.key: section for section in self.sections for q in section.questions()}

    @cached_property
    def sections_by_key(self) -> Mapping[str, Section]:
        """The sections by their key."""
        return {section.key: section for section in self.sections}

    @cached_property
    def reckoning(self) -> frozenset[str]:
        """The questions whose rules look at anything that must be worked out first."""
        return frozenset(
            key for key, question in self.questions.items()
            if any(place.startswith(("measures/", "derived/"))
                   for rule in question.rules for place in rule.condition.reads))

    @cached_property
    def row_marks(self) -> Mapping[str, Mapping[str, Mapping[Any, str]]]:
        """The questions of rows that say when a row is sensitive: by question and column, what
        each option makes of the row in which it is chosen. Most definitions have none."""
        found = {key: {column.key: marks for column in question.columns
                       if (marks := _row_marks(column))}
                 for key, question in self.questions.items() if question.columns}
        return {key: columns for key, columns in found.items() if columns}

    @cached_property
    def levels_by_rank(self) -> tuple[Level, ...]:
        """The levels, lowest rank first."""
        return tuple(sorted(self.levels, key=lambda level: level.rank))

    def among(self, keys: Container[str]) -> Definition:
        """The same toolkit, had it no more than some of its questions, and no derived values."""
        sections = (replace(one, items=tuple(q for q in one.questions() if q.key in keys))
                    for one in self.sections)
        return replace(self, sections=tuple(one for one in sections if one.items), derived=(),
                       rule_order=tuple(key for key in self.rule_order if key in keys))

    def level(self, level_id: str | None) -> Level | None:
        """The level called `level_id`, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    def question_at(self, address: str) -> Question | None:
        """The question or cell an address names, or None where there is none."""
        key, _, rest = address.partition("/")
        question = self.questions.get(key)
        if question is None or not rest:
            return question
        return question.column(rest.partition("/")[2])

    def interventions(self, level: Level) -> tuple[str, ...]:
        """What is suggested at a level, with what is suggested below it (S4.107-S4.110)."""
        if not level.cumulative:
            return level.interventions
        below = (lower for lower in self.levels_by_rank if lower.rank <= level.rank)
        return tuple(line for lower in below for line in lower.interventions)
