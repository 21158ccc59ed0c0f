"""A child process that reads a prompt with and without an adapter: prints digests of the logits.

    python adapter_logits.py MODEL ADAPTER SCALE...

For each scale in turn the adapter is set so (0: taken off), the context is cleared and a prompt is
read; the SHA-256 of the last logits goes into a JSON list. Kept apart from the tests, since
llama.cpp may end the process.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import sys
from pathlib import Path

import llama_cpp

from engine import gguf
from engine.messages import AdapterUse, Tuning
from engine.worker.adapters import Adapters
from engine.worker.context import Context
from engine.worker.model import Job
from engine.worker.native_log import NativeLog
from engine.worker.vocabulary import Vocabulary

PROMPT = "The quick brown fox jumps over the lazy dog. " * 3


def main(model_path: str, adapter: str, scales: list[float]) -> None:
    llama_cpp.llama_backend_init()
    log = NativeLog()
    params = llama_cpp.llama_model_default_params()
    model = llama_cpp.llama_model_load_from_file(model_path.encode(), params)
    context = Context(model, 512, 1, Tuning(), lambda: None, log)
    adapters = Adapters(model, gguf.read(Path(model_path)), log)
    vocabulary = Vocabulary(model)
    tokens = vocabulary.encode(PROMPT)
    digests = []
    for scale in scales:
        adapters.apply(context, [AdapterUse(adapter, scale)], Job(0))
        context.clear()
        assert context.decode(tokens)
        logits = llama_cpp.llama_get_logits_ith(context.pointer, -1)
        data = ctypes.string_at(logits, 4 * vocabulary.size)
        digests.append(hashlib.sha256(data).hexdigest())
    context.close()
    adapters.close()
    llama_cpp.llama_model_free(model)
    log.close()
    sys.stdout.write(json.dumps(digests))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], [float(scale) for scale in sys.argv[3:]])
