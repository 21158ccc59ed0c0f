"""The GGUF files of a repository as people choose among them: one item a quantisation, with the
parts of a split file joined, and a word for what the quantisation costs in quality.

Knows only names and sizes; what a file really holds is in its header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, Literal

from engine.hub.records import RemoteFile, Variant

Quality = Literal[
    "original",
    "nearly lossless",
    "very good",
    "good balance",
    "small",
    "very small",
    "unknown",
]
Role = Literal["model", "projector", "adapter"]

BITS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # Measured on Llama 3.1 8B: tools/quantize/README.md of github.com/ggml-org/llama.cpp.
        "IQ1_S": 2.00,
        "IQ1_M": 2.15,
        "IQ2_XXS": 2.38,
        "IQ2_XS": 2.59,
        "IQ2_S": 2.74,
        "IQ2_M": 2.93,
        "IQ3_XXS": 3.25,
        "IQ3_XS": 3.50,
        "IQ3_S": 3.66,
        "IQ3_M": 3.76,
        "IQ4_XS": 4.46,
        "IQ4_NL": 4.68,
        "Q2_K_S": 2.97,
        "Q2_K": 3.16,
        "Q3_K_S": 3.64,
        "Q3_K_M": 4.00,
        "Q3_K_L": 4.30,
        "Q4_K_S": 4.67,
        "Q4_K_M": 4.89,
        "Q5_K_S": 5.57,
        "Q5_K_M": 5.70,
        "Q6_K": 6.56,
        "Q8_0": 8.50,
        # The size of one block over its weights: ggml/src/ggml-common.h of the same.
        "TQ1_0": 1.69,
        "TQ2_0": 2.06,
        "MXFP4": 4.25,
        "NVFP4": 4.50,
        "Q4_0": 4.50,
        "Q4_1": 5.00,
        "Q5_0": 5.50,
        "Q5_1": 6.00,
        "F16": 16.0,
        "BF16": 16.0,
        "F32": 32.0,
    }
)
"""Bits per weight by quantisation: those of a whole file where its tensors are packed in several
ways, so a little other in each model."""

_WORDS: Final[tuple[tuple[float, Quality], ...]] = (
    (16.0, "original"),
    (6.5, "nearly lossless"),
    (5.4, "very good"),
    (4.2, "good balance"),
    (3.2, "small"),
    (0.1, "very small"),
)
_SHARD: Final = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.I)
_QUANTISATION: Final = re.compile(
    r"""(?<![A-Z0-9])(?P<dynamic>UD[-_])?(?P<kind>
        IQ[1-4]_(?:XXS|XS|S|M|L|NL)(?:_(?:XXS|XS|S|M|L|XL))? | Q[2-8]_K(?:_(?:XXS|XS|S|M|L|XL))?
        | Q[2-8]_[01](?:_[48]_[48])? | TQ[12]_0 | (?:MX|NV)FP4(?:_MOE)? | BF16 | FP?16 | FP?32
    )(?![A-Z0-9])""",
    re.X | re.I,
)
_PROJECTOR: Final = re.compile(r"mmproj", re.I)
_ADAPTER: Final = re.compile(r"(?<![a-z])(?:lora|adapter)(?![a-z])", re.I)
_NO_MODEL: Final = re.compile(r"imatrix|ggml-vocab", re.I)
_SPELLED: Final = {"FP16": "F16", "FP32": "F32"}


def by_quantisation(files: Iterable[RemoteFile]) -> tuple[Variant, ...]:
    """The files as items to choose, models first, each kind from small to large.

    Files that are no GGUF, tables of weights' importance, and split files with a part missing are
    left out.
    """
    whole: list[Variant] = []
    split: dict[tuple[str, int], dict[int, RemoteFile]] = {}
    for file in files:
        name = PurePosixPath(file.path).name
        if not name.lower().endswith(".gguf") or _NO_MODEL.search(name):
            continue
        if match := _SHARD.fullmatch(file.path):
            parts = split.setdefault((match["stem"], int(match["count"])), {})
            parts[int(match["number"])] = file
        else:
            whole.append(_variant((file,)))
    for (_, count), parts in split.items():
        if sorted(parts) == list(range(1, count + 1)):
            whole.append(_variant(tuple(parts[number] for number in range(1, count + 1))))
    order = ("model", "projector", "adapter")
    return tuple(sorted(whole, key=lambda v: (order.index(v.role), v.size, v.name)))


def quantisation_of(path: str) -> str:
    """The quantisation that a file's name tells, or else the folder it is in; empty for none."""
    place = PurePosixPath(path)
    stem = match["stem"] if (match := _SHARD.fullmatch(place.name)) else place.stem
    for text in (stem, place.parent.name):
        if found := list(_QUANTISATION.finditer(text)):
            kind = found[-1]["kind"].upper()
            return ("UD-" if found[-1]["dynamic"] else "") + _SPELLED.get(kind, kind)
    return ""


def bits_of(quantisation: str) -> float:
    """Bits per weight that a quantisation takes; 0 where that is not known.

    A mixture that others named after the nearest one of llama.cpp (Q4_K_XL) counts as that.
    """
    name = quantisation.removeprefix("UD-").removesuffix("_MOE")
    for known in (name, re.sub(r"_[48]_[48]$", "", name), *_nearest(name)):
        if known in BITS:
            return BITS[known]
    return 0.0


def quality(variant: Variant) -> Quality:
    """What is left of the model, in words for people who never heard of bits."""
    bits = variant.bits or bits_of(variant.quantisation)
    return next((word for least, word in _WORDS if bits >= least), "unknown")


def _nearest(name: str) -> tuple[str, ...]:
    stem, _, size = name.rpartition("_")
    larger = ("L", "M", "S") if size in ("XL", "L") else ()
    return (*(f"{stem}_{other}" for other in larger), stem)


def _variant(files: tuple[RemoteFile, ...]) -> Variant:
    quantisation = quantisation_of(files[0].path)
    role = _role(PurePosixPath(files[0].path).name, quantisation)
    return Variant(quantisation, files, bits_of(quantisation), role)


def _role(name: str, quantisation: str) -> Role:
    if _PROJECTOR.search(name):
        return "projector"
    # Adapters are not packed tightly; a packed file with such a name is a model they went into.
    loose = bits_of(quantisation) >= 8 or not quantisation
    return "adapter" if loose and _ADAPTER.search(name) else "model"
