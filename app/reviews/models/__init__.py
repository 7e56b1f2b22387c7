"""The tables of this room, all of them by name; what each holds stands in its own module."""

from app.reviews.models.desk import DeskItem, DeskPair
from app.reviews.models.packs import Chosen, Pack, PackMade, PackPart, PackWithheld
from app.reviews.models.remarks import (
    ChangeRequest,
    ChangeRequestAnswer,
    ChangeRequestQuestion,
    ChangeRequestWithdrawal,
    RowComment,
)
from app.reviews.models.signing import SignOff, SignOffSuperseded
from app.reviews.models.stored import StoredComparison, StoredStep

__all__ = [
    "ChangeRequest",
    "ChangeRequestAnswer",
    "ChangeRequestQuestion",
    "ChangeRequestWithdrawal",
    "Chosen",
    "DeskItem",
    "DeskPair",
    "Pack",
    "PackMade",
    "PackPart",
    "PackWithheld",
    "RowComment",
    "SignOff",
    "SignOffSuperseded",
    "StoredComparison",
    "StoredStep",
]
