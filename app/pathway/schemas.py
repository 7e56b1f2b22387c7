"""What a program sends to decide, and what it is told of a decision."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.errors import Refused
from app.pathway.models import Decision
from app.pathway.operations import Said


class StepDownSchema(Schema):
    """A step down. `cited` is the signature that was read, null where there was none."""

    to = fields.String(required=True, validate=validate.Length(max=200))
    cited = fields.Integer(
        required=True, allow_none=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    reason = fields.String(required=True)
    action = fields.String(load_default="")
    owner = fields.String(load_default="")
    due = fields.Date(load_default=None)
    exceptional = fields.Boolean(load_default=False)
    save_id = fields.String(required=True, validate=validate.Regexp("^[!-~]{1,64}$"))


class DecisionSchema(Schema):
    """A decision as it is kept."""

    id = fields.Integer()
    kind = fields.Function(lambda decision: decision.kind.value)
    route = fields.Function(lambda decision: decision.route.value)
    before = fields.String(attribute="from_title", data_key="from")
    after = fields.String(attribute="to_title", data_key="to")
    sign_off = fields.Integer(attribute="sign_off_id")
    signed_too = fields.Boolean()
    discussion_request = fields.Integer(attribute="request_id")
    reason = fields.String()
    action = fields.String()
    owner = fields.String()
    due = fields.Date(attribute="due_on")
    by = fields.String(attribute="by_name")
    at = fields.DateTime()
    verdict_sha256 = fields.String()


def read_step_down(body: Any) -> dict[str, Any]:
    """The arguments of `operations.step_down` in what was sent; raises Refused."""
    try:
        sent: dict[str, Any] = StepDownSchema().load(body if isinstance(body, dict) else {})
    except ValidationError as error:
        raise Refused("What was sent cannot be read.", fields=error.normalized_messages()) from None
    said = Said(reason=sent["reason"], action=sent["action"], owner=sent["owner"],
                due_on=sent["due"], save_id=sent["save_id"])
    return {"level_id": sent["to"], "cited": sent["cited"],
            "exceptional": sent["exceptional"], "said": said}


def decision_document(decision: Decision) -> dict[str, Any]:
    """A decision as plain JSON."""
    dumped: dict[str, Any] = DecisionSchema().dump(decision)
    return dumped
