"""Two people in one draft: different questions join, the same one asks, and no word is lost."""

import pytest

from app.assessments import bodies, operations, queries
from app.assessments.models.kept import Choice
from app.engine.answers import Mark
from app.engine.merging import Unit
from app.errors import Conflict, NotFound
from tests.assessments.conftest import answers_of, number_of

both = pytest.mark.both_databases


def choose(worker, draft, kept, choice, combined=None, seen=None):
    return operations.resolve_conflict(
        actor=worker.user, now=worker.now, assessment_id=draft.id, kept_edit_id=kept.id,
        choice=choice, seen_number=seen or number_of(draft), combined=combined)


def test_different_questions_join(worker, colleague, draft):
    colleague.save(draft, {"older": "present"}, base=1)
    saved = worker.save(draft, {"story": "Seen in a grey car"}, base=1)
    assert not saved.conflicts
    values = answers_of(draft).values
    assert (values["older"], values["story"]) == ("present", "Seen in a grey car")


@both
def test_the_same_question_keeps_both_and_theirs_stands(worker, colleague, draft):
    colleague.save(draft, {"story": "Theirs"}, base=1)
    saved = worker.save(draft, {"story": "Mine", "older": "not_known"}, base=1)
    assert answers_of(draft).values["story"] == "Theirs"
    assert answers_of(draft).values["older"] == "not_known"
    (kept,) = saved.conflicts
    assert kept.address == "story" and kept.author_name == worker.user.name
    assert bodies.read_unit(kept.unit).values == {"story": "Mine"}
    assert list(queries.unresolved_edits(draft)) == [kept]


def test_an_answer_and_its_rationale_are_one_unit(worker, colleague, draft):
    colleague.save(draft, {"older": "present"}, marks={"older": Mark(rationale="School")}, base=1)
    saved = worker.save(draft, {"older": "not_present"}, base=1)
    assert [kept.address for kept in saved.conflicts] == ["older"]
    assert answers_of(draft).mark("older").rationale == "School"


def test_rows_added_by_two_people_are_both_there(worker, colleague, draft):
    colleague.save(draft, {"people/t/who": "Theirs"}, rows={"people": ("t",)}, base=1)
    worker.save(draft, {"people/m/who": "Mine"}, rows={"people": ("m",)}, base=1)
    assert set(answers_of(draft).rows["people"]) == {"t", "m"}


def test_a_row_deleted_while_somebody_edits_it_is_a_conflict(worker, colleague, draft):
    worker.save(draft, {"people/a/who": "Jo"}, rows={"people": ("a",)})
    base = number_of(draft)
    colleague.save(draft, {"people/a/who": "Jo Bell"}, base=base)
    saved = worker.save(draft, {"people/a/who": None}, rows={"people": ()}, base=base)
    assert [kept.address for kept in saved.conflicts] == ["people/a"]
    assert answers_of(draft).values["people/a/who"] == "Jo Bell"


@both
def test_a_page_is_in_no_conflict_with_its_own_earlier_saves(worker, draft):
    """The answers to its autosaves were lost on their way, so it still names revision 1."""
    for text in ("S", "Se", "Seen"):
        saved = worker.save(draft, {"story": text}, base=1, page="one", explicit=False)
        assert not saved.conflicts
    assert answers_of(draft).values["story"] == "Seen"


def test_two_windows_of_one_person_are_two_pages(worker, draft):
    worker.save(draft, {"story": "In one window"}, base=1, page="one")
    saved = worker.save(draft, {"story": "In the other"}, base=1, page="two")
    assert [kept.address for kept in saved.conflicts] == ["story"]


def test_what_a_colleague_changed_is_not_changed_back_by_a_page_that_shows_the_old(
    worker, colleague, draft
):
    worker.save(draft, {"story": "First words"}, base=1, page="mine", explicit=False)
    colleague.save(draft, {"older": "present"}, base=number_of(draft))
    saved = worker.save(
        draft, {"story": "First words and more"}, base=1, page="mine", explicit=False)
    assert not saved.conflicts
    values = answers_of(draft).values
    assert (values["older"], values["story"]) == ("present", "First words and more")


@both
def test_an_autosaving_page_in_conflict_keeps_its_newest_answer_once(worker, colleague, draft):
    colleague.save(draft, {"story": "Theirs"}, base=1)
    for text in ("Min", "Mine", "Mine"):
        worker.save(draft, {"story": text}, base=1, page="mine", explicit=False)
    (kept,) = queries.unresolved_edits(draft)
    assert bodies.read_unit(kept.unit).values == {"story": "Mine"}


@pytest.mark.parametrize("choice, story", [
    (Choice.THEIRS, "Theirs"), (Choice.MINE, "Mine"), (Choice.COMBINED, "Theirs and mine")])
def test_a_choice_is_a_further_revision(worker, colleague, draft, choice, story):
    colleague.save(draft, {"story": "Theirs"}, base=1)
    (kept,) = worker.save(draft, {"story": "Mine"}, base=1).conflicts
    before = number_of(draft)
    choose(worker, draft, kept, choice, Unit({"story": "Theirs and mine"}, {}, {}, False))
    assert answers_of(draft).values["story"] == story
    assert number_of(draft) == before + 1
    assert not queries.unresolved_edits(draft)
    with pytest.raises(NotFound):
        choose(worker, draft, kept, choice)


@both
def test_a_choice_made_on_an_old_page_is_refused(worker, colleague, draft):
    colleague.save(draft, {"story": "Theirs"}, base=1)
    (kept,) = worker.save(draft, {"story": "Mine"}, base=1).conflicts
    seen = number_of(draft)
    colleague.save(draft, {"story": "Theirs, corrected"})
    with pytest.raises(Conflict):
        choose(worker, draft, kept, Choice.MINE, seen=seen)
    choose(worker, draft, kept, Choice.MINE)
    assert answers_of(draft).values["story"] == "Mine"


def test_a_choice_on_an_old_page_is_taken_where_only_other_answers_changed(
    worker, colleague, draft
):
    colleague.save(draft, {"story": "Theirs"}, base=1)
    (kept,) = worker.save(draft, {"story": "Mine"}, base=1).conflicts
    seen = number_of(draft)
    colleague.save(draft, {"older": "not_known"})
    choose(worker, draft, kept, Choice.MINE, seen=seen)
    values = answers_of(draft).values
    assert (values["story"], values["older"]) == ("Mine", "not_known")


def test_an_undecided_conflict_stands_against_submitting(worker, colleague, draft):
    worker.save(draft, {"harm": "not_known", "older": "not_present", "level": "standard"})
    base = number_of(draft)
    colleague.save(draft, {"story": "Theirs"}, base=base)
    worker.save(draft, {"story": "Mine"}, base=base)
    with pytest.raises(operations.Incomplete) as refused:
        worker.submit(draft)
    assert [(f.address, f.kind) for f in refused.value.findings] == [("story", "conflict")]
