"""Addresses of pages that learn how they are written when they are first written."""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule


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
