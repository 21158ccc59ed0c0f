"""What the decoder must know of a model: read from the metadata of its GGUF file, or refused.

Each rule is what llama.cpp computes for these architectures (`src/models/*.cpp`,
`llama-model.cpp`), since an adapter is used there: where a key is read but has no effect in
llama.cpp, it has none here. What is not known to be computed alike is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, NoReturn

from engine.errors import TrainingError
from engine.gguf import Gguf

Activation = Literal["silu", "gelu"]


@dataclass(frozen=True, slots=True)
class Rope:
    """Rotation of queries and keys by their position.

    `dims` of a head rotate, in pairs that lie side by side (`interleaved`) or half of `dims` apart.
    The k-th pair turns by `scale * base ** (-2k / dims)` a token, divided by the k-th of the
    numbers in the tensor `factors`, where one is named. `length`: rotated numbers are times that.
    """

    dims: int
    interleaved: bool
    base: float
    scale: float = 1.0
    factors: str = ""
    length: float = 1.0


@dataclass(frozen=True, slots=True)
class Config:
    """A decoder. `ropes` and `windows` have an item a layer: None does not rotate, and a window of
    0 sees all before. Soft caps of 0 are none. `embedding_scale` and `residual_scale` multiply,
    `logit_scale` too."""

    architecture: str
    n_layers: int
    n_embd: int
    n_vocab: int
    n_ff: int
    n_head: int
    n_head_kv: int
    head_dim: int
    eps: float
    activation: Activation
    ropes: tuple[Rope | None, ...]
    windows: tuple[int, ...]
    attention_scale: float
    attention_cap: float = 0.0
    embedding_scale: float = 1.0
    residual_scale: float = 1.0
    logit_cap: float = 0.0
    logit_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _Family:
    """How an architecture differs from others. `period`: of so many layers, the last sees all, and
    those before it a window. `unrotated`: every layer of so many does not rotate. `factors`: the
    tensor that may tell how fast each pair rotates."""

    interleaved: bool = False
    activation: Activation = "silu"
    head_norms: bool = False
    post_norms: bool = False
    fused: bool = False
    period: int = 1
    unrotated: int = 0
    factors: str = ""


_FAMILIES: Final[Mapping[str, _Family]] = MappingProxyType(
    {
        "llama": _Family(interleaved=True, factors="rope_freqs.weight"),
        "qwen2": _Family(),
        "qwen3": _Family(head_norms=True),
        "gemma2": _Family(activation="gelu", post_norms=True, period=2),
        "gemma3": _Family(activation="gelu", head_norms=True, post_norms=True, period=6),
        "phi3": _Family(fused=True, factors="rope_factors_short.weight"),
        "granite": _Family(interleaved=True, factors="rope_freqs.weight"),
        "smollm3": _Family(interleaved=True, unrotated=4),
    }
)
ARCHITECTURES: Final = frozenset(_FAMILIES)
"""Those whose decoder was proven against llama.cpp."""

_LAYER: Final = re.compile(r"blk\.(\d+)\.(.+)")
_NORMS: Final = ("attn_norm", "ffn_norm")
_LINEARS: Final = ("attn_output", "ffn_up", "ffn_down")
_QKV: Final = ("attn_q", "attn_k", "attn_v")


def config_of(gguf: Gguf) -> Config:
    """The decoder of a model. Raises `TrainingError` where Puna cannot teach it."""
    family = _FAMILIES.get(gguf.architecture)
    if family is None:
        _refuse("architecture", f"Puna cannot train models of the kind {gguf.architecture}")
    if gguf.not_chat:
        _refuse("architecture", f"this is {gguf.not_chat}")
    if gguf.integer(gguf.of_model("expert_count")) > 0:
        _refuse("experts", "Puna cannot train models that are mixtures of experts")
    _check_alike(gguf)
    _check_tensors(gguf, family)
    return _Reader(gguf, family).config()


def unsuitable(gguf: Gguf) -> str:
    """Why a model cannot be taught, as a sentence; empty where it can. Looks at its header only."""
    try:
        config_of(gguf)
    except TrainingError as error:
        return str(error.values["reason"])
    return ""


class _Reader:
    """Reads numbers of one model's metadata."""

    def __init__(self, gguf: Gguf, family: _Family) -> None:
        self._gguf, self._family = gguf, family
        self._kind = gguf.architecture

    def config(self) -> Config:
        gguf, kind = self._gguf, self._kind
        windows = self._windows()
        return Config(
            architecture=kind,
            n_layers=gguf.n_layers,
            n_embd=gguf.n_embd,
            n_vocab=gguf.n_vocab,
            n_ff=gguf.n_ff,
            n_head=gguf.n_head,
            n_head_kv=gguf.n_head_kv,
            head_dim=gguf.key_length,
            eps=self._number("attention.layer_norm_rms_epsilon"),
            activation=self._family.activation,
            ropes=self._ropes(windows),
            windows=windows,
            attention_scale=self._attention_scale(),
            attention_cap=self._cap("attn_logit_softcapping", 50.0),
            embedding_scale=self._embedding_scale(),
            residual_scale=self._of_granite("residual_scale"),
            logit_cap=self._cap("final_logit_softcapping", 30.0),
            logit_scale=1 / self._of_granite("logit_scale"),
        )

    @property
    def _gemma(self) -> bool:
        return self._kind.startswith("gemma")

    def _number(self, name: str, default: float = 0.0) -> float:
        value = self._gguf.metadata.get(self._gguf.of_model(name))
        return value if isinstance(value, float) else default

    def _of_granite(self, name: str) -> float:
        """A factor that Granite has; 0 stands for none."""
        return (self._number(name) if self._kind == "granite" else 0.0) or 1.0

    def _cap(self, name: str, default: float) -> float:
        if self._kind == "gemma2":
            return self._number(name, default)
        if self._number(name):
            _refuse("cap", "it holds its scores within a limit, which Puna cannot train")
        return 0.0

    def _embedding_scale(self) -> float:
        return math.sqrt(self._gguf.n_embd) if self._gemma else self._of_granite("embedding_scale")

    def _attention_scale(self) -> float:
        gguf = self._gguf
        if self._kind == "granite" and (scale := self._number("attention.scale")):
            return scale
        # The largest Gemma models divide by the width a head would have if all were as wide.
        if gguf.n_layers == {"gemma2": 46, "gemma3": 62}.get(self._kind):
            return 1 / math.sqrt(gguf.n_embd // gguf.n_head)
        return 1 / math.sqrt(gguf.key_length)

    def _windows(self) -> tuple[int, ...]:
        """Only Gemma has windows: what Phi 3 says of them is not heeded by llama.cpp either."""
        gguf, period = self._gguf, self._family.period
        if period == 1:
            return (0,) * gguf.n_layers
        key = gguf.of_model("attention.sliding_window_pattern")
        if key in gguf.metadata:
            period = gguf.integer(key, -1)
            if period < 1:
                _refuse("window", "its windows are laid out in a way unknown to Puna")
        key = gguf.of_model("attention.sliding_window")
        window = gguf.integer(key, 4096 if self._kind == "gemma2" else 0)
        return tuple(window if layer % period < period - 1 else 0 for layer in range(gguf.n_layers))

    def _ropes(self, windows: Sequence[int]) -> tuple[Rope | None, ...]:
        gguf, family = self._gguf, self._family
        known = ("none", "linear", "longrope") if self._kind == "phi3" else ("none", "linear")
        kind = gguf.text(gguf.of_model("rope.scaling.type")) or "linear"
        if kind not in known:
            _refuse("rope", f"its positions are stretched by {kind}, which Puna cannot train")
        if gguf.metadata.get(gguf.of_model("rope.scaling.finetuned")) is False:
            _refuse("rope", "it does not rotate at all, which Puna cannot train")
        factor = self._number("rope.scaling.factor") or self._number("rope.scale_linear")
        names = {tensor.name for tensor in gguf.all_tensors}
        everywhere = Rope(
            dims=gguf.integer(gguf.of_model("rope.dimension_count"), gguf.key_length),
            interleaved=family.interleaved,
            base=self._number("rope.freq_base", 10_000.0),
            scale=1 / factor if factor and kind != "none" else 1.0,
            factors=family.factors if family.factors in names else "",
            length=self._number("rope.scaling.attn_factor", 1.0),
        )
        within = replace(everywhere, base=self._number("rope.freq_base_swa", everywhere.base))
        if self._kind == "gemma3":
            within = replace(within, base=self._number("rope.freq_base_swa", 10_000.0), scale=1.0)
        rotates = [not family.unrotated or (n + 1) % family.unrotated for n in range(len(windows))]
        each = zip(windows, rotates, strict=True)
        return tuple((within if window else everywhere) if one else None for window, one in each)


def _check_alike(gguf: Gguf) -> None:
    """All layers must be of the same sizes, and heads of one length."""
    widths = gguf.per_layer(gguf.of_model("feed_forward_length"))
    if any(len(set(one)) != 1 for one in (gguf.heads, gguf.kv_heads, widths)):
        _refuse("layers", "its layers differ in size, which Puna cannot train")
    if gguf.of_model("attention.key_length_swa") in gguf.metadata or (
        gguf.key_length != gguf.value_length
    ):
        _refuse("heads", "its heads are of two lengths, which Puna cannot train")
    if gguf.integer(gguf.of_model("nextn_predict_layers")) > 0:
        _refuse("layers", "it predicts several tokens at once, which Puna cannot train")


def _check_tensors(gguf: Gguf, family: _Family) -> None:
    """All that a layer needs is there, and nothing that would be left out: it might matter."""
    names = {tensor.name for tensor in gguf.all_tensors}
    known = {"token_embd.weight", "output_norm.weight", "output.weight", family.factors}
    known |= {"rope_factors_long.weight"} if gguf.architecture == "phi3" else set()
    for layer in range(gguf.n_layers):
        for name, optional in _layer_tensors(family, f"blk.{layer}.", names):
            known.add(name)
            if not optional and name not in names:
                _refuse("tensors", f"{name} is missing in it")
    if unknown := sorted(names - known):
        _refuse("tensors", f"it holds {unknown[0]}, which Puna does not know how to compute with")


def _layer_tensors(family: _Family, prefix: str, names: set[str]) -> list[tuple[str, bool]]:
    """Names of the tensors of a layer, and whether each may be missing."""
    norms = list(_NORMS)
    if family.head_norms:
        norms += ["attn_q_norm", "attn_k_norm"]
    if family.post_norms:
        norms += ["post_attention_norm", "post_ffw_norm"]
    linears = [*_LINEARS]
    linears += ["attn_qkv"] if f"{prefix}attn_qkv.weight" in names else [*_QKV]
    linears += [] if family.fused else ["ffn_gate"]
    required = [(f"{prefix}{name}.weight", False) for name in (*norms, *linears)]
    return required + [(f"{prefix}{name}.bias", True) for name in linears]


def _refuse(fault: str, reason: str) -> NoReturn:
    advice = "Choose another model: llama, Qwen 2 and 3, Gemma 2 and 3, Phi 3 or Granite."
    raise TrainingError(fault, reason, advice)
