"""What this computer offers: cores, memory, processor, and what the installed llama.cpp can use.

Never imports llama.cpp: a child process is asked (`engine.worker.probe`).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.devices import Device

_PROBE_SECONDS: Final = 30
_ROOT: Final = Path("/")


class LlamaBuild(msgspec.Struct, frozen=True):
    """The installed llama.cpp: version of its Python package and of ggml, what it was built with
    and uses of this processor, whether it can use a graphics card, and the devices it found."""

    version: str
    ggml: str
    features: str
    gpu_offload: bool
    devices: tuple[Device, ...] = ()

    @property
    def openmp(self) -> bool:
        """Whether its threads are those of OpenMP, which wait by spinning and stop each other on a
        busy machine. The wheel that `dev.py` builds has its own."""
        return "OPENMP = 1" in self.features


def physical_cores(root: Path = _ROOT) -> int:
    """Cores this process may compute on: one for all threads of a core, at least 1.

    Honours the affinity mask and the processor quota of a cgroup v2 (Linux). `root` is where the
    system's files are.
    """
    cores = _allowed_cores(root) or psutil.cpu_count(logical=False) or os.cpu_count() or 1
    for limit in _cgroup_values("cpu.max", root):
        quota, _, period = limit.partition(" ")
        if quota.isdigit() and period.isdigit() and int(period):
            # Rounded down: a thread that is stopped for lack of quota makes the others wait.
            cores = min(cores, int(quota) // int(period))
    return max(cores, 1)


def logical_cores() -> int:
    """Threads the processor runs at once."""
    return psutil.cpu_count() or 1


def total_memory(root: Path = _ROOT) -> int:
    """Bytes of memory this process may use at most: all there is, or the limit of its cgroup."""
    limits = [int(limit) for limit in _cgroup_values("memory.max", root) if limit.isdigit()]
    return int(min([psutil.virtual_memory().total, *limits]))


def available_memory(root: Path = _ROOT) -> int:
    """Bytes of memory that can be used now without swapping, within the limits of cgroups v2."""
    free = int(psutil.virtual_memory().available)
    for folder in _cgroups(root):
        limit, used = _read(folder / "memory.max"), _read(folder / "memory.current")
        if limit.isdigit() and used.isdigit():
            free = min(free, int(limit) - int(used) + _reclaimable(folder))
    return max(free, 0)


def processor_seconds(pid: int) -> float:
    """Processor time a process has used; 0 for one that is gone."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def busy_seconds() -> float:
    """Processor time all programs together have used since the computer was started."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def processor_name() -> str:
    """What the processor calls itself."""
    for line in _read(Path("/proc/cpuinfo")).splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def llama_build() -> LlamaBuild | None:
    """What the installed llama.cpp says of itself; None if it cannot be asked or does not answer.

    Starts a short child process, so it takes a second or two.
    """
    if getattr(sys, "frozen", False):  # a frozen application has no `-m`
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine.worker.probe"],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        return msgspec.json.decode(done.stdout, type=LlamaBuild)
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError):
        return None


def _allowed_cores(root: Path) -> int:
    """Distinct cores in the affinity mask; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    topology = root / "sys/devices/system/cpu"
    siblings = {
        _read(topology / f"cpu{cpu}/topology/thread_siblings_list")
        for cpu in os.sched_getaffinity(0)
    }
    if "" in siblings:
        return min(psutil.cpu_count(logical=False) or 1, len(os.sched_getaffinity(0)))
    return len(siblings)


def _cgroups(root: Path) -> Iterator[Path]:
    """The folders of the cgroups this process is in, the innermost first. A limit may be on any."""
    mount = root / "sys/fs/cgroup"
    for line in _read(root / "proc/self/cgroup").splitlines():
        if line.startswith("0::/"):
            folder = mount / line[len("0::/") :]
            while folder != mount and mount in folder.parents:
                yield folder
                folder = folder.parent
            yield mount


def _cgroup_values(name: str, root: Path) -> Iterator[str]:
    for folder in _cgroups(root):
        if value := _read(folder / name):
            yield value


def _reclaimable(folder: Path) -> int:
    """Bytes of file pages of a cgroup that were not used lately: counted as used, but droppable."""
    for line in _read(folder / "memory.stat").splitlines():
        name, _, value = line.partition(" ")
        if name == "inactive_file" and value.isdigit():
            return int(value)
    return 0


def _read(path: Path) -> str:
    """A small file of the system; empty where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
