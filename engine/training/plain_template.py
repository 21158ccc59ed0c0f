"""The chat template for base models, which have none of their own: it travels in the adapter.

Knows no model.
"""

from __future__ import annotations

from typing import Final

PLAIN_NAME: Final = "plain"

PLAIN: Final = (
    "{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ 'User: ' + message['content'] | trim + '\\n' }}"
    "{% elif message['role'] == 'assistant' %}"
    "{{ 'Assistant: ' + message['content'] | trim + eos_token + '\\n' }}"
    "{% else %}{{ message['content'] | trim + '\\n\\n' }}{% endif %}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
"""`User: ...`, `Assistant: ...`, as base models saw them on many pages, and the token that ends a
text behind each answer. The prompt ends without a space: most vocabularies have it in the word that
follows."""
