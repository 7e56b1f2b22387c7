"""A draft is changed in saves that are all kept, by one person or two, and sent for approval."""

import pytest

from app.accounts.models import Role
from app.audit.queries import trail
from app.definitions import drafts, queries
from app.definitions.models import Saving
from app.definitions.operations import (
    approve,
    begin_next_version,
    begin_toolkit,
    close_draft,
    decide_kept_edit,
    edit_draft,
    publish,
    restore_draft,
    send_for_approval,
)
from app.definitions.states import State, state_of
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import TOOLKIT, Outline
from app.engine.authoring.settings import with_settings
from app.engine.document import DefinitionRefused
from app.errors import NotAllowed, Refused
from tests.definitions.conftest import written

HARM = "question:harm"


@pytest.fixture
def draft(take_in, administrator, now):
    """The next version of a toolkit of two questions, which nobody has changed yet."""
    base = take_in(written("harm", "name"))
    return begin_next_version(base=base, actor=administrator, now=now)


def reworded(words, address=HARM):
    return lambda outline: with_settings(outline, address, {"label": words})


@pytest.fixture
def edit(draft, administrator, now):
    """edit(edit, base_number=1, actor=…) -> what came of the save"""
    made = iter(range(1000))

    def save(edit, base_number=1, actor=administrator, save_id=None):
        return edit_draft(
            draft_id=draft.id, base_number=base_number, edit=edit, summary="Changed it",
            save_id=save_id or f"save-{next(made)}", actor=actor, now=now)

    return save


def wording(draft, key="harm"):
    document = drafts.document_of(drafts.head_of(draft))
    return document["schema"]["properties"][key]["title"]


@pytest.mark.both_databases
@pytest.mark.parametrize("save_id", ["", "a\0b", "x" * 65, "é", "<b>"])
def test_a_page_that_is_not_ours_saves_nothing(draft, edit, administrator, now, save_id):
    given = {"draft_id": draft.id, "save_id": save_id, "actor": administrator, "now": now}
    with pytest.raises(Refused, match="This page is out of date"):
        edit_draft(**given, base_number=1, summary="Changed it", edit=reworded("Other words"))
    with pytest.raises(Refused, match="This page is out of date"):
        restore_draft(**given, number=1, head_number=1)
    assert drafts.head_of(draft).number == 1


@pytest.mark.both_databases
def test_every_save_is_a_revision(draft, edit):
    edit(reworded("About harm now"))
    edit(reworded("About harm today"), base_number=2)
    assert wording(draft) == "About harm today"
    assert [r.number for r in drafts.revisions_of(draft)] == [3, 2, 1]
    assert {r.saving for r in drafts.revisions_of(draft)} == {Saving.BEGUN, Saving.EDITED}


def test_the_same_save_counts_once_and_a_change_of_nothing_not_at_all(draft, edit):
    first = edit(reworded("About harm now"), save_id="one").revision
    assert edit(reworded("Something else"), save_id="one").revision.id == first.id
    edit(lambda outline: outline, base_number=2)
    assert drafts.head_of(draft).number == 2


@pytest.mark.both_databases
def test_two_people_change_different_questions_and_both_changes_stay(draft, edit, make_user):
    other = make_user(Role.ADMINISTRATOR)
    edit(reworded("About harm now"))
    saved = edit(reworded("Who", "question:name"), base_number=1, actor=other)
    assert (wording(draft), wording(draft, "name")) == ("About harm now", "Who")
    assert (saved.kept, saved.revision.saving) == ((), Saving.MERGED)


@pytest.mark.both_databases
def test_what_two_people_made_of_one_question_is_kept_until_somebody_decides(
    draft, edit, make_user, administrator, now
):
    other = make_user(Role.ADMINISTRATOR)
    edit(reworded("Hers"))
    kept, = edit(reworded("His"), base_number=1, actor=other).kept
    assert (wording(draft), kept.author_id) == ("Hers", other.id)
    assert [one.id for one in drafts.kept_edits(draft)] == [kept.id]
    with pytest.raises(Refused, match="Decide between them"):
        send_for_approval(draft_id=draft.id, number=drafts.head_of(draft).number,
                          actor=administrator, now=now)
    decide_kept_edit(kept_id=kept.id, mine=True, actor=administrator, now=now)
    assert (wording(draft), drafts.kept_edits(draft)) == ("His", [])
    with pytest.raises(Refused, match="decided this already"):
        decide_kept_edit(kept_id=kept.id, mine=False, actor=administrator, now=now)


@pytest.mark.parametrize("mine", [True, False])
def test_a_question_that_one_removed_and_the_other_reworded(
    draft, edit, make_user, administrator, now, mine
):
    other = make_user(Role.ADMINISTRATOR)
    edit(lambda outline: remove(outline, HARM))
    kept, = edit(reworded("Still needed"), base_number=1, actor=other).kept
    decide_kept_edit(kept_id=kept.id, mine=mine, actor=administrator, now=now)
    properties = drafts.document_of(drafts.head_of(draft))["schema"]["properties"]
    assert ("harm" in properties) is mine
    if mine:
        assert properties["harm"]["title"] == "Still needed"


def test_a_question_that_one_reworded_and_the_other_removed(
    draft, edit, make_user, administrator, now
):
    edit(reworded("Still needed"))
    kept, = edit(lambda o: remove(o, HARM), base_number=1, actor=make_user(Role.ADMINISTRATOR)).kept
    assert kept.unit is None
    decide_kept_edit(kept_id=kept.id, mine=True, actor=administrator, now=now)
    assert "harm" not in drafts.document_of(drafts.head_of(draft))["schema"]["properties"]


def test_deciding_about_one_field_of_the_toolkit_leaves_the_others_as_they_stand(
    draft, edit, make_user, administrator, now
):
    def told(**fields):
        def do(outline):
            toolkit = outline.units[TOOLKIT]
            return outline.with_unit(TOOLKIT, {**toolkit, "root": {**toolkit["root"], **fields}})
        return do

    edit(told(title="Hers", introduction="Hers too"))
    kept, = edit(told(title="His"), base_number=1, actor=make_user(Role.ADMINISTRATOR)).kept
    edit(told(guidance="Written since"), base_number=drafts.head_of(draft).number)
    decide_kept_edit(kept_id=kept.id, mine=True, actor=administrator, now=now)
    stands = drafts.document_of(drafts.head_of(draft))
    assert [stands[name] for name in ("title", "introduction", "guidance")] == [
        "His", "Hers too", "Written since"]


def test_going_back_adds_a_revision(draft, edit, administrator, now):
    edit(reworded("A mistake"))
    restore_draft(draft_id=draft.id, number=1, head_number=2, save_id="back",
                  actor=administrator, now=now)
    assert wording(draft) == "About harm"
    assert drafts.head_of(draft).number == 3
    again = restore_draft(draft_id=draft.id, number=1, head_number=2, save_id="back",
                          actor=administrator, now=now)
    assert again.number == 3
    with pytest.raises(Refused, match="has saved this draft since"):
        restore_draft(draft_id=draft.id, number=1, head_number=2, save_id="late",
                      actor=administrator, now=now)


@pytest.mark.both_databases
def test_what_is_sent_for_approval_is_a_version_and_frozen(draft, edit, administrator, now):
    edit(reworded("About harm?"))
    version = send_for_approval(draft_id=draft.id, number=2, actor=administrator, now=now)
    assert (version.number, version.based_on, state_of(version, now)) == (2, 1, State.IN_REVIEW)
    edit(reworded("About harm later"), base_number=2)
    assert queries.definition_of(version).questions["harm"].label == "About harm?"
    assert drafts.draft_of(version).id == draft.id
    assert [v.id for v in drafts.sent_versions(draft)] == [version.id]


@pytest.mark.parametrize("changed_since", [False, True])
def test_a_draft_is_done_with_once_it_is_published_as_it_stands(
    draft, edit, administrator, now, changed_since
):
    edit(reworded("About harm?"))
    version = send_for_approval(draft_id=draft.id, number=2, actor=administrator, now=now)
    if changed_since:
        edit(reworded("About the harm"), base_number=2)
    publish(version=version, actor=administrator, now=now, note="A word")
    assert bool(drafts.draft(draft.id).closing) is not changed_since


def test_whoever_wrote_in_a_draft_does_not_approve_it(
    draft, edit, administrator, make_user, now
):
    other = make_user(Role.ADMINISTRATOR)
    edit(reworded("About harm?"), actor=other)
    version = send_for_approval(draft_id=draft.id, number=2, actor=administrator, now=now)
    for actor in (administrator, other):
        with pytest.raises(NotAllowed, match="a hand in this version"):
            approve(version=version, capacity="administrator", approved=True, note="",
                    actor=actor, now=now)


def test_what_is_not_whole_is_not_sent(draft, edit, administrator, now):
    edit(lambda outline: _without_options(outline))
    with pytest.raises(DefinitionRefused):
        send_for_approval(draft_id=draft.id, number=2, actor=administrator, now=now)
    edit(lambda outline: remove(outline, HARM), base_number=2)
    with pytest.raises(Refused, match="Say what became of these"):
        send_for_approval(draft_id=draft.id, number=3, actor=administrator, now=now)
    assert len(queries.versions("small")) == 1


def test_what_somebody_has_not_seen_is_not_sent(draft, edit, administrator, now):
    edit(reworded("About harm now"))
    with pytest.raises(Refused, match="since you opened this page"):
        send_for_approval(draft_id=draft.id, number=1, actor=administrator, now=now)


def test_a_draft_that_is_put_away_is_read_and_not_changed(draft, edit, administrator, now):
    close_draft(draft_id=draft.id, reason="Begun anew.", actor=administrator, now=now)
    assert drafts.open_drafts("small") == []
    with pytest.raises(Refused, match="Begun anew"):
        edit(reworded("Too late"))
    assert wording(draft) == "About harm"


def test_a_toolkit_begins_from_nothing(take_in, administrator, now):
    take_in(written("harm"))
    draft = begin_toolkit(title="Neglect: a first look", slug=None, kind="screening",
                          actor=administrator, now=now)
    assert (draft.slug, draft.base) == ("neglect-a-first-look", None)
    for slug in ("small", "neglect-a-first-look"):
        with pytest.raises(Refused, match="already"):
            begin_toolkit(title="Again", slug=slug, kind="screening", actor=administrator, now=now)


def test_a_draft_that_grows_too_large_is_refused(edit):
    with pytest.raises(Refused, match="larger than"):
        edit(reworded("x" * 3_000_000))


def test_only_administrators_write_drafts(draft, edit, practitioner, reviewer):
    for actor in (practitioner, reviewer):
        with pytest.raises(NotAllowed):
            edit(reworded("Mine"), actor=actor)


def test_the_audit_says_who_did_what(draft, edit):
    edit(reworded("About harm now"))
    told = [e.action for e in trail("system").events if e.details.get("draft") == draft.id]
    assert told == ["saved", "began"]


def _without_options(outline: Outline) -> Outline:
    unit = outline.units[HARM]
    schema = {part: value for part, value in unit["schema"].items() if part != "oneOf"}
    return outline.with_unit(HARM, {**unit, "schema": {**schema, "oneOf": []}})
