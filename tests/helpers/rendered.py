"""A child process that renders examples for a model, because llama.cpp is not loaded into tests.

`Rendered` is the other side.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from helpers.called import Called, answer


class Rendered(Called):
    """The process for one model and template. Call its functions: `rendered("of", messages=...)`,
    messages being (role, content) pairs."""

    def __init__(self, model: Path, template: str = "") -> None:
        super().__init__("helpers.rendered", str(model), template)


class Renderer:
    """What the process does."""

    def __init__(self, path: Path, template: str) -> None:
        from engine.training.rendering import Rendering
        from engine.worker.native_log import NativeLog

        self.log = NativeLog()
        self.path = path
        self.rendering = Rendering(path, template)
        self.vocabulary = self.rendering._file.vocabulary

    def use(self, template: str) -> None:
        """Go on with another template for the same model."""
        from engine.training.rendering import Rendering

        self.rendering.close()
        self.rendering = Rendering(self.path, template)
        self.vocabulary = self.rendering._file.vocabulary

    def of(self, messages: list[tuple[str, str]], last_only: bool = False) -> Any:
        from engine.errors import TemplateError
        from engine.examples.records import Example

        try:
            made = self.rendering.of(Example(_example(messages).messages, 1, last_only))
        except TemplateError as error:
            return {"refused": error.values["reason"]}
        return {"tokens": made.tokens, "trained": made.trained, "pieces": made.pieces}

    def prompt(self, messages: list[tuple[str, str]], replies: list[list[int]]) -> list[int]:
        """The prompt the chat makes, its replies with the tokens they were made of."""
        import msgspec

        from engine.messages import ChatRequest, ModelSpec
        from engine.worker.model import Job
        from engine.worker.prompting import Prompting

        said = list(_example(messages).messages)
        own = [i for i, message in enumerate(said) if message.role == "assistant"]
        for i, tokens in zip(own, replies, strict=False):
            said[i] = msgspec.structs.replace(said[i], tokens=tuple(tokens))
        prompting = Prompting(self.vocabulary, self.rendering.template)
        request = ChatRequest(ModelSpec("x"), tuple(said))
        tokens = prompting.whole_prompt(request, Job(1)).tokens
        prompting.close()
        return tokens

    def tokens(self, text: str) -> list[int]:
        """Of a whole text at once, control tokens read as such."""
        return self.vocabulary.encode(text, control=True)

    def is_end(self, token: int) -> bool:
        return self.vocabulary.is_end(token)

    def template(self) -> list[str]:
        return [self.rendering.template, self.rendering.carried]


def _example(messages: list[tuple[str, str]]) -> Any:
    from engine.examples.records import Example
    from engine.messages import ChatMessage

    return Example(tuple(ChatMessage(role, content) for role, content in messages), 1)


def main() -> None:
    renderer = Renderer(Path(sys.argv[1]), sys.argv[2])
    answer(renderer)
    renderer.rendering.close()


if __name__ == "__main__":
    main()
