from __future__ import annotations

import pytest

from engine.store.chats import Chats
from engine.store.database import open_database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "puna.db"


@pytest.fixture
def connection(path):
    connection = open_database(path)
    yield connection
    connection.close()


@pytest.fixture
def chats(connection):
    return Chats(connection)
