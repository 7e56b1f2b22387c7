"""`flask audit` finds what was tampered with, and says which event."""

import json

import pytest
from sqlalchemy import text

from app.append_only import remove_append_only_triggers
from app.audit.operations import record
from app.database import db, writing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def chains(app, now):
    """Two chains of three events, in a database whose guard somebody has taken away."""
    with writing():
        for chain in ("case:1", "case:2"):
            for number in range(3):
                record(
                    chain=chain, action="saved", actor=None, at=now, subject=f"assessment:{number}"
                )
        remove_append_only_triggers(db.session.connection(), db.metadata)


@pytest.fixture
def audit(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=["audit", *map(str, arguments)])


def tamper(statement):
    with writing():
        db.session.execute(text(statement))


def test_whole_chains_verify(chains, audit):
    result = audit("verify")
    assert (result.exit_code, result.output) == (0, "6 events in 2 chains are whole.\n")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_event SET actor_name = 'Nobody' WHERE sequence = 2 AND chain = 'case:1'",
         "case:1: event 2 does not say what it said"),
        ("UPDATE audit_event SET hash = previous_hash WHERE sequence = 1 AND chain = 'case:2'",
         "case:2: event 2 does not follow from the event before it"),
        ("DELETE FROM audit_event WHERE sequence = 2 AND chain = 'case:1'",
         "case:1: event 2 is missing; the next event is 3"),
        ("DELETE FROM audit_event WHERE sequence = 1 AND chain = 'case:1'",
         "case:1: event 1 is missing; the next event is 2"),
    ],
)  # fmt: skip
def test_a_changed_or_missing_event_is_named(chains, audit, statement, fault):
    tamper(statement)
    result = audit("verify")
    assert result.exit_code == 1
    assert fault in result.stderr


def test_a_cut_off_tail_shows_against_the_anchors(chains, audit, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    assert audit("anchor", anchors).output == f"Anchored 2 chains in {anchors}.\n"
    tamper("DELETE FROM audit_event WHERE sequence = 3 AND chain = 'case:2'")
    assert audit("verify").exit_code == 0
    result = audit("verify", "--anchors", anchors)
    assert result.exit_code == 1
    assert "case:2: event 3 is anchored, but is no longer there" in result.stderr


def test_a_tail_written_anew_shows_against_the_anchors(chains, audit, now, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    audit("anchor", anchors)
    tamper("DELETE FROM audit_event WHERE sequence = 3 AND chain = 'case:1'")
    with writing():
        record(chain="case:1", action="signed", actor=None, at=now, subject="assessment:9")
    assert "case:1: event 3 is not the event that was anchored" in audit(
        "verify", "--anchors", anchors
    ).stderr


def test_anchoring_adds_new_heads_only(chains, audit, now, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    audit("anchor", anchors)
    with writing():
        record(chain="case:1", action="signed", actor=None, at=now, subject="assessment:9")
    assert audit("anchor", anchors).output.startswith("Anchored 1 chains")
    assert [json.loads(line)["sequence"] for line in anchors.read_text().splitlines()] == [3, 3, 4]


def test_a_file_that_holds_no_anchors_is_refused(chains, audit, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir\n")
    result = audit("verify", "--anchors", file)
    assert result.exit_code == 1
    assert "line 1 of" in result.stderr
