"""The vocabulary of a model file, opened without its weights: in a fraction of a second, in little
memory. Knows no prompt.
"""

from __future__ import annotations

import os
from pathlib import Path

import llama_cpp

from engine import gguf
from engine.errors import ModelRejected
from engine.gguf import Gguf
from engine.worker.vocabulary import Vocabulary


class VocabularyFile:
    """The vocabulary of the model at a path, until it is closed."""

    def __init__(self, file: Gguf, model: int) -> None:
        self.gguf = file
        self.vocabulary = Vocabulary(model)
        self._model: int | None = model

    @classmethod
    def open(cls, path: Path) -> VocabularyFile:
        """Raises PunaError where the file is no model to chat with."""
        file = gguf.open_model(path)
        gguf.require_chat(file)
        llama_cpp.llama_backend_init()
        params = llama_cpp.llama_model_default_params()
        params.vocab_only = True
        model = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
        if not model:
            raise ModelRejected(str(path), "its vocabulary cannot be read")
        return cls(file, model)

    def close(self) -> None:
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._model = None
