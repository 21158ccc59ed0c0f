"""What a reply costs whose conversation was read before: bars 3 and 4.

`python tests/bench/bench_reuse.py [--rounds N] [--chats N] [--tokens N] [--large] [MODEL...]`

Several chats of 3,000 tokens are read once. Then each round goes on with one of them, switches to
another and goes on there, and asks the last message of that one differently; at last the engine is
started anew. Printed are the tokens that were evaluated beside those that are new, the time to the
first token beyond their evaluation (target: at most 30 ms; between messages there is a pause, in
which what was read is kept), and for the restart and the edit the time to the first token as a
share of what reading the whole conversation took (target: at most 0.1; opening the model is left
out). Times are taken where the text arrives, of replies of one token: the text of a longer one may
wait for the next, where a string that ends replies can begin with it. `--large` adds a model of
random weights in the shape of 1B.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.large_gguf import write_large_gguf

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Failed,
    Finished,
    ModelSpec,
    Sampling,
    Stats,
    Text,
)
from engine.paths import Home
from engine.worker.batches import total

PAUSE = 0.6
"""Seconds between messages: a person takes longer."""
IDLE = 8.0
"""Seconds before the end, after which what was read is on disk: 5, and the writing of it."""
REPLY = 24
SENTENCE = "The river in the valley was wide and brown, and nobody crossed it before summer. "
_WORDS, _LETTERS = 17, 67
"""Tokens of the sentence to a vocabulary of words, and to one of letters."""
QUESTIONS = ("And why is that?", "Tell me more about it.", "What came after that, in a few words?")


@dataclass(slots=True)
class Chat:
    """One conversation, and how many of its tokens were read when its last reply ended."""

    key: str
    messages: list[ChatMessage] = field(default_factory=list)
    read: int = 0
    full: float = 0.0
    """Seconds to the first token when all of it was new."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a reply cost: seconds to its first token, and its figures."""

    first: float
    stats: Stats

    @property
    def beyond(self) -> float:
        """Milliseconds beside the evaluation of tokens."""
        return 1000 * (self.first - self.stats.prefill_s)

    @property
    def evaluated(self) -> int:
        return self.stats.prompt_tokens - self.stats.cached_tokens


class Bench:
    """One model and its chats."""

    def __init__(self, path: str, states: Path, n_ctx: int, per_sentence: int) -> None:
        self.spec = ModelSpec(path, n_ctx)
        self._per_sentence = per_sentence
        self.states = states
        self.engine = Engine(states)
        self._numbers = random.Random(1)

    def load(self) -> None:
        """Open the model, which no figure counts."""
        events = []
        job = self.engine.load(self.spec, events.append)
        while not any(isinstance(event, Finished | Failed) for event in events):
            time.sleep(0.05)
        assert job

    def restart(self) -> None:
        self.engine.close()
        self.engine = Engine(self.states)
        self.load()

    def ask(self, chat: Chat, text: str, most: int = 1) -> Told:
        """Go on with a chat, for a reply of at most so many tokens."""
        chat.messages.append(ChatMessage("user", text))
        request = ChatRequest(
            self.spec,
            tuple(chat.messages),
            Sampling(temperature=0, repeat_penalty=1.1),
            max_tokens=most,
            chat=chat.key,
        )
        time.sleep(PAUSE)
        began = time.perf_counter()
        first, said = 0.0, []
        for event in self.engine.stream(request):
            if isinstance(event, Text):
                first = first or time.perf_counter() - began
                said.append(event.text)
            if isinstance(event, Failed):
                raise SystemExit(f"{self.spec.path}: {event.error.message}")
            if isinstance(event, Finished):
                assert event.receipt is not None
                reply = ChatMessage("assistant", "".join(said), event.receipt.tokens)
                chat.messages.append(reply)
                chat.read = total(event.receipt.batches)
                return Told(first or time.perf_counter() - began, event.stats)
        raise AssertionError("a reply has an end")

    def begin(self, number: int, tokens: int) -> Chat:
        """A chat of so many tokens, told by its first reply."""
        sentences = [SENTENCE] * max(1, tokens // self._per_sentence)
        sentences.insert(0, f"{number}. ")
        chat = Chat(f"chat {number}")
        told = self.ask(chat, "".join(sentences), REPLY)
        if told.stats.cached_tokens > 64:
            raise SystemExit("a new chat was read before")
        chat.full = told.first
        say(f"    {told.stats.prompt_tokens} tokens were read in {told.first:.2f} s {loadavg()}")
        return chat

    def edit(self, chat: Chat) -> Told:
        """Ask the last question of a chat differently."""
        del chat.messages[-2:]
        return self.ask(chat, self._numbers.choice(QUESTIONS) + " Say it in another way.")

    def goes_on(self, chat: Chat) -> tuple[Told, int]:
        """Go on with a chat; what it cost, and how many tokens were new."""
        before = chat.read
        told = self.ask(chat, self._numbers.choice(QUESTIONS))
        return told, told.stats.prompt_tokens - before


def run(
    path: str, name: str, chats: int, rounds: int, tokens: int, per_sentence: int = _WORDS
) -> None:
    """All figures of one model, to which a sentence has so many tokens."""
    figures: dict[str, list[float]] = {}
    exact = True
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as folder:
        bench = Bench(path, Path(folder) / "states", 4096, per_sentence)
        bench.load()
        all_chats = [bench.begin(number, tokens) for number in range(chats)]
        at = all_chats[-1]
        for turn in range(rounds):
            told, new = bench.goes_on(at)
            exact &= told.evaluated == new
            figures.setdefault("follow-up", []).append(told.beyond)
            say(f"    follow-up: {told.evaluated} of {new} new, {told.beyond:.1f} ms beyond")
            at = all_chats[turn % (chats - 1)]
            told, new = bench.goes_on(at)
            exact &= told.evaluated == new
            figures.setdefault("switch", []).append(told.beyond)
            say(f"    switch: {told.evaluated} of {new} new, {told.beyond:.1f} ms beyond")
            told = bench.edit(at)
            figures.setdefault("edit", []).append(told.first / at.full)
            say(f"    edit: {told.evaluated} evaluated, {told.first / at.full:.4f} of all")
        for turn in range(min(3, rounds)):
            time.sleep(IDLE)
            bench.restart()
            chat = all_chats[turn]
            told, new = bench.goes_on(chat)
            figures.setdefault("restart", []).append(told.first / chat.full)
            say(f"    restart: {told.evaluated} of {new} new, {told.first / chat.full:.4f} of all")
        bench.engine.close()
    full = statistics.median(chat.full for chat in all_chats)
    median = {what: statistics.median(values) for what, values in figures.items()}
    say(
        f"{name}: {chats} chats of {tokens:,} tokens, read in {full:.2f} s; exactly the new tokens"
        f" evaluated: {'yes' if exact else 'NO'}; first token beyond their evaluation:"
        f" follow-up {median['follow-up']:.1f} ms, another chat {median['switch']:.1f} ms; share of"
        f" reading all: edit {median['edit']:.4f}, restart {median['restart']:.4f} {loadavg()}"
    )


def loadavg() -> str:
    return f"[load {os.getloadavg()[0]:.1f}]" if hasattr(os, "getloadavg") else ""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", default=["starter", "gemma"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chats", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=3000)
    parser.add_argument("--large", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as folder:
        library = Library(Home(Path(folder)))
        for name in wanted.models:
            path = str(library.resolve(name).path)
            run(path, name, wanted.chats, wanted.rounds, wanted.tokens)
        if wanted.large:
            path = str(write_large_gguf(Path(folder) / "large.gguf"))
            run(path, "1B shape", wanted.chats, wanted.rounds, wanted.tokens, _LETTERS)


if __name__ == "__main__":
    main()
