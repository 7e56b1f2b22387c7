"""From one property of the schema and its control to one Question. The layout is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError
from msgspec import Struct
from msgspec.structs import replace

from app.engine.choices import UnclearChoices, choices_of, plain_type
from app.engine.conditions import (
    Condition, ConditionRefused, ValueTest, compile_condition, compile_schema_test,
)
from app.engine.definition import Evidence, FixedRow, Meaning, Option, Question, Risk, Rule
from app.engine.problems import Problems, at
from app.engine.question_types import QuestionType, default_type, named_type
from app.engine.question_types.choices import YesNo
from app.engine.subschemas import Subschemas, UnknownReference, pointer_steps
from app.engine.vocabulary import ControlPart, loaded

_CONTROL = ControlPart()
_JSON_FORMS_OPTIONS = frozenset({"waymark", "detail", "multi", "format", "slider"})
_FORBIDDEN_IN_KEYS = "/.@~"
GROUPING = ("VerticalLayout", "HorizontalLayout")
"""Elements of a layout that hold others and say nothing themselves."""
_HEADED = ("Group", "Category", "Categorization")
MOST_QUESTIONS = 2000
"""Of one document, cells counted as well."""
MOST_OPTIONS = 20_000
"""Of one document: a few words may offer one long list everywhere."""


class Control(Struct, frozen=True):
    """A Control element of the layout: where it stands, its options, what it inherits."""

    element: Mapping[str, Any]
    pointer: str
    rules: tuple[Rule, ...] = ()

    @property
    def options(self) -> Mapping[str, Any]:
        found = self.element.get("options")
        return found if isinstance(found, Mapping) else {}


class Place(Struct, frozen=True):
    """Where a property stands in the schema."""

    key: str
    schema: Mapping[str, Any]
    pointer: str
    required: bool

    @property
    def reference(self) -> Any:
        """The `$ref` that stands there, or None."""
        return self.schema.get("$ref") if isinstance(self.schema, Mapping) else None


class QuestionReader:
    """Reads questions; notes what is wrong in `problems` and unknown options in `annotations`."""

    def __init__(self, subschemas: Subschemas, kind: str, problems: Problems) -> None:
        self.subschemas = subschemas
        self.kind = kind
        self.problems = problems
        self.annotations: list[str] = []
        self.conditions: list[tuple[str, Condition]] = []
        self._counted = self._offered = 0

    def read(
        self, place: Place, control: Control, *, in_row: bool = False, of_list: bool = False
    ) -> Question | None:
        """The question at a place, or None (with a problem noted) where it cannot be asked.

        `in_row` it is a cell, `of_list` one of as many rows as there are."""
        schema = self._schema(place)
        if schema is None:
            return None
        part = self._part(control)
        options = self._options(schema, part, place, control)
        if options is None:
            return None
        question_type = self._type(schema, part, options, place, control)
        if part is None or question_type is None:
            return None
        question = self._question(place, schema, part, options, question_type, control)
        if part["row_sensitivity"] and not of_list:
            self.problems.add(at(control.pointer, "options", "waymark", "row_sensitivity"),
                              "only a column of rows says how sensitive its row is")
        if question.harm and all(option.meaning is not Meaning.YES for option in options):
            self.problems.add(at(control.pointer, "options", "waymark", "harm"),
                              "a question of actual harm says which of its options means yes")
        if not question_type.holds_rows:
            return question
        if in_row:
            self.problems.add(place.pointer, "rows inside rows cannot be rendered")
            return None
        return self._with_rows(question, control)

    def _schema(self, place: Place) -> Mapping[str, Any] | None:
        if not self.room_for() or not self.may_be_called(place.pointer):
            return None
        if not isinstance(place.schema, Mapping):
            self.problems.add(place.pointer, "the schema of a question says what may be answered")
            return None
        try:
            schema = self.subschemas.opened(place.schema)
        except UnknownReference as error:
            self.problems.add(at(place.pointer, "$ref"), str(error))
            return None
        plain = plain_type(schema)
        told = plain == schema.get("type", "string")
        return schema if told else {**schema, "type": plain}

    def room_for(self, more: int = 1) -> bool:
        """Count what a person would have to look at; False, with a problem noted, at too much."""
        self._counted += more
        if self._counted > MOST_QUESTIONS:
            self.problems.add(self.subschemas.pointer,
                              f"there are more than {MOST_QUESTIONS} questions and cells")
        return self._counted <= MOST_QUESTIONS

    def may_be_called(self, pointer: str) -> bool:
        """Whether the last name on the way to a place can be part of an address."""
        name = pointer.rpartition("/")[2]
        if name and not any(character in name for character in _FORBIDDEN_IN_KEYS):
            return True
        self.problems.add(pointer, "a key may not be empty or hold / . @ or ~")
        return False

    def _part(self, control: Control) -> Mapping[str, Any] | None:
        pointer = at(control.pointer, "options", "waymark")
        unknown = (name for name in control.options if name not in _JSON_FORMS_OPTIONS)
        self.annotations.extend(at(control.pointer, "options", name) for name in unknown)
        try:
            return loaded(_CONTROL, control.options.get("waymark", {}))
        except ValidationError as error:
            self.problems.add_messages(pointer, error.messages)
            return None

    def _type(
        self, schema: Mapping[str, Any], part: Mapping[str, Any] | None,
        options: tuple[Option, ...], place: Place, control: Control,
    ) -> QuestionType | None:
        plain = {**schema, "type": plain_type(schema)}
        asked_for = (part or {}).get("type") or _json_forms_name(plain, control.options)
        if not asked_for:
            found = default_type(plain, len(options))
            if found is None:
                self.problems.add(place.pointer, "no type of question can ask for this schema")
            return found
        named = named_type(asked_for)
        if named is None or not named.fits(plain):
            reason = "is not a type of question" if named is None else "cannot ask for this schema"
            self.problems.add(at(control.pointer, "options"), f"{asked_for} {reason}")
            return None
        return named

    def _options(
        self, schema: Mapping[str, Any], part: Mapping[str, Any] | None, place: Place,
        control: Control,
    ) -> tuple[Option, ...] | None:
        items = schema.get("items")
        source = schema
        if schema.get("type") == "array" and isinstance(items, Mapping):
            source = items
        try:
            choices = choices_of(source)
        except UnclearChoices as error:
            self.problems.add(place.pointer, str(error))
            return None
        self._offered += len(choices)
        if self._offered > MOST_OPTIONS:
            self.problems.add(self.subschemas.pointer,
                              f"there are more than {MOST_OPTIONS} choices in all")
            return None
        if schema.get("type") == "boolean":
            return YesNo.called(dict(choices))
        return self._described(choices, part or {}, control)

    def _described(
        self, choices: list[tuple[Any, str]], part: Mapping[str, Any], control: Control
    ) -> tuple[Option, ...]:
        meanings, pointer = part.get("meanings", {}), at(control.pointer, "options", "waymark")
        names = {str(key) for key, _ in choices}
        for name in ("meanings", "option_hints", "option_guidance", "row_sensitivity"):
            for unknown in sorted(part.get(name, {}).keys() - names):
                self.problems.add(at(pointer, name, unknown), "this question has no such option")
        unclear = names - meanings.keys()
        if choices and part.get("risk") and not part.get("ordinal") and unclear:
            self.problems.add(at(pointer, "meanings"), "a question with a risk says what each "
                              f"option means; missing: {', '.join(sorted(unclear))}")
        return tuple(
            Option(
                key=key, title=title,
                hint=part.get("option_hints", {}).get(str(key), ""),
                guidance=part.get("option_guidance", {}).get(str(key), ""),
                meaning=Meaning(meanings[str(key)]) if str(key) in meanings else None,
                row_sensitivity=part.get("row_sensitivity", {}).get(str(key)),
            )
            for key, title in choices
        )

    def _question(
        self, place: Place, schema: Mapping[str, Any], part: Mapping[str, Any],
        options: tuple[Option, ...], question_type: QuestionType, control: Control,
    ) -> Question:
        return Question(
            key=place.key, label=_label(place, schema, control), type=question_type,
            schema=schema, pointer=place.pointer, options=options,
            hint=part["hint"] or str(schema.get("description", "")),
            guidance=part["guidance"], note=part["note"], source_wording=part["source_wording"],
            requirements=tuple(part["requirements"]), required=place.required,
            required_when=self._condition(part["required_when"], control, "required_when"),
            rules=control.rules, ordinal=part["ordinal"],
            risk=Risk(part["risk"]) if part["risk"] else None,
            historical=part["historical"], harm=part["harm"], association=part["association"],
            known=part["known"], evidence=self._evidence(part["evidence"], control),
            not_applicable=part["not_applicable"],
            revisit=self.kind == "assessment" if part["revisit"] is None else part["revisit"],
            prefill=part["prefill"], sensitivity=part["sensitivity"],
            row_heading=(part["columns"] or {}).get("row", ""),
            row_label=part["row_label"], add_label=part["add_label"],
        )

    def _condition(self, condition: Any, control: Control, name: str) -> Condition | None:
        if condition is None:
            return None
        return self.condition(condition, at(control.pointer, "options", "waymark", name))

    def condition(self, condition: Any, pointer: str) -> Condition | None:
        """A condition read and kept for checking, once every question is known; or None."""
        try:
            read = compile_condition(condition, pointer=pointer)
        except ConditionRefused as error:
            self.problems.add(error.pointer, error.reason)
            return None
        self.conditions.append((pointer, read))
        return read

    def _evidence(self, part: Mapping[str, Any] | None, control: Control) -> Evidence | None:
        if part is None:
            return None
        test: ValueTest | None = None
        if "required_when" in part:
            pointer = at(control.pointer, "options", "waymark", "evidence", "required_when")
            try:
                test = compile_schema_test(part["required_when"], pointer=pointer)
            except ConditionRefused as error:
                self.problems.add(error.pointer, error.reason)
        return Evidence(part["label"], test, part["source"], part["date"], part["none_held"])

    def _with_rows(self, question: Question, control: Control) -> Question:
        row_schema, pointer, fixed = self._row(question)
        columns = self._columns(row_schema, pointer, control, question.type.name == "rows")
        self.room_for(len(fixed) * len(columns))
        return replace(question, columns=columns, fixed_rows=fixed)

    def _row(self, question: Question) -> tuple[Mapping[str, Any], str, tuple[FixedRow, ...]]:
        if question.type.name == "rows":
            return question.schema["items"], at(question.pointer, "items"), ()
        rows = question.schema["properties"]
        fixed = tuple(FixedRow(key, str(row.get("title", key))) for key, row in rows.items())
        first = next(iter(rows))
        for key, row in rows.items():
            pointer = at(question.pointer, "properties", key)
            self.may_be_called(pointer)
            if row.get("properties") != rows[first].get("properties"):
                self.problems.add(pointer, "every row of a table has the same cells")
        return rows[first], at(question.pointer, "properties", first), fixed

    def _columns(
        self, schema: Mapping[str, Any], pointer: str, control: Control, of_list: bool
    ) -> tuple[Question, ...]:
        properties = schema.get("properties") or {}
        required = schema.get("required", ())
        cells: set[str] = set()
        columns = []
        for name, cell in self._cell_controls(control, properties):
            place = at(cell.pointer, "scope")
            if name not in properties:
                self.problems.add(place, "this scope names nothing in the row")
                continue
            if name in cells:
                self.problems.add(place, f"{name} is asked twice")
                continue
            cells.add(name)
            inner = Place(name, properties[name], at(pointer, "properties", name), name in required)
            column = self.read(inner, cell, in_row=True, of_list=of_list)
            if column is not None:
                columns.append(column)
        for part, where in self.subschemas.in_place(schema, pointer):
            for name in part.get("required", ()):
                if name not in cells:
                    self.problems.add(at(where, "required"), f"{name} is required and never asked")
        return tuple(columns)

    def _cell_controls(
        self, control: Control, properties: Mapping[str, Any]
    ) -> Iterator[tuple[str, Control]]:
        """By the name of a cell, the Control that asks for it in the layout of a row."""
        detail = control.options.get("detail")
        pointer = at(control.pointer, "options", "detail")
        if not isinstance(detail, Mapping):
            yield from ((name, Control({}, pointer)) for name in properties)
            return
        for cell in self._controls_within(detail, pointer):
            scope = cell.element.get("scope")
            steps = pointer_steps(scope) if isinstance(scope, str) else []
            yield steps[1] if steps[:1] == ["properties"] and len(steps) == 2 else "", cell

    def _controls_within(self, element: Any, pointer: str) -> Iterator[Control]:
        """The Controls in the layout of a row; of a heading or a text there nothing is shown."""
        kind = element.get("type") if isinstance(element, Mapping) else None
        if kind is None:
            self.problems.add(pointer, "an element is an object with a type")
            return
        if "rule" in element:
            self.problems.add(at(pointer, "rule"),
                              "a rule inside a row cannot be kept; ask it always")
        if kind == "Control":
            yield Control(element, pointer)
        elif kind in _HEADED or kind in GROUPING:
            if "label" in element:
                self.annotations.append(at(pointer, "label"))
            yield from self._controls_among(element.get("elements", []), at(pointer, "elements"))
        elif kind == "Label":
            self.annotations.append(pointer)
        else:
            self.problems.add(at(pointer, "type"), f"{kind} is not an element we can lay out")

    def _controls_among(self, elements: Any, pointer: str) -> Iterator[Control]:
        if not isinstance(elements, list):
            self.problems.add(pointer, "the elements must be a list")
            return
        for index, inner in enumerate(elements):
            yield from self._controls_within(inner, at(pointer, index))


def _json_forms_name(schema: Mapping[str, Any], options: Mapping[str, Any]) -> str | None:
    if options.get("multi") is True and schema.get("type") == "string":
        return "textarea"
    if options.get("format") == "radio" and "enum" in schema:
        return "radios"
    return None


def _label(place: Place, schema: Mapping[str, Any], control: Control) -> str:
    label = control.element.get("label")
    if isinstance(label, Mapping):
        label = label.get("text")
    if isinstance(label, str) and label:
        return label
    return str(schema.get("title") or words_of(place.key.rpartition(".")[2]))


def words_of(name: str) -> str:
    """A readable label for a property without a title: `birthDate` becomes "Birth date"."""
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in name).replace("_", " ")
    words = " ".join(spaced.replace("-", " ").split())
    return words[:1].upper() + words[1:] if words else name
