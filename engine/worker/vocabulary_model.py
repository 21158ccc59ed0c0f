"""A GGUF model of which only the vocabulary is open, to count prompts while the model is not.

It takes a fraction of a second and no memory for weights. Answers nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import llama_cpp

from engine import gguf
from engine.errors import ModelRejected
from engine.files import fingerprint
from engine.gguf import Gguf
from engine.memory import available_memory, default_context, largest_context, stepped
from engine.messages import ChatRequest, Measured, ModelSpec
from engine.worker.model import Job
from engine.worker.prompting import Prompting
from engine.worker.vocabulary import Vocabulary


class VocabularyModel:
    """The vocabulary of one model file. Used by one thread; closed by `close`."""

    def __init__(self, spec: ModelSpec, file: Gguf, model: int) -> None:
        self._path = Path(spec.path)
        self._fingerprint = fingerprint(self._path)
        self._model: int | None = model
        self._prompting = Prompting(Vocabulary(model), file.chat_template)
        available = available_memory()
        n_ctx = stepped(spec.n_ctx or default_context(file, available))
        self._sizes = n_ctx, max(n_ctx, largest_context(file, available))

    @classmethod
    def open(cls, spec: ModelSpec) -> VocabularyModel:
        """Raises PunaError where the file is no model to chat with."""
        file = gguf.open_model(Path(spec.path))
        gguf.require_chat(file)
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        params.vocab_only = True
        model = llama_cpp.llama_model_load_from_file(os.fsencode(spec.path), params)
        if not model:
            raise ModelRejected(spec.path, "its vocabulary cannot be read")
        return cls(spec, file, model)

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        return self._prompting.measured(request, job, self._sizes, lambda _: 0, text=text)

    def changed(self) -> bool:
        return fingerprint(self._path) != self._fingerprint

    def close(self) -> None:
        self._prompting.close()
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._model = None
