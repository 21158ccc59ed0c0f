"""Set up, run and test Puna in a checkout: python packaging/dev.py setup | run | test.

Needs nothing but Python 3.11 or newer and a C++ compiler. Makes .venv in the checkout and installs
the exact versions of packaging/requirements-*.txt, once. Further arguments are passed on:

    dev.py run --quit-after-reply       the window, or a command such as: dev.py run chat -m starter
    dev.py test                         checks (ruff, mypy, import-linter), then all tests
    dev.py test --fast                  the same without slow tests
    dev.py test tests/engine -k stop    only these tests
    dev.py test --headed                show the windows of the tests

Exit codes: those of what was run; 2 wrong usage; 3 a set-up that failed; 130 interrupted.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import wheels
from progress import Line, SetupError, duration, watch

ROOT = Path(__file__).resolve().parent.parent
PINS = Path(__file__).resolve().parent
TO_RUN = ("run", "starter")
TO_TEST = (*TO_RUN, "train", "test")
NAMES = {
    "run": "the application",
    "starter": "the models to start with",
    "train": "training (torch)",
    "test": "tests and checks",
}
CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    # It has no `python -m`, and its script does not survive a moved checkout.
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
)
QUESTION = "What is a llama? Answer in one sentence."


class Environment:
    """The checkout's .venv: made, filled and left alone once it holds what is pinned."""

    def __init__(self, folder: Path, pins: Path, line: Line, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self._pins = pins
        self._line = line
        self._env = env
        self._stamps = folder / "puna"

    def install(self, sets: Sequence[str]) -> None:
        """Make sure these sets are installed. Raises SetupError where they cannot be."""
        if not self._is_current():
            self._make()
        for name in sets:
            stamp = self._stamps / name
            wanted = self._wanted(name)
            if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
                stamp.unlink(missing_ok=True)
                self._fill(name)
                stamp.write_text(wanted, encoding="utf-8")

    def _is_current(self) -> bool:
        return self.python.exists() and self._stamp_of("python") == _python_version()

    def _stamp_of(self, name: str) -> str:
        stamp = self._stamps / name
        return stamp.read_text(encoding="utf-8") if stamp.is_file() else ""

    def _wanted(self, name: str) -> str:
        """What the stamp of a set says when the set is installed as pinned."""
        text = (self._pins / f"requirements-{name}.txt").read_bytes()
        digest = hashlib.sha256(text).hexdigest()
        return f"{digest} {self._wheel_key()}" if name == "run" else digest

    def _make(self) -> None:
        if Path(sys.prefix).resolve() != self.folder.resolve():  # else we would clear ourselves
            started = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="puna-") as temporary:
                self._make_venv(Path(temporary) / "venv.log")
            self._line.keep(f"{self.folder.name}: made in {duration(time.monotonic() - started)}")
        self._stamps.mkdir(exist_ok=True)
        (self._stamps / "python").write_text(_python_version(), encoding="utf-8")

    def _make_venv(self, log: Path) -> None:
        code = watch(
            [sys.executable, "-m", "venv", "--clear", self.folder],
            log,
            tick=lambda: self._line.show(f"Making {self.folder.name}", time.monotonic()),
        )
        if code:
            output = log.read_text(encoding="utf-8").strip()
            advice = "Debian and Ubuntu keep it apart: sudo apt install python3-venv"
            raise SetupError(
                f"{output}\n{self.folder} could not be made.",
                advice if "ensurepip" in output else "The lines above say why.",
            )

    def _fill(self, name: str) -> None:
        pins = self._pins / f"requirements-{name}.txt"
        if name == "run":
            flags = self._flags()
            wheel = wheels.ensure(self.python, self._llama_version(), flags, self._line, self._env)
            # By force: to pip, a wheel of the same version made with other flags is the same.
            self._pip("llama.cpp", "--no-deps", "--force-reinstall", wheel)
            self._pip(name, "--no-deps", "-r", pins)
            self._check_llama(wheel)
            (self._stamps / "cmake-args").write_text(flags, encoding="utf-8")
            self._check_qt()
        elif name == "train":
            # torch decides which GPU libraries it needs; what we pinned stays as it is.
            self._pip(name, "-r", pins, "-c", self._pins / "requirements-run.txt")
        else:
            self._pip(name, "--no-deps", "-r", pins)

    def _flags(self) -> str:
        """Ours, then the user's CMAKE_ARGS: those of now, else those of the last time.

        Remembered, because a GPU build must not be undone by the first shell without the variable.
        """
        now = self._env.get("CMAKE_ARGS")
        if now is None:
            return self._stamp_of("cmake-args") or wheels.FLAGS
        return f"{wheels.FLAGS} {now}".strip()

    def _llama_version(self) -> str:
        text = (self._pins / "requirements-run.txt").read_text(encoding="utf-8")
        found = re.search(r"^llama-cpp-python==(\S+)$", text, re.MULTILINE)
        assert found is not None  # a test reads the same file
        return found[1]

    def _wheel_key(self) -> str:
        return wheels.key(self._llama_version(), self._flags(), wheels.processor())

    def _pip(self, name: str, *arguments: str | Path) -> None:
        """Run pip install, on one live line. Its output stays only when it fails."""
        words = NAMES.get(name, name)
        log = self._stamps / "pip.log"
        started = time.monotonic()

        def tick() -> None:
            now = time.monotonic()
            self._line.show(f"Installing {words}, {duration(now - started)}", now)

        options = ["--disable-pip-version-check", "--progress-bar", "off"]
        command = [self.python, "-m", "pip", "install", *options, *arguments]
        if watch(command, log, env=self._env, tick=tick):
            output = log.read_text(encoding="utf-8")
            raise SetupError(
                f"{wheels.telling_lines(output)}\nInstalling {words} failed: "
                f"{wheels.reason(output, 'pip refused')[0]}.",
                f"{wheels.reason(output)[1]} The whole output: {log}",
            )
        self._line.keep(f"{words}: installed in {duration(time.monotonic() - started)}")

    def _try(self, code: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.python), "-c", code]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def _check_llama(self, wheel: Path) -> None:
        result = self._try("import llama_cpp")
        if result.returncode:
            raise SetupError(
                f"{result.stderr.strip()}\nThe compiled llama.cpp does not load.",
                f"Remove the folder {wheel.parent} and run this again: it is then compiled anew.",
            )

    def _check_qt(self) -> None:
        """Say so now, not at the first window, when the system lacks a library that Qt needs."""
        result = self._try("import PySide6.QtWidgets")
        if result.returncode:
            self._line.keep(
                f"The window cannot open yet: {result.stderr.strip().splitlines()[-1]}\n"
                "Debian, Ubuntu: sudo apt install libegl1 libgl1 libxkbcommon0 libdbus-1-3 "
                "libfontconfig1 libxcb-cursor0"
            )


def _python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def has_screen(env: Mapping[str, str], system: str) -> bool:
    """Whether a window can be shown. A Qt platform chosen by the user is taken at its word."""
    if system in ("darwin", "win32"):
        return True
    return any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run_arguments(rest: Sequence[str], screen: bool, terminal: bool) -> tuple[list[str], str]:
    """The arguments for the application, and a line to say first where it is not the window.

    `rest` is what the user gave: options of the window, or a command with its options.
    """
    is_command = bool(rest) and not rest[0].startswith("-")
    if screen or is_command or {"-h", "--help", "--version"} & set(rest):
        return list(rest), ""
    chat = ["chat", "-m", "starter", *(word for word in rest if word != "--quit-after-reply")]
    if terminal and "--quit-after-reply" not in rest:
        return chat, "No screen here, so this is the chat in the terminal, on the same engine."
    return [*chat, "-p", QUESTION], f"No screen here, so this is one answer to: {QUESTION}"


def split_test_arguments(rest: Sequence[str]) -> tuple[list[str], bool]:
    """pytest's arguments, and whether the checks run too: with --fast and --headed, not with more.

    A run of chosen tests is a step in somebody's work; the checks would only be in the way.
    """
    arguments = [word for word in rest if word != "--fast"]
    if "--fast" in rest:
        arguments += ["-m", "not slow"]
    return arguments, set(rest) <= {"--fast", "--headed"}


def run(environment: Environment, rest: Sequence[str]) -> int:
    """Install what running needs, then start the window, or the terminal chat without a screen."""
    environment.install(TO_RUN)
    terminal = sys.stdin is not None and sys.stdin.isatty()
    arguments, words = run_arguments(rest, has_screen(os.environ, sys.platform), terminal)
    if words:
        say(words)
    return pass_on([environment.python, "-m", "app", *arguments])


def test(environment: Environment, rest: Sequence[str]) -> int:
    """Checks, then tests. The first failure ends it with its code."""
    environment.install(TO_TEST)
    arguments, with_checks = split_test_arguments(rest)
    for name, command in CHECKS if with_checks else ():
        if code := check(name, [environment.python, *command]):
            return code
    env = dict(os.environ)
    if "--headed" not in rest:
        env["QT_QPA_PLATFORM"] = "offscreen"
    started = time.monotonic()
    code = pass_on([environment.python, "-m", "pytest", *arguments], env)
    say(f"pytest        {'ok' if code == 0 else 'failed'}, {duration(time.monotonic() - started)}")
    return code


def check(name: str, command: Sequence[str | Path]) -> int:
    """Run one check, its name and time on a line. What it says is shown when it fails."""
    started = time.monotonic()
    result = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    verdict = "failed" if result.returncode else "ok"
    say(f"{name:13} {verdict}, {duration(time.monotonic() - started)}")
    if result.returncode:
        say(result.stdout.rstrip())
    return result.returncode


def pass_on(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> int:
    """Run a command on our own terminal, with our signals, and give its exit code."""
    with subprocess.Popen(command, cwd=ROOT, env=env) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        # Ctrl-C reaches the command as well, and how it ends is its own affair.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = child.wait()
    return code if code >= 0 else 128 - code


def say(words: str) -> None:
    """Write a line now: what runs next writes to the same place by itself."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def stop(number: int, _: object) -> None:
    """End by a signal the way an exception does, so that children and temporary files go too."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by whatever python there is
        sys.stderr.write(f"Puna needs Python 3.11 or newer; this is {platform.python_version()}.\n")
        return 3
    commands = {"setup": None, "run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        asked = bool(arguments) and arguments[0] in ("-h", "--help")
        (sys.stdout if asked else sys.stderr).write(__doc__ or "")
        return 0 if asked else 2
    signal.signal(signal.SIGTERM, stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, stop)
    name, rest = arguments[0], arguments[1:]
    environment = Environment(ROOT / ".venv", PINS, Line(sys.stdout), dict(os.environ))
    try:
        if command := commands[name]:
            return command(environment, rest)
        environment.install(TO_TEST)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    say("Ready: python packaging/dev.py run")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
