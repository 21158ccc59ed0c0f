"""What is written is read again as it was."""

import io
from array import array

import pytest

from engine import gguf
from engine.gguf import TENSOR_TYPES
from engine.gguf.writer import NewTensor, write_gguf

METADATA = {
    "general.architecture": "bert",
    "a.whole": 7,
    "a.number": 0.5,
    "a.yes": True,
    "a.text": "羊驼 llama",
    "a.texts": ["", "a", "羊驼"],
    "a.numbers": array("f", [0.25, -1.0]),
    "a.wholes": array("i", [-1, 2]),
}
F32, Q8_0 = TENSOR_TYPES[0], TENSOR_TYPES[8]
TENSORS = [
    NewTensor("odd", F32, (3,), array("f", [1, 2, 3]).tobytes()),
    NewTensor("packed", Q8_0, (32, 2), memoryview(bytes(range(68)))),
    NewTensor("large", F32, (600_000,), bytes(2_400_000)),
]


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "made.gguf"
    blocks = []
    with path.open("wb") as file:
        write_gguf(file, METADATA, TENSORS, lambda block: blocks.append(bytes(block)))
    assert b"".join(blocks) == path.read_bytes()
    assert max(map(len, blocks)) == 1 << 20
    read = gguf.read(path)
    found = {
        key: list(v) if isinstance(METADATA[key], list) else v for key, v in read.metadata.items()
    }
    assert found == METADATA
    assert [(t.name, t.type, t.shape) for t in read.tensors] == [
        (t.name, t.type, t.shape) for t in TENSORS
    ]
    data = path.read_bytes()
    for tensor, meant in zip(read.tensors, TENSORS, strict=True):
        assert data[tensor.offset : tensor.offset + tensor.size] == bytes(meant.data)


def test_a_step_may_end_it():
    def stop(_):
        raise KeyboardInterrupt

    file = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write_gguf(file, METADATA, TENSORS, stop)
    assert len(file.getvalue()) < 2_400_000
