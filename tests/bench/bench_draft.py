"""Decoding with drafts against decoding without, on text that repeats and on text that does not.

`python tests/bench/bench_draft.py [MODEL...]` prints three lines a model, each the median of rounds
that alternate. Quote: a passage of about 400 tokens stands in the prompt, which begins to quote it,
and the model goes on. Forced: it stands there twice, so that also a small model expects it once
more, and a grammar sees to it that the reply is the passage to its end. The target is 1.5 where
80 % or more of what is drafted is accepted. Free: ordinary questions at the default sampling; the
target is never less than 0.95. Without a quiet machine the ratios say little.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Sampling, Stats
from engine.paths import Home

ROUNDS = 5
PASSAGE = (
    "The high grassland lies between the last trees and the first snow. Travellers who come from "
    "the valley notice the silence before anything else: no leaves, no insects, only wind in short "
    "yellow grass. Llamas and vicuñas graze in small groups and lift their heads when a stone "
    "rolls. In winter the ground is white each morning, and by noon the sun has dried it again. "
    "People have lived here for ten thousand years. They built low walls of loose stone, roofed "
    "their houses with straw, and stored potatoes that had been frozen at night and trampled by "
    "day until they were as light as cork. A family owned perhaps forty animals, and knew each of "
    "them by the colour of its ears. Wool was spun while walking, and a good spinner could finish "
    "a skein between two villages. Trade followed the dry season: salt from the white lakes went "
    "down on the backs of the strongest males, maize and peppers came up. Nobody counted the days "
    "of such a journey, since the weather decided them. At night the drivers put the loads in a "
    "circle, lit a fire of dried dung, and told one another which passes were open. The oldest of "
    "them spoke last. He named the springs that had failed, the bridges that would not hold, and "
    "the places where it was wiser to leave a few leaves on a pile of stones. Much of this has "
    "changed, for there are roads now, and lorries carry the salt. Yet the walls still stand, the "
    "lakes are as white as ever, and on a clear evening the same smoke rises from the same places."
)
QUOTE = f"Text:\n{PASSAGE}\n\nThe same text again, word for word:\n{PASSAGE[:118]}"
TWICE = f"{PASSAGE}\n\n{PASSAGE}\n\n"
QUESTIONS = (
    "Explain why the sky is blue.",
    "Write a short story about a lighthouse keeper and a storm.",
    "Give me a recipe for vegetable soup.",
)


def run(engine: Engine, request: ChatRequest) -> Stats:
    end = [event for event in engine.stream(request) if isinstance(event, Finished)]
    if not end:
        raise SystemExit("the reply failed")
    return end[0].stats


def speeds(engine: Engine, requests: list[ChatRequest]) -> tuple[float, float, float]:
    """Tokens per second without and with drafts, and the share of drafted tokens accepted."""
    plain: list[float] = []
    drafted: list[float] = []
    guessed = accepted = 0
    for turn in range(ROUNDS + 1):
        for with_draft, found in ((False, plain), (True, drafted)):
            replies = [
                run(engine, msgspec.structs.replace(request, draft=with_draft))
                for request in requests
            ]
            if turn:  # the first round warms both
                tokens = sum(stats.completion_tokens for stats in replies)
                found.append(tokens / sum(stats.decode_s for stats in replies))
            guessed += sum(stats.drafted_tokens for stats in replies)
            accepted += sum(stats.accepted_tokens for stats in replies)
    share = accepted / guessed if guessed else 0.0
    return statistics.median(plain), statistics.median(drafted), share


def main() -> None:
    for name in sys.argv[1:] or ["starter", "gemma"]:
        model = ModelSpec(str(Library(Home.default()).resolve(name).path), 4096)

        def ask(text: str, *, model: ModelSpec = model, **fields: object) -> ChatRequest:
            return msgspec.structs.replace(
                ChatRequest(model, (ChatMessage("user", text),)), **fields
            )

        greedy = Sampling(temperature=0)
        forced = f"root ::= {json.dumps(PASSAGE, ensure_ascii=False)}"
        tasks = {
            "quote": [ask(QUOTE, raw=True, sampling=greedy, max_tokens=380)],
            "forced": [ask(TWICE, raw=True, grammar=forced, sampling=greedy)],
            "free": [
                ask(question, sampling=Sampling(seed=seed), max_tokens=160)
                for seed, question in enumerate(QUESTIONS)
            ],
        }
        with Engine() as engine:
            for task, requests in tasks.items():
                plain, drafted, share = speeds(engine, requests)
                sys.stdout.write(
                    f"{name}, {task}: drafting {drafted:.1f} tokens/s, plain {plain:.1f}, ratio "
                    f"{drafted / plain:.2f}, {share:.0%} accepted (median of {ROUNDS})\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
