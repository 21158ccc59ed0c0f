"""The tokens of a prompt, shared out among what its text is made of.

Tokens are found in the text by their bytes; one that spans two pieces is where its middle is.
The figures add up to all tokens, whatever the vocabulary does. Knows no model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from engine.messages import ChatRequest, Segment
from engine.prompt import Piece


def segments(
    request: ChatRequest,
    pieces: Sequence[Piece],
    tokens: Sequence[int],
    bytes_of: Callable[[int], bytes],
    *,
    added: int = 0,
    text: bool = False,
) -> tuple[Segment, ...]:
    """The segments of a prompt in their order, with `text` if asked for.

    `pieces` are what the prompt of `request` was made of, and `bytes_of` spells its tokens. The
    first `added` of those begin it and are not in the pieces.
    """
    data = "".join(piece.text for piece in pieces).encode("utf-8", "replace")
    middles = _middles(data, [bytes_of(token) for token in tokens[added:]])
    found: list[Segment] = []
    if added:
        first = b"".join(map(bytes_of, tokens[:added])).decode("utf-8", "replace")
        found.append(Segment("template", -1, added, first if text else ""))
    shift = _summary_message(request)
    at = counted = 0
    for piece in pieces:
        at += len(piece.text.encode("utf-8", "replace"))
        until = bisect_left(middles, at) if at < len(data) else len(middles)
        message = piece.message - shift if piece.message >= 0 else -1
        if piece.kind in ("system", "summary"):
            message = 0 if request.messages[0].role == "system" else -1
        said = piece.text if text else ""
        found.append(Segment(piece.kind, message, until - counted, said))
        counted = until
    return _merged(found)


def _summary_message(request: ChatRequest) -> int:
    """How many messages the prompt has before those of the request: one, where only a summary
    makes a system message."""
    has_system = bool(request.messages) and request.messages[0].role == "system"
    return int(bool(request.summary) and not request.raw and not has_system)


def _middles(data: bytes, spelled: Sequence[bytes]) -> list[int]:
    """Where in `data` the middle of each token is."""
    ends = list(accumulate(map(len, spelled), initial=0))
    if ends[-1] != len(data):
        # some vocabularies put a space before a text, or write it in another form
        ends = [0]
        for token in spelled:
            at = ends[-1]
            added = token[:1] == b" " and data[at : at + len(token)] != token
            if added and data.startswith(token[1:], at):
                at -= 1
            ends.append(min(at + len(token), len(data)))
    return [(start + end) // 2 for start, end in pairwise(ends)]


def _merged(found: Sequence[Segment]) -> tuple[Segment, ...]:
    merged: list[Segment] = []
    for segment in found:
        last = merged[-1] if merged else None
        if last and (last.kind, last.message) == (segment.kind, segment.message):
            merged[-1] = Segment(
                last.kind, last.message, last.tokens + segment.tokens, last.text + segment.text
            )
        else:
            merged.append(segment)
    return tuple(merged)
