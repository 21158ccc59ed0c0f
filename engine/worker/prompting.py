"""From a request to the tokens of its prompt, for one model. Reads no token and answers nothing.

Used for replies and, with a vocabulary of its own, for counting beside a reply.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InvalidInput, PromptTooLong
from engine.messages import ChatRequest
from engine.prompt import TRANSCRIPT_STOP, Piece, as_history, opens_thinking, plain_transcript
from engine.worker.model import Job
from engine.worker.template import TemplateRenderer
from engine.worker.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as pieces and tokens. `stops` are strings that end a reply to it; `transcript`: it
    is a plain one, without a template; `thinking`: it ends inside a thinking block."""

    pieces: list[Piece]
    tokens: list[int]
    stops: tuple[str, ...]
    transcript: bool
    thinking: bool


class Prompting:
    """Makes prompts with one vocabulary and chat template, None for a model without. Close it."""

    def __init__(self, vocabulary: Vocabulary, template: str | None) -> None:
        self._vocabulary = vocabulary
        self.template = template
        self._renderer: TemplateRenderer | None = None

    def close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()

    def use(self, template: str | None) -> None:
        """Make prompts with another template from now on, such as one an adapter carries."""
        self.template = template
        if self._renderer is not None and template is not None:
            self._renderer.template = template

    def prompt(self, request: ChatRequest, n_ctx: int, job: Job) -> Prompt:
        """The prompt of a request. Raises PromptTooLong where it leaves no room in `n_ctx` tokens
        for a reply, TemplateError, InvalidInput, Cancelled."""
        pieces, transcript = self._pieces(request, job)
        tokens = self._vocabulary.encode_prompt(pieces, n_ctx, job)
        if len(tokens) >= n_ctx:
            raise PromptTooLong(len(tokens), n_ctx)
        if not tokens:
            raise InvalidInput("message", "it is empty", "Write something, then send.")
        stops = request.sampling.stop
        if transcript:
            stops = (*stops, TRANSCRIPT_STOP)
        return Prompt(pieces, tokens, stops, transcript, opens_thinking(pieces))

    def _pieces(self, request: ChatRequest, job: Job) -> tuple[list[Piece], bool]:
        messages = as_history(request.messages)
        if request.raw:
            return [Piece(messages[-1].content, trusted=False)], False
        if self.template is None:
            return plain_transcript(messages, continue_reply=request.continue_reply), True
        if self._renderer is None:
            vocabulary = self._vocabulary
            self._renderer = TemplateRenderer(
                self.template, vocabulary.bos_text(), vocabulary.eos_text()
            )
        return self._renderer.render(messages, job, continue_reply=request.continue_reply), False
