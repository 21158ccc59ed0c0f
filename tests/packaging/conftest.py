"""pip, shut off from every index and from this machine's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The folder that pip takes packages from."""
    folder = tmp_path / "packages"
    folder.mkdir()
    return folder


@pytest.fixture
def env(tmp_path: Path, packages: Path) -> dict[str, str]:
    """An environment in which pip sees only `packages`, and wheels are kept in tmp_path/wheels."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    kept.pop("CMAKE_ARGS", None)
    return kept | {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(packages),
        "PIP_CONFIG_FILE": os.devnull,
        "PUNA_WHEELS": str(tmp_path / "wheels"),
    }
