"""`puna train --check`: what is wrong with examples, and what they are for a model, before a run.

Nothing is written and nothing is learnt. Counting is done by a process with the vocabulary.
"""

from __future__ import annotations

import contextlib
import queue
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.cli.output import Output
from engine.cli.train_request import Wanted, read_table
from engine.errors import DataError, InvalidInput, raised_again
from engine.examples.files import write_examples
from engine.examples.hints import looks_like_facts
from engine.examples.privacy import find_private
from engine.examples.records import DataSet, Example, RowFault
from engine.examples.statistics import statistics_of
from engine.files import shown, storage_error
from engine.hub.library import Library
from engine.paths import Home
from engine.training.checking import (
    Checker,
    Counted,
    Counting,
    Ended,
    Event,
    Open,
    Previewed,
    Refused,
)
from engine.training.plain_template import PLAIN, PLAIN_NAME
from engine.training.records import Settings

_TEMPLATES: Final = {"": "own", PLAIN: PLAIN_NAME}


def look_through(home: Home, wanted: Wanted, output: Output) -> None:
    """Tell what there is in a file of examples: each bad row, what repeats, what is private, and
    with a model its tokens and how the first example looks.

    Raises InvalidInput without a file, DataError where it or a row of it cannot be used, and what
    opening the model raises.
    """
    if wanted.data is None:
        raise InvalidInput("--data", "it is missing", "See: puna train --help")
    found = read_table(wanted.data, wanted.columns)
    counted = None
    if wanted.model and found.examples:
        opened = Open(str(Library(home).locate(wanted.model)), _template(wanted))
        given = wanted.settings.get("max_length")
        longest = given if isinstance(given, int) else Settings().max_length
        counted = _counted(found.examples, opened, longest, output)
    for fault in (*found.faults, *(counted.faults if counted else ())):
        _tell_fault(fault, output)
    _tell_sums(found, counted, output)
    bad = len(found.faults) + (counted.too_long + counted.refused if counted else 0)
    if bad:
        reason = f"{bad:,} of its rows cannot be used"
        advice = "Correct these rows, or leave them out with --skip-bad."
        raise DataError(shown(wanted.data), "rows", reason, advice)


def _template(wanted: Wanted) -> str:
    """The chat template to count with; empty for the model's own. Raises StorageError."""
    if wanted.template is None:
        return ""
    try:
        return wanted.template.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise storage_error(wanted.template, error) from error


def _counted(examples: Sequence[Example], opened: Open, max_length: int, output: Output) -> Counted:
    """Count with the model's vocabulary, and show the first example. Raises PunaError."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with (
        tempfile.TemporaryDirectory(prefix="puna-check-") as folder,
        Checker(Path(opened.model), opened.template, events.put) as checker,
    ):
        path = Path(folder) / "examples.jsonl"
        write_examples(path, examples)
        with contextlib.suppress(InvalidInput):  # too long to be shown
            checker.preview(examples[0])
        checker.count(path, max_length)
        while True:
            event = events.get()
            match event:
                case Counting():
                    output.progress(f"Counting: {event.done:,} of {event.total:,}")
                case Previewed():
                    _tell_preview(event, output)
                case Counted():
                    output.progress("")
                    return event
                case Ended():
                    raise raised_again(event.error)
                case Refused() if event.row == 0:
                    raise raised_again(event.error)


def _tell_fault(fault: RowFault, output: Output) -> None:
    error = fault.error
    output.event(
        "fault", row=fault.row, kind=error.kind, message=error.message, advice=error.advice
    )
    output.text(f"{error.message} {error.advice}\n")


def _tell_preview(seen: Previewed, output: Output) -> None:
    output.event("preview", row=seen.row, pieces=seen.pieces)
    output.text("What the model sees of the first example; what it learns is between [ and ]:\n")
    for text, learnt in seen.pieces:
        output.text(f"[{text}]" if learnt else text)
    output.end_line()


def _tell_sums(found: DataSet, counted: Counted | None, output: Output) -> None:
    sums = statistics_of(found.examples)
    private = Counter(
        mark.kind
        for example in found.examples
        for message in example.messages
        for mark in find_private(message.content)
    )
    facts = looks_like_facts(found.examples)
    names = ("tokens", "trained_tokens", "longest", "median", "too_long", "refused")
    tokens = {name: getattr(counted, name) for name in names} if counted else {}
    template = _TEMPLATES.get(counted.carried, "given") if counted else ""
    output.event(
        "checked",
        format=found.format,
        examples=sums.examples,
        turns=sums.turns,
        characters=sums.characters,
        faults=len(found.faults),
        duplicates=found.duplicates,
        private=dict(private.most_common()),
        facts=facts,
        template=template,
        **tokens,
    )
    output.text(f"{sums.examples:,} examples, {sums.turns:,} answers to questions\n")
    if counted is not None:
        output.text(
            f"{counted.tokens:,} tokens, of which {counted.trained_tokens:,} are learnt; "
            f"the longest example has {counted.longest:,}\n"
        )
    if template == PLAIN_NAME:
        output.text("The model has no chat template: the plain one will travel in the adapter.\n")
    if found.format == "preference":
        output.text("Of each pair, the preferred answer is learnt.\n")
    for row, earlier in found.duplicates:
        output.text(f"Row {row} repeats row {earlier}.\n")
    if private:
        kinds = ", ".join(f"{kind} ({count:,})" for kind, count in private.most_common())
        output.text(f"Private, by its form: {kinds}\n")
    if facts:
        output.text(
            "Many answers are facts and figures that change. Those are better kept in documents, "
            "where they can be corrected; tone and form are what training is for.\n"
        )
