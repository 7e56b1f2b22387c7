"""Where settings come from."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.config import _kept_secret, database_url

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://me@db.example.org/w", "postgresql+psycopg://me@db.example.org/w"),
        ("postgresql://me@db.example.org/w", "postgresql+psycopg://me@db.example.org/w"),
        ("postgresql+psycopg://db.example.org/w", "postgresql+psycopg://db.example.org/w"),
        ("sqlite:///records.sqlite", "sqlite:///records.sqlite"),
    ],
)
def test_addresses_of_databases(given, used):
    assert database_url(given, Path("nowhere")) == used


def test_without_an_address_records_are_in_the_instance_folder(tmp_path):
    instance = tmp_path / "instance"
    assert database_url("", instance) == f"sqlite:///{instance}/waymark.sqlite"
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


def test_the_secret_is_made_once_and_is_private(tmp_path):
    secret = _kept_secret(tmp_path)
    assert len(secret) >= 48
    assert _kept_secret(tmp_path) == secret
    assert [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()] == [0o600]


def test_workers_that_start_at_once_agree_on_one_secret(tmp_path):
    secrets = set()
    threads = [
        threading.Thread(target=lambda: secrets.add(_kept_secret(tmp_path))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(secrets) == 1


def test_gunicorn_can_serve_as_it_is_set_up_to(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config"], check=True, cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "x", "DATABASE_URL": f"sqlite:///{tmp_path}/empty"})
