"""The tables of this room, all of them by name; what each holds stands in its own module."""

from app.definitions.models.draft import (
    DefinitionDraft,
    DraftClosing,
    DraftKeptEdit,
    DraftKeptEditResolution,
    DraftRevision,
    DraftSending,
    Saving,
)
from app.definitions.models.family import FamilyDecision
from app.definitions.models.publishing import Approval, Capacity, Publication, Retirement
from app.definitions.models.version import DefinitionKind, DefinitionVersion, FormDefinition

__all__ = [
    "Approval",
    "Capacity",
    "DefinitionDraft",
    "DefinitionKind",
    "DefinitionVersion",
    "DraftClosing",
    "DraftKeptEdit",
    "DraftKeptEditResolution",
    "DraftRevision",
    "DraftSending",
    "FamilyDecision",
    "FormDefinition",
    "Publication",
    "Retirement",
    "Saving",
]
