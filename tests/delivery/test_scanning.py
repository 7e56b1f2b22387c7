"""What comes of having a file scanned."""

from __future__ import annotations

import shlex
import sys

import pytest

from app.delivery import scanning
from app.delivery.scanning import Scanned, scan

EICAR = b"a pattern that scanners know"


def scanner(does: str) -> str:
    """A command that reads the file and then does something in Python."""
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(f'import sys; {does}')}"


def test_without_a_scanner_nothing_is_scanned() -> None:
    assert scan(EICAR, " ") is Scanned.OFF


@pytest.mark.requirement("S0.18")
def test_it_gets_the_file_and_its_exit_says_what_it_found() -> None:
    looks = scanner("sys.exit(b'pattern' in sys.stdin.buffer.read())")
    assert scan(EICAR, looks) is Scanned.FOUND
    assert scan(b"Nothing here", looks) is Scanned.CLEAN


@pytest.mark.parametrize("command", [
    scanner("sys.exit(2)"), scanner("import os; os.kill(os.getpid(), 9)"), "no-such-scanner -",
    "an 'unclosed quotation",
])
def test_a_scanner_that_fails_says_nothing_of_the_file(command: str) -> None:
    assert scan(EICAR, command) is Scanned.FAILED


def test_a_scanner_that_does_not_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "PATIENCE", 0.2)
    assert scan(EICAR, scanner("import threading; threading.Event().wait(60)")) is Scanned.FAILED
