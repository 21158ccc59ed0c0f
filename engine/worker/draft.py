"""Drafting: guessing the next tokens, so that several are checked by reading one batch.

Text that is quoted, corrected or listed again is in the prompt already. Where the last tokens stood
before, those that followed them are the guess (prompt lookup, github.com/apoorvumang/
prompt-lookup-decoding). A guess costs time when it is wrong; `Account` keeps that bounded. Knows no
llama.cpp and no text.
"""

from __future__ import annotations

from collections.abc import Sequence

_RUN = 5
"""Tokens that must have stood together before: runs of 3 and 4 are chance too often (measured)."""
_SURE = 12
"""A run so long that it is most likely a quotation."""
_SIZES = (8, 4)
"""Tokens of a batch. The work of reading 4 or 8 at once pays; numbers between do not (measured)."""
_COST = {8: 4.1, 4: 2.4}
"""What reading a batch takes, in times of one token: the slower of two real models."""
_START = 1.5
_MOST = 8.0
_INCOME = 0.03


class Guesses:
    """What may follow the tokens so far. `run` counts how many of the last ones stood before."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens: list[int] = []
        self._after: dict[tuple[int, ...], int] = {}
        self._source = 0
        self.run = 0
        for token in tokens:
            self.add(token)

    def add(self, token: int) -> None:
        """A token that did follow."""
        tokens = self._tokens
        if self.run and tokens[self._source] == token:
            self.run += 1
            self._source += 1
        else:
            self.run = 0
        tokens.append(token)
        last = tuple(tokens[-_RUN:])
        if not self.run and last in self._after:
            self._source = self._after[last]
            self.run = _RUN
        if len(last) == _RUN:
            self._after[last] = len(tokens)

    def next(self, count: int) -> list[int]:
        """At most `count` tokens that may follow; none where nothing is known."""
        if not self.run:
            return []
        guess: list[int] = []
        for at in range(self._source, self._source + count):
            # What repeats in a short circle is drafted around it.
            known = at < len(self._tokens)
            guess.append(self._tokens[at] if known else guess[at - len(self._tokens)])
        return guess


class Account:
    """How much time may be risked, in times of one token.

    A batch costs what reading it takes and earns a token for each it brings; other tokens earn a
    little. No batch is paid for that would leave debts if all of it were wrong, so wrong guesses
    cost at most the start and that little: about 4 % of a short reply.
    """

    def __init__(self) -> None:
        self._balance = _START

    def size(self, run: int) -> int:
        """The batch that may be read after a run of so many tokens; 1 for no draft."""
        for size in _SIZES:
            worth = run >= (_SURE if size == _SIZES[0] else _RUN)
            if worth and self._balance >= _COST[size] - 1:
                return size
        return 1

    def book(self, size: int, brought: int) -> None:
        """A batch of `size` tokens brought so many of the reply."""
        gain = _INCOME if size == 1 else brought - _COST.get(size, float(size))
        self._balance = min(self._balance + gain, _MOST)


class Draft:
    """Guesses of one reply and what became of them: how many were `drafted` and `accepted`."""

    def __init__(self, prompt: Sequence[int]) -> None:
        self._guesses = Guesses(prompt)
        self._account = Account()
        self.drafted = 0
        self.accepted = 0

    def add(self, token: int) -> None:
        """A token of the reply."""
        self._guesses.add(token)

    def propose(self, room: int) -> list[int]:
        """Tokens to read behind the last one, at most `room`; often none."""
        size = self._account.size(self._guesses.run)
        return self._guesses.next(min(size - 1, room))

    def settle(self, drafted: int, accepted: int) -> None:
        """Of the `drafted` tokens of a batch so many were right."""
        self.drafted += drafted
        self.accepted += accepted
        self._account.book(drafted + 1, accepted + 1)
