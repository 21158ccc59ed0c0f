"""`python -m engine.worker.probe`: prints what the installed llama.cpp is, as one JSON object.

A process of its own, because loading llama.cpp can end the process it is loaded into.
"""

from __future__ import annotations

import os

import llama_cpp
import msgspec

from engine.worker.devices import devices
from engine.worker.versions import ggml_version


def main() -> None:
    answer = os.dup(1)
    os.dup2(2, 1)  # drivers write to standard output while they load; only the answer goes there
    llama_cpp.llama_backend_init()
    build = {
        "version": llama_cpp.__version__,
        "ggml": ggml_version(),
        "features": llama_cpp.llama_print_system_info().decode(errors="replace").strip(),
        "gpu_offload": bool(llama_cpp.llama_supports_gpu_offload()),
        "devices": devices(),
    }
    with os.fdopen(answer, "wb") as out:
        out.write(msgspec.json.encode(build))


if __name__ == "__main__":
    main()
