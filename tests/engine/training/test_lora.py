"""Adapters: which matrices learn, how they begin, and that a file holds what was learnt."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from helpers.adapter_writer import adapter_tensors, altered
from helpers.adapter_writer import write_adapter as write_by_hand
from helpers.tiny_decoders import write_decoder
from helpers.tiny_gguf import split_model, write_tiny_gguf

from engine.errors import AdapterError, TrainingError
from engine.gguf import read
from engine.gguf.adapter import read_adapter
from engine.training.adapter_file import write_adapter
from engine.training.lora import Lora
from engine.training.records import Settings
from engine.training.weights import Base


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base.open(write_decoder(tmp_path / "tiny.gguf", "smollm3"))


def filled(lora: Lora) -> Lora:
    generator = torch.Generator().manual_seed(1)
    for parameter in lora.parameters():
        parameter.data.normal_(0, 0.1, generator=generator)
    return lora


def added(lora: Lora) -> dict[str, torch.Tensor]:
    return {name: pair.scale * (pair.b @ pair.a).detach() for name, pair in lora.pairs()}


def test_a_new_adapter_changes_nothing(base: Base):
    lora = Lora(base, Settings(rank=4, seed=3))
    assert len(lora.pairs()) == 4 * 7
    assert all(not change.any() for change in added(lora).values())
    assert all(pair.a.std() > 0.01 for _, pair in lora.pairs())
    again, other = Lora(base, Settings(rank=4, seed=3)), Lora(base, Settings(rank=4, seed=4))
    assert all(
        torch.equal(a, b) for a, b in zip(lora.parameters(), again.parameters(), strict=True)
    )
    assert not torch.equal(lora.pairs()[0][1].a, other.pairs()[0][1].a)


@pytest.mark.parametrize(
    ("settings", "scale"),
    [(Settings(), 2.0), (Settings(rslora=True), 8.0), (Settings(rank=8, alpha=4.0), 0.5)],
)
def test_scale(base: Base, settings: Settings, scale: float):
    assert Lora(base, settings).scale == scale


@pytest.mark.parametrize(
    ("settings", "first"),
    [
        (Settings(), 0),
        (Settings(top_layers=1), 3),
        (Settings(top_layers=9), 0),
        (Settings(fast=True), 2),
        (Settings(fast=True, top_layers=1), 3),
        (Settings(fast=True, top_layers=4), 2),
    ],
)
def test_layers_that_learn(base: Base, settings: Settings, first: int):
    lora = Lora(base, settings)
    assert lora.first_layer == first
    assert {int(name.split(".")[1]) for name, _ in lora.pairs()} == set(range(first, 4))


def test_matrices_that_learn(base: Base, tmp_path: Path):
    lora = Lora(base, Settings(targets=("attn_v", "ffn_down"), top_layers=1))
    assert [name for name, _ in lora.pairs()] == ["blk.3.attn_v.weight", "blk.3.ffn_down.weight"]
    fused = Base.open(write_decoder(tmp_path / "phi.gguf", "phi3"))
    chosen = Settings(targets=("attn_v", "attn_q", "ffn_gate", "ffn_up"), top_layers=1)
    names = [name for name, _ in Lora(fused, chosen).pairs()]
    assert names == ["blk.1.attn_qkv.weight", "blk.1.ffn_up.weight"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"alpha": 0.0},
        {"alpha": math.inf},
        {"dropout": 1.0},
        {"targets": ()},
        {"targets": ("attn_q", "token_embd")},
    ],
)
def test_settings_that_teach_nothing(base: Base, wrong: dict[str, Any]):
    with pytest.raises(TrainingError):
        Lora(base, Settings(**wrong))


@pytest.mark.parametrize("half", [False, True])
def test_a_file_holds_what_was_learnt(base: Base, half: bool, tmp_path: Path):
    lora = filled(Lora(base, Settings(rank=4, rslora=True, top_layers=2)))
    path = tmp_path / "a.gguf"
    write_adapter(path, base, lora, {"general.name": "Mine", "train.steps": 7}, half=half)
    adapter = read_adapter(path)
    assert (adapter.name, adapter.architecture, adapter.rank) == ("Mine", "smollm3", 4)
    assert adapter.alpha == 64.0
    assert {pair[0].type.name for pair in adapter.pairs.values()} == {"F16" if half else "F32"}
    again = Lora.read(base, path, Settings())
    assert (again.first_layer, again.rank, again.scale) == (2, 4, 16.0)
    expected, found = added(lora), added(again)
    assert expected.keys() == found.keys()
    for name, change in expected.items():
        torch.testing.assert_close(found[name], change, rtol=3e-3 if half else 0, atol=1e-2 * half)


def test_going_on_with_the_upper_half(base: Base, tmp_path: Path):
    """What is below still counts, and does not learn."""
    path = tmp_path / "a.gguf"
    write_adapter(path, base, filled(Lora(base, Settings(rank=4))), {})
    lora = Lora.read(base, path, Settings(fast=True, dropout=0.25))
    assert (lora.first_layer, lora.dropout, len(lora.pairs())) == (2, 0.25, 4 * 7)
    learning = {name.split(".")[1] for name, one in lora.named_parameters() if one.requires_grad}
    assert learning == {"2", "3"}


def test_going_on_where_nothing_would_learn(base: Base, tmp_path: Path):
    path = write_by_hand(
        tmp_path / "low.gguf",
        base.gguf.path,
        change=lambda tensors: [tensor for tensor in tensors if tensor.name.startswith("blk.0.")],
    )
    assert Lora.read(base, path, Settings()).first_layer == 0
    with pytest.raises(TrainingError, match="none of the layers"):
        Lora.read(base, path, Settings(top_layers=2))


@pytest.mark.parametrize("alpha", [16.0, 0.0])
def test_adapters_of_others(base: Base, alpha: float, tmp_path: Path):
    """Pairs may be of several ranks, and an alpha of 0 stands for each one's own."""
    path = base.gguf.path
    more = adapter_tensors(path, rank=2, linears=("attn_q",))
    mixed = write_by_hand(
        tmp_path / "mixed.gguf",
        path,
        rank=8,
        alpha=alpha,
        linears=("attn_v", "ffn_up"),
        change=lambda tensors: [*tensors, *more],
    )
    lora = Lora.read(base, mixed, Settings())
    ranks = {pair.a.shape[0] for _, pair in lora.pairs()}
    assert ranks == {2, 8}
    numbers = {
        tensor.name: torch.from_numpy(
            np.fromfile(mixed, np.float32, tensor.count, offset=tensor.offset)
        ).view(*reversed(tensor.shape))
        for tensor in read(mixed).tensors
    }
    for name, change in added(lora).items():
        a, b = numbers[f"{name}.lora_a"], numbers[f"{name}.lora_b"]
        scale = alpha / len(a) if alpha else 1.0
        torch.testing.assert_close(change, scale * b @ a)
    write_adapter(tmp_path / "again.gguf", base, lora, {})
    again = added(Lora.read(base, tmp_path / "again.gguf", Settings()))
    for name, change in added(lora).items():
        torch.testing.assert_close(again[name], change)


def test_adapters_that_cannot_be_gone_on_with(base: Base, tmp_path: Path):
    other = write_tiny_gguf(tmp_path / "llama.gguf")
    with pytest.raises(AdapterError, match="this model is smollm3"):
        Lora.read(base, write_by_hand(tmp_path / "o.gguf", other), Settings())
    wrong = {"train.base_sha256": "0" * 64}
    stranger = write_by_hand(tmp_path / "w.gguf", base.gguf.path, metadata=wrong)
    with pytest.raises(AdapterError):
        Lora.read(base, stranger, Settings())
    path = base.gguf.path
    renamed = altered("blk.0.attn_q.weight.lora_a", name="output.weight.lora_a")
    with pytest.raises(AdapterError):
        Lora.read(base, write_by_hand(tmp_path / "r.gguf", path, change=renamed), Settings())
    with pytest.raises(AdapterError):
        Lora.read(base, tmp_path / "none.gguf", Settings())


def test_a_model_in_two_files(tmp_path: Path):
    base = Base.open(split_model(tmp_path)[0])
    whole = Base.open(write_tiny_gguf(tmp_path / "whole.gguf"))
    for name in ("blk.0.attn_q.weight", "blk.1.ffn_down.weight", "token_embd.weight"):
        one, other = base.matrix(name), whole.matrix(name)
        a, b = torch.empty(one.rows, one.columns), torch.empty(other.rows, other.columns)
        one.unpack(a)
        other.unpack(b)
        assert torch.equal(a, b)
