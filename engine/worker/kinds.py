"""What the states of a model depend on beside its adapters, as one text: two states with different
texts are of no use to each other. Knows the file and the versions, not the states.
"""

from __future__ import annotations

import hashlib

from engine.files import storage_error
from engine.gguf import Gguf
from engine.messages import Tuning
from engine.worker.receipt import puna_version
from engine.worker.versions import engine_version

_MOST_HEADER = 256 << 20


def model_kind(file: Gguf, tuning: Tuning) -> str:
    """The model (size, time and digest of all that stands before its weights), the versions of what
    computes, and how it is run where that changes what is kept. Raises StorageError."""
    try:
        stat = file.path.stat()
        with file.path.open("rb") as stream:
            begin = min((tensor.offset for tensor in file.tensors), default=0)
            digest = hashlib.sha256(stream.read(min(begin, _MOST_HEADER))).hexdigest()
    except OSError as error:
        raise storage_error(file.path, error) from error
    run = f"flash {tuning.flash}, kv {tuning.kv_type or 'f16'}, batch {tuning.n_batch}"
    model = f"{digest} {stat.st_size} {stat.st_mtime_ns}"
    return f"puna {puna_version()}, {engine_version()}, {model}, {run}"
