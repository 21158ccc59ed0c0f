"""The input boundary."""

import io

import msgspec
import pytest
from helpers.scripted import ask

from engine.errors import GrammarError, InvalidInput
from engine.messages import ChatMessage, ChatRequest, Generate, ModelSpec, Sampling
from engine.validate import MAX_BYTES, check_sampling, checked_request, clean_text
from engine.worker.frames import FrameWriter


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain 日本 \x00\x07\n", "plain 日本 \x00\x07\n"),
        ("\ud800", "\ufffd"),
        ("a\udfffb", "a\ufffdb"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeffstart", "\ufeffstart"),
        ("", ""),
    ],
)
def test_texts_can_be_encoded_and_lose_nothing_else(text, clean):
    assert clean_text(text) == clean
    clean_text(text).encode()


def test_the_size_is_counted_in_bytes():
    model = ModelSpec("m.gguf")
    checked_request(ask(model, "a" * MAX_BYTES))
    with pytest.raises(InvalidInput, match="1 MB"):
        checked_request(ask(model, "世" * (MAX_BYTES // 3 + 1)))


def test_stop_strings_are_cleaned_too():
    request = ask(ModelSpec("m.gguf"), "Hi")
    sampling = msgspec.structs.replace(request.sampling, stop=("\ud800",))
    cleaned = checked_request(msgspec.structs.replace(request, sampling=sampling))
    assert cleaned.sampling.stop == ("\ufffd",)


@pytest.mark.parametrize(
    "biases",
    [
        ((1, 101.0),),
        ((1, float("nan")),),
        ((1, float("-inf")),),
        ((-1, 1.0),),
        (("", 1.0),),
        (("x" * 1001, 1.0),),
        tuple((token, 1.0) for token in range(1001)),
    ],
    ids=["large", "nan", "inf", "negative", "empty", "long", "many"],
)
def test_biases_that_cannot_be_used(biases):
    with pytest.raises(InvalidInput, match="logit bias"):
        check_sampling(Sampling(logit_bias=biases))
    check_sampling(Sampling(logit_bias=((0, -100.0), ("yes", 100.0))))


def test_a_grammar_or_a_schema_is_clean_small_and_alone():
    model = ModelSpec("m.gguf")
    checked = checked_request(ask(model, "Hi", grammar='root ::= "\ud800"'))
    assert checked.grammar == 'root ::= "\ufffd"'
    checked = checked_request(ask(model, "Hi", sampling=Sampling(logit_bias=(("\ud800", 1.0),))))
    assert checked.sampling.logit_bias == (("\ufffd", 1.0),)
    with pytest.raises(InvalidInput, match="JSON schema"):
        checked_request(ask(model, "Hi", grammar="x", json_schema="{}"))
    for field in ("grammar", "json_schema"):
        with pytest.raises(GrammarError, match="64 KB"):
            checked_request(ask(model, "Hi", **{field: " " * 70_000}))


def test_tokens_of_a_long_conversation_never_make_it_too_long_to_be_sent():
    """They spare reading only: the first ones most, as what is read again begins at a change."""
    text = "word " * 1000
    said = [
        m
        for i in range(80)
        for m in (ChatMessage("user", text), ChatMessage("assistant", text, (100_000 + i,) * 1000))
    ]
    request = ChatRequest(ModelSpec("m.gguf"), (*said, ChatMessage("user", "and now?")))
    sent = checked_request(request)
    FrameWriter(io.BytesIO()).write(Generate(1, sent))
    assert [m.content for m in sent.messages] == [m.content for m in request.messages]
    kept = [bool(m.tokens) for m in sent.messages if m.role == "assistant"]
    assert kept == sorted(kept, reverse=True)
    assert any(kept)
    assert checked_request(sent) == sent
