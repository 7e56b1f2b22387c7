"""Has a file looked at by the virus scanner that the operator named. Which files is for rooms."""

from __future__ import annotations

import shlex
import subprocess
from enum import StrEnum

PATIENCE = 60
"""Seconds after which a scanner that has not answered counts as failing."""

_FOUND = 1
"""What scanners exit with when they found something; clamdscan(1) and clamscan(1) say so."""


class Scanned(StrEnum):
    """What came of it."""

    CLEAN = "clean"
    FOUND = "found"
    FAILED = "failed"
    OFF = "off"


def scan(content: bytes, command: str) -> Scanned:
    """What the scanner says of a file; `command` is a line as in a shell, which gets the file on
    its standard input. An empty one scans nothing."""
    if not command.strip():
        return Scanned.OFF
    try:
        done = subprocess.run(
            shlex.split(command), input=content, timeout=PATIENCE, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return Scanned.FAILED
    outcomes = {0: Scanned.CLEAN, _FOUND: Scanned.FOUND}
    return outcomes.get(done.returncode, Scanned.FAILED)
