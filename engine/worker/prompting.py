"""From a request to the tokens of its prompt, for one model. Reads no token and answers nothing.

Used for replies and, with a vocabulary of its own, for counting beside a reply.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.errors import InvalidInput, PromptTooLong
from engine.messages import ChatRequest, Measured, Segment
from engine.prompt import (
    TRANSCRIPT_STOP,
    Piece,
    as_history,
    opens_thinking,
    plain_transcript,
    with_summary,
)
from engine.worker.adapters import carried_template
from engine.worker.encoder import Encoder
from engine.worker.model import Job
from engine.worker.segments import segments
from engine.worker.template import TemplateRenderer
from engine.worker.vocabulary import Vocabulary

_ANY = 1 << 24
"""More tokens than any prompt has."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as pieces and tokens. `turn`: tokens before its last message. `stops` are strings
    that end a reply to it; `transcript`: it is a plain one, without a template; `thinking`: it ends
    inside a thinking block."""

    pieces: list[Piece]
    tokens: list[int]
    turn: int
    stops: tuple[str, ...]
    transcript: bool
    thinking: bool

    @property
    def opens_line(self) -> bool:
        """Whether it ends within a line, as `Assistant:` does: a reply then begins with a space
        that is no part of it."""
        last = self.pieces[-1] if self.pieces else None
        return self.transcript or (last is not None and last.trusted and last.text.endswith(":"))


class Prompting:
    """Makes prompts with one vocabulary and chat template, None for a model without. Close it.

    `template` is that of the last prompt: the model's own, the one that was asked for in its place,
    or the one an adapter carries. With `remember` each template is asked once for all prompts of
    the same roles.
    """

    def __init__(
        self, vocabulary: Vocabulary, template: str | None, *, remember: bool = False
    ) -> None:
        self._vocabulary = vocabulary
        self._encoder = Encoder(vocabulary)
        self._own = template
        self._remember = remember
        self.template = template
        self._renderer: TemplateRenderer | None = None
        self._spelled: dict[int, bytes] = {}
        self._last: tuple[ChatRequest, Prompt] | None = None

    def close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()

    def segments(
        self, request: ChatRequest, prompt: Prompt, *, text: bool = False
    ) -> tuple[Segment, ...]:
        """What the prompt of a request is made of, with its text if asked for."""
        spell = self._spelled
        for token in {*prompt.tokens} - spell.keys():
            spell[token] = self._vocabulary.bytes_of(token, control=True)
        added = len(self._vocabulary.beginning(prompt.pieces))
        return segments(
            request, prompt.pieces, prompt.tokens, spell.__getitem__, added=added, text=text
        )

    def measured(
        self,
        request: ChatRequest,
        job: Job,
        sizes: tuple[int, int],
        cached: Callable[[Sequence[int]], int],
        *,
        text: bool,
    ) -> Measured:
        """The prompt of a request in figures. `sizes` are the context's, now and at most; `cached`
        tells how many of the first tokens were read already. Raises as `whole_prompt` does."""
        prompt = self.whole_prompt(request, job)
        parts = self.segments(request, prompt, text=text)
        return Measured(job.id, len(prompt.tokens), *sizes, parts, cached(prompt.tokens))

    def begin(self) -> None:
        """Have ready what the first prompt needs."""
        if self.template is not None:
            self._opened(self.template).begin()

    def offers_thinking(self, job: Job) -> bool:
        """Whether thinking can be turned on and off. Raises Cancelled."""
        return self.template is not None and self._opened(self.template).offers_thinking(job)

    def prompt(self, request: ChatRequest, n_ctx: int, job: Job) -> Prompt:
        """The prompt of a request. Raises PromptTooLong where it leaves no room in `n_ctx` tokens
        for a reply, TemplateError, InvalidInput, Cancelled."""
        prompt = self.whole_prompt(request, job, n_ctx)
        if len(prompt.tokens) >= n_ctx:
            raise PromptTooLong(len(prompt.tokens), n_ctx)
        if not prompt.tokens:
            raise InvalidInput("message", "it is empty", "Write something, then send.")
        self._last = None
        return prompt

    def whole_prompt(self, request: ChatRequest, job: Job, n_ctx: int = 0) -> Prompt:
        """The prompt of a request, also where it does not fit. Raises PromptTooLong, TemplateError,
        Cancelled.

        With `n_ctx` one that is far too long for so many tokens is not counted: that takes seconds.
        """
        if self._last is not None and self._last[0] == request:
            return self._last[1]  # it was counted to see whether it fits
        pieces, transcript = self._pieces(request, job)
        tokens, turn = self._encoder.encode(pieces, n_ctx or _ANY, job)
        stops = request.sampling.stop
        if transcript:
            stops = (*stops, TRANSCRIPT_STOP)
        prompt = Prompt(pieces, tokens, turn, stops, transcript, opens_thinking(pieces))
        self._last = request, prompt
        return prompt

    def _pieces(self, request: ChatRequest, job: Job) -> tuple[list[Piece], bool]:
        if request.raw:
            last = len(request.messages) - 1
            return [Piece(request.messages[last].content, False, "message", last)], False
        messages = with_summary(as_history(request.messages), request.summary)
        self.template = carried_template(request.adapters) or request.template or self._own
        if self.template is None:
            return plain_transcript(messages, continue_reply=request.continue_reply), True
        pieces = self._opened(self.template).render(
            messages, job, continue_reply=request.continue_reply, thinking=request.thinking
        )
        return pieces, False

    def _opened(self, template: str) -> TemplateRenderer:
        if self._renderer is None:
            vocabulary = self._vocabulary
            self._renderer = TemplateRenderer(
                template,
                vocabulary.bos_text(),
                vocabulary.eos_text(),
                remember=self._remember,
            )
        self._renderer.template = template
        return self._renderer
