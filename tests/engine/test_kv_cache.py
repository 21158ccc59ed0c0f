"""What each layer keeps of a token, for the families whose layers differ."""

from pathlib import Path
from typing import Any

import pytest
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf
from engine.gguf import Gguf
from engine.kv_cache import KvCache, kv_cache


def model(tmp_path: Path, architecture: str, n_layers: int = 6, **metadata: Any) -> Gguf:
    """Four heads of 8 numbers, two of them with keys and values."""
    values = {f"{architecture}.{key.replace('__', '.')}": value for key, value in metadata.items()}
    path = tmp_path / "m.gguf"
    return gguf.read(
        write_tiny_gguf(path, architecture=architecture, n_layers=n_layers, metadata=values)
    )


def cache(tmp_path: Path, architecture: str, n_layers: int = 6, **metadata: Any) -> KvCache:
    return kv_cache(model(tmp_path, architecture, n_layers, **metadata))


def full(kept: KvCache) -> list[int]:
    """The layers that see all."""
    return [layer for layer, windowed in enumerate(kept.windowed) if not windowed]


@pytest.mark.parametrize(
    ("architecture", "metadata", "window", "layers"),
    [
        ("gemma3", {}, 64, [5]),
        ("gemma2", {}, 4096, [1, 3, 5]),
        ("gpt-oss", {"attention__sliding_window": 128}, 128, [1, 3, 5]),
        ("cohere2", {"attention__sliding_window": 512}, 512, [3]),
        ("smallthinker", {"attention__sliding_window": 77}, 4096, [0, 4]),
        ("llama4", {}, 8192, [3]),
        ("olmo2", {"attention__sliding_window": 512}, 512, [3]),
        ("gemma3", {"attention__sliding_window_pattern": 2}, 64, [1, 3, 5]),
        ("gemma3", {"attention__sliding_window_pattern": 0}, 64, []),
        ("gemma4", {
            "attention__sliding_window": 512,
            "attention__sliding_window_pattern": [True, True, False, True, True, False],
        }, 512, [2, 5]),
    ],
)  # fmt: skip
def test_windows(tmp_path: Path, architecture: str, metadata: Any, window: int, layers: list[int]):
    kept = cache(tmp_path, architecture, **metadata)
    assert (kept.window, full(kept)) == (window, layers)


@pytest.mark.parametrize(
    ("architecture", "metadata"),
    [
        ("llama", {}),
        ("llama", {"attention__sliding_window": 64}),  # not one that has windows in llama.cpp
        ("phi3", {"attention__sliding_window": 64}),
        ("olmo2", {}),
        ("gemma3", {"attention__sliding_window": 0}),
        ("llama4", {"attention__sliding_window": 0}),
        ("exaone4", {"attention__sliding_window": 64}),
    ],
)
def test_no_windows(tmp_path: Path, architecture: str, metadata: Any):
    kept = cache(tmp_path, architecture, **metadata)
    assert (kept.window, full(kept)) == (0, list(range(6)))


def test_a_window_is_kept_with_a_batch_in_steps(tmp_path: Path):
    kept = cache(tmp_path, "gemma3")
    assert kept.per_token == (2 * (8 + 8) * 2,) * 6
    assert kept.cells(4096, 256) == 512  # 64 + 256, rounded up
    assert kept.cells(256, 256) == 256
    assert kept.sizes(4096, 256) == (64 * 512,) * 5 + (64 * 4096,)


def test_keys_in_windows_may_be_of_another_length(tmp_path: Path):
    kept = kv_cache(
        model(
            tmp_path, "gemma4",
            attention__sliding_window=512,
            attention__sliding_window_pattern=[True, False] * 3,
            attention__key_length=16, attention__value_length=16,
            attention__key_length_swa=8, attention__value_length_swa=8,
        ), "q8_0",
    )  # fmt: skip
    assert kept.per_token == (2 * 16 * 34 // 32, 2 * 32 * 34 // 32) * 3


def test_values_by_column_are_as_wide_in_all_layers(tmp_path: Path):
    heads = {"attention__head_count_kv": [2, 1, 0, 2, 2, 2]}
    plain = model(tmp_path, "llama", **heads)
    assert kv_cache(plain).per_token[:3] == (2 * (16 + 16), 2 * (8 + 16), 0)
    assert kv_cache(plain, "q8_0").per_token[:3] == (34, 17, 0)


def test_layers_that_share_those_of_others_keep_none(tmp_path: Path):
    shared = {"attention__sliding_window_pattern": [False] * 6, "attention__shared_kv_layers": 2}
    assert cache(tmp_path, "gemma4", **shared).per_token == (64,) * 4 + (0,) * 2
    assert cache(tmp_path, "llama", nextn_predict_layers=1).per_token == (64,) * 5 + (0,)
    assert cache(tmp_path, "gemma3n", 30).per_token == (64,) * 20 + (0,) * 10


def test_compressed_keys_have_no_values(tmp_path: Path):
    lengths = {"attention__key_length": 16, "attention__key_length_mla": 8}
    assert cache(tmp_path, "deepseek2", attention__head_count_kv=1, **lengths).per_token[0] == 32


SSM = {"ssm__inner_size": 64, "ssm__state_size": 16, "ssm__conv_kernel": 4, "ssm__group_count": 1}
STATE = (3 * (64 + 2 * 16) + 16 * 64) * 4


@pytest.mark.parametrize(
    ("architecture", "metadata", "states"),
    [
        ("qwen3next", {"full_attention_interval": 3}, [STATE, STATE, 0] * 2),
        ("jamba", {"attention__head_count_kv": [0, 0, 2] * 2}, [STATE, STATE, 0] * 2),
        ("falcon-h1", {}, [STATE] * 6),
        ("nemotron_h", {
            "attention__head_count_kv": [0, 0, 2] * 2, "feed_forward_length": [0, 64, 0] * 2,
        }, [STATE, 0, 0] * 2),
        ("llama", {}, [0] * 6),
    ],
)  # fmt: skip
def test_recurrent_layers_keep_a_state(
    tmp_path: Path, architecture: str, metadata: Any, states: list[int]
):
    kept = cache(tmp_path, architecture, **({} if architecture == "llama" else SSM), **metadata)
    assert list(kept.states) == states
    assert sum(kept.sizes(1024, 256)) - sum(kept.sizes(512, 256)) == 512 * sum(kept.per_token)


def test_other_states(tmp_path: Path):
    none = {"attention__head_count": 0, "attention__head_count_kv": 0}
    assert cache(tmp_path, "rwkv7", **none, wkv__head_size=8).states[0] == 32 * (8 + 2) * 4
    lfm = {"attention__head_count_kv": [0, 2] * 3, "shortconv__l_cache": 3}
    assert cache(tmp_path, "lfm2", **lfm).states == (32 * 2 * 4, 0) * 3
    kda = {"attention__head_count_kv": [0, 1] * 3, "kda__head_dim": 8, "ssm__conv_kernel": 4}
    assert cache(tmp_path, "kimi-linear", **kda).states[0] == (3 * 3 * 32 + 8 * 8 * 4) * 4


def test_a_file_that_says_nothing_keeps_nothing(tmp_path: Path):
    nothing = gguf.read(write_tiny_gguf(tmp_path / "m.gguf", metadata={
        "llama.block_count": None, "llama.attention.head_count": None,
        "llama.attention.head_count_kv": None, "llama.embedding_length": None,
    }))  # fmt: skip
    kept = kv_cache(nothing)
    assert (kept.per_token, kept.totals(), kept.sizes(512, 256)) == ((), (0, 0, 0), ())
