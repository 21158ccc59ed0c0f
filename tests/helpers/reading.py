"""A child process that reads prompts with the engine's own context, recall and encoder.

It holds two contexts on one model: one that is used as the engine does, and one that is always
read anew.
`Reading` is the other side. One thread and no fused attention: then the same tokens in the same
batches give the same numbers to the bit.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers.called import Called, answer

BATCH = 64
"""Tokens read at once: small, so that a short text has several batches."""


class Reading(Called):
    """The process for one model. Call its functions by name: `reading("prompt", tokens=...)`."""

    def __init__(self, model: Path, n_ctx: int = 2048, states: Path | None = None) -> None:
        super().__init__("helpers.reading", str(model), str(n_ctx), str(states or ""))


def assert_same(compared: dict[str, Any], most: float = 1e-6, near: float = 0.1) -> None:
    """What `Reading("compare")` found is equal, but for the order of sums: `most` KL divergence,
    and the same tokens up to one whose second choice is `near`, in logits."""
    assert compared["kl"] <= most
    found = zip(compared["here"], compared["there"], compared["margins"], strict=True)
    for here, there, margin in found:
        if margin < near:
            return
        assert here == there


class Reader:
    """What the process does."""

    def __init__(self, path: Path, n_ctx: int, states: str) -> None:
        import llama_cpp

        from engine.messages import Tuning
        from engine.worker.context import Context
        from engine.worker.encoder import Encoder
        from engine.worker.keeper import Keeper
        from engine.worker.native_log import NativeLog
        from engine.worker.recall import Recall
        from engine.worker.vocabulary import Vocabulary

        self.log = NativeLog()
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        self.llama = llama_cpp
        self.model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        self.vocabulary = Vocabulary(self.model)
        self.encoder = Encoder(self.vocabulary)
        tuning = Tuning(flash=False, n_batch=BATCH)
        made = [Context(self.model, n_ctx, 1, tuning, lambda: None, self.log) for _ in range(2)]
        self.context, self.fresh = made
        self.keeper = Keeper()
        self.keeper.configure(states, 1 << 30, 0)
        self.recall = Recall(self.context, self.keeper, "model")

    def tokens(self, text: str, control: bool = True) -> list[int]:
        return self.vocabulary.encode(text, control=control)

    def begins(self) -> list[int]:
        return self.vocabulary.beginning([])

    def encode(self, pieces: list[dict[str, Any]]) -> list[Any]:
        from engine.prompt import Piece
        from engine.worker.model import Job

        made = [Piece(**{**p, "tokens": tuple(p.get("tokens", ()))}) for p in pieces]
        return list(self.encoder.encode(made, 4096, Job(1)))

    def prompt(self, tokens: list[int], chat: str = "", adapters: str = "", turn: int = 0) -> int:
        """Read a prompt as a reply does; how many tokens were taken over."""
        cached = self.recall.begin(tokens, chat, adapters)
        while (start := len(self.context.tokens)) < len(tokens):
            stop = self.recall.next_stop(len(tokens), turn)
            assert self.context.decode(tokens[start:stop])
        self.recall.took(len(tokens), 10.0)
        return cached

    def reply(self, count: int) -> list[int]:
        """The likeliest tokens, one by one; the last is not read, as ever."""
        made: list[int] = []
        for _ in range(count):
            if made:
                assert self.context.decode(made[-1:])
            made.append(int(self._logits(self.context).argmax()))
            if len(made) == 1:
                self.recall.checkpoint()
        return made

    def read(self, tokens: list[int]) -> None:
        assert self.context.decode(tokens)

    def truncate(self, length: int) -> bool:
        return self.context.truncate(length)

    def grow(self, n_ctx: int) -> bool:
        return self.context.grow(n_ctx)

    def rest(self, *, parting: bool = False) -> None:
        self.recall.rest(parting=parting)

    def save(self, timeout: float = 30.0) -> None:
        self.recall.rest(parting=True)
        self.keeper.close(timeout)

    def forget(self, chats: list[str]) -> None:
        self.keeper.forget(chats)
        self.recall.rest(parting=False)

    def limit(self, memory: int) -> None:
        self.keeper.configure("", 0, memory)

    def seen(self) -> dict[str, Any]:
        context = self.context
        return {
            "tokens": list(context.tokens),
            "batches": list(context.batches.log()),
            "mark": asdict(context.mark),
            "kept": [len(kept.tokens) for kept in self.keeper.warm.kept],
            "checkpoints": [c.mark.length for c in self.recall._checkpoints.copies],
            "window": context.window,
            "recurrent": context.recurrent,
        }

    def compare(self, count: int = 0, *, whole: bool = False) -> dict[str, Any]:
        """The logits now against those of a fresh context that reads the same tokens in the same
        batches; `whole`: in full ones. Then the likeliest `count` tokens of both, and how far the
        first and second choice of the fresh one are apart."""
        import numpy as np

        from engine.worker.batches import batches

        fresh, tokens = self.fresh, list(self.context.tokens)
        fresh.clear()
        sizes = [BATCH] * (len(tokens) // BATCH) + [len(tokens) % BATCH] * (len(tokens) % BATCH > 0)
        steps = [(size, size) for size in sizes]
        if not whole:
            steps = [(b.size, b.kept) for b in batches(self.context.batches.log(), BATCH)]
        for size, kept in steps:
            part = tokens[len(fresh.tokens) : len(fresh.tokens) + kept]
            assert fresh.decode([*part, *part[-1:] * (size - kept)])
            assert fresh.truncate(len(fresh.tokens) - (size - kept))
        a, b = (self._logits(c) for c in (fresh, self.context))
        p, q = (x - x.max() - np.log(np.exp(x - x.max()).sum()) for x in (a, b))
        result = {"kl": float((np.exp(p) * (p - q)).sum()), "most": float(abs(a - b).max())}
        here: list[int] = []
        there: list[int] = []
        margins: list[float] = []
        for _ in range(count):
            a, b = self._logits(fresh), self._logits(self.context)
            best = np.sort(a)[-2:]
            margins.append(float(best[1] - best[0]))
            there.append(int(a.argmax()))
            here.append(int(b.argmax()))
            fresh.decode(there[-1:])
            self.context.decode(here[-1:])
        return result | {"here": here, "there": there, "margins": margins}

    def _logits(self, context: Any) -> Any:
        import numpy as np

        pointer = self.llama.llama_get_logits_ith(context.pointer, -1)
        return np.ctypeslib.as_array(pointer, (self.vocabulary.size,)).astype(float)


def main() -> None:
    answer(Reader(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))


if __name__ == "__main__":
    main()
