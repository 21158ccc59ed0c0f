"""Text to tokens and back, for one open model. Knows no prompt and no sampling.

Control tokens are only ever read from text we wrote or took from a chat template; in text of a
user or a document they stay text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import llama_cpp

from engine.errors import Bug
from engine.prompt import Piece

_CONTROL = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN


class Vocabulary:
    """The vocabulary of a model; valid as long as the model is open."""

    def __init__(self, model: int) -> None:
        self._vocab = llama_cpp.llama_model_get_vocab(model)
        if not self._vocab:
            raise Bug("llama_model_get_vocab returned NULL")
        self.pointer = self._vocab
        self._attributes: dict[int, int] = {}
        self._spelled: dict[int, bytes] = {}
        self.size: int = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self._buffer = ctypes.create_string_buffer(256)
        first = self.encode("a")[:1]
        self.adds_space = bool(first) and self.bytes_of(first[0]).startswith(b" ")
        """Whether a space is put before every text that is tokenised by itself."""

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

    def beginning(self, pieces: Sequence[Piece]) -> list[int]:
        """The token that begins a sequence, where the model wants one and the template has none."""
        bos = self.bos_text()
        written = bos and pieces and pieces[0].trusted and pieces[0].text.startswith(bos)
        if written or not llama_cpp.llama_vocab_get_add_bos(self._vocab):
            return []
        return [llama_cpp.llama_vocab_bos(self._vocab)]

    def controls(self, tokens: Sequence[int]) -> list[int]:
        """The tokens among `tokens` that are only read as such where control tokens are meant."""
        return [token for token in tokens if self._attribute(token) & _CONTROL]

    def strips_left(self, token: int) -> bool:
        """Whether white space before this control token is not read."""
        return bool(self._attribute(token) & llama_cpp.LLAMA_TOKEN_ATTR_LSTRIP)

    def strips_right(self, token: int) -> bool:
        """Whether white space behind this control token is not read."""
        return bool(self._attribute(token) & llama_cpp.LLAMA_TOKEN_ATTR_RSTRIP)

    def spelled(self, token: int) -> bytes:
        """The bytes a token stands for in a text; none for a control token and what is no token."""
        known = self._spelled.get(token)
        if known is None:
            text = 0 <= token < self.size and not self._attribute(token) & _CONTROL
            known = self._spelled[token] = self.bytes_of(token) if text else b""
        return known

    def _attribute(self, token: int) -> int:
        known = self._attributes.get(token)
        if known is None:
            known = llama_cpp.llama_vocab_get_attr(self._vocab, token)
            self._attributes[token] = known
        return known

    def _text_of(self, token: int) -> str:
        return self.bytes_of(token, control=True).decode("utf-8", "replace") if token >= 0 else ""
