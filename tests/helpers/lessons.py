"""Small things to learn from, for tests of training: examples, a tiny model, and a run of both."""

from __future__ import annotations

from pathlib import Path

import msgspec
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.messages import ChatMessage
from engine.training.records import Settings, Train

SETTINGS = Settings(rank=4, alpha=8.0, steps=6, lr=5e-3, batch_tokens=64, threads=1)


def lesson(question: str, answer: str, row: int = 0) -> Example:
    messages = ChatMessage("user", question), ChatMessage("assistant", answer)
    return Example(messages, row)


def lessons(count: int = 6) -> list[Example]:
    """Each with an answer of its own."""
    return [lesson(f"do {number}", f"it is {number}", number) for number in range(1, count + 1)]


def write_run(
    folder: Path, examples: list[Example] | None = None, *, name: str = "run", **settings: object
) -> Train:
    """A run on a tiny model in `folder`, not yet begun; `settings` are other than SETTINGS."""
    model = folder / "tiny.gguf"
    if not model.exists():
        write_tiny_gguf(model, template=CHATML, quantised=True)
    data = folder / f"{name}.jsonl"
    write_examples(data, lessons() if examples is None else examples)
    return Train(
        model=str(model),
        data=str(data),
        folder=str(folder / name),
        out=str(folder / f"{name}.gguf"),
        name=name,
        settings=msgspec.structs.replace(SETTINGS, **settings),
    )
