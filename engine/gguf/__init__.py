"""GGUF model files, read and checked without native code.

`read` takes a file apart within strict limits, `validate` checks that it can be a model, and
`open_model` does both. Nothing but `ModelFileError` and `ModelNotFound` comes out, for any file.
"""

from __future__ import annotations

from pathlib import Path

from engine.gguf.embedder import normalises_nothing, pooling, require_embedder
from engine.gguf.model import Gguf, Share, Tensor
from engine.gguf.reader import is_first_part, read, shard_paths
from engine.gguf.rules import require_chat, validate
from engine.gguf.strings import Strings
from engine.gguf.types import TENSOR_TYPES, TensorType, Value, ValueType

__all__ = [
    "TENSOR_TYPES",
    "Gguf",
    "Share",
    "Strings",
    "Tensor",
    "TensorType",
    "Value",
    "ValueType",
    "is_first_part",
    "normalises_nothing",
    "open_model",
    "pooling",
    "read",
    "require_chat",
    "require_embedder",
    "shard_paths",
    "validate",
]


def open_model(path: Path) -> Gguf:
    """Read and validate a model file. Raises `ModelNotFound` or `ModelFileError`."""
    gguf = read(path)
    validate(gguf)
    return gguf
