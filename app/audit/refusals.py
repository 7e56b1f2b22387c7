"""Recording what somebody was refused: the error says of what, the page says where."""

from flask import Flask, request
from flask_login import current_user

from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.errors import NotFound, WaymarkError


def record_refusal(sender: Flask, error: WaymarkError) -> None:
    """Record a NotFound or NotAllowed of somebody signed in.

    The room that raises it may give `chain` and `subject`; otherwise it is the page, in "system".
    """
    if not current_user.is_authenticated:
        return
    record_read(
        chain=str(error.details.pop("chain", SYSTEM)),
        action="did not find" if isinstance(error, NotFound) else "was refused",
        actor=current_user,
        at=now(),
        subject=str(error.details.pop("subject", f"page:{request.path}"))[:200],
    )
