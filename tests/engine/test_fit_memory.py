"""Estimated memory is what the engine process takes, within 10 %, once a context is full."""

import sys
from pathlib import Path

import pytest
from helpers.child_memory import used_when_full
from helpers.large_gguf import write_large_gguf
from helpers.tiny_gguf import write_tiny_gguf
from helpers.tiny_mamba import write_tiny_mamba

from engine import gguf
from engine.engine import Engine
from engine.memory import needed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what a process uses")

CONTEXT = 1024
"""Tokens; larger ones take minutes to fill, and are in tests/bench/bench_fit.py."""


def check(path: Path, n_ctx: int) -> None:
    need = needed(gguf.open_model(path), n_ctx)
    with Engine() as engine:
        used, stats = used_when_full(engine, path, n_ctx)
    assert stats.prompt_tokens + stats.completion_tokens > 0.9 * n_ctx
    assert need.total == pytest.approx(used.total, rel=0.1), (need, used)
    # Not all that may be packed anew is on every processor: what is private lies in between.
    own = used.private + used.libraries
    assert 0.85 * (need.private - need.copied) < own < 1.1 * need.private, (need, used)


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_a_tiny_model(tmp_path: Path, architecture: str):
    """Next to the process itself, its scores and its cache count."""
    path = write_tiny_gguf(tmp_path / "m.gguf", architecture=architecture, n_layers=6, n_ctx=4096)
    check(path, 4096)


def test_a_recurrent_one(tmp_path: Path):
    check(write_tiny_mamba(tmp_path / "m.gguf"), 2048)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_real_models(model_path: Path):
    check(model_path, CONTEXT)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_model_in_the_shape_of_1b(tmp_path: Path):
    check(write_large_gguf(tmp_path / "large.gguf"), CONTEXT)
