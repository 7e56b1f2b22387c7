"""Tells the demonstration: four cases, one with four assessments over two versions of a toolkit and
one with five over three, signed and decided on."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.accounts.models import User
from app.assessments import operations as assessments
from app.assessments.background import standing_harm
from app.assessments.models import Assessment
from app.assessments.operations import Opened
from app.assessments.queries import computed, head_of, last_submitted
from app.cases import operations as cases
from app.cases.models import Case
from app.clock import today_in_london
from app.definitions import operations as definitions
from app.definitions import queries as toolkits
from app.definitions.documents import read_document
from app.definitions.models import DefinitionVersion
from app.demonstration import jodie, kai, people
from app.demonstration.drawn_map import drawn_map
from app.demonstration.sheet import Said, Sheet
from app.engine.old_evidence import EvidenceHolds
from app.pathway import operations as pathway
from app.reviews import queries as reviews
from app.reviews.operations import sign
from app.reviews.signable import read

TOOLKIT = "cse-risk-assessment"
_REVIEWED = (365, 274, 180, 85)
"""How many days ago Jodie's assessments were submitted; the second version came in between."""
_SECOND_VERSION = 220

_SHORTER = (
    "Past harm keeps its level for two months in this demonstration, so that one year shows a "
    "level falling. Twelve is what this product comes with."
)

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
    """Fill a database without accounts as of `now`.

    `documents` is the folder of the shipped toolkits; those that are here already stay as they
    are, with the day on which they were published.
    """
    began = now - timedelta(days=max(*_REVIEWED, *kai.PUBLISHED) + 30)
    staff = people.add_accounts(password, began)
    worker, manager = staff[people.PRACTITIONER.email], staff[people.REVIEWER.email]
    first = _published(documents / TOOLKIT / "1.json", began, "As the source toolkit has it")
    _published(documents / "seraf" / "1.json", began, "For comparison")
    _standards(documents / "practice-standards" / "1.json", began)
    case = people.open_case(people.JODIE, worker, manager, _ago(now, _REVIEWED[0] + 3))
    _exploited(case, worker, now, first)
    second = _published(documents / TOOLKIT / "2.json", _ago(now, _SECOND_VERSION), (
        "Asks what is known today; two questions reworded, one split, one retired"))
    _protected(case, manager, now, second)
    _noted(case, worker, now)
    _documented(case, worker, now)
    tyler = people.open_case(people.TYLER, worker, manager, _ago(now, 9))
    at = _ago(now, 2)
    _save(_begin(tyler, worker, at, second), worker, at, TYLER_SO_FAR)
    people.open_case(people.PRIYA, worker, manager, _ago(now, 1))
    _compared(worker, manager, now, documents)


def _exploited(case: Case, worker: User, now: datetime, version: DefinitionVersion) -> None:
    """Jodie's first two assessments."""
    _complete(case, worker, _ago(now, _REVIEWED[0]), jodie.FIRST, version)
    _complete(case, worker, _ago(now, _REVIEWED[1]), jodie.SECOND, version)


def _protected(case: Case, manager: User, now: datetime, version: DefinitionVersion) -> None:
    """The abuse ends, and her next two are made with the next version."""
    _end_harm(case, manager, _ago(now, _REVIEWED[2] + 2))
    _complete(case, manager, _ago(now, _REVIEWED[2]), jodie.THIRD, version)
    _complete(case, manager, _ago(now, _REVIEWED[3]), jodie.FOURTH, version)


def _noted(case: Case, worker: User, now: datetime) -> None:
    for days, question, text in jodie.NOTES:
        at = _ago(now, days)
        cases.add_note(actor=worker, now=at, case_id=case.id, text=text,
                       happened_on=today_in_london(at), about_toolkit=TOOLKIT,
                       about_question=question)


def _documented(case: Case, worker: User, now: datetime) -> None:
    """A map that was drawn with Jodie, and what her mother wrote, which names others."""
    told: list[tuple[int, dict[str, Any], bytes | str]] = [
        (120, jodie.MAP, drawn_map()),
        (12, {**jodie.STATEMENT, "about_toolkit": TOOLKIT}, jodie.STATEMENT_WORDS)]
    for days, facts, content in told:
        at = _ago(now, days)
        cases.add_document(
            actor=worker, now=at, case_id=case.id, content=content,
            facts=cases.DocumentFacts(**facts, dated=today_in_london(at)))


def _compared(worker: User, manager: User, now: datetime, documents: Path) -> None:
    """Kai's five assessments: each signed but the last, and one step down."""
    versions = _local_versions(now, documents / "seraf" / "1.json")
    case = people.open_case(people.KAI, worker, manager, _ago(now, kai.REVIEWED[0] + 3))
    for number, days in enumerate(kai.REVIEWED):
        at = _ago(now, days)
        _complete(case, worker, at, kai.SHEETS[number], versions[kai.VERSION_OF[number]])
        if number == 0:
            pathway.agree_level(
                actor=manager, now=at + timedelta(hours=3), case_id=case.id,
                level_id="category_4", said=_said("Agreed with police and school."))
        elif days != kai.REVIEWED[-1]:
            _sign(case, manager, at + timedelta(hours=5))
        if number == 2:
            _step_down(case, manager, _ago(now, kai.STEPPED_DOWN))


def _local_versions(now: datetime, national: Path) -> list[DefinitionVersion]:
    """The versions of the local toolkit, each based on the one before."""
    made: list[DefinitionVersion] = []
    told = kai.versions(json.loads(national.read_text(encoding="utf-8")))
    for (document, note), days in zip(told, kai.PUBLISHED, strict=True):
        base = {"based_on": made[-1].number} if made else {}
        version = definitions.import_document(
            text=json.dumps({**document, **base}), actor=None, now=_ago(now, days))
        definitions.publish(
            version=version, actor=None, now=_ago(now, days), note=note,
            vouched="The safeguarding board of the demonstration",
            replaces=made[-1].number if made else None)
        made.append(version)
    return made


def _sign(case: Case, manager: User, at: datetime) -> None:
    """The manager signs the comparison that is to be signed, with a word to each flag."""
    pair = reviews.baseline(case.id, kai.SLUG)
    assert pair is not None
    reading = read(reviews.compared(manager, case.id, *pair))
    sign(actor=manager, now=at, case_id=case.id, earlier_id=pair[0], later_id=pair[1],
         digest=reading.digest, read_it=True, save_id=secrets.token_hex(16),
         explanations={flag.name: kai.EXPLAINED for flag in reading.flags})


def _step_down(case: Case, manager: User, at: datetime) -> None:
    cited = reviews.last_sign_off(case.id, kai.SLUG)
    assert cited is not None
    pathway.step_down(
        actor=manager, now=at, case_id=case.id, level_id="category_3", cited=cited.id,
        said=_said(kai.REASON, action="Weekly check of the bail conditions", owner="Amira Khan",
                   due_on=today_in_london(at) + timedelta(days=14)))


def _said(reason: str, **more: Any) -> pathway.Said:
    return pathway.Said(reason=reason, save_id=secrets.token_hex(16), **more)


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _published(path: Path, at: datetime, note: str) -> DefinitionVersion:
    text = path.read_text(encoding="utf-8")
    document = read_document(text)
    here = (v for v in toolkits.versions(document.slug) if v.sha256 == document.sha256)
    found = next(here, None)
    if found is None:
        found = definitions.import_document(text=text, actor=None, now=at)
        definitions.publish(
            version=found, actor=None, now=at, note=note,
            vouched="The safeguarding board of the demonstration")
    return found


def _standards(path: Path, at: datetime) -> None:
    """The shipped practice standards, then shorter ones, for a year to show a level that falls."""
    first = _published(path, at, "As the procedures have it")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["standards"]["past_harm_months"] = 2
    document |= {"based_on": first.number, "note": _SHORTER}
    version = definitions.import_document(text=json.dumps(document, indent=2), actor=None, now=at)
    definitions.publish(version=version, actor=None, now=at + timedelta(days=1), note=_SHORTER,
                        vouched="For the demonstration", replaces=first.number)


def _begin(
    case: Case, actor: User, at: datetime, version: DefinitionVersion
) -> Assessment:
    assessments.acknowledge_guidance(actor=actor, now=at, version_id=version.id)
    slug = version.definition.slug
    begin = assessments.start_review if last_submitted(case.id, slug) else assessments.start
    return begin(actor=actor, now=at, case_id=case.id, slug=slug, number=version.number)


def _save(assessment: Assessment, actor: User, at: datetime, sheet: Sheet) -> None:
    definition = toolkits.load(assessment.version_id)
    assessments.save(
        actor=actor, now=at, assessment_id=assessment.id,
        opened=Opened(head_of(assessment).number, secrets.token_hex(8)),
        edit=sheet.edit(definition, today_in_london(at)), save_id=secrets.token_hex(16),
        explicit=True,
    )


def _complete(
    case: Case, actor: User, at: datetime, sheet: Sheet, version: DefinitionVersion
) -> None:
    assessment = _begin(case, actor, at - timedelta(hours=2), version)
    _save(assessment, actor, at - timedelta(minutes=20), sheet)
    old = computed(assessment, today=today_in_london(at)).old_evidence
    assessments.submit(
        actor=actor, now=at, assessment_id=assessment.id,
        seen_number=head_of(assessment).number, save_id=secrets.token_hex(16),
        evidence={one.key: EvidenceHolds.HOLDS for one in old},
    )


def _end_harm(case: Case, manager: User, at: datetime) -> None:
    """The manager records that the abuse no longer takes place (ruling X19)."""
    for harm in standing_harm(case.id):
        assessments.end_harm(
            actor=manager, now=at, case_id=case.id, harm_id=harm.id,
            last_happened=today_in_london(at - timedelta(days=70)), **jodie.HARM_ENDED,
        )
