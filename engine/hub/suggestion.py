"""Which file of a repository to take on this computer, by the header of one of them.

Pure arithmetic: asks neither network nor disk, and does not know who shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from engine.fit import Fit, Fitting, Machine
from engine.gguf import TENSOR_TYPES, Gguf, Tensor, TensorType
from engine.hub.records import Variant
from engine.hub.variants import quality
from engine.speed import History

READING_PACE: Final = 5.0
"""Words a second: slower than this, a reply is waited for."""
_BEST_FIRST: Final = ("nearly lossless", "very good", "good balance", "small", "very small")
_BY_NAME: Final = {kind.name: kind for kind in TENSOR_TYPES.values()}
_ENDINGS: Final = ("_XXS", "_XS", "_XL", "_S", "_M", "_L")


def fits_of(
    variants: Sequence[Variant],
    header: Gguf,
    measured: Variant,
    machine: Machine,
    history: History | None = None,
) -> list[tuple[Variant, str, Fit]]:
    """How each file would run, with its quality, by the `header` of the one that was `measured`."""
    return [
        (
            variant,
            quality(variant),
            Fitting(as_variant(header, measured, variant), machine, history=history).at(),
        )
        for variant in variants
    ]


def as_variant(header: Gguf, measured: Variant, variant: Variant) -> Gguf:
    """The header another file of the same repository would have: its tensors in its own type, and
    together as large as that file is. The header of one file tells the shape of all."""
    if variant == measured or not header.tensors:
        return header
    kind = _main_type(variant.quantisation)
    share = variant.size / max(1, measured.size)

    def scaled(tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        return tuple(
            replace(tensor, size=round(tensor.size * share), type=_type_of(tensor, kind))
            for tensor in tensors
        )

    shards = tuple(replace(shard, tensors=scaled(shard.tensors)) for shard in header.shards)
    return replace(header, tensors=scaled(header.tensors), shards=shards)


def suggested(fits: Sequence[tuple[Variant, str, Fit]]) -> Variant | None:
    """The file to take: the best quality that fits and still writes as fast as people read; where
    none does, the fastest that fits, and then the smallest that is tight.

    `fits` are the files with their quality and how they would run. The original is never the one
    where there is another: nobody can tell it from a nearly lossless file of half its size.
    """
    ranked = [one for one in fits if one[1] in _BEST_FIRST] or list(fits)
    fitting = [one for one in ranked if one[2].verdict == "fits"]
    quick = [one for one in fitting if one[2].words_per_s >= READING_PACE]
    if quick:
        return min(quick, key=lambda one: (_rank(one[1]), one[0].size))[0]
    if fitting:
        good = [one for one in fitting if _rank(one[1]) <= _rank("good balance")] or fitting
        return max(good, key=lambda one: (one[2].words_per_s, -one[0].size))[0]
    tight = [one for one in ranked if one[2].verdict == "tight"]
    return min(tight, key=lambda one: one[0].size)[0] if tight else None


def _rank(word: str) -> int:
    return _BEST_FIRST.index(word) if word in _BEST_FIRST else len(_BEST_FIRST)


def _main_type(quantisation: str) -> TensorType | None:
    """The type that most weights have: Q4_K_M is mostly Q4_K, and IQ3_M mostly IQ3_S; Q8_0 and F16
    are what they are called. None where the name does not tell."""
    name = quantisation.removeprefix("UD-").removesuffix("_MOE")
    stem = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
    known = (_BY_NAME.get(each) for each in (name, stem, f"{stem}_S"))
    return next(filter(None, known), None)


def _type_of(tensor: Tensor, kind: TensorType | None) -> TensorType:
    return kind if kind is not None and len(tensor.shape) > 1 else tensor.type
