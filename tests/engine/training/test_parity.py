"""The decoder of the trainer against llama.cpp: on small random models of every architecture, and
on both real models, with and without an adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from helpers.llama_logits import Job, Rows, divergence, logits, packed
from helpers.tiny_decoders import VARIANTS, write_decoder

from engine.gguf import read
from engine.training.adapter_file import write_adapter
from engine.training.config import ARCHITECTURES
from engine.training.decoder import Decoder
from engine.training.lora import Lora
from engine.training.records import Settings
from engine.training.weights import Base

PACKINGS = ("Q8_0", "Q4_K")
GENERATOR = torch.Generator().manual_seed(7)
ROWS = [torch.randint(3, 300, (length,), generator=GENERATOR).tolist() for length in (40, 23)]
TEXTS = [
    "The river rises in the hills north of the town, and on market days the whole valley comes "
    "down to it with baskets of apples, cheese and wool. Nobody remembers who built the bridge.",
    "def mean(numbers):\n    return sum(numbers) / len(numbers)\n\nprint(mean([2, 3, 7]))  # 4.0\n",
    "Dear Ms Okafor, thank you for your letter of the third of May. Your parcel left our store on "
    "Monday, and it should reach you before the end of the week. With kind regards, the shop",
]


@dataclass(frozen=True)
class Answer:
    """What llama.cpp computes for a model, alone and with an adapter."""

    model: Path
    adapter: Path
    rows: Rows
    alone: Any
    with_adapter: Any

    def decoder(self, base: Base) -> Decoder:
        return Decoder(base, Lora.read(base, self.adapter, Settings()))


def random_adapter(model: Path, size: float, settings: Settings | None = None) -> Path:
    """Write an adapter whose every pair adds something, beside the model."""
    base = Base.open(model)
    lora = Lora(base, settings or Settings(rslora=True))
    generator = torch.Generator().manual_seed(3)
    for parameter in lora.parameters():
        parameter.data.normal_(0, size, generator=generator)
    path = model.with_suffix(".adapter.gguf")
    write_adapter(path, base, lora, {"general.name": "Random"})
    base.close()
    return path


def asked(models: Mapping[str, tuple[Path, Path]], rows: Any) -> dict[str, Answer]:
    jobs = [
        Job(model, rows, used) for model, adapter in models.values() for used in (None, adapter)
    ]
    answers = iter(logits(jobs))
    found = {}
    for name, (model, adapter) in models.items():
        (tokens, alone), (_, with_adapter) = next(answers), next(answers)
        found[name] = Answer(model, adapter, tokens, alone, with_adapter)
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Of all variants in both packings."""
    folder = tmp_path_factory.mktemp("decoders")
    models = {}
    for variant in VARIANTS:
        for kind in PACKINGS:
            model = write_decoder(folder / f"{variant}-{kind}.gguf", variant, kind)
            models[f"{variant}-{kind}"] = model, random_adapter(model, 0.03)
    return asked(models, ROWS)


def computed(decoder: Decoder, rows: Rows) -> torch.Tensor:
    with torch.no_grad():
        return decoder.head().logits(decoder.hidden(*packed(rows)))


def check(answer: Answer) -> None:
    """The divergence with the adapter is at most 1.3 of the one without it, or 5e-4."""
    base = Base.open(answer.model)
    decoder = answer.decoder(base)
    with_adapter = computed(decoder, answer.rows)
    decoder.lora = None
    alone = computed(decoder, answer.rows)
    floor = divergence(answer.alone, alone)
    assert floor < 6e-3
    assert divergence(answer.with_adapter, with_adapter) <= max(1.3 * floor, 5e-4)
    assert divergence(answer.with_adapter, alone) > 2 * floor
    base.close()


def test_every_architecture_is_here():
    assert {variant.architecture for variant in VARIANTS.values()} == ARCHITECTURES


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", PACKINGS)
def test_small_models(answers: dict[str, Answer], variant: str, kind: str):
    check(answers[f"{variant}-{kind}"])


LEFT_OUT = {
    "llama3 factors": lambda config: ropes(config, factors=""),
    "linear scale": lambda config: ropes(config, scale=1.0),
    "linear order": lambda config: ropes(config, interleaved=False),
    "qwen2 order": lambda config: ropes(config, interleaved=True),
    "qwen3 scale": lambda config: replace(config, attention_scale=1.0),
    "gemma2 attention": lambda config: replace(config, attention_cap=0.0),
    "gemma2 logits": lambda config: replace(config, logit_cap=0.0),
    "gemma2 windows": lambda config: replace(config, windows=(0, 0, 0)),
    "gemma2 period": lambda config: replace(config, windows=(*config.windows[1:], 12)),
    "gemma3 windows": lambda config: replace(config, windows=(0,) * 7),
    "gemma3 bases": lambda config: replace(config, ropes=config.ropes[:1] * 7),
    "gemma3 scale": lambda config: ropes(config, scale=1.0),
    "gemma3 activation": lambda config: replace(config, activation="silu"),
    "phi4 dims": lambda config: ropes(config, dims=64, factors=""),
    "phi4 length": lambda config: ropes(config, length=1.0),
    "granite attention": lambda config: replace(config, attention_scale=0.125),
    "granite embeddings": lambda config: replace(config, embedding_scale=1.0),
    "granite residual": lambda config: replace(config, residual_scale=1.0),
    "granite logits": lambda config: replace(config, logit_scale=1.0),
    "smollm3 unrotated": lambda config: replace(config, ropes=config.ropes[:1] * 4),
}


def ropes(config: Any, **changes: Any) -> Any:
    return replace(config, ropes=tuple(rope and replace(rope, **changes) for rope in config.ropes))


@pytest.mark.parametrize("what", LEFT_OUT)
def test_the_small_models_show_what_is_left_out(answers: dict[str, Answer], what: str):
    answer = answers[f"{what.split()[0]}-Q8_0"]
    base = Base.open(answer.model)
    right = divergence(answer.alone, computed(Decoder(base), answer.rows))
    base.config = LEFT_OUT[what](base.config)
    wrong = divergence(answer.alone, computed(Decoder(base), answer.rows))
    assert wrong > 3 * right
    base.close()


@pytest.mark.model
@pytest.mark.slow
def test_real_models(model_path: Path, tmp_path: Path):
    model = tmp_path / "model.gguf"
    model.symlink_to(model_path)
    # Adapters that change much amplify what llama.cpp rounds: these change about as much as short
    # training does.
    size = 0.005 if read(model).architecture == "gemma3" else 0.01
    check(asked({"it": (model, random_adapter(model, size))}, TEXTS)["it"])
