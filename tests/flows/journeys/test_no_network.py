"""No network at all: Puna starts and answers where not even a socket to the outside can be made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="needs network namespaces"),
]
ROOT = Path(__file__).parents[3]


def run(home, *command):
    """Run in a network namespace of its own, where nothing is reachable."""
    inside = ["unshare", "--net", "--map-root-user", *command]
    env = os.environ | {"PUNA_HOME": str(home.root), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        inside, env=env, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.fixture(autouse=True)
def namespaces(home):
    probe = run(home, sys.executable, "-c", "import socket; print(socket.if_nameindex())")
    if probe.stdout.strip() != "[(1, 'lo')]":
        pytest.skip("this system makes no network namespaces for us")


def test_the_window_answers(home):
    result = run(home, sys.executable, "-m", "app", "--quit-after-reply")
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_the_command_line_answers(home):
    command = [sys.executable, "-m", "app", "chat", "-m", "gemma", "--temperature", "0"]
    result = run(home, *command, "-p", "What is the capital of France?")
    assert (result.returncode, result.stdout) == (0, "The capital of France is Paris.\n")


def test_no_connection_is_even_tried(home):
    """An audit hook in the window's process hears every socket that is connected or bound."""
    code = (
        "import sys\n"
        "def hear(event, args):\n"
        "    if event in ('socket.connect', 'socket.bind', 'socket.getaddrinfo'):\n"
        "        sys.stderr.write(f'HEARD {event} {args}\\n')\n"
        "sys.addaudithook(hear)\n"
        "from app.__main__ import main\n"
        "sys.exit(main(['--quit-after-reply']))\n"
    )
    result = run(home, sys.executable, "-c", code)
    assert result.returncode == 0, result.stderr
    assert "HEARD" not in result.stderr
