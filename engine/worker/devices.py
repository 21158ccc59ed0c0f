"""Asks ggml which devices it can compute on. llama-cpp-python binds none of this, so ctypes does.

Loads the drivers of graphics cards, so it only runs in child processes. Where the library looks
other than expected, there are no devices but the processor.
"""

from __future__ import annotations

import ctypes
import logging
from typing import Final

from engine.devices import Device, DeviceKind
from engine.worker.pool import library

_KINDS: Final[tuple[DeviceKind, ...]] = ("cpu", "gpu", "igpu", "accelerator")
_MOST: Final = 64
_log = logging.getLogger(__name__)


class _Properties(ctypes.Structure):
    """struct ggml_backend_dev_props of ggml-backend.h, with the flags at its end."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("memory_free", ctypes.c_size_t),
        ("memory_total", ctypes.c_size_t),
        ("type", ctypes.c_int),
        ("device_id", ctypes.c_char_p),
        ("flags", ctypes.c_bool * 64),
    )


def devices() -> tuple[Device, ...]:
    """All devices, with the memory that is free on them now. `llama_backend_init` was called."""
    try:
        registry, base = library("ggml"), library("ggml-base")
        registry.ggml_backend_dev_count.restype = ctypes.c_size_t
        registry.ggml_backend_dev_get.restype = ctypes.c_void_p
        base.ggml_backend_dev_backend_reg.restype = ctypes.c_void_p
        for name in ("reg_name", "dev_name", "dev_description"):
            getattr(base, f"ggml_backend_{name}").restype = ctypes.c_char_p
        count = min(registry.ggml_backend_dev_count(), _MOST)
        return tuple(
            _device(base, registry.ggml_backend_dev_get(ctypes.c_size_t(number)))
            for number in range(count)
        )
    except (OSError, AttributeError) as error:
        _log.info("the devices of this llama.cpp cannot be asked for: %s", error)
        return ()


def _device(base: ctypes.CDLL, pointer: int) -> Device:
    device = ctypes.c_void_p(pointer)
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    base.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
    number = base.ggml_backend_dev_type(device)
    kind: DeviceKind = _KINDS[number] if 0 <= number < len(_KINDS) else "other"
    backend = base.ggml_backend_reg_name(ctypes.c_void_p(base.ggml_backend_dev_backend_reg(device)))
    return Device(
        name=_text(base.ggml_backend_dev_name(device)),
        description=_text(base.ggml_backend_dev_description(device)),
        kind=kind,
        backend=_text(backend),
        memory_total=total.value,
        memory_free=min(free.value, total.value),  # what is over budget is told as a huge number
        id=_id(base, device) if kind in ("gpu", "igpu") else "",
    )


def _id(base: ctypes.CDLL, device: ctypes.c_void_p) -> str:
    """What tells a card from another; only in a struct, which is left alone where it need not be
    looked at."""
    found = _Properties()
    base.ggml_backend_dev_get_props(device, ctypes.byref(found))
    return _text(found.device_id)


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace").strip()
