"""Lets native code see that a job was cancelled, without asking Python.

llama.cpp asks at each of several hundred steps of a token, and the other threads wait meanwhile: a
Python function would cost about one per cent of the speed of a small model.
"""

from __future__ import annotations

import ctypes
import sys

import llama_cpp

from engine.worker.model import Job

# C's strlen is the function needed: told where the flag of a job is, it says 0 until it is set.
_ABORT = ctypes.cast(
    ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).strlen,
    llama_cpp.ggml_abort_callback,
)


def abort_with(context: int, job: Job | None) -> None:
    """Have the computations of a context end when `job` is cancelled, which must outlive them."""
    if job is None:
        llama_cpp.llama_set_abort_callback(context, llama_cpp.ggml_abort_callback(0), None)
    else:
        llama_cpp.llama_set_abort_callback(context, _ABORT, ctypes.cast(job.flag, ctypes.c_void_p))
