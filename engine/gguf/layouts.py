"""Which tensors a model of a common architecture must hold, and of which shapes.

As in `src/models/*.cpp` of llama.cpp 0c1e57098, for architectures whose layers are all alike. A
model that may lay out its layers otherwise (experts, numbers that differ by layer, heads of two
sizes, one tensor for all of attention) is checked as far as it is known, or left to llama.cpp.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.gguf.model import Gguf, refuse
from engine.gguf.types import ValueType

_Shapes = Mapping[str, tuple[str, ...]]

_ATTENTION: Final[_Shapes] = {
    "attn_q": ("embd", "q"),
    "attn_k": ("embd", "k"),
    "attn_v": ("embd", "v"),
}
_FEED_FORWARD: Final[_Shapes] = {
    "ffn_gate": ("embd", "ff"),
    "ffn_up": ("embd", "ff"),
    "ffn_down": ("ff", "embd"),
}
_DENSE: Final[_Shapes] = {
    "attn_norm": ("embd",),
    **_ATTENTION,
    "attn_output": ("q", "embd"),
    "ffn_norm": ("embd",),
    **_FEED_FORWARD,
}
_HEAD_NORMS: Final[_Shapes] = {"attn_q_norm": ("head",), "attn_k_norm": ("head",)}
_AFTER: Final[_Shapes] = {"post_attention_norm": ("embd",), "post_ffw_norm": ("embd",)}

# The tensors of one layer, without `.weight`.
_LAYERS: Final[Mapping[str, _Shapes]] = MappingProxyType(
    {
        "llama": _DENSE,
        "mistral3": _DENSE,
        "smollm3": _DENSE,
        "qwen2": _DENSE,
        "qwen3": {**_DENSE, **_HEAD_NORMS},
        "gemma": _DENSE,
        "gemma2": {**_DENSE, **_AFTER},
        "gemma3": {**_DENSE, **_AFTER, **_HEAD_NORMS},
    }
)
_ROTATES_WHOLE_HEADS: Final = ("llama", "deci", "falcon")


def check_layout(gguf: Gguf) -> None:
    """Raises `ModelFileError` where a tensor or a key is missing, or a shape is not the one that
    follows from the sizes in the metadata."""
    _check_rotation(gguf)
    layer = _LAYERS.get(gguf.architecture)
    if layer is None:
        return
    key = gguf.of_model("attention.layer_norm_rms_epsilon")
    if gguf.value_types.get(key) is not ValueType.FLOAT32:
        refuse(gguf, key, "it is missing")
    sizes = _sizes(gguf)
    if sizes is None:
        return
    shapes = {tensor.name: tensor.shape for tensor in gguf.all_tensors}
    _check_tensor(gguf, shapes, "output_norm.weight", (sizes["embd"],))
    experts = gguf.integer(gguf.of_model("expert_count")) > 0
    for number in range(gguf.n_layers - gguf.integer(gguf.of_model("nextn_predict_layers"))):
        fused = f"blk.{number}.attn_qkv.weight" in shapes
        for name, dimensions in layer.items():
            if (fused and name in _ATTENTION) or (experts and name in _FEED_FORWARD):
                continue
            expected = tuple(sizes[dimension] for dimension in dimensions)
            _check_tensor(gguf, shapes, f"blk.{number}.{name}.weight", expected)


def _sizes(gguf: Gguf) -> dict[str, int] | None:
    """The lengths that shapes are made of; None where they are not the same for all layers."""
    widths = gguf.per_layer(gguf.of_model("feed_forward_length")) or (0,)
    two_sizes = gguf.of_model("attention.key_length_swa") in gguf.metadata
    if two_sizes or any(len(set(one)) > 1 for one in (gguf.heads, gguf.kv_heads, widths)):
        return None
    heads, kv_heads = gguf.n_head, gguf.n_head_kv
    value = gguf.key_length if gguf.architecture.startswith("qwen") else gguf.value_length
    return {
        "embd": gguf.n_embd,
        "ff": widths[0],
        "head": gguf.key_length,
        "q": gguf.n_embd if gguf.architecture == "qwen2" else heads * gguf.key_length,
        "k": kv_heads * gguf.key_length,
        "v": kv_heads * value,
    }


def _check_tensor(
    gguf: Gguf, shapes: Mapping[str, tuple[int, ...]], name: str, expected: tuple[int, ...]
) -> None:
    shape = shapes.get(name)
    if shape is None:
        refuse(gguf, f"tensor {name}", "it is missing")
    if _without_ones(shape) != _without_ones(expected):
        refuse(gguf, f"tensor {name}", f"its shape is {shape}; {expected} was expected")


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without lengths of 1 at its end, which change nothing."""
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _check_rotation(gguf: Gguf) -> None:
    """These architectures rotate the whole head, and llama.cpp aborts where keys and values
    differ in length."""
    if gguf.architecture not in _ROTATES_WHOLE_HEADS or gguf.n_head == 0:
        return
    key = gguf.of_model("rope.dimension_count")
    if gguf.integer(key, gguf.key_length) != gguf.key_length:
        refuse(gguf, key, f"it is {gguf.integer(key):,}; the heads are {gguf.key_length:,} long")
    if gguf.architecture == "llama" and gguf.key_length != gguf.value_length:
        key = gguf.of_model("attention.value_length")
        refuse(gguf, key, f"{gguf.value_length:,} differs from keys of {gguf.key_length:,}")
