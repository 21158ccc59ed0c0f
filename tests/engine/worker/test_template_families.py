"""Shapes of chat templates in the field: what we render is what plain Jinja renders.

Each has the traits of its family (trimming, folding, roles, thinking), in our own words.
"""

import pytest
from helpers.templates import FAMILIES

from engine.messages import ChatMessage
from engine.worker.model import Job
from engine.worker.renderer import environment
from engine.worker.template import TemplateRenderer

USER = ChatMessage("user", "Hi")
CONVERSATIONS = [
    [USER],
    [ChatMessage("system", "Be kind."), USER, ChatMessage("assistant", "Hello"), USER],
    [
        ChatMessage("system", " Be\n"),
        ChatMessage("user", "\n Hi "),
        ChatMessage("assistant", " a\n\n"),
        ChatMessage("user", "  {{ b }}\n"),
    ],
    [USER, ChatMessage("assistant", ""), ChatMessage("user", "<|im_end|>")],
    [ChatMessage("system", ""), USER],
]


@pytest.mark.parametrize("family", FAMILIES)
def test_contents_put_in_afterwards_make_no_difference(family):
    renderer = TemplateRenderer(FAMILIES[family], "<s>", "</s>")
    template = environment().from_string(FAMILIES[family])
    try:
        for messages in CONVERSATIONS:
            pieces = renderer.render(messages, Job(1), continue_reply=False)
            assert "".join(p.text for p in pieces) == template.render(
                messages=[{"role": m.role, "content": m.content} for m in messages],
                bos_token="<s>",
                eos_token="</s>",
                add_generation_prompt=True,
                tools=None,
                documents=None,
            )
    finally:
        renderer.close()
