"""Bytes of tokens to text: whole characters only, and never part of a stop string.

Knows no model. Feed it the bytes of each token; it returns the text that may be shown now.
"""

from __future__ import annotations

import codecs


class TextStream:
    """Decodes UTF-8 across tokens and ends at the first stop string.

    Invalid bytes become U+FFFD. Text that may be the beginning of a stop string is held back until
    it is known not to be. `stopped` is True once a stop string was met; it is not part of the text.
    """

    def __init__(self, stop: tuple[str, ...] = (), *, strip_start: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = tuple(s for s in stop if s)
        self._held = ""
        self._strip_start = strip_start
        self.stopped = False

    def feed(self, piece: bytes) -> str:
        """The text that became certain with these bytes."""
        return self._take(self._decoder.decode(piece))

    def flush(self) -> str:
        """What is left at the end of the reply: held text. Half a character is dropped."""
        text, self._held = self._held, ""
        return text

    def _take(self, text: str) -> str:
        if self.stopped:
            return ""
        text = self._held + text
        if self._strip_start:
            text = text.lstrip()
            self._strip_start = not text
        ends = [at for at in (text.find(s) for s in self._stop) if at >= 0]
        if ends:
            self.stopped = True
            self._held = ""
            return text[: min(ends)]
        keep = self._possible_stop(text)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def _possible_stop(self, text: str) -> int:
        """Length of the longest end of `text` that a stop string begins with."""
        longest = max((len(s) for s in self._stop), default=1) - 1
        for length in range(min(longest, len(text)), 0, -1):
            if any(s.startswith(text[-length:]) for s in self._stop):
                return length
        return 0
