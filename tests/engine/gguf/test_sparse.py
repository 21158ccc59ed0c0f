"""The header of a file that is far away: what is left out, what it costs, and that it is right."""

import random
import struct
from pathlib import Path

import pytest
from helpers.tiny_gguf import (
    ARRAY,
    INT32,
    TinyTensor,
    Typed,
    gguf_bytes,
    tiny_metadata,
    tiny_tensors,
)

from engine import gguf
from engine.errors import ModelFileError
from engine.gguf.sparse import PIECE, read_header

LONG = 150_000
MEGABYTE = 1_000_000


class Far:
    """A file that counts what is asked of it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked = 0
        self.calls = 0

    def __call__(self, start: int, count: int) -> bytes:
        assert 0 <= start < len(self.data)
        piece = self.data[start : start + count]
        self.asked += len(piece)
        self.calls += 1
        return piece


def words(count: int, shortest: int, longest: int, seed: int = 1) -> list[str]:
    """Texts that grow longer, as those of a vocabulary do."""
    generator = random.Random(seed)
    letters = "etaoinshrdlcu 中文\u2581"
    made = []
    for number in range(count):
        most = shortest + (longest - shortest) * number // count
        made.append("".join(generator.choices(letters, k=generator.randint(shortest, most))))
    return made


def file_with(tokens: list[str], **more: object) -> bytes:
    """A tiny model with another vocabulary."""
    types = Typed(ARRAY, [1] * len(tokens), INT32)
    metadata = tiny_metadata(template="{{ messages }}" * 100, metadata=dict.fromkeys(TOKENIZER))
    metadata |= {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.tokens": tokens}
    metadata |= {"tokenizer.ggml.token_type": types, **more, "tokenizer.ggml.bos_token_id": 0}
    return gguf_bytes(list(metadata.items()), tiny_tensors())


TOKENIZER = [key for key in tiny_metadata() if key.startswith("tokenizer.")]


def check(data: bytes, tmp_path: Path, most: int) -> Far:
    """Read it from far away and from disk: the same but for the long lists; returns the reader."""
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    whole, far = gguf.read(path), Far(data)
    header = read_header(far, path, len(data))
    assert header.tensors == whole.tensors
    assert header.n_vocab == whole.n_vocab > 0
    assert list(header.metadata) == list(whole.metadata)
    assert header.chat_template == whole.chat_template
    short = [key for key, value in whole.metadata.items() if isinstance(value, str | int | float)]
    assert [header.metadata[key] for key in short] == [whole.metadata[key] for key in short]
    assert far.asked <= most
    return far


def test_a_short_header_is_read_as_it_is(tmp_path):
    data = gguf_bytes(list(tiny_metadata().items()), tiny_tensors())
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    header = read_header(Far(data), path, len(data))
    assert list(header.tokens) == list(gguf.read(path).tokens)


def test_a_long_vocabulary_with_merges(tmp_path):
    merges = [f"{a} {a[::-1]}" for a in words(2 * LONG, 1, 8)]
    data = file_with(words(LONG, 1, 12), **{"tokenizer.ggml.merges": merges})
    header = data.index(b"token_embd.weight")
    assert header > 7 * MEGABYTE
    far = check(data, tmp_path, 2 * MEGABYTE)
    assert far.calls < 30


def test_the_texts_are_counted_and_empty(tmp_path):
    data = file_with(words(LONG, 1, 12))
    header = read_header(Far(data), tmp_path / "model.gguf", len(data))
    assert len(header.tokens) == LONG
    assert header.tokens[LONG - 1] == ""


def test_where_the_end_is_not_found_all_is_read(tmp_path):
    # Estimated from the first texts, the list would be four times as long as it is.
    data = file_with([*words(40_000, 30, 31), *["a"] * LONG])
    assert check(data, tmp_path, 2 * len(data)).asked > len(data)


def test_a_list_of_equal_texts(tmp_path):
    check(file_with(["abc"] * LONG), tmp_path, MEGABYTE)


def test_empty_texts(tmp_path):
    check(file_with([""] * LONG), tmp_path, 3 * MEGABYTE)


@pytest.mark.parametrize(
    "token", ["tokenizer.ggml.merges", "general.name", "\0\0\0\0\0\0\0\0", "blk.0.attn_q.weight"]
)
def test_texts_that_look_like_what_follows(tmp_path, token):
    tokens = words(LONG, 1, 12)
    tokens[LONG - 5000 :: 7] = [token] * len(tokens[LONG - 5000 :: 7])
    check(file_with(tokens), tmp_path, 2 * MEGABYTE)


def test_the_vocabulary_may_be_the_last_of_the_metadata(tmp_path):
    metadata = tiny_metadata(metadata=dict.fromkeys(TOKENIZER))
    metadata |= {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.tokens": words(LONG, 1, 12)}
    check(gguf_bytes(list(metadata.items()), tiny_tensors()), tmp_path, 2 * MEGABYTE)


def test_a_tensor_that_does_not_fit_is_an_error(tmp_path):
    data = file_with(words(LONG, 1, 12))[:-5000]
    with pytest.raises(ModelFileError, match="too soon"):
        read_header(Far(data), tmp_path / "model.gguf", len(data))


def test_what_is_no_gguf_is_asked_once(tmp_path):
    far = Far(b"<html>" * MEGABYTE)
    with pytest.raises(ModelFileError, match="does not begin with GGUF"):
        read_header(far, tmp_path / "model.gguf", len(far.data))
    assert (far.calls, far.asked) == (1, PIECE)


def test_a_list_of_numbers_that_leads_past_the_end(tmp_path):
    many = struct.pack("<IIQ", ARRAY, INT32, 3 * MEGABYTE)
    data = gguf_bytes([("tokenizer.ggml.token_type", 1)], n_values=1)
    data = data[:-8] + many + bytes(200_000)
    with pytest.raises(ModelFileError, match="too soon"):
        read_header(Far(data), tmp_path / "model.gguf", len(data))


def test_an_endless_list_ends(tmp_path):
    """A file that says a list is long, and holds nothing but texts."""
    texts = b"".join(struct.pack("<Q", 8) + b"endless " for _ in range(300_000))
    many = struct.pack("<IIQ", ARRAY, 8, 4_000_000)
    data = gguf_bytes([("tokenizer.ggml.tokens", 1)], n_values=1)[:-8] + many + texts
    far = Far(data)
    with pytest.raises(ModelFileError, match="too soon"):
        read_header(far, tmp_path / "model.gguf", len(data))
    assert far.asked < 3 * len(data)


def test_damaged_files_end_in_an_error_or_as_on_disk(tmp_path):
    merges = [f"{a} {a[::-1]}" for a in words(30_000, 1, 8)]
    data = file_with(words(30_000, 1, 12), **{"tokenizer.ggml.merges": merges})
    keys = ("tokenizer.ggml.token", "tokenizer.ggml.merges", "tokenizer.ggml.bos", "token_embd")
    places = [data.index(key.encode()) for key in keys]
    generator = random.Random(20261122)
    path, read = tmp_path / "model.gguf", 0
    for _ in range(30):
        damaged = bytearray(data)
        place = generator.choice(places) + generator.randrange(-40, 60)
        damaged[place] ^= 1 << generator.randrange(8)
        far = Far(bytes(damaged))
        path.write_bytes(damaged)
        try:
            header = read_header(far, path, len(damaged))
        except ModelFileError:
            with pytest.raises(ModelFileError):
                gguf.read(path)
        else:
            read += 1
            assert header.tensors == gguf.read(path).tensors
        assert far.asked < 3 * len(data)
    assert 3 < read < 27


@pytest.mark.model
def test_real_models(model_path, tmp_path):
    path = model_path
    size = path.stat().st_size
    asked = 0

    def fetch(start: int, count: int) -> bytes:
        nonlocal asked
        with path.open("rb") as stream:
            stream.seek(start)
            data = stream.read(count)
        asked += len(data)
        return data

    header, whole = read_header(fetch, path, size), gguf.read(path)
    assert header.tensors == whole.tensors
    assert header.n_vocab == whole.n_vocab
    assert list(header.metadata) == list(whole.metadata)
    assert asked < 2 * MEGABYTE


def test_a_tensor_table_is_whole(tmp_path):
    tensors = [TinyTensor(f"blk.{n}.attn_q.weight", (32,), bytes(128)) for n in range(5000)]
    metadata = tiny_metadata(metadata=dict.fromkeys(TOKENIZER))
    data = gguf_bytes([*metadata.items(), ("tokenizer.ggml.tokens", ["a"])], tensors)
    header = read_header(Far(data), tmp_path / "model.gguf", len(data))
    assert len(header.tensors) == 5000
