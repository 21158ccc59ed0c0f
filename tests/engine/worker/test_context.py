"""A context on a machine where other programs take the cores away, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.tiny_gguf import write_tiny_gguf

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.model
def test_a_batch_is_begun_anew_and_nothing_else_changes(model_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "helpers" / "crowded.py"), str(model_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "threads": [[0, 2], [50, 1]],
        "begins": 2,
        "same": True,
        "cancelled": True,
    }


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_a_cancelled_batch_leaves_nothing_half(tmp_path, architecture):
    """Its first parts may have taken the place of what a window needs: then all is read anew."""
    path = write_tiny_gguf(tmp_path / "tiny.gguf", architecture=architecture, n_ctx=4096)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "helpers" / "aborted.py"), str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    length = 400 if architecture == "llama" else 0
    assert json.loads(done.stdout) == {
        "cancelled": True,
        "length": length,
        "whole": True,
        "same": True,
    }
