"""The prompt of a request as it fits the context of an open model; what is left out is told.

The model itself writes the summary of older turns, as a reply that is not shown. Reads no token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.messages import ChatRequest, Cut, Event, Finished, Prefill, Summarising, Text
from engine.overflow import Counted, Fitting
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.prompting import Prompt, Prompting

Answer = Callable[[ChatRequest, Emit], Finished]
"""Answers a request, with its events going to the second argument."""


def fitted_prompt(
    prompting: Prompting,
    request: ChatRequest,
    sizes: tuple[int, int],
    job: Job,
    emit: Emit,
    answer: Answer,
) -> Prompt:
    """What is to be read for `request`, after Summarising and Cut where they apply.

    `sizes` are the tokens of the context, now and at most. Raises Cancelled, PromptTooLong,
    TemplateError, InvalidInput.
    """

    def count(asked: ChatRequest, limit: int) -> Counted:
        prompt = prompting.whole_prompt(asked, job, limit)
        return Counted(len(prompt.tokens), partial(prompting.segments, asked, prompt))

    def write(asked: ChatRequest) -> tuple[str, bool]:
        summary = _Summary(asked.max_tokens, job, emit)
        end = answer(asked, summary.hear)
        if end.reason == "cancelled":
            raise Cancelled
        return "".join(summary.text), end.reason == "stop"

    fits, left_out = Fitting(*sizes, count, write).fit(request)
    prompt = prompting.prompt(fits, sizes[0], job)
    if left_out:
        emit(Cut(job.id, left_out, fits.summary))
    return prompt


class _Summary:
    """Hears a summary being written, and tells how far it is."""

    def __init__(self, max_tokens: int, job: Job, emit: Emit) -> None:
        self.text: list[str] = []
        self._max_tokens, self._job, self._emit = max_tokens, job, emit
        self._prompt = 0

    def hear(self, event: Event) -> None:
        match event:
            case Prefill(done=done, total=total):
                self._prompt = total
                self._tell(done)
            case Text(text=text):
                self.text.append(text)
                self._tell(self._prompt + min(len(self.text), self._max_tokens))

    def _tell(self, done: int) -> None:
        self._emit(Summarising(self._job.id, done, self._prompt + self._max_tokens))
