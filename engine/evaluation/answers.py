"""Answers of a model to examples, one after the other, each the likeliest one. Knows no metric."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.engine import Engine
from engine.errors import Bug, raised_again
from engine.evaluation.records import Answer, Judge
from engine.examples.records import Example
from engine.hardware import physical_cores
from engine.messages import ChatRequest, Failed, Finished, ModelSpec, Sampling, Text
from engine.prompt import without_thinking

_LONGEST = 100_000
"""Characters of each text of an answer that are kept: all of it has to fit into a frame."""


class Answers:
    """Asks an engine of its own, which gives way to all other programs. A context manager."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._engine = Engine(in_background=True)
        # a core is left to others: threads that wait for each other cost both their time
        self._model = ModelSpec(judge.model, n_threads=max(1, physical_cores() - 1))
        self.too_long = 0

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def of(
        self, examples: Sequence[Example], tell: Callable[[Answer], None], grammar: str = ""
    ) -> Iterator[Answer]:
        """Answer the last question of each example; `grammar` (GBNF) constrains them. What has no
        room in the model is left out and counted. Raises PunaError."""
        for example in examples:
            answer = self._answer(example, grammar)
            if answer is not None:
                tell(answer)
                yield answer

    def _answer(self, example: Example, grammar: str) -> Answer | None:
        judge = self._judge
        request = ChatRequest(
            self._model,
            example.messages[:-1],
            Sampling(temperature=0, seed=0),
            max_tokens=judge.max_tokens,
            adapters=judge.adapters,
            thinking="off",
            grammar=grammar,
            template=judge.template,
        )
        given: list[str] = []
        for event in self._engine.stream(request):
            if isinstance(event, Text):
                given.append(event.text)
            elif isinstance(event, Failed):
                if event.error.kind == "prompt_too_long":
                    self.too_long += 1
                    return None
                raise raised_again(event.error)
            elif isinstance(event, Finished):
                return Answer(
                    row=example.row,
                    question=example.messages[-2].content[:_LONGEST],
                    expected=example.answer[:_LONGEST],
                    given=without_thinking("".join(given)).strip()[:_LONGEST],
                    ended=event.reason == "stop",
                )
        raise Bug("a reply has an end")
