"""What a model must hold, rule by rule; and what real files hold that must not be refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import tiny_gguf as tiny
from helpers.tiny_gguf import TinyTensor, Typed, gguf_bytes, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError

NAN, INF = float("nan"), float("inf")


def field_refused(path: Path) -> str:
    with pytest.raises(ModelFileError) as caught:
        gguf.open_model(path)
    return str(caught.value.values["field"])


def write_tensors(path: Path, tensors: list[TinyTensor], **metadata: Any) -> Path:
    path.write_bytes(gguf_bytes(list(tiny.tiny_metadata(**metadata).items()), tensors))
    return path


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("general.architecture", None),
        ("general.architecture", "lla ma"),
        ("general.architecture", "x" * 65),
        ("llama.context_length", None),
        ("llama.context_length", 2**31 - 1),
        ("llama.context_length", Typed(tiny.UINT64, 512)),
        ("llama.embedding_length", 0),
        ("llama.embedding_length", 2**21),
        ("llama.block_count", 0),
        ("llama.block_count", 513),
        ("llama.block_count", 2**32 - 1),
        ("llama.block_count", "two"),
        ("llama.attention.head_count", 2**32 - 1),
        ("llama.attention.head_count", [4.0, 4.0]),
        ("llama.attention.head_count_kv", 3),
        ("llama.attention.head_count_kv", [2]),
        ("llama.attention.head_count_kv", [2, -1]),
        ("llama.attention.head_count_kv", [2.0, INF]),
        ("llama.attention.key_length", 0),
        ("llama.attention.value_length", 2**31),
        ("llama.feed_forward_length", [64, 64, 64]),
        ("llama.feed_forward_length", Typed(tiny.INT32, -1)),
        ("llama.attention.layer_norm_rms_epsilon", NAN),
        ("llama.attention.layer_norm_rms_epsilon", -1.0),
        ("llama.attention.layer_norm_rms_epsilon", INF),
        ("llama.rope.freq_base", 0.0),
        ("llama.rope.freq_base", INF),
        ("llama.rope.freq_base", NAN),
        ("llama.rope.scaling.factor", -1.0),
        ("llama.nextn_predict_layers", 3),
        ("llama.rope.scaling.type", "spiral"),
        ("llama.rope.scaling.type", 1),
        ("llama.logit_scale", NAN),
        ("llama.expert_count", 1025),
        ("llama.expert_used_count", 1),
        ("llama.expert_group_count", 2),
        ("tokenizer.ggml.tokens", ["<unk>", *tiny.tiny_tokens()[:-1]]),
        ("tokenizer.ggml.model", None),
        ("tokenizer.ggml.model", "magic"),
        ("tokenizer.ggml.model", "bert"),
        ("tokenizer.ggml.model", "rwkv"),
        ("tokenizer.ggml.model", "plamo2"),
        ("tokenizer.ggml.tokens", None),
        ("tokenizer.ggml.tokens", 5),
        ("tokenizer.ggml.scores", [0.0] * 319),
        ("tokenizer.ggml.scores", ["0"] * 320),
        ("tokenizer.ggml.scores", [NAN] + [0.0] * 319),
        ("tokenizer.ggml.token_type", [1] * 319),
        ("tokenizer.ggml.token_type", [1.0] * 320),
        ("tokenizer.ggml.token_type", Typed(tiny.ARRAY, [1] * 320, tiny.UINT32)),
        ("tokenizer.ggml.bos_token_id", 320),
        ("tokenizer.ggml.eos_token_id", 2**31),
        ("tokenizer.ggml.eos_token_id", "end"),
        ("tokenizer.ggml.bos_token_id", Typed(tiny.INT32, -1)),
        ("tokenizer.ggml.tokens", [f"token {number}" for number in range(320)]),
        ("tokenizer.ggml.token_type", [6] * 320),
        ("llama.attention.sliding_window", 2**31),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, key: str, value: Any):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={key: value})
    assert field_refused(path) == key


@pytest.mark.parametrize(
    "metadata",
    [
        {"llama.expert_count": 4},
        {"llama.expert_count": 4, "llama.expert_used_count": 5},
        {"llama.expert_count": 4, "llama.expert_used_count": 2, "llama.expert_group_count": 3},
    ],
)
def test_experts_that_do_not_go_together(tmp_path: Path, metadata: dict[str, Any]):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata=metadata)
    assert field_refused(path).startswith("llama.expert_")


def test_merges_are_needed(tmp_path: Path):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={"tokenizer.ggml.model": "gpt2"})
    assert field_refused(path) == "tokenizer.ggml.merges"


@pytest.mark.parametrize(
    "metadata",
    [
        {"llama.attention.head_count": [4, 8], "llama.attention.head_count_kv": [2, 0]},
        {"llama.attention.sliding_window_pattern": [True, False]},
        {"llama.feed_forward_length": [64, 128]},
        {"llama.expert_count": 4, "llama.expert_used_count": 2},
        {"llama.expert_count": 4, "llama.expert_used_count": [2, 1]},
        {"llama.expert_count": 0, "llama.expert_used_count": 0},
        {"llama.rope.scaling.type": "yarn"},
        {"tokenizer.ggml.tokens": ["", "", *tiny.tiny_tokens()[2:]]},
        {"tokenizer.ggml.scores": [0] * 320},
        {"llama.context_length": 0},
        {"llama.context_length": 10_485_760},
        {"llama.rope.scaling.factor": 0.0},
        {"llama.clamp": INF},
        {"general.type": None, "general.name": None},
        {"general.custom": ["anything"], "my.own.key": Typed(tiny.UINT8, 1)},
        {"tokenizer.ggml.padding_token_id": 2**32 - 1},
        {"tokenizer.ggml.eot_token_id": 2**32 - 1},
        {"tokenizer.ggml.scores": None, "tokenizer.ggml.token_type": None},
        {"tokenizer.ggml.scores": [0.0] * 400},
        {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "kimi-k2"},
        {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.merges": ["a b"]},
        {"split.count": Typed(tiny.UINT16, 1), "split.no": Typed(tiny.UINT16, 0)},
    ],
    ids=str,
)
def test_what_real_files_hold_is_accepted(tmp_path: Path, metadata: dict[str, Any]):
    gguf.open_model(write_tiny_gguf(tmp_path / "good.gguf", metadata=metadata))


def test_a_tokenizer_of_an_unknown_architecture_is_left_to_llama_cpp(tmp_path: Path):
    path = tmp_path / "new.gguf"
    metadata = {"tokenizer.ggml.model": "bert"}
    assert gguf.open_model(write_tiny_gguf(path, architecture="llama9000", metadata=metadata))


class TestTensors:
    def test_embeddings_of_another_shape(self, tmp_path: Path):
        tensors = tiny.tiny_tensors()
        tensors[0] = TinyTensor("token_embd.weight", (320, 32), tensors[0].data)
        path = write_tensors(tmp_path / "bad.gguf", tensors)
        assert field_refused(path) == "tensor token_embd.weight"

    def test_embeddings_missing(self, tmp_path: Path):
        path = write_tensors(tmp_path / "bad.gguf", tiny.tiny_tensors()[1:])
        assert field_refused(path) == "tensor token_embd.weight"

    def test_more_layers_than_it_says(self, tmp_path: Path):
        path = write_tensors(tmp_path / "bad.gguf", tiny.tiny_tensors(n_layers=3))
        assert field_refused(path) == "tensor blk.2.attn_norm.weight"

    @pytest.mark.parametrize(
        "name", ["output_norm.weight", "blk.0.attn_q.bias", "blk.0.attn_norm_2.weight"]
    )
    def test_norm_or_bias_in_half_precision(self, tmp_path: Path, name: str):
        tensors = [t for t in tiny.tiny_tensors() if t.name != name]
        tensors.append(TinyTensor(name, (32,), b"\0" * 64, type=1))
        assert field_refused(write_tensors(tmp_path / "bad.gguf", tensors)) == f"tensor {name}"

    def test_packed_row(self, tmp_path: Path):
        tensors = [*tiny.tiny_tensors(), TinyTensor("rope_freqs.weight", (32,), b"\0" * 34, type=8)]
        path = write_tensors(tmp_path / "bad.gguf", tensors)
        assert field_refused(path) == "tensor rope_freqs.weight"

    def test_a_row_of_whole_numbers(self, tmp_path: Path):
        tensors = [*tiny.tiny_tensors(), TinyTensor("ids", (4,), b"\0" * 16, type=26)]
        gguf.open_model(write_tensors(tmp_path / "good.gguf", tensors))


class TestPurpose:
    @pytest.mark.parametrize(
        ("metadata", "word"),
        [
            ({"general.type": "adapter"}, "adapter"),
            ({"general.type": "mmproj"}, "projector"),
            ({"general.architecture": "clip"}, "projector"),
            ({"general.type": "imatrix"}, "importance matrix"),
        ],
    )
    def test_no_model_at_all(self, tmp_path: Path, metadata: dict[str, str], word: str):
        path = write_tiny_gguf(tmp_path / "other.gguf", metadata=metadata)
        with pytest.raises(ModelFileError, match=word):
            gguf.open_model(path)

    @pytest.mark.parametrize(
        ("architecture", "metadata", "word"),
        [
            ("bert", {"tokenizer.ggml.model": "bert"}, "embedding"),
            ("llama", {"llama.pooling_type": 3}, "embedding"),
            ("llama", {"llama.attention.causal": False}, "embedding"),
            ("llama", {"tokenizer.ggml.model": "none"}, "without a vocabulary"),
            ("eagle3", {}, "draft"),
            ("pockettts", {}, "speech"),
        ],
    )
    def test_a_model_for_something_else(
        self, tmp_path: Path, architecture: str, metadata: dict[str, Any], word: str
    ):
        path = tmp_path / "other.gguf"
        file = gguf.open_model(write_tiny_gguf(path, architecture=architecture, metadata=metadata))
        assert word in file.not_chat
        with pytest.raises(ModelFileError, match=word):
            gguf.require_chat(file)

    def test_a_vocabulary(self, tmp_path: Path):
        file = gguf.open_model(write_tensors(tmp_path / "vocabulary.gguf", []))
        assert "vocabulary" in file.not_chat

    def test_a_chat_model(self, tmp_path: Path):
        gguf.require_chat(gguf.open_model(write_tiny_gguf(tmp_path / "tiny.gguf")))


class TestSplitModels:
    @staticmethod
    def write(folder: Path, count: int = 3, **changes: Any) -> list[Path]:
        """A model whose metadata is in the first of its files, like llama-gguf-split makes."""
        tensors = tiny.tiny_tensors()
        paths = []
        for number in range(count):
            values = {
                "split.no": Typed(tiny.UINT16, number),
                "split.count": Typed(tiny.UINT16, count),
                "split.tensors.count": Typed(tiny.INT32, len(tensors)),
            }
            values.update(changes)
            first = tiny.tiny_metadata() if number == 0 else {}
            path = folder / f"tiny-{number + 1:05}-of-{count:05}.gguf"
            data = gguf_bytes([*first.items(), *values.items()], tensors[number::count])
            path.write_bytes(data)
            paths.append(path)
        return paths

    def test_all_parts_make_one_model(self, tmp_path: Path):
        paths = self.write(tmp_path)
        file = gguf.open_model(paths[0])
        whole = gguf.open_model(write_tiny_gguf(tmp_path / "whole.gguf"))
        assert [shard.path for shard in file.shards] == paths[1:]
        assert file.n_params == whole.n_params
        assert file.weights_size == whole.weights_size
        assert file.total_size == sum(path.stat().st_size for path in paths)
        assert gguf.shard_paths(file) == tuple(paths)

    def test_a_missing_part_is_named(self, tmp_path: Path):
        paths = self.write(tmp_path)
        paths[1].unlink()
        with pytest.raises(ModelFileError, match="00002-of-00003"):
            gguf.open_model(paths[0])

    def test_a_later_part_names_the_first(self, tmp_path: Path):
        paths = self.write(tmp_path, **{"general.architecture": "llama"})
        with pytest.raises(ModelFileError, match="00001-of-00003"):
            gguf.open_model(paths[2])

    def test_parts_in_the_wrong_order(self, tmp_path: Path):
        paths = self.write(tmp_path)
        paths[1].rename(tmp_path / "x")
        paths[2].rename(paths[1])
        (tmp_path / "x").rename(paths[2])
        assert field_refused(paths[0]) == "split.no"

    def test_a_renamed_part(self, tmp_path: Path):
        paths = self.write(tmp_path)
        renamed = paths[0].rename(tmp_path / "model.gguf")
        assert field_refused(renamed) == "split.count"

    def test_a_broken_part(self, tmp_path: Path):
        paths = self.write(tmp_path)
        paths[1].write_bytes(paths[1].read_bytes()[:-100])
        with pytest.raises(ModelFileError, match="too soon"):
            gguf.open_model(paths[0])

    def test_too_few_tensors(self, tmp_path: Path):
        paths = self.write(tmp_path, **{"split.tensors.count": Typed(tiny.INT32, 99)})
        assert field_refused(paths[0]) == "split.tensors.count"


def test_properties_survive_what_was_not_validated(tmp_path: Path):
    """`read` without `validate` must not lead to errors later."""
    metadata = {
        "general.name": 5,
        "general.sampling.temp": INF,
        "llama.block_count": 2**32 - 1,
        "llama.attention.head_count": Typed(tiny.INT32, -7),
        "llama.attention.head_count_kv": [INF],
        "llama.embedding_length": "wide",
        "tokenizer.ggml.tokens": 7,
        "tokenizer.chat_template": ["a"],
        "split.count": Typed(tiny.INT64, -3),
    }
    file = gguf.read(write_tiny_gguf(tmp_path / "odd.gguf", metadata=metadata))
    for name in dir(type(file)):
        if isinstance(getattr(type(file), name), property):
            getattr(file, name)
    assert file.name == "odd"
    assert file.n_layers == 512
    assert file.chat_template is None
    assert replace(file, shards=()).sampling == {}
