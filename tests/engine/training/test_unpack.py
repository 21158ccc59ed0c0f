"""Packed numbers by torch are those of ggml, to the bit; and a matrix gives the same either way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from helpers.tiny_decoders import TYPES, write_decoder

from engine.gguf import TENSOR_TYPES, TensorType, open_model
from engine.training.ggml import GgmlLibrary
from engine.training.unpack import unpack, unpacks, widened, widens
from engine.training.weights import Base, Matrix

LIBRARY = GgmlLibrary()
KINDS = [kind for kind in TENSOR_TYPES.values() if unpacks(kind)]
REAL = {"F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"}
REAL |= {f"Q{bits}_K" for bits in range(2, 7)}


def by_ggml(kind: TensorType, blocks: torch.Tensor) -> torch.Tensor:
    routine = LIBRARY.to_float(kind)
    assert routine is not None
    out = torch.empty(len(blocks), kind.block)
    routine(blocks.data_ptr(), out.data_ptr(), out.numel())
    return out


def random_blocks(kind: TensorType) -> torch.Tensor:
    """Any bytes: scales may be huge or no numbers."""
    random = np.random.default_rng(kind.id)
    return torch.from_numpy(random.integers(0, 256, (300, kind.size), np.uint8))


def test_types_of_real_files_are_known():
    assert {kind.name for kind in KINDS} == REAL
    assert all(LIBRARY.to_float(TYPES[name]) for name in REAL)
    assert LIBRARY.to_float(TYPES["IQ4_XS"])
    assert LIBRARY.to_float(TYPES["Q8_K"]) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_same_bits(kind: TensorType):
    blocks = random_blocks(kind)
    expected, found = by_ggml(kind, blocks), unpack(kind, blocks)
    assert found.shape == (300, kind.block)
    torch.testing.assert_close(found, expected, rtol=0, atol=0, equal_nan=True)


@pytest.mark.parametrize("name", ["Q4_0", "Q5_0"])
def test_wider_blocks_hold_the_same_numbers(name: str):
    blocks = random_blocks(TYPES[name])
    wide = widened(TYPES[name], blocks)
    assert widens(TYPES[name])
    assert not widens(TYPES["Q5_1"])
    expected, found = by_ggml(TYPES[name], blocks), by_ggml(TYPES["Q8_0"], wide)
    torch.testing.assert_close(found, expected, rtol=0, atol=0, equal_nan=True)


def test_a_library_with_another_table_is_not_used(caplog: pytest.LogCaptureFixture):
    other = TENSOR_TYPES[2]._replace(size=20)
    caplog.set_level("INFO", "engine.training.ggml")
    assert GgmlLibrary([TENSOR_TYPES[8], other]).to_float(TENSOR_TYPES[8]) is None
    assert "Q4_0" in caplog.text
    assert GgmlLibrary([TENSOR_TYPES[8]]).to_float(TENSOR_TYPES[8])


@pytest.mark.parametrize("kind", ["Q5_0", "Q4_0", "Q6_K", "F32", "BF16"])
def test_a_matrix_gives_the_same_numbers_either_way(kind: str, tmp_path: Path):
    """By ggml, by torch, and kept as Q8_0; all rows, some rows, picked rows."""
    path = write_decoder(tmp_path / "tiny.gguf", "llama", kind)
    base = Base.open(path)
    matrix = base.matrix("blk.1.ffn_gate.weight")
    gguf = open_model(path)
    entry = next(tensor for tensor in gguf.tensors if tensor.name == matrix.name)
    packed = np.fromfile(path, np.uint8, entry.size, offset=entry.offset)
    plain = Matrix(entry, packed, None, torch.device("cpu"))
    expected = torch.empty(matrix.rows, matrix.columns)
    found, some = torch.empty_like(expected), torch.empty(7, matrix.columns)
    plain.unpack(expected)
    matrix.unpack(found)
    matrix.unpack(some, 3)
    assert matrix.rows == 512
    assert expected.std() > 0.01
    assert torch.equal(found, expected)
    assert torch.equal(some, expected[3:10])
    assert torch.equal(matrix.pick(torch.tensor([9, 2, 9])), expected[[9, 2, 9]])
    assert torch.equal(plain.pick(torch.tensor([9, 2, 9])), expected[[9, 2, 9]])
    base.close()
