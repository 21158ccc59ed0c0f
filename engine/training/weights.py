"""The base model's numbers: blocks of a mapped GGUF file, unpacked when they are used.

Nothing of the model is kept unpacked but its norms and biases. Knows neither layers nor adapters.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.errors import TrainingError
from engine.files import sha256_of, storage_error
from engine.gguf import TENSOR_TYPES, Gguf, open_model
from engine.gguf import Tensor as Entry
from engine.training.config import Config, config_of
from engine.training.ggml import GgmlLibrary, ToFloat
from engine.training.unpack import unpack, unpacks, widened, widens

_Bytes = npt.NDArray[np.uint8]
_CPU: Final = torch.device("cpu")
_Q8_0: Final = TENSOR_TYPES[8]
_PIECE: Final = 1 << 22
"""Numbers unpacked at once by torch, which takes a multiple of their memory meanwhile."""
_WIDENED: Final = 80 << 20
"""Up to so many numbers, those that ggml unpacks slowly are kept as Q8_0, in a byte each: five
times as fast."""


class Scratch:
    """Memory that is used again and again. What was taken holds until the next is taken."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._memory = torch.empty(0, device=device)

    def take(self, rows: int, columns: int) -> Tensor:
        """f32 of shape (rows, columns), with anything in it."""
        if self._memory.numel() < rows * columns:
            self._memory = torch.empty(0)  # gone before the larger one is made
            self._memory = torch.empty(rows * columns, device=self._device)
        return self._memory[: rows * columns].view(rows, columns)


class Matrix:
    """A packed matrix of a model: `rows` outputs of `columns` inputs, as llama.cpp multiplies."""

    def __init__(
        self, entry: Entry, packed: _Bytes, to_float: ToFloat | None, device: torch.device
    ) -> None:
        self.name, self.kind = entry.name, entry.type
        self.columns, self.rows = entry.shape[0], entry.count // entry.shape[0]
        self._row_bytes = self.columns // self.kind.block * self.kind.size
        self._packed, self._to_float, self._device = packed, to_float, device
        self._there: Tensor | None = None
        if device.type != "cpu":
            self._there = torch.from_numpy(packed.copy()).to(device)

    def unpack(self, out: Tensor, first: int = 0) -> None:
        """Write rows from `first` on to `out`, f32 of shape (count, columns) without gaps."""
        count = out.shape[0]
        if self._to_float is not None:
            start = self._packed.ctypes.data + first * self._row_bytes
            self._to_float(start, out.data_ptr(), count * self.columns)
            return
        step = max(1, _PIECE // self.columns)
        for at in range(0, count, step):
            stop = min(at + step, count)
            out[at:stop] = self._by_torch(slice(first + at, first + stop))

    def pick(self, rows: Tensor) -> Tensor:
        """Some rows, by their numbers: f32 of shape (len(rows), columns)."""
        found, back = torch.unique(rows, return_inverse=True)
        if self._to_float is None:
            return self._by_torch(found)[back]
        out = torch.empty(len(found), self.columns)
        for at, row in enumerate(found.tolist()):
            self.unpack(out[at : at + 1], row)
        return out[back]

    def _by_torch(self, rows: slice | Tensor) -> Tensor:
        """Some rows, one after the other or by their numbers."""
        if self._there is not None:
            data = self._there.view(self.rows, -1)[rows]
        else:
            here = self._packed.reshape(self.rows, -1)
            some = rows if isinstance(rows, slice) else rows.numpy()
            data = torch.from_numpy(here[some].copy())
        blocks = data.reshape(-1, self.kind.size)
        return unpack(self.kind, blocks).view(-1, self.columns)


class Base:
    """A model to be trained on. Numbers are unpacked on `device`."""

    def __init__(self, gguf: Gguf, config: Config, device: torch.device = _CPU) -> None:
        self.gguf, self.config, self.device = gguf, config, device
        self.scratch = Scratch(device)
        self._library = GgmlLibrary() if device.type == "cpu" else None
        self._files = {file.path: _mapped(file.path) for file in (gguf, *gguf.shards)}
        self._entries = {
            entry.name: (file.path, entry)
            for file in (gguf, *gguf.shards)
            for entry in file.tensors
        }
        self._widening = (
            sum(entry.count for _, entry in self._entries.values() if widens(entry.type))
            <= _WIDENED
        )
        self._matrices: dict[str, Matrix] = {}
        self._vectors: dict[str, Tensor] = {}
        self._sha256 = ""

    @classmethod
    def open(cls, path: Path, device: str = "cpu") -> Base:
        """Map a model. Raises `TrainingError` for one that Puna cannot train, and
        `ModelNotFound`, `ModelFileError` and `StorageError`."""
        gguf = open_model(path)
        return cls(gguf, config_of(gguf), torch.device(device))

    def sha256(self) -> str:
        """Digest of the model's (first) file, read once. Raises StorageError."""
        if not self._sha256:
            self._sha256 = sha256_of(self.gguf.path)
        return self._sha256

    def close(self) -> None:
        """Let go of the file. The mapping goes with the last matrix that is still held."""
        self._matrices.clear()
        self._vectors.clear()
        self._files.clear()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def matrix(self, name: str) -> Matrix:
        """A matrix by its name in the file. Raises KeyError, and TrainingError for one that is
        packed in a way nothing here unpacks."""
        if name not in self._matrices:
            path, entry = self._entries[name]
            routine = self._library.to_float(entry.type) if self._library else None
            if routine is None and not unpacks(entry.type):
                raise TrainingError(
                    "packing",
                    f"{entry.name} is packed as {entry.type.name}, which Puna cannot unpack here",
                    "Choose another quantisation of this model, such as Q4_K_M or Q8_0.",
                )
            packed = self._files[path][entry.offset : entry.offset + entry.size]
            if self._widening and routine is not None and widens(entry.type):
                entry, packed = _widened(entry, packed)
                routine = self._library.to_float(entry.type) if self._library else None
            self._matrices[name] = Matrix(entry, packed, routine, self.device)
        return self._matrices[name]

    def vector(self, name: str) -> Tensor:
        """A norm, a bias or the like: f32. Raises KeyError."""
        if name not in self._vectors:
            matrix = self.matrix(name)
            out = torch.empty(1, matrix.columns, device=self.device)
            matrix.unpack(out)
            self._vectors[name] = out[0]
        return self._vectors[name]


def _widened(entry: Entry, packed: _Bytes) -> tuple[Entry, _Bytes]:
    """A matrix as Q8_0."""
    blocks = torch.from_numpy(packed.copy()).view(-1, entry.type.size)
    wide = widened(entry.type, blocks).numpy().reshape(-1)
    return Entry(entry.name, _Q8_0, entry.shape, 0, wide.nbytes), wide


def _mapped(path: Path) -> _Bytes:
    """A file as bytes that are read when they are looked at."""
    try:
        with path.open("rb") as file:
            return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
    except (OSError, ValueError) as error:
        raise storage_error(path, error) from error
