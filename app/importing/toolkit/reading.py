"""Says what the lines of a toolkit are, in their order: headings, questions, words to read.

Signs of one line are in `signs`; tables, levels and plans have readers of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.importing.toolkit import items, levels, signs, tables
from app.importing.toolkit.lines import Line
from app.importing.toolkit.looking import FEWEST_ALIKE, Looking
from app.importing.toolkit.parts import Asks, Group, Plan, Question, Section, Toolkit

MOST_QUESTIONS = 1500


def read_toolkit(lines: Sequence[Line]) -> Toolkit:
    """What the lines say."""
    reader = _Reader(lines)
    while reader.at < len(lines) and reader.asked <= MOST_QUESTIONS:
        reader.step()
    if reader.at < len(lines):
        reader.toolkit.say(reader.line, f"only the first {MOST_QUESTIONS} questions were read")
    return reader.finished()


class _Reader(Looking):
    """Goes through the lines once; each step takes one thing."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.toolkit = Toolkit()
        self.section = Section(None, "", guidance=True)
        self.toolkit.sections.append(self.section)
        self.scale: tuple[int, int] | None = None
        self.asked = 0
        self.begun = False
        """Whether anything but headings has been read."""

    def step(self) -> None:
        """Take what stands here."""
        takers = (self.junk, self.table, self.columns, self.level, self.several, self.framed,
                  self.heading, self.field, self.item, self.request, self.prose)
        for taker in takers:
            if taker():
                return
        self.toolkit.say(self.line, "what this is was not understood")
        self.at += 1

    def finished(self) -> Toolkit:
        """All that was read, without sections in which there is nothing."""
        self._one_level_is_none()
        held = [*(section for section, _ in self.toolkit.plans), self.toolkit.levels_in]
        titles = {line.where for line in self.toolkit.titles}
        kept = []
        for section in self.toolkit.sections:
            if section.questions or section.says_something or section in held:
                kept.append(section)
            elif section.line is not None and section.line.where not in titles:
                self.toolkit.say(section.line, "nothing stands under this heading")
        self.toolkit.sections = kept
        return self.toolkit

    def _one_level_is_none(self) -> None:
        if len(self.toolkit.levels) == 1:
            level = self.toolkit.levels.pop()
            self.toolkit.say(level.line, "this may be a level, but it is the only one")

    # Each of these takes what stands here and says whether it did.

    def junk(self) -> bool:
        if not signs.is_junk(self.line.text) or self.line.cells:
            return False
        self.toolkit.say(self.line, "left out: it is no wording")
        self.at += 1
        return True

    def table(self) -> bool:
        if not self.line.cells:
            return False
        end = self.at
        while end < len(self.lines) and self.lines[end].table == self.line.table:
            end += 1
        rows = self.lines[self.at:end]
        self.at = end
        tables.read_table(rows, self.section, self.toolkit)
        self.begun = True
        return True

    def columns(self) -> bool:
        """Headings of a table whose cells follow each other in lines."""
        heads = self.column_heads()
        texts = [line.text for line in heads]
        if len(heads) > 1 and levels.are_level_columns(texts):
            self._say_columns(heads)
            self.at += len(heads)
            return self._levels_in_order(texts)
        if len(heads) > 1 and tables.are_plan_columns(texts) and self._in_plan():
            self.at += len(heads)
            return self._plan(heads)
        if len(heads) > 1 and signs.is_note_column(heads[1].text) and not signs.is_field(texts[0]):
            self.section.checklist = True
            self._no_heading_without_items(texts[0])
            self.section.group.columns, self.section.group.evidence = True, texts[1]
            self._say_columns(heads[:2])
            self.at += 2
            return True
        return False

    def _say_columns(self, heads: list[Line]) -> None:
        texts = " / ".join(line.text for line in heads)
        self.toolkit.say(heads[0], "taken as the headings of columns", texts)

    def _in_plan(self) -> bool:
        return "plan" in f"{self.section.title} {self.section.group.title}".lower()

    def _no_heading_without_items(self, column: str) -> None:
        if self.section.group.items:
            self.section.groups.append(Group(column))

    def _levels_in_order(self, columns: list[str]) -> bool:
        block = self.block()
        found = levels.from_column_order(block, columns)
        self.toolkit.levels.extend(found[:tables.MOST_LEVELS])
        self.toolkit.levels_in, self.toolkit.level_columns = self.section, columns
        self.at += len(block)
        return True

    def _plan(self, heads: list[Line]) -> bool:
        rows = self.block()
        plan = Plan(heads[0], [line.text for line in heads], rows)
        self.toolkit.plans.append((self.section, plan))
        self.at += len(rows)
        return True

    def level(self) -> bool:
        """A level in one line, among others, or under a heading about levels."""
        found = levels.said_in_one_line(self.line)
        known = len(self.toolkit.levels)
        if found is None or known == tables.MOST_LEVELS or not levels.is_about_levels(
            f"{self.section.title} {self.section.group.title}"
        ) or not (known or self.more_levels()):
            return False
        self.toolkit.levels.append(found)
        self.toolkit.levels_in = self.section
        self.at += 1
        while self.at < len(self.lines) and self.line.listed and (
            levels.said_in_one_line(self.line) is None
        ):
            levels.suggest(found, [self.line.text])
            self.at += 1
        return True

    def several(self) -> bool:
        """A question with a list of answers of which any may be chosen."""
        if not signs.asks_several(self.line.text):
            return False
        options = self.options_below()
        if len(options) < 2:
            return False
        self._ask(Question(self.line, Asks.SEVERAL, options=options))
        self.at += 1 + len(options)
        return True

    def framed(self) -> bool:
        """Something followed by its answers or by the box for its reasons."""
        stem, answers = self.stem_and_answers()
        if answers == 0 and not signs.is_prompt(self.ahead().text):
            return False
        if self.line.heading and self.line.heading <= self.depth or self.is_frame(self.line):
            return False
        asked = Question(self.line, Asks.INDICATOR)
        if answers == 0 and not self._may_be_item():
            return False
        asked.stem = self.ahead().text if stem else ""
        self.at += 1 + stem
        for _ in range(answers):
            asked.options.extend(signs.options_in(self.line.text))
            self.at += 1
        self._field_or_item(asked)
        self._after(asked)
        self._ask(asked)
        return True

    def _may_be_item(self) -> bool:
        if signs.options_in(self.line.text) or signs.is_note_column(self.line.text):
            return False
        bare = [asked for asked in self.section.group.items if not asked.evidence]
        return not bare or self.said[self.ahead().text.lower()] >= FEWEST_ALIKE

    def _field_or_item(self, asked: Question) -> None:
        if asked.options and not self.section.checklist and signs.is_field(asked.line.text):
            asked.asks, asked.wording = Asks.ONE, asked.line.text.strip(" :")
        elif asked.options and asked.line.text.endswith("?") and not self.section.checklist:
            asked.asks = Asks.ONE
        elif not self.section.guidance or signs.is_checklist(self.section.title):
            self.section.checklist = self.section.checklist or signs.is_checklist(
                self.section.title)

    def _after(self, asked: Question) -> None:
        """The box for reasons, and lines that follow every item of this kind."""
        while self.at < len(self.lines):
            text = self.line.text
            if signs.is_prompt(text) and not asked.evidence:
                asked.evidence = text
            elif self.follows_every_item(self.line):
                asked.after.append(self.line)
            else:
                return
            self.at += 1

    def heading(self) -> bool:
        if not self.is_heading():
            return False
        title = self.line.text.strip(" :")
        if self._is_group():
            self.section.groups.append(Group(title, weight=items.weight_of(title)))
        else:
            self._begin(title)
        self.at += 1
        return True

    def _is_group(self) -> bool:
        line, after = self.line, self.ahead()
        if line.heading:
            return line.heading > self.depth and self.section.line is not None
        if line.text.endswith("?"):
            return signs.is_field(after.text) and not signs.is_title_case(line.text)
        if signs.is_summary(line.text) or signs.marks_section(line.text) or not self.begun:
            return False
        return self.section.checklist_like and self.heads_items()

    def _begin(self, title: str) -> None:
        section = Section(self.line, title)
        section.checklist = signs.is_checklist(title)
        section.guidance = signs.is_guidance(title)
        section.group.weight = items.weight_of(title)
        if self.section.line is not None and not self.begun:
            self.toolkit.titles.append(self.section.line)
        self.toolkit.sections.append(section)
        self.section = section

    def field(self) -> bool:
        """A box to fill in by its name."""
        if self.line.box and not self.section.checklist:
            self._ask(Question(self.line, Asks.LINE, self.line.text.strip(" :")))
            self.at += 1
            return True
        if self.section.checklist or not signs.is_field(self.line.text) or self.line.listed:
            return False
        if self.section.guidance and not signs.is_field(self.ahead().text):
            return False
        self._ask(Question(self.line, Asks.LINE, self.line.text.strip(" :_.")))
        self.at += 1
        return True

    def item(self) -> bool:
        """One thing to look for, in a list of them."""
        if not self.section.checklist or not self._looks_like_item():
            return False
        if items.scale_in(self.line.text) or signs.is_prompt(self.line.text):
            return False
        for text in items.items_in(self.line.text):
            line = Line(text, self.line.where)
            asked = Question(line, Asks.INDICATOR)
            self._weigh(asked)
            if self.scale and asked.weight is None and not self.section.group.options:
                asked.asks, asked.scale = Asks.SCALE, self.scale
            self._ask(asked)
        if len(items.items_in(self.line.text)) > 1:
            self.toolkit.say(self.line, "two phrases in one line were taken as two questions")
        self.at += 1
        return True

    def _looks_like_item(self) -> bool:
        group = self.section.group
        if self.line.listed or group.columns:
            return True
        return not signs.is_prose(self.line) and signs.sentences(self.line.text) <= 2

    def _weigh(self, asked: Question) -> None:
        weight = items.weight_of(asked.line.text)
        if weight is not None:
            asked.weight, asked.wording = weight, items.unweighted(asked.line.text)
        else:
            asked.weight = self.section.group.weight

    def request(self) -> bool:
        """A question or request that is answered in words."""
        box = bool(self.section.questions) and signs.is_prompt(self.line.text)
        if self.section.guidance or self.line.listed or not (
                box or signs.asks_for_words(self.line.text)):
            return False
        self._ask(Question(self.line, Asks.WORDS))
        self.at += 1
        return True

    def prose(self) -> bool:
        """Something to read."""
        sentence = signs.is_prose(self.line) or self.line.text.endswith((".", ":", "!"))
        if not (sentence or self.section.guidance or self.line.listed or signs.is_prompt(
                self.line.text)):
            return False
        self.scale = items.scale_in(self.line.text) or self.scale
        text = f"- {self.line.text}" if self.line.listed else self.line.text
        (self.section.group if self.section.questions else self.section).prose.append(text)
        self.begun = True
        self.at += 1
        return True

    def _ask(self, question: Question) -> None:
        group = self.section.group
        if not question.options and question.asks is Asks.INDICATOR:
            question.options = list(group.options)
        question.evidence = question.evidence or group.evidence
        group.items.append(question)
        self.asked += 1
        self.begun = True
        self.section.guidance = False
