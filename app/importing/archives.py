"""Opens Office files warily: they are zip archives, and an archive may be made to do harm.

Nothing is unpacked to a disk, nothing is fetched, and no more is read than the limits allow,
whatever the archive says of itself.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from app.importing.imported import ImportRefused

LARGEST_FILE = 10 * 1024 * 1024
MOST_PARTS = 2000
LARGEST_PART = 4 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
STEEPEST = 200
"""How many times smaller than its content a part may be packed, before it counts as a trap."""

_STEEP_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others let a file of a few bytes ask for memory without end."""
_XML = (".xml", ".rels")
_DECLARES, _PROLOGUE = b"<!DOCTYPE", 64 * 1024
_ENTITIES = (" declares a document type or entities, which could fetch from elsewhere; no Office "
             "program writes that")
_MACROS = ("vbaproject.bin", "vbadata.xml")


class Archive:
    """The parts of an Office file, each read once and within the limits.

    Raises ImportRefused for what is broken, encrypted, has macros, or would unpack to too much.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
            raise self._refusal("the file is damaged and cannot be opened. Save it again in Word "
                                "or Excel and bring the new copy") from None
        self._check()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        return tuple(self._zip.namelist())

    def read(self, part: str) -> bytes:
        """What a part holds."""
        data = self._beginning(part, LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise self._refusal(f"{part} inside the file is larger than "
                                f"{LARGEST_PART // 1024 // 1024} MiB")
        return data

    def xml(self, part: str) -> Element:
        """A part as XML. A document type, and with it every entity, is refused."""
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        data = self.read(part)
        try:
            parsed: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException:
            raise self._refusal(part + _ENTITIES) from None
        except (ParseError, ValueError, LookupError):
            raise self._refusal(f"{part} inside the file is not the XML it should be") from None
        return parsed

    def check_entities(self) -> None:
        """Look for entities at the beginning of every XML part, where alone they are declared,
        without reading the rest, which may be long."""
        for part in self.parts:
            if part.lower().endswith(_XML) and _DECLARES in self._beginning(
                    part, _PROLOGUE).replace(b"\0", b""):
                raise self._refusal(part + _ENTITIES)

    def xml_parts(self) -> Iterator[tuple[str, Element]]:
        """Every XML part, read warily: whoever opens the file next meets no entity."""
        for part in self.parts:
            if part.lower().endswith(_XML):
                yield part, self.xml(part)

    def _beginning(self, part: str, most: int) -> bytes:
        try:
            with self._zip.open(part) as opened:
                return opened.read(most)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            raise self._refusal(f"{part} inside the file is damaged") from None

    def _check(self) -> None:
        listed = self._zip.infolist()
        if len(listed) > MOST_PARTS:
            raise self._refusal(f"the file holds more than {MOST_PARTS} parts")
        if len({one.filename for one in listed}) < len(listed):
            raise self._refusal("the file holds two parts of one name")
        for one in listed:
            self._check_part(one)
        if sum(one.file_size for one in listed) > LARGEST_UNPACKED:
            raise self._refusal("the file would unpack to more than "
                                f"{LARGEST_UNPACKED // 1024 // 1024} MiB")

    def _check_part(self, part: zipfile.ZipInfo) -> None:
        if part.flag_bits & _ENCRYPTED:
            raise self._refusal("the file is encrypted. Save a copy without a password")
        if part.compress_type not in _PACKED:
            raise self._refusal(f"{part.filename} inside the file is packed in a way that no "
                                "Office program writes")
        if part.filename.lower().endswith(_MACROS):
            raise self._refusal("the file holds macros. Save it without them, as .xlsx or .docx")
        if part.file_size > _STEEP_FROM and part.file_size > STEEPEST * part.compress_size:
            raise self._refusal(f"{part.filename} inside the file is packed far too tightly to "
                                "be a document")

    def _refusal(self, reason: str) -> Any:
        return ImportRefused.because(self.name, reason)
