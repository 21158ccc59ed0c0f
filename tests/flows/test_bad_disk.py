"""A home on a disk that is full, or cannot be written, when Puna starts: it works and tells."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import bad_disk
from helpers.scripted import write_script

ROOT = Path(__file__).parents[2]
KINDS = ["read-only", "full"]


@pytest.fixture
def on_a_small_disk(tmp_path):
    """A command that runs another one with a file system of its own below tmp_path."""
    folder = tmp_path / "home"
    folder.mkdir()
    mount = f'mount -t tmpfs -o size=2m tmpfs "{folder}" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    return folder, command


@pytest.mark.parametrize("kind", KINDS)
def test_puna_reads_goes_on_in_memory_and_saves_again(on_a_small_disk, tmp_path, kind):
    folder, command = on_a_small_disk
    script = write_script(tmp_path / "s.json", {"text": "An answer."}).path
    result = subprocess.run(
        [*command, sys.executable, bad_disk.__file__, folder, script.split(":")[1], kind],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    before, bad, recovered, next_day = map(json.loads, result.stdout.splitlines())
    assert before == {"claim": "first"}
    assert bad["claim"] == "unlocked"
    assert set(bad["topics"]) == {"store", "settings"}
    assert "Nothing can be saved at the moment" in bad["words"]
    assert ("it is write-protected" if kind == "read-only" else "the disk is full") in bad["words"]
    assert bad["read"] == ["before", "An answer."]
    assert (bad["path"], bad["temporary"]) == (4, True)
    assert recovered == {"topics": []}
    assert next_day == {"titles": ["before", "before"], "max_tokens": 500}
