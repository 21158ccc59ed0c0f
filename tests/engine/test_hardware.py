"""The computer is described within the limits this process was given."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from engine import hardware

linux = pytest.mark.skipif(sys.platform != "linux", reason="cgroups are of Linux")
GIB = 1 << 30


def system(root: Path, group: str, files: dict[str, str], cores: str = "") -> Path:
    """A system's files below `root`, with this process in `group`."""
    entries = {"proc/self/cgroup": f"0::{group}\n"}
    entries |= {f"sys/fs/cgroup/{name}": text for name, text in files.items()}
    for cpu, siblings in zip(sorted(os.sched_getaffinity(0)), cores.split(), strict=False):
        entries[f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"] = siblings
    for name, text in entries.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_this_computer():
    assert 1 <= hardware.physical_cores() <= hardware.logical_cores()
    assert 0 < hardware.available_memory() <= hardware.total_memory()
    assert hardware.total_memory() <= psutil.virtual_memory().total
    assert hardware.processor_name()


@linux
class TestCores:
    def test_threads_of_one_core_count_once(self, tmp_path: Path):
        allowed = len(os.sched_getaffinity(0))
        one_core = system(tmp_path, "/", {}, cores="0-63 " * allowed)
        assert hardware.physical_cores(one_core) == 1

    def test_only_cores_in_the_affinity_mask_count(self):
        code = (
            "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
            "from engine.hardware import physical_cores; print(physical_cores())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
        )
        assert done.stdout.strip() == "1"

    def test_quota_of_an_outer_group(self, tmp_path: Path):
        files = {"a/cpu.max": "100000 100000", "a/b/cpu.max": "max 100000"}
        assert hardware.physical_cores(system(tmp_path, "/a/b", files)) == 1

    @pytest.mark.parametrize("quota", ["max 100000", "99900000 100000", "nonsense", "5 0", ""])
    def test_no_effective_quota(self, tmp_path: Path, quota: str):
        unlimited = hardware.physical_cores(system(tmp_path / "1", "/", {}))
        limited = system(tmp_path / "2", "/", {"cpu.max": quota})
        assert hardware.physical_cores(limited) == unlimited

    def test_half_a_core_is_one(self, tmp_path: Path):
        assert hardware.physical_cores(system(tmp_path, "/", {"cpu.max": "50000 100000"})) == 1


@linux
class TestMemory:
    def test_limit_of_the_group(self, tmp_path: Path):
        files = {
            "a/memory.max": str(GIB // 4),
            "a/memory.current": str(GIB // 8),
            "a/memory.stat": f"anon 5\ninactive_file {GIB // 16}\n",
        }
        root = system(tmp_path, "/a", files)
        assert hardware.total_memory(root) == GIB // 4
        assert hardware.available_memory(root) == GIB // 4 - GIB // 8 + GIB // 16

    def test_no_limit(self, tmp_path: Path):
        root = system(tmp_path, "/a", {"a/memory.max": "max", "a/memory.current": "1"})
        assert hardware.total_memory(root) == psutil.virtual_memory().total

    def test_more_used_than_allowed(self, tmp_path: Path):
        root = system(tmp_path, "/", {"memory.max": "10", "memory.current": "20"})
        assert hardware.available_memory(root) == 0

    def test_a_group_that_leads_elsewhere(self, tmp_path: Path):
        root = system(tmp_path, "/../../../a", {})
        assert hardware.total_memory(root) == psutil.virtual_memory().total


def test_llama_cpp_is_asked_in_another_process():
    loaded = "llama_cpp" in sys.modules
    build = hardware.llama_build()
    assert build is not None
    assert build.version
    assert build.features
    assert ("llama_cpp" in sys.modules) == loaded


@pytest.mark.parametrize(
    ("features", "openmp"),
    [("CPU : AVX2 = 1 | OPENMP = 1 | ", True), ("CPU : AVX2 = 1 | REPACK = 1 | ", False)],
)
def test_a_build_with_openmp_is_told(features: str, openmp: bool):
    assert hardware.LlamaBuild("0.3", "0.25", features, gpu_offload=False).openmp is openmp


def test_processor_time_of_all_programs_goes_on():
    assert hardware.busy_seconds() > 0
