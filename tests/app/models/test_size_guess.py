"""What a name tells of the size of a model, and which of some is the best for a computer."""

import pytest

from app.models.size_guess import best_for, may_fit, parameters
from engine.fit import Machine
from engine.hub.records import RepoSummary

GB = 1 << 30


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
