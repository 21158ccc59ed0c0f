"""One window a home: real programs that start on the same home, are killed, or find it held."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from helpers import raised
from PySide6.QtNetwork import QLocalSocket

from app.instance import Instance, Wish, server_name
from engine.paths import Home

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30


@pytest.fixture
def start():
    """Starts programs on a home; ends what is left of them."""
    programs = []

    def start(home, *arguments):
        paths = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
        programs.append(
            subprocess.Popen(
                [sys.executable, raised.__file__, str(home.root), *map(str, arguments)],
                env={**os.environ, "PYTHONPATH": paths},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return programs[-1]

    yield start
    for program in programs:
        kill(program)
        program.communicate(timeout=SECONDS)


def kill(program):
    """As by kill -9, with the engine it may have."""
    try:
        children = psutil.Process(program.pid).children()
    except psutil.NoSuchProcess:
        children = []
    program.kill()
    psutil.wait_procs(children, timeout=SECONDS)


def told(program):
    """The next line it says."""
    return json.loads(program.stdout.readline())


def test_the_second_start_raises_the_first_and_ends(start, home, tmp_path):
    first = start(home)
    assert told(first) == "open"
    second = start(home, tmp_path / "model.gguf")
    assert second.wait(SECONDS) == 0
    assert second.stdout.read() == ""
    assert told(first) == ["raised", str(tmp_path / "model.gguf")]
    third = start(home)
    assert third.wait(SECONDS) == 0
    assert told(first) == ["raised", ""]
    assert first.poll() is None


def test_after_a_kill_the_next_start_takes_over_at_once(start, home):
    first = start(home)
    assert told(first) == "open"
    kill(first)
    assert home.lock.exists()
    assert told(start(home)) == "open"


def test_homes_do_not_collide(start, tmp_path):
    homes = [Home(tmp_path / name) for name in ("a", "b")]
    programs = [start(home) for home in homes]
    assert [told(program) for program in programs] == ["open", "open"]


def test_the_real_program_ends_when_the_home_is_open(start, home):
    assert told(start(home)) == "open"
    command = [sys.executable, "-m", "app", "--home", str(home.root), "--demo"]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert second.returncode == 0
    trial = subprocess.run(
        [*command, "--quit-after-reply"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert trial.returncode == 3
    assert "open already" in trial.stderr


def held_by_another(home, host="elsewhere"):
    home.root.mkdir(parents=True, exist_ok=True)
    home.lock.write_text(f"1\npython\n{host}\n{'0' * 32}\nboot\n")


def test_a_lock_of_another_computer_is_not_waited_for_and_can_be_taken(qapp, home):
    held_by_another(home)
    instance = Instance(home)
    before = time.monotonic()
    assert instance.claim(Wish(), patience=SECONDS) == "held"
    assert time.monotonic() - before < SECONDS / 2
    assert instance.holder() == "elsewhere"
    assert instance.take_over() == "first"
    instance.close()
    assert not home.lock.exists()


def test_a_program_that_does_not_answer_holds_the_home(start, home, qapp):
    assert told(start(home, "--deaf")) == "open"
    instance = Instance(home)
    assert instance.claim(Wish(), patience=0.1) == "held"
    assert instance.holder() == ""
    instance.close()


def test_a_home_that_cannot_be_written_is_not_locked(qapp, tmp_path):
    (tmp_path / "file").write_text("where the folder should be")
    instance = Instance(Home(tmp_path / "file" / "home"))
    assert instance.claim(Wish()) == "unlocked"
    instance.close()


def test_the_name_of_the_socket_is_that_of_the_folder(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    name = server_name(tmp_path / "real" / "puna.lock")
    assert name == server_name(tmp_path / "link" / "puna.lock")
    assert name != server_name(tmp_path / "puna.lock")
    assert "/" not in name
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert server_name(tmp_path / "puna.lock").startswith("/run/user/7/puna-")


def test_what_is_no_wish_is_hung_up_on(start, home, qapp):
    first = start(home)
    assert told(first) == "open"
    socket = QLocalSocket()
    socket.connectToServer(server_name(home.lock))
    assert socket.waitForConnected(5000)
    socket.write(b"[nonsense\n")
    assert socket.waitForDisconnected(5000)
    assert start(home).wait(SECONDS) == 0
    assert told(first) == ["raised", ""]
