"""Attention within each example of a packed row, causal and within a window.

Knows no weights: queries, keys and values come rotated.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional


def lengths(segments: Tensor) -> list[int]:
    """How many tokens each run of the same number has."""
    _, counts = torch.unique_consecutive(segments, return_counts=True)
    found: list[int] = counts.tolist()
    return found


def attend(
    q: Tensor, k: Tensor, v: Tensor, runs: Sequence[int], *, scale: float, window: int, cap: float
) -> Tensor:
    """q (n, heads, d), k and v (n, kv heads, d) to (n, heads * d).

    `runs` are the lengths of the examples in them; a `window` of 0 sees all before; scores are held
    within `cap` where it is above 0.
    """
    shared = q.shape[1] // k.shape[1]
    if shared > 1:
        k, v = k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1)
    heads = [torch.split(one.transpose(0, 1), list(runs), dim=1) for one in (q, k, v)]
    parts = [_one(*part, scale=scale, window=window, cap=cap) for part in zip(*heads, strict=True)]
    return torch.cat(parts, dim=1).transpose(0, 1).flatten(1)


def _one(q: Tensor, k: Tensor, v: Tensor, *, scale: float, window: int, cap: float) -> Tensor:
    """One example: (heads, n, d) each."""
    n = q.shape[1]
    if cap:
        scores = torch.tanh(q @ k.transpose(1, 2) * (scale / cap)) * cap
        hidden = ~_seen(n, window, q.device)
        return scores.masked_fill(hidden, -torch.inf).softmax(dim=-1) @ v
    mask = _seen(n, window, q.device) if 0 < window < n else None
    return functional.scaled_dot_product_attention(
        q[None], k[None], v[None], attn_mask=mask, is_causal=mask is None, scale=scale
    )[0]


def _seen(n: int, window: int, device: torch.device) -> Tensor:
    """True where a token (row) sees another (column)."""
    places = torch.arange(n, device=device)
    back = places[:, None] - places
    return (back >= 0) & (back < window) if window else back >= 0
