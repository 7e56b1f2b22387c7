"""The form at the foot of the check page: what holds of evidence that is out of date (S0.12), and
why a review took every answer over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import uuid4

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from app.assessments.forms import AssessmentForm
from app.assessments.operations.completing import NO_ANSWER_LOOKED_AT
from app.engine.old_evidence import EvidenceHolds, OldEvidence
from app.engine.validation import Finding

_CHOICES = (
    (EvidenceHolds.HOLDS, "It still holds today"),
    (EvidenceHolds.HISTORIC, "It is historic: it tells of the past"),
)
_NEEDED = "Say whether this evidence still holds"


class SubmitForm(AssessmentForm):
    """Submitting what was checked: which revision was read, and what was said of old evidence."""

    seen_number = IntegerField(widget=HiddenInput())
    save_id = HiddenField(default=lambda: uuid4().hex)

    why_carried = TextAreaField("Why did nobody look at these answers again?", [Optional()])

    keys: tuple[str, ...] = ()
    all_carried = False

    def said(self) -> dict[str, EvidenceHolds]:
        """What was said, by the key of the answer; nothing where nothing was."""
        chosen = ((key, self[_name(key)].data) for key in self.keys)
        return {key: EvidenceHolds(data) for key, data in chosen if data}

    def field_of(self, key: str) -> RadioField:
        """The choice about the evidence of an answer."""
        return self[_name(key)]

    def tell(self, findings: Iterable[Finding]) -> None:
        """Show beside its field what an operation found missing in what is asked here."""
        for one in findings:
            if one.kind == "all-carried" and self.all_carried:
                self.why_carried.errors = [*self.why_carried.errors, one.message]
            elif one.kind == "old-evidence" and one.address in self.keys:
                field = self.field_of(one.address)
                field.errors = [*field.errors, one.message]


def submit_form(
    stale: Sequence[OldEvidence], *, needed: bool, all_carried: bool = False
) -> SubmitForm:
    """The form for these; `needed` says whether each has to be answered, `all_carried` that
    somebody has to say why every answer was taken over."""
    check = InputRequired(_NEEDED) if needed else Optional()
    fields = {_name(one.key): _field(one, check) for one in stale}
    made = type("SubmitFormOf", (SubmitForm,), {
        **fields, "keys": tuple(one.key for one in stale), "all_carried": all_carried})
    form: SubmitForm = made()
    if all_carried:
        form.why_carried.validators = [DataRequired(NO_ANSWER_LOOKED_AT)]
    return form


def _field(one: OldEvidence, check: InputRequired | Optional) -> RadioField:
    return RadioField(
        one.label, [check], choices=[SelectChoice(kind.value, text) for kind, text in _CHOICES])


def _name(key: str) -> str:
    return f"evidence-{key}"
