"""Local toolkits made from national ones: beginning one, taking and leaving what changed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.accounts.models import User
from app.database import db
from app.definitions import drafts, families, queries
from app.definitions.models import DefinitionDraft, DefinitionVersion, FamilyDecision
from app.definitions.operations.changing import audit_draft, changing
from app.definitions.operations.drafting import begin_draft, check_free
from app.definitions.operations.saving import Saved, open_draft, same_again, save_changed
from app.definitions.states import state_of
from app.engine.authoring.family import FamilyChange, take
from app.engine.authoring.outline import Outline, take_apart
from app.engine.json_text import load
from app.errors import Conflict, Refused

_ITS_OWN = ("slug", "title", "based_on", "lineage", "family")


def begin_local(
    *, national: DefinitionVersion, title: str, slug: str, actor: User, now: datetime
) -> DefinitionDraft:
    """Begin a local toolkit with what a national version asks; it remembers which one.

    Raises Refused where the slug is taken, or the version never came into use.
    """
    with changing(actor):
        check_free(slug)
        if not state_of(national, now).published:
            raise Refused(f"Version {national.number} is not published. A local toolkit is made "
                          "from one that is.")
        asked = {part: value for part, value in load(queries.text_of(national)).items()
                 if part not in _ITS_OWN}
        document = {
            "slug": slug, "title": title,
            "family": {"slug": national.slug, "number": national.number}, **asked}
        return begin_draft(
            document=document, slug=slug, base=None, actor=actor, now=now,
            summary=f"Made from version {national.number} of {national.title}")


def take_from_family(
    *, draft_id: int, head_number: int, to: int, chosen: Collection[str], note: str, save_id: str,
    actor: User, now: datetime,
) -> Saved:
    """Take the chosen parts of the national version `to` into a draft, and leave the rest.

    One revision, whose document names that version from then on. What is taken brings along what
    it does not work without. Raises Conflict where somebody has saved the draft since
    `head_number`, Refused where it names no such national version, something chosen is no longer
    there to take, or the rest is left without a note.
    """
    with changing(actor):
        draft = open_draft(draft_id)
        again, head = same_again(draft, save_id), drafts.head_of(draft)
        if again is not None:
            return Saved(again)
        if head.number != head_number:
            raise Conflict(f"{head.author_name} has saved this draft since you opened this page. "
                           "What you ticked is below. Look at it again, then send it.")
        passed = _passed(drafts.document_of(head), to, chosen, note, now)
        revision = save_changed(
            draft, head, head, passed.before, passed.after, passed.summary, save_id, actor, now)
        db.session.add(FamilyDecision(
            draft_id=draft.id, number=revision.number, national_slug=passed.newer.slug,
            from_number=passed.taken_from.number, to_number=to, note=note,
            taken=_listed(passed.taken, passed.titles), left=_listed(passed.left, passed.titles),
            by_id=actor.id, by_name=actor.name, at=now))
        audit_draft("took from the national toolkit", draft, actor, now, revision=revision.number,
                    national=passed.newer.slug, version=to, taken=len(passed.taken),
                    left=len(passed.left))
    return Saved(revision)


class _Passed(Struct, frozen=True):
    """A draft before and after somebody went through a newer national version."""

    taken_from: DefinitionVersion
    newer: DefinitionVersion
    before: Outline
    after: Outline
    taken: tuple[FamilyChange, ...]
    left: tuple[FamilyChange, ...]
    titles: Mapping[str, str]

    @property
    def summary(self) -> str:
        return (f"Version {self.newer.number} of {self.newer.title}: {len(self.taken)} taken, "
                f"{len(self.left)} left")


def _passed(
    document: dict[str, Any], to: int, chosen: Collection[str], note: str, now: datetime
) -> _Passed:
    earlier, newer = _versions(document, to, now)
    offered = [one for one in families.changes_for(document, earlier, newer) if not one.is_here]
    _check_chosen(offered, chosen, note)
    found = take(document, queries.definition_of(earlier), queries.definition_of(newer), chosen,
                 number=to, lineage=families.lineage_of(earlier, newer))
    return _Passed(
        earlier, newer, take_apart(document), take_apart(found.document),
        tuple(one for one in offered if one.address in found.taken),
        tuple(one for one in offered if one.address not in found.taken),
        families.titles_of(offered, earlier, newer))


def _versions(
    document: dict[str, Any], to: int, now: datetime
) -> tuple[DefinitionVersion, DefinitionVersion]:
    newer = families.newer_of(families.family_of(document), now)
    if newer is None or newer.next.number != to:
        raise Refused(f"Version {to} of the national toolkit is not the next one to go through. "
                      "Open the page again.")
    return newer.taken, newer.next


def _check_chosen(
    offered: Sequence[FamilyChange], chosen: Collection[str], note: str
) -> None:
    here = {one.address: one for one in offered}
    if set(chosen) - here.keys():
        raise Refused("Something you ticked is not there to take any more. Look at the list again.")
    along = {address for one in chosen for address in here[one].needs}
    if here.keys() - set(chosen) - along and not note.strip():
        raise Refused("Say why you leave the rest, for those who look at it later.")


def _listed(
    changes: Iterable[FamilyChange], titles: Mapping[str, str]
) -> list[dict[str, str]]:
    return [{"address": one.address, "title": titles[one.address]} for one in changes]
