"""Asking for a review pack, withholding more from it by hand, and making it step by step.

Each step stores one part, so that a pack is made from request to request and a step that is
retried, or taken by two at once, is done once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from time import monotonic

from msgspec import Struct

from app.accounts.models import User
from app.cases.access import Audience
from app.cases.documents import get_document
from app.cases.models import Case
from app.cases.operations.changing import changing, needed, record_change, sent_before
from app.cases.queries import get_note
from app.cases.text_rules import problem_of_line
from app.database import db, inserted
from app.definitions.queries import definition_of
from app.errors import Refused
from app.reviews import queries
from app.reviews.models import Chosen, Pack, PackMade, PackPart, PackWithheld
from app.reviews.packs import drawing, files
from app.reviews.packs.pages import rows_of
from app.reviews.packs.parts import Registered, Subject, read_part, registered
from app.reviews.packs.redacting import log_of

PATIENCE = 0.7
"""Seconds after which a request begins no further step."""


class Progress(Struct, frozen=True):
    """How far a pack is: steps done, of how many. The last step joins the parts."""

    done: int
    steps: int

    @property
    def finished(self) -> bool:
        """Whether its files can be had."""
        return self.done == self.steps


def ask_for_pack(
    *, actor: User, now: datetime, case_id: int, audience: Audience, reader: str, save_id: str
) -> Pack:
    """Begin a pack about the pair that nobody chooses, for whoever `reader` names.

    The same `save_id` again is the same pack. Raises NotFound, NotAllowed for a colleague from whom
    something is withheld, Refused (with `field`) without a reader or without two assessments.
    """
    with _changing(actor, case_id) as case:
        again = sent_before(Pack, save_id, case, actor)
        if again is not None:
            return again
        needed(reader, "Say who the pack is for", "reader")
        if problem := problem_of_line(reader):
            raise Refused(f"Who it is for {problem}", field="reader")
        earlier, later = queries.pair_for_pack(case)
        pack = inserted(Pack(
            case_id=case.id, earlier_id=earlier.id, later_id=later.id, audience=audience.value,
            reader=reader.strip(), by_id=actor.id, by_name=actor.name, at=now, save_id=save_id))
        record_change(case.id, "asked for", f"pack:{pack.id}", actor, now,
                      variant=audience.value, earlier=earlier.id, later=later.id)
    return pack


def withhold(
    *, actor: User, now: datetime, case_id: int, pack_id: int, kind: Chosen, name: str, reason: str
) -> None:
    """Withhold one question, row, note or document more from a pack not begun, with the reason.

    Raises NotFound, NotAllowed, Refused (with `field`) without a reason, for what there is not, and
    once a part is made.
    """
    with _changing(actor, case_id) as case:
        pack = queries.get_pack(case, pack_id)
        if queries.parts_made(pack):
            raise Refused("This pack is being made already. Make another one to withhold more.")
        needed(reason, "Say why it is withheld")
        _check_there(actor, pack, kind, name)
        if any((one.kind, one.name) == (kind, name) for one in pack.withheld):
            return
        inserted(PackWithheld(
            pack_id=pack.id, kind=kind.value, name=name, reason=reason.strip(), by_id=actor.id,
            by_name=actor.name, at=now))
        db.session.expire(pack, ["withheld"])
        record_change(case.id, f"withheld a {kind.value} from", f"pack:{pack.id}", actor, now)


def make_on(*, actor: User, now: datetime, case_id: int, pack_id: int) -> Progress:
    """Make the next steps of a pack, as many as a request may wait for and one at least."""
    deadline = monotonic() + PATIENCE
    while not (progress := _step(actor, now, case_id, pack_id)).finished:
        if monotonic() >= deadline:
            break
    return progress


def progress_of(pack: Pack) -> Progress:
    """How far a pack is."""
    steps = len(registered()) + 1
    return Progress(steps if pack.made else len(queries.parts_made(pack)), steps)


def _step(actor: User, now: datetime, case_id: int, pack_id: int) -> Progress:
    """One step, unless somebody else has taken it in the meantime."""
    pack = queries.get_pack(queries.case_for_packs(actor, case_id), pack_id)
    made = queries.parts_made(pack)
    left = [part for part in registered() if part.name not in made]
    if not pack.made and left:
        _make_part(actor, now, pack, left[0])
    elif not pack.made:
        _join(actor, now, pack)
    return progress_of(pack)


def _make_part(actor: User, now: datetime, pack: Pack, registered_part: Registered) -> None:
    """Work a part out and draw it, then store it; what is left out is stored with no pages."""
    subject, name = subject_of(pack), registered_part.name
    part = registered_part.make(subject)
    draw = registered_part.draw or (lambda subject, part: drawing.pages_of(part, subject))
    pdf = draw(subject, part) if part else b""
    document = part.written() if part else ""
    with _changing(actor, pack.case_id):
        if name in queries.parts_made(pack):
            return
        digest = sha256(document.encode() + pdf).hexdigest()
        inserted(PackPart(
            pack_id=pack.id, name=name, at=now, sha256=digest, document=document, pdf=pdf))
        record_change(pack.case_id, "made a part of", f"pack:{pack.id}", actor, now,
                      part=name, sha256=digest)


def _join(actor: User, now: datetime, pack: Pack) -> None:
    subject, stored = subject_of(pack), queries.part_files(pack)
    kept = [stored[one.name] for one in registered() if stored[one.name].document]
    parts = {one.name: read_part(one.document) for one in kept}
    log = log_of(subject)
    title = f"Review pack {pack.id}"
    pdf, pages = drawing.joined([one.pdf for one in kept], _line(subject), title, pack.at)
    made = {"pdf": pdf, "csv": files.as_csv(parts), "json": files.as_json(pack, parts, log),
            "proof": files.proof_of(subject)}
    hashes = {kind: sha256(body).hexdigest() for kind, body in made.items()}
    with _changing(actor, pack.case_id) as case:
        if queries.get_pack(case, pack.id).made:
            return
        inserted(PackMade(pack_id=pack.id, at=now, pages=pages, hashes=hashes, log=log, **made))
        record_change(case.id, "made", f"pack:{pack.id}", actor, now, **hashes)
        db.session.expire(pack, ["made"])


def subject_of(pack: Pack) -> Subject:
    """What a pack is made from."""
    return Subject(pack, queries.compared_for(pack), queries.standing_sign_off(pack))


def _line(subject: Subject) -> str:
    """What stands on every page."""
    pack = subject.pack
    withheld = subject.withheld or subject.redacted or pack.withheld
    variant = "Redacted." if withheld else "Nothing withheld."
    signed = f"Signed, {subject.signed.root[:16]}." if subject.signed else "Not signed."
    return (f"Confidential. Pack {pack.id}, case {pack.case_id}. {variant} Revisions "
            f"{pack.earlier_id} ({pack.earlier.root[:12]}) and {pack.later_id} "
            f"({pack.later.root[:12]}). {signed}")


def _check_there(actor: User, pack: Pack, kind: Chosen, name: str) -> None:
    """Raises Refused where no version asks the question or neither side has the row, NotFound where
    there is no such note or document."""
    if kind in (Chosen.NOTE, Chosen.DOCUMENT):
        number = int(name) if name.isdecimal() and len(name) < 10 else 0
        _ = (get_note(pack.case, number) if kind is Chosen.NOTE
             else get_document(actor, pack.case, number))
        return
    sides = (pack.earlier, pack.later)
    there = rows_of(pack) if kind is Chosen.ROW else {
        key for one in sides for key in definition_of(one.version).questions}
    if name not in there:
        raise Refused("Choose what is withheld from the list.", field="what")


@contextmanager
def _changing(actor: User, case_id: int) -> Iterator[Case]:
    """A write transaction on a case of which nothing is withheld from the actor."""
    with changing(actor, case_id):
        yield queries.case_for_packs(actor, case_id)
