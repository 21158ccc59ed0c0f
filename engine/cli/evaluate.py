"""`puna evaluate`: how well a model does on examples, with adapters and against itself without.

The judging itself is in a process of its own; this module shows and keeps what it finds.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from engine.assistants import Setup
from engine.cli.adapters import adapters_for
from engine.cli.output import Output
from engine.errors import InvalidInput, raised_again
from engine.evaluation.base import base_of
from engine.evaluation.records import Answer, Event, Failed, Judge, Progress, Scored, Scores, Task
from engine.evaluation.results import Result, Results
from engine.evaluation.run import Evaluation
from engine.evaluation.table import as_csv, as_json, as_markdown, metrics_of, shown
from engine.files import write_atomic
from engine.hub.library import Library
from engine.paths import Home

_FORMATS: Mapping[str, Callable[[Sequence[Result]], bytes]] = MappingProxyType(
    {".json": as_json, ".csv": as_csv, ".md": as_markdown}
)
_SHOWN_ANSWERS = 20


def evaluate(
    context: typer.Context,
    model: Annotated[
        str, typer.Option("--model", "-m", help="A GGUF file, a library id, or: starter, gemma.")
    ],
    task: Annotated[Task, typer.Option(help="What is judged.")],
    data: Annotated[
        Path | None, typer.Option(help="Examples in any format; forgetting needs none.")
    ] = None,
    adapter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE[:SCALE]", help="A LoRA adapter and how strongly it counts; repeatable."
        ),
    ] = None,
    against_base: Annotated[
        bool, typer.Option("--against-base", help="Judge the model without adapters as well.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="Most examples; 0 for all.")] = 0,
    max_tokens: Annotated[int, typer.Option(min=1, help="Most tokens of an answer.")] = 256,
    name: Annotated[str, typer.Option(help="What the result is called.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Write the results: a name in .json, .csv or .md.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON lines on standard output.")] = False,
) -> None:
    """Judge a model on examples: with adapters, and against the model alone.

    Results are kept and can be compared in the window.
    """
    home: Home = context.obj
    output = Output(json=json)
    judge = Judge(
        task=task,
        model=str(Library(home).resolve(model).path),
        data=str(data.expanduser().absolute()) if data else "",
        adapters=adapters_for(home, adapter, Setup()),
        limit=limit,
        max_tokens=max_tokens,
    )
    _check(judge, home, out, against_base=against_base)
    wanted = [(base_of(judge), "")] if against_base else []
    results = []
    for each, called in [*wanted, (judge, name)]:
        scores = _judged(each, output)
        results.append(Results(home).keep(each, scores, called))
        _tell(results[-1], output)
    _sum_up(results, output)
    if out is not None:
        write_atomic(out, _FORMATS[out.suffix.lower()](results))
        output.event("saved", path=str(out))
        output.text(f"Written to {out}.\n")
    output.event("finished", results=[result.id for result in results])


def _check(judge: Judge, home: Home, out: Path | None, *, against_base: bool) -> None:
    """Raises InvalidInput for what would only be found wrong after minutes of work."""
    if not judge.data and judge.task != "forgetting":
        raise InvalidInput("--data", "there is none", "Name a file of examples with --data.")
    if judge.data and judge.task == "forgetting":
        advice = "Leave --data out; for a file of your own, use --task perplexity."
        raise InvalidInput("--data", "forgetting is judged on texts of Puna's own", advice)
    if against_base and not judge.adapters:
        advice = "Name one with --adapter, or leave --against-base out."
        raise InvalidInput("--against-base", "there is no adapter", advice)
    if out is None:
        return
    if out.suffix.lower() not in _FORMATS:
        raise InvalidInput(
            "--out", f"{out.name} is no known kind of file", "Use a name in .json, .csv or .md."
        )
    if judge.data and out.resolve() == Path(judge.data).resolve():
        raise InvalidInput("--out", f"{out} has the examples", "Choose another name.")
    if home.owns(out.absolute()):
        raise InvalidInput("--out", f"{out} is a file Puna itself keeps", "Choose another folder.")


def _judged(judge: Judge, output: Output) -> Scores:
    """Wait for a judgement; Ctrl-C ends its process."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with Evaluation(judge, events.put):
        while True:
            match events.get():
                case Progress(done=done, total=total):
                    output.event("progress", done=done, total=total)
                    output.progress(f"Judging: {done:,} of {total:,}")
                case Answer() as answer:
                    output.event(
                        "answer",
                        row=answer.row,
                        question=answer.question,
                        expected=answer.expected,
                        given=answer.given,
                        ended=answer.ended,
                    )
                case Scored(scores=scores):
                    output.progress("")
                    return scores
                case Failed(error=error):
                    output.progress("")
                    raise raised_again(error)


def _tell(result: Result, output: Output) -> None:
    scores = result.scores
    output.event(
        "scored",
        id=result.id,
        title=result.name,
        adapters=result.judge.adapters,
        task=scores.task,
        examples=scores.examples,
        skipped=scores.skipped,
        values=scores.values,
        by_class=scores.by_class,
        labels=scores.labels,
        confusion=scores.confusion,
        report=scores.report,
    )
    if scores.skipped:
        output.note(f"{scores.skipped:,} rows could not be read or are too long: left out.")


def _sum_up(results: Sequence[Result], output: Output) -> None:
    for result in results:
        if result.scores.report:
            output.text(f"{result.name}\n{result.scores.report.rstrip()}\n\n")
        if result.scores.confusion:
            output.text(_confusion(result.scores) + "\n")
    if results[-1].scores.task == "chat":
        output.text(_side_by_side(results))
    names = [f"{result.name}, {result.scores.examples:,} examples" for result in results]
    rows = [["", *names]]
    for metric in metrics_of(results):
        values = (result.scores.values.get(metric) for result in results)
        rows.append([metric, *("" if v is None else shown(metric, v) for v in values)])
    output.text(_aligned(rows))


def _confusion(scores: Scores) -> str:
    """Rows are what was expected, columns what was given."""
    columns = [*scores.labels, "(none)"]
    if not any(row[-1] for row in scores.confusion):
        columns = columns[:-1]
    rows = [["expected \\ given", *columns]]
    for label, counts in zip(scores.labels, scores.confusion, strict=True):
        rows.append([label, *map(str, counts[: len(columns)])])
    return _aligned(rows)


def _side_by_side(results: Sequence[Result]) -> str:
    """The first answers of all results to each question."""
    lines = []
    for answers in list(zip(*(result.scores.answers for result in results), strict=False))[
        :_SHOWN_ANSWERS
    ]:
        lines += [f"Question  {answers[0].question}", f"Expected  {answers[0].expected}"]
        for result, answer in zip(results, answers, strict=True):
            lines.append(f"{result.name}: {answer.given}{'' if answer.ended else ' …'}")
        lines.append("")
    return "\n".join(lines) + "\n"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *cells)).rstrip())
    return "\n".join(lines) + "\n"
