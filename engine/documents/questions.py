"""Questions become vectors, with the embedder that the vectors of the index were made by."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.documents.embedding import Embedders
from engine.documents.filling import Sign, sign_of
from engine.documents.index.index import Index
from engine.documents.index.owner import Owner
from engine.documents.index.vectors import Made
from engine.documents.line import Line
from engine.errors import ModelChanged, ModelNotFound
from engine.files import Stopped

if TYPE_CHECKING:  # numpy loads with the first question
    from engine.embedding.stream import Floats
    from engine.messages import TextKind


class Questions:
    """Makes vectors of questions to one index. Any thread may use it.

    `patience` in seconds: so long a question waits for its vector, while the embedder is opened or
    the computer is busy; None for as long as it takes.
    """

    def __init__(self, reads: Owner, embedders: Embedders, patience: float | None = None) -> None:
        self._reads = reads
        self._embedders = embedders
        self._patience = patience
        self._line = Line("puna-documents-questions", "")

    def vectors(self, texts: Sequence[str], kind: TextKind) -> Floats:
        """Vectors of shape (texts, dimension). Raises `Stopped` where patience ended: what was
        begun goes on, so that the next question finds the embedder open. Raises PunaError:
        ModelNotFound where the index has none to compare them with, ModelChanged where the model is
        another now, and what the embedder raises."""
        try:
            return self._line.call(partial(self._vectors, texts, kind)).result(self._patience)
        except TimeoutError:
            raise Stopped from None

    def warm(self) -> Future[None]:
        """Open the embedder, so that the first question does not wait for it."""
        return self._line.call(self._warm)

    def close(self) -> None:
        """End its thread; close the embedders before."""
        self._line.close()

    def _vectors(self, texts: Sequence[str], kind: TextKind) -> Floats:
        made, sign = self._reads.do(_current)
        embedder = self._embedders.at(Path(sign.path))
        if embedder.info().embedding != made.identity.embedding:
            raise ModelChanged(sign.path)
        return embedder.embed(texts, kind).numbers

    def _warm(self) -> None:
        if self._reads.do(lambda index: index.vectors.current()) is not None:
            self._vectors([""], "query")


def _current(index: Index) -> tuple[Made, Sign]:
    made = index.vectors.current()
    sign = sign_of(index, made.id) if made is not None else None
    if made is None or sign is None:
        raise ModelNotFound("embedder", "no vectors were made yet")
    return made, sign
