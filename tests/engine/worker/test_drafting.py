"""Drafting changes the speed of a reply, not its text: measured on both real models.

llama.cpp multiplies one row by other routines than several, so the logits of a checked draft are
not those of one token after another to the bit: the last digits differ, and quantised models make
more of them. The distance of the two likeliest tokens moved by 0.09 on average and by 0.25 at most
(measured). So the text is the same up to a token where they are closer than that, and the logits
are as near to those of a fresh evaluation of the text as the ones of plain decoding.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from helpers.scripted import ask, end_of, text_of
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.engine import Engine
from engine.messages import Finished, ModelSpec, Sampling, Text

ROOT = Path(__file__).resolve().parents[3]
PASSAGE = (
    "The high grassland is called Puna. It lies between the tree line and the snow. Llamas graze "
    "there in the thin air, and the wind rarely rests. In the morning the ground is white with "
    "frost; by noon the sun has dried it. Whoever crosses it carries water, bread and a warm coat. "
)
QUOTE = PASSAGE + "\n\nThe text once more, word for word:\n" + PASSAGE[:60]
TWICE = f"{PASSAGE}\n\n{PASSAGE}\n\n"
FREE = "A list of ten things to take to the sea: a towel,"
LONG = "The shepherd counts his flock at dusk and again at dawn. " * 60 + QUOTE
"""Longer than a sliding window of 512 tokens."""
NEAR = 0.3
TASKS = {
    "quote": {"prompt": QUOTE, "tokens": 40},
    "copy": {"prompt": TWICE + PASSAGE[:60], "tokens": 40},
    "free": {"prompt": FREE, "tokens": 32},
    "penalties": {
        "prompt": TWICE + PASSAGE[:60],
        "tokens": 24,
        "sampling": {"repeat_penalty": 1.1, "repeat_last_n": 16, "dry_multiplier": 0.1},
    },
    "forced": {
        "prompt": TWICE,
        "tokens": 60,
        "grammar": "root ::= " + json.dumps(PASSAGE[:150], ensure_ascii=False) + " .*",
    },
    "beyond a window": {"prompt": LONG, "tokens": 40},
}


@pytest.fixture(scope="module")
def decode_twice(model_path):
    with subprocess.Popen(
        [sys.executable, str(ROOT / "tests/helpers/decode_twice.py"), str(model_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:

        def ask_child(task):
            child.stdin.write(json.dumps(task) + "\n")
            child.stdin.flush()
            return json.loads(child.stdout.readline())

        yield ask_child
        child.stdin.close()
        child.wait(30)


@pytest.mark.model
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", TASKS)
def test_the_text_is_that_of_plain_decoding(decode_twice, name):
    got = decode_twice(TASKS[name])
    plain, drafted, margins = got["plain"], got["drafted"], got["margins"]
    close = next((i for i, margin in enumerate(margins) if margin < NEAR), len(plain))
    assert drafted[:close] == plain[:close]
    divergence = {name: statistics.fmean(values) for name, values in got["kl"].items()}
    assert divergence["plain drafted"] <= 2e-3
    assert statistics.median(got["kl"]["plain drafted"]) <= 1e-3
    assert divergence["fresh drafted"] <= 2 * divergence["fresh plain"] + 1e-4
    count, accepted = got["counts"]
    assert 0 <= accepted <= count
    if name in ("copy", "forced"):
        assert count > 8
        assert accepted >= 0.8 * count


@pytest.mark.model
@pytest.mark.timeout(400)
def test_a_grammar_asked_late_leaves_the_same_text(decode_twice):
    """A token is picked first and the grammar asked about it alone: what the model writes is what
    it writes where the grammar is asked about all tokens before."""
    task = {
        "prompt": FREE,
        "tokens": 24,
        "grammar": 'root ::= item+\nitem ::= "- " [A-Z] [a-z]+ ": " [0-9]+ "\\n"',
        "sampling": {"repeat_penalty": 1.1},
    }
    assert decode_twice(task)["plain"] == decode_twice({**task, "ask": True})


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    path = write_tiny_gguf(tmp_path_factory.mktemp("tiny") / "t.gguf", template=CHATML)
    return ModelSpec(str(path))


@pytest.fixture(scope="module")
def engine(tiny):
    """One process for the module: it is started here, as no test may leave one behind."""
    with Engine() as made:
        list(made.stream(ask(tiny, "Hi", max_tokens=1)))
        yield made


COPY = 'root ::= "abcdefghijklmnopqrstuvwxyz!" "?"'
ALPHABET = "abcdefghijklmnopqrstuvwxyz!?"
ENDLESS = 'root ::= "ab" root'
LETTERS = tuple((token, -100.0) for token in range(5 + ord("a"), 5 + ord("z") + 1))
"""Makes the random model write letters by their own tokens, as they are in a prompt, not by those
of their bytes."""


def run(engine, tiny, **fields):
    events = list(engine.stream(ask(tiny, ALPHABET, draft=True, **fields)))
    return end_of(events), text_of(events)


def test_what_was_drafted_is_told(engine, tiny):
    end, text = run(engine, tiny, grammar=COPY, sampling=Sampling(logit_bias=LETTERS))
    assert text == ALPHABET
    assert end.stats.completion_tokens == len(text)
    assert end.stats.drafted_tokens >= end.stats.accepted_tokens > len(text) / 2
    plain = end_of(list(engine.stream(ask(tiny, ALPHABET, grammar=COPY)))).stats
    assert (plain.drafted_tokens, plain.accepted_tokens) == (0, 0)


@pytest.mark.parametrize("limit", [1, 2, 5, 9, 13, 27])
def test_the_most_tokens_are_kept_to(engine, tiny, limit):
    end, text = run(engine, tiny, grammar=COPY, max_tokens=limit)
    assert (end.reason, text) == ("length", ALPHABET[:limit])
    assert end.stats.completion_tokens == limit


@pytest.mark.parametrize("stop", ["d", "jkl", "z!", "x"])
def test_a_stop_string_within_a_draft(engine, tiny, stop):
    end, text = run(engine, tiny, grammar=COPY, sampling=Sampling(stop=(stop,)))
    assert (end.reason, text) == ("stop", ALPHABET[: ALPHABET.index(stop)])


def test_a_context_that_gets_full_within_a_draft(engine, tiny):
    small = ModelSpec(tiny.path, n_ctx=256)
    prompt = end_of(list(engine.stream(ask(small, "ab" * 50, max_tokens=1)))).stats.prompt_tokens
    long = ask(small, "ab" * 50, draft=True, grammar=ENDLESS, sampling=Sampling(logit_bias=LETTERS))
    end = end_of(list(engine.stream(long)))
    assert end.reason == "context"
    assert prompt + end.stats.completion_tokens == 256
    assert end.stats.accepted_tokens > 50


def test_a_reply_that_drafts_is_cancelled_and_the_next_is_whole(engine, tiny):
    endless = ask(tiny, "ab" * 20, draft=True, grammar=ENDLESS)
    events, seen, ended = [], threading.Event(), threading.Event()

    def hear(event):
        events.append(event)
        if isinstance(event, Text):
            seen.set()
        if isinstance(event, Finished):
            ended.set()

    job = engine.chat(endless, hear)
    assert seen.wait(20)
    job.cancel()
    assert ended.wait(20)
    assert end_of(events).reason in ("cancelled", "context")
    assert run(engine, tiny, grammar=COPY)[1] == ALPHABET
