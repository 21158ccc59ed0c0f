from __future__ import annotations

import shutil
import subprocess

import pytest
from helpers.processes import start_program

from engine.store.backups import Backups
from engine.store.chats import Chats
from engine.store.database import open_database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "puna.db"


@pytest.fixture
def folder(path):
    return path.parent / "backups"


@pytest.fixture
def backups(path, folder):
    return Backups(path, folder)


@pytest.fixture
def connection(path):
    connection = open_database(path)
    yield connection
    connection.close()


@pytest.fixture
def chats(connection):
    return Chats(connection)


@pytest.fixture
def disk(tmp_path):
    """A command that runs a program where `tmp_path`/small is a disk of its own, of some MB."""
    folder = tmp_path / "small"
    folder.mkdir()

    def disk(megabytes):
        mount = f'mount -t tmpfs -o size={megabytes}m tmpfs "{folder}" && exec "$@"'
        command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
        if (
            not shutil.which("unshare")
            or subprocess.run([*command, "true"], check=False).returncode
        ):
            pytest.skip("needs a mount namespace")
        return command

    return disk


@pytest.fixture
def small_disk(disk):
    return disk(1)


@pytest.fixture
def start():
    """Starts programs (`helpers.processes`), and ends those that a failed test leaves behind."""
    programs = []

    def start(*words, **more):
        programs.append(start_program(*words, **more))
        return programs[-1]

    yield start
    for program in programs:
        program.kill()
        program.wait()
        program.stdin.close()
        program.stdout.close()
