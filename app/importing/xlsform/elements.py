"""The rows of an XLSForm as they are nested, each with the row it stands in. No meaning here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.importing.imported import ImportRefused, Source
from app.importing.xlsform.workbook import Workbook

_MADE_BY_PYXFORM = ("reserved_name_for_field_list_labels_", "generated_table_list_label_")
DEEPEST = 20
_GENERATED = re.compile(r"^generated_.*_(\d+)$")


class Element(Struct, frozen=True):
    """One row: a question, a note, a calculation, or a group or repeat with what is in it."""

    type: str
    name: str
    row: int
    parts: Mapping[str, Any]
    columns: Mapping[str, str]
    inside: tuple[Element, ...]
    language: str

    @property
    def where(self) -> str:
        """The place in the workbook."""
        return f"survey, row {self.row}" if self.row else "survey"

    def words(self, part: str) -> str:
        """A label or hint in the form's own language, or in the first there is."""
        return in_words(self.parts.get(part), self.language)

    def bound(self, name: str) -> str:
        """What the row binds: relevant, constraint, required, calculate."""
        return str((self.parts.get("bind") or {}).get(name) or "")

    @property
    def appearance(self) -> str:
        """How the row asks to look."""
        return str((self.parts.get("control") or {}).get("appearance") or "")

    @property
    def label(self) -> str:
        """The wording; empty where the row has none."""
        return self.words("label")

    @property
    def source(self) -> Source:
        """The words and their place."""
        return Source(self.label or self.name, self.where)


def in_words(given: Any, language: str) -> str:
    """A text, or the one of several translations that is wanted."""
    if isinstance(given, Mapping):
        chosen = given.get(language) or next(iter(given.values()), "")
        return in_words(chosen, language)
    return str(given or "").strip()


def elements(workbook: Workbook) -> tuple[Element, ...]:
    """The form's elements in order, without what pyxform adds of its own. Raises ImportRefused."""
    language = str(workbook.form.get("default_language") or "default")
    return tuple(_Nesting(workbook.rows, language).of(workbook.form["children"]))


class _Nesting:
    """Finds the row of each element; both stand in the same order."""

    def __init__(self, rows: tuple[tuple[int, dict[str, str]], ...], language: str) -> None:
        self.rows = rows
        self.language = language
        self.next = 0

    def of(self, children: list[Mapping[str, Any]], depth: int = 0) -> Iterator[Element]:
        if depth > DEEPEST:
            raise ImportRefused.because("survey", f"groups are nested more than {DEEPEST} deep")
        for child in children:
            name = str(child.get("name", ""))
            if name == "meta" or name.startswith(_MADE_BY_PYXFORM):
                continue
            number, columns = self.row_of(name)
            inside = tuple(self.of(child.get("children") or [], depth + 1))
            yield Element(str(child.get("type", "")), name, number, child, columns, inside,
                          self.language)

    def row_of(self, name: str) -> tuple[int, dict[str, str]]:
        """The next row of this name; a row that pyxform adds, such as `_other`, has none."""
        for place in range(self.next, len(self.rows)):
            number, columns = self.rows[place]
            if (columns.get("name") or columns.get("value", "")).strip() == name:
                self.next = place + 1
                return number, columns
        generated = _GENERATED.search(name)
        return (int(generated[1]) if generated else 0), {}
