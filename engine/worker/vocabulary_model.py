"""A GGUF model of which only the vocabulary is open, to count prompts while the model is not.

It takes a fraction of a second and no memory for weights. Answers nothing.
"""

from __future__ import annotations

from pathlib import Path

from engine.files import fingerprint
from engine.memory import available_memory, default_context, largest_context, stepped
from engine.messages import ChatRequest, Measured, ModelSpec
from engine.worker.model import Job
from engine.worker.prompting import Prompting
from engine.worker.vocabulary_file import VocabularyFile


class VocabularyModel:
    """The vocabulary of one model file. Used by one thread; closed by `close`."""

    def __init__(self, spec: ModelSpec, file: VocabularyFile) -> None:
        self._path = Path(spec.path)
        self._fingerprint = fingerprint(self._path)
        self._file = file
        self._prompting = Prompting(file.vocabulary, file.gguf.chat_template)
        available = available_memory()
        n_ctx = stepped(spec.n_ctx or default_context(file.gguf, available))
        self._sizes = n_ctx, max(n_ctx, largest_context(file.gguf, available))

    @classmethod
    def open(cls, spec: ModelSpec) -> VocabularyModel:
        """Raises PunaError where the file is no model to chat with."""
        return cls(spec, VocabularyFile.open(Path(spec.path)))

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        return self._prompting.measured(request, job, self._sizes, lambda _: 0, text=text)

    def changed(self) -> bool:
        return fingerprint(self._path) != self._fingerprint

    def close(self) -> None:
        self._prompting.close()
        self._file.close()
