"""Pages as literals and slots: a template is rendered once, and each request only fills the slots.

While a template is rendered a slot is a token of two private-use characters around a number. No
document may hold such a character, so no wording can pass for a slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

OPENING, CLOSING = "\ue000", "\ue001"
_TOKEN = re.compile(f"{OPENING}([0-9]+){CLOSING}")

Slot = Callable[[Any], str]
"""What stands in a place, made from what is shown; escaped already."""


class Program:
    """Literals, and between each and the next a slot."""

    __slots__ = ("slots", "_parts")

    def __init__(self, literals: Sequence[str], slots: Sequence[Slot] = ()) -> None:
        self.slots = tuple(slots)
        self._parts = [""] * (2 * len(literals) - 1)
        self._parts[::2] = literals

    def fill(self, shown: Any) -> str:
        """The markup with every slot filled."""
        made = self._parts.copy()
        made[1::2] = [slot(shown) for slot in self.slots]
        return "".join(made)


class Slots:
    """Hands out tokens while a template is rendered and knows what stands behind each."""

    def __init__(self) -> None:
        self._behind: list[Slot] = []

    def put(self, slot: Slot) -> Markup:
        """The token of a slot, to stand in the markup."""
        self._behind.append(slot)
        return Markup(f"{OPENING}{len(self._behind) - 1}{CLOSING}")

    def program(self, markup: str) -> Program:
        """Markup cut at its tokens."""
        parts = _TOKEN.split(str(markup))
        return Program(parts[::2], [self._behind[int(number)] for number in parts[1::2]])

    def where(self, test: Callable[[Any], Any], then: str, otherwise: str = "") -> Markup:
        """One of two pieces of markup, whichever the test says when the page is filled."""
        first, second = self.program(then), self.program(otherwise)
        if first.slots or second.slots:
            return self.put(lambda shown: (first if test(shown) else second).fill(shown))
        yes, no = str(then), str(otherwise)
        return self.put(lambda shown: yes if test(shown) else no)
