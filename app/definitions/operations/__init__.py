"""Every change of a toolkit. What each does stands in its own module; nothing is overwritten."""

from app.definitions.operations.approving import approve, decided, holds, may_decide, named
from app.definitions.operations.bringing_in import bring_in
from app.definitions.operations.drafting import (
    begin_draft,
    begin_next_version,
    begin_toolkit,
    close_draft,
    decide_kept_edit,
    edit_draft,
    restore_draft,
)
from app.definitions.operations.families import begin_local, take_from_family
from app.definitions.operations.importing import import_document
from app.definitions.operations.publishing import GRACE_DAYS, publish, retire
from app.definitions.operations.rebasing import bring_in_newer
from app.definitions.operations.saving import Saved
from app.definitions.operations.sending import send_for_approval
from app.definitions.operations.standards import propose_standards

__all__ = [
    "GRACE_DAYS",
    "Saved",
    "approve",
    "begin_draft",
    "begin_local",
    "begin_next_version",
    "begin_toolkit",
    "bring_in",
    "bring_in_newer",
    "close_draft",
    "decide_kept_edit",
    "decided",
    "edit_draft",
    "holds",
    "import_document",
    "may_decide",
    "named",
    "propose_standards",
    "publish",
    "restore_draft",
    "retire",
    "send_for_approval",
    "take_from_family",
]
