"""Toolkits from elsewhere: a file or pasted text in, a document and the source of its parts out.

One door for all that is brought: what it is shows in its content. Nothing is stored here, nothing
is fetched and nothing in a file is run. What cannot be taken in is refused at its place; what was
not understood is listed, never dropped in silence.
"""

from __future__ import annotations

from app.importing.archives import LARGEST_FILE
from app.importing.door import import_file, import_text
from app.importing.imported import Imported, ImportRefused, Remark, Source
from app.importing.recognising import FOREIGN

__all__ = [
    "FOREIGN", "LARGEST_FILE", "ImportRefused", "Imported", "Remark", "Source", "import_file",
    "import_text",
]
