"""What an adapter does to the logits, to the bit: nothing stays of one that was taken off."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import write_tiny_gguf

ROOT = Path(__file__).resolve().parents[3]


def digests(base, adapter, *scales):
    """Of the logits with the adapter at these scales, one after the other."""
    helper = ROOT / "tests" / "helpers" / "adapter_logits.py"
    done = subprocess.run(
        [sys.executable, str(helper), str(base), str(adapter), *map(str, scales)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_off_again_the_logits_are_those_of_before(tmp_path, architecture):
    base = write_tiny_gguf(tmp_path / "base.gguf", architecture=architecture)
    path = write_adapter(tmp_path / "a.gguf", base)
    off, on, again, half, last, other, end = digests(base, path, 0, 1, 0, 0.5, 0, 1, 0)
    assert off == again == last == end
    assert on == other
    assert len({off, on, half}) == 3


def test_alpha_rank_and_scale_are_one_factor(tmp_path):
    """`scale * alpha / rank`, an alpha of 0 or none standing for the rank."""
    base = write_tiny_gguf(tmp_path / "base.gguf")
    with_16, with_32, with_8, without = (
        write_adapter(tmp_path / f"{alpha}.gguf", base, rank=8, alpha=alpha)
        for alpha in (16.0, 32.0, 8.0, None)
    )
    assert digests(base, with_16, 1, 2) == digests(base, with_32, 0.5, 1)
    assert digests(base, with_8, 1) == digests(base, without, 1) == digests(base, with_16, 0.5)


@pytest.mark.model
def test_on_a_real_model(model_path, tmp_path):
    path = write_adapter(tmp_path / "a.gguf", model_path, rank=4)
    off, on, again, other, end = digests(model_path, path, 0, 1, 0, 1, 0)
    assert off == again == end
    assert on == other != off
