"""The live line, and commands that are watched, fail, or are interrupted."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import progress
import psutil
import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_in_place():
    said = Terminal()
    line = progress.Line(said)
    line.show("45 of 140", now=1)
    line.show("46", now=1.5)
    line.keep("done")
    assert said.getvalue() == "\r45 of 140\r46       \rdone\n"


def test_a_line_is_cut_to_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "10")
    said = Terminal()
    progress.Line(said).show("a" * 50, now=1)
    assert said.getvalue() == "\r" + "a" * 9


def test_a_log_gets_a_line_now_and_then():
    said = io.StringIO()
    line = progress.Line(said, every=15)
    for second in range(100, 140):
        line.show(f"at {second}", now=second)
    line.keep("done")
    assert said.getvalue() == "at 100\nat 115\nat 130\ndone\n"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.6, "1 min 00 s"), (80, "1 min 20 s"), (725, "12 min 05 s")],
)
def test_duration(seconds, words):
    assert progress.duration(seconds) == words


def test_output_goes_to_the_log_and_to_whoever_listens(tmp_path):
    code = (
        "import sys; print('one'); print('two', file=sys.stderr); sys.exit(len(sys.stdin.read()))"
    )
    heard: list[str] = []
    ticks: list[float] = []
    result = progress.watch(
        [sys.executable, "-u", "-c", code],
        tmp_path / "log",
        heard=heard.append,
        tick=lambda: ticks.append(time.monotonic()),
    )
    assert result == 0  # and it had no input
    assert heard == ["one", "two"]
    assert (tmp_path / "log").read_text(encoding="utf-8") == "one\ntwo\n"
    assert ticks


def test_output_that_is_no_utf8_harms_nobody(tmp_path):
    code = "import os; os.write(1, b'caf\\xe9\\n')"
    heard: list[str] = []
    assert progress.watch([sys.executable, "-c", code], tmp_path / "log", heard=heard.append) == 0
    assert heard == ["caf\ufffd"]


WATCHED = """
import subprocess, sys
print("started", flush=True)
subprocess.run([sys.executable, "-c", "import time; time.sleep(300)"])
"""


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interruption_ends_the_whole_family(tmp_path, error):
    family: list[psutil.Process] = []

    def tick() -> None:
        family[:] = psutil.Process().children(recursive=True)
        if len(family) == 2:
            raise error

    with pytest.raises(error):
        progress.watch([sys.executable, "-c", WATCHED], tmp_path / "log", tick=tick)
    _, alive = psutil.wait_procs(family, timeout=60)
    assert alive == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_what_ignores_being_asked_is_ended_by_force(tmp_path, monkeypatch):
    code = "import signal, time; signal.signal(15, 1); print(1, flush=True); time.sleep(300)"
    monkeypatch.setattr(progress, "ASKED_SECONDS", 0.2)

    def heard(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        progress.watch([sys.executable, "-c", code], tmp_path / "log", heard=heard)


def test_a_daemon_that_keeps_the_output_open_does_not_hold_us_up(tmp_path):
    code = (
        "import subprocess, sys; d = subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(300)'], start_new_session=True); print(d.pid)"
    )
    heard: list[str] = []
    assert progress.watch([sys.executable, "-c", code], tmp_path / "log", heard=heard.append) == 0
    daemon = psutil.Process(int(heard[0]))
    assert daemon.is_running()
    daemon.kill()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_the_script_stops_cleanly(tmp_path, number, code):
    """dev.py itself, interrupted while it makes its environment with a command that never ends."""
    packaging = Path(progress.__file__).parent
    text = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(packaging)!r})
import dev, progress

def install(self, sets):
    command = [sys.executable, "-c", {WATCHED!r}]
    progress.watch(command, Path({str(tmp_path / "log")!r}), heard=dev.say)

dev.Environment.install = install
sys.exit(dev.main(["setup"]))
"""
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE) as script:
        assert script.stdout is not None
        assert script.stdout.readline() == b"started\n"
        family = psutil.Process(script.pid).children(recursive=True)
        script.send_signal(number)
        assert script.wait(15) == code
    _, alive = psutil.wait_procs(family, timeout=60)
    assert alive == []
