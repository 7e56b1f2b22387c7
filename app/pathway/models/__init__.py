"""The tables of this room: decisions about levels and closing, and what was discussed before."""

from app.pathway.models.decisions import Decision, DecisionKind, Route
from app.pathway.models.discussions import (
    CopyRead,
    Discussion,
    DiscussionRequest,
    DiscussionRequestWithdrawal,
    ManagersDiscussion,
    Result,
)

__all__ = [
    "CopyRead",
    "Decision",
    "DecisionKind",
    "Discussion",
    "DiscussionRequest",
    "DiscussionRequestWithdrawal",
    "ManagersDiscussion",
    "Result",
    "Route",
]
