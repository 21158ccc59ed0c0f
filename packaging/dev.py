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

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from environment import Environment
from progress import Line, SetupError, duration

ROOT = Path(__file__).resolve().parent.parent
PINS = Path(__file__).resolve().parent
TO_RUN = ("run", "starter")
TO_TEST = (*TO_RUN, "train", "test")
CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    # It has no `python -m`, and its script does not survive a moved checkout.
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as c; c()")),
)
# Four at a time, also on two processors: tests wait for processes and disks most of their time.
PARALLEL = ["-n", "4", "--dist", "worksteal"]
QUESTION = "What is a llama? Answer in one sentence."


def has_screen(env: Mapping[str, str], system: str) -> bool:
    """Whether a window can be shown. A Qt platform chosen by the user is taken at its word."""
    if system in ("darwin", "win32"):
        return True
    return any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run_arguments(rest: Sequence[str], screen: bool, terminal: bool) -> tuple[list[str], str]:
    """The arguments for the application, and a line to say first where it is not the window.

    `rest` is what the user gave: options of the window, a model file, or a command.
    """
    asks = {"-h", "--help", "--version"} & set(rest)
    word = first_word(rest)
    if screen or asks or (word and not word.endswith(".gguf")):
        return list(rest), ""
    options = [option for option in rest if option not in (word, "--quit-after-reply")]
    chat = ["chat", "-m", word or "starter", *options]
    if terminal and "--quit-after-reply" not in rest:
        return chat, "No screen here, so this is the chat in the terminal, on the same engine."
    return [*chat, "-p", QUESTION], f"No screen here, so this is one answer to: {QUESTION}"


def first_word(rest: Sequence[str]) -> str:
    """The first argument that is neither an option nor the folder of --home."""
    words = iter(rest)
    for word in words:
        if word == "--home":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def split_test_arguments(rest: Sequence[str]) -> tuple[list[str], bool]:
    """pytest's arguments, and whether everything runs: with --fast and --headed, not with more.

    Everything is the checks and all tests, four at a time. A run of chosen tests is a step in
    somebody's work; both would only be in the way.
    """
    arguments = [word for word in rest if word != "--fast"]
    if "--fast" in rest:
        arguments += ["-m", "not slow"]
    everything = set(rest) <= {"--fast", "--headed"}
    return arguments + (PARALLEL if everything else []), everything


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
    arguments, everything = split_test_arguments(rest)
    for name, command in CHECKS if everything else ():
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
