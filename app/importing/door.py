"""The one door: a file or pasted text is recognised, read by who reads its kind, and checked."""

from __future__ import annotations

import json
from typing import Any

from app.engine import json_text
from app.engine.document import read
from app.engine.problems import DefinitionRefused, Problem
from app.importing.imported import Imported, ImportRefused
from app.importing.json_forms.documents import import_document
from app.importing.recognising import Kind, decoded, recognise

_PASTED = "the pasted text"


def import_file(name: str, data: bytes) -> Imported:
    """The toolkit in a file: our own document, JSON Forms, a JSON Schema, XLSForm, Word or text.

    `name` is what the file is called; what it is shows in `data`. Raises DefinitionRefused (as
    ImportRefused for what is no such file), each problem with its place.
    """
    kind, archive = recognise(name, data)
    if archive is None:
        return _from_words(name, kind, decoded(name, data))
    if kind is Kind.XLSFORM:
        from app.importing.xlsform.form import import_xlsform

        return _checked(name, import_xlsform(archive, data))
    from app.importing.toolkit.word import lines_of

    return _from_lines(name, lines_of(archive))


def import_text(text: str) -> Imported:
    """The toolkit in pasted text, or in a pasted JSON document. Raises DefinitionRefused."""
    if len(text) > json_text.LARGEST_BYTES:
        raise ImportRefused.because(_PASTED, "it is longer than "
                                    f"{json_text.LARGEST_BYTES // 1024 // 1024} MiB")
    if not text.strip():
        raise ImportRefused.because(_PASTED, "there is no text")
    kind = Kind.JSON if text.lstrip().startswith("{") else Kind.TEXT
    return _from_words(_PASTED, kind, text)


def _from_words(name: str, kind: Kind, text: str) -> Imported:
    if kind is Kind.JSON:
        return import_document(text)
    from app.importing.toolkit.lines import lines_of

    return _from_lines(name, lines_of(name, text))


def _checked(name: str, imported: Imported) -> Imported:
    """What was made, once the engine has read it; problems are told at the words they came from."""
    try:
        read(json.dumps(imported.document, ensure_ascii=False))
    except DefinitionRefused as error:
        raise ImportRefused(tuple(
            Problem(_place(name, problem.pointer, imported), problem.reason)
            for problem in error.problems)) from None
    return imported


def _place(name: str, pointer: str, imported: Imported) -> str:
    steps = pointer.split("/")
    if steps[1:3] == ["schema", "properties"] and len(steps) > 3:
        source = imported.sources.get(steps[3])
        if source is not None:
            return f"{name}, {source.where}"
    return f"{name}, {pointer}" if pointer else name


def _from_lines(name: str, lines: Any) -> Imported:
    from app.importing.toolkit.writing import import_lines

    return _checked(name, import_lines(name, lines))
