"""`python -m engine.worker.renderer`: renders chat templates for the engine process.

A template is a program from the internet. Jinja's sandbox keeps it from Python's insides; this
process keeps it from the machine: limited memory and output here, limited time by the parent, which
kills it. One request and one answer at a time, as frames. Knows no model and no user text: contents
arrive as nonces.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import msgspec
from jinja2 import TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.process import harden, take_standard_streams

MEMORY_LIMIT = 512 << 20
OUTPUT_LIMIT = 512 << 10
"""Most characters of a rendered template. Contents are not in it, so this is a lot."""


class RenderRequest(msgspec.Struct, frozen=True):
    template: str
    messages: list[dict[str, str]]
    variables: dict[str, str | bool | None]


class Rendered(msgspec.Struct, frozen=True):
    """`error` is empty when `text` is good."""

    text: str = ""
    error: str = ""


class _GenerationTag(Extension):
    """`{% generation %}` marks the assistant's text for trainers; for a chat it is just a block."""

    tags = {"generation"}  # noqa: RUF012 - jinja2 declares it so

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _raise(message: str) -> None:
    raise TemplateError(message)


def _now(form: str) -> str:
    return datetime.datetime.now().astimezone().strftime(form)


def _tojson(value: Any, **options: Any) -> str:  # noqa: ANN401 - whatever it passes
    return json.dumps(value, **({"ensure_ascii": False} | options))


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as chat templates expect it (Hugging Face `apply_chat_template`)."""
    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, _GenerationTag]
    )
    made.filters["tojson"] = _tojson
    made.globals["raise_exception"] = _raise
    made.globals["strftime_now"] = _now
    return made


def render(jinja: ImmutableSandboxedEnvironment, request: RenderRequest) -> Rendered:
    """Render one template; whatever goes wrong in it becomes `error`."""
    try:
        template = jinja.from_string(request.template)
        parts: list[str] = []
        size = 0
        for part in template.generate(messages=request.messages, **request.variables):
            size += len(part)
            if size > OUTPUT_LIMIT:
                return Rendered(error=f"it writes more than {OUTPUT_LIMIT} characters")
            parts.append(part)
        return Rendered(text="".join(parts))
    except MemoryError:
        return Rendered(error="it needs more memory than it may have")
    except RecursionError:
        return Rendered(error="it calls itself without end")
    except Exception as error:  # noqa: BLE001 - a template may raise anything; the reason is told
        return Rendered(error=str(error)[:500] or type(error).__name__)


def main() -> None:
    """Answer requests until the parent closes the stream."""
    reader, writer = take_standard_streams()
    harden(memory_limit=MEMORY_LIMIT)
    requests, answers = FrameReader(reader, RenderRequest), FrameWriter(writer)
    jinja = environment()
    answers.write(Rendered())  # ready: the time limit of a template does not count our start
    while (request := requests.read()) is not None:
        answers.write(render(jinja, request))


if __name__ == "__main__":
    main()
