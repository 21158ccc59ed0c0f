"""A grammar that a reply follows: what llama.cpp allows next, and how far the reply has come.

Asking about one token costs microseconds, about all of a large vocabulary more than the token
itself. Knows no sampling; `engine.worker.sampler` asks.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import llama_cpp

from engine.errors import GrammarError
from engine.grammar import check_grammar
from engine.json_schema import to_grammar
from engine.messages import ChatMessage, ChatRequest
from engine.prompt import is_thinking, without_thinking
from engine.worker.candidates import Candidates
from engine.worker.prompting import Prompt
from engine.worker.vocabulary import Vocabulary

_ROOT = b"root"
END_OF_THINKING = b"</think>"


class Constraint:
    """One grammar along one reply. `after`: text behind which it begins to count. Close it."""

    def __init__(self, grammar: str, vocabulary: Vocabulary, after: bytes = b"") -> None:
        self._vocabulary = vocabulary
        self._after = after
        self._seen = b""
        self._grammar = llama_cpp.llama_sampler_init_grammar(
            vocabulary.pointer, grammar.encode(), _ROOT
        )
        if not self._grammar:
            raise GrammarError("grammar", "llama.cpp refused it")
        self._token = llama_cpp.llama_token_data()
        self._one = llama_cpp.llama_token_data_array(ctypes.pointer(self._token), 1, -1, False)

    def allows(self, token: int) -> bool:
        """Whether the reply may go on with this token, or end if it is one that ends it."""
        if self._after:
            return True
        self._one.selected, self._one.sorted = -1, False
        self._token.id = token  # type: ignore[assignment] # ctypes takes the number
        self._token.logit = 0.0
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(self._one))
        return bool(self._token.logit == 0.0)

    def narrow(self, candidates: Candidates) -> None:
        """Refuse candidates that are not allowed: their logit is minus infinity afterwards."""
        if not self._after:
            candidates.apply(self._grammar)

    def accept(self, token: int) -> None:
        """Go on with a token, which must be allowed: llama.cpp aborts where it is not."""
        if not self._after:
            llama_cpp.llama_sampler_accept(self._grammar, token)
            return
        self._seen += self._vocabulary.bytes_of(token, control=True)
        if self._after in self._seen:
            self._after = b""
        self._seen = self._seen[-len(END_OF_THINKING) :]

    def read(self, tokens: Sequence[int]) -> None:
        """The beginning of the reply that is there already. Raises GrammarError where the grammar
        does not have it."""
        for token in tokens:
            if not self.allows(token):
                raise GrammarError(
                    "grammar", "the reply that is to be continued does not follow it"
                )
            self.accept(token)

    def close(self) -> None:
        if self._grammar:
            llama_cpp.llama_sampler_free(self._grammar)
            self._grammar = None


def constraint_of(
    request: ChatRequest, prompt: Prompt, vocabulary: Vocabulary
) -> Constraint | None:
    """The constraint of a reply, None where there is none. Raises GrammarError.

    A reply that begins inside its thinking is free until the thinking ends.
    """
    grammar = to_grammar(request.json_schema) if request.json_schema else request.grammar
    if not grammar:
        return None
    check_grammar(grammar)
    begun = request.messages[-1] if request.continue_reply else ChatMessage("assistant", "")
    thinking = prompt.thinking or is_thinking(begun.content)
    constraint = Constraint(grammar, vocabulary, END_OF_THINKING if thinking else b"")
    written = without_thinking(begun.content)
    known = begun.tokens if written == begun.content else ()
    try:
        constraint.read(known or _tokens_of(written, vocabulary))
    except GrammarError:
        constraint.close()
        raise
    return constraint


def _tokens_of(text: str, vocabulary: Vocabulary) -> list[int]:
    """Tokens that are just this text: some vocabularies put a space in front of what begins."""
    data = text.encode()
    for before in ("", "\n"):
        tokens = vocabulary.encode(before + text)
        at, left = len(tokens), len(data)
        while at and left > 0:
            at -= 1
            left -= len(vocabulary.bytes_of(tokens[at], control=True))
        if not left and b"".join(map(vocabulary.bytes_of, tokens[at:])) == data:
            return tokens[at:]
    return tokens
