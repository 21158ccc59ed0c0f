"""Gradients of the decoder against differences, in double precision, for every architecture; and
that checkpoints, packing, and windows change nothing but memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from helpers.llama_logits import packed
from helpers.tiny_decoders import VARIANTS, write_decoder

from engine.training.attention import Shape, attend, blocks
from engine.training.decoder import Decoder
from engine.training.lora import Lora
from engine.training.records import Settings
from engine.training.weights import Base

ROWS = [[5, 9, 30, 7, 11, 200, 4, 8, 90, 14, 21, 33, 40, 66], [7, 5, 9, 120, 3]]
STEP = 1e-4


def prepared(path: Path, settings: Settings, size: float = 0.05) -> tuple[Base, Lora, Decoder]:
    """A decoder in double precision whose adapter adds something."""
    base = Base.open(path)
    lora = Lora(base, settings).double()
    generator = torch.Generator().manual_seed(2)
    for parameter in lora.parameters():
        parameter.data.normal_(0, size, generator=generator)
    decoder = Decoder(base, lora)
    decoder.kind = torch.float64
    return base, lora, decoder


def loss_of(decoder: Decoder, **options: Any) -> torch.Tensor:
    """A number that depends on all of the result, each part of it with a weight of its own."""
    hidden = decoder.hidden(*packed(ROWS), **options)
    weights = torch.linspace(-1, 1, hidden.shape[1], dtype=torch.float64)
    return (hidden * weights).tanh().sum()


@pytest.mark.parametrize("variant", VARIANTS)
def test_gradients_are_those_of_differences(variant: str, tmp_path: Path):
    """Along a random direction of all numbers of a layer, and along one of each kind of matrix."""
    path = write_decoder(tmp_path / "tiny.gguf", variant)
    base, lora, decoder = prepared(path, Settings(rank=4))
    loss_of(decoder).backward()
    generator = torch.Generator().manual_seed(5)
    groups = [list(lora.parameters()), *([one] for one in lora.layers[0].parameters())]
    for group in groups:
        ways = [torch.randn(one.shape, generator=generator, dtype=one.dtype) for one in group]
        length = sum(float(way.square().sum()) for way in ways) ** 0.5
        expected = sum(float((one.grad * way).sum()) for one, way in zip(group, ways, strict=True))
        found = []
        with torch.no_grad():
            for by in (STEP, -2 * STEP):
                for one, way in zip(group, ways, strict=True):
                    one += way * (by / length)
                found.append(float(loss_of(decoder)))
            for one, way in zip(group, ways, strict=True):
                one += way * (STEP / length)
        difference = (found[0] - found[1]) / (2 * STEP)
        assert difference == pytest.approx(expected / length, rel=1e-4, abs=1e-8)
    base.close()


@pytest.mark.parametrize("variant", ["llama", "gemma3"])
@pytest.mark.parametrize("options", [{"checkpoint": True}, {"rows": torch.tensor([2, 3, 13, 18])}])
def test_the_same_gradients_in_another_way(variant: str, options: dict[str, Any], tmp_path: Path):
    path = write_decoder(tmp_path / "tiny.gguf", variant)
    base, lora, decoder = prepared(path, Settings(rank=4))
    hidden = decoder.hidden(*packed(ROWS))
    if "rows" in options:
        hidden = hidden[options["rows"]]
    hidden.square().sum().backward()
    expected = [parameter.grad.clone() for parameter in lora.parameters()]
    lora.zero_grad()
    again = decoder.hidden(*packed(ROWS), **options)
    again.square().sum().backward()
    torch.testing.assert_close(again, hidden)
    for parameter, before in zip(lora.parameters(), expected, strict=True):
        torch.testing.assert_close(parameter.grad, before)
    base.close()


def test_layers_in_two_parts_are_the_whole(tmp_path: Path):
    base, _, decoder = prepared(write_decoder(tmp_path / "t.gguf", "gemma3"), Settings(rank=4))
    places = packed(ROWS)
    whole = decoder.hidden(*places)
    middle = decoder.hidden(*places, last=3)
    torch.testing.assert_close(decoder.hidden(*places, first=3, x=middle), whole)
    assert not torch.equal(middle, whole)
    end = base.config.n_layers
    rows = torch.tensor([1, 4])
    last = decoder.hidden(*places, last=end)
    torch.testing.assert_close(decoder.hidden(*places, first=end, x=last, rows=rows), whole[rows])
    base.close()


def test_examples_do_not_see_each_other(tmp_path: Path):
    base, _, decoder = prepared(write_decoder(tmp_path / "tiny.gguf", "qwen3"), Settings())
    together = decoder.hidden(*packed(ROWS))
    alone = torch.cat([decoder.hidden(*packed([row])) for row in ROWS])
    torch.testing.assert_close(together, alone)
    base.close()


def test_without_an_adapter_it_is_the_base(tmp_path: Path):
    path = write_decoder(tmp_path / "tiny.gguf", "llama")
    base, _, decoder = prepared(path, Settings())
    changed = decoder.hidden(*packed(ROWS))
    decoder.lora = None
    plain = decoder.hidden(*packed(ROWS))
    assert not plain.requires_grad
    assert not torch.allclose(changed, plain)
    decoder.lora = Lora(base, Settings()).double()
    torch.testing.assert_close(decoder.hidden(*packed(ROWS)), plain)
    base.close()


def test_dropout_is_for_learning_only(tmp_path: Path):
    """On average over many draws it adds what it adds without."""
    path = write_decoder(tmp_path / "tiny.gguf", "llama")
    base, lora, decoder = prepared(path, Settings(rank=4, dropout=0.5), size=0.01)
    lora.eval()
    still = decoder.hidden(*packed(ROWS), last=1)
    lora.train()
    torch.manual_seed(1)
    draws = [decoder.hidden(*packed(ROWS), last=1) for _ in range(60)]
    assert not torch.equal(draws[0], draws[1])
    decoder.lora = None
    plain = decoder.hidden(*packed(ROWS), last=1)
    added, mean = still - plain, torch.stack(draws).mean(0) - plain
    assert (mean - added).norm() < 0.4 * added.norm()
    draws[0].sum().backward()
    assert all(one.grad is not None for one in lora.layers[0].parameters())
    base.close()


@pytest.mark.parametrize("window", [0, 5, 300])
@pytest.mark.parametrize("cap", [0.0, 2.0])
def test_long_examples_are_attended_to_in_blocks(window: int, cap: float):
    """Against the plain formula; 600 tokens are three blocks."""
    shape = Shape(n_head=4, n_head_kv=2, head_dim=8, scale=0.5, cap=cap)
    generator = torch.Generator().manual_seed(0)
    lengths = [600, 30, 1]
    count = sum(lengths)
    x = torch.randn(count, 8 * 8, generator=generator, dtype=torch.float64, requires_grad=True)
    segments = torch.cat([torch.full((n,), at) for at, n in enumerate(lengths)])
    out = attend(x, blocks(segments, window, x.dtype), shape)
    q, k, v = (part.view(count, -1, 8) for part in x.split([32, 16, 16], dim=1))
    k, v = k.repeat_interleave(2, 1), v.repeat_interleave(2, 1)
    scores = torch.einsum("ihd,jhd->hij", q, k) * 0.5
    scores = cap * torch.tanh(scores / cap) if cap else scores
    back = torch.arange(count)[:, None] - torch.arange(count)
    seen = (back >= 0) & (segments[:, None] == segments)
    seen &= back < window if window else seen
    shares = scores.masked_fill(~seen, -torch.inf).softmax(-1)
    plain = torch.einsum("hij,jhd->ihd", shares, v).flatten(1)
    torch.testing.assert_close(out, plain)
    way = torch.randn(out.shape, generator=generator, dtype=torch.float64)
    (expected,) = torch.autograd.grad((plain * way).sum(), x)
    (found,) = torch.autograd.grad((out * way).sum(), x)
    torch.testing.assert_close(found, expected)
