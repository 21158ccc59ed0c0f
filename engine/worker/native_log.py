"""What llama.cpp says of itself, on its way to standard error. Knows no model."""

from __future__ import annotations

import os
from typing import Final

import llama_cpp

_REPACKED = b"llama_adapter_lora_init_impl: lora for "
"""Begins a warning for each tensor of an adapter: it is kept as it is while the model's are packed
anew for the processor. Harmless, and so many that they would push out what matters."""
_LOG_WARN, _LOG_ERROR = 3, 4  # of ggml.h; the comment in llama_cpp._logger is out of date
_CALLBACKS: Final[list[object]] = []
"""Never freed: a thread that reads a vocabulary may be on its way into one while its log closes."""


class NativeLog:
    """What llama.cpp says: warnings and errors go to standard error, the last error is kept."""

    def __init__(self) -> None:
        self.last_error = ""
        callback = llama_cpp.llama_log_callback(self._hear)
        _CALLBACKS.append(callback)  # ctypes does not keep it alive
        llama_cpp.llama_log_set(callback, None)

    def close(self) -> None:
        """Let llama.cpp write to standard error by itself."""
        llama_cpp.llama_log_set(llama_cpp.llama_log_callback(0), None)

    def _hear(self, level: int, text: bytes, _data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level == _LOG_ERROR and line and not line.startswith("llama_model_load_from_file"):
            self.last_error = line
        if level in (_LOG_WARN, _LOG_ERROR) and not text.startswith(_REPACKED):
            os.write(2, text)
