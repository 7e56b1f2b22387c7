"""What it was measured on, and how busy that was."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("Flask", "SQLAlchemy", "Jinja2", "gunicorn", "RapidFuzz", "xhtml2pdf")
BUSY = 1.0
"""Processors' worth of work, of which the measuring itself is about one, that others may have."""


def described() -> str:
    """The machine and the versions, in one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (f"{os.cpu_count()} × {_processor()}, {platform.system()} {platform.release()}, "
            f"Python {platform.python_version()}, {libraries}")


def load() -> float:
    """How many processes wanted a processor over the last minute."""
    return os.getloadavg()[0]


def when() -> str:
    """The day, in words."""
    now = datetime.now(UTC)
    return f"{now.day} {now:%B %Y}"


def busy(loads: Sequence[float]) -> str:
    """A warning where others kept the machine busy; nothing otherwise."""
    most = max(loads) - BUSY
    if most < (os.cpu_count() or 1) / 2:
        return ""
    return ("The machine was busy with other work: times are higher than on a quiet one. "
            "Go by the column “processor”, which suffers least.")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")),
                platform.machine())
