"""Doing a piece of work again and again, and what it takes each time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, process_time
from typing import TypeVar

from bench.server import Server
from bench.targets import Spent

TIMES, WARM_UP = 60, 15

Prepared = TypeVar("Prepared")


def repeated(work: Callable[[], object], times: int = TIMES, warm_up: int = 5) -> Spent:
    """Work in this process."""
    for _ in range(warm_up):
        work()
    spent, before = [], process_time()
    for _ in range(times):
        began = perf_counter()
        work()
        spent.append(perf_counter() - began)
    return Spent(tuple(spent), (process_time() - before) / times)


def served(
    server: Server, prepare: Callable[[int], Prepared], ask: Callable[[Prepared], object],
    times: int = TIMES, warm_up: int = WARM_UP,
) -> Spent:
    """Work of the service: `prepare` is given the number of the time, and is not counted.

    The processor time is that of the workers, which other load on the machine changes less.
    """
    for number in range(warm_up):
        ask(prepare(number))
    spent, used = [], 0.0
    for number in range(warm_up, warm_up + times):
        prepared, before = prepare(number), server.processor()
        began = perf_counter()
        ask(prepared)
        spent.append(perf_counter() - began)
        used += server.processor() - before
    return Spent(tuple(spent), used / times)
