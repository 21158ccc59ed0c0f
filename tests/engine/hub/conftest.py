"""A home, an empty library, and packages with models."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.model_packages import write_package, write_parts

from engine.hub.catalogue import Entry
from engine.hub.library import Library
from engine.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def library(home: Home) -> Library:
    return Library(home, {})


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path / "site")
    return write_package(tmp_path / "site")


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entry]:
    monkeypatch.syspath_prepend(tmp_path / "site")
    yield write_parts(tmp_path / "site", "parts_model")
    sys.modules.pop("parts_model", None)
