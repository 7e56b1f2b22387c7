"""From an XLSForm to a document: groups to sections, repeats to rows, relevance to rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from app.engine.authoring.keys import free
from app.engine.layout import slug
from app.importing.archives import Archive
from app.importing.imported import Imported, Remark
from app.importing.xlsform.conditions import condition_of
from app.importing.xlsform.elements import Element, elements
from app.importing.xlsform.expressions import NotUnderstood, parsed
from app.importing.xlsform.learning import Learned, check_circles, learn
from app.importing.xlsform.questions import left_over
from app.importing.xlsform.workbook import Workbook, open_workbook

_OF_THE_DEVICE = {
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username",
    "email", "audit", "start-geopoint", "background-audio", "background-geopoint",
}
_SETTINGS = {
    "type", "name", "title", "id_string", "sms_keyword", "default_language", "children", "version",
    "choices",
}
_YES, _NO = ("yes", "true", "true()", "1"), ("no", "false", "false()", "0", "")
_IN_A_REPEAT = "rules inside a repeat are not kept"

Laid = dict[str, Any]


def import_xlsform(archive: Archive, data: bytes) -> Imported:
    """The toolkit that a workbook describes. Raises ImportRefused."""
    workbook = open_workbook(archive, data)
    found = elements(workbook)
    check_circles(found, archive.name)
    learned = learn(found, workbook.choices)
    layout = _Layout(learned)
    categories = list(layout.sections(found))
    title = str(workbook.form.get("title") or "Imported form")
    document: dict[str, Any] = {
        "slug": slug(str(workbook.form.get("id_string") or title)), "title": title,
        "source": archive.name, "schema": layout.asked.schema(),
        "uischema": {"type": "Categorization", "elements": categories},
    }
    if learned.derived:
        document["derived"] = learned.derived
    if learned.measures:
        document["measures"] = learned.measures
    remarks = (*workbook.remarks, *_settings(workbook), *sorted(learned.remarks, key=_row))
    return Imported(document, learned.sources, remarks)


def _settings(workbook: Workbook) -> Iterator[Remark]:
    for name in sorted(workbook.form.keys() - _SETTINGS):
        yield Remark("settings", f"{name}: {workbook.form[name]}", "this was not taken over")


def _row(remark: Remark) -> int:
    number = remark.where.rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0


class _Asked(Struct):
    """What is asked in the form, or in one repeat of it."""

    properties: dict[str, Any] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    in_row: bool = False

    def schema(self) -> dict[str, Any]:
        """As an object schema."""
        found: dict[str, Any] = {"type": "object", "properties": self.properties}
        return {**found, "required": self.required} if self.required else found


class _Layout:
    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self.asked = _Asked()
        self.section_keys: set[str] = set()

    def sections(self, found: tuple[Element, ...]) -> Iterator[Laid]:
        """A section for each group at the top, and for what stands loose between them."""
        loose: list[Laid] = []
        for element in found:
            if element.type != "group":
                loose.extend(self.laid_out(element, self.asked))
                continue
            if loose:
                yield self.category("questions", "Questions", loose)
                loose = []
            inside = self.within(element, self.asked)
            if inside:
                name, label = element.name, element.label or element.name
                yield {**self.category(name, label, inside), **self.rule(element)}
        if loose:
            yield self.category("questions", "Questions", loose)

    def category(self, name: str, label: str, inside: list[Laid]) -> Laid:
        key = free(slug(name), self.section_keys, "-")
        self.section_keys.add(key)
        return {"type": "Category", "label": label, "elements": inside,
                "options": {"waymark": {"key": key}}}

    def within(self, element: Element, asked: _Asked) -> list[Laid]:
        """What stands in a group or a repeat."""
        self.learned.remarks.extend(left_over(element))
        return [one for inner in element.inside for one in self.laid_out(inner, asked)]

    def laid_out(self, element: Element, asked: _Asked) -> Iterator[Laid]:
        match element.type:
            case "group":
                yield from self.group(element, asked)
            case "repeat":
                yield from self.repeat(element, asked)
            case "note":
                yield from self.note(element, asked)
            case _ if id(element) in self.learned.made:
                yield self.control(element, asked)
            case _:
                self.left_out(element)

    def group(self, element: Element, asked: _Asked) -> Iterator[Laid]:
        inside = self.within(element, asked)
        if asked.in_row:
            if element.bound("relevant"):
                self.learned.say(element, element.bound("relevant"), _IN_A_REPEAT)
            yield from inside
        elif inside:
            yield {"type": "Group", "label": element.label, "elements": inside,
                   **self.rule(element)}

    def note(self, element: Element, asked: _Asked) -> Iterator[Laid]:
        self.learned.remarks.extend(left_over(element))
        if asked.in_row:
            self.learned.say(element, element.label, "a note in a repeat was left out")
        else:
            yield {"type": "Label", "text": element.label, **self.rule(element)}

    def repeat(self, element: Element, asked: _Asked) -> Iterator[Laid]:
        title = element.label or element.name
        if asked.in_row:
            self.learned.say(element, title, "a repeat inside a repeat cannot be asked; it was "
                             "left out with all that is in it")
            return
        row = _Asked(in_row=True)
        cells = self.within(element, row)
        if not row.properties:
            self.learned.say(element, title, "nothing in this repeat can be asked")
            return
        key = self.learned.keys[id(element)]
        asked.properties[key] = {"title": title, "type": "array", "items": row.schema(),
                                 **self.times(element)}
        yield {"type": "Control", "scope": f"#/properties/{key}", **self.rule(element),
               "options": {"detail": {"type": "VerticalLayout", "elements": cells}}}

    def times(self, element: Element) -> dict[str, int]:
        """How many rows there are, where that is fixed."""
        count = str((element.parts.get("control") or {}).get("jr:count") or "").strip()
        if count.isdecimal():
            return {"minItems": int(count), "maxItems": int(count)}
        if count:
            self.learned.say(element, count, "how many rows there are was not taken over")
        return {}

    def control(self, element: Element, asked: _Asked) -> Laid:
        made, key = self.learned.made[id(element)], self.learned.keys[id(element)]
        asked.properties[key] = made.schema
        self.learned.remarks.extend(made.remarks)
        self.required(element, asked, key, made.ours)
        control: Laid = {"type": "Control", "scope": f"#/properties/{key}"}
        if made.ours or made.options:
            ours = {"waymark": made.ours} if made.ours else {}
            control["options"] = {**made.options, **ours}
        if asked.in_row and element.bound("relevant"):
            self.learned.say(element, element.bound("relevant"), f"{_IN_A_REPEAT}: always asked")
            return control
        return {**control, **self.rule(element)}

    def required(self, element: Element, asked: _Asked, key: str, ours: Laid) -> None:
        text = element.bound("required").strip()
        if text.lower() in _YES:
            asked.required.append(key)
        elif text.lower() not in _NO:
            try:
                if asked.in_row:
                    raise NotUnderstood(_IN_A_REPEAT)
                ours["required_when"] = condition_of(parsed(text), self.learned.known)
            except NotUnderstood as error:
                self.learned.say(element, text,
                                 f"when this is required was not understood: {error}")

    def rule(self, element: Element) -> Laid:
        text = element.bound("relevant").strip()
        if not text or text.lower() in _YES:
            return {}
        try:
            condition = condition_of(parsed(text), self.learned.known)
        except NotUnderstood as error:
            self.learned.say(element, text, "when this is relevant was not understood, so it is "
                             f"always asked: {error}")
            return {}
        return {"rule": {"effect": "SHOW", "condition": condition}}

    def left_out(self, element: Element) -> None:
        if element.type in _OF_THE_DEVICE:
            self.learned.say(element, element.name, f"{element.type} is not asked; the audit trail "
                             "knows who and when")
        elif not element.bound("calculate"):
            self.learned.say(element, element.label or element.name,
                             f"{element.type} cannot be asked; it was left out")
