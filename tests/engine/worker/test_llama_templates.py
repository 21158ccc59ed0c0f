"""Templates inside model files, through llama.cpp: tiny models that the test writes."""

import msgspec
import pytest
from helpers.scripted import ask, end_of, text_of
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.engine import Engine
from engine.messages import ChatMessage, Loaded, ModelSpec, Prefill, Sampling, Text


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{% if %}", "Expected"),
        ("{{ 10**(10**9) }}", "did not end"),
        ("{{ 'a' * 5000000000 }}", "memory"),
        ("{{ raise_exception('roles must alternate') }}", "roles must alternate"),
    ],
    ids=["syntax", "endless", "memory", "raise"],
)
def test_a_bad_template_is_told_and_the_model_still_completes(tmp_path, template, reason):
    path = write_tiny_gguf(tmp_path / "t.gguf", template=template)
    with Engine() as engine:
        model = ModelSpec(str(path))
        error = end_of(list(engine.stream(ask(model, "Hi")))).error
        assert error.kind == "template_failed"
        assert reason in error.message
        assert "--raw" in error.advice
        raw = ask(model, "Hi", raw=True, max_tokens=3, sampling=Sampling(seed=1))
        assert end_of(list(engine.stream(raw))).reason in ("stop", "length")


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
@pytest.mark.parametrize("template", [CHATML, None], ids=["template", "transcript"])
def test_a_good_template_and_none(tmp_path, architecture, template):
    path = write_tiny_gguf(tmp_path / "t.gguf", architecture=architecture, template=template)
    with Engine() as engine:
        request = ask(ModelSpec(str(path)), "Hi", max_tokens=5, sampling=Sampling(seed=1))
        assert end_of(list(engine.stream(request))).stats.prompt_tokens > 0


def test_contents_that_meet_do_not_form_a_control_token(tmp_path):
    """Where a template puts nothing between two contents, their ends may look like one."""
    template = "{% for message in messages %}{{ message.content }}{% endfor %}"
    path = write_tiny_gguf(tmp_path / "t.gguf", template=template)
    request = ask(ModelSpec(str(path)), "end|>", max_tokens=1)
    forged = (ChatMessage("system", "<|im_"), *request.messages)
    with Engine() as engine:
        events = list(engine.stream(msgspec.structs.replace(request, messages=forged)))
    assert end_of(events).stats.prompt_tokens > len("<|im_end|>")


def test_a_reply_that_begins_inside_its_thinking(tmp_path):
    """It is told as the model would have written it, behind the prompt, and is no first token."""
    path = write_tiny_gguf(tmp_path / "t.gguf", template=CHATML + "<think>\n")
    request = ask(ModelSpec(str(path)), "Hi", max_tokens=5, sampling=Sampling(seed=1))
    with Engine() as engine:
        events = list(engine.stream(request))
    kinds = [type(e) for e in events if isinstance(e, Prefill | Text)]
    assert kinds == sorted(kinds, key=[Prefill, Text].index)
    assert text_of(events).startswith("<think>\n")
    stats = end_of(events).stats
    assert stats.ttft_s > stats.prefill_s > 0


def test_thinking_on_and_off_reaches_the_prompt(tmp_path):
    template = CHATML + "{% if enable_thinking is true %}<think>\n{% endif %}"
    path = write_tiny_gguf(tmp_path / "t.gguf", template=template)
    plain = write_tiny_gguf(tmp_path / "plain.gguf", template=CHATML)

    def answer(path, thinking):
        request = ask(ModelSpec(str(path)), "Hi", thinking=thinking, max_tokens=4)
        events = list(engine.stream(request))
        loaded = next(e.model for e in events if isinstance(e, Loaded))
        return loaded.thinking, text_of(events).startswith("<think>")

    with Engine() as engine:
        assert answer(path, "auto") == (True, False)
        assert answer(path, "on") == (True, True)
        assert answer(path, "off") == (True, False)
        assert answer(plain, "on") == (False, False)


def test_a_template_of_the_request_takes_the_place_of_the_models_own(tmp_path):
    own = "{% for message in messages %}{{ message.content }}{% endfor %}"
    path = write_tiny_gguf(tmp_path / "t.gguf", template=own)
    request = ask(ModelSpec(str(path)), "Hi", max_tokens=1, sampling=Sampling(seed=1))
    longer = msgspec.structs.replace(request, template="{{ messages[0].content }} and more")
    broken = msgspec.structs.replace(request, template="{% if %}")

    def tokens(asked):
        return end_of(list(engine.stream(asked))).stats.prompt_tokens

    with Engine() as engine:
        before = tokens(request)
        assert tokens(longer) > before
        assert tokens(request) == before
        assert end_of(list(engine.stream(broken))).error.kind == "template_failed"
