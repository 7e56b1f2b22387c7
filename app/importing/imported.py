"""What an import gives: a document, where each question came from, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.engine.problems import DefinitionRefused, Problem


class Source(Struct, frozen=True):
    """The words a question was made from, and where they stand in what was brought."""

    text: str
    where: str


class Remark(Struct, frozen=True):
    """Something that was not understood, or was only guessed: a person decides what it means."""

    where: str
    text: str
    reason: str

    def __str__(self) -> str:
        words = f" “{self.text}”" if self.text else ""
        return f"{self.where}:{words} {self.reason}"


class Imported(Struct, frozen=True):
    """A document that can be read, the source of each question by its key, and what to look at."""

    document: dict[str, Any]
    sources: Mapping[str, Source] = field(default_factory=dict)
    not_understood: tuple[Remark, ...] = ()


class ImportRefused(DefinitionRefused):
    """Something brought that cannot be taken in; a problem's pointer is its place in words."""

    @classmethod
    def because(cls, where: str, reason: str) -> ImportRefused:
        """A refusal for one reason."""
        return cls((Problem(where, reason),))
