"""The embedder that comes with Puna, built once for all tests."""

import pytest

from engine.embedding import e5


@pytest.fixture(scope="session")
def e5_path(session_home):
    return e5.ensure(session_home)
