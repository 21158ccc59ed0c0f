"""The full route from a file to a report, by command: sentiment, named entities, translation.

`python tests/bench/bench_routes.py [MODEL [SET...]]` trains on generated examples (CSV, CoNLL and
JSONL) and judges the model with and without the adapter on others. The target is a real gain: at
least 0.2 of macro F1 for sentiment, of entity F1 for names, and 20 BLEU.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpers.commands_of_puna import Commands
from helpers.generated_sets import (
    entities,
    sentiment,
    translation,
    write_conll,
    write_csv,
    write_jsonl,
)


@dataclass(frozen=True)
class Route:
    """Files of a set, how it is judged, and by how much an adapter must better it."""

    task: str
    metric: str
    gain: float
    train: Path
    test: Path
    settings: tuple[object, ...]


def routes(folder: Path) -> dict[str, Route]:
    feelings, words = sentiment(), translation()
    names, other_names = entities()
    return {
        "sentiment": Route(
            "classify",
            "macro_f1",
            0.2,
            write_csv(folder / "sentiment.csv", feelings.train),
            write_csv(folder / "sentiment_test.csv", feelings.test),
            ("--rank", 8, "--lr", 8e-4, "--epochs", 2, "--batch-tokens", 256),
        ),
        "entities": Route(
            "ner",
            "f1",
            0.2,
            write_conll(folder / "names.conll", names),
            write_conll(folder / "names_test.conll", other_names),
            ("--rank", 8, "--lr", 8e-4, "--epochs", 2, "--batch-tokens", 256),
        ),
        "translation": Route(
            "translate",
            "bleu",
            20,
            write_jsonl(folder / "words.jsonl", words.train),
            write_jsonl(folder / "words_test.jsonl", words.test),
            ("--rank", 8, "--lr", 8e-4, "--epochs", 2, "--batch-tokens", 256),
        ),
    }


def main() -> int:
    model = sys.argv[1] if len(sys.argv) > 1 else "gemma"
    wanted = sys.argv[2:]
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        puna = Commands(folder / "home")
        for name, route in routes(folder).items():
            if not wanted or name in wanted:
                missed += not ride(model, name, route, folder / f"{name}.gguf", puna)
    return 1 if missed else 0


def ride(model: str, name: str, route: Route, adapter: Path, puna: Commands) -> bool:
    """Whether the adapter is better than the base by what is wanted."""
    began = time.monotonic()
    train = ("train", "-m", model, "--data", route.train, "--out", adapter)
    end = puna(*train, *route.settings)[-1]
    took = time.monotonic() - began
    base, adapted = puna.scores(
        *("-m", model, "--adapter", adapter, "--data", route.test, "--task", route.task),
        *("--against-base", "--max-tokens", 64),
    )
    before, after = (each["values"][route.metric] for each in (base, adapted))
    forgot = [
        each["values"]["loss"]
        for each in puna.scores(
            "-m", model, "--adapter", adapter, "--task", "forgetting", "--against-base"
        )
    ]
    good = after - before >= route.gain
    sys.stdout.write(
        f"{model}, {name}: {route.metric} {before:.3f} -> {after:.3f} on {base['examples']} "
        f"examples{'' if good else '  MISSED'}; {end['step']} steps in {took:.0f} s, loss on other "
        f"texts {forgot[0]:.3f} -> {forgot[1]:.3f}\n{adapted['report']}\n"
    )
    sys.stdout.flush()
    return good


if __name__ == "__main__":
    sys.exit(main())
