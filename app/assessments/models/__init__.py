"""The tables of this room, all of them by name; what each holds stands in its own module."""

from app.assessments.models.assessment import Assessment, GuidanceRead, Kind, Purpose
from app.assessments.models.basis import ImpactProgress, LevelBasis
from app.assessments.models.harm import (
    ActionCall,
    ActionCallWithdrawal,
    HarmEnding,
    HarmRecord,
)
from app.assessments.models.kept import KeptEdit, KeptEditResolution, KeptPost, KeptPostTaken
from app.assessments.models.revision import Revision, RevisionKind, RevisionSummary

__all__ = [
    "ActionCall",
    "ActionCallWithdrawal",
    "Assessment",
    "GuidanceRead",
    "HarmEnding",
    "HarmRecord",
    "ImpactProgress",
    "KeptEdit",
    "KeptEditResolution",
    "KeptPost",
    "KeptPostTaken",
    "Kind",
    "LevelBasis",
    "Purpose",
    "Revision",
    "RevisionKind",
    "RevisionSummary",
]
