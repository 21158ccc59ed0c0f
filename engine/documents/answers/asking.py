"""A question about documents from beginning to end: what it is answered from, the reply as it
comes, and what of it was found.

    for event in Asking(documents, engine, request).ask("Who pays for lost tickets?"):
        ...

Keeps no conversation: each question stands for itself. Knows no window and no store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from engine.documents.answers.checking import check
from engine.documents.answers.quoting import is_small
from engine.documents.answers.telling import prepare
from engine.documents.documents import Documents
from engine.documents.records import Checked, Source, Sources
from engine.documents.search.choosing import Room
from engine.engine import Engine
from engine.messages import ChatMessage, ChatRequest, Event, Finished, Loaded, Text
from engine.overflow import reply_room

_RULES_TOKENS: Final = 200
"""What the rules and the template of a model take, at most."""
_TOKEN: Final = 3
"""Bytes of a question for a token, at least: a Chinese character."""


class Asking:
    """Asks one model about documents. `request` says which, and how; its messages and its grammar
    do not count. `n_ctx` tokens it has room for, and `n_params` weights, 0 where not known. `hold`:
    hold it to quoting, None for where it is small.
    """

    def __init__(
        self,
        documents: Documents,
        engine: Engine,
        request: ChatRequest,
        *,
        n_ctx: int,
        n_params: int = 0,
        tokens_per_s: float = 0.0,
        hold: bool | None = None,
    ) -> None:
        self._documents = documents
        self._engine = engine
        self._request = request
        self._n_ctx = n_ctx
        self._small = is_small(n_params) if hold is None else hold
        self._tokens_per_s = tokens_per_s

    def ask(
        self, question: str, scope: Sequence[Source] = (), earlier: Sequence[str] = ()
    ) -> Iterator[Sources | Event | Checked]:
        """The sources, before the model has read them; its events; then, where it ended as it
        should, what was found. Where no passage is about the question no model is asked, and only
        the sources and a Checked come. Raises PunaError of the search."""
        sources = self._documents.sources(question, earlier, scope, self._room(question)).result()
        yield sources
        if not sources.passages:
            yield Checked((), 0, 0, answered=False)
            return
        reply: list[str] = []
        for event in self._engine.stream(self._asked(question, sources)):
            yield event
            if isinstance(event, Loaded):
                self._n_ctx = event.model.n_ctx
            if isinstance(event, Text):
                reply.append(event.text)
            if isinstance(event, Finished):
                self._tokens_per_s = event.stats.prefill_tokens_per_s or self._tokens_per_s
                yield check("".join(reply), question, sources, small=self._small)

    def _asked(self, question: str, sources: Sources) -> ChatRequest:
        told = prepare(question, sources, small=self._small)
        return msgspec.structs.replace(
            self._request,
            messages=(
                ChatMessage("system", told.system, parts=told.system_parts),
                ChatMessage("user", told.content, parts=told.parts),
            ),
            sampling=told.sampling,
            grammar=told.grammar,
            json_schema="",
        )

    def _room(self, question: str) -> Room:
        used = _RULES_TOKENS + len(question.encode()) // _TOKEN
        reply = reply_room(self._n_ctx, self._request.max_tokens)
        return Room(self._n_ctx, used, self._tokens_per_s, reply)
