"""Answers requests for vectors in the engine process, with one embedder open at a time.

Knows neither texts nor tokens: see `engine.worker.embedding_model`.
"""

from __future__ import annotations

from engine.messages import Embed, Finished, Loading, ModelSpec, Ready, Stats
from engine.worker.embedding_model import EmbeddingModel
from engine.worker.model import Cancelled, Emit, Job


class Embedder:
    """Answers requests with one embedder at a time, opened at the first of them."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._spec: ModelSpec | None = None
        self._model: EmbeddingModel | None = None

    def answer(self, request: Embed, job: Job) -> Finished:
        """Send Ready and the vectors. Raises Cancelled or PunaError."""
        model = self._open(request.model, job)
        self._emit(Ready(job.id, model.info))
        model.embed(request, job, self._emit)
        return Finished(job.id, "stop", Stats())

    def _open(self, spec: ModelSpec, job: Job) -> EmbeddingModel:
        if job.cancelled:
            raise Cancelled
        if self._model is None or spec != self._spec or self._model.changed():
            if self._model is not None:
                self._model.close()
                self._model = None

            def progress(done: float) -> None:
                self._emit(Loading(job.id, done))

            progress(0.0)
            self._model = EmbeddingModel.open(spec, job, progress)
            self._spec = spec
        return self._model
