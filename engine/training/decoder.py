"""The model as torch computes it, layer by layer, with or without an adapter.

One decoder for all architectures that `engine.training.config` knows. Computes on packed rows:
several examples one behind the other, each of which sees only itself. Knows no loss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from engine.training.attention import Block, Shape, attend, blocks
from engine.training.config import Rope
from engine.training.feed_forward import feed_forward
from engine.training.linear import Stack, multiply
from engine.training.lora import Lora
from engine.training.norm import normed
from engine.training.recompute import compute_again
from engine.training.rope import Turns, ready
from engine.training.weights import Base, Matrix


@dataclass(frozen=True)
class _Places:
    """Where the tokens of one row are: angles by rope, and who sees whom by window."""

    turns: Mapping[Rope | None, Turns | None]
    plans: Mapping[int, Sequence[Block]]


class Head:
    """The last matrix, which scores every token of the vocabulary: logits are
    `cap * tanh(scale * h W / cap)`, or `scale * h W` where `cap` is 0."""

    def __init__(self, base: Base, matrix: Matrix) -> None:
        self.n_vocab = base.config.n_vocab
        self.cap, self.scale = base.config.logit_cap, base.config.logit_scale
        self._base, self._matrix = base, matrix

    def rows(self, start: int, stop: int) -> Tensor:
        """Rows of W as f32 (stop - start, n_embd). They hold until the next use of the base."""
        out = self._base.scratch.take(stop - start, self._matrix.columns)
        self._matrix.unpack(out, start)
        return out

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of all tokens, (n, n_vocab); not for learning."""
        raw = hidden @ self.rows(0, self.n_vocab).T.to(hidden.dtype) * self.scale
        return self.cap * torch.tanh(raw / self.cap) if self.cap else raw


class Decoder:
    """A base with at most one adapter; `lora` may be changed at any time, None is the base."""

    def __init__(self, base: Base, lora: Lora | None = None) -> None:
        self.base, self.lora = base, lora
        self.kind = torch.float32
        self._config = config = base.config
        self._shape = Shape(
            n_head=config.n_head,
            n_head_kv=config.n_head_kv,
            head_dim=config.head_dim,
            scale=config.attention_scale,
            cap=config.attention_cap,
        )

    def hidden(
        self,
        tokens: Tensor,
        positions: Tensor,
        segments: Tensor,
        *,
        first: int = 0,
        last: int | None = None,
        x: Tensor | None = None,
        checkpoint: bool = False,
        rows: Tensor | None = None,
    ) -> Tensor:
        """What layers `first` to before `last` make of packed tokens, (n, n_embd).

        `tokens`, `positions` and `segments` are int64 (n): a token sees those before it in its own
        segment, a run of the same number. `x` is the input of layer `first`; None embeds the
        tokens. `last` None goes to the end, the final norm included. `checkpoint`: nothing within
        a layer is kept for the gradients; it is computed again. `rows` are the numbers of the
        tokens that are wanted, (m): the last of the layers computes little for all others, and the
        result is (m, n_embd).
        """
        if x is None:
            x = self._embedded(tokens)
        places = self._places(positions, segments)
        end = self._config.n_layers if last is None else last
        for layer in range(first, end):
            wanted = rows if layer == end - 1 else None
            step = partial(self._layer, layer, places=places, rows=wanted)
            if checkpoint and torch.is_grad_enabled() and self._learns(layer, x):
                x = compute_again(step, x, drops=self._dropout > 0)
            else:
                x = step(x)
        if rows is not None and first >= end:
            x = x[rows]
        return self._norm(x, "output_norm") if last is None else x

    def _learns(self, layer: int, x: Tensor) -> bool:
        return x.requires_grad or (self.lora is not None and layer >= self.lora.first_layer)

    def head(self) -> Head:
        """The output matrix; that of the embeddings where the model has no other."""
        name = "output.weight" if "output.weight" in self.base else "token_embd.weight"
        return Head(self.base, self.base.matrix(name))

    def _embedded(self, tokens: Tensor) -> Tensor:
        rows = self.base.matrix("token_embd.weight").pick(tokens).to(self.kind)
        return rows * self._config.embedding_scale if self._config.embedding_scale != 1 else rows

    def _places(self, positions: Tensor, segments: Tensor) -> _Places:
        config = self._config
        turns: dict[Rope | None, Turns | None] = {None: None}
        for rope in config.ropes:
            if rope is not None and rope not in turns:
                factors = self.base.vector(rope.factors) if rope.factors else None
                turns[rope] = Turns.of(rope, positions, factors, self.kind)
        plans = {window: blocks(segments, window, self.kind) for window in set(config.windows)}
        return _Places(turns, plans)

    def _layer(self, layer: int, x: Tensor, places: _Places, rows: Tensor | None) -> Tensor:
        name = f"blk.{layer}."
        seen = self._attention(layer, self._norm(x, f"{name}attn_norm"), places)
        if rows is not None:
            x, seen = x[rows], seen[rows]
        mixed = multiply(seen, self._stack(layer, ["attn_output"]), self._dropout)
        x = self._add(x, mixed, f"{name}post_attention_norm")
        made = self._feed_forward(layer, self._norm(x, f"{name}ffn_norm"))
        return self._add(x, made, f"{name}post_ffw_norm")

    def _add(self, x: Tensor, more: Tensor, norm: str) -> Tensor:
        if f"{norm}.weight" in self.base:
            more = self._norm(more, norm)
        return torch.add(x, more, alpha=self._config.residual_scale)

    def _attention(self, layer: int, x: Tensor, places: _Places) -> Tensor:
        config = self._config
        fused = f"blk.{layer}.attn_qkv.weight" in self.base
        names = ["attn_qkv"] if fused else ["attn_q", "attn_k", "attn_v"]
        mixed = multiply(x, self._stack(layer, names), self._dropout)
        turns = places.turns[config.ropes[layer]]
        rotating = config.n_head + config.n_head_kv
        weight = self._head_norms(layer)
        prepared = ready(mixed, rotating, config.head_dim, weight, config.eps, turns)
        return attend(prepared, places.plans[config.windows[layer]], self._shape)

    def _feed_forward(self, layer: int, x: Tensor) -> Tensor:
        fused = f"blk.{layer}.ffn_gate.weight" not in self.base
        both = self._stack(layer, ["ffn_up"] if fused else ["ffn_gate", "ffn_up"])
        down = self._stack(layer, ["ffn_down"])
        return feed_forward(x, both, down, self._config.activation, self._dropout)

    @property
    def _dropout(self) -> float:
        return self.lora.dropout if self.lora is not None and self.lora.training else 0.0

    def _stack(self, layer: int, names: Sequence[str]) -> Stack:
        matrices = [self.base.matrix(f"blk.{layer}.{name}.weight") for name in names]
        pairs = [self.lora.pair(layer, name) for name in names] if self.lora is not None else []
        return Stack(matrices, self.base.scratch, self._bias(layer, names, matrices), pairs)

    def _bias(self, layer: int, names: Sequence[str], matrices: Sequence[Matrix]) -> Tensor | None:
        keys = [f"blk.{layer}.{name}.bias" for name in names]
        if not any(key in self.base for key in keys):
            return None
        where = self.base.device
        parts = [
            self.base.vector(key) if key in self.base else torch.zeros(matrix.rows, device=where)
            for key, matrix in zip(keys, matrices, strict=True)
        ]
        return torch.cat(parts).to(self.kind)

    def _head_norms(self, layer: int) -> Tensor | None:
        """Weights of the norms of queries and keys, a row a head."""
        if f"blk.{layer}.attn_q_norm.weight" not in self.base:
            return None
        q, k = (self.base.vector(f"blk.{layer}.attn_{one}_norm.weight") for one in "qk")
        heads = [q] * self._config.n_head + [k] * self._config.n_head_kv
        return torch.stack(heads).to(self.kind)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return normed(x, self.base.vector(f"{name}.weight").to(x.dtype), self._config.eps)
