"""What was brought from elsewhere and read; a page carries it until it is said where it belongs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from app.engine.document import read
from app.engine.problems import DefinitionRefused
from app.engine.standards_document import KIND
from app.importing import Imported, ImportRefused, Remark, Source, import_file, import_text

PASTED = "the pasted text"
LONGEST_NAME = 100


class Brought(Struct, frozen=True):
    """A toolkit that was read, with what it was called where it came from."""

    name: str
    imported: Imported

    @property
    def questions(self) -> int:
        """How many questions were found."""
        return len(self.imported.sources)

    @property
    def slug(self) -> str:
        """The short name that its document gives it, or none."""
        return str(self.imported.document.get("slug") or "")

    @property
    def based_on(self) -> Any:
        """The number of the version that its document says it was made from, or None."""
        return self.imported.document.get("based_on")

    def packed(self) -> str:
        """As a text that a page carries; `unpacked` reads it."""
        return json.dumps({
            "name": self.name, "document": self.imported.document,
            "sources": {key: asdict(one) for key, one in self.imported.sources.items()},
            "not_understood": [asdict(one) for one in self.imported.not_understood]})


def from_file(name: str, data: bytes) -> Brought:
    """What is in a file. Raises DefinitionRefused with every reason why not."""
    name = PureWindowsPath(name).name[-LONGEST_NAME:] or "the file"
    try:
        return Brought(name, import_file(name, data))
    except DefinitionRefused:
        _refuse_standards(name, data.decode("utf-8-sig", "replace"))
        raise


def from_text(text: str) -> Brought:
    """What is in a pasted text. Raises DefinitionRefused with every reason why not."""
    try:
        return Brought(PASTED, import_text(text))
    except DefinitionRefused:
        _refuse_standards(PASTED, text)
        raise


def unpacked(text: str) -> Brought:
    """What a page carried, read anew: browsers send what they like. Raises DefinitionRefused."""
    try:
        found = json.loads(text)
        imported = Imported(
            dict(found["document"]),
            {str(key): _words(Source, one) for key, one in found["sources"].items()},
            tuple(_words(Remark, one) for one in found["not_understood"]))
        name = str(found["name"])[-LONGEST_NAME:]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ImportRefused.because("what was read", "it did not come back whole. Bring the file "
                                    "again") from None
    read(json.dumps(imported.document))
    return Brought(name, imported)


def _words(kind: type[Any], found: Mapping[str, Any]) -> Any:
    return kind(**{str(name): str(value) for name, value in found.items()})


def _refuse_standards(name: str, text: str) -> None:
    """Practice standards are no toolkit: that is the reason, whatever else was found."""
    if not text.lstrip().startswith("{"):
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(found, dict) and found.get("kind") == KIND:
        raise ImportRefused.because(name, "these are practice standards, not a toolkit. They are "
                                    "changed on their own page")
