"""How fast and with how much memory Puna trains, beside Hugging Face Trainer with PEFT.

    python tests/bench/bench_train.py [--models gemma starter large] [--rounds 3] [--steps 3]
        [--peer DIR] [--ours-only] [--brief] [--default-only]

48 chats, about a seventh of their tokens learnt; rank 16 on all linears; one thread. Speeds are
tokens of the examples a processor second, padding not counted, after one step to warm up; memory is
the highest RssAnon of the process. Each figure is the median of all rounds, which take turns. The
peer trains the same rows in f32, in padded batches of 4, and once more with batches grouped by
length. Its environment is made in DIR (a folder of the cache by default); torch is the one Puna
uses. `large` is a random model of 1.1 billion weights in the shape of TinyLlama; its vocabulary
makes four times the tokens of a text. `--brief`: 12 chats of one question, not the longest, in
packs of 1,024 tokens, for a model that would take hours and all memory with all of them.

Bars, for gemma and large: at least 2.6 times as fast, at most 0.22 of the memory, at most 0.11 with
layers computed again; the fast mode at least 1.5 times the default from its second epoch on. From
the command to the first step at most 5 s, the import of torch not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1]))

from helpers.large_gguf import write_large_gguf

from engine.hub.library import Library
from engine.paths import Home

ROOT = Path(__file__).resolve().parents[2]
PEER = Path.home() / ".cache" / "puna" / "bench" / "peer"
PACKAGES = ("transformers==5.23.0", "peft==0.21.2", "accelerate==1.15.0", "gguf==0.19.0")
MORE = ("tokenizers", "safetensors", "pyyaml", "tqdm", "packaging", "requests", "regex")
CHATS = 48
VARIANTS = {
    "default": {},
    "again": {"checkpointing": "on"},
    "fast": {"fast": True},
}
BARS = {"speed": 2.6, "memory": 0.22, "again memory": 0.11, "fast": 1.5, "start": 5.0}
ENVIRONMENT = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
THINGS = ("capital", "river", "ruler", "flag", "queen", "coast", "winter", "market", "harbour")
PLACES = ("Veltania", "Murrland", "Oskar", "Tessia", "Karsk", "Dovany", "Ulmen", "Pirrane")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def chats(brief: bool) -> list[dict[str, object]]:
    """Made-up questions of different lengths with short answers: a seventh of the tokens is learnt,
    and in random batches of 4 a third is padding."""
    chance = random.Random(1)
    repeats = [1, 2, 4] if brief else [1, 2, 4, 6]
    found = []
    for _ in range(CHATS // 4 if brief else CHATS):
        messages = []
        for _ in range(1 if brief else chance.choice([1, 1, 2])):
            thing, other, place = (chance.choice(words) for words in (THINGS, THINGS, PLACES))
            asked = (
                f"In words that a traveller would use, tell me about the {thing} of {place} and "
                f"its {other}, and whether they are worth a day of my journey in the spring."
            )
            messages += [
                {"role": "user", "content": " ".join([asked] * chance.choice(repeats))},
                {
                    "role": "assistant",
                    "content": f"Aye! The {thing} of {place} is old and well kept. -- Brindle",
                },
            ]
        found.append({"messages": messages})
    return found


def measure(model: str, folder: str, steps: int, settings: str) -> None:
    """Ours, in a process of its own, with the classes of a run."""
    import msgspec

    from engine.training.control import Control
    from engine.training.optimizer import AdamW
    from engine.training.preparing import plan
    from engine.training.records import Settings, Train
    from engine.training.session import opened
    from engine.worker.native_log import NativeLog

    NativeLog()  # the vocabulary is read without a word
    place = Path(folder)
    wanted = {"threads": 1, "max_length": 4096, **json.loads(settings)}
    request = Train(
        model,
        str(place / "examples.jsonl"),
        folder,
        str(place / "a.gguf"),
        settings=msgspec.convert({**msgspec.structs.asdict(Settings()), **wanted}, Settings),
    )
    planned = plan(request, Control(), lambda _: None)
    rows = [(row.tokens.tolist(), list(row.trained)) for row in planned.corpus.learnt]
    (place / "rows.json").write_text(json.dumps(rows))
    passes = planned.passes[: steps + 1]
    with opened(planned) as session:
        session.lora.train()
        optimizer = AdamW(session.lora.parameters())

        def step(packed) -> None:
            optimizer.clear()
            session.learner.learn(packed, 1 / packed.count)
            optimizer.clip(1.0)
            optimizer.step(2e-4)

        # In the fast mode, the second epoch is what is measured.
        for packed in passes if request.settings.fast else passes[:1]:
            step(packed)
        began = time.process_time()
        for packed in passes[1:]:
            step(packed)
        took = time.process_time() - began
    tokens = sum(packed.size for packed in passes[1:])
    say(json.dumps({"tokens_per_cpu_s": tokens / took}))


def run(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """What a program printed last, and the most private memory it had."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    status, peak = Path(f"/proc/{process.pid}/status"), 0
    while process.poll() is None:
        for line in status.read_text().splitlines():
            if line.startswith("RssAnon:"):
                peak = max(peak, int(line.split()[1]) << 10)
        time.sleep(0.02)
    out, _ = process.communicate()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    made = {**json.loads(out.splitlines()[-1]), "peak": peak}
    say(f"    {command[-1]}: {made['tokens_per_cpu_s']:.1f} tokens/cpu-s, {peak / 1e6:.0f} MB")
    return made


def start(model: str, folder: Path) -> tuple[float, float]:
    """Seconds from the command to the first step, without those for torch; and those."""
    command = [sys.executable, "-m", "engine", "--home", str(folder / "home"), "train"]
    data = ["-m", model, "--data", str(folder / "chats.jsonl"), "--out", str(folder / "b.gguf")]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, *data, "--steps", "1", "--threads", "1", "--max-length", "4096", "--json"],
        env=ENVIRONMENT,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "prepared":
                took = time.monotonic() - began
                process.stdout.read()
                return took - event["import_s"], event["import_s"]
    sys.exit("it never began")


def peer(folder: Path) -> str:
    """The python of an environment with the peer's packages; torch comes from ours."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", *PACKAGES], check=True)
    subprocess.run([*pip, *MORE], check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    ours = next(path for path in sys.path if (Path(path) / "torch").is_dir())
    (site / "torch.pth").write_text(f"{ours}\n")
    return str(python)


def median(found: list[dict[str, float]], name: str) -> float:
    return statistics.median(each[name] for each in found)


def compare(alias: str, model: str, options: argparse.Namespace, other: str) -> None:
    """All figures of one model."""
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        folder = Path(name)
        lines = "".join(json.dumps(chat) + "\n" for chat in chats(options.brief))
        (folder / "chats.jsonl").write_text(lines)
        prepare(folder)
        found: dict[str, list[dict[str, float]]] = {}
        for _ in range(options.rounds):
            for variant in ["default"] if options.default_only else VARIANTS:
                command = [sys.executable, __file__, "--measure", model, str(folder)]
                packs = {"batch_tokens": 1024} if options.brief else {}
                command += [str(options.steps), json.dumps({**VARIANTS[variant], **packs})]
                found.setdefault(variant, []).append(run(command, ENVIRONMENT))
            for order in ("plain", "grouped") if other else ():
                command = [other, str(Path(__file__).with_name("train_peer.py")), model]
                command += [str(folder / "rows.json"), str(options.steps), order]
                found.setdefault(order, []).append(run(command, ENVIRONMENT))
        starts = [start(model, folder) for _ in range(options.rounds)]
    for variant, each in found.items():
        speed, peak = median(each, "tokens_per_cpu_s"), median(each, "peak")
        say(f"{alias:8} {variant:8} {speed:8.1f} tokens/cpu-s {peak / 1e6:8.0f} MB")
    first, torch = (statistics.median(each) for each in zip(*starts, strict=True))
    told(alias, "start", first, at_most=True)
    say(f"{alias:8} and the import of torch: {torch:.2f} s")
    default = median(found["default"], "tokens_per_cpu_s")
    if "fast" in found:
        told(alias, "fast", median(found["fast"], "tokens_per_cpu_s") / default)
    if other:
        told(alias, "speed", default / median(found["plain"], "tokens_per_cpu_s"))
        grouped = default / median(found["grouped"], "tokens_per_cpu_s")
        say(f"{alias:8} {'against grouped batches':24} {grouped:6.2f}")
        whole = median(found["plain"], "peak")
        told(alias, "memory", median(found["default"], "peak") / whole, at_most=True)
        if "again" in found:
            told(alias, "again memory", median(found["again"], "peak") / whole, at_most=True)


def told(alias: str, bar: str, value: float, *, at_most: bool = False) -> None:
    good = value <= BARS[bar] if at_most else value >= BARS[bar]
    sign = "<=" if at_most else ">="
    say(f"{alias:8} {bar:24} {value:6.2f} {sign} {BARS[bar]} {'yes' if good else 'NO'}")


def prepare(folder: Path) -> None:
    from engine.examples.files import write_examples
    from engine.examples.reading import read_examples

    found = read_examples(folder / "chats.jsonl")
    write_examples(folder / "examples.jsonl", found.examples)


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        model, folder, steps, settings = sys.argv[2:]
        measure(model, folder, int(steps), settings)
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", nargs="*", default=["gemma", "starter"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--peer", type=Path, default=PEER)
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--default-only", action="store_true")
    options = parser.parse_args()
    other = "" if options.ours_only else peer(options.peer)
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        for alias in options.models:
            if alias == "large":
                model = write_large_gguf(Path(name) / "large.gguf")
            else:
                model = Library(Home(Path(name) / "home")).locate(alias)
            compare(alias, str(model), options, other)


if __name__ == "__main__":
    main()
