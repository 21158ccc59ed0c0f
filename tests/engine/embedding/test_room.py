"""The memory an embedder is said to need."""

from helpers.tiny_embedder import write_tiny_bert

from engine import gguf
from engine.embedding.room import needed


def test_it_grows_with_what_is_read_at_once(tmp_path):
    file = gguf.open_model(write_tiny_bert(tmp_path / "bert.gguf"))
    few, many = needed(file, 64), needed(file, 1024)
    assert many - few > 4 * (1024**2 - 64**2) * 4  # four heads, in floats
    assert few > file.weights_size


def test_it_is_more_than_the_embedder_was_seen_to_take(e5_path):
    assert 410e6 < needed(gguf.open_model(e5_path), 512) < 700e6
