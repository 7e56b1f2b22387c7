"""Tells the demonstration: three cases, one with four reviews over two versions of the toolkit."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from app.accounts.models import User
from app.assessments import operations as assessments
from app.assessments.background import standing_harm
from app.assessments.models import Assessment
from app.assessments.operations import Opened
from app.assessments.queries import head_of, last_submitted
from app.cases import operations as cases
from app.cases.models import Case
from app.clock import today_in_london
from app.definitions import operations as definitions
from app.definitions import queries as toolkits
from app.demonstration import jodie, people
from app.demonstration.sheet import Said, Sheet

TOOLKIT = "cse-risk-assessment"
_REVIEWED = (365, 274, 180, 85)
"""How many days ago Jodie's assessments were submitted; the second version came in between."""
_SECOND_VERSION = 220

TYLER_SO_FAR = Sheet(said={
    "purpose": ["explore"], "gender": "male", "ethnicity": "not_known",
    "local_authority": "Northfield", "school": "Northfield Academy", "looked_after": "no",
    "suspected_offending": Said(
        "present", "Stopped with older boys in a car that was reported stolen.", "Police", 6),
    "suspected_unfamiliar_towns": Said(
        "present", "Talks of places in Harbourside that he has no family or school link to.",
        "Form tutor", 4),
    "suspected_clothing": "not_present", "suspected_appearance_change": "not_present",
    "actual_taken_to_premises": "not_known", "actual_abduction": "not_known",
})


def tell(now: datetime, documents: Path, password: str) -> None:
    """Fill an empty database as of `now`; `documents` is the folder of the shipped toolkits."""
    began = now - timedelta(days=max(_REVIEWED) + 30)
    staff = people.add_accounts(password, began)
    worker, manager = staff[people.PRACTITIONER.email], staff[people.REVIEWER.email]
    _publish(documents / TOOLKIT / "1.json", began, "As the source toolkit has it")
    _publish(documents / "seraf" / "1.json", began, "For comparison")
    _jodie(worker, manager, now, documents)
    tyler = people.open_case(people.TYLER, worker, manager, now - timedelta(days=9))
    _draft(tyler, worker, now - timedelta(days=2))
    people.open_case(people.PRIYA, worker, manager, now - timedelta(days=1))


def _jodie(worker: User, manager: User, now: datetime, documents: Path) -> None:
    first, second, third, fourth = (now - timedelta(days=days) for days in _REVIEWED)
    case = people.open_case(people.JODIE, worker, manager, first - timedelta(days=3))
    _complete(case, worker, first, jodie.FIRST)
    _complete(case, worker, second, jodie.SECOND)
    _publish(documents / TOOLKIT / "2.json", now - timedelta(days=_SECOND_VERSION),
             "Asks what is known today; two questions reworded, one split, one retired")
    _end_harm(case, manager, third - timedelta(days=2))
    _complete(case, manager, third, jodie.THIRD)
    _complete(case, manager, fourth, jodie.FOURTH)
    for days, question, text in jodie.NOTES:
        at = now - timedelta(days=days)
        cases.add_note(actor=worker, now=at, case_id=case.id, text=text,
                       happened_on=today_in_london(at), about_toolkit=TOOLKIT,
                       about_question=question)


def _publish(path: Path, at: datetime, note: str) -> None:
    version = definitions.import_document(
        text=path.read_text(encoding="utf-8"), actor=None, now=at)
    definitions.publish(version=version, actor=None, now=at, note=note)


def _begin(case: Case, actor: User, at: datetime) -> Assessment:
    version = toolkits.live_version(TOOLKIT)
    assert version is not None
    assessments.acknowledge_guidance(actor=actor, now=at, version_id=version.id)
    if _submitted(case):
        return assessments.start_review(actor=actor, now=at, case_id=case.id, slug=TOOLKIT)
    return assessments.start(actor=actor, now=at, case_id=case.id, slug=TOOLKIT)


def _submitted(case: Case) -> bool:
    return last_submitted(case.id, TOOLKIT) is not None


def _save(assessment: Assessment, actor: User, at: datetime, sheet: Sheet) -> None:
    definition = toolkits.load(assessment.version_id)
    assessments.save(
        actor=actor, now=at, assessment_id=assessment.id,
        opened=Opened(head_of(assessment).number, secrets.token_hex(8)),
        edit=sheet.edit(definition, today_in_london(at)), save_id=secrets.token_hex(16),
        explicit=True,
    )


def _draft(case: Case, actor: User, at: datetime) -> None:
    _save(_begin(case, actor, at), actor, at, TYLER_SO_FAR)


def _complete(case: Case, actor: User, at: datetime, sheet: Sheet) -> None:
    assessment = _begin(case, actor, at - timedelta(hours=2))
    _save(assessment, actor, at - timedelta(minutes=20), sheet)
    assessments.submit(
        actor=actor, now=at, assessment_id=assessment.id,
        seen_number=head_of(assessment).number, save_id=secrets.token_hex(16),
    )


def _end_harm(case: Case, manager: User, at: datetime) -> None:
    """The manager records that the abuse no longer takes place (ruling X19)."""
    for harm in standing_harm(case.id):
        assessments.end_harm(
            actor=manager, now=at, case_id=case.id, harm_id=harm.id,
            last_happened=today_in_london(at - timedelta(days=70)), **jodie.HARM_ENDED,
        )
