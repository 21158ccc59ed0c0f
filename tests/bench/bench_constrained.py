"""Decoding that follows a JSON schema or a grammar against decoding freely.

`python tests/bench/bench_constrained.py [MODEL...]` prints two lines a model, each the median of
rounds that alternate between free and constrained replies to the same message. The target is a
ratio of 0.85 or more.
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
from engine.messages import ChatMessage, ChatRequest, Failed, Finished, ModelSpec, Sampling
from engine.paths import Home

ROUNDS = 5
TOKENS = 160
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 40},
        "age": {"type": "integer", "minimum": 0, "maximum": 120},
        "email": {"type": "string", "maxLength": 40},
        "interests": {"type": "array", "items": {"type": "string", "maxLength": 20}, "maxItems": 4},
    },
    "required": ["name", "age", "email", "interests"],
}
SCHEMA = json.dumps({"type": "array", "items": PERSON, "minItems": 30})
GRAMMAR = 'root ::= item{60}\nitem ::= "- " [A-Z] [a-z ]{3,40} "\\n"'
PROMPT = (
    "The village keeps a list of all its people: their names, their ages, their e-mail addresses "
    "and what they like to do. It is long, and it is read aloud once a year. It goes like this:\n"
)


def speed(engine: Engine, request: ChatRequest) -> float:
    for event in engine.stream(request):
        if isinstance(event, Finished) and event.stats.completion_tokens > TOKENS / 2:
            return event.stats.decode_tokens_per_s
        if isinstance(event, Finished):
            raise SystemExit(f"the reply ended after {event.stats.completion_tokens} tokens")
        if isinstance(event, Failed):
            raise SystemExit(event.error.message)
    raise SystemExit("there was no reply")


def main() -> None:
    for name in sys.argv[1:] or ["starter", "gemma"]:
        model = ModelSpec(str(Library(Home.default()).resolve(name).path), 4096)
        free = ChatRequest(
            model,
            (ChatMessage("user", PROMPT),),
            Sampling(seed=1),
            max_tokens=TOKENS,
            raw=True,  # a model that continues a text does not end it soon
        )
        constrained = {"JSON schema": {"json_schema": SCHEMA}, "grammar": {"grammar": GRAMMAR}}
        with Engine() as engine:
            for kind, fields in constrained.items():
                figures: list[tuple[float, float]] = []
                for turn in range(ROUNDS + 1):
                    pair = (
                        speed(engine, free),
                        speed(engine, msgspec.structs.replace(free, **fields)),
                    )
                    if turn:  # the first round warms both
                        figures.append(pair)
                freely, bound = (statistics.median(column) for column in zip(*figures, strict=True))
                sys.stdout.write(
                    f"{name}, {kind}: {bound:.1f} tokens/s, free {freely:.1f}, ratio "
                    f"{bound / freely:.2f} (median of {ROUNDS})\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
