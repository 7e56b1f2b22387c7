"""What the pages of toolkits share: who may decide, that they looked, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import actor
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import operations
from app.definitions.forms import ApprovalForm, ToolkitForm
from app.definitions.models import Capacity, DefinitionVersion
from app.engine.problems import DefinitionRefused
from app.engine.standards_document import SLUG
from app.errors import Conflict, NotAllowed, NotFound, Refused

__all__ = ["actor"]

Written = TypeVar("Written")

blueprint = Blueprint("definitions", __name__)


@blueprint.url_value_preprocessor
def toolkits_only(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Practice standards are kept as toolkits are, and have pages of their own."""
    if values and values.get("slug") == SLUG:
        raise NotFound("There is no such toolkit.")


def show(
    template: str, subject: str, form: ToolkitForm | None = None, action: str = "viewed",
    **context: Any,
) -> ResponseReturnValue:
    """A page, once it is recorded that the actor viewed `subject`; 422 where a form is wrong."""
    record_read(chain=SYSTEM, action=action, actor=actor(), at=now(), subject=subject)
    if form is None:
        return render_template(template, now=now(), **context)
    listed = [{"text": text, "href": None} for text in form.refusals]
    page = render_template(template, form=form, error_summary=listed, now=now(), **context)
    return page, 422 if form.errors or listed else 200


def attempt(form: ToolkitForm, write: Callable[[], Written]) -> Written | None:
    """What an operation gives; None where it refused, which the form then shows."""
    try:
        return write()
    except (Refused, Conflict, NotAllowed) as error:
        form.refuse(error)
    except DefinitionRefused as error:
        form.refusals.extend(str(problem) for problem in error.problems)
    return None


def deciding(
    version: DefinitionVersion, sent: ApprovalForm | None
) -> dict[Capacity, ApprovalForm]:
    """A form for each capacity in which the actor may decide."""
    if not operations.may_decide(version, actor()):
        return {}
    return {
        capacity: sent if sent and sent.prefixes(capacity) else ApprovalForm(
            formdata=None, prefix=capacity.value)
        for capacity in Capacity
        if operations.holds(actor(), capacity) and not operations.decided(version, capacity)
    }
