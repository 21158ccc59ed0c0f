"""The .venv of the checkout: made once, filled with exact versions, left alone while they hold.

What is installed is remembered in stamps inside it, so that asking again takes no time. Knows
nothing of what is run in it.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import wheels
from progress import Line, SetupError, duration, watch

NAMES = {
    "run": "the application",
    "starter": "the models to start with",
    "train": "training (torch)",
    "test": "tests and checks",
}


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
