"""Runs that were never made: what pictures of the page of fine-tuning show. Every number in them is
invented, and the same each time.
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from engine.errors import TrainingError
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.files import writing
from engine.gguf.types import TENSOR_TYPES, Value
from engine.gguf.writer import NewTensor, write_gguf
from engine.messages import ChatMessage
from engine.paths import Home
from engine.training.journal import Journal
from engine.training.records import (
    Broken,
    Command,
    Done,
    Estimate,
    Evaluated,
    Event,
    Pause,
    Paused,
    Prepared,
    Probe,
    Saved,
    Settings,
    Step,
    Stop,
    Train,
)

STEPS: Final = 1200
EXAMPLES: Final = 412
MODEL: Final = "Qwen3-4B-Q4_K_M.gguf"

ROWS: Final = {
    "en": (
        ("My parcel is late, what now?", "Sorry about that! Send me the order number, please."),
        ("Can I get an invoice?", "Of course. Which name and tax number shall it have?"),
        ("The lamp arrived broken.", "Oh no! A photo is all we need; a new one leaves today."),
    ),
    "zh_CN": (
        ("我的包裹迟到了，怎么办？", "很抱歉！请把订单号发给我，我马上去查。"),
        ("可以开发票吗？", "可以的，请把抬头和税号发给我。"),
        ("台灯收到时就坏了。", "非常抱歉！拍张照片发来即可，今天就给您补发。"),
    ),
}


def sample_train(home: Home, run_id: str, name: str) -> Train:
    """What such a run was asked for."""
    folder = home.training / "runs" / run_id
    return Train(
        model=str(home.models / "Qwen" / "Qwen3-4B-GGUF" / MODEL),
        data=str(folder / "examples.jsonl"),
        eval_data=str(folder / "held_out.jsonl"),
        folder=str(folder),
        out=str(home.adapters / f"{run_id}.gguf"),
        name=name,
        settings=Settings(holdout=0.1),
    )


def sample_events(until: int, *, better: bool = True) -> list[Event]:
    """What it told as far as the step `until`. Not `better`: its unseen loss rises in the end."""
    chance = random.Random(6)
    events: list[Event] = [
        Prepared(EXAMPLES, 61_204, 14_380, 3, 41, STEPS, False, 1.4, 3.2),
        Evaluated(0, 2.94, math.exp(2.94), False),
    ]
    least = 2.94
    for step in range(1, until + 1):
        share = step / STEPS
        loss = 1.0 + 1.9 * math.exp(-4.5 * share) + chance.gauss(0, 0.12)
        rate = 2e-4 * min(1.0, step / 60) * (0.55 + 0.45 * math.cos(math.pi * share))
        left = (STEPS - step) * 40.0
        events.append(Step(step, STEPS, 3 * share, loss, rate, 4.2, 4_600_000_000, left))
        if step % 100 == 0:
            unseen = 1.1 + 1.8 * math.exp(-4.2 * share)
            unseen += 0 if better else max(0.0, share - 0.4) * 0.9
            events.append(Evaluated(step, unseen, math.exp(unseen), unseen < least))
            events.append(Saved("checkpoint", step))
            least = min(least, unseen)
    return events


def sample_end(home: Home, run_id: str) -> Done:
    """The end of one that went well."""
    path = home.adapters / f"{run_id}.gguf"
    return Done("done", str(path), STEPS, 1.13, 41_520.0, 4.9e-3, 4.8e-3)


def sample_failure() -> Broken:
    """The end of one that did not."""
    error = TrainingError(
        "killed",
        "the system ended its process for want of memory",
        "Close other programs, then resume the run; choose shorter examples if it stays so.",
    )
    return Broken(error.info())


class SampleTrainer:
    """Stands where the process of a run would: it is at once as far as `until`, and stays there."""

    until = 744

    def __init__(self, request: Train | Probe, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        if isinstance(request, Probe):
            tell(Estimate(STEPS, 4.2, 41_500.0, 4_600_000_000, False))
            return
        for event in sample_events(self.until):
            tell(event)

    def send(self, command: Command) -> None:
        if isinstance(command, Pause):
            self._tell(Paused(self.until))
        elif isinstance(command, Stop):
            self._tell(Done("cancelled", "", self.until, 1.26, 29_000.0))

    def close(self, timeout: float = 10.0) -> None:
        """Nothing runs."""


def write_sample_run(
    home: Home, run_id: str, name: str, tongue: str, events: Sequence[Event]
) -> Train:
    """Put such a run into a home, with its adapter where it has one."""
    train = sample_train(home, run_id, name)
    rows = [
        Example((ChatMessage("user", question), ChatMessage("assistant", answer)), row)
        for row, (question, answer) in enumerate(ROWS[tongue], 1)
    ]
    write_examples(Path(train.data), rows)
    write_examples(Path(train.eval_data), rows)
    journal = Journal(Path(train.folder), train)
    for event in events:
        journal.add(event)
    if events and isinstance(events[-1], Done):
        _write_adapter(Path(train.out), name)
    return train


def _write_adapter(path: Path, name: str) -> None:
    rank, width = 16, 64
    numbers = array("f", [0.01] * (rank * width)).tobytes()
    kind = TENSOR_TYPES[0]
    tensors = [
        NewTensor("blk.0.attn_q.weight.lora_a", kind, (width, rank), numbers),
        NewTensor("blk.0.attn_q.weight.lora_b", kind, (rank, width), numbers),
    ]
    metadata: dict[str, Value] = {
        "general.type": "adapter",
        "general.architecture": "qwen3",
        "general.name": name,
        "general.base_model.0.name": "Qwen3 4B",
        "adapter.type": "lora",
        "adapter.lora.alpha": 32.0,
    }
    with writing(path) as file:
        write_gguf(file, metadata, tensors)
