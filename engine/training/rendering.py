"""Examples as the tokens a run learns from: exactly those the chat would read and write.

Every answer is put behind the prompt the chat would make for it, with the chat's own functions, so
what is learnt is what is asked later. Knows no torch and no batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from engine.errors import TemplateError
from engine.examples.faults import fault
from engine.examples.records import Example, RowFault
from engine.messages import ChatMessage, ChatRequest, ModelSpec
from engine.prompt import THINK, as_history
from engine.training.plain_template import PLAIN
from engine.training.turn_end import TurnEnd
from engine.worker.model import Job
from engine.worker.prompting import Prompt, Prompting
from engine.worker.vocabulary_file import VocabularyFile

_CLOSED = "\n</think>\n\n"
"""What follows THINK in a reply that thinks nothing."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An example in tokens. `trained` tells for each whether it is learnt; `pieces` are the same as
    text, in runs that are learnt or not."""

    tokens: list[int]
    trained: list[bool]
    pieces: list[tuple[str, bool]]


class Rendering:
    """Renders examples for the model at a path. Close it; for one thread at a time.

    `template` counts instead of the model's own; a model without one gets PLAIN. Of both, `carried`
    is what has to travel in an adapter: empty where it is the model's own.
    """

    def __init__(self, model: Path, template: str = "") -> None:
        """Raises PunaError where the file is no model to chat with."""
        self._file = VocabularyFile.open(model)
        self._vocabulary = self._file.vocabulary
        own = self._file.gguf.chat_template
        self.template = template or own or PLAIN
        self.carried = "" if self.template == own else self.template
        self._model = ModelSpec(str(model))
        self._prompting = Prompting(self._vocabulary, self.template, remember=True)
        self._job = Job(0)
        self._turn_end: TurnEnd | None = None
        self._spelled: dict[int, bytes] = {}

    def of(self, example: Example) -> Rendered:
        """The tokens of an example. Raises TemplateError.

        Replies are learnt with the end of the turn behind them. Earlier ones that thought first are
        only read, as the chat shows them to the model without their thinking.
        """
        if example.is_text:
            return self._text(example.answer)
        messages = list(example.messages)
        tokens: list[int] = []
        trained: list[bool] = []
        rewritten = False
        answers = [i for i, message in enumerate(messages) if message.role == "assistant"]
        for number in answers[-1:] if example.last_only else answers:
            message, prompt = messages[number], self._prompt(messages[:number])
            new = self._behind(tokens, prompt.tokens)
            if new is None:
                if not rewritten:
                    raise TemplateError(f"it writes message {number} anew once more follow")
                tokens, trained, new = [], [], prompt.tokens
            reply, spelled = self._reply(message, prompt)
            tokens = [*tokens, *new, *reply, self._end.token]
            trained = [*trained, *[False] * len(new), *[True] * (len(reply) + 1)]
            rewritten = prompt.thinking or as_history([message, message])[0] != message
            messages[number] = spelled
        return Rendered(tokens, trained, self._pieces(tokens, trained))

    def each(self, examples: Iterable[Example]) -> Iterator[Rendered | RowFault]:
        """The same for many, with a fault for each that the template refuses."""
        for example in examples:
            try:
                yield self.of(example)
            except TemplateError as error:
                reason = str(error.values["reason"])
                yield fault("row_template", example.row, reason=reason)

    def close(self) -> None:
        self._prompting.close()
        self._file.close()

    def __enter__(self) -> Rendering:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prompt(self, messages: Sequence[ChatMessage]) -> Prompt:
        request = ChatRequest(self._model, tuple(messages), template=self.template)
        return self._prompting.whole_prompt(request, self._job)

    @property
    def _end(self) -> TurnEnd:
        if self._turn_end is None:
            self._turn_end = TurnEnd.of(self._vocabulary, self._prompt)
        return self._turn_end

    def _text(self, text: str) -> Rendered:
        """A text that is no conversation, learnt from its beginning to its end."""
        begin = self._vocabulary.beginning([])
        own = [*self._vocabulary.encode(text), self._end.of_text]
        tokens, trained = [*begin, *own], [*[False] * len(begin), *[True] * len(own)]
        return Rendered(tokens, trained, self._pieces(tokens, trained))

    def _reply(self, message: ChatMessage, prompt: Prompt) -> tuple[list[int], ChatMessage]:
        """The tokens of a reply to a prompt, without the one that ends it, and the message as it
        stands in later prompts: with its tokens, so that they are the same there."""
        end, text = self._end, message.content
        if prompt.thinking:
            thinks = text.startswith(THINK)
            text = text.removeprefix(THINK) if thinks else _CLOSED + end.trimmed(text)
            return self._following(prompt.tokens, text), message
        content = end.trimmed(text)
        lead, tail = end.lead, end.tail
        if self._vocabulary.adds_space:
            reply = self._following(prompt.tokens, lead + content + tail)
            return reply, msgspec.structs.replace(message, content=content)
        reply = self._vocabulary.encode(lead + content)
        spelled = msgspec.structs.replace(message, content=content, tokens=tuple(reply))
        return [*reply, *self._vocabulary.encode(tail)], spelled

    def _following(self, before: Sequence[int], text: str) -> list[int]:
        """Tokens of a text behind others. Vocabularies that put a space before every text do not
        put it there, unless a control token is what stands before."""
        vocabulary = self._vocabulary
        if not vocabulary.adds_space or vocabulary.controls(before[-1:]):
            return vocabulary.encode(text)
        if text.startswith(" "):
            return vocabulary.encode(text[1:])
        last = vocabulary.spelled(before[-1]).decode("utf-8", "replace") if before else ""
        for anchor in (last, "\n", "a"):
            alone, both = vocabulary.encode(anchor), vocabulary.encode(anchor + text)
            if anchor and both[: len(alone)] == alone:
                return both[len(alone) :]
        return vocabulary.encode(text)

    def _behind(self, tokens: list[int], prompt: list[int]) -> list[int] | None:
        """What a later prompt has behind the tokens so far; None where it does not begin as they
        do. The same text in other tokens is the same: the chat keeps those of its replies."""
        if prompt[: len(tokens)] == tokens:
            return prompt[len(tokens) :]
        controls = {*self._vocabulary.controls([*tokens, *prompt])}
        turns = sum(token in controls for token in tokens)
        end = 0
        while end < len(prompt) and turns:
            turns -= prompt[end] in controls
            end += 1
        return prompt[end:] if self._spell(prompt[:end]) == self._spell(tokens) else None

    def _spell(self, tokens: Iterable[int]) -> str:
        tokens = list(tokens)
        for token in {*tokens} - self._spelled.keys():
            self._spelled[token] = self._vocabulary.bytes_of(token, control=True)
        return b"".join(map(self._spelled.__getitem__, tokens)).decode("utf-8", "replace")

    def _pieces(self, tokens: list[int], trained: list[bool]) -> list[tuple[str, bool]]:
        return [
            (self._spell(token for token, _ in run), learnt)
            for learnt, run in groupby(zip(tokens, trained, strict=True), lambda pair: pair[1])
        ]
