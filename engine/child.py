"""Starting our own programs as child processes: which Python, which folder, which environment.

Used for the engine process and for the template renderer. Knows nothing of what they say.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_KEPT = frozenset(
    (
        *("PATH", "HOME", "LANG", "LANGUAGE", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV"),
        *("SYSTEMROOT", "WINDIR", "USERPROFILE", "LOCALAPPDATA"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
        *("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES"),
    )
)
_ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """The child's environment: an allow-list, so that no token or secret is in it.

    Set before any library loads: no gdb on an abort of ggml, and threads of a llama.cpp built with
    OpenMP wait without spinning for long (ours is built without it); numpy makes no threads.
    """
    kept = {k: v for k, v in os.environ.items() if k.upper() in _KEPT or k.startswith("LC_")}
    return kept | {
        "GGML_NO_BACKTRACE": "1",
        "GOMP_SPINCOUNT": "10000",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
        "PYTHONUTF8": "1",
    }


def start(
    module: str,
    *arguments: str,
    stderr: int | None = subprocess.PIPE,
    variables: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start `python -m module` with pipes on its streams; `stderr` None leaves it ours.
    `variables` are added to its environment.

    -P keeps the user's current folder off the import path.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**environment(), **(variables or {})},
        bufsize=-1,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # of Windows: no console
    )
