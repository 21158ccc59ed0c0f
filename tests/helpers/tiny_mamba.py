"""Writes a small recurrent model (Mamba), whose memory can never be rolled back."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

from helpers.tiny_gguf import N_VOCAB, TinyTensor, gguf_bytes, tiny_metadata

_WIDTH, _INNER, _STATE, _RANK, _KERNEL = 32, 64, 16, 2, 4


def write_tiny_mamba(path: Path, *, n_layers: int = 2, n_ctx: int = 4096) -> Path:
    """Write it and return its path. Random weights, the vocabulary of `tiny_gguf`."""
    values = {
        key.replace("llama.", "mamba."): value
        for key, value in tiny_metadata("llama", n_ctx=n_ctx, n_layers=n_layers).items()
        if "rope" not in key and "head" not in key
    }
    values["general.architecture"] = "mamba"
    values["mamba.ssm.conv_kernel"] = _KERNEL
    values["mamba.ssm.inner_size"] = _INNER
    values["mamba.ssm.state_size"] = _STATE
    values["mamba.ssm.time_step_rank"] = _RANK
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items()), _tensors(n_layers)))
    return path


def _tensors(n_layers: int) -> list[TinyTensor]:
    generator = random.Random(5)

    def tensor(name: str, *shape: int, scale: float = 0.3, mean: float = 0.0) -> TinyTensor:
        count = 1
        for size in shape:
            count *= size
        numbers = array("f", [generator.gauss(mean, scale) for _ in range(count)])
        return TinyTensor(name, shape, numbers.tobytes())

    tensors = [
        tensor("token_embd.weight", _WIDTH, N_VOCAB),
        tensor("output_norm.weight", _WIDTH, scale=0.0, mean=1.0),
    ]
    for layer in range(n_layers):
        prefix = f"blk.{layer}."
        tensors += [
            tensor(f"{prefix}attn_norm.weight", _WIDTH, scale=0.0, mean=1.0),
            tensor(f"{prefix}ssm_in.weight", _WIDTH, 2 * _INNER),
            tensor(f"{prefix}ssm_conv1d.weight", _KERNEL, _INNER),
            tensor(f"{prefix}ssm_conv1d.bias", _INNER),
            tensor(f"{prefix}ssm_x.weight", _INNER, _RANK + 2 * _STATE),
            tensor(f"{prefix}ssm_dt.weight", _RANK, _INNER),
            tensor(f"{prefix}ssm_dt.bias", _INNER),
            tensor(f"{prefix}ssm_a", _STATE, _INNER, scale=0.1, mean=-1.0),
            tensor(f"{prefix}ssm_d", _INNER),
            tensor(f"{prefix}ssm_out.weight", _INNER, _WIDTH),
        ]
    return tensors
