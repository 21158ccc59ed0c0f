"""Replies that follow a grammar: through the engine, on a tiny model, and on both real ones."""

import json
import re

import msgspec
import psutil
import pytest
from helpers.scripted import ask, end_of, text_of
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.engine import Engine
from engine.messages import ChatMessage, ModelSpec, Sampling

# What crashed llama.cpp or let it hang (and what is refused for other reasons: test_grammar.py)
FAULTS = {
    "syntax": 'root ::= "a',
    "undefined rule": "root ::= foo",
    "no root": 'x ::= "a"',
    "left recursion": 'root ::= root "a" | "b"',
    "hidden left recursion": 'root ::= a root "x" | "y"\na ::= b\nb ::= "z" |',
    "many repetitions": 'root ::= "a"{1000000}',
    "parentheses": "root ::= " + "(" * 60_000,
    "200,000 parentheses": "root ::= " + "(" * 200_000,
    "empty loop": 'root ::= (""*)*',
    "backward range": r"root ::= [\U0010FFFF-\x00]+",
    "50,000 alternatives": "root ::= " + " | ".join(['"a"'] * 50_000),
    "forking rules": "root ::= a0\n"
    + "\n".join(f'a{i} ::= a{i + 1} | a{i + 1} "x"' for i in range(60))
    + '\na60 ::= "z"',
    "token": "root ::= <s>",
}


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


def reply(engine, request):
    events = list(engine.stream(request))
    return end_of(events), text_of(events)


@pytest.fixture
def processes():
    """Ids of the processes below this one: another one stands where the engine's has died."""
    return lambda: {child.pid for child in psutil.Process().children(recursive=True)}


@pytest.mark.parametrize("grammar", FAULTS.values(), ids=FAULTS)
def test_a_grammar_that_crashed_llama_is_an_error_and_the_process_lives(
    engine, tiny, grammar, processes
):
    before = processes()
    request = ask(tiny, "Hi", grammar=grammar, max_tokens=4)
    error = end_of(list(engine.stream(request))).error
    assert error.kind == "grammar"
    assert error.advice
    end, text = reply(engine, ask(tiny, "Hi", grammar='root ::= "abc"', max_tokens=9))
    assert (end.reason, text) == ("stop", "abc")
    assert processes() == before


def test_a_schema_that_cannot_be_used_is_told_with_its_place(engine, tiny):
    end, text = reply(engine, ask(tiny, "Hi", json_schema='{"properties": {"a": {"not": {}}}}'))
    assert (end.error.kind, text) == ("grammar", "")
    assert end.error.values["place"] == "/properties/a/not"


@pytest.mark.parametrize("temperature", [0, 0.8, 5])
@pytest.mark.parametrize(
    "grammar",
    [
        '"yes" | "no" | "maybe"',
        "[0-9]{3,5}",
        '("ab" | "a" [c-e]+)+ "!"',
        '[^a-zA-Z]{2} "é" . "日本"',
        '"x"? ("(" root ")")?',
    ],
)
def test_whatever_is_sampled_the_reply_follows_the_grammar(engine, tiny, grammar, temperature):
    """A model of random weights would write anything."""
    pattern = grammar.replace('"', "").replace(" ", "").replace("(root)", r"\((.*)\)")
    for seed in range(4):
        sampling = Sampling(temperature=temperature, seed=seed, repeat_penalty=1.2)
        end, text = reply(
            engine,
            ask(tiny, "Hi", grammar=f"root ::= {grammar}", sampling=sampling, max_tokens=200),
        )
        if end.reason == "stop":
            assert re.fullmatch(pattern, text, re.DOTALL)
        else:
            assert end.reason == "length"  # a random model may never choose to end


def test_same_seed_same_constrained_text(engine, tiny):
    request = ask(tiny, "Hi", grammar="root ::= [a-z ]+", sampling=Sampling(seed=4), max_tokens=30)
    first = reply(engine, request)[1]
    assert first
    assert reply(engine, request)[1] == first
    drafted = reply(engine, msgspec.structs.replace(request, draft=True))[1]
    assert drafted == first


def test_where_no_token_goes_on_it_is_an_error_and_the_process_lives(engine, tiny, processes):
    """The model has no token that is the character NUL: nothing can follow the a."""
    before = processes()
    end, text = reply(engine, ask(tiny, "Hi", grammar=r'root ::= "ab\x00c"', max_tokens=20))
    assert (end.error.kind, text) == ("grammar", "ab")
    assert "no token" in end.error.message
    assert reply(engine, ask(tiny, "Hi", grammar='root ::= "abc"'))[1] == "abc"
    assert processes() == before


def test_grammar_and_schema_do_not_go_together(engine, tiny):
    error = end_of(list(engine.stream(ask(tiny, "Hi", grammar="x", json_schema="{}")))).error
    assert (error.kind, "JSON schema" in error.message) == ("invalid_input", True)


def test_a_constrained_reply_is_continued_where_it_stopped(engine, tiny):
    whole = 'root ::= "one, two, three"'
    start = reply(engine, ask(tiny, "Hi", grammar=whole, max_tokens=6))[1]
    assert start == "one, t"
    go_on = ask(tiny, "Hi", start, grammar=whole, continue_reply=True)
    assert reply(engine, go_on)[1] == "wo, three"
    other = reply(engine, ask(tiny, "Hi", "four", grammar=whole, continue_reply=True))[0]
    assert (other.error.kind, "follow" in other.error.message) == ("grammar", True)


def test_thinking_is_free_and_the_reply_behind_it_is_not(tmp_path):
    """The template opens the thinking; the bias makes a random model end it."""
    path = write_tiny_gguf(tmp_path / "t.gguf", template=CHATML + "<think>\n")
    request = ask(
        ModelSpec(str(path)),
        "Hi",
        grammar='root ::= "yes" | "no"',
        sampling=Sampling(temperature=0, logit_bias=tuple((c, -100.0) for c in range(5))),
        max_tokens=12,
    )
    with Engine() as engine:
        free = reply(engine, request)[1]
        assert free.startswith("<think>\n")
        assert not re.search("yes|no", free)
        done = ask(request.model, "Hi", f"{free}</think>\n", grammar=request.grammar)
        go_on = msgspec.structs.replace(done, continue_reply=True, max_tokens=12)
        assert reply(engine, go_on)[1] in ("yes", "no")
        within = ask(request.model, "Hi", "<think>\nwell", grammar=request.grammar, max_tokens=9)
        within = msgspec.structs.replace(within, continue_reply=True, sampling=request.sampling)
        assert reply(engine, within)[1] not in ("yes", "no")


def test_biases_make_tokens_certain_or_impossible(engine, tiny):
    def with_bias(*biases, **fields):
        sampling = Sampling(temperature=0, logit_bias=biases)
        return reply(engine, ask(tiny, "Hi", raw=True, sampling=sampling, max_tokens=5, **fields))

    assert with_bias((70, 100.0))[1] == "AAAAA"  # the token of the byte A
    assert with_bias((66, 100.0), (67, 99.0), (66, -100.0))[1] == ">>>>>"
    assert with_bias(("<|im_end|>", 100.0))[0].stats.completion_tokens == 0
    assert with_bias((70, 100.0), grammar='root ::= "A" [b-z]')[1].startswith("A")
    for token, why in ((320, "no token 320"), ("no such token", "tokens of this model")):
        error = with_bias((token, 1.0))[0].error
        assert (error.kind, error.values["field"]) == ("invalid_input", "logit bias")
        assert why in error.message


SHAPE = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 12},
        "age": {"type": "integer", "minimum": 1, "maximum": 120},
        "colours": {"type": "array", "items": {"enum": ["red", "blue"]}, "maxItems": 2},
    },
    "required": ["name", "age", "colours"],
}


@pytest.mark.model
@pytest.mark.parametrize("temperature", [0, 0.8])
def test_a_real_model_answers_in_json(model_path, temperature):
    request = ask(
        ModelSpec(str(model_path), n_ctx=512),
        "Describe a person as JSON.",
        json_schema=json.dumps(SHAPE),
        sampling=Sampling(temperature=temperature, seed=3),
    )
    with Engine() as engine:
        end, text = reply(engine, request)
        assert end.reason == "stop"
        person = json.loads(text)
        assert list(person) == ["name", "age", "colours"]
        assert len(person["name"]) <= 12
        assert 1 <= person["age"] <= 120
        assert set(person["colours"]) <= {"red", "blue"}
        messages = (*request.messages, ChatMessage("assistant", text[:-5]))
        go_on = msgspec.structs.replace(request, messages=messages, continue_reply=True)
        assert set(json.loads(text[:-5] + reply(engine, go_on)[1])) == set(person)
