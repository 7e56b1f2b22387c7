"""From what was read of a toolkit to a draft document, with the source of each question.

All that was guessed is told: answers the text does not give, what raises risk, how levels follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.engine.authoring.keys import free, key_from
from app.engine.layout import slug
from app.importing.imported import Imported, ImportRefused, Remark, Source
from app.importing.toolkit.asking import LONGEST_TEXT, PRESENCE, ask, plain
from app.importing.toolkit.levelling import Scored, levels_of
from app.importing.toolkit.lines import Brought, Line
from app.importing.toolkit.parts import Asks, Group, Plan, Question, Section, Toolkit
from app.importing.toolkit.reading import read_toolkit

_SHORT_INTRODUCTION = 700
_NOTE_IN_IT = re.compile(r"(?<=[.?!])\s+(?=(?:NB|N\.B\.|Note)\b)")


def import_lines(name: str, brought: Brought) -> Imported:
    """The draft that some lines describe; `name` says where they came from."""
    toolkit = read_toolkit(brought.lines)
    writer = _Writer(toolkit)
    document = writer.document(name)
    if not writer.properties:
        raise ImportRefused.because(name, "no question was found in these words. Bring the text of "
                                    "the form itself, with its headings and lists")
    return Imported(document, writer.sources, (*brought.remarks, *toolkit.remarks))


class _Writer:
    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit
        self.properties: dict[str, Any] = {}
        self.sources: dict[str, Source] = {}
        self.section_keys: set[str] = set()
        self.scored: list[Scored] = []
        self.read_first: list[str] = []
        self.needs_presence = False
        self.said: set[str] = set()

    def document(self, name: str) -> dict[str, Any]:
        """The whole document."""
        title = self._title()
        categories = [self._category(section) for section in self.toolkit.sections
                      if not self._only_to_read(section)]
        levels = levels_of(self.toolkit, self.scored, self.properties)
        if levels.control is not None:
            self._place_judgement(categories, levels.control)
        schema: dict[str, Any] = {"type": "object", "properties": self.properties}
        if self.needs_presence:
            choices = [{"const": key, "title": words} for key, words in PRESENCE]
            schema["$defs"] = {"presence": {"type": "string", "oneOf": choices}}
        return {
            "slug": slug(title)[:60].strip("-"), "title": title, "source": name,
            **({"guidance": "\n\n".join(self.read_first)} if self.read_first else {}),
            "schema": schema,
            "uischema": {"type": "Categorization", "elements": categories}, **levels.parts,
        }

    def _title(self) -> str:
        """The last of the headings that stand before everything else."""
        if self.toolkit.titles:
            *others, last = self.toolkit.titles
            for line in others:
                self.toolkit.say(line, "another heading was taken as the title")
            return last.text
        first = next((section for section in self.toolkit.sections if section.line), None)
        return first.title if first else "Imported toolkit"

    def _only_to_read(self, section: Section) -> bool:
        """Whether nothing is asked in a section; then its words belong to the whole toolkit."""
        asked = section.questions or section is self.toolkit.levels_in
        if asked or any(held is section for held, _ in self.toolkit.plans):
            return False
        heading = [f"## {plain(section.title)}"] if section.title else []
        rest = [text for group in section.groups for text in group.prose]
        self.read_first.extend([*heading, *_markdown([*section.prose, *rest])])
        return True

    def _category(self, section: Section) -> dict[str, Any]:
        elements: list[dict[str, Any]] = []
        for group in section.groups:
            elements.extend(self._group(section, group))
        for held, plan in self.toolkit.plans:
            if held is section:
                elements.append(self._plan(plan))
        title = section.title or "Questions"
        ours: dict[str, Any] = {"key": free(slug(title)[:60], self.section_keys, "-")}
        self.section_keys.add(ours["key"])
        ours.update(_introduced(section.prose))
        return {"type": "Category", "label": title, "elements": elements,
                "options": {"waymark": ours}}

    def _group(self, section: Section, group: Group) -> Iterator[dict[str, Any]]:
        inside: list[dict[str, Any]] = [
            {"type": "Label", "text": text} for text in _markdown(group.prose)]
        for question in group.items:
            inside.extend(self._question(section, group, question))
        if group.title and inside:
            yield {"type": "Group", "label": group.title, "elements": inside}
        else:
            yield from inside
            if group.title:
                self.toolkit.remarks.append(_nothing_under(section, group))

    def _question(
        self, section: Section, group: Group, question: Question
    ) -> Iterator[dict[str, Any]]:
        beside = [self._beside(question, line) for line in question.after]
        asked = ask(question, section, group)
        self.needs_presence = self.needs_presence or asked.assumed_answers
        key = self._keep(question.label, asked.schema, question.line)
        if question.asks is Asks.SCALE or (question.weight and asked.yes):
            self.scored.append(Scored(key, asked.yes, question.weight or 1))
        self._tell(section, group, question, asked.ours, asked.assumed_answers)
        control: dict[str, Any] = {"type": "Control", "scope": f"#/properties/{key}"}
        if asked.ours:
            control["options"] = {"waymark": asked.ours}
        yield control
        for label, line in beside:
            inner = self._keep(label, {"title": label, "type": "string",
                                       "maxLength": LONGEST_TEXT}, line, f"{key}_")
            yield {"type": "Control", "scope": f"#/properties/{inner}"}

    def _beside(self, question: Question, line: Line) -> tuple[str, Line]:
        """The label of a box that every item has; a note after it belongs to this item alone."""
        label, *notes = _NOTE_IN_IT.split(line.text, maxsplit=1)
        question.note = " ".join([question.note, *notes]).strip()
        return label, line

    def _keep(self, label: str, schema: dict[str, Any], line: Line, before: str = "") -> str:
        words = label if not before else " ".join(label.split()[:1])
        key = free(f"{before}{key_from(words, otherwise='question')}", self.properties)
        self.properties[key] = schema
        self.sources[key] = Source(line.text, line.where)
        return key

    def _tell(
        self, section: Section, group: Group, question: Question, ours: dict[str, Any],
        assumed: bool,
    ) -> None:
        """What was guessed, once a section."""
        line = section.line or question.line
        if assumed:
            self._once(line, section.title, "the text gives no answers to choose from; Present, "
                       "Not present and Not known were put in")
        if ours.get("risk"):
            self._once(line, section.title, "these questions were taken as ones that "
                       f"{'lower' if ours['risk'] == 'lowers' else 'raise'} risk, by the heading")
        if ours.get("harm"):
            self._once(line, section.title, "a yes to these questions was taken as actual harm, "
                       "which holds the level until a manager ends it")

    def _once(self, line: Line, title: str, reason: str) -> None:
        if f"{title}: {reason}" not in self.said:
            self.said.add(f"{title}: {reason}")
            self.toolkit.say(line, reason, title or line.text)

    def _plan(self, plan: Plan) -> dict[str, Any]:
        first, *rest = plan.columns
        cells: dict[str, Any] = {}
        for column in rest:
            cells[key_from(column, cells)] = {"title": column, "type": "string",
                                              "maxLength": LONGEST_TEXT}
        rows: dict[str, Any] = {}
        for row in plan.rows:
            rows[key_from(row.text, rows, otherwise="row")] = {
                "title": row.text, "type": "object", "properties": cells}
        source = Line("\n".join(row.text for row in plan.rows), plan.line.where)
        key = self._keep(first, {"title": first, "type": "object", "properties": rows}, source)
        ours = {"type": "table", "columns": {"row": first}}
        return {"type": "Control", "scope": f"#/properties/{key}", "options": {"waymark": ours}}

    def _place_judgement(self, categories: list[dict[str, Any]], found: dict[str, Any]) -> None:
        """The level is judged where the levels were told, else at the end."""
        title = self.toolkit.levels_in.title if self.toolkit.levels_in else ""
        place = next((one for one in categories if one["label"] == title), None)
        if place is None:
            ours = {"key": free("level", self.section_keys, "-")}
            place = {"type": "Category", "label": "Level", "elements": [],
                     "options": {"waymark": ours}}
            categories.append(place)
        place["elements"].extend(found["elements"])
        self.sources.update(found["sources"])


def _nothing_under(section: Section, group: Group) -> Remark:
    where = section.line.where if section.line else "the beginning"
    return Remark(where, group.title, "nothing stands under this heading")


def _introduced(prose: list[str]) -> dict[str, str]:
    """What is short is read on the page, the rest behind the guidance symbol."""
    paragraphs = _markdown(prose)
    if not paragraphs:
        return {}
    whole = "\n\n".join(paragraphs)
    if len(whole) <= _SHORT_INTRODUCTION or len(paragraphs) == 1:
        return {"introduction": whole}
    return {"introduction": paragraphs[0], "guidance": "\n\n".join(paragraphs[1:])}


def _markdown(prose: list[str]) -> list[str]:
    """Paragraphs; bullets that follow each other are one list."""
    found: list[str] = []
    for text in prose:
        if text.startswith("- "):
            bullet = f"- {plain(text[2:])}"
            if found and found[-1].startswith("- "):
                found[-1] += f"\n{bullet}"
            else:
                found.append(bullet)
        else:
            found.append(plain(text))
    return found
