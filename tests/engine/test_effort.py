"""What a token costs follows from the shapes in a file, and the speed from what it costs."""

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from helpers.devices_seen import seven_billion
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf
from engine.effort import Effort, effort
from engine.gguf import TENSOR_TYPES, Gguf, Tensor
from engine.throughput import Throughput

FAST = Throughput(20e9, 200e9)


def test_all_weights_are_read_but_for_the_rows_of_the_embedding():
    file = seven_billion()
    found = effort(file)
    assert found.packing == "Q4_K"
    assert found.weights == file.weights_size - file.tensors[0].size
    assert found.multiplied == pytest.approx(
        2.9 * sum(t.count for t in file.tensors if t.name.startswith("blk"))
    )
    assert found.unpacked == 4 * sum(t.count for t in file.tensors[1:])
    assert (found.full, found.windowed, found.window) == (32 * 4096, 0, 0)
    assert found.scored == 4 * 32 * 32 * (128 + 128)


def test_an_embedding_that_is_the_output_is_read():
    file = seven_billion(tied=True)
    assert effort(file).weights == file.weights_size


def test_of_experts_those_that_are_used():
    kind = next(one for one in TENSOR_TYPES.values() if one.name == "Q4_K")
    file = seven_billion()
    experts = Tensor("blk.0.ffn_up_exps.weight", kind, (4096, 512, 8), 0, 9_000_000)
    more = {"llama.expert_count": 8, "llama.expert_used_count": 2}
    mixture = Gguf(
        file.path, 3, file.size, MappingProxyType(dict(file.metadata) | more), file.value_types,
        (*file.tensors, experts),
    )  # fmt: skip
    assert effort(mixture).weights - effort(file).weights == 9_000_000 / 4
    multiplied = effort(mixture).multiplied - effort(file).multiplied
    assert multiplied == pytest.approx(2.9 * 4096 * 512 * 8 / 4)


def test_windows_and_packed_caches_are_read_less(tmp_path: Path):
    file = gguf.read(write_tiny_gguf(tmp_path / "g.gguf", architecture="gemma3", n_layers=6))
    found = effort(file)
    assert (found.full, found.windowed, found.window) == (64, 5 * 64, 64)
    assert effort(file, "q8_0").full == 34


def test_a_file_without_tensors_costs_nothing_but_does_not_fail(tmp_path: Path):
    file = seven_billion()
    empty = Gguf(file.path, 3, 0, file.metadata, file.value_types, ())
    assert (effort(empty).weights, effort(empty).packing) == (0, "")


class TestSpeed:
    def test_writing_slows_down_with_what_was_read(self):
        one = effort(seven_billion())
        times = [one.write_s(FAST, depth) for depth in (0, 1000, 8000, 32_000)]
        assert times == sorted(set(times))
        assert times[2] - times[0] == pytest.approx(8 * (times[1] - times[0]))

    def test_a_window_ends_that(self):
        one = Effort("F16", 1, 1e9, 0, 1e9, 0, 1e5, 512, 0)
        assert one.write_s(FAST, 512) == one.write_s(FAST, 30_000) > one.write_s(FAST, 100)

    def test_more_bandwidth_helps_writing_and_more_multiplying_both(self):
        one = effort(seven_billion())
        wider = msgspec.structs.replace(FAST, bandwidth=40e9)
        stronger = msgspec.structs.replace(FAST, flops=400e9)
        assert one.write_s(FAST, 0) / 2 < one.write_s(wider, 0) < one.write_s(FAST, 0)
        assert one.write_s(FAST, 0) / 2 < one.write_s(stronger, 0) < one.write_s(FAST, 0)
        assert one.read_s(wider, 100) == one.read_s(FAST, 100)
        assert one.read_s(stronger, 100) == one.read_s(FAST, 100) / 2

    def test_reading_more_takes_more_than_in_proportion(self):
        one = effort(seven_billion())
        assert one.read_s(FAST, 0) == 0
        assert one.read_s(FAST, 4000) > 4 * one.read_s(FAST, 1000) > 0
