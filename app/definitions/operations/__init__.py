"""Every change of a toolkit. What each does stands in its own module; nothing is overwritten."""

from app.definitions.operations.approving import approve, holds
from app.definitions.operations.importing import import_document
from app.definitions.operations.publishing import publish, retire
from app.definitions.operations.standards import propose_standards

__all__ = ["approve", "holds", "import_document", "propose_standards", "publish", "retire"]
