"""The bar of damaged models: nothing that is done to a model file costs more than a clear error.

    python tests/bars/damaged_models.py [--seed N] [--count N] [--only CLASS] [--model NAME]

Makes `count` damaged variants of each class from both real models (starter and gemma) and asks for
8 tokens from each: the real engine, and beside it llama.cpp itself in a throwaway process without
our checks. A sample of them goes through `puna chat` and the window too. Met (exit code 0) when

- every variant ends within 20 s in a reply or a typed error that is no bug of ours;
- of those llama.cpp cannot use (it crashes, hangs or says no), 90 % are refused before native code
  runs, and 70 % in every class;
- neither the command nor the window crashes or hangs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.damage_gguf import Sample  # noqa: E402  the lines above make it importable from anywhere
from helpers.damaged import FAMILIES, Bench, choose  # noqa: E402
from helpers.raw_llama import RawLlama  # noqa: E402
from helpers.use_model import REFUSED, command_uses, engine_uses, window_uses  # noqa: E402

from engine.engine import Engine  # noqa: E402
from engine.hub.library import Library  # noqa: E402
from engine.paths import Home  # noqa: E402

HANG = 20.0
OVERALL, EACH = 0.9, 0.7


@dataclass
class Tally:
    """What became of the variants of one class."""

    variants: int = 0
    unusable: int = 0
    refused: int = 0
    deaths: int = 0
    hangs: int = 0
    slowest: float = 0.0
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        return self.refused / self.unusable if self.unusable else 1.0

    def row(self, name: str) -> str:
        share = f"{self.share:.0%}" if self.unusable else "-"
        return (
            f"{name:20}{self.variants:9}{self.unusable:11}{self.refused:9}{share:>7}"
            f"{self.deaths:8}{self.hangs:7}{self.slowest:9.1f} s"
        )


class Bar:
    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.tallies = {name: Tally() for name in FAMILIES if options.only in name}
        self.faults: list[str] = []
        self.uses = 0

    def run(self) -> bool:
        library = Library(Home(self.folder / "home"))
        began = time.monotonic()
        for alias in ("starter", "gemma"):
            if self.options.model in ("", alias):
                bench = Bench(Sample(library.locate(alias)), self.folder / alias)
                self.through_engine(bench, alias)
                self.through_programs(bench, alias)
        self.report(time.monotonic() - began)
        return not self.faults

    def through_engine(self, bench: Bench, alias: str) -> None:
        with Engine() as engine, RawLlama() as raw:
            for family, tally in self.tallies.items():
                for variant in choose(family, bench.sample, self.options.seed, self.options.count):
                    with bench.place(variant) as path:
                        raw.begin(path)
                        used = engine_uses(engine, path, HANG)
                        itself = raw.end()
                    self.count(tally, f"{alias}, {family}, {variant.title}", used, itself)

    def count(self, tally: Tally, title: str, used, itself: dict[str, object]) -> None:
        tally.variants += 1
        tally.unusable += not itself["ok"]
        tally.refused += not itself["ok"] and used.end in REFUSED
        tally.deaths += used.end == "engine_crashed"
        tally.hangs += used.hung
        tally.slowest = max(tally.slowest, used.seconds)
        tally.ends[used.end] += 1
        if used.hung or used.end == "bug":
            self.faults.append(f"{title}: {used.end} after {used.seconds:.1f} s: {used.words}")
        missed = not itself["ok"] and used.end not in REFUSED
        strict = itself["ok"] and used.end in REFUSED
        if self.options.verbose or missed or (strict and self.options.strict):
            why = itself["why"] or "uses it"
            sys.stdout.write(
                f"  {title}: llama.cpp: {why} ({itself['seconds']} s); "
                f"Puna: {used.end} ({used.seconds:.1f} s) {used.words[:160]}\n"
            )
            sys.stdout.flush()

    def through_programs(self, bench: Bench, alias: str) -> None:
        """One variant of each class through the command, and through one window."""
        for uses in (command_uses, window_uses):
            with uses(self.folder / f"{alias}-{uses.__name__}") as use:
                for family in self.tallies:
                    [variant] = choose(family, bench.sample, self.options.seed + 1, 1)
                    with bench.place(variant) as path:
                        used = use(path, HANG)
                    self.uses += 1
                    if used.hung or used.end in ("bug", "died"):
                        title = f"{uses.__name__}: {alias}, {family}, {variant.title}"
                        self.faults.append(f"{title}: {used.end}: {used.words}")

    def report(self, seconds: float) -> None:
        whole = Tally()
        say = sys.stdout.write
        say(
            f"\n{'class':20}{'variants':>9}{'unusable':>11}{'refused':>9}{'share':>7}"
            f"{'deaths':>8}{'hangs':>7}{'slowest':>11}\n"
        )
        for name, tally in self.tallies.items():
            say(tally.row(name) + "\n")
            if tally.share < EACH:
                self.faults.append(f"{name}: {tally.share:.0%} refused, {EACH:.0%} wanted")
            for column in ("variants", "unusable", "refused", "deaths", "hangs"):
                setattr(whole, column, getattr(whole, column) + getattr(tally, column))
            whole.slowest = max(whole.slowest, tally.slowest)
            whole.ends += tally.ends
        say(whole.row("all") + "\n\n")
        say("unusable: llama.cpp itself crashes, hangs or refuses; refused: by us, before it ran\n")
        say("ends: " + ", ".join(f"{end} {n}" for end, n in whole.ends.most_common()) + "\n")
        say(f"through the command and the window: {self.uses}; {seconds:.0f} s in all\n")
        if whole.share < OVERALL:
            self.faults.append(f"{whole.share:.0%} refused in all, {OVERALL:.0%} wanted")
        for fault in self.faults:
            say(f"NOT MET: {fault}\n")
        say("met\n" if not self.faults else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--count", type=int, default=20, help="variants of a class and model")
    parser.add_argument("--only", default="", help="only classes whose name has this in it")
    parser.add_argument("--model", default="", help="only this model")
    parser.add_argument("--strict", action="store_true", help="list what only we refuse")
    parser.add_argument("--verbose", action="store_true", help="list every variant")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as folder:
        return 0 if Bar(parser.parse_args(), Path(folder)).run() else 1


if __name__ == "__main__":
    sys.exit(main())
