"""LoRA adapters in GGUF files: read, and checked against the model they are to change.

llama.cpp takes some wrong adapters without a word and ends the process at the first token with
others, so nothing is left to it. Layout as in `llama-adapter.cpp` of llama.cpp 0c1e57098: for each
tensor `T` that is changed, `T.lora_a` (in, rank) and `T.lora_b` (rank, out), fastest dimension
first; what is added is `scale * alpha / rank * B A`, an alpha of 0 standing for the rank.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn

from engine.errors import AdapterError, ModelFileError, ModelNotFound
from engine.files import shown
from engine.gguf.architectures import file_kind
from engine.gguf.model import Gguf, Tensor
from engine.gguf.reader import read
from engine.gguf.types import ValueType

_TYPE: Final = "adapter.type"
_ALPHA: Final = "adapter.lora.alpha"
_ACTIVATED: Final = "adapter.alora.invocation_tokens"
_BASE_SHA256: Final = "train.base_sha256"
_TEMPLATE: Final = "train.template"
_BASE_NAME: Final = "general.base_model.0.name"
_EMBEDDING: Final = "token_embd.weight"
_LONGEST_TEMPLATE: Final = 1 << 20
_MOST_ALPHA: Final = 65_536
_BLOCK: Final = 136 << 15
"""Bytes looked at at once: whole numbers and whole blocks of all packings below."""

# By packing: the first byte to look at and how far it is to the next, and its values that stand
# for what is no number, is infinite, or is above 131,072 in full precision. Sign and exponent are
# in the highest byte; of half precision only the exponent of all ones is looked for.
_FAR: Final = bytes(byte for byte in range(256) if byte & 0x7F >= 0x48)
_ENDLESS: Final = bytes(byte for byte in range(256) if byte & 0x7C == 0x7C)
_PACKINGS: Final[Mapping[str, tuple[int, int, bytes]]] = MappingProxyType(
    {
        "F32": (3, 4, _FAR),
        "BF16": (1, 2, _FAR),
        "F16": (1, 2, _ENDLESS),
        "Q8_0": (1, 34, _ENDLESS),
    }
)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter. `size` in bytes; `rank` is the highest of its pairs of matrices.

    `base` is the name of the model it was made for, as far as the file says, else the architecture;
    `base_sha256` the digest of that model's file, and `template` the chat template it was trained
    with, both empty where it carries none. `pairs` are A and B by the tensor they change.
    """

    path: Path
    name: str
    architecture: str
    base: str
    base_sha256: str
    size: int
    rank: int
    alpha: float
    template: str
    pairs: Mapping[str, tuple[Tensor, Tensor]]


def read_adapter(path: Path) -> Adapter:
    """Read an adapter without its numbers. Raises `AdapterError`."""
    try:
        file = read(path)
    except ModelNotFound as error:
        refuse(path, "missing", str(error.values["reason"]), error)
    except ModelFileError as error:
        refuse(path, "file", f"{error.values['field']}: {error.values['reason']}", error)
    _check_kind(file)
    pairs = _pairs(file)
    template = file.text(_TEMPLATE)
    if len(template) > _LONGEST_TEMPLATE:
        refuse(path, "unsupported", "its chat template is too long")
    return Adapter(
        path=path,
        name=file.name,
        architecture=file.architecture,
        base=file.text(_BASE_NAME) or file.architecture,
        base_sha256=file.text(_BASE_SHA256).strip().lower(),
        size=file.size,
        rank=max(_rank(b) for _, b in pairs.values()),
        alpha=_alpha(file),
        template=template,
        pairs=pairs,
    )


def check_adapter(adapter: Adapter, base: Gguf, base_sha256: Callable[[], str]) -> None:
    """Check that an adapter fits a model: its kind, the tensors it changes and their shapes.

    `base_sha256` gives the digest of the model's file; it is only asked where the adapter carries
    one. Raises `AdapterError`, and what `base_sha256` raises.
    """
    if adapter.architecture != base.architecture:
        refuse(
            adapter.path,
            "model",
            f"it is for {adapter.architecture}, and this model is {base.architecture}",
        )
    tensors = {tensor.name: tensor for tensor in base.all_tensors}
    for name, (a, b) in adapter.pairs.items():
        _check_pair(adapter.path, tensors, name, a, b)
    if adapter.base_sha256 and adapter.base_sha256 != base_sha256():
        refuse(adapter.path, "base", "it was trained on another file than that of this model")


def check_numbers(adapter: Adapter) -> None:
    """Read all numbers of an adapter and check that each is one. Raises `AdapterError`."""
    try:
        with adapter.path.open("rb") as file:
            for pair in adapter.pairs.values():
                for tensor in pair:
                    file.seek(tensor.offset)
                    left = tensor.size
                    while left > 0:
                        data = file.read(min(left, _BLOCK))
                        if not data:
                            refuse(adapter.path, "file", "it became shorter while it was read")
                        _check_block(adapter.path, tensor, data)
                        left -= len(data)
    except OSError as error:
        refuse(adapter.path, "file", f"it cannot be read: {error.strerror}", error)


def refuse(path: Path, fault: str, reason: str, cause: Exception | None = None) -> NoReturn:
    """Raise `AdapterError` for an adapter that cannot be used."""
    raise AdapterError(shown(path), fault, reason) from cause


def _check_kind(file: Gguf) -> None:
    """llama.cpp aborts where one of these values is stored in another type."""
    if file.kind != "adapter":
        what = file_kind(file.kind, file.architecture) or "a model"
        refuse(file.path, "kind", f"it is {what}, not an adapter")
    if "general.type" not in file.metadata or file.value_types["general.type"] != ValueType.STRING:
        refuse(file.path, "kind", "it does not say that it is an adapter")
    if file.text(_TYPE) != "lora":
        refuse(file.path, "kind", f"it is of the type {file.text(_TYPE)[:40]!r}, not LoRA")
    if _ACTIVATED in file.metadata:
        refuse(file.path, "unsupported", "it acts only after certain words (an activated LoRA)")
    if not file.architecture:
        refuse(file.path, "kind", "it does not say for which architecture it was made")


def _alpha(file: Gguf) -> float:
    alpha = file.metadata.get(_ALPHA, 0.0)
    if not isinstance(alpha, float) or file.value_types.get(_ALPHA, ValueType.FLOAT32) != (
        ValueType.FLOAT32
    ):
        refuse(file.path, "numbers", "its alpha is no number in single precision")
    if not math.isfinite(alpha) or abs(alpha) > _MOST_ALPHA:
        refuse(file.path, "numbers", f"its alpha is {alpha:g}")
    return alpha


def _pairs(file: Gguf) -> Mapping[str, tuple[Tensor, Tensor]]:
    """A and B by the tensor they change; both must be there, and nothing else."""
    halves: dict[str, dict[str, Tensor]] = {}
    for tensor in file.tensors:
        name, dot, half = tensor.name.rpartition(".")
        if not dot or half not in ("lora_a", "lora_b"):
            refuse(
                file.path,
                "unsupported",
                f"it holds {tensor.name}, which is no part of a pair of matrices and would be "
                "left out",
            )
        if tensor.type.name not in _PACKINGS:
            refuse(file.path, "unsupported", f"{tensor.name} is packed as {tensor.type.name}")
        halves.setdefault(name, {})[half] = tensor
    if not halves:
        refuse(file.path, "kind", "there is nothing in it")
    for name, found in halves.items():
        if len(found) < 2:
            missing = "lora_b" if "lora_a" in found else "lora_a"
            refuse(file.path, "file", f"{name}.{missing} is missing")
    return MappingProxyType(
        {name: (found["lora_a"], found["lora_b"]) for name, found in halves.items()}
    )


def _check_pair(path: Path, tensors: Mapping[str, Tensor], name: str, a: Tensor, b: Tensor) -> None:
    """The rules of llama.cpp, and those it leaves to assertions at the first token."""
    base = tensors.get(name)
    if base is None:
        refuse(path, "model", f"it changes {name}, which this model does not have")
    if len(base.shape) < 2 or not name.endswith(".weight"):
        refuse(path, "unsupported", f"it changes {name}, which is no matrix")
    if base.type.name == "NVFP4":
        refuse(path, "unsupported", f"it changes {name}, which is packed as NVFP4")
    columns, rows, experts = base.shape[0], base.shape[1], _stripped(base.shape[2:])
    rank = _rank(b)
    expected_a, expected_b = (columns, rank, *experts), (rank, rows, *experts)
    if name == _EMBEDDING:
        if "output.weight" not in tensors:
            refuse(
                path, "unsupported", f"it changes {name}, which is the output of this model as well"
            )
        expected_a, expected_b = (rank, rows), (rank, columns)
    for tensor, expected in ((a, expected_a), (b, expected_b)):
        if _stripped(tensor.shape) != _stripped(expected):
            reason = f"the shape of {tensor.name} is {tensor.shape}; {expected} was expected"
            refuse(path, "model", reason)


def _check_block(path: Path, tensor: Tensor, data: bytes) -> None:
    first, step, wrong = _PACKINGS[tensor.type.name]
    highest = data[first::step]
    if len(highest.translate(None, wrong)) != len(highest):
        refuse(path, "numbers", f"{tensor.name} holds a value that is no number, or far too large")


def _rank(b: Tensor) -> int:
    return b.shape[0] if b.shape else 1


def _stripped(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without lengths of 1 at its end, which change nothing."""
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape
