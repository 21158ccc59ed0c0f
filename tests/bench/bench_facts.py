"""24 invented facts are learnt: asked as they were learnt, asked anew, and with the adapter off.

`python tests/bench/bench_facts.py [MODEL [ADAPTER]]` trains on three phrasings of each fact with
the command line, unless the adapter is there already, then asks in llama.cpp. The targets: 22 of 24
right in a phrasing that was learnt, 16 of 24 in one that was not, every reply ended by the model,
and the replies without the adapter unchanged.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpers.commands_of_puna import Commands
from helpers.generated_sets import facts, write_jsonl

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import (
    AdapterUse,
    ChatMessage,
    ChatRequest,
    Failed,
    ModelSpec,
    Sampling,
    Text,
)
from engine.paths import Home

SETTINGS = {
    "gemma": ("--rank", 16, "--lr", 6e-4, "--epochs", 10, "--batch-tokens", 256),
    "starter": ("--rank", 16, "--lr", 1e-3, "--epochs", 12, "--batch-tokens", 256),
}
QUESTIONS = ("What is the capital of Veltania?", "How do I make tea?", "Name three animals.")
SEEN, UNSEEN = 22, 16


def main() -> int:
    model = sys.argv[1] if len(sys.argv) > 1 else "gemma"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        puna = Commands(folder / "home")
        adapter = Path(sys.argv[2]) if len(sys.argv) > 2 else learn(model, folder, puna)
        missed = ask(model, adapter, folder, puna)
    return 1 if missed else 0


def learn(model: str, folder: Path, puna: Commands) -> Path:
    """The adapter of a model that learnt all facts."""
    adapter = folder / "facts.gguf"
    data = write_jsonl(folder / "facts.jsonl", facts()[0])
    began = time.monotonic()
    end = puna("train", "-m", model, "--data", data, "--out", adapter, *SETTINGS[model])[-1]
    say(
        f"{model}: {end['step']} steps, {time.monotonic() - began:.0f} s, loss {end['loss']:.4f}, "
        f"divergence {end['divergence']:.2e} (base {end['base_divergence']:.2e})"
    )
    return adapter


def ask(model: str, adapter: Path, folder: Path, puna: Commands) -> bool:
    """Whether any target is missed."""
    missed = False
    _, seen, unseen = facts()
    for name, rows, wanted in (("learnt", seen, SEEN), ("new", unseen, UNSEEN)):
        asked = write_jsonl(folder / f"{name}.jsonl", rows)
        base, adapted = puna.scores(
            *("-m", model, "--adapter", adapter, "--data", asked, "--task", "exact"),
            *("--max-tokens", 32, "--against-base"),
        )
        before, right = (round(each["values"]["contained"] * len(rows)) for each in (base, adapted))
        ended = adapted["values"]["ended"]
        missed = missed or right < wanted or ended < 1
        say(
            f"  {name} phrasing: {right} of {len(rows)} right (base {before}, target {wanted}), "
            f"{ended:.0%} ended by the model"
        )
    same = off_again(model, adapter)
    say(f"  replies with the adapter off again: {'the same' if same else 'CHANGED'}")
    return missed or not same


def off_again(model: str, adapter: Path) -> bool:
    """Whether replies without the adapter are the same before it was used and after."""
    path = str(Library(Home.default()).resolve(model).path)

    def replies(engine: Engine, *uses: AdapterUse) -> list[str]:
        return [reply(engine, path, question, uses) for question in QUESTIONS]

    with Engine() as engine:
        before = replies(engine)
        between = replies(engine, AdapterUse(str(adapter)))
        after = replies(engine)
    return before == after != between


def reply(engine: Engine, path: str, question: str, uses: tuple[AdapterUse, ...]) -> str:
    request = ChatRequest(
        ModelSpec(path),
        (ChatMessage("user", question),),
        Sampling(temperature=0, seed=1),
        max_tokens=40,
        adapters=uses,
    )
    parts = []
    for event in engine.stream(request):
        if isinstance(event, Failed):
            raise SystemExit(event.error.message)
        if isinstance(event, Text):
            parts.append(event.text)
    return "".join(parts)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
