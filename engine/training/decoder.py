"""The model as torch computes it, layer by layer, with or without an adapter.

One decoder for all architectures that `engine.training.config` knows. Computes on packed rows:
several examples one behind the other, each of which sees only itself. Knows no loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from engine.training.attention import attend, lengths
from engine.training.config import Rope
from engine.training.linear import Stack, multiply
from engine.training.lora import Lora
from engine.training.recompute import compute_again
from engine.training.rope import Turns, rotated, turns
from engine.training.weights import Base, Matrix


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
        self._config = base.config

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
    ) -> Tensor:
        """What layers `first` to before `last` make of packed tokens, (n, n_embd).

        `tokens`, `positions` and `segments` are int64 (n): a token sees those before it in its own
        segment, a run of the same number. `x` is the input of layer `first`; None embeds the
        tokens. `last` None goes to the end, the final norm included. `checkpoint`: nothing within
        a layer is kept for the gradients; it is computed again.
        """
        if x is None:
            x = self._embedded(tokens)
        runs = lengths(segments)
        angles = self._angles(positions)
        for layer in range(first, self._config.n_layers if last is None else last):
            step = partial(self._layer, layer, runs=runs, by=angles[self._config.ropes[layer]])
            if checkpoint and torch.is_grad_enabled() and self._learns(layer, x):
                dropping = self.lora is not None and self.lora.dropout > 0
                x = compute_again(step, x, drops=dropping)
            else:
                x = step(x)
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

    def _angles(self, positions: Tensor) -> dict[Rope | None, Turns | None]:
        found: dict[Rope | None, Turns | None] = {None: None}
        for rope in set(self._config.ropes) - {None}:
            assert rope is not None
            factors = self.base.vector(rope.factors) if rope.factors else None
            found[rope] = turns(rope, positions, factors, self.kind)
        return found

    def _layer(self, layer: int, x: Tensor, runs: Sequence[int], by: Turns | None) -> Tensor:
        name = f"blk.{layer}."
        mixed = self._attention(layer, self._norm(x, f"{name}attn_norm"), runs, by)
        x = self._add(x, mixed, f"{name}post_attention_norm")
        made = self._feed_forward(layer, self._norm(x, f"{name}ffn_norm"))
        return self._add(x, made, f"{name}post_ffw_norm")

    def _add(self, x: Tensor, more: Tensor, norm: str) -> Tensor:
        if f"{norm}.weight" in self.base:
            more = self._norm(more, norm)
        scale = self._config.residual_scale
        return torch.add(x, more, alpha=scale)

    def _attention(self, layer: int, x: Tensor, runs: Sequence[int], by: Turns | None) -> Tensor:
        config = self._config
        fused = f"blk.{layer}.attn_qkv.weight" in self.base
        mixed = self._multiply(layer, ["attn_qkv"] if fused else ["attn_q", "attn_k", "attn_v"], x)
        heads = mixed.view(len(x), -1, config.head_dim)
        q, k, v = torch.split(heads, [config.n_head, config.n_head_kv, config.n_head_kv], dim=1)
        if f"blk.{layer}.attn_q_norm.weight" in self.base:
            q = self._norm(q, f"blk.{layer}.attn_q_norm")
            k = self._norm(k, f"blk.{layer}.attn_k_norm")
        rope = config.ropes[layer]
        if rope is not None and by is not None:
            q = rotated(q, by, interleaved=rope.interleaved)
            k = rotated(k, by, interleaved=rope.interleaved)
        seen = attend(
            q,
            k,
            v,
            runs,
            scale=config.attention_scale,
            window=config.windows[layer],
            cap=config.attention_cap,
        )
        return self._multiply(layer, ["attn_output"], seen)

    def _feed_forward(self, layer: int, x: Tensor) -> Tensor:
        fused = f"blk.{layer}.ffn_gate.weight" not in self.base
        both = self._multiply(layer, ["ffn_up"] if fused else ["ffn_gate", "ffn_up"], x)
        gate, up = both.chunk(2, dim=1)
        if self._config.activation == "gelu":
            gate = functional.gelu(gate, approximate="tanh")
        else:
            gate = functional.silu(gate)
        return self._multiply(layer, ["ffn_down"], gate * up)

    def _multiply(self, layer: int, names: Sequence[str], x: Tensor) -> Tensor:
        matrices = [self.base.matrix(f"blk.{layer}.{name}.weight") for name in names]
        stack = Stack(matrices, self.base.scratch, self._bias(layer, names, matrices))
        if self.lora is None:
            return multiply(x, stack)
        pairs = [self.lora.pair(layer, name) for name in names]
        return multiply(x, stack, pairs, self.lora.dropout if self.lora.training else 0.0)

    def _bias(self, layer: int, names: Sequence[str], matrices: Sequence[Matrix]) -> Tensor | None:
        keys = [f"blk.{layer}.{name}.bias" for name in names]
        if not any(key in self.base for key in keys):
            return None
        return torch.cat(
            [
                self.base.vector(key) if key in self.base else torch.zeros(matrix.rows)
                for key, matrix in zip(keys, matrices, strict=True)
            ]
        ).to(self.base.device, self.kind)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight = self.base.vector(f"{name}.weight").to(x.dtype)
        return functional.rms_norm(x, (x.shape[-1],), weight, self._config.eps)
