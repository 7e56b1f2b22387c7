"""Notes of a case: reading, adding, correcting."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.cases import operations, panels, queries
from app.cases.access import CASEWORKERS
from app.cases.forms import NoteForm
from app.cases.listing import id_asked
from app.cases.models import Case, Note
from app.cases.queries import get_case, get_note
from app.cases.views.pages import actor, added_to, attempt, blueprint, show
from app.cases.withholding import check_shown, notes_withheld
from app.clock import now, today_in_london

panels.register_link(60, "Notes", "cases.notes")


@blueprint.get("/cases/<int:case_id>/notes")
@access(*CASEWORKERS)
def notes(case_id: int) -> ResponseReturnValue:
    """The notes as they stand, newest first, each with what it corrects."""
    case = get_case(actor(), case_id)
    found = queries.notes_of(case, before=id_asked(request.args.get("before", type=int)))
    return show("cases/notes.html", case, "the notes", notes=found,
                withheld=notes_withheld(actor(), case, found.notes))


@blueprint.route("/cases/<int:case_id>/notes/add", methods=["GET", "POST"])
@access(*CASEWORKERS)
def add_note(case_id: int) -> ResponseReturnValue:
    """Write down what was learned; `toolkit` and `question` in the address link an indicator."""
    case = get_case(actor(), case_id)
    form = NoteForm(
        happened_on=today_in_london(now()),
        about_toolkit=request.args.get("toolkit", "")[:200],
        about_question=request.args.get("question", "")[:200],
    )
    if form.validate_on_submit() and attempt(form, lambda: _add(case_id, form)):
        return _saved(case)
    return show("cases/note.html", case, form=form, old=None)


@blueprint.route("/cases/<int:case_id>/notes/<int:note_id>/correct", methods=["GET", "POST"])
@access(*CASEWORKERS)
def correct_note(case_id: int, note_id: int) -> ResponseReturnValue:
    """Write a note that stands in place of another; the other stays readable."""
    case = get_case(actor(), case_id)
    old = get_note(case, note_id)
    check_shown(actor(), case, old)
    form = NoteForm(text=old.text, happened_on=old.happened_on)
    if form.validate_on_submit() and attempt(form, lambda: _correct(case_id, note_id, form)):
        return _saved(case)
    return show("cases/note.html", case, form=form, old=old)


def _add(case_id: int, form: NoteForm) -> Note:
    return operations.add_note(
        actor=actor(),
        now=now(),
        case_id=case_id,
        text=form.text.data,
        happened_on=form.day(),
        about_toolkit=form.about_toolkit.data or None,
        about_question=form.about_question.data or None,
        save_id=form.save_id.data,
    )


def _correct(case_id: int, note_id: int, form: NoteForm) -> Note:
    return operations.correct_note(
        actor=actor(),
        now=now(),
        case_id=case_id,
        note_id=note_id,
        text=form.text.data,
        happened_on=form.day(),
        save_id=form.save_id.data,
    )


def _saved(case: Case) -> ResponseReturnValue:
    flash(added_to(case, "The note is saved."), "success")
    return redirect(url_for("cases.notes", case_id=case.id))
