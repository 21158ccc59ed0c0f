"""The two real models are accepted and described as they are."""

from pathlib import Path

import pytest

from engine import gguf
from engine.files import sha256_of
from engine.hub.library import Library
from engine.memory import default_context
from engine.paths import Home

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(Home(tmp_path_factory.mktemp("home")))


def test_starter(library: Library):
    file = gguf.open_model(library.locate("starter"))
    gguf.require_chat(file)
    assert (file.architecture, file.n_layers, file.n_head, file.n_head_kv) == ("llama", 30, 9, 3)
    assert (file.n_vocab, file.tokenizer_model, file.key_length) == (49_152, "gpt2", 64)
    assert file.chat_template
    assert "<|im_start|>" in file.chat_template
    assert file.license == "apache-2.0"
    assert file.n_params == 134_515_008
    assert [share.type.name for share in file.quantisation] == ["Q4_1", "Q8_0", "F32"]
    assert default_context(file) == 8192


def test_gemma(library: Library):
    file = gguf.open_model(library.locate("gemma"))
    gguf.require_chat(file)
    assert (file.architecture, file.n_layers, file.sliding_window) == ("gemma3", 18, 512)
    assert (file.n_head, file.n_head_kv, file.key_length) == (4, 1, 256)
    assert file.chat_template is None
    assert file.license == "gemma"
    assert file.n_vocab == 262_144
    assert file.tokens[:4] == ["<pad>", "<eos>", "<bos>", "<unk>"]
    assert (file.tokens[105], file.tokens[236_761]) == ("<start_of_turn>", ".")


def test_a_flipped_bit_in_the_weights_shows_only_in_the_digest(library: Library, tmp_path: Path):
    """Why files are known by their SHA-256: no rule can see this."""
    source = library.locate("starter")
    data = bytearray(source.read_bytes())
    data[-1000] ^= 1
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(data)
    gguf.open_model(copy)
    assert sha256_of(copy) != sha256_of(source)
