"""Addresses of pages: what may stand in one, and how they learn to be written when they first are.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import IntegerConverter, Rule, UnicodeConverter


class LazyRule(Rule):
    """A rule that compiles the code which writes its addresses once one is asked for.

    A process writes the addresses of a few dozen pages, and to compile those of all takes a
    twentieth of the time that the service takes to start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)
        return build


class Name(UnicodeConverter):
    """A name in an address: anything but what PostgreSQL cannot keep, which is no page's name."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.regex = self.regex.replace("[^/]", "[^/\\x00]")


class Number(IntegerConverter):
    """A number in an address: none that is too large for a database to compare with."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **given})
