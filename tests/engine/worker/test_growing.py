"""A context whose size was left to Puna grows as far as a conversation needs it, and no further."""

import msgspec
import pytest
from helpers.heard import Heard
from helpers.scripted import end_of
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.engine import Engine
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Cut,
    Failed,
    Loaded,
    Measured,
    ModelSpec,
    Sampling,
)

TRAINED = 10240
FIRST = 8192
TURN = 1600
"""Tokens of each turn, about: every letter is one."""


@pytest.fixture(scope="module")
def engine():
    with Engine() as made:
        yield made


@pytest.fixture
def model(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, n_ctx=TRAINED)


def asked(model, turns, overflow, n_ctx=0, rest=0):
    texts = [" ".join("etaoi"[i % 5] * (TURN // 2)) for i in range(turns)]
    said = [ChatMessage("user" if i % 2 == 0 else "assistant", t) for i, t in enumerate(texts)]
    last = ChatMessage("user", "e" * rest or "e")
    spec = ModelSpec(str(model), n_ctx=n_ctx, n_threads=1)
    sampling = Sampling(temperature=0)
    return ChatRequest(spec, (*said, last), sampling, max_tokens=2, overflow=overflow)


def run(engine, request):
    events = list(engine.stream(request))
    sizes = [event.model.n_ctx for event in events if isinstance(event, Loaded)]
    return end_of(events), sizes, [event.count for event in events if isinstance(event, Cut)]


def test_what_is_too_long_for_any_context_is_cut_at_the_largest(engine, model):
    end, sizes, [count] = run(engine, asked(model, 16, "drop"))
    assert sizes == [FIRST, TRAINED]
    assert FIRST // 2 < end.stats.prompt_tokens <= TRAINED // 2
    assert count < 16


def test_a_size_that_was_chosen_stays(engine, model):
    end, sizes, _ = run(engine, asked(model, 16, "drop", n_ctx=2048))
    assert sizes == [2048]
    assert end.stats.prompt_tokens < 2048


def test_nothing_grows_for_what_is_refused_anyway(engine, model):
    end, sizes, cuts = run(engine, asked(model, 16, "ask"))
    assert isinstance(end, Failed)
    assert (sizes, cuts) == ([FIRST], [])


def test_a_prompt_that_leaves_less_than_the_usual_room_is_answered(engine, tmp_path):
    trained = FIRST + 256
    model = write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, n_ctx=trained)
    heard = Heard()
    engine.measure(asked(model, 4, "ask"), heard)
    heard.end()
    [counted] = [event.tokens for event in heard.events if isinstance(event, Measured)]
    rest = trained - 20 - counted
    request = asked(model, 4, "ask", rest=rest)
    end, sizes, _ = run(engine, msgspec.structs.replace(request, max_tokens=0))
    assert not isinstance(end, Failed)
    assert sizes[-1] == trained
    assert trained - 100 < end.stats.prompt_tokens < trained
