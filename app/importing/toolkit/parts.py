"""What a toolkit in words is made of, once its lines have been read. No document yet."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from app.importing.imported import Remark
from app.importing.toolkit.lines import Line


class Asks(StrEnum):
    """How a question is to be answered."""

    INDICATOR = "indicator"
    ONE = "one"
    SEVERAL = "several"
    LINE = "line"
    WORDS = "words"
    SCALE = "scale"


class Question(Struct):
    """One question; the lines it came from, and the answers it lists with their descriptions."""

    line: Line
    asks: Asks
    wording: str = ""
    options: list[str] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)
    evidence: str = ""
    stem: str = ""
    note: str = ""
    after: list[Line] = field(default_factory=list)
    weight: int | None = None
    scale: tuple[int, int] | None = None

    @property
    def label(self) -> str:
        """Its wording."""
        return self.wording or self.line.text


class Group(Struct):
    """Questions under a heading inside a section, with what is to be read there."""

    title: str
    items: list[Question] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    evidence: str = ""
    options: list[str] = field(default_factory=list)
    weight: int | None = None
    columns: bool = False


class Level(Struct):
    """A level, with its lowest and highest score where the text gives them."""

    line: Line
    title: str
    description: str = ""
    interventions: list[str] = field(default_factory=list)
    least: int | None = None
    as_above: bool = False


class Plan(Struct):
    """A table of aims with a row each and boxes beside them."""

    line: Line
    columns: list[str]
    rows: list[Line]


class Section(Struct, eq=False):
    """A page: what is to be read first, and groups of questions; the first has no heading."""

    line: Line | None
    title: str
    prose: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=lambda: [Group("")])
    checklist: bool = False
    guidance: bool = False

    @property
    def group(self) -> Group:
        """The one that is being read."""
        return self.groups[-1]

    @property
    def checklist_like(self) -> bool:
        """Whether its lines are things to look for."""
        return self.checklist or any(group.columns for group in self.groups)

    @property
    def says_something(self) -> bool:
        """Whether there is anything to read in it."""
        return bool(self.prose) or any(group.prose for group in self.groups)

    @property
    def questions(self) -> list[Question]:
        """All of its questions."""
        return [question for group in self.groups for question in group.items]


class Toolkit(Struct):
    """All that was read."""

    titles: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    levels_in: Section | None = None
    level_columns: list[str] = field(default_factory=list)
    plans: list[tuple[Section, Plan]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, line: Line, reason: str, text: str | None = None) -> None:
        """Note something that was not understood, or only guessed."""
        self.remarks.append(Remark(line.where, line.text if text is None else text, reason))
