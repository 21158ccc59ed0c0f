"""What a run needs: enough for what it takes, and refused before where it is not there."""

from pathlib import Path

import msgspec
import pytest
from helpers.lessons import SETTINGS, write_run
from helpers.practice import practice

from engine import gguf
from engine.errors import TrainingError
from engine.memory import margin
from engine.training.memory import (
    Need,
    adapter_numbers,
    checkpointed,
    first_layer,
    need,
    private_memory,
)
from engine.training.records import Settings

GIB = 1 << 30


def test_the_adapter_is_counted_as_it_is_made(tmp_path: Path):
    for settings in ({}, {"fast": True}, {"top_layers": 1, "targets": ("attn_q", "ffn_down")}):
        with practice(write_run(tmp_path, **settings)) as found:
            made = sum(parameter.numel() for parameter in found.session.lora.parameters())
            assert adapter_numbers(found.session.base.gguf, found.request.settings) == made


def test_the_first_layer_that_learns():
    assert first_layer(18, Settings()) == 0
    assert first_layer(18, Settings(fast=True)) == 9
    assert first_layer(15, Settings(fast=True)) == 7
    assert first_layer(18, Settings(top_layers=4)) == 14
    assert first_layer(18, Settings(top_layers=4, fast=True)) == 14
    assert first_layer(18, Settings(top_layers=99)) == 0


def test_more_tokens_and_fewer_layers(tmp_path: Path):
    request = write_run(tmp_path)
    file = gguf.read(Path(request.model))
    small, large = (need(file, SETTINGS, longest, 0) for longest in (512, 2048))
    assert small.kept < large.kept
    assert small.again < large.again
    fast = need(file, msgspec.structs.replace(SETTINGS, fast=True), 2048, 0)
    assert fast.kept < large.kept


@pytest.mark.parametrize(
    ("wish", "free", "again"),
    [
        ("auto", 10, False),
        ("auto", 4, True),
        ("on", 10, True),
        ("off", 10, False),
    ],
)
def test_layers_are_computed_again_where_memory_is_short(tmp_path: Path, wish, free, again):
    file = gguf.read(Path(write_run(tmp_path).model))
    settings = Settings(checkpointing=wish)
    wanted = Need(kept=5 * GIB, again=2 * GIB)
    assert checkpointed(file, settings, wanted, free * GIB) is again


@pytest.mark.parametrize(("wish", "least"), [("auto", 2), ("off", 5)])
def test_too_little_is_refused_with_numbers(tmp_path: Path, wish, least):
    file = gguf.read(Path(write_run(tmp_path).model))
    wanted = Need(kept=5 * GIB, again=2 * GIB)
    with pytest.raises(TrainingError) as refused:
        checkpointed(file, Settings(checkpointing=wish), wanted, least * GIB)
    assert refused.value.values["fault"] == "memory"
    assert refused.value.values["needed"] == least * GIB + margin()
    assert refused.value.values["available"] == least * GIB


def test_private_memory_grows_with_what_is_taken():
    before = private_memory()
    taken = bytearray(b"x" * (64 << 20))
    assert private_memory() - before >= 60 << 20
    del taken
