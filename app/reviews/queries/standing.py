"""Whether a signature still stands: what was recorded after it, in words. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, bindparam, select

from app.assessments.models import (
    ActionCall,
    ActionCallWithdrawal,
    Assessment,
    HarmRecord,
    Revision,
    RevisionKind,
)
from app.cases.models import ImmediateDanger, Note
from app.clock import show_date
from app.database import db
from app.reviews.models import ChangeRequest, SignOff
from app.reviews.queries.signing import on_record


class Stands(StrEnum):
    """Whether a signature can be relied on."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    STALE = "stale"

    @property
    def words(self) -> str:
        """What the screen calls it."""
        return _WORDS[self]


_WORDS = {
    Stands.CURRENT: "Signed",
    Stands.SUPERSEDED: "Signed, and added to since",
    Stands.STALE: "Signed, and something newer is known",
}


class Reason(Struct, frozen=True):
    """Why a signature does not stand, in a sentence, and the page that shows it: its endpoint and
    what its address takes."""

    words: str
    endpoint: str
    address: Mapping[str, Any]


class Standing(Struct, frozen=True):
    """How a signature stands, and why where it is not current, what came first before the rest."""

    stands: Stands
    reasons: tuple[Reason, ...] = ()

    @property
    def current(self) -> bool:
        """Whether nothing came after it."""
        return self.stands is Stands.CURRENT


# Written once: every page that shows a signature asks them.
_SINCE: Mapping[str, Select[Any]] = {
    "revision": (
        select(Revision).join(Assessment, Assessment.id == Revision.assessment_id)
        .where(Assessment.case_id == bindparam("case"), Revision.id > bindparam("seen"),
               Revision.kind.in_((RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)),
               Revision.at <= bindparam("now"))
        .order_by(Revision.id)),
    "action_call": (
        select(ActionCall).join(Assessment, Assessment.id == ActionCall.assessment_id)
        .where(Assessment.case_id == bindparam("case"), ActionCall.id > bindparam("seen"),
               ActionCall.at <= bindparam("now"))
        .order_by(ActionCall.id)),
    "danger": (
        select(ImmediateDanger)
        .where(ImmediateDanger.case_id == bindparam("case"),
               ImmediateDanger.id > bindparam("seen"), ImmediateDanger.about_id.is_(None),
               ImmediateDanger.at <= bindparam("now"))
        .order_by(ImmediateDanger.id)),
    "harm": (
        select(HarmRecord).join(Revision, Revision.id == HarmRecord.revision_id)
        .where(HarmRecord.case_id == bindparam("case"), HarmRecord.id > bindparam("seen"),
               Revision.at <= bindparam("now"))
        .order_by(HarmRecord.id)),
    "note": (
        select(Note)
        .where(Note.case_id == bindparam("case"), Note.id > bindparam("seen"),
               Note.at <= bindparam("now"), Note.tells_of.is_(None))
        .order_by(Note.id)),
    "change_request": (
        select(ChangeRequest)
        .where(ChangeRequest.case_id == bindparam("case"), ChangeRequest.id > bindparam("seen"),
               ChangeRequest.at <= bindparam("now"))
        .order_by(ChangeRequest.id)),
}


def standing(sign_off: SignOff, now: datetime) -> Standing:
    """How a signature stands at a moment, going by what was on record in the case by then."""
    superseded = sign_off.superseded
    if superseded is not None and superseded.at <= now:
        return Standing(Stands.SUPERSEDED, (_added(superseded.revision),))
    if on_record(sign_off.case_id) == sign_off.seen:
        return Standing(Stands.CURRENT)
    reasons = tuple(_newer(sign_off, now))
    return Standing(Stands.STALE if reasons else Stands.CURRENT, reasons)


def _newer(sign_off: SignOff, now: datetime) -> Iterator[Reason]:
    """What came after a signature, the gravest first."""
    for name, told in _TOLD.items():
        asked = {"case": sign_off.case_id, "seen": sign_off.seen[name], "now": now}
        for found in db.session.scalars(_SINCE[name], asked):
            if reason := told(found, now):
                yield reason


def _danger(danger: ImmediateDanger, now: datetime) -> Reason:
    since = _withdrawn(danger.withdrawal, now)
    return Reason(f"Immediate danger was recorded on {show_date(danger.at)}.{since}",
                  "cases.danger", {"case_id": danger.case_id, "danger_id": danger.id})


def _call(call: ActionCall, now: datetime) -> Reason:
    since = _withdrawn(call.withdrawal, now)
    return Reason(
        f"An answer that calls for action was saved on {show_date(call.at)}.{since}",
        "assessments.assessment", {"assessment_id": call.assessment_id})


def _harm(harm: HarmRecord, now: datetime) -> Reason:
    return Reason(f"Actual harm was recorded on {show_date(harm.recorded_on)}.",
                  "assessments.assessment", {"assessment_id": harm.revision.assessment_id})


def _complete(revision: Revision, now: datetime) -> Reason:
    return _added(revision) if revision.kind is RevisionKind.ADDENDUM else Reason(
        f"{revision.author_name} submitted an assessment on {show_date(revision.at)}.",
        "assessments.assessment", {"assessment_id": revision.assessment_id})


def _added(revision: Revision) -> Reason:
    return Reason(
        f"{revision.author_name} added to an assessment on {show_date(revision.at)}.",
        "assessments.revision",
        {"assessment_id": revision.assessment_id, "number": revision.number})


def _note(note: Note, now: datetime) -> Reason:
    return Reason(f"A note was added on {show_date(note.at)}, of {show_date(note.happened_on)}.",
                  "cases.notes", {"case_id": note.case_id})


def _request(request: ChangeRequest, now: datetime) -> Reason | None:
    if not request.open_at(now):
        return None
    return Reason(f"{request.by_name} asked for changes on {show_date(request.at)}.",
                  "reviews.change_request",
                  {"case_id": request.case_id, "request_id": request.id})


def _withdrawn(withdrawal: ImmediateDanger | ActionCallWithdrawal | None, now: datetime) -> str:
    """The end of a sentence about what somebody took back by then."""
    return " It was withdrawn since." if withdrawal and withdrawal.at <= now else ""


_TOLD: Mapping[str, Any] = {
    "danger": _danger, "action_call": _call, "harm": _harm, "revision": _complete,
    "change_request": _request, "note": _note,
}
