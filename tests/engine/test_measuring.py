"""Counting beside replies, with the scripted model, whose tokens are words."""

import os
import signal

import msgspec
import psutil
import pytest
from helpers.heard import Heard
from helpers.scripted import ask, end_of, text_of, write_script

from engine.engine import Engine
from engine.messages import (
    ChatMessage,
    Cut,
    Failed,
    Finished,
    Loaded,
    Loading,
    Measured,
    ModelSpec,
    Prefill,
    Summarising,
    Text,
)

SLOW = {"text": "word " * 400, "piece_delay": 0.01}
TALK = ("one two three", "four five", "six seven")


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


@pytest.fixture
def model(tmp_path):
    return write_script(tmp_path / "s.json", SLOW, n_ctx=200, n_ctx_max=900)


def measured(engine, request, text=False):
    heard = Heard()
    engine.measure(request, heard, text)
    assert heard.end().reason == "stop"
    [figures] = [e for e in heard.events if isinstance(e, Measured)]
    assert len(heard.events) == 2
    return figures


def test_a_conversation_is_measured_by_its_parts(engine, model):
    system = ChatMessage("system", "be kind")
    asked = ask(model, *TALK)
    request = msgspec.structs.replace(
        asked,
        messages=(
            system,
            *asked.messages[:-1],
            ChatMessage(
                "user", "see\n\na.txt:\n```\nx\n```", parts=(("message", 3), ("document", 20))
            ),
        ),
        summary="all before",
    )
    figures = measured(engine, request)
    counted = [(s.kind, s.message, s.tokens) for s in figures.segments if s.tokens]
    assert counted == [
        ("system", 0, 2),
        ("summary", 0, 8),
        ("history", 1, 3),
        ("history", 2, 2),
        ("message", 3, 1),
        ("document", 3, 4),
    ]
    assert figures.tokens == sum(tokens for _, _, tokens in counted)
    assert (figures.n_ctx, figures.n_ctx_max) == (200, 900)
    assert not any(s.text for s in figures.segments)
    text = "".join(s.text for s in measured(engine, request, text=True).segments)
    assert text.split()[:2] == ["be", "kind"]
    assert text.split()[-1] == "```"


def test_it_agrees_with_what_a_reply_reads(engine, model):
    request = ask(model, *TALK, max_tokens=1)
    figures = measured(engine, request)
    assert end_of(list(engine.stream(request))).stats.prompt_tokens == figures.tokens == 7
    assert measured(engine, request).cached == 7  # it has been read now


@pytest.mark.parametrize("texts", [(), ("",), (" \n",), ("one two", "three")])
def test_there_need_not_be_a_message_yet(engine, model, texts):
    assert measured(engine, ask(model, *texts)).tokens == len("".join(texts).split()) + (
        len(texts) > 1
    )


def test_it_is_answered_while_a_reply_streams(engine, model):
    reply = Heard()
    job = engine.chat(ask(model, "Hi"), reply)
    reply.wait_for(Text)
    for number in range(5):
        assert measured(engine, ask(model, "word " * number)).tokens == number
    assert not any(isinstance(e, Finished | Failed) for e in reply.events)
    job.cancel()
    assert reply.end().reason == "cancelled"


def test_it_is_answered_while_a_model_is_opened(engine, tmp_path):
    opened = Heard()
    model = write_script(tmp_path / "s.json", SLOW, load_delay=30)
    job = engine.load(model, opened)
    opened.wait_for(Loading)
    assert measured(engine, ask(model, *TALK)).tokens == 7
    assert not any(isinstance(e, Loaded) for e in opened.events)
    job.cancel()
    opened.end()


def test_a_newer_one_takes_the_place_of_an_older_one(engine, model):
    heard = [Heard() for _ in range(50)]
    with_text = Heard()
    engine.measure(ask(model, *TALK), with_text, text=True)
    for number, one in enumerate(heard):
        engine.measure(ask(model, "word " * number), one)
    assert [e.tokens for e in heard[-1].events if isinstance(e, Measured)] or heard[-1].end()
    ends = [one.end().reason for one in heard]
    assert ends[-1] == "stop"
    assert "cancelled" in ends
    assert with_text.end().reason == "stop"  # the other purpose is not replaced
    [figures] = [e for e in heard[-1].events if isinstance(e, Measured)]
    assert figures.tokens == 49


def test_it_can_be_cancelled_before_and_after(engine, model):
    for _ in range(20):
        heard = Heard()
        job = engine.measure(ask(model, "word " * 50_000), heard)
        job.cancel()
        assert heard.end().reason in ("stop", "cancelled")
        job.cancel()
    assert measured(engine, ask(model, *TALK)).tokens == 7


def test_what_cannot_be_used_is_told(engine, tmp_path):
    heard = Heard()
    engine.measure(ask(ModelSpec("scripted:nowhere.json"), "Hi"), heard)
    assert heard.end().error.kind == "model_not_found"
    long = Heard()
    engine.measure(ask(ModelSpec("scripted:"), "a" * 1_000_001), long)
    assert long.end().error.kind == "invalid_input"
    closed, after = Engine(), Heard()
    closed.close()
    closed.measure(ask(ModelSpec("scripted:"), "Hi"), after)
    assert after.end().error.kind == "bug"


def test_a_prompt_whose_text_is_too_long_to_send(engine, model):
    """Its tokens can be told, and the failure to send its text harms nothing."""
    request = ask(model, *["word \n\n" * 14_000] * 10, "")
    heard = Heard()
    engine.measure(request, heard, text=True)
    end = heard.end()
    if isinstance(end, Failed):
        assert end.error.kind == "invalid_input"
    assert measured(engine, request).tokens == 140_000


def test_a_process_that_ends_is_started_again_for_it(engine, model):
    assert measured(engine, ask(model, *TALK)).tokens == 7
    os.kill(engine.process_id, signal.SIGKILL)
    assert measured(engine, ask(model, *TALK)).tokens == 7


def test_a_reply_that_ends_the_process_does_not_take_it_along(engine, tmp_path):
    dies = {"match": "die", "text": "", "signal": "SIGKILL", "prefill_delay": 1}
    model = write_script(tmp_path / "s.json", dies, {"text": "fine"})
    reply, beside = Heard(), Heard()
    engine.chat(ask(model, "die"), reply)
    engine.measure(ask(model, *TALK), beside)
    assert isinstance(reply.end(), Failed)
    assert beside.end().reason == "stop"


def test_closing_ends_it(model):
    engine = Engine()
    measured(engine, ask(model, *TALK))
    pid = engine.process_id
    heard = Heard()
    engine.measure(ask(model, "word " * 150_000), heard)
    engine.close()
    assert heard.end().reason in ("stop", "cancelled")
    assert not psutil.pid_exists(pid)


# What does not fit, through the whole engine.


def outgrown(model, overflow, **fields):
    texts = [f"{word} " * 20 for word in "abcdefgh"]
    return ask(model, *texts, "and now", overflow=overflow, max_tokens=3, **fields)


def test_ask_is_refused_with_figures(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW, n_ctx=100, n_ctx_max=900)
    error = end_of(list(engine.stream(outgrown(model, "ask")))).error
    assert error.kind == "prompt_too_long"
    assert error.values == {
        "tokens": 162,
        "n_ctx": 100,
        "n_ctx_max": 900,
        "least": 2,
        "reason": "",
    }


@pytest.mark.parametrize("overflow", ["drop", "summarise"])
def test_a_cut_is_told_before_anything_is_read(engine, tmp_path, overflow):
    model = write_script(
        tmp_path / "s.json", SLOW, n_ctx=120, summary="They spoke of letters.", summary_delay=0.05
    )
    request = outgrown(model, overflow)
    events = list(engine.stream(request))
    kinds = [type(e) for e in events]
    [cut] = [e for e in events if isinstance(e, Cut)]
    assert kinds.index(Cut) < kinds.index(Prefill)
    assert (Summarising in kinds) == (overflow == "summarise")
    assert cut.summary == ("They spoke of letters." if overflow == "summarise" else "")
    assert 0 < cut.count < 8
    assert cut.count % 2 == 0
    assert text_of(events)
    kept = msgspec.structs.replace(
        request, messages=request.messages[cut.count :], summary=cut.summary
    )
    assert measured(engine, kept).tokens == end_of(events).stats.prompt_tokens
    # the next turn, told so, is not cut again, and what was read of it stays read
    events = list(engine.stream(kept))
    assert not any(isinstance(e, Cut | Summarising) for e in events)


def test_summarising_can_be_cancelled(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW, n_ctx=100, summary_delay=30)
    heard = Heard()
    job = engine.chat(outgrown(model, "summarise"), heard)
    heard.wait_for(Summarising)
    job.cancel()
    assert heard.end().reason == "cancelled"
    assert not any(isinstance(e, Cut | Text) for e in heard.events)


def test_a_summary_that_fails_asks_instead(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW, n_ctx=100, summary="")
    error = end_of(list(engine.stream(outgrown(model, "summarise")))).error
    assert error.kind == "prompt_too_long"
    assert error.values["reason"] == "the model wrote no summary"
