"""`python -m engine.worker.probe`: prints what the installed llama.cpp is, as one JSON object.

A process of its own, because loading llama.cpp can end the process it is loaded into.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import llama_cpp
import msgspec


def main() -> None:
    answer = os.dup(1)
    os.dup2(2, 1)  # drivers write to standard output while they load; only the answer goes there
    llama_cpp.llama_backend_init()
    build = {
        "version": llama_cpp.__version__,
        "ggml": _ggml_version(),
        "features": llama_cpp.llama_print_system_info().decode(errors="replace").strip(),
        "gpu_offload": bool(llama_cpp.llama_supports_gpu_offload()),
    }
    with os.fdopen(answer, "wb") as out:
        out.write(msgspec.json.encode(build))


def _ggml_version() -> str:
    """Version and commit as ggml knows them; empty where this build does not say."""
    name = {"win32": "ggml-base.dll", "darwin": "libggml-base.dylib"}.get(
        sys.platform, "libggml-base.so"
    )
    try:
        library = ctypes.CDLL(str(Path(llama_cpp.__file__).parent / "lib" / name))
        functions = library.ggml_version, library.ggml_commit
    except (OSError, AttributeError):
        return ""
    for function in functions:
        function.restype = ctypes.c_char_p
    return " ".join(function().decode(errors="replace") for function in functions)


if __name__ == "__main__":
    main()
