"""Text to tokens and back, for one open model. Knows no prompt and no sampling.

Control tokens are only ever read from text we wrote or took from a chat template; in text of a
user or a document they stay text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence

import llama_cpp

from engine.errors import Bug, PromptTooLong
from engine.prompt import Piece
from engine.worker.model import Cancelled, Job

_CHUNK = 64 << 10
"""Characters tokenised at once: tokenising cannot be interrupted, so long text is cut at lines."""
_BYTES_PER_TOKEN = 16
"""A prompt of more bytes per token of context than this is refused uncounted."""


class Vocabulary:
    """The vocabulary of a model; valid as long as the model is open."""

    def __init__(self, model: int) -> None:
        self._vocab = llama_cpp.llama_model_get_vocab(model)
        if not self._vocab:
            raise Bug("llama_model_get_vocab returned NULL")
        self.pointer = self._vocab
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

    def encode(self, text: str, *, start: bool = False, control: bool = False) -> list[int]:
        """Tokens of `text`. `start` adds what the model wants at the beginning of a sequence;
        `control` reads control tokens in the text as such."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8  # a token is at least a byte, plus what the model adds at both ends
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, room, start, control)
        if count < 0:
            raise Bug(f"llama_tokenize wants {-count} tokens for {len(data)} bytes")
        return tokens[:count]

    def encode_prompt(self, pieces: Sequence[Piece], n_ctx: int, job: Job) -> list[int]:
        """Tokens of a whole prompt.

        One text is tokenised where that is safe, since a split changes tokens at its edges: a
        trusted piece and contents without control tokens. A content that holds one stands alone.
        Raises PromptTooLong uncounted for a text that cannot fit, Cancelled.
        """
        if sum(len(p.text) for p in pieces) > n_ctx * _BYTES_PER_TOKEN:
            raise PromptTooLong(0, n_ctx)
        tokens: list[int] = []
        bos = self.bos_text()
        for text, control in _runs(pieces, self._holds_control):
            for chunk in _chunks(text):
                if job.cancelled:
                    raise Cancelled
                start = not tokens and not (bos and control and chunk.startswith(bos))
                tokens += self.encode(chunk, start=start, control=control)
        return tokens

    def _holds_control(self, text: str) -> bool:
        return any(self.encode(c) != self.encode(c, control=True) for c in _chunks(text))

    def _text_of(self, token: int) -> str:
        return self.bytes_of(token, control=True).decode("utf-8", "replace") if token >= 0 else ""


def _runs(pieces: Sequence[Piece], holds_control: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """Neighbouring pieces joined to (text, read control tokens) as far as that is safe."""
    runs: list[tuple[str, bool]] = []
    for piece in pieces:
        safe = piece.trusted or not holds_control(piece.text)
        if safe and runs and runs[-1][1]:
            runs[-1] = (runs[-1][0] + piece.text, True)
        else:
            runs.append((piece.text, safe))
    return runs


def _chunks(text: str) -> list[str]:
    """`text` in parts of at most 64 K characters, cut behind a line or a space."""
    parts = []
    while len(text) > _CHUNK:
        cut = max(text.rfind("\n", 0, _CHUNK), text.rfind(" ", 0, _CHUNK)) + 1 or _CHUNK
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
