"""What a model needs grows as it should, and what does not fit is told with what would."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from helpers.devices_seen import seven_billion
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf
from engine.errors import NotEnoughMemory
from engine.gguf import Gguf
from engine.memory import (
    SPARE,
    check_fits,
    default_context,
    largest_context,
    margin,
    needed,
)


def model(tmp_path: Path, n_ctx: int = 4096, **metadata: Any) -> Gguf:
    values = {f"llama.{key.replace('__', '.')}": value for key, value in metadata.items()}
    return gguf.read(write_tiny_gguf(tmp_path / "m.gguf", n_ctx=n_ctx, metadata=values))


@pytest.mark.parametrize(
    ("trained", "default"),
    [(0, 4096), (100, 256), (512, 512), (2000, 2048), (8192, 8192), (131_072, 8192)],
)
def test_default_context(tmp_path: Path, trained: int, default: int):
    assert default_context(model(tmp_path, trained)) == default


def test_default_context_where_the_file_does_not_say(tmp_path: Path):
    assert default_context(model(tmp_path, context_length=None)) == 4096


def test_a_default_context_leaves_memory_free(tmp_path: Path):
    file = model(tmp_path, 8192)
    assert default_context(file, 1 << 40) == 8192
    for n_ctx in (2304, 4096, 8192):
        assert default_context(file, needed(file, n_ctx).total + SPARE) == n_ctx
    assert SPARE == 3 << 29


def test_where_memory_is_short_anyway(tmp_path: Path):
    assert default_context(model(tmp_path, 8192), 0) == 2048
    assert default_context(model(tmp_path, 1024), 0) == 1024


def test_a_packed_cache_is_smaller(tmp_path: Path):
    file = model(tmp_path)
    half = needed(file, 4096).cache
    assert needed(file, 4096, "f16").cache == half
    assert needed(file, 4096, "q8_0").cache == half * 34 // 64
    assert needed(file, 4096, "q4_0").cache == half * 18 // 64


def test_mapped_weights_are_told_from_private_memory(tmp_path: Path):
    file = model(tmp_path)  # F32, which nothing packs anew
    need = needed(file, 1024)
    assert need.mapped == need.weights
    assert need.private == need.cache + need.compute + need.other
    assert need.total == need.mapped + need.private


def test_what_is_packed_anew_is_private(tmp_path: Path):
    file = seven_billion()
    need = needed(file, 1024)
    assert need.copied == need.weights - file.tensors[0].size  # all but the embedding
    assert need.private == need.total - file.tensors[0].size


def test_memory_of_a_card_need_not_be_free(tmp_path: Path):
    file = model(tmp_path)
    need = needed(file, 4096).total
    check_fits(file, 4096, need - 5000, spare=0, elsewhere=5000)
    with pytest.raises(NotEnoughMemory):
        check_fits(file, 4096, need - 5001, spare=0, elsewhere=5000)


def test_cache_is_keys_and_values_of_all_layers_in_half_precision(tmp_path: Path):
    file = model(tmp_path)  # 2 layers, 2 key heads, 8 numbers each
    assert needed(file, 1024).cache == 2 * 2 * (8 + 8) * 2 * 1024
    assert needed(file, 1025).cache == needed(file, 1280).cache


def test_weights_are_the_tensors(tmp_path: Path):
    file = model(tmp_path)
    assert needed(file, 256).weights == sum(tensor.size for tensor in file.tensors)


def test_head_counts_and_lengths_of_their_own(tmp_path: Path):
    file = model(tmp_path, attention__head_count_kv=[2, 0], attention__key_length=16)
    assert needed(file, 256).cache == 2 * (16 + 8) * 2 * 256


def test_windows_are_counted_in_full(tmp_path: Path):
    windowed = model(tmp_path, attention__sliding_window=64)
    assert needed(windowed, 4096).cache == needed(model(tmp_path), 4096).cache


def test_hybrids_keep_a_state_instead(tmp_path: Path):
    whole = needed(model(tmp_path), 4096).cache
    hybrid = model(
        tmp_path,
        full_attention_interval=2,
        ssm__inner_size=64,
        ssm__state_size=16,
        ssm__conv_kernel=4,
        ssm__group_count=1,
    )
    state = (3 * (64 + 2 * 16) + 16 * 64) * 4  # of one layer: the other keeps keys and values
    assert needed(hybrid, 4096).cache == whole // 2 + state


def test_a_larger_context_needs_more(tmp_path: Path):
    file = model(tmp_path)
    totals = [needed(file, n_ctx).total for n_ctx in range(256, 4097, 256)]
    assert totals == sorted(set(totals))


def test_experts_need_room_to_compute(tmp_path: Path):
    dense = needed(model(tmp_path), 256).compute
    mixed = model(tmp_path, expert_used_count=8, expert_feed_forward_length=512)
    assert needed(mixed, 256).compute > dense


def test_a_vocabulary_that_was_not_read_is_known_by_its_embedding(tmp_path: Path):
    """As in the header of a remote file, whose lists are left out."""
    whole = model(tmp_path)
    values = {
        key: value for key, value in whole.metadata.items() if "tokenizer.ggml.tok" not in key
    }
    bare = replace(whole, metadata=MappingProxyType(values))
    assert (whole.n_vocab, bare.n_vocab) == (320, 0)
    assert needed(bare, 1024) == needed(whole, 1024)


def test_a_longer_context_may_need_less_and_is_found(tmp_path: Path):
    """Behind 16,384 tokens a batch is computed in halves, whose scores need half as much."""
    file = seven_billion()
    room = needed(file, 16_640).total
    assert needed(file, 16_384).total > room
    assert largest_context(file, room, 0) == 16_640
    for n_ctx in range(256, 32_768, 1536):
        need = needed(file, n_ctx).total
        found = largest_context(file, need, 0)
        assert found >= n_ctx
        assert needed(file, found).total <= need < needed(file, found + 256).total


class TestFitting:
    def test_fits(self, tmp_path: Path):
        file = model(tmp_path)
        check_fits(file, 4096, needed(file, 4096).total + 1000, spare=1000)

    def test_one_byte_short(self, tmp_path: Path):
        file = model(tmp_path)
        available = needed(file, 4096).total + 999
        with pytest.raises(NotEnoughMemory) as caught:
            check_fits(file, 4096, available, spare=1000)
        values = caught.value.values
        assert values["fits"] == 3840
        assert values["n_ctx"] == 4096
        assert values["needed"] == available + 1
        assert values["available"] == available
        assert "3,840" in caught.value.advice

    def test_what_is_said_to_fit_fits(self, tmp_path: Path):
        file = model(tmp_path)
        for available in range(needed(file, 256).total, needed(file, 4096).total, 100_000):
            fits = largest_context(file, available, 0)
            check_fits(file, fits, available, 0)
            with pytest.raises(NotEnoughMemory):
                check_fits(file, fits + 256, available, 0)

    def test_nothing_fits(self, tmp_path: Path):
        with pytest.raises(NotEnoughMemory) as caught:
            check_fits(model(tmp_path), 256, 1_000_000, spare=0)
        assert caught.value.values["fits"] == 0
        assert "smaller model" in caught.value.advice

    def test_never_more_than_the_model_was_trained_for(self, tmp_path: Path):
        assert largest_context(model(tmp_path), 1 << 50, 0) == 4096

    def test_a_margin_is_left(self, tmp_path: Path):
        assert 0 < margin() <= 1 << 30
        file = model(tmp_path)
        with pytest.raises(NotEnoughMemory):
            check_fits(file, 4096, needed(file, 4096).total)
