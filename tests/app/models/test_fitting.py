"""Which file is suggested, and how the header of one file stands for the others."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf

from app.models.fitting import as_variant, suggested
from app.models.size_guess import best_for, may_fit, parameters
from engine import gguf
from engine.fit import Fit, Machine
from engine.hub.records import RemoteFile, RepoSummary, Variant
from engine.memory import Need

GB = 1 << 30


def variant(kind, size):
    return Variant(kind, (RemoteFile(f"m-{kind}.gguf", size),))


def run(verdict, speed):
    return Fit(verdict, Need(GB, 0, 0, 0), 4096, 8192, speed, 1.0, False)


def case(quality, size, verdict, speed):
    return variant(quality.replace(" ", "_"), size), quality, run(verdict, speed)


class TestSuggestion:
    def test_the_best_that_is_quick(self):
        cases = [
            case("original", 16, "fits", 6.0),
            case("nearly lossless", 8, "fits", 9.0),
            case("good balance", 5, "fits", 14.0),
        ]
        assert suggested(cases) is cases[1][0]  # nobody can tell the original from it

    def test_reading_pace_comes_before_quality(self):
        cases = [
            case("nearly lossless", 8, "fits", 2.0),
            case("good balance", 5, "fits", 5.5),
            case("very small", 3, "fits", 9.0),
        ]
        assert suggested(cases) is cases[1][0]

    def test_a_slow_computer_gets_no_bad_answers_for_it(self):
        cases = [
            case("nearly lossless", 8, "fits", 0.8),
            case("good balance", 5, "fits", 1.2),
            case("very small", 3, "fits", 1.7),
        ]
        assert suggested(cases) is cases[1][0]

    def test_the_smallest_that_is_tight(self):
        cases = [case("good balance", 5, "tight", 2.0), case("very small", 3, "tight", 3.0)]
        assert suggested(cases) is cases[1][0]
        assert suggested([case("good balance", 5, "too big", 1.0)]) is None
        assert suggested([]) is None

    def test_files_of_unknown_quality(self):
        cases = [case("unknown", 5, "fits", 9.0)]
        assert suggested(cases) is cases[0][0]


def test_another_file_of_the_same_shape(tmp_path):
    header = gguf.read(write_tiny_gguf(tmp_path / "t.gguf"))
    small, large = variant("Q4_K_M", 1000), variant("Q8_0", 2000)
    assert as_variant(header, small, small) is header
    other = as_variant(header, small, large)
    assert other.weights_size == pytest.approx(2 * header.weights_size, rel=0.01)
    assert {tensor.type.name for tensor in other.tensors if len(tensor.shape) > 1} == {"Q8_0"}
    assert [tensor.shape for tensor in other.tensors] == [t.shape for t in header.tensors]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "size"),
        [
            ("Qwen3-8B-GGUF", 8e9),
            ("Qwen3-30B-A3B", 30e9),
            ("Mixtral-8x7B-Instruct-v0.1", 56e9),
            ("SmolLM2-135M-Instruct", 135e6),
            ("OLMo-2-1124-7B", 7e9),
            ("Qwen2.5-0.5B", 0.5e9),
            ("Phi-4-mini", 0),
        ],
    )
    def test_parameters(self, name, size):
        assert parameters(name) == size

    def test_what_may_fit(self):
        machine = Machine(16 * GB, 12 * GB, (), 20e9, 1e11)
        assert may_fit(RepoSummary(id="a/Qwen3-8B"), machine)
        assert not may_fit(RepoSummary(id="a/Qwen3-32B"), machine)
        assert may_fit(RepoSummary(id="a/Phi-4-mini"), machine)  # its name tells nothing

    def test_the_best_of_some(self):
        sizes = [RepoSummary(id=f"a/m-{size}") for size in ("0.5B", "4B", "8B", "70B")]
        fast = Machine(32 * GB, 24 * GB, (), 100e9, 1e12)
        slow = Machine(32 * GB, 24 * GB, (), 1e9, 1e10)
        assert best_for(sizes, fast).id == "a/m-8B"
        assert best_for(sizes, slow).id == "a/m-0.5B"
        assert best_for([], fast) is None
