"""Decode through the whole stack against a raw low-level loop: same wheel, threads and sampler.

`python tests/bench/bench_decode.py [MODEL...]` prints a line a model. The raw loop runs in a child
process of its own, one `llama_decode` and one `llama_sampler_sample` a token, on the same thread
pool; rounds alternate, so that both meet the same noise. The target is a ratio of 0.95 or more.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Sampling
from engine.paths import Home

TOKENS = 128
ROUNDS = 5
PROMPT = "The quick brown fox jumps over the lazy dog. " * 12
N_CTX = 4096


def raw(path: str) -> None:
    """The raw loop, as a child process: a figure a line read from standard input."""
    import llama_cpp as lib

    from engine.hardware import physical_cores
    from engine.worker.pool import ThreadPool

    lib.llama_backend_init()
    model = lib.llama_model_load_from_file(path.encode(), lib.llama_model_default_params())
    params = lib.llama_context_default_params()
    params.n_ctx, params.n_batch, params.n_ubatch, params.n_outputs_max = N_CTX, 512, 512, 8
    params.n_threads = params.n_threads_batch = physical_cores()
    params.swa_full = False
    context = lib.llama_init_from_model(model, params)
    pool = ThreadPool(context, params.n_threads)
    vocab = lib.llama_model_get_vocab(model)
    text = PROMPT.encode()
    tokens = (lib.llama_token * len(text))()
    count = lib.llama_tokenize(vocab, text, len(text), tokens, len(text), True, False)
    for _ in sys.stdin:
        lib.llama_memory_clear(lib.llama_get_memory(context), True)
        lib.llama_decode(context, lib.llama_batch_get_one(tokens, count))
        sampler = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        lib.llama_sampler_chain_add(sampler, lib.llama_sampler_init_greedy())
        one = (lib.llama_token * 1)()
        began = time.perf_counter()
        for _ in range(TOKENS):
            one[0] = lib.llama_sampler_sample(sampler, context, -1)
            lib.llama_decode(context, lib.llama_batch_get_one(one, 1))
        sys.stdout.write(f"{TOKENS / (time.perf_counter() - began)}\n")
        sys.stdout.flush()
        lib.llama_sampler_free(sampler)
    pool.close()


def stack(engine: Engine, path: str) -> float:
    """Tokens per second through engine thread, frames and child process."""
    request = ChatRequest(
        ModelSpec(path, N_CTX),
        (ChatMessage("user", PROMPT),),
        Sampling(temperature=0),
        max_tokens=TOKENS,
        raw=True,
    )
    for event in engine.stream(request):
        if isinstance(event, Finished) and event.stats.completion_tokens == TOKENS:
            return event.stats.decode_tokens_per_s
    raise SystemExit(f"{path} ended before {TOKENS} tokens; choose another prompt")


def main() -> None:
    names = sys.argv[1:] or ["starter", "gemma"]
    for name in names:
        path = str(Library(Home.default()).resolve(name).path)
        with (
            Engine() as engine,
            subprocess.Popen(
                [sys.executable, __file__, "--raw", path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            ) as child,
        ):
            assert child.stdin
            assert child.stdout
            figures: list[tuple[float, float]] = []
            for turn in range(ROUNDS + 1):
                ours = stack(engine, path)
                child.stdin.write("go\n")
                child.stdin.flush()
                theirs = float(child.stdout.readline())
                if turn:  # the first round warms both
                    figures.append((ours, theirs))
            child.stdin.close()
        ours, theirs = (statistics.median(column) for column in zip(*figures, strict=True))
        sys.stdout.write(
            f"{name}: stack {ours:.1f} tokens/s, raw loop {theirs:.1f} tokens/s, "
            f"ratio {ours / theirs:.3f} (median of {ROUNDS})\n"
        )


if __name__ == "__main__":
    if "--raw" in sys.argv:
        raw(sys.argv[-1])
    else:
        main()
