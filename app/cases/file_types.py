"""Which files a case takes, told by what they hold and never by their names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.importing.archives import Archive
from app.importing.imported import ImportRefused


class FileType(NamedTuple):
    """How a file is handed out: its media type, and how its name ends. `words` is for the screen.
    """

    media_type: str
    ending: str
    words: str


class NotTaken(ValueError):
    """A file that a case does not take; the message says what it is and what to do instead."""


TAKEN = "PDF, PNG, JPEG, plain text, Word (.docx) or OpenDocument text (.odt)"
"""What is taken, for people."""
ENDINGS = ".pdf,.png,.jpg,.jpeg,.txt,.docx,.odt"
"""The same, for the box in which a file is chosen."""

_PDF = FileType("application/pdf", "pdf", "PDF")
_PNG = FileType("image/png", "png", "PNG picture")
_JPEG = FileType("image/jpeg", "jpg", "JPEG picture")
_DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
    "Word document")
_ODT = FileType("application/vnd.oasis.opendocument.text", "odt", "OpenDocument text")
_TEXTS = {
    charset: FileType(f"text/plain; charset={charset}", "txt", "Plain text")
    for charset in ("utf-8", "utf-16", "windows-1252")
}
WORDS = _TEXTS["utf-8"]
"""What was typed instead of brought."""
_TYPES = {kind.media_type: kind for kind in (_PDF, _PNG, _JPEG, _DOCX, _ODT, *_TEXTS.values())}

_BEGINNINGS = {b"%PDF-": _PDF, b"\x89PNG\r\n\x1a\n": _PNG, b"\xff\xd8\xff": _JPEG}
_A_PROGRAM = "a program, and programs are never taken"
_NOT_TAKEN = {
    b"MZ": _A_PROGRAM, b"\x7fELF": _A_PROGRAM, b"\xca\xfe\xba\xbe": _A_PROGRAM,
    b"\xcf\xfa\xed\xfe": _A_PROGRAM, b"#!": _A_PROGRAM,
    b"\xd0\xcf\x11\xe0": "a file of an older Office, which may hold macros. Save it as .docx or as "
                         "PDF",
    b"{\\rtf": "rich text. Save it as .docx or as PDF", b"GIF8": "a GIF picture. Save it as PNG",
    b"Rar!": "an archive. Upload what is in it", b"7z\xbc\xaf": "an archive. Upload what is in it",
    b"\x1f\x8b": "an archive. Upload what is in it",
}
_BOX_OF_APPLE = (b"ftypheic", b"ftypheix", b"ftypmif1")
_RUNS_IN_PDF = re.compile(rb"/(?:JavaScript|Launch)\b")
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name in a PDF may stand there as its number."""
_MARKUP = re.compile(r"<(?:!doctype|\?xml|html|svg|script|iframe)\b", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ODT_RUNS = ("basic/", "scripts/")
_DOCX_RUNS = ("word/activex/",)


def type_of(content: bytes) -> FileType:
    """What a file is; raises NotTaken for what no case takes."""
    if not content.strip():
        raise NotTaken("The file is empty. Choose another one")
    for beginning, what in _NOT_TAKEN.items():
        if content.startswith(beginning):
            raise NotTaken(f"This file is {what}")
    if content[4:12] in _BOX_OF_APPLE:
        raise NotTaken("This file is a picture of a telephone (HEIC). Save it as JPEG or PNG")
    found = next((kind for mark, kind in _BEGINNINGS.items() if content.startswith(mark)), None)
    if found is _PDF and _RUNS_IN_PDF.search(_NUMBERED.sub(_letter, content)):
        raise NotTaken("This PDF holds a script or starts a program. Print it to a new PDF")
    return found or (_office(content) if content.startswith(b"PK") else _text(content))


def type_named(media_type: str) -> FileType:
    """The type that was found when a file was taken."""
    return _TYPES[media_type]


def _letter(numbered: re.Match[bytes]) -> bytes:
    return bytes.fromhex(numbered[1].decode())


def _office(content: bytes) -> FileType:
    """A Word or an OpenDocument text without macros; each other archive is refused."""
    try:
        archive = Archive("This file", content)
        if "word/document.xml" in archive.parts:
            archive.xml("[Content_Types].xml")
            return _without(archive, _DOCX_RUNS, _DOCX)
        if "mimetype" in archive.parts and archive.read("mimetype") == _ODT.media_type.encode():
            return _without(archive, _ODT_RUNS, _ODT)
    except (ImportRefused, KeyError) as error:
        raise NotTaken(f"This file cannot be taken: {_reason(error)}") from None
    raise NotTaken("This file is an archive or a workbook. Upload what is in it, or save it as PDF")


def _without(archive: Archive, running: tuple[str, ...], found: FileType) -> FileType:
    if any(part.lower().startswith(running) for part in archive.parts):
        raise NotTaken("This file holds macros. Save it without them, or as PDF")
    archive.check_entities()
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, ImportRefused):
        return "; ".join(problem.reason for problem in error.problems)
    return "it is damaged. Save it again and choose the new copy"


def _text(content: bytes) -> FileType:
    for charset, text in _read_as(content):
        if _UNSEEN.search(text):
            break
        if _MARKUP.search(text):
            raise NotTaken("This file is a web page or a drawing that can hold scripts. "
                           "Save it as PDF or PNG")
        return _TEXTS[charset]
    raise NotTaken(f"This kind of file is not taken. Save it as {TAKEN}")


def _read_as(content: bytes) -> Iterator[tuple[str, str]]:
    """The ways in which it can be read as text, the likeliest first."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for charset in ("utf-16",) if marked else ("utf-8", "windows-1252"):
        try:
            yield charset, content.decode(charset)
        except UnicodeDecodeError:
            continue
