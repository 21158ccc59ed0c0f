"""Private things in examples: found by their form, shown in their place, masked by a word.

English and Chinese, some German. What has no form of its own, as most names, is found by the words
around it only: this helps people look, and does not replace it. Knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from engine.examples import private_forms
from engine.examples.addresses import find_addresses
from engine.examples.names import find_names
from engine.examples.records import Example
from engine.messages import ChatMessage

Kind = Literal["name", "phone", "address", "email", "order", "iban", "card", "secret"]

_FIND: Final[Mapping[Kind, Callable[[str], Iterator[tuple[int, int]]]]] = MappingProxyType(
    {
        "secret": private_forms.find_secrets,
        "email": private_forms.find_emails,
        "iban": private_forms.find_ibans,
        "card": private_forms.find_cards,
        "address": find_addresses,
        "phone": private_forms.find_phones,
        "order": private_forms.find_orders,
        "name": find_names,
    }
)
"""How each kind is found; where two find the same place, the first is right."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_WORDS: Final[Mapping[Kind, tuple[str, str]]] = MappingProxyType(
    {
        "name": ("[NAME]", "[姓名]"),
        "phone": ("[PHONE]", "[电话]"),
        "address": ("[ADDRESS]", "[地址]"),
        "email": ("[EMAIL]", "[邮箱]"),
        "order": ("[NUMBER]", "[编号]"),
        "iban": ("[ACCOUNT]", "[账号]"),
        "card": ("[CARD]", "[卡号]"),
        "secret": ("[SECRET]", "[密钥]"),
    }
)
"""What stands for each kind, in English and in Chinese text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, in characters, and what is there."""

    start: int
    length: int
    kind: Kind

    @property
    def end(self) -> int:
        return self.start + self.length


def find_private(text: str) -> Sequence[Mark]:
    """What is private in a text, in its order; places do not overlap."""
    marks: list[Mark] = []
    for kind, find in _FIND.items():
        for start, end in find(text):
            if start < end and not any(start < mark.end and mark.start < end for mark in marks):
                marks.append(Mark(start, end - start, kind))
    return sorted(marks, key=lambda mark: mark.start)


def masked(examples: Iterable[Example], kinds: Collection[str]) -> tuple[Example, ...]:
    """The examples with a word in brackets for each private thing of these kinds."""
    return tuple(_masked(example, kinds) for example in examples)


def masked_text(text: str, kinds: Collection[str]) -> str:
    """A text, likewise."""
    parts, end = [], 0
    chinese = bool(_HAN.search(text))
    for mark in find_private(text):
        if mark.kind in kinds:
            parts += [text[end : mark.start], _WORDS[mark.kind][chinese]]
            end = mark.end
    return "".join([*parts, text[end:]])


def _masked(example: Example, kinds: Collection[str]) -> Example:
    messages = tuple(
        ChatMessage(message.role, masked_text(message.content, kinds))
        for message in example.messages
    )
    same = all(a.content == b.content for a, b in zip(messages, example.messages, strict=True))
    return example if same else msgspec.structs.replace(example, messages=messages)
