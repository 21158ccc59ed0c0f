"""Embedders that were damaged: told as an error or used, and the process lives on."""

import random
import struct

import pytest
from helpers.heard import Heard
from helpers.tiny_embedder import tiny_bert_metadata, tiny_bert_tensors, write_tiny_bert
from helpers.tiny_gguf import gguf_bytes

from engine import gguf
from engine.engine import Engine
from engine.messages import Failed, ModelSpec

VARIANTS = 120
EDGES = (0, 1, 2, 7, 100, 2**16, 2**31 - 1, 2**32 - 1)
TOLD = {"model_file", "model_rejected", "not_enough_memory", "invalid_input"}


def variants(path):
    """Numbers of the metadata replaced, keys taken out, bytes of the header changed, cuts."""
    generator = random.Random(20261121)
    data, header = path.read_bytes(), gguf.read(path).tensors[0].offset
    metadata, tensors = tiny_bert_metadata(), tiny_bert_tensors()
    numbers = [key for key, value in metadata.items() if type(value) is int]
    for _ in range(VARIANTS // 4):
        changed = metadata | {generator.choice(numbers): generator.choice(EDGES)}
        yield gguf_bytes(list(changed.items()), tensors)
        gone = generator.choice(list(metadata))
        yield gguf_bytes([pair for pair in metadata.items() if pair[0] != gone], tensors)
        at = generator.randrange(24, header)
        yield data[:at] + struct.pack("<B", generator.randrange(256)) + data[at + 1 :]
        yield data[: generator.randrange(len(data))]


@pytest.mark.slow
def test_the_process_outlives_them(tmp_path):
    original = write_tiny_bert(tmp_path / "bert.gguf")
    ends = []
    with Engine() as engine:
        engine.embed(ModelSpec(str(original)), ["a"], "query", first := Heard())
        first.end()
        process = engine.process_id
        for number, data in enumerate(variants(original)):
            path = tmp_path / f"{number}.gguf"
            path.write_bytes(data)
            engine.embed(ModelSpec(str(path)), ["the llama 羊驼", "b"], "passage", heard := Heard())
            ends.append(heard.end())
        assert engine.process_id == process
    kinds = [end.error.kind for end in ends if isinstance(end, Failed)]
    assert set(kinds) <= TOLD, kinds
    assert 40 < len(kinds) < VARIANTS
