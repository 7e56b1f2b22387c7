"""The tables of this room, all of them by name; what each holds stands in its own module."""

from app.cases.models.case import Case
from app.cases.models.documents import (
    CaseDocument,
    DocumentContent,
    DocumentKind,
    DocumentWithdrawal,
)
from app.cases.models.people import NameWord, Particulars, YoungPerson
from app.cases.models.record import (
    Allocation,
    ConflictOfInterest,
    ImmediateDanger,
    Note,
    Restriction,
)
from app.cases.models.summary import CaseSummary

__all__ = [
    "Allocation",
    "Case",
    "CaseDocument",
    "CaseSummary",
    "ConflictOfInterest",
    "DocumentContent",
    "DocumentKind",
    "DocumentWithdrawal",
    "ImmediateDanger",
    "NameWord",
    "Note",
    "Particulars",
    "Restriction",
    "YoungPerson",
]
