"""llama-cpp-python, compiled once for this processor and kept for every checkout.

There is no ready wheel with llama.cpp's own thread pool (OpenMP spins when the machine is busy),
and pip's cache does not look at compiler flags. So each combination of version, flags and
processor has a folder of its own, published by renaming a finished one. This module does not know
about virtual environments: the caller names the Python that has pip.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from progress import Line, SetupError, duration, watch

# llama.cpp's own threads instead of OpenMP; no pictures; no network code inside the library.
FLAGS = "-DGGML_OPENMP=OFF -DLLAVA_BUILD=OFF -DLLAMA_OPENSSL=OFF"
# The AMX routines of llama.cpp 0.5.0 (ggml 0.25.3) end the process with a segmentation fault while
# decoding, also on ordinary models. They are compiled in where the compiler defines this.
COMPILER_FLAGS = "-U__AMX_INT8__"
NEEDED_BYTES = 2**30  # sources and objects together stay well below
ABANDONED_SECONDS = 24 * 3600
STEP = re.compile(r"\s*\[(\d+)/(\d+)\] ")

# What the compiler may use; other flags change with the kernel and would compile anew for nothing.
INSTRUCTION_SETS = re.compile(
    r"(sse|ssse|avx|amx|fma|f16c|bmi|abm|movbe|popcnt|aes|sha|gfni|vaes|vpclmul|adx)"
)


def cache_folder(env: Mapping[str, str]) -> Path:
    """Where compiled wheels are kept: PUNA_WHEELS, else in the user's cache folder."""
    if named := env.get("PUNA_WHEELS"):
        return Path(named).expanduser().absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "puna" / "wheels"
    if sys.platform == "win32":
        local = env.get("LOCALAPPDATA")
        base = Path(local) if local else Path.home() / "AppData" / "Local"
        return base / "puna" / "Cache" / "wheels"
    return Path(env.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "puna" / "wheels"


def processor() -> str:
    """What a native build depends on: system, C library, machine and instruction sets."""
    return " ".join([sys.platform, *platform.libc_ver(), platform.machine(), _instruction_sets()])


def _instruction_sets() -> str:
    if sys.platform == "darwin":
        brand = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(brand, capture_output=True, text=True, check=False).stdout.strip()
    with suppress(OSError):
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"^(flags|Features)\s*:(.*)$", text, re.MULTILINE):
            words = found[2].split()
            x86 = found[1] == "flags"
            return " ".join(sorted(w for w in words if not x86 or INSTRUCTION_SETS.match(w)))
    return platform.processor()


def key(version: str, flags: str, processor: str) -> str:
    """The name of the folder for one combination, such as 0.3.36-1f0c..."""
    digest = hashlib.sha256(f"{flags}\n{COMPILER_FLAGS}\n{processor}".encode()).hexdigest()
    return f"{version}-{digest[:12]}"


def usable(folder: Path) -> Path | None:
    """The wheel in `folder`, if it is there and whole."""
    for wheel in sorted(folder.glob("llama_cpp_python-*.whl")):
        try:
            with zipfile.ZipFile(wheel) as archive:
                if archive.testzip() is None:
                    return wheel
        except (OSError, zipfile.BadZipFile):
            continue
    return None


class Compiling:
    """How far a build is, read from its output. Times are seconds of one clock."""

    def __init__(self, started: float) -> None:
        self.started = started
        self.done = 0
        self.total = 0
        self._first: tuple[float, int] | None = None
        self._last = started

    def read(self, line: str, now: float) -> None:
        """Take a line of output; only ninja's `[45/140] ...` counts."""
        step = STEP.match(line)
        # Installing is a short run of ninja of its own.
        if not step or int(step[2]) < self.total:
            return
        self.done, self.total = int(step[1]), int(step[2])
        self._first = self._first or (now, self.done - 1)
        self._last = now

    def words(self, now: float) -> str:
        """One line for people."""
        took = duration(now - self.started)
        if not self.total:
            return f"Downloading and preparing llama.cpp, {took}"
        if self.done == self.total:
            return f"Packing llama.cpp, {took}"
        steps = f"llama.cpp {self.done} of {self.total}"
        if now - self._last > 20:
            return f"Still compiling {steps}, {took}"
        return f"Compiling {steps}, {took}{self._left(now)}"

    def _left(self, now: float) -> str:
        assert self._first is not None  # set with the first step
        since, before = self._first
        if self.done - before < 3 or now - since < 10:
            return ""
        left = (now - since) / (self.done - before) * (self.total - self.done)
        return f", about {round(left / 60)} min left" if left >= 90 else ", about 1 min left"


def ensure(python: Path, version: str, flags: str, line: Line, env: Mapping[str, str]) -> Path:
    """The wheel for this machine, compiled first where there is none.

    `python` is an interpreter with pip. Raises SetupError where it cannot be built.
    """
    folder = cache_folder(env) / key(version, flags, processor())
    try:
        if wheel := usable(folder):
            line.keep(f"llama.cpp: compiled before, in {folder}")
            return wheel
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        _check_machine(env)
        return _publish(_Build(python, version, flags, line, env), folder)
    except OSError as error:
        raise SetupError(
            f"llama.cpp could not be compiled: {error}.",
            f"Free some space or check the permissions of {folder.parent}; the environment "
            "variable PUNA_WHEELS names another folder.",
        ) from error


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed left behind."""
    for left in folder.glob("building-*"):
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _check_machine(env: Mapping[str, str]) -> None:
    """Say what is missing before downloading anything."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"Compiling llama.cpp needs 1 GiB of disk; {tempfile.gettempdir()} has "
            f"{free / 2**30:.1f} GiB free.",
            "Free some space, or name another folder in the environment variable TMPDIR.",
        )
    named = [env[name] for name in ("CC", "CXX") if env.get(name)]
    compilers = named or ["cc", "gcc", "clang", "c++", "g++"]
    # On Windows CMake finds Visual Studio itself, and it is not on the path.
    if sys.platform != "win32" and not any(shutil.which(name.split()[0]) for name in compilers):
        raise SetupError("There is no C++ compiler, and llama.cpp is compiled.", COMPILER_ADVICE)


class _Build:
    """One run of the compiler, in folders that are removed whatever happens."""

    def __init__(
        self, python: Path, version: str, flags: str, line: Line, env: Mapping[str, str]
    ) -> None:
        self.version = version
        self._python = python
        self._line = line
        self._env = {**env, "CMAKE_ARGS": flags}
        for name in ("CFLAGS", "CXXFLAGS"):
            self._env[name] = f"{env.get(name, '')} {COMPILER_FLAGS}".strip()

    def into(self, folder: Path, failed_log: Path) -> None:
        """Compile the wheel into `folder`. On failure the log stays as `failed_log`."""
        log = folder / "build.log"
        compiling = Compiling(time.monotonic())
        with tempfile.TemporaryDirectory(prefix="puna-", ignore_cleanup_errors=True) as temporary:
            code = watch(
                self._command(folder),
                log,
                env={**self._env, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary)},
                heard=lambda text: compiling.read(text, time.monotonic()),
                tick=lambda: self._line.show(compiling.words(time.monotonic()), time.monotonic()),
            )
        took = duration(time.monotonic() - compiling.started)
        if code or not usable(folder):
            output = log.read_text(encoding="utf-8")
            log.replace(failed_log)
            raise SetupError(
                f"{telling_lines(output)}\n"
                f"llama.cpp could not be compiled: {reason(output)[0]} (after {took}).",
                f"{reason(output)[1]} The whole output: {failed_log}",
            )
        self._line.keep(f"llama.cpp: compiled in {took}")

    def _command(self, folder: Path) -> list[str | Path]:
        name = "llama-cpp-python"
        # No cache: it would give a wheel made with other flags. -v: without it pip hides ninja.
        options = ["--no-deps", "--no-cache-dir", "-v", "--progress-bar", "off"]
        source = ["--no-binary", name, f"{name}=={self.version}"]
        return [self._python, "-m", "pip", "wheel", *options, "-w", folder, *source]


def _publish(build: _Build, folder: Path) -> Path:
    """Build beside `folder`, then rename: another build may run at the same time."""
    building = Path(tempfile.mkdtemp(prefix="building-", dir=folder.parent))
    try:
        build.into(building, folder.parent / f"failed-{folder.name}.log")
        if folder.exists() and usable(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another build was first, and its wheel is as good
            building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    wheel = usable(folder)
    if wheel is None:
        raise SetupError(f"The compiled llama.cpp in {folder} cannot be read back.")
    return wheel


COMPILER_ADVICE = {
    "darwin": "Install Apple's: xcode-select --install. Then run this again.",
    "win32": "Install Visual Studio Build Tools with C++, then run this again.",
}.get(
    sys.platform,
    "Install one (Debian, Ubuntu: sudo apt install build-essential; Fedora: sudo dnf install "
    "gcc-c++), then run this again.",
)

REASONS = (
    ("No space left on device", "the disk is full", "Free 1 GiB, then run this again."),
    (
        "Killed signal|internal compiler error: Killed|annot allocate memory|out of memory",
        "there was not enough memory",
        "Set the environment variable CMAKE_BUILD_PARALLEL_LEVEL=1, then run this again.",
    ),
    (
        "No CMAKE_C(XX)?_COMPILER could be found|CMAKE_C(XX)?_COMPILER not set"
        "|is not able to compile a simple test|could not find any instance of Visual Studio",
        "there is no working C++ compiler",
        COMPILER_ADVICE,
    ),
    (
        "Could not find CMake|CMake [0-9.]+ or higher is required|No module named 'cmake'",
        "there is no usable CMake",
        "Install CMake 3.21 or newer, then run this again.",
    ),
    (
        "Could not find a version|No matching distribution|Failed to establish a new connection"
        "|name resolution|Read timed out|ConnectionError|Connection reset",
        "its source could not be downloaded",
        "Check the network, then run this again.",
    ),
)


def reason(output: str, otherwise: str = "the compiler failed") -> tuple[str, str]:
    """Why a build or an installation failed and what to do, from what it wrote."""
    for pattern, why, advice in REASONS:
        if re.search(pattern, output, re.IGNORECASE):
            return why, advice
    return otherwise, "The lines above say where."


def telling_lines(output: str) -> str:
    """The first errors, which a parallel build leaves far above its end, and the last lines."""
    lines = [line.strip()[:200] for line in output.splitlines() if line.strip()]
    errors = [line for line in lines[:-10] if re.search(r"\berror:|FAILED:|CMake Error", line)]
    return "\n".join("    " + line for line in errors[:5] + lines[-10:])
