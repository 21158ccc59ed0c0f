"""Whether an adapter is, in llama.cpp, what was trained: its answers against those of torch.

llama.cpp rounds where torch does not, so the two never agree to the last digit: the base alone
shows by how much. In the process of a run; llama.cpp runs in another one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from engine.files import Cancelled
from engine.messages import AdapterUse
from engine.scoring import Scorer
from engine.training.decoder import Decoder
from engine.training.weights import Base

FACTOR, FLOOR = 1.5, 5e-4
"""An adapter may diverge so many times as far as the base does, or by so many nats a token."""
_COMPARED, _READ = 48, 1024
"""Tokens of a row that are compared, and that are read at most."""
_ENOUGH, _MOST_READ = 192, 3072
"""Tokens compared in all (of fewer, a single odd one would decide), and read in all at most."""
_VOCABULARY = 16_384
"""Rows of the head that are unpacked at once."""


class Divergence(NamedTuple):
    """KL in nats a token of llama.cpp from torch: of the base alone, and with the adapter."""

    base: float
    adapter: float

    @property
    def ok(self) -> bool:
        """Whether the adapter does in the chat what it did in training."""
        return self.adapter <= max(FACTOR * self.base, FLOOR)


def verify(
    base: Base,
    decoder: Decoder,
    adapter: Path,
    rows: Sequence[Sequence[int]],
    trained: Sequence[Sequence[int]] | None = None,
    *,
    n_threads: int = 0,
    cancelled: Cancelled = lambda: False,
) -> Divergence:
    """Compare an adapter's file in llama.cpp with the adapter that `decoder` has, on some `rows` of
    tokens, of which the first few count.

    `trained` tells of each token whether it was learnt: then only those are compared. In the chat
    nobody asks a model to guess what users write, and what an adapter makes of that is left to
    chance. Raises PunaError where llama.cpp refuses the adapter, `Stopped`.
    """
    lora = decoder.lora
    learning = lora is not None and lora.training
    found: tuple[list[float], list[float]] = ([], [])
    with Scorer(cancelled, n_threads=n_threads) as scorer:
        try:
            if lora is not None:
                lora.eval()
            for tokens, marks in _compared(rows, trained):
                for each, uses in zip(found, ([], [AdapterUse(str(adapter))]), strict=True):
                    theirs = scorer.logits(base.gguf.path, tokens, marks, uses)
                    decoder.lora = lora if uses else None
                    each += divergences(logits_of(decoder, tokens, marks), theirs)
        finally:
            decoder.lora = lora
            if lora is not None:
                lora.train(learning)
    means = (float(np.mean(each)) if each else math.nan for each in found)
    return Divergence(*means)


def _compared(
    rows: Sequence[Sequence[int]], trained: Sequence[Sequence[int]] | None
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """The first rows as far as they are read, with the positions that are compared."""
    compared = read = 0
    for number, row in enumerate(rows):
        learnt = trained[number] if trained is not None else [1] * len(row)
        marks = [at for at in range(1, min(len(row), _READ)) if learnt[at]]
        marks = marks[:_COMPARED] if trained is not None else marks[-_COMPARED:]
        if marks and compared < _ENOUGH and read < _MOST_READ:
            compared += len(marks)
            read += marks[-1]
            yield row[: marks[-1] + 1], marks


def divergences(ours: npt.NDArray[np.float32], theirs: npt.NDArray[np.float32]) -> list[float]:
    """KL of each row of `theirs` from that of `ours`, both logits of shape (rows, vocabulary)."""
    return [_divergence(mine, other) for mine, other in zip(ours, theirs, strict=True)]


def _divergence(ours: npt.NDArray[np.float32], theirs: npt.NDArray[np.float32]) -> float:
    expected, got = _log_softmax(ours), _log_softmax(theirs)
    return float((np.exp(expected) * (expected - got)).sum())


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    values = logits.astype(np.float64)
    values -= values.max()
    result: npt.NDArray[np.float64] = values - np.log(np.exp(values).sum())
    return result


def logits_of(
    decoder: Decoder, tokens: Sequence[int], marks: Sequence[int]
) -> npt.NDArray[np.float32]:
    """What torch expects the tokens at `marks` by; shape (marks, vocabulary)."""
    ids = torch.tensor(tokens[: marks[-1]], dtype=torch.int64, device=decoder.base.device)
    positions = torch.arange(len(ids), device=ids.device)
    with torch.no_grad():
        before = torch.tensor(marks, device=ids.device) - 1
        hidden = decoder.hidden(ids, positions, torch.zeros_like(ids))[before]
        head = decoder.head()
        logits = np.empty((len(hidden), head.n_vocab), np.float32)
        for start in range(0, head.n_vocab, _VOCABULARY):
            stop = min(start + _VOCABULARY, head.n_vocab)
            part = hidden @ head.rows(start, stop).T.to(hidden.dtype) * head.scale
            if head.cap:
                part = head.cap * torch.tanh(part / head.cap)
            logits[:, start:stop] = part.float().cpu().numpy()
    return logits
