"""What the states of a model depend on beside its adapters, as one text: two states with different
texts are of no use to each other. Knows the file and the versions, not the states.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from engine.files import storage_error
from engine.gguf import Gguf
from engine.messages import Tuning
from engine.worker.receipt import puna_version
from engine.worker.versions import engine_version

_MOST_HEADER = 256 << 20
_SAMPLES, _SAMPLE = 32, 4096
"""Parts of the weights that are looked at, and their bytes: a model that was made anew may have the
same size, and a copy or an archive gives it any time."""


def model_kind(file: Gguf, tuning: Tuning, n_ctx: int) -> str:
    """The model (size, time and digest of all that stands before its weights and of samples of
    these), the versions of what computes, and how it is run where that changes what is kept, in a
    context of `n_ctx` tokens. Raises StorageError."""
    try:
        stat = file.path.stat()
        with file.path.open("rb") as stream:
            begin = min((tensor.offset for tensor in file.tensors), default=0)
            digest = hashlib.sha256(stream.read(min(begin, _MOST_HEADER)))
            _look_at(stream, begin, stat.st_size, digest.update)
    except OSError as error:
        raise storage_error(file.path, error) from error
    run = f"flash {tuning.flash}, kv {tuning.kv_type or 'f16'}, batch {tuning.n_batch}"
    if 0 < short_context(file) < n_ctx:
        run += ", long positions"
    model = f"{digest.hexdigest()} {stat.st_size} {stat.st_mtime_ns}"
    return f"puna {puna_version()}, {engine_version()}, {model}, {run}"


def short_context(file: Gguf) -> int:
    """The largest context in which a model of the LongRoPE kind (arXiv 2402.13753) turns positions
    in the one way, and in larger ones in the other; 0 for all other models."""
    if not any(tensor.name.startswith("rope_factors_long") for tensor in file.tensors):
        return 0
    original = file.integer(file.of_model("rope.scaling.original_context_length"))
    return max(original, 0) or file.context_length


def _look_at(stream: BinaryIO, begin: int, end: int, update: Callable[[bytes], None]) -> None:
    for number in range(_SAMPLES):
        stream.seek(begin + (end - begin) * number // _SAMPLES)
        update(stream.read(_SAMPLE))
