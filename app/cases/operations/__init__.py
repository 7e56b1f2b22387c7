"""Every write of this room. Each checks who may, changes and records in one transaction."""

from app.cases.operations.allocating import (
    allocate,
    close_case,
    declare_conflict,
    reopen_case,
    restrict,
)
from app.cases.operations.changing import changing
from app.cases.operations.filing import DocumentFacts, add_document, withdraw_document
from app.cases.operations.opening import (
    A_RESTRICTED_RECORD,
    PossibleDuplicates,
    add_person_and_case,
    open_another_case,
    update_particulars,
    update_person,
)
from app.cases.operations.recording import (
    DangerFacts,
    add_note,
    add_to_immediate_danger,
    correct_note,
    record_immediate_danger,
    withdraw_immediate_danger,
)
from app.cases.operations.summarising import (
    SummaryFacts,
    rebuild_summaries,
    register_rebuilder,
    summaries_are_older,
    summarise,
    summarise_draft,
)

__all__ = [
    "A_RESTRICTED_RECORD",
    "DangerFacts",
    "DocumentFacts",
    "PossibleDuplicates",
    "SummaryFacts",
    "add_document",
    "add_note",
    "add_person_and_case",
    "add_to_immediate_danger",
    "allocate",
    "changing",
    "close_case",
    "correct_note",
    "declare_conflict",
    "open_another_case",
    "rebuild_summaries",
    "record_immediate_danger",
    "register_rebuilder",
    "reopen_case",
    "restrict",
    "summaries_are_older",
    "summarise",
    "summarise_draft",
    "update_particulars",
    "update_person",
    "withdraw_document",
    "withdraw_immediate_danger",
]
