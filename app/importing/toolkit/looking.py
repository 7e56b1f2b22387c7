"""Looks ahead among the lines of a toolkit: what follows a line says much of what it is.

Nothing is taken here; that is for `reading`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.importing.toolkit import levels, signs
from app.importing.toolkit.lines import Line

FEWEST_ALIKE = 3
"""What is said so often belongs to the form around the items, not to one of them."""
_MOST_COLUMNS = 7
_LONGEST_HEADING = 14
_LEVELS_NEAR = 12


class Looking:
    """The lines, the place that has been reached, and what can be seen from there."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.at = 0
        self.said = Counter(line.text.lower() for line in lines)
        self.beginnings = Counter(_first_sentence(line.text) for line in lines)
        self.close = sum(line.gap for line in lines) * 2 < len(lines)
        self.depth = _depth_of_sections(lines)

    @property
    def line(self) -> Line:
        """The line that is looked at."""
        return self.lines[self.at]

    def ahead(self, steps: int = 1) -> Line:
        """The line so many further on; an empty one after the last."""
        place = self.at + steps
        return self.lines[place] if place < len(self.lines) else Line("", "")

    def column_heads(self) -> list[Line]:
        """Short lines from here on that could stand over columns."""
        found: list[Line] = []
        while len(found) < _MOST_COLUMNS:
            line = self.ahead(len(found))
            question = line.text.endswith("?") and len(line.text.split()) <= 10
            if not line.text or line.cells or not (signs.is_short(line.text) or question):
                break
            if line.listed or signs.options_in(line.text) or levels.is_level_name(line.text):
                break
            found.append(line)
        return found

    def block(self) -> list[Line]:
        """The lines from here to where something else begins."""
        end = self.at
        while end < len(self.lines) and not self._ends_block(self.lines[end], end > 0):
            end += 1
        return list(self.lines[self.at:end])

    def _ends_block(self, line: Line, inside: bool) -> bool:
        apart = line.gap and inside and not line.listed and self.close
        return bool(line.heading) or apart or signs.marks_section(line.text) or (
            signs.is_capitals(line.text) or signs.is_junk(line.text))

    def options_below(self) -> list[str]:
        """Short lines after this one that may be chosen from."""
        options: list[str] = []
        while True:
            line = self.ahead(len(options) + 1)
            if not line.text or line.heading or line.cells or not signs.is_short(line.text):
                return options
            if signs.is_field(line.text) or signs.is_prose(self.ahead(len(options) + 2)):
                return options
            options.append(line.text)

    def more_levels(self) -> bool:
        """Whether another level follows soon."""
        further = self.lines[self.at + 1:self.at + _LEVELS_NEAR]
        return any(levels.said_in_one_line(line) for line in further)

    def stem_and_answers(self) -> tuple[int, int]:
        """How many lines until the answers begin (a question asked of every item), and of these."""
        if signs.options_in(self.line.text):
            return 0, 0
        asked = self.is_repeated_question(self.ahead())
        stem = int(asked and bool(signs.options_in(self.ahead(2).text)))
        answers = 0
        while signs.options_in(self.ahead(1 + stem + answers).text):
            answers += 1
        return stem, answers

    def is_repeated_question(self, line: Line) -> bool:
        """Whether a line asks the same of several items."""
        return self.said[line.text.lower()] >= FEWEST_ALIKE and line.text.endswith(("?", ":"))

    def is_frame(self, line: Line) -> bool:
        """Whether a line belongs to the form around the items."""
        return bool(signs.options_in(line.text)) or signs.is_prompt(line.text) or (
            self.said[line.text.lower()] >= FEWEST_ALIKE)

    def follows_every_item(self, line: Line) -> bool:
        """Whether a line is a box that stands below each item, perhaps with a note in it."""
        often = bool(line.text) and self.beginnings[_first_sentence(line.text)] >= FEWEST_ALIKE
        return often and not signs.options_in(line.text) and (
            not self.is_repeated_question(line) and not signs.is_note_column(line.text))

    def is_heading(self) -> bool:
        """Whether this line is a heading, by its looks or by what follows."""
        line, after = self.line, self.ahead()
        if line.heading:
            return True
        if line.listed or line.box or signs.options_in(line.text):
            return False
        if signs.marks_section(line.text) or signs.is_capitals(line.text):
            return len(line.text.split()) <= _LONGEST_HEADING
        if line.text.endswith("?"):
            return self._question_heads(after)
        if not signs.is_short(line.text) or not (after.text or after.cells):
            return False
        if signs.is_field(line.text) and not (signs.is_prose(after) or after.listed):
            return False
        looks = signs.is_title_case(line.text) and len(line.text) > 3
        return looks or after.listed or bool(after.cells) or signs.is_prose(after) or (
            line.gap and not after.gap and self.close)

    def _question_heads(self, after: Line) -> bool:
        title = signs.is_title_case(self.line.text) and len(self.line.text.split()) <= 5
        return title or (signs.is_field(after.text) and not signs.options_in(after.text))

    def heads_items(self) -> bool:
        """Whether the next line is an item with its box or answers, or at least nothing to read."""
        framed = signs.is_prompt(self.ahead(2).text) or bool(signs.options_in(self.ahead(2).text))
        return framed or not signs.is_prose(self.ahead())


def _first_sentence(text: str) -> str:
    return signs.split_sentences(text)[0].lower() if text else ""


def _depth_of_sections(lines: Sequence[Line]) -> int:
    """How deep the headings are that begin sections; one alone at the top is the title."""
    depths = Counter(line.heading for line in lines if line.heading)
    if not depths:
        return 0
    top = min(depths)
    deeper = [depth for depth in depths if depth > top]
    return min(deeper) if depths[top] == 1 and deeper else top
