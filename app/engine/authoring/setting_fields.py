"""Single settings of a unit: where each stands in its JSON, how a form shows and posts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.predicates import number_of, number_text
from app.engine.authoring.preparing import key_at, scope_of
from app.engine.authoring.refusals import EditRefused

Value = str | bool | Sequence[str]
Settings = Mapping[str, Value]


class Setting(Struct, frozen=True):
    """One setting: its name in the form, and the way to it. Blank is absent from the document."""

    name: str
    steps: tuple[str, ...]

    def shown(self, view: Json) -> Value:
        """What the form shows."""
        found = part_at(view, *self.steps)
        return found if isinstance(found, str) else ""

    def part(self, posted: Value) -> Any:
        """The JSON of what was posted; None where the setting is blank. Raises EditRefused."""
        return text_of(posted) or None

    def written(self, view: Json, posted: Value) -> Json:
        """The unit with the setting as posted; the same where it was so before."""
        posted = self.as_shown(posted)
        if posted == self.as_shown(self.shown(view)):
            return view
        return with_part(view, self.steps, self.part(posted))

    def as_shown(self, posted: Value) -> Value:
        """What was posted, as the form would show it."""
        return text_of(posted)

    def refused(self, reason: str) -> EditRefused:
        """The refusal of what was posted here."""
        return EditRefused("", reason, setting=self.name)


class Kept(Setting, frozen=True):
    """A text that the document must have: blank is written as blank."""

    def part(self, posted: Value) -> Any:
        return text_of(posted)


class Choice(Setting, frozen=True):
    """One of some words, or none of them."""

    choices: Sequence[str] = ()

    def part(self, posted: Value) -> Any:
        if posted and posted not in self.choices:
            raise self.refused("choose one of those listed")
        return posted or None


class Flag(Setting, frozen=True):
    """Yes or no; where it is as by default, nothing is written."""

    default: bool = False

    def shown(self, view: Json) -> Value:
        found = part_at(view, *self.steps)
        return found if isinstance(found, bool) else self.default

    def as_shown(self, posted: Value) -> Value:
        return posted if isinstance(posted, bool) else posted not in ("", "false", "no", ())

    def part(self, posted: Value) -> Any:
        return None if posted is self.default else posted


class Answer(Setting, frozen=True):
    """Yes, no, or as the kind of toolkit has it."""

    def shown(self, view: Json) -> Value:
        found = part_at(view, *self.steps)
        return {True: "yes", False: "no"}.get(found, "") if isinstance(found, bool) else ""

    def part(self, posted: Value) -> Any:
        if posted not in ("yes", "no", ""):
            raise self.refused("choose one of those listed")
        return {"yes": True, "no": False}.get(str(posted))


class Required(Setting, frozen=True):
    """Whether an answer is required, which the unit always says."""

    def shown(self, view: Json) -> Value:
        return bool(part_at(view, *self.steps))

    def as_shown(self, posted: Value) -> Value:
        return posted if isinstance(posted, bool) else posted not in ("", "false", "no", ())

    def part(self, posted: Value) -> Any:
        return posted


class Number(Setting, frozen=True):
    """A number, typed in figures."""

    whole: bool = False
    least: float | None = None

    def shown(self, view: Json) -> Value:
        return number_text(part_at(view, *self.steps))

    def part(self, posted: Value) -> Any:
        if not posted:
            return None
        number = number_of(str(posted))
        if number is None or (self.whole and not isinstance(number, int)):
            raise self.refused(f"enter a {'whole ' * self.whole}number in figures")
        if self.least is not None and number < self.least:
            raise self.refused(f"enter {self.least:g} or more")
        return number


class Lines(Setting, frozen=True):
    """A list of texts; posted as several values, or as one of several lines."""

    def shown(self, view: Json) -> Value:
        found = part_at(view, *self.steps)
        return tuple(map(str, found)) if isinstance(found, list) else ()

    def as_shown(self, posted: Value) -> Value:
        return lines_of(posted)

    def part(self, posted: Value) -> Any:
        return list(lines_of(posted)) or None


class Place(Setting, frozen=True):
    """The address of a question, which the document names by its scope, or a word for a fact."""

    words: Sequence[str] = ()

    def shown(self, view: Json) -> Value:
        return address_at(part_at(view, *self.steps))

    def part(self, posted: Value) -> Any:
        if not posted or posted in self.words:
            return posted or None
        scope = scope_at(str(posted))
        if scope is None:
            raise self.refused("choose a question")
        return scope


class Worked(Setting, frozen=True):
    """A setting with a way of its own to be shown and written."""

    showing: Callable[[Json], Value] = field(default=lambda view: "")
    writing: Callable[[Json, str], Json] = field(default=lambda view, posted: view)

    def shown(self, view: Json) -> Value:
        return self.showing(view)

    def written(self, view: Json, posted: Value) -> Json:
        text = text_of(posted)
        return view if text == text_of(self.showing(view)) else self.writing(view, text)


def text_of(posted: Value) -> str:
    """What was posted as one text, its lines ended as in a document."""
    text = posted if isinstance(posted, str) else "\n".join(lines_of(posted))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def lines_of(posted: Value) -> tuple[str, ...]:
    """What was posted as several texts, blank ones left out."""
    if isinstance(posted, bool):
        return ("yes",) if posted else ()
    if isinstance(posted, str):
        posted = posted.splitlines()
    return tuple(line.strip() for line in posted if line.strip())


def address_at(scope: Any) -> str:
    """The address of what a scope leads to: a question, or a column of rows; or the word it is."""
    if not isinstance(scope, str):
        return ""
    rows, _, column = scope.partition("/items")
    key, cell = key_at(rows), key_at(f"#{column}") if column else None
    if key is None:
        return scope
    return f"column:{key}/{cell}" if cell else f"question:{key}"


def scope_at(address: str) -> str | None:
    """The scope that leads to a question or a column; None for any other address."""
    kind, _, key = address.partition(":")
    if not key or kind not in ("question", "column"):
        return None
    key, _, cell = key.partition("/")
    return f"{scope_of(key)}/items{scope_of(cell)[1:]}" if kind == "column" else scope_of(key)
