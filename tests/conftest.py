"""What all tests share: a throwaway home, no screen, guards against leaks, and the real models."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from engine.paths import Home

pytest_plugins = ["helpers.guards", "pytester"]

PATIENCE_MS = 60_000
SESSION_HOME = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--headed", action="store_true", help="show the windows of the tests")


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of Puna is imported: no screen, and never the user's own data."""
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(tempfile.mkdtemp(prefix="puna-tests-"))
    config.stash[SESSION_HOME] = folder
    os.environ["PUNA_HOME"] = str(folder)
    # Never the user's own keyring or token, and no hub but those of tests.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    for name in ("HF_TOKEN", "HF_ENDPOINT"):
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[SESSION_HOME], ignore_errors=True)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """pytest-qt's, which by itself waits five seconds: a busy machine takes longer for anything.
    What comes about is not waited for any longer by that."""
    from pytestqt.qtbot import QtBot

    class PatientQtBot(QtBot):
        def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
            super().waitUntil(callback, timeout=timeout)

        def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
            return super().waitSignal(signal, timeout=timeout, **more)

        def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
            return super().waitSignals(signals, timeout=timeout, **more)

    return PatientQtBot(request)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of its own for one test."""
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def session_home(request: pytest.FixtureRequest) -> Home:
    """The home that PUNA_HOME names, shared by all tests: large models are put together once."""
    return Home(request.config.stash[SESSION_HOME])


@pytest.fixture(scope="session")
def starter_path(session_home: Home) -> Path:
    """SmolLM2-135M-Instruct: llama architecture, with a chat template."""
    return _model(session_home, "starter")


@pytest.fixture(scope="session")
def gemma_path(session_home: Home) -> Path:
    """Gemma 3 270M: a base model with sliding windows and without a chat template."""
    return _model(session_home, "gemma")


@pytest.fixture(scope="session", params=["starter", "gemma"])
def model_path(request: pytest.FixtureRequest) -> Path:
    """Both real models, one after the other. For tests marked `model`."""
    return request.getfixturevalue(f"{request.param}_path")


def _model(home: Home, alias: str) -> Path:
    from engine.hub.library import Library  # most tests need no model, and start without it

    return Path(Library(home).resolve(alias).path)
