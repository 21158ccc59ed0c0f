"""How a chat template wraps a reply: what it writes before and behind one, and which token ends it.

Found by asking the template, not by reading it. Knows no example.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine.errors import TemplateError
from engine.messages import ChatMessage
from engine.prompt import Piece
from engine.worker.prompting import Prompt
from engine.worker.vocabulary import Vocabulary

_QUESTION, _REPLY = ChatMessage("user", "Hello"), ChatMessage("assistant", " Hello ")


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """`lead` and `tail` are what a template writes between the opening of a turn and a reply, and
    between that and `token`, which ends it. `left` and `right`: white space there is kept.
    `of_text` is the token that ends a text."""

    lead: str
    tail: str
    left: bool
    right: bool
    token: int
    of_text: int

    @classmethod
    def of(
        cls, vocabulary: Vocabulary, prompt: Callable[[Sequence[ChatMessage]], Prompt]
    ) -> TurnEnd:
        """Raises TemplateError where replies cannot be told apart, or nothing ends them."""
        opening = _joined(prompt([_QUESTION]).pieces)
        pieces: list[Piece] = []
        for messages in ([_QUESTION, _REPLY, _QUESTION], [_QUESTION, _REPLY]):
            with suppress(TemplateError):  # some take no second question, some no reply at the end
                pieces = prompt(messages).pieces
                break
        place = next((i for i, piece in enumerate(pieces) if piece.message == 1), None)
        end = _token_of(vocabulary, vocabulary.eos_text())
        if place is None:
            return cls("", "", True, True, _some(end, end), _some(end, end))
        reply = pieces[place].text
        before = _joined(pieces[:place])
        lead = before[len(opening) :] if before.startswith(opening) else ""
        tail, token = _end_in(vocabulary, _template_behind(pieces[place + 1 :]))
        left, right = reply.startswith(" "), reply.endswith(" ")
        return cls(lead, tail, left, right, _some(token, end), _some(end, token))

    def trimmed(self, reply: str) -> str:
        """A reply as the template writes it."""
        reply = reply if self.left else reply.lstrip()
        return reply if self.right else reply.rstrip()


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _template_behind(pieces: Sequence[Piece]) -> str:
    """What the template writes before the next content."""
    text = ""
    for piece in pieces:
        if not piece.trusted:
            break
        text += piece.text
    return text


def _end_in(vocabulary: Vocabulary, text: str) -> tuple[str, int]:
    """The first token in a text that ends a turn, -1 for none, and the text before it."""
    for token in vocabulary.encode(text, control=True):
        if vocabulary.is_end(token):
            written = vocabulary.bytes_of(token, control=True).decode("utf-8", "replace")
            return text.partition(written)[0], token
    return "", -1


def _token_of(vocabulary: Vocabulary, text: str) -> int:
    """The one token that a text is, or -1."""
    tokens = vocabulary.encode(text, control=True) if text else []
    return tokens[-1] if tokens and vocabulary.is_end(tokens[-1]) else -1


def _some(token: int, other: int) -> int:
    """The first of two tokens that is there. Raises TemplateError for none."""
    found = token if token >= 0 else other
    if found < 0:
        raise TemplateError("the model has no token that ends a reply")
    return found
