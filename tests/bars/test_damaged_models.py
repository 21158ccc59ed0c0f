"""A small sample of `damaged_models.py`: tiny models, a few variants of every class."""

import random
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from helpers.damage_gguf import Sample
from helpers.damaged import FAMILIES, Bench, choose
from helpers.raw_llama import RawLlama
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from helpers.use_model import REFUSED, engine_uses

from engine import gguf
from engine.engine import Engine
from engine.errors import ModelFileError, ModelNotFound

SEED = 20261121
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="makes pipes, sockets and forks")


@pytest.fixture(params=["llama", "gemma3"])
def bench(request, tmp_path: Path) -> Bench:
    path = write_tiny_gguf(tmp_path / "tiny.gguf", architecture=request.param, template=CHATML)
    return Bench(Sample(path, room=1 << 20), tmp_path / "bench")


def test_a_bench_changes_nothing_by_itself(bench: Bench):
    """What is not damaged is a right model, also after a variant was put in place."""
    with bench.place(choose("shapes of tensors", bench.sample, SEED, 1)[0]):
        pass
    right = gguf.open_model(bench.sample.path)
    moved = gguf.open_model(bench.path)
    for one, other in zip(right.tensors, moved.tensors, strict=True):
        assert (one.name, one.shape, one.type) == (other.name, other.shape, other.type)
        first = bench.sample.path.read_bytes()[one.offset : one.offset + one.size]
        assert first == bench.path.read_bytes()[other.offset : other.offset + other.size]


def test_the_same_seed_is_the_same_damage(bench: Bench):
    for family, variants in FAMILIES.items():
        titles = [v.title for v in choose(family, bench.sample, SEED, 20)]
        assert titles == [v.title for v in choose(family, bench.sample, SEED, 20)]
        assert len(titles) == 20
        assert len(list(variants(bench.sample, random.Random(SEED)))) >= 20


@pytest.mark.parametrize("family", FAMILIES)
def test_only_our_errors_come_out(bench: Bench, family: str):
    for variant in choose(family, bench.sample, SEED, 25):
        with bench.place(variant) as path, suppress(ModelFileError, ModelNotFound):
            gguf.require_chat(gguf.open_model(path))


def test_engine_and_llama_cpp(bench: Bench):
    """One variant of each class all the way: what llama.cpp cannot use is nearly all refused."""
    unusable, missed = 0, []
    with Engine() as engine, RawLlama() as raw:
        for family in FAMILIES:
            [variant] = choose(family, bench.sample, SEED, 1)
            with bench.place(variant) as path:
                raw.begin(path)
                used = engine_uses(engine, path, 60)
                itself = raw.end()
            assert used.end not in ("bug", "hung"), f"{family}, {variant.title}: {used}"
            unusable += not itself["ok"]
            if not itself["ok"] and used.end not in REFUSED:
                missed.append(f"{family}, {variant.title}: {itself['why']}, {used.end}")
    assert unusable > len(FAMILIES) / 2
    assert len(missed) <= 1, missed
