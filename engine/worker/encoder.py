"""From the pieces of a prompt to its tokens, fast for a prompt that grew at its end.

The text is cut where a chat template has control tokens: there llama.cpp's tokenizer cuts it too,
so the tokens are those of the whole text, and a content can form no control token, by itself or
with its neighbours. Tokens of fragments are remembered: of a conversation only the new turns are
tokenised. A reply that comes with its own tokens gets those: text does not always become the same
tokens again. Knows no template and no model.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from engine.errors import PromptTooLong
from engine.prompt import Piece
from engine.worker.model import Cancelled, Job
from engine.worker.vocabulary import Vocabulary

_CHUNK = 64 << 10
"""Characters tokenised at once: tokenising cannot be interrupted, so long text is cut at lines."""
_CHARACTERS_PER_TOKEN = 16
_ALWAYS_COUNTED = 256 << 10
"""A prompt of more characters than both allow is refused uncounted: counting would take seconds."""
_REMEMBERED = 4 << 20
"""Characters of fragments whose tokens are remembered."""

_Part = str | tuple[int, ...]
"""A fragment of text, or tokens that are known."""


class Encoder:
    """Makes the tokens of prompts with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._fragments: OrderedDict[str, list[int]] = OrderedDict()
        self._size = 0
        self._splits: dict[str, tuple[_Part, ...]] = {}

    def encode(self, pieces: Sequence[Piece], n_ctx: int, job: Job) -> tuple[list[int], int]:
        """Tokens of a whole prompt, and how many of them stand before its last turn.

        Raises PromptTooLong uncounted for a text that cannot fit, Cancelled.
        """
        limit = max(n_ctx * _CHARACTERS_PER_TOKEN, _ALWAYS_COUNTED)
        if sum(len(p.text) for p in pieces) > limit:
            raise PromptTooLong(0, n_ctx)
        parts, last = self._parts(pieces)
        tokens = self._vocabulary.beginning(pieces)
        turn = 0
        for number, part in enumerate(parts):
            if number == last:
                turn = len(tokens)
            tokens += self._fragment(part, job) if isinstance(part, str) else part
        return tokens, turn

    def _parts(self, pieces: Sequence[Piece]) -> tuple[list[_Part], int]:
        """What is tokenised by itself, and the number of the part that the last turn begins."""
        parts: list[_Part] = []
        text, turn, begins = "", 0, _last_turn(pieces)
        for number, piece in enumerate(pieces):
            if text and self._cuts_before(piece):
                parts.append(text)
                text = ""
            if number == begins:
                turn = len(parts)
            if piece.trusted:
                for part in self._split(piece.text):
                    if isinstance(part, str):
                        text += part
                    else:
                        parts += [text, part] if text else [part]
                        text = ""
            elif own := self._own_tokens(pieces, number, text):
                text = text[: len(text) - own[1]]
                parts += [text, own[0]] if text else [own[0]]
                text = ""
            else:
                text += piece.text
        return [*parts, text] if text else parts, turn

    def _cuts_before(self, piece: Piece) -> bool:
        """Whether a turn of a plain transcript begins with this piece."""
        label = not piece.trusted and piece.kind == "template" and not piece.text.isspace()
        return label and not self._vocabulary.adds_space

    def _split(self, text: str) -> tuple[_Part, ...]:
        """Text of a template in runs between its control tokens."""
        known = self._splits.get(text)
        if known is None:
            known = self._splits[text] = _split(self._vocabulary, text)
        return known

    def _own_tokens(
        self, pieces: Sequence[Piece], number: int, before: str
    ) -> tuple[tuple[int, ...], int] | None:
        """The tokens a piece came with as far as they spell it, and how many characters before it
        they spell, too: a reply in a plain transcript begins with a space."""
        piece = pieces[number]
        if not piece.tokens or (self._vocabulary.adds_space and not self._ends(pieces, number)):
            return None
        wanted = piece.text.encode("utf-8", "replace")
        for taken in (0, 1) if before.endswith(" ") else (0,):
            if tokens := self._spelling(piece.tokens, b" " * taken + wanted):
                return tokens, taken
        return None

    def _spelling(self, tokens: tuple[int, ...], wanted: bytes) -> tuple[int, ...]:
        """The first of `tokens` that spell `wanted`; none where they do not. Control tokens, which
        spell nothing, are never among them: what is stored may come from anywhere."""
        spelled = 0
        for number, token in enumerate(tokens):
            if spelled == len(wanted):
                return tokens[:number]
            piece = self._vocabulary.spelled(token)
            if not piece or not wanted.startswith(piece, spelled):
                return ()
            spelled += len(piece)
        return tokens if spelled == len(wanted) else ()

    def _ends(self, pieces: Sequence[Piece], number: int) -> bool:
        """Whether a control token or nothing follows a piece."""
        if number + 1 == len(pieces):
            return True
        following = pieces[number + 1]
        return following.trusted and not isinstance(self._split(following.text)[0], str)

    def _fragment(self, text: str, job: Job) -> list[int]:
        known = self._fragments.get(text)
        if known is not None:
            self._fragments.move_to_end(text)
            return known
        tokens: list[int] = []
        for chunk in _chunks(text):
            if job.cancelled:
                raise Cancelled
            tokens += self._vocabulary.encode(chunk)
        self._fragments[text] = tokens
        self._size += len(text)
        while self._size > _REMEMBERED:
            old, _ = self._fragments.popitem(last=False)
            self._size -= len(old)
        return tokens


def _last_turn(pieces: Sequence[Piece]) -> int:
    """The number of the piece the user's last message begins with; the first, where none does."""
    message = min((p.message for p in pieces if p.kind == "message"), default=-1)
    return next((i for i, p in enumerate(pieces) if p.message == message >= 0), 0)


def _split(vocabulary: Vocabulary, text: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    tokens = vocabulary.encode(text, control=True)
    rest = text
    for token in vocabulary.controls(tokens):
        written = vocabulary.bytes_of(token, control=True).decode("utf-8", "replace")
        before, found, rest = rest.partition(written)
        if not found or not written:  # it is written in another way: the whole as it is
            return (tuple(tokens),)
        before = before.rstrip() if vocabulary.strips_left(token) else before
        rest = rest.lstrip() if vocabulary.strips_right(token) else rest
        parts += [before, (token,)] if before else [(token,)]
    return tuple([*parts, rest] if rest else parts)


def _chunks(text: str) -> list[str]:
    """`text` in parts of at most 64 K characters, cut behind a line or a space."""
    parts = []
    while len(text) > _CHUNK:
        cut = max(text.rfind("\n", 0, _CHUNK), text.rfind(" ", 0, _CHUNK)) + 1 or _CHUNK
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
