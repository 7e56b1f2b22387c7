"""A revision that stands for a finished assessment: what stands against it, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from app.accounts.models import Role, User
from app.assessments import background, history
from app.assessments.background import harm_in, known_after
from app.assessments.computing import Computed
from app.assessments.history import Signed
from app.assessments.immediate import calling_now, key_today, taken_back
from app.assessments.models import HarmRecord, RevisionKind
from app.assessments.operations.changing import Changing
from app.assessments.operations.summarising import (
    summarise_case,
    summarise_drafts,
    summarise_revision,
)
from app.assessments.queries import action_calls, unresolved_edits
from app.cases.text_rules import problem_of_text
from app.database import db
from app.engine.looking import all_carried
from app.engine.old_evidence import EvidenceHolds, OldEvidence
from app.engine.validation import Finding
from app.engine.wording import says_something
from app.errors import Refused


NO_ANSWER_LOOKED_AT = "Say why no answer was looked at again"


class Incomplete(Refused):
    """What is missing or wrong stands in `findings`, in the order of the pages."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            "This cannot be submitted yet. What you have entered is kept.",
            findings=[{"address": f.address, "message": f.message} for f in findings],
        )
        self.findings = findings


def findings_of(found: Computed, actor: User) -> tuple[Finding, ...]:
    """All that stands against the actor submitting a draft: of its answers, and beside them."""
    return (*_beside(found), *found.findings(by_manager=actor.is_(Role.REVIEWER)))


def evidence_findings(
    found: Computed, said: Mapping[str, EvidenceHolds]
) -> tuple[Finding, ...]:
    """Evidence older than the practice standards allow of which nobody said whether it holds.

    Nothing is asked while an answer calls for action: danger does not wait for it (S0.12).
    """
    if calling_now(found.definition, found.answers):
        return ()
    return tuple(
        Finding(one.key, one.section, "old-evidence", "Say whether this evidence still holds")
        for one in stale_evidence(found) if one.key not in said
    )


def needs_why_carried(found: Computed) -> bool:
    """Whether a review takes every answer over, so that somebody has to say why.

    Nothing is asked while an answer calls for action: danger does not wait for it.
    """
    return (found.assessment.is_review and all_carried(found.definition, found.effective)
            and not calling_now(found.definition, found.answers))


def carried_findings(found: Computed, why_carried: str) -> tuple[Finding, ...]:
    """That a review takes every answer over and nobody said why."""
    if not needs_why_carried(found):
        return ()
    problem = problem_of_text(why_carried)
    message = f"The reason {problem}" if problem else NO_ANSWER_LOOKED_AT
    missing = problem or not says_something(why_carried)
    return (Finding("", "", "all-carried", message),) if missing else ()


def stale_evidence(found: Computed) -> tuple[OldEvidence, ...]:
    """The answers of a draft whose evidence is older than the practice standards allow."""
    return tuple(one for one in found.old_evidence if one.stale)


def complete(
    found: Changing, worked_out: Computed, kind: RevisionKind, signed: Signed, on: date,
    reason: str = "",
) -> Computed:
    """Add a revision that stands for a finished assessment, and all that follows from it."""
    frozen = {
        "facts": dict(worked_out.facts),
        "held": sorted(worked_out.background.held),
        "background_id": _preceding(worked_out),
        "known": known_after(
            found.definition, worked_out.effective, worked_out.background.last_known),
    }
    revision = history.append(
        found.assessment, found.definition, kind, found.state, worked_out.answers, signed,
        assessed_on=on, reason=reason, frozen=frozen, not_asked=worked_out.effective.dropped,
    )
    done = replace(worked_out, revision=revision)
    _record_harm(done)
    summarise_revision(done)
    summarise_case(found.assessment.case_id)
    summarise_drafts(found.assessment.case_id)
    return done


def check_text(text: str, field: str, needed: str = "") -> None:
    if needed and not text.strip():
        raise Refused(needed, field=field)
    problem = problem_of_text(text)
    if problem:
        raise Refused(f"The {field} {problem}", field=field)


def _preceding(worked_out: Computed) -> int | None:
    """What stood before; for an addendum, what stood before the submission."""
    if worked_out.revision.complete:
        return worked_out.revision.background_id
    preceded = background.preceding(worked_out.assessment)
    return preceded.id if preceded else None


def _record_harm(done: Computed) -> None:
    """Put actual harm on record, where it is not on record already (ruling X19)."""
    assessment = done.assessment
    on_record = background.held_in(assessment)
    for key in sorted(harm_in(done.definition, done.effective) - on_record):
        db.session.add(HarmRecord(
            case_id=assessment.case_id, slug=assessment.slug, version_id=assessment.version_id,
            question_key=key, revision_id=done.revision.id,
            recorded_on=done.revision.assessed_on,
        ))
    db.session.flush()


def _beside(found: Computed) -> Iterator[Finding]:
    """What is not decided yet although every question is answered."""
    for edit in unresolved_edits(found.assessment):
        yield _finding(found, edit.address, "conflict",
                       f"{edit.author_name} answered this differently. Choose between the two")
    for call in taken_back(found.definition, found.answers, action_calls(found.assessment)):
        yield _finding(found, key_today(call) or call.question_key, "taken-back",
                       "This called for action and was changed since. Say why")


def _finding(found: Computed, address: str, kind: str, message: str) -> Finding:
    key = address.partition("/")[0]
    section = found.definition.section_of.get(key)
    return Finding(key, section.key if section else "", kind, message)
