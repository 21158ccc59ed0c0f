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
