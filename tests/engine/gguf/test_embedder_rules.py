"""Embedders: which files are, and what made llama.cpp abort, crash or hang on others."""

from dataclasses import replace

import pytest
from helpers.tiny_embedder import tiny_bert_metadata, tiny_bert_tensors, write_tiny_bert
from helpers.tiny_gguf import gguf_bytes, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError

NONE = 0xFFFFFFFF
UNIGRAM = {
    "tokenizer.ggml.model": "t5",
    "tokenizer.ggml.scores": [-float(number) for number in range(81)],
    "tokenizer.ggml.eos_token_id": 3,
    "tokenizer.ggml.add_bos_token": True,
    "tokenizer.ggml.add_eos_token": True,
}


def require(path):
    file = gguf.open_model(path)
    gguf.require_embedder(file)
    return file


def refused(path):
    with pytest.raises(ModelFileError) as caught:
        require(path)
    return caught.value.values["field"]


@pytest.fixture
def bert(tmp_path):
    def write(**metadata):
        values = {key.replace("__", "."): value for key, value in metadata.items()}
        return write_tiny_bert(tmp_path / "bert.gguf", metadata=values)

    return write


@pytest.mark.parametrize(("said", "name"), [(1, "mean"), (2, "cls"), (3, "last"), (None, "mean")])
def test_pooling(bert, said, name):
    assert gguf.pooling(require(bert(bert__pooling_type=said))) == name


def test_the_reranker_and_the_chat_model(bert, tmp_path):
    assert refused(bert(bert__pooling_type=4)) == "bert.pooling_type"
    chat = write_tiny_gguf(tmp_path / "chat.gguf")
    assert refused(chat) == "llama.pooling_type"
    gguf.require_chat(gguf.open_model(chat))
    with pytest.raises(ModelFileError):
        gguf.require_chat(gguf.open_model(bert()))
    for pooling, forwards, right in ((1, True, True), (3, True, True), (2, True, False)):
        metadata = {"llama.pooling_type": pooling, "llama.attention.causal": forwards}
        path = write_tiny_gguf(tmp_path / "d.gguf", metadata=metadata)
        if right:
            require(path)
        else:
            assert refused(path) == "llama.pooling_type"
    metadata = {"llama.pooling_type": 2, "llama.attention.causal": False}
    require(write_tiny_gguf(tmp_path / "d.gguf", metadata=metadata))


@pytest.mark.parametrize("name", ["bos", "seperator", "unknown"])
@pytest.mark.parametrize("token", [None, 81, 100_000, NONE])
def test_wordpiece_needs_its_special_tokens(bert, name, token):
    key = f"tokenizer.ggml.{name}_token_id"
    assert refused(bert(**{key: token})) == key


@pytest.mark.parametrize("key", ["eos_token_id", "padding_token_id", "mask_token_id"])
def test_wordpiece_needs_no_others(bert, key):
    require(bert(**{f"tokenizer.ggml.{key}": None}))
    require(bert(**{f"tokenizer.ggml.{key}": NONE}))


@pytest.mark.parametrize("name", ["bos", "eos", "unknown"])
def test_unigram_needs_those_it_adds(bert, name):
    require(bert(**UNIGRAM))
    key = f"tokenizer.ggml.{name}_token_id"
    assert refused(bert(**UNIGRAM | {key: NONE})) == key
    unadded = {"tokenizer.ggml.add_bos_token": False, "tokenizer.ggml.add_eos_token": False}
    path = bert(**UNIGRAM | unadded | {key: NONE})
    if name == "unknown":
        assert refused(path) == key
    else:
        require(path)


def test_unigram_without_a_table_wants_normal_text(bert):
    assert gguf.normalises_nothing(require(bert(**UNIGRAM)))
    assert not gguf.normalises_nothing(require(bert()))
    table = UNIGRAM | {"tokenizer.ggml.precompiled_charsmap": [4, 0, 0, 0, 0, 0, 0, 0, 97, 0]}
    assert not gguf.normalises_nothing(require(bert(**table)))


@pytest.mark.parametrize("model", ["rwkv", "plamo2", "none", "no_vocab", "whitespace"])
def test_tokenizers_that_hang_or_read_nothing(bert, model):
    field = refused(bert(**{"tokenizer.ggml.model": model}))
    assert field in ("tokenizer.ggml.model", "tensor token_embd.weight")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bert.attention.key_length", 4),
        ("bert.attention.value_length", 16),
        ("bert.embedding_length_out", 64),
        ("bert.embedding_length", 64),
        ("tokenizer.ggml.token_type", [6] * 81),
    ],
)
def test_what_does_not_go_together(bert, key, value):
    field = refused(bert(**{key: value}))
    assert field == (key if key != "bert.embedding_length" else "tensor token_embd.weight")


@pytest.mark.parametrize(("number", "size"), [(24, 1), (25, 2), (26, 4), (27, 8), (28, 8)])
def test_weights_are_no_whole_numbers(tmp_path, number, size):
    metadata = list(tiny_bert_metadata().items())
    tensors = tiny_bert_tensors()
    for at, tensor in enumerate(tensors):
        wrong = replace(tensor, type=number, data=bytes(len(tensor.data) // 4 * size))
        path = tmp_path / "bad.gguf"
        path.write_bytes(gguf_bytes(metadata, [*tensors[:at], wrong, *tensors[at + 1 :]]))
        assert refused(path) == f"tensor {tensor.name}"


def test_token_types_are_in_full_precision(tmp_path):
    tensors = tiny_bert_tensors()
    half = {
        name: [
            replace(t, type=1, data=t.data[: len(t.data) // 2]) if t.name == name else t
            for t in tensors
        ]
        for name in ("token_types.weight", "position_embd.weight")
    }
    path = tmp_path / "half.gguf"
    path.write_bytes(gguf_bytes(list(tiny_bert_metadata().items()), half["token_types.weight"]))
    assert refused(path) == "tensor token_types.weight"
    path.write_bytes(gguf_bytes(list(tiny_bert_metadata().items()), half["position_embd.weight"]))
    require(path)
