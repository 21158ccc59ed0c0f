"""Text to tokens and back, for one open model. Knows no prompt and no sampling.

Control tokens are only ever read from text we wrote or took from a chat template; in text of a
user or a document they stay text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import llama_cpp

from engine.errors import Bug, PromptTooLong
from engine.prompt import Piece
from engine.worker.model import Cancelled, Job

_CONTROL = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN
_CHUNK = 64 << 10
"""Characters tokenised at once: tokenising cannot be interrupted, so long text is cut at lines."""
_CHARACTERS_PER_TOKEN = 16
_ALWAYS_COUNTED = 256 << 10
"""A prompt of more characters than both allow is refused uncounted: counting would take seconds."""


class Vocabulary:
    """The vocabulary of a model; valid as long as the model is open."""

    def __init__(self, model: int) -> None:
        self._vocab = llama_cpp.llama_model_get_vocab(model)
        if not self._vocab:
            raise Bug("llama_model_get_vocab returned NULL")
        self.pointer = self._vocab
        self._attributes: dict[int, int] = {}
        self.size: int = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self._buffer = ctypes.create_string_buffer(256)

    def is_end(self, token: int) -> bool:
        """Whether the model ends its reply with this token."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    def bos_text(self) -> str:
        """The text of the token that begins a sequence, as templates write it; may be empty."""
        return self._text_of(llama_cpp.llama_vocab_bos(self._vocab))

    def eos_text(self) -> str:
        """The text of the token that ends a sequence, as templates write it; may be empty."""
        return self._text_of(llama_cpp.llama_vocab_eos(self._vocab))

    def bytes_of(self, token: int, *, control: bool = False) -> bytes:
        """The bytes a token stands for. Control tokens are empty unless `control`."""
        while True:
            size = llama_cpp.llama_token_to_piece(
                self._vocab, token, self._buffer, len(self._buffer), 0, control
            )
            if size >= 0:
                return self._buffer.raw[:size]
            self._buffer = ctypes.create_string_buffer(-size)

    def encode(self, text: str, *, control: bool = False) -> list[int]:
        """Tokens of `text`. `control` reads control tokens in the text as such."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8  # a token is at least a byte, plus a space some models put in front
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, room, False, control)
        if count < 0:
            raise Bug(f"llama_tokenize wants {-count} tokens for {len(data)} bytes")
        return tokens[:count]

    def encode_prompt(self, pieces: Sequence[Piece], n_ctx: int, job: Job) -> list[int]:
        """Tokens of a whole prompt.

        One text is tokenised where that is safe, since a split changes tokens at its edges. A
        content that holds a control token stands alone. Raises PromptTooLong uncounted for a text
        that cannot fit, Cancelled.
        """
        limit = max(n_ctx * _CHARACTERS_PER_TOKEN, _ALWAYS_COUNTED)
        if sum(len(p.text) for p in pieces) > limit:
            raise PromptTooLong(0, n_ctx)
        runs: list[list[Piece]] = [[]]
        for piece in pieces:
            if not piece.trusted and self._controls(self._encode(piece.text, job, control=True)):
                runs += [[piece], []]
            else:
                runs[-1].append(piece)
        tokens = self.beginning(pieces)
        for run in runs:
            tokens += self._encode_run(run, job)
        return tokens

    def beginning(self, pieces: Sequence[Piece]) -> list[int]:
        """The token that begins a sequence, where the model wants one and the template has none."""
        bos = self.bos_text()
        written = bos and pieces and pieces[0].trusted and pieces[0].text.startswith(bos)
        if written or not llama_cpp.llama_vocab_get_add_bos(self._vocab):
            return []
        return [llama_cpp.llama_vocab_bos(self._vocab)]

    def _encode_run(self, run: Sequence[Piece], job: Job) -> list[int]:
        """Tokens of neighbouring pieces as one text, unless its control tokens are not just those
        of the trusted pieces: then a content forms one, by itself or with its neighbours."""
        whole = self._encode("".join(p.text for p in run), job, control=True)
        meant = [self.encode(p.text, control=True) for p in run if p.trusted]
        if self._controls(whole) == [t for tokens in meant for t in self._controls(tokens)]:
            return whole
        return [t for p in run for t in self._encode(p.text, job, control=p.trusted)]

    def _encode(self, text: str, job: Job, *, control: bool) -> list[int]:
        tokens: list[int] = []
        for chunk in _chunks(text):
            if job.cancelled:
                raise Cancelled
            tokens += self.encode(chunk, control=control)
        return tokens

    def _controls(self, tokens: Sequence[int]) -> list[int]:
        """The tokens among `tokens` that are only read as such where control tokens are meant."""
        for token in {*tokens} - self._attributes.keys():
            self._attributes[token] = llama_cpp.llama_vocab_get_attr(self._vocab, token)
        return [token for token in tokens if self._attributes[token] & _CONTROL]

    def _text_of(self, token: int) -> str:
        return self.bytes_of(token, control=True).decode("utf-8", "replace") if token >= 0 else ""


def _chunks(text: str) -> list[str]:
    """`text` in parts of at most 64 K characters, cut behind a line or a space."""
    parts = []
    while len(text) > _CHUNK:
        cut = max(text.rfind("\n", 0, _CHUNK), text.rfind(" ", 0, _CHUNK)) + 1 or _CHUNK
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
