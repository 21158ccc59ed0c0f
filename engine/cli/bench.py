"""`puna bench`: how fast a model runs here, with which settings; the best are kept and used."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from engine import tuning as findings
from engine.attention import N_BATCH
from engine.benchmark import Benchmark, Report, Row
from engine.cli.output import Output
from engine.hardware import physical_cores
from engine.hub.library import Library
from engine.messages import Tuning
from engine.paths import Home

_HEADS = {
    "threads": "Threads",
    "batch": "Tokens read at once",
    "flash": "Fused attention",
    "kv": "Keys and values",
    "raw": "llama.cpp alone",
    "puna": "Puna",
    "draft": "Puna, drafting",
}


def bench(
    context: typer.Context,
    model: Annotated[
        str, typer.Option("--model", "-m", help="A GGUF file, a library id, or: starter, gemma.")
    ] = "starter",
    quick: Annotated[
        bool, typer.Option("--quick", help="One short round each: faster, less certain.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry", help="Keep nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines on standard output.")] = False,
) -> None:
    """Measure a model: threads, batches, attention, caches, and Puna against llama.cpp alone.

    The fastest settings are kept for this model on this computer, and used from then on.
    """
    home: Home = context.obj
    output = Output(json=json)
    path = Library(home).resolve(model).path
    output.text(f"{path.name}: tokens per second\n{'':34}  reading  writing\n")
    report = Benchmark(
        path,
        lambda row: _show(row, output),
        lambda done, total: output.progress(f"Measuring: {done} of {total}"),
        lambda: False,
        quick=quick,
    ).run()
    output.progress("")
    kept = report.certain and not dry
    if kept:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        findings.keep(home, path, report.best, report.speed, now)
    _sum_up(report, output, kept=kept)


def _show(row: Row, output: Output) -> None:
    output.progress("")
    output.event(
        "measured",
        what=row.what,
        tuning=row.tuning,
        prompt=row.prompt,
        prefill_tokens_per_s=row.prefill,
        decode_tokens_per_s=row.decode,
        accepted=row.accepted,
        error=row.error,
    )
    name = f"{_HEADS[row.what]} {_value(row)}".rstrip()
    figures = row.error or f"{row.prefill:9.1f}{row.decode:9.1f}"
    more = f"  {row.accepted:.0%} of drafts accepted" if row.what == "draft" else ""
    output.text(f"{name:34}{figures}{more}\n")


def _value(row: Row) -> str:
    tuning = row.tuning
    values = {
        "threads": str(tuning.n_threads),
        "batch": str(tuning.n_batch),
        "flash": "on" if tuning.flash else "off",
        "kv": tuning.kv_type,
    }
    return values.get(row.what, "")


def _sum_up(report: Report, output: Output, *, kept: bool) -> None:
    reading, writing = report.share
    output.event(
        "finished",
        best=report.best,
        prefill_share=reading,
        decode_share=writing,
        busy_cores=report.others,
        kept=kept,
    )
    output.text(f"Best: {describe(report.best)}{', kept for this model' if kept else ''}.\n")
    if not report.certain:
        output.note(
            f"Other programs used {report.others:.1f} of {physical_cores()} cores meanwhile, so "
            "nothing is kept. Close them and measure again."
        )
    output.text(f"Puna runs at {reading:.2f} of llama.cpp alone reading, {writing:.2f} writing.\n")


def describe(tuning: Tuning) -> str:
    """A tuning in a few words."""
    parts = (
        f"{tuning.n_threads} thread{'s' if tuning.n_threads != 1 else ''}",
        f"{tuning.n_batch or N_BATCH} tokens at once",
        "fused attention" if tuning.flash else "plain attention",
    )
    return ", ".join(parts)
