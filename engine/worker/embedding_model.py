"""A GGUF model in the engine process that makes vectors of texts.

Texts are prepared as the model wants them (normaliser, prefix, special tokens), cut to what it can
read, pooled as the file says, and made 1 long. Knows no documents and no frames.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import llama_cpp
import numpy as np

from engine import gguf
from engine.embedding.normaliser import nmt_nfkc
from engine.embedding.prefixes import prefixes_of
from engine.embedding.room import needed
from engine.errors import Bug, InvalidInput, ModelRejected, NotEnoughMemory
from engine.files import Stopped, fingerprint, sha256_of
from engine.gguf import Gguf
from engine.hardware import available_memory
from engine.memory import margin
from engine.messages import Embed, Embedded, EmbedderInfo, Embedding, ModelSpec
from engine.worker.embedding_context import EmbeddingContext, Floats
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.native_log import NativeLog
from engine.worker.text_tokens import TextTokens

_MOST_TOKENS: Final = 1024
"""A passage is a few hundred tokens; what a text costs grows with its square."""
_MOST_BYTES: Final = 256 << 10
"""Of vectors in one frame."""
_HASHED: Final = 0.3
"""Of the progress of opening: a file is read faster than it is loaded."""
_POOLINGS: Final = {
    "mean": llama_cpp.LLAMA_POOLING_TYPE_MEAN,
    "cls": llama_cpp.LLAMA_POOLING_TYPE_CLS,
    "last": llama_cpp.LLAMA_POOLING_TYPE_LAST,
}


class EmbeddingModel:
    """One open embedder. Used by one thread; closed by `close`."""

    def __init__(self, spec: ModelSpec, file: Gguf, log: NativeLog) -> None:
        self._path = Path(spec.path)
        self._fingerprint = fingerprint(self._path)
        self._spec, self._file, self._log = spec, file, log
        self._n_ctx = _context_size(spec, file)
        self._model: int | None = None
        self._encoder: EmbeddingContext | None = None
        self._job: Job | None = None

    @classmethod
    def open(cls, spec: ModelSpec, job: Job, progress: Callable[[float], None]) -> EmbeddingModel:
        """Check the file and the memory, then load. Raises Cancelled or PunaError."""
        file = gguf.open_model(Path(spec.path))
        gguf.require_embedder(file)
        llama_cpp.llama_backend_init()
        made = cls(spec, file, NativeLog())
        try:
            made._check_memory()
            made._load(job, progress)
        except BaseException:
            made.close()
            raise
        return made

    @property
    def info(self) -> EmbedderInfo:
        assert self._encoder is not None
        return EmbedderInfo(
            path=str(self._path),
            name=self._file.name,
            architecture=self._file.architecture,
            n_ctx=self._n_ctx,
            size=self._file.total_size,
            packed=self._encoder.packed,
            embedding=self._embedding,
        )

    def changed(self) -> bool:
        return fingerprint(self._path) != self._fingerprint

    def close(self) -> None:
        if self._encoder is not None:
            self._encoder.close()
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._log.close()
        self._encoder = self._model = None

    def embed(self, request: Embed, job: Job, emit: Emit) -> None:
        """Send the vectors of the texts. Raises Cancelled, PunaError."""
        encoder = self._encoder
        if encoder is None:
            raise Bug("the embedder is closed")
        self._job = job
        try:
            read = [self._tokens.of(text, request.kind, job) for text in request.texts]
            made = encoder.encode([tokens for tokens, _ in read if tokens])
            batch: list[Floats] = []
            sent = 0
            for number, (tokens, _) in enumerate(read, start=1):
                empty = np.zeros(encoder.dimension, np.float32)
                batch.append(self._unit(next(made)) if tokens else empty)
                if len(batch) * empty.nbytes >= _MOST_BYTES or number == len(read):
                    emit(_embedded(job, batch, read[sent:number]))
                    sent, batch = number, []
        finally:
            self._job = None

    def _unit(self, vector: Floats) -> Floats:
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length):
            raise ModelRejected(str(self._path), "its vectors are not made of numbers")
        return vector / np.float32(length) if length > 0 else vector

    def _aborted(self) -> bool:
        return self._job is not None and self._job.cancelled

    def _check_memory(self) -> None:
        need, available = needed(self._file, self._n_ctx) + margin(), available_memory()
        if need > available:
            raise NotEnoughMemory(str(self._path), need, available, self._n_ctx, 0)

    def _load(self, job: Job, progress: Callable[[float], None]) -> None:
        digest = _digest(self._file, job, lambda done: progress(_HASHED * done))
        last = 0.0

        def report(done: float, _data: object) -> bool:
            nonlocal last
            if done - last >= 0.01 or done >= 1:
                last = done
                progress(_HASHED + (1 - _HASHED) * done)
            return not job.cancelled

        params = llama_cpp.llama_model_default_params()
        callback = llama_cpp.llama_progress_callback(report)
        params.progress_callback = callback
        self._model = llama_cpp.llama_model_load_from_file(os.fsencode(self._path), params)
        if job.cancelled:
            raise Cancelled
        if not self._model:
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self._make_encoder(self._model, digest)

    def _make_encoder(self, model: int, digest: str) -> None:
        spec, pooling = self._spec, gguf.pooling(self._file)
        packed = bool(llama_cpp.llama_supports_gpu_offload()) and spec.tuning.gpu_layers != 0
        n_threads = spec.n_threads or spec.tuning.n_threads or 1
        encoder = EmbeddingContext(
            model,
            self._n_ctx,
            n_threads,
            spec.tuning,
            _POOLINGS[pooling],
            packed,
            self._aborted,
            self._log,
        )
        if not encoder.opened:
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self._encoder = encoder
        prefixes = prefixes_of(f"{self._file.name} {self._path.name}")
        normaliser = "nmt_nfkc" if gguf.normalises_nothing(self._file) else ""
        self._embedding = Embedding(
            sha256=digest,
            dimension=encoder.dimension,
            pooling=pooling,
            normalised=True,
            normaliser=normaliser,
            query_prefix=prefixes.query,
            passage_prefix=prefixes.passage,
        )
        prepare = nmt_nfkc if normaliser else str
        self._tokens = TextTokens(model, self._n_ctx, prefixes, prepare)


def _context_size(spec: ModelSpec, file: Gguf) -> int:
    """Most tokens of a text."""
    trained = file.context_length or _MOST_TOKENS
    if spec.n_ctx > trained:
        raise InvalidInput(
            "context size",
            f"{spec.n_ctx:,} tokens are more than the {trained:,} this model was trained for",
            f"Set it to {trained:,} or less, or to 0 to let Puna choose.",
        )
    return spec.n_ctx or min(trained, _MOST_TOKENS)


def _digest(file: Gguf, job: Job, progress: Callable[[float], None]) -> str:
    """SHA-256 of the model; of those of its files, where it is split. Raises Cancelled."""
    digests: list[str] = []
    before = 0

    def step(done: int, _size: int) -> None:
        progress((before + done) / file.total_size)

    for part in (file, *file.shards):
        try:
            digests.append(sha256_of(part.path, step, lambda: job.cancelled))
        except Stopped:
            raise Cancelled from None
        before += part.size
    return digests[0] if len(digests) == 1 else sha256("".join(digests).encode()).hexdigest()


def _embedded(
    job: Job, vectors: Sequence[Floats], read: Sequence[tuple[list[int], bool]]
) -> Embedded:
    return Embedded(
        job.id,
        np.stack(vectors).astype("<f4").tobytes(),
        tuple(len(tokens) for tokens, _ in read),
        tuple(cut for _, cut in read),
    )
