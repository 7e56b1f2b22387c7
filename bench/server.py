"""The service as `make run` starts it, its memory and the processor time it takes. Linux only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.databases import SECRET

WORKERS = 2
PROC = Path("/proc")
ROOT = Path(__file__).parents[1]
SETTINGS = {"SECRET_KEY": SECRET, "PYTHONDONTWRITEBYTECODE": "", "MALLOC_ARENA_MAX": "1"}
"""As `make run` has it; compiled modules are kept, as wherever nobody says otherwise."""


class Server:
    """A running gunicorn."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self._process = process

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers."""
        pid = self._process.pid
        return [int(child) for child in (PROC / f"{pid}/task/{pid}/children").read_text().split()]

    @property
    def all(self) -> list[int]:
        """The process ids of the workers and of the process that they were forked from."""
        return [self._process.pid, *self.workers]

    def processor(self) -> float:
        """Seconds of processor time that all processes have taken together."""
        return sum(map(_processor, self.all))

    def busiest(self) -> float:
        """Seconds of processor time of the worker that has taken most."""
        return max(map(_processor, self.workers))

    def all_served(self, seconds: float) -> bool:
        """Whether every worker is there and has taken so many seconds of processor time."""
        taken = [_processor(pid) for pid in self.workers]
        return len(taken) == WORKERS and min(taken) >= seconds

    def memory(self) -> dict[int, float]:
        """What each worker has of memory now, shared or not, in MB."""
        return {pid: _memory(pid, "status", "VmRSS") for pid in self.workers}

    def memory_a_worker(self) -> float:
        """What all processes hold now, each page of memory counted once, in MB a worker."""
        return sum(_memory(pid, "smaps_rollup", "Pss") for pid in self.all) / WORKERS

    def grown(self, before: Mapping[int, float]) -> float:
        """The most that a worker had on top of `memory` before, since `forget_peak`, in MB."""
        return max(_memory(pid, "status", "VmHWM") - held for pid, held in before.items())

    def forget_peak(self) -> None:
        """Begin to look for the peak anew."""
        for pid in self.workers:
            (PROC / f"{pid}/clear_refs").write_text("5")


@contextmanager
def serving(database_url: str) -> Iterator[Server]:
    """The service with two workers on a free port of this machine.

    The port is open before the workers are: whoever connects at once waits until one is ready.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # As gunicorn sets it for the ports that it opens by itself.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port = listening.getsockname()[1]
        process = _gunicorn(listening.fileno(), database_url)
    try:
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _gunicorn(listening: int, database_url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS),
         "--bind", f"fd://{listening}"],
        env={**os.environ, **SETTINGS, "DATABASE_URL": database_url},
        pass_fds=[listening], cwd=ROOT,
    )


def _processor(pid: int) -> float:
    tasks = (PROC / f"{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _memory(pid: int, file: str, name: str) -> float:
    lines = (PROC / f"{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
