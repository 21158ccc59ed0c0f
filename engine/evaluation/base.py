"""The base to hold an adapter against: the same model, asked the same in the same way.

Loads no model: the window and the command line ask for it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from engine import gguf
from engine.evaluation.records import Judge
from engine.gguf.adapter import read_adapter
from engine.training.plain_template import PLAIN


def template_of(judge: Judge) -> str:
    """The chat template that counts: that of an adapter, the one asked for, the model's own, or a
    plain one. Raises AdapterError, ModelFileError."""
    for use in judge.adapters:
        if use.scale > 0 and (carried := read_adapter(Path(use.path)).template):
            return carried
    return judge.template or gguf.open_model(Path(judge.model)).chat_template or PLAIN


def base_of(judge: Judge) -> Judge:
    """The same judgement of the model without adapters: with the same examples and template, so
    that only the adapters differ. Raises AdapterError, ModelFileError."""
    return msgspec.structs.replace(judge, adapters=(), template=template_of(judge))
