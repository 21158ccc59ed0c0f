"""How well the starter adapter answers, against its base and against the other model of Puna.

`python tests/bench/bench_starter.py [--adapter FILE] [--out FILE]` asks all held-out questions of
`resources/starter` of gemma with the adapter, gemma alone (as Puna asks a base model: a plain
transcript), and starter, each with the sampling that suits it, taking the likeliest token. Prints
how many are right (see `helpers/starter_answers.py`) and how many ended by themselves, by language
and kind, with the mean length of an answer; `--out` keeps the answers. Takes minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

from helpers.starter_answers import Answer, answers, questions

from engine.engine import Engine
from engine.hub.adapters import shipped_adapter
from engine.hub.first_start import STARTER, TRAINED, first_starts
from engine.hub.library import Library
from engine.messages import AdapterUse, ModelSpec
from engine.paths import Home


def table(name: str, given: list[Answer]) -> str:
    lines = []
    for language in ("en", "zh"):
        some = [a for a in given if a.question.expected.language == language]
        kinds = Counter(a.question.expected.kind for a in some)
        right = Counter(a.question.expected.kind for a in some if a.right)
        length = sum(len(a.text) for a in some) / len(some)
        by_kind = ", ".join(f"{kind} {right[kind]}/{count}" for kind, count in kinds.items())
        lines.append(
            f"{name} {language}: right {sum(right.values())}/{len(some)}, "
            f"ended {sum(a.ended for a in some)}, {length:.0f} characters; {by_kind}"
        )
    return "\n".join(lines) + "\n"


def text(name: str, given: list[Answer]) -> str:
    return "".join(
        f"[{name} {'right' if a.right else 'wrong'}{'' if a.ended else ', cut'}] "
        f"{a.question.messages[-1].content}\n-> {a.text}\n\n"
        for a in given
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--adapter", type=Path, default=shipped_adapter())
    parser.add_argument("--only", choices=("trained", "base", "starter"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    library, asked, kept = Library(Home.default()), questions(), ""
    mine = library.resolve(TRAINED).sampling
    for first in first_starts(library, "en"):
        if first.model == TRAINED and first.defaults.sampling is not None:
            mine = first.defaults.sampling
    usual = library.resolve(STARTER).sampling
    use = (AdapterUse(str(options.adapter.absolute())),)
    rows = [
        ("trained", TRAINED, mine, use),
        ("base", TRAINED, mine, ()),
        ("starter", STARTER, usual, ()),
    ]
    with Engine() as engine:
        for name, alias, sampling, adapters in rows:
            if options.only in (None, name):
                spec = ModelSpec(str(library.resolve(alias).path), n_ctx=1024)
                given = answers(engine, spec, sampling, asked, adapters)
                sys.stdout.write(table(name, given))
                sys.stdout.flush()
                kept += text(name, given)
    if options.out:
        options.out.write_text(kept, encoding="utf-8")


if __name__ == "__main__":
    main()
