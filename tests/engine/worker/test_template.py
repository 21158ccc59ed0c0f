"""Chat templates in their own process: good ones render, bad ones end within their limits."""

import threading

import pytest

from engine.errors import TemplateError
from engine.messages import ChatMessage
from engine.worker.model import Cancelled, Job
from engine.worker.template import TemplateRenderer

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
MESSAGES = [ChatMessage("system", "S"), ChatMessage("user", "U")]


@pytest.fixture
def renderer():
    made = []

    def make(template):
        made.append(TemplateRenderer(template, "<s>", "</s>"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def text(pieces):
    return "".join(p.text for p in pieces)


def test_a_conversation_is_rendered(renderer):
    one = renderer("{{ bos_token }}" + CHATML)
    for _ in range(2):  # warm the second time
        pieces = one.render(MESSAGES, Job(1), continue_reply=False)
        assert text(pieces) == (
            "<s><|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n"
            "<|im_start|>assistant\n"
        )
        assert [p.text for p in pieces if not p.trusted] == ["S", "U"]


def test_a_reply_is_continued_behind_the_opening(renderer):
    messages = [*MESSAGES, ChatMessage("assistant", "Once upon")]
    pieces = renderer(CHATML).render(messages, Job(1), continue_reply=True)
    assert text(pieces).endswith("<|im_start|>assistant\nOnce upon")


def test_a_template_without_system_role_gets_it_folded(renderer):
    template = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        + CHATML
    )
    pieces = renderer(template).render(MESSAGES, Job(1), continue_reply=False)
    assert "S\n\nU" in text(pieces)


def test_conversations_of_the_same_roles_may_be_rendered_once():
    one = TemplateRenderer(CHATML, "<s>", "</s>", remember=True)
    other = [ChatMessage("system", " Other. "), ChatMessage("user", "PUNA {{ 1 }}")]
    try:
        plain = one.render(MESSAGES, Job(1), continue_reply=False)
        one._process.kill()  # nothing is asked of it any more
        one._process.wait()
        again = one.render(other, Job(1), continue_reply=False)
        assert text(again) == text(plain).replace("\nS<", "\n Other. <").replace(
            "\nU<", "\nPUNA {{ 1 }}<"
        )
        assert [p.text for p in again if not p.trusted] == [" Other. ", "PUNA {{ 1 }}"]
        longer = [*MESSAGES, ChatMessage("assistant", "A"), ChatMessage("user", "V")]
        assert "V" in text(one.render(longer, Job(1), continue_reply=False))
    finally:
        one.close()


def test_a_renderer_that_died_while_idle_is_started_again(renderer):
    one = renderer(CHATML)
    one.render(MESSAGES, Job(1), continue_reply=False)
    one._process.kill()
    one._process.wait()
    assert "U" in text(one.render(MESSAGES, Job(2), continue_reply=False))


def test_a_template_that_drops_the_system_message_gets_it_folded(renderer):
    template = "{% for m in messages if m.role == 'user' %}<|user|>{{ m.content }}{% endfor %}"
    pieces = renderer(template).render(MESSAGES, Job(1), continue_reply=False)
    assert text(pieces) == "<|user|>S\n\nU"


def test_tags_and_functions_of_the_field(renderer):
    template = (
        "{{ strftime_now('%Y') }}{% generation %}{% for m in messages %}{% if loop.last %}"
        "{{ m.content }}{% break %}{% endif %}{% endfor %}{% endgeneration %}"
        "{{ {'a': 'é'} | tojson(ensure_ascii=False) }}"
    )
    pieces = renderer(template).render(MESSAGES, Job(1), continue_reply=False)
    assert text(pieces).startswith("20")
    assert text(pieces).endswith('U{"a": "é"}')


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{% for %}", "Expected"),
        ("{{ nothing.at.all }}", "undefined"),
        ("{{ raise_exception('not like this') }}", "not like this"),
        ("{{ ''.__class__.__mro__ }}{{ messages[-1].content }}", "__class__|unsafe|last message"),
        ("{{ cycler.__init__.__globals__.os.system('true') }}", "unsafe|undefined"),
        ("{% include 'x' %}", "loader|include"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "without end"),
        ("{{ 'a' * 5000000000 }}", "memory"),
        ("{% for i in range(99999) %}{{ 'aaaaaaaaaaaaaaaa' }}{% endfor %}", "characters"),
        ("{{ messages | length }}", "last message"),
    ],
)
def test_a_bad_template_is_told(renderer, template, reason):
    with pytest.raises(TemplateError, match=reason):
        renderer(template).render(MESSAGES, Job(1), continue_reply=False)


@pytest.mark.parametrize("template", ["{{ 10**(10**9) }}", "{{ '%1000000000d' % 1 }}x" * 9])
def test_an_endless_template_is_ended_and_the_next_works(renderer, template):
    one = renderer(template)
    with pytest.raises(TemplateError, match=r"did not end|memory"):
        one.render(MESSAGES, Job(1), continue_reply=False)
    one.template = CHATML
    assert "U" in text(one.render(MESSAGES, Job(2), continue_reply=False))


def test_rendering_can_be_cancelled(renderer):
    one = renderer("{{ 10**(10**9) }}")
    job = Job(1)
    threading.Timer(0.3, setattr, (job, "cancelled", True)).start()
    with pytest.raises(Cancelled):
        one.render(MESSAGES, job, continue_reply=False)


QWEN = CHATML + (
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
)
GRANITE = "{% if thinking %}Think aloud.\n{% endif %}" + CHATML


def test_thinking_is_turned_on_and_off_where_the_template_knows_how(renderer):
    for template, on, off in ((QWEN, "", "<think>\n\n</think>\n\n"), (GRANITE, "Think aloud.", "")):
        one = renderer(template)
        assert one.offers_thinking(Job(1))
        texts = {
            choice: text(one.render(MESSAGES, Job(1), continue_reply=False, thinking=choice))
            for choice in ("auto", "on", "off")
        }
        assert texts["on"].count(on) > 0
        assert texts["off"].count(off) > 0
        assert texts["on"] != texts["off"]
        assert texts["auto"] == (texts["on"] if template == QWEN else texts["off"])


@pytest.mark.parametrize(
    "template",
    [
        CHATML,
        "<thinking>" + CHATML,
        "{# enable_thinking is not used #}" + CHATML,
        "{% set thinking = true %}" + CHATML,
        "{{ raise_exception('no') }}{{ thinking }}",
    ],
)
def test_the_word_alone_offers_no_thinking(renderer, template):
    assert not renderer(template).offers_thinking(Job(1))
