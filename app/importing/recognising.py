"""What a file is, by its content; its name only has to agree."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from app.engine.json_text import LARGEST_BYTES
from app.importing.archives import LARGEST_FILE, Archive
from app.importing.imported import ImportRefused


class Kind(StrEnum):
    """What can be taken in."""

    JSON = "a JSON document"
    XLSFORM = "an Excel workbook"
    WORD = "a Word document"
    TEXT = "text"


_OFFICE = {"xl/workbook.xml": Kind.XLSFORM, "word/document.xml": Kind.WORD}
_BY_SUFFIX = {
    ".json": Kind.JSON, ".xlsx": Kind.XLSFORM, ".docx": Kind.WORD, ".txt": Kind.TEXT,
    ".md": Kind.TEXT,
}
FOREIGN = frozenset(suffix for suffix, kind in _BY_SUFFIX.items() if kind is not Kind.JSON)
"""The endings of names of files that are no document of our own."""
_NOT_READ = {
    b"%PDF": "a PDF. Bring the Word document it was made from, or paste its text",
    b"{\\rtf": "rich text. Save it as .docx, or paste its text",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file. Unpack it first",
    b"PK\x05\x06": "an empty archive",
    b"\xd0\xcf\x11\xe0": "a file of an older Office, or one with a password. Save it as .xlsx or "
                         ".docx without a password",
}


def recognise(name: str, data: bytes) -> tuple[Kind, Archive | None]:
    """What the file is, and its parts where it is an Office file.

    Raises ImportRefused for what is too large, is nothing we read, or is not what its name says.
    """
    if len(data) > LARGEST_FILE:
        raise ImportRefused.because(
            name, f"the file is larger than {LARGEST_FILE // 1024 // 1024} MiB")
    for beginning, what in _NOT_READ.items():
        if data.startswith(beginning):
            raise ImportRefused.because(name, f"this is {what}")
    if data.startswith(b"PK"):
        kind, archive = _office(name, data)
    else:
        kind, archive = _in_words(name, data), None
    _agree(name, kind)
    return kind, archive


def decoded(name: str, data: bytes) -> str:
    """The text of a file that is text. Raises ImportRefused."""
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused.because(name, f"not UTF-8 text: {error.reason}. Save it again as "
                                    "UTF-8, or paste it") from None


def _office(name: str, data: bytes) -> tuple[Kind, Archive]:
    archive = Archive(name, data)
    found = [kind for part, kind in _OFFICE.items() if part in archive.parts]
    if len(found) != 1:
        raise ImportRefused.because(name, "this is an archive, and neither a Word document nor an "
                                    "Excel workbook")
    return found[0], archive


def _in_words(name: str, data: bytes) -> Kind:
    if len(data) > LARGEST_BYTES:
        raise ImportRefused.because(
            name, f"the document is larger than {LARGEST_BYTES // 1024 // 1024} MiB")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused.because(name, "this is no kind of file that can be taken in")
    text = decoded(name, data).lstrip()
    if not text:
        raise ImportRefused.because(name, "the file is empty")
    return Kind.JSON if text.startswith("{") or _suffix(name) == ".json" else Kind.TEXT


def _agree(name: str, kind: Kind) -> None:
    suffix = _suffix(name)
    if not suffix:
        return
    said = _BY_SUFFIX.get(suffix)
    if said is None:
        known = ", ".join(_BY_SUFFIX)
        raise ImportRefused.because(name, f"files of this kind are not read; bring one of {known}")
    if said is not kind:
        raise ImportRefused.because(name, f"its name says {said}, but it is {kind}. Bring the "
                                    "file it should be, or give it the right name")


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
