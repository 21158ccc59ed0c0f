"""The set-up script: how it is called, what it starts, and what is pinned."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dev
import pytest

DEV = Path(dev.__file__)


@pytest.mark.parametrize(
    ("env", "system", "screen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_screen(env, system, screen):
    assert dev.has_screen(env, system) is screen


def test_run_with_a_screen_passes_everything_on():
    arguments = ["--quit-after-reply", "--home", "x"]
    assert dev.run_arguments(arguments, screen=True, terminal=False) == (arguments, "")


def test_run_without_a_screen_chats_in_the_terminal_and_says_so():
    arguments, words = dev.run_arguments(["--home", "x"], screen=False, terminal=True)
    assert arguments == ["chat", "-m", "starter", "--home", "x"]
    assert "No screen" in words


@pytest.mark.parametrize("terminal", [True, False])
def test_run_without_a_screen_answers_one_question_where_nobody_can_type(terminal):
    rest = ["--quit-after-reply"] if terminal else []
    arguments, words = dev.run_arguments(rest, screen=False, terminal=terminal)
    assert arguments == ["chat", "-m", "starter", "-p", dev.QUESTION]
    assert dev.QUESTION in words


@pytest.mark.parametrize("rest", [["models", "list"], ["--help"], ["--home", "x", "doctor"]])
def test_run_without_a_screen_passes_commands_on(rest):
    assert dev.run_arguments(rest, screen=False, terminal=False) == (rest, "")


def test_run_without_a_screen_opens_the_model_it_was_given():
    arguments, _ = dev.run_arguments(["--home", "x", "a.gguf"], screen=False, terminal=True)
    assert arguments == ["chat", "-m", "a.gguf", "--home", "x"]


@pytest.mark.parametrize(
    ("rest", "arguments", "everything"),
    [
        ([], dev.PARALLEL, True),
        (["--fast"], ["-m", "not slow", *dev.PARALLEL], True),
        (["--headed"], ["--headed", *dev.PARALLEL], True),
        (["tests/engine", "-k", "stop"], ["tests/engine", "-k", "stop"], False),
        (["tests/engine", "--fast"], ["tests/engine", "-m", "not slow"], False),
    ],
)
def test_arguments_of_test(rest, arguments, everything):
    assert dev.split_test_arguments(rest) == (arguments, everything)


@pytest.mark.parametrize("name", [*dev.TO_TEST])
def test_pins_are_exact(name):
    lines = (DEV.parent / f"requirements-{name}.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split(";")[0] for line in lines if not line.startswith("#")]
    assert pins
    assert all(pin.count("==") == 1 for pin in pins)
    assert len({pin.split("==")[0].lower() for pin in pins}) == len(pins)


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_wrong_usage_ends_with_2_and_shows_the_commands():
    result = script("frobnicate")
    assert (result.returncode, result.stdout) == (2, "")
    assert "setup | run | test" in result.stderr


def test_help_is_no_error():
    result = script("--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert "--quit-after-reply" in result.stdout
