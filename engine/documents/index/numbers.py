"""Vectors as the index keeps them: without the mean of their embedder, in 8-bit integers."""

from __future__ import annotations

import numpy as np

from engine.embedding.stream import Floats

_LEVELS = 127


def floats_of(data: bytes) -> Floats:
    """32-bit floats as they are kept, of shape (count,)."""
    return np.frombuffer(data, "<f4").astype(np.float32)


def centred(vector: Floats, mean: Floats) -> Floats:
    """A vector without the mean, of length 1 again. `mean` has shape (1, dimension), or (0, …) for
    none. What has no direction, as of a text without words, is all zeros."""
    if not vector.any():
        return vector
    moved = vector - mean.sum(axis=0)
    length = float(np.linalg.norm(moved))
    return np.asarray(moved / length if length else moved, np.float32)


def quantised(vector: Floats) -> tuple[float, bytes]:
    """A vector as a scale and 8-bit integers, which times the scale are it."""
    most = float(np.abs(vector).max(initial=0.0))
    scale = most / _LEVELS
    numbers = np.rint(vector / scale) if scale else np.zeros_like(vector)
    return scale, numbers.astype(np.int8).tobytes()
