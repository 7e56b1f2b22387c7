"""What is measured, a module for each sort of work. Each gives figures, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask

from bench.browser import Browser
from bench.records import Records
from bench.server import Server
from bench.targets import Figure


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a measurement may use: the service that runs, and the records it serves.

    `app` is the same application in this process, with its context pushed.
    """

    app: Flask
    records: Records
    server: Server
    browser: Browser


Measure = Callable[[Bench], Iterator[Figure]]
