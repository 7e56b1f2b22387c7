"""`flask reviews verify`: a file, and nothing else; or every signature in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.append_only import remove_append_only_triggers
from app.database import db, writing
from app.engine.verifying import export, root_of
from app.reviews.commands import verify
from tests.engine.test_signed_document import REAL, SECRET, changed, parts_of, reduced
from tests.reviews.signings import Reviewer


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """run(bytes, "--root", …) -> what the command says; no application is made for it."""
    file = tmp_path / "sign-off-7.json"

    def call(data: bytes, *options: str) -> Any:
        file.write_bytes(data)
        return Flask(__name__).test_cli_runner().invoke(verify, [str(file), *options])

    return call


def test_a_sound_file_says_whose_signature_it_is_over_what(run: Any) -> None:
    said = run(REAL)
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "Signed by Ruth Okafor, 3 June 2026, 14:12.",
        "Case 7, Small toolkit: 2026-03-03 (revision 3) beside 2026-06-01 (revision 9).",
        f"{REAL.count(b'salt')} parts say what was signed.",
        f"Hash {root_of(parts_of(reduced()), SECRET)}",
        "Compare it with the check code on the paper or in the audit trail, or give it as --root."]


def test_the_hash_that_is_held_elsewhere_is_compared(run: Any) -> None:
    root = root_of(parts_of(reduced()), SECRET)
    assert "It is the hash that you gave." in run(REAL, "--root", root).stdout
    other = run(REAL, "--root", "0" * 64)
    assert other.exit_code == 1 and "not the one with the hash that you gave" in other.stderr


def test_one_changed_byte_fails_and_the_part_is_named(run: Any) -> None:
    place = REAL.index(b"Seen at school")
    said = run(changed(REAL, place, ord("s")))
    assert said.exit_code == 1 and said.stdout == ""
    assert "Part “row/" in said.stderr and "Do not rely on it" in said.stderr


def test_a_whole_file_that_somebody_made_up_is_no_sign_off(run: Any) -> None:
    for parts in ({"signature": {"name": "Ruth"}}, {"about": [7]}, {"side/later": {"revision": 1}}):
        said = run(export(parts, SECRET))
        assert (said.exit_code, said.stdout) == (1, "")
        assert "does not say what a sign-off says" in said.stderr


def test_what_is_withheld_is_counted(run: Any) -> None:
    parts = parts_of(reduced())
    hidden = frozenset({"signature", "about", "side/later"})
    said = run(export(parts, SECRET, hidden))
    assert said.exit_code == 0 and "Whose signature it is, is withheld." in said.stdout
    assert "3 more are withheld" in said.stdout


def test_a_file_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    said = Flask(__name__).test_cli_runner().invoke(verify, [str(tmp_path / "none.json")])
    assert said.exit_code == 2 and "does not exist" in said.stderr


def test_every_signature_in_the_database_is_held_against_its_hash_and_the_trail(
    app: Flask, reviewed: Reviewer
) -> None:
    def verified() -> Any:
        return app.test_cli_runner().invoke(args=["reviews", "verify"])

    signed = reviewed.sign()
    assert (verified().exit_code, verified().stdout) == (
        0, "Signatures that say what was signed: 1.\n")
    assert app.test_cli_runner().invoke(args=["reviews", "verify", "--root", "0"]).exit_code == 2
    for change, told in (
        ("document = replace(document, 'Not present', 'Present')", "does not say what was signed"),
        (f"id = {signed.id + 1}", "is no longer there"),
    ):
        with writing():
            remove_append_only_triggers(db.session.connection(), db.metadata)
            db.session.execute(text(f"UPDATE sign_off SET {change}"))
        found = verified()
        assert found.exit_code == 1 and told in found.stderr
