"""`puna train`: from a file of examples to an adapter that is proven in llama.cpp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from engine.cli.output import Output
from engine.cli.report import home_of
from engine.cli.train_check import look_through
from engine.cli.train_output import show
from engine.cli.train_request import Wanted, request_for
from engine.errors import InvalidInput, raised_again
from engine.examples.records import Columns
from engine.paths import Home
from engine.training.records import Broken, Done, Event, Train
from engine.training.run import TrainingRun

_LEARNING: Final = "Learning"
_DATA: Final = "Examples"
_RUN: Final = "The run"


@dataclass(frozen=True)
class Launch:
    """How the runs of a home are started: `run` ends with the run, and returns its last event;
    `folder` is where it is at work, None for a new one."""

    home: Home
    run: Callable[[Train, Callable[[Event], None]], Event]
    folder: Path | None = None


def train(
    context: typer.Context,
    model: Annotated[
        str, typer.Option("--model", "-m", help="A GGUF file, a library id, or: starter, gemma.")
    ] = "",
    data: Annotated[Path | None, typer.Option("--data", help="Examples in any format.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the adapter goes.")] = None,
    eval_data: Annotated[
        Path | None,
        typer.Option("--eval-data", help="Examples to judge by.", rich_help_panel=_DATA),
    ] = None,
    holdout: Annotated[
        float | None,
        typer.Option("--holdout", help="Share of them to judge by.", rich_help_panel=_DATA),
    ] = None,
    question: Annotated[
        str, typer.Option("--question", help="Column of a table.", rich_help_panel=_DATA)
    ] = "",
    answer: Annotated[
        str, typer.Option("--answer", help="Column of a table.", rich_help_panel=_DATA)
    ] = "",
    system: Annotated[
        str, typer.Option("--system", help="Column of a table.", rich_help_panel=_DATA)
    ] = "",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out bad rows.", rich_help_panel=_DATA)
    ] = False,
    max_length: Annotated[
        int | None,
        typer.Option("--max-length", help="Most tokens of an example.", rich_help_panel=_DATA),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="A chat template to use.", rich_help_panel=_DATA),
    ] = None,
    rank: Annotated[int | None, typer.Option("--rank", rich_help_panel=_LEARNING)] = None,
    alpha: Annotated[float | None, typer.Option("--alpha", rich_help_panel=_LEARNING)] = None,
    rslora: Annotated[
        bool | None,
        typer.Option("--rslora/--no-rslora", help="Scale by root.", rich_help_panel=_LEARNING),
    ] = None,
    dropout: Annotated[float | None, typer.Option("--dropout", rich_help_panel=_LEARNING)] = None,
    targets: Annotated[
        str, typer.Option("--targets", help="Matrices, by commas.", rich_help_panel=_LEARNING)
    ] = "",
    layers: Annotated[
        int | None,
        typer.Option("--layers", help="Learn only in the top ones.", rich_help_panel=_LEARNING),
    ] = None,
    fast: Annotated[
        bool | None,
        typer.Option("--fast/--no-fast", help="Only the upper half.", rich_help_panel=_LEARNING),
    ] = None,
    epochs: Annotated[float | None, typer.Option("--epochs", rich_help_panel=_LEARNING)] = None,
    steps: Annotated[int | None, typer.Option("--steps", rich_help_panel=_LEARNING)] = None,
    lr: Annotated[float | None, typer.Option("--lr", rich_help_panel=_LEARNING)] = None,
    warmup: Annotated[float | None, typer.Option("--warmup", rich_help_panel=_LEARNING)] = None,
    weight_decay: Annotated[
        float | None, typer.Option("--weight-decay", rich_help_panel=_LEARNING)
    ] = None,
    clip: Annotated[float | None, typer.Option("--clip", rich_help_panel=_LEARNING)] = None,
    batch_tokens: Annotated[
        int | None,
        typer.Option("--batch-tokens", help="Tokens of a pass.", rich_help_panel=_LEARNING),
    ] = None,
    accumulate: Annotated[
        int | None,
        typer.Option("--accumulate", help="Passes of a step.", rich_help_panel=_LEARNING),
    ] = None,
    evaluations: Annotated[
        int | None, typer.Option("--evaluations", rich_help_panel=_LEARNING)
    ] = None,
    patience: Annotated[int | None, typer.Option("--patience", rich_help_panel=_LEARNING)] = None,
    seed: Annotated[int | None, typer.Option("--seed", rich_help_panel=_LEARNING)] = None,
    start: Annotated[
        Path | None, typer.Option("--start", help="Go on from an adapter.", rich_help_panel=_RUN)
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option("--resume", help="Folder of a run to go on with.", rich_help_panel=_RUN),
    ] = None,
    checkpointing: Annotated[
        str | None,
        typer.Option("--checkpointing", help="auto, on or off.", rich_help_panel=_RUN),
    ] = None,
    threads: Annotated[int | None, typer.Option("--threads", rich_help_panel=_RUN)] = None,
    name: Annotated[str, typer.Option("--name", rich_help_panel=_RUN)] = "",
    check: Annotated[
        bool,
        typer.Option("--check", help="Only look through the examples.", rich_help_panel=_DATA),
    ] = False,
    half: Annotated[
        bool, typer.Option("--half", help="A file of half the size.", rich_help_panel=_RUN)
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines on standard output.")] = False,
) -> None:
    """Train an adapter on a model with your own examples."""
    if checkpointing not in (None, "auto", "on", "off"):
        raise InvalidInput("--checkpointing", f"it is {checkpointing}", "Say auto, on or off.")
    given = {
        "holdout": holdout,
        "max_length": max_length,
        "rank": rank,
        "alpha": alpha,
        "rslora": rslora,
        "dropout": dropout,
        "targets": tuple(targets.split(",")) if targets else None,
        "top_layers": layers,
        "fast": fast,
        "epochs": epochs,
        "steps": steps,
        "lr": lr,
        "warmup": warmup,
        "weight_decay": weight_decay,
        "clip": clip,
        "batch_tokens": batch_tokens,
        "accumulate": accumulate,
        "evaluations": evaluations,
        "patience": patience,
        "seed": seed,
        "checkpointing": checkpointing,
        "threads": threads,
    }
    wanted = Wanted(
        model=model,
        data=data,
        out=out,
        eval_data=eval_data,
        start=start,
        template=template,
        name=name,
        columns=Columns(answer, question, system) if answer else None,
        skip_bad=skip_bad,
        half=half,
        settings=given,
    )
    if check:
        look_through(home_of(context), wanted, Output(json=json))
        return
    _launched(context, wanted, resume, Output(json=json))


def _launched(context: typer.Context, wanted: Wanted, folder: Path | None, output: Output) -> None:
    launch = context.find_object(Launch) or Launch(home_of(context), in_a_process)
    if folder is not None and not folder.is_dir() and folder.is_file():
        folder = folder.parent  # one of its checkpoints
    request = request_for(launch.home, wanted, launch.folder or folder, output.note)
    output.progress("Starting")
    try:
        end = launch.run(request, lambda event: show(event, output))
    except KeyboardInterrupt:
        output.progress("")
        output.note(f"To go on with it: puna train --resume {request.folder}")
        raise
    if isinstance(end, Broken):
        raise raised_again(end.error)
    if isinstance(end, Done):
        output.progress("")
        output.event("finished", **msgspec.structs.asdict(end), folder=request.folder)


def in_a_process(request: Train, hear: Callable[[Event], None]) -> Event:
    """Run it in a process of its own. Ctrl-C leaves a checkpoint to go on from."""
    last: list[Event] = []

    def remember(event: Event) -> None:
        last[:] = [event]
        hear(event)

    run = TrainingRun(request, remember)
    try:
        while not run.wait(0.5):
            pass
    except KeyboardInterrupt:
        run.close()
        raise
    run.close()
    return last[0]
