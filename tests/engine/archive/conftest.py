from __future__ import annotations

import pytest
from helpers.archives import make_home

from engine.archive import write_archive
from engine.paths import Home


@pytest.fixture
def old(tmp_path):
    """A home with something of everything in it, on the old computer."""
    return make_home(tmp_path / "old")


@pytest.fixture
def new(tmp_path):
    """An empty home, on the new computer."""
    return Home(tmp_path / "new")


@pytest.fixture
def archive(old, tmp_path):
    """An archive of the old home, with its models."""
    return write_archive(old, tmp_path / "all.puna", models=True).path
