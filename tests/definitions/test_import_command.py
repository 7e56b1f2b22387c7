"""`flask definitions import` with what is no document of our own."""

import pytest

from app.definitions import drafts, queries
from tests.definitions.conftest import written
from tests.importing.office import form, row
from tests.importing.test_bad_input import A_DOCUMENT, REFUSED


@pytest.fixture
def file(tmp_path):
    """file(data, name) -> the path of a file that holds it"""
    def make(data, name):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make


def test_a_word_document_becomes_a_draft_and_what_was_not_understood_is_printed(flask, file):
    result = flask("import", file(A_DOCUMENT, "signs.docx"))
    assert result.exit_code == 0, result.output
    draft, = drafts.open_drafts()
    remarks = drafts.head_of(draft).origin["not_understood"]
    assert result.stdout == (f"{draft.slug}: draft {draft.id}, 2 questions, {len(remarks)} things "
                             "not understood or guessed\n")
    assert len(result.stderr.splitlines()) == len(remarks) > 0
    assert draft.begun_by_name == "The system" and not queries.versions(draft.slug)


def test_a_form_becomes_the_next_version_of_a_toolkit(flask, file, take_in):
    base = take_in(written("harm"))
    result = flask("import", file(form(row("text", "harm", "About harm")), "a.xlsx"),
                   "--slug", "small", "--based-on", 1)
    assert result.exit_code == 0, result.output
    assert drafts.open_drafts("small")[0].base_id == base.id


def test_a_document_of_our_own_becomes_a_draft_where_it_is_given_a_name(flask, file):
    path = file(written("harm").encode(), "small.json")
    assert flask("import", path, "--slug", "other").exit_code == 0
    assert drafts.open_drafts("other")
    assert flask("import", path).output == "small 1: in review\n"


@pytest.mark.parametrize(("options", "said"), [
    (["--publish"], "Import it without --publish"),
    (["--based-on", 1], "Say with --slug"),
    (["--slug", "small", "--based-on", 9], "There is no version 9"),
    (["--slug", "small"], "short name small already"),
])
def test_what_cannot_be_done_is_said_and_nothing_is_stored(flask, file, take_in, options, said):
    take_in(written("harm"))
    result = flask("import", file(A_DOCUMENT, "signs.docx"), *options)
    assert result.exit_code == 1 and said in result.output
    assert not drafts.open_drafts()


@pytest.mark.parametrize("case", ["a zip bomb", "macros", "an entity", "fifty megabytes"])
def test_files_that_mean_harm_are_refused_in_a_line(flask, file, case):
    name, data, said = REFUSED[case]
    result = flask("import", file(data, name))
    assert result.exit_code == 1 and said in result.output
    assert len(result.output.splitlines()) == 1 and not drafts.open_drafts()
