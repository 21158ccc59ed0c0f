"""Whatever happens to a file, reading it ends soon in a model or in `ModelFileError`."""

import random
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine import gguf, memory
from engine.errors import ModelFileError

SEED = 20261121
EDGES = [0, 1, 7, 8, 2**7, 2**15, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1]


def mutants(data: bytes, header: int) -> Iterator[bytes]:
    """Flipped bits and bytes, numbers overwritten with extremes, cuts, repeats; mostly in the
    header, where what is read lies."""
    generator = random.Random(SEED)

    def place() -> int:
        # The first 700 bytes hold counts, keys and hyper-parameters.
        end = generator.choice((24, 700, 700, header, header, len(data)))
        return generator.randrange(end)

    for _ in range(250):
        at, mutant = place(), bytearray(data)
        mutant[at] ^= 1 << generator.randrange(8)
        yield bytes(mutant)
    for layout in ("<B", "<H", "<I", "<Q"):
        size = struct.calcsize(layout)
        for _ in range(100):
            at = min(place(), len(data) - size)
            number = generator.choice(EDGES) % 2 ** (8 * size)
            yield data[:at] + struct.pack(layout, number) + data[at + size :]
    for _ in range(60):
        yield data[: place()]
    for _ in range(60):
        at, length = place(), generator.randrange(1, 64)
        yield data[:at] + data[at + length :]
        yield data[: at + length] + data[at:]
    for _ in range(40):
        at, noise = place(), generator.randbytes(generator.randrange(1, 32))
        yield data[:at] + noise + data[at + len(noise) :]


@pytest.mark.timeout(240)
def test_only_model_file_errors_come_out(tmp_path: Path):
    original = write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, n_layers=1)
    header = gguf.read(original).tensors[0].offset
    path = tmp_path / "mutant.gguf"
    accepted = 0
    reasons = []
    for mutant in mutants(original.read_bytes(), header):
        path.write_bytes(mutant)
        try:
            file = gguf.open_model(path)
            memory.needed(file, memory.default_context(file))
            accepted += 1
        except ModelFileError as error:
            reasons.append(error.values)
    assert len(reasons) > 300
    assert all(reason["field"] and reason["reason"] for reason in reasons)
    assert accepted > 100  # names, weights and settings may be anything
