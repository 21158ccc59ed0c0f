"""The tiny models the tests write are real: llama.cpp loads them and decodes with them."""

import json
import subprocess
import sys
from pathlib import Path

import helpers.decode_gguf
import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine import gguf


def decode(path: Path) -> dict[str, object]:
    script = str(Path(helpers.decode_gguf.__file__))
    done = subprocess.run(
        [sys.executable, script, str(path), "the cat", "8"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_llama_cpp_decodes_with_it(tmp_path: Path, architecture: str):
    path = write_tiny_gguf(tmp_path / "tiny.gguf", architecture=architecture, template=CHATML)
    gguf.open_model(path)
    answer = decode(path)
    assert answer["n_vocab"] == 320
    assert answer == decode(path)


def test_llama_cpp_decodes_with_packed_weights(tmp_path: Path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf", quantised=True)
    shares = {share.type.name: share for share in gguf.open_model(path).quantisation}
    assert shares["Q8_0"].tensors == 5
    assert len(decode(path)["tokens"]) == 8


def test_another_seed_is_another_model(tmp_path: Path):
    first = write_tiny_gguf(tmp_path / "1.gguf", seed=1)
    second = write_tiny_gguf(tmp_path / "2.gguf", seed=2)
    assert first.stat().st_size == second.stat().st_size
    assert decode(first) != decode(second)
