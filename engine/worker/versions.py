"""What computed a reply: the versions of llama-cpp-python and of llama.cpp inside of it."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path

import llama_cpp


@cache
def engine_version() -> str:
    """Both versions on one line, as receipts have them."""
    package = f"llama-cpp-python {llama_cpp.__version__}"
    ggml = ggml_version()
    return f"{package}, ggml {ggml}" if ggml else package


def ggml_version() -> str:
    """Version and commit as ggml knows them, which is built with llama.cpp; empty where this build
    does not say."""
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
