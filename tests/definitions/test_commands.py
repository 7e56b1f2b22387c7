"""`flask definitions` from the command line."""

import json

import pytest

from app import clock
from app.definitions import queries
from app.engine.json_text import LARGEST_BYTES
from tests.definitions.conftest import SHIPPED, written


@pytest.fixture
def file(tmp_path):
    """file(text or bytes) -> the path of a file that holds it"""
    def make(content, name="small.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return make


def test_check_says_ok(flask, file):
    result = flask("check", file(written("harm")))
    assert (result.exit_code, result.stdout) == (0, "ok\n")


def test_check_says_every_problem_and_where(flask, file):
    text = written("harm", unheard_of=True, kind="quiz")
    result = flask("check", file(text))
    assert result.exit_code == 1
    assert {line.split(":")[0] for line in result.stdout.splitlines()} == {"/unheard_of", "/kind"}


def test_check_names_the_file_where_there_are_several(flask, file):
    good, bad = file(written("harm")), file("{", "bad.json")
    result = flask("check", good, bad)
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first == f"{good}: ok" and second.startswith(f"{bad}: /: not JSON")


def test_check_lists_what_is_kept_and_not_used(flask, file):
    document = json.loads(written("harm"))
    document["schema"]["properties"]["harm"]["x-origin"] = "somebody's"
    result = flask("check", file(json.dumps(document)))
    assert (result.exit_code, result.stdout) == (0, "ok\n")
    assert "/schema/properties/harm/x-origin" in result.stderr


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/*.json")), ids=lambda p: p.parent.name)
def test_check_finds_nothing_wrong_with_what_is_shipped(flask, path):
    assert flask("check", path).output == "ok\n"


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(flask, tmp_path, command):
    path = tmp_path / "huge.json"
    with path.open("wb") as huge:
        huge.truncate(50 * 1024 * 1024)
    result = flask(command, path)
    assert result.exit_code == 1
    assert f"larger than {LARGEST_BYTES // 1024 // 1024} MiB" in result.output


@pytest.mark.parametrize("content", [b"", b"\xff\xfe{}", b"[]", b"null", b"{" * 100_000])
def test_what_is_no_document_is_refused_in_a_line(flask, file, content):
    result = flask("check", file(content))
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 1
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_said_so(flask, tmp_path):
    assert flask("check", tmp_path / "nowhere.json").exit_code == 2


def test_import_list_publish(flask, file):
    assert flask("import", file(written("harm"))).output == "small 1: in review\n"
    assert "small 1  in review" in flask("list").output
    assert flask("publish", "small", 1).output.startswith(
        "small 1: published, in use from ")
    assert "small 1  in use" in flask("list").output
    result = flask("publish", "small", 1)
    assert result.exit_code == 1 and "published already" in result.output


def test_import_and_publish_at_once(flask, file):
    result = flask("import", file(written("harm")), "--publish", "--note", "As agreed")
    assert result.output == "small 1: published\n"
    assert queries.live_version("small", clock.now()).publication.note == "As agreed"


def test_import_says_what_is_wrong(flask, file):
    result = flask("import", file(written("harm", kind="quiz")))
    assert result.exit_code == 1 and "/kind" in result.output
    result = flask("import", file(written("harm", based_on=4)))
    assert result.exit_code == 1 and "Import that version first" in result.output


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["cse-risk-assessment/1", "seraf/1"])
def test_export_gives_back_every_byte(flask, name):
    flask("install")
    slug, number = name.split("/")
    result = flask("export", slug, "--number", number)
    assert result.stdout_bytes == (SHIPPED / f"{name}.json").read_bytes()


def test_export_gives_odd_line_ends_and_orders_back(flask, file):
    content = (
        '{"title": "Ünïcode “words”",\r\n "schema": {"properties": {'
        '"z": {"type": "string"}, "a": {"type": "string"}}}, "slug": "odd"}\r\n\n')
    flask("import", file(content))
    result = flask("export", "odd", "--number", 1)
    assert result.stdout_bytes == content.encode("utf-8")


def test_export_takes_the_live_version(flask, file):
    text = written("harm")
    flask("import", file(text))
    assert "No version of small is published" in flask("export", "small").output
    flask("publish", "small", 1)
    assert flask("export", "small").output == text
    assert flask("export", "nowhere", "--number", 3).exit_code == 1


def test_what_is_shipped_is_installed_once(flask):
    result = flask("install")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(list(SHIPPED.glob("*/*.json")))
    again = flask("install")
    assert (again.exit_code, again.output) == (0, "")
    assert queries.live_version("cse-risk-assessment", clock.now()).number == 2
