"""llama.cpp's own thread pool, waiting without spinning.

Spinning threads stop each other on a busy machine; passive OpenMP halves the speed of an idle one.
A persistent pool with `poll` 0 keeps both (measured: 0.98x of spinning when idle, twice as fast
beside another busy program). llama-cpp-python does not bind it, so ctypes does. Where the library
looks other than expected, there is no pool and llama.cpp makes threads for each graph.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from pathlib import Path

import llama_cpp

_log = logging.getLogger(__name__)
_MAX_THREADS = 512


class _Params(ctypes.Structure):
    """struct ggml_threadpool_params of ggml.h."""

    _fields_ = (
        ("cpumask", ctypes.c_bool * _MAX_THREADS),
        ("n_threads", ctypes.c_int),
        ("prio", ctypes.c_int),
        ("poll", ctypes.c_uint32),
        ("strict_cpu", ctypes.c_bool),
        ("paused", ctypes.c_bool),
    )


def library(name: str) -> ctypes.CDLL:
    """The library `name` that llama.cpp itself uses.

    Outside Windows that is what its handle finds among its dependencies. Opening the file by name
    would load a second copy: the wheel holds libggml-cpu.so and libggml-cpu.so.0 as two files, and
    a pool of the one hangs in the other (measured).
    """
    if sys.platform == "win32":
        return ctypes.CDLL(str(Path(llama_cpp.__file__).parent / "lib" / f"{name}.dll"))
    library: ctypes.CDLL = llama_cpp.llama_cpp._lib
    return ctypes.CDLL(None, handle=library._handle)  # its own: types set on it stay ours


class ThreadPool:
    """One pool attached to one context. `attached` is False where the library has none."""

    def __init__(self, context: int, n_threads: int) -> None:
        self.attached = False
        self._pool: int | None = None
        try:
            base, cpu, llama = library("ggml-base"), library("ggml-cpu"), library("llama")
            params = _Params()
            base.ggml_threadpool_params_init(ctypes.byref(params), ctypes.c_int(n_threads))
            if params.n_threads != n_threads or params.poll != 50 or params.paused:
                _log.info("the thread pool of this llama.cpp is not the one known; doing without")
                return
            params.poll = 0
            cpu.ggml_threadpool_new.restype = ctypes.c_void_p
            self._pool = cpu.ggml_threadpool_new(ctypes.byref(params))
            if not self._pool:
                return
            pool = ctypes.c_void_p(self._pool)
            llama.llama_attach_threadpool(ctypes.c_void_p(context), pool, pool)
            self._cpu, self._llama, self._context = cpu, llama, context
            self.attached = True
        except (OSError, AttributeError) as error:
            _log.info("no thread pool: %s", error)

    def close(self) -> None:
        """Detach and free. Call before the context is freed."""
        if self._pool and self.attached:
            self._llama.llama_detach_threadpool(ctypes.c_void_p(self._context))
            self._cpu.ggml_threadpool_free(ctypes.c_void_p(self._pool))
        self._pool, self.attached = None, False
