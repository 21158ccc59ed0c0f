"""ggml's own routine to unpack numbers, from the library that llama-cpp-python brings.

The only module of training that knows llama-cpp-python. Its table of types is not part of ggml's
promise, so it is compared with ours before it is used; where it differs, there is no routine, and
`engine.training.unpack` does the same in torch.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterable
from typing import Final

from engine.gguf import TENSOR_TYPES, TensorType

_log = logging.getLogger(__name__)

ToFloat = Callable[[int, int, int], None]
"""Unpack: address of packed blocks, address of the f32 to write, how many of these."""

_F32: Final = 0
_PROTOTYPE: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)


class _Traits(ctypes.Structure):
    """struct ggml_type_traits of ggml.h."""

    _fields_ = (
        ("type_name", ctypes.c_char_p),
        ("blck_size", ctypes.c_int64),
        ("blck_size_interleave", ctypes.c_int64),
        ("type_size", ctypes.c_size_t),
        ("is_quantized", ctypes.c_bool),
        ("to_float", ctypes.c_void_p),
        ("from_float_ref", ctypes.c_void_p),
    )


class GgmlLibrary:
    """The routines of the library; none where it is missing, or not the one known."""

    def __init__(self, types: Iterable[TensorType] = TENSOR_TYPES.values()) -> None:
        """`types` are those to look up, as they should be."""
        self._routines: dict[int, ToFloat] = {}
        try:
            from engine.worker.pool import library  # loads llama.cpp

            get = library("ggml-base").ggml_get_type_traits
        except (ImportError, OSError, AttributeError) as error:
            _log.info("no routines of ggml: %s", error)
            return
        get.argtypes, get.restype = (ctypes.c_int,), ctypes.POINTER(_Traits)
        for kind in types:
            traits = get(kind.id).contents
            if not _as_known(kind, traits):
                _log.info("the type %s of this ggml is not the one known", kind.name)
                self._routines.clear()
                return
            if traits.to_float:
                self._routines[kind.id] = _PROTOTYPE(traits.to_float)
        self._routines[_F32] = _copy

    def to_float(self, kind: TensorType) -> ToFloat | None:
        """The routine for a type; None where there is none."""
        return self._routines.get(kind.id)


def _as_known(kind: TensorType, traits: _Traits) -> bool:
    """Q8_1 and Q8_K exist only while computing; ggml names every type in small letters."""
    name = (traits.type_name or b"").decode(errors="replace").lower()
    return (name, traits.blck_size, traits.type_size) == (kind.name.lower(), kind.block, kind.size)


def _copy(source: int, target: int, count: int) -> None:
    ctypes.memmove(target, source, 4 * count)
