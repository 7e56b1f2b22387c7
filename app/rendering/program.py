"""Pages as literals and slots: a template is rendered once, and each request only fills the slots.

While a template is rendered a slot is a token of two private-use characters around a number. No
document may hold such a character, so no wording can pass for a slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

OPENING, CLOSING = "\ue000", "\ue001"
_TOKEN = re.compile(f"{OPENING}([0-9]+){CLOSING}")

Slot = Callable[[Any], str]
"""What stands in a place, made from what is shown; escaped already."""


class Program:
    """A first literal and, in turn, slots each followed by a literal."""

    __slots__ = ("first", "rest")

    def __init__(self, first: str, rest: tuple[tuple[Slot, str], ...] = ()) -> None:
        self.first = first
        self.rest = rest

    def fill(self, shown: Any) -> str:
        """The markup with every slot filled."""
        made = [self.first]
        for slot, literal in self.rest:
            made.append(slot(shown))
            made.append(literal)
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
        first, *rest = _TOKEN.split(str(markup))
        slots = (self._behind[int(number)] for number in rest[::2])
        return Program(first, tuple(zip(slots, rest[1::2], strict=True)))

    def where(self, test: Callable[[Any], Any], then: str, otherwise: str = "") -> Markup:
        """One of two pieces of markup, whichever the test says when the page is filled."""
        first, second = self.program(then), self.program(otherwise)
        if first.rest or second.rest:
            return self.put(lambda shown: (first if test(shown) else second).fill(shown))
        return self.put(lambda shown: first.first if test(shown) else second.first)
