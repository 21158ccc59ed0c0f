from __future__ import annotations

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
