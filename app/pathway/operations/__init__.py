"""Every write of this room, by name: who may, the change and its record, in one transaction."""

from app.pathway.operations.agreeing import agree_level, keep_level
from app.pathway.operations.asking import ask_for_discussion, read_copy, withdraw_request
from app.pathway.operations.deciding import GateShut, Said
from app.pathway.operations.discussing import (
    DiscussionFacts,
    ManagersFacts,
    record_discussion,
    record_managers,
)
from app.pathway.operations.stepping import close, reopen, step_down

__all__ = [
    "DiscussionFacts",
    "GateShut",
    "ManagersFacts",
    "Said",
    "agree_level",
    "ask_for_discussion",
    "close",
    "keep_level",
    "read_copy",
    "record_discussion",
    "record_managers",
    "reopen",
    "step_down",
    "withdraw_request",
]
