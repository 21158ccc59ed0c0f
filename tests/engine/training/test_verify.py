"""An adapter is verified in llama.cpp against torch: one that is right, and two that are not."""

from pathlib import Path

import numpy as np
import pytest
import torch
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import AdapterError
from engine.training.adapter_file import write_adapter
from engine.training.decoder import Decoder
from engine.training.lora import Lora
from engine.training.records import Settings
from engine.training.verify import Divergence, divergences, verify
from engine.training.weights import Base

ROWS = [[1, *(5 + (7 * n + step) % 300 for n in range(60))] for step in range(3)]


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    path = write_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf", quantised=True)
    base = Base.open(path)
    yield base
    base.close()


def trained(base, size=0.3):
    """An adapter that changes much, as after training."""
    lora = Lora(base, Settings(rank=4, alpha=8.0))
    random = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for _, pair in lora.pairs():
            pair.b.normal_(0, size, generator=random)
    return lora


def written(path: Path, base, lora) -> Path:
    write_adapter(path, base, lora, {})
    return path


def test_a_file_of_what_was_trained_is_right(base, tmp_path):
    lora = trained(base)
    decoder = Decoder(base, lora)
    found = verify(base, decoder, written(tmp_path / "a.gguf", base, lora), ROWS, n_threads=1)
    assert found.ok
    assert 0 < found.base < 1e-3
    assert 0 < found.adapter < 1e-3
    assert decoder.lora is lora
    assert lora.training


def test_a_file_of_something_else_is_refused(base, tmp_path):
    lora = trained(base)
    path = written(tmp_path / "a.gguf", base, lora)
    lora.scale /= 2  # as where alpha was written wrong
    found = verify(base, Decoder(base, lora), path, ROWS, n_threads=1)
    assert not found.ok
    assert found.adapter > 10 * found.base


def test_a_file_that_llama_cpp_refuses(base, tmp_path):
    lora = trained(base)
    path = written(tmp_path / "a.gguf", base, lora)
    path.write_bytes(path.read_bytes()[:-100])
    decoder = Decoder(base, lora)
    with pytest.raises(AdapterError):
        verify(base, decoder, path, ROWS, n_threads=1)
    assert decoder.lora is lora


def test_only_what_was_learnt_is_compared(base, tmp_path):
    lora = trained(base)
    path = written(tmp_path / "a.gguf", base, lora)
    learnt = [[0] * 50 + [1] * 11 for _ in ROWS]
    found = verify(base, Decoder(base, lora), path, ROWS, learnt, n_threads=1)
    assert found.ok
    every = verify(base, Decoder(base, lora), path, ROWS, n_threads=1)
    assert found != every
    nothing = verify(base, Decoder(base, lora), path, ROWS, [[0] * 61] * 3, n_threads=1)
    assert not nothing.ok


def test_nothing_to_compare_is_not_right(base, tmp_path):
    lora = trained(base)
    path = written(tmp_path / "a.gguf", base, lora)
    assert not verify(base, Decoder(base, lora), path, [[1]], n_threads=1).ok


def test_how_far_is_too_far():
    assert Divergence(4e-3, 5.9e-3).ok
    assert not Divergence(4e-3, 6.1e-3).ok
    assert Divergence(1e-5, 5e-4).ok
    assert not Divergence(1e-5, 6e-4).ok
    assert not Divergence(1e-5, float("nan")).ok


def test_divergence_of_two_known_distributions():
    ours = np.log(np.array([[0.5, 0.25, 0.25]], np.float32)) + 3
    theirs = np.log(np.array([[0.25, 0.5, 0.25]], np.float32)) - 1
    assert divergences(ours, theirs) == pytest.approx([0.25 * np.log(2)])
    assert divergences(ours, ours) == pytest.approx([0])
