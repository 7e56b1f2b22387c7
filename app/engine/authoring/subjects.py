"""One thing of a definition as a comparison of versions sees it: what is said of it, and where.

Reading a definition into subjects is done in `anatomy`; telling what is said, in `value_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.aspects import About, Aspect

Json = Mapping[str, Any]


class Subject(Struct, frozen=True, eq=False):
    """A section, a question, an option, a level … of one version.

    `id` is unlike any other in its version; it begins with the address that the unit has in an
    outline ("question:older"), then says which part of it ("question:older/option:present").
    `parent` is the id of what it stands in, `section` the title of its page, `question` the key of
    the question that it belongs to, `inside` the keys of those that stand in it. `values` holds
    what is said of it; what is absent there is absent, false or empty in the document. `rules`
    are those of its own, `inherited` those of all that it stands in.
    """

    about: About
    id: str
    key: str
    title: str
    values: Mapping[Aspect, Any]
    pointer: str
    teller: Teller
    parent: str = ""
    section: str = ""
    question: str = ""
    inside: tuple[str, ...] = ()
    element: str = ""
    inherited: tuple[Json, ...] = ()
    given_key: bool = True

    @property
    def address(self) -> str:
        """The address of the outline's unit that holds it."""
        return self.id.partition("/")[0]

    def told(self, aspect: Aspect) -> str:
        """What is said of it in one respect, in words; blank for nothing."""
        return self.teller(self, aspect, self.values.get(aspect))

    def facts(self) -> Iterator[tuple[Aspect, str]]:
        """All that is said of it, in words."""
        for aspect in self.values:
            if words := self.told(aspect):
                yield aspect, words


Teller = Callable[[Subject, Aspect, Any], str]
"""Puts a value into words, for the definition that it stands in."""
