"""Several texts read at once give the vectors they give one by one."""

import json
import subprocess
import sys

import helpers.packed_vectors
import pytest
from helpers.tiny_embedder import CLS, LAST, MEAN, write_tiny_bert
from helpers.tiny_gguf import write_tiny_gguf


def compare(path, pooling):
    done = subprocess.run(
        [sys.executable, helpers.packed_vectors.__file__, str(path), str(pooling)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("pooling", [MEAN, CLS])
def test_encoders(tmp_path, pooling):
    found = compare(write_tiny_bert(tmp_path / "bert.gguf"), pooling)
    assert found["groups"] == [150, 3]
    assert found["worst"] > 0.99999


@pytest.mark.parametrize("pooling", [MEAN, LAST])
def test_decoders(tmp_path, pooling):
    path = write_tiny_gguf(tmp_path / "llama.gguf", metadata={"llama.pooling_type": pooling})
    found = compare(path, pooling)
    assert found["groups"] == [150, 3]
    assert found["worst"] > 0.9999  # keys and values are kept in half precision
