"""What `puna train` prints of a run's events: JSON lines for programs, a few lines for people."""

from __future__ import annotations

from typing import Final

import msgspec

from engine.cli.output import Output
from engine.cli.report import size
from engine.training.records import (
    Broken,
    Done,
    Evaluated,
    Event,
    NotSaved,
    Paused,
    Prepared,
    Preparing,
    Saved,
    Skipped,
    Step,
    Verifying,
)

_STAGES: Final = {
    "torch": "Loading torch",
    "model": "Opening the model",
    "tokens": "Reading the examples",
}
_MINUTE: Final = 60


def show(event: Event, output: Output) -> None:
    """Print an event. The end of a run is left to whoever waits for it, but for its words."""
    if not isinstance(event, Done | Broken):
        tag = str(type(event).__struct_config__.tag)
        output.event(tag, **msgspec.structs.asdict(event))
    match event:
        case Preparing():
            share = f": {event.done} of {event.total}" if event.total else ""
            output.progress(f"{_STAGES[event.stage]}{share}")
        case Prepared():
            output.progress("")
            output.text(_prepared(event))
        case Step():
            left = event.seconds_left
            output.progress(
                f"Step {event.step} of {event.steps}, loss {event.loss:.3f}, "
                f"{event.tokens_per_s:.0f} tokens/s, {size(event.rss_bytes)}, {_time(left)} left"
            )
        case Evaluated():
            output.progress("")
            best = ", the best until now" if event.best else ""
            output.text(
                f"Step {event.step}: held-out loss {event.loss:.4f}, "
                f"perplexity {event.perplexity:.2f}{best}\n"
            )
        case Skipped():
            output.note(
                f"Step {event.step} was left out: its numbers were infinite. The rate is "
                f"{event.lr:.2g} from now on."
            )
        case NotSaved():
            output.note(f"No checkpoint at step {event.step}: {event.error.message}")
        case Saved() | Paused():
            pass
        case Verifying():
            output.progress("Comparing in llama.cpp")
        case Done():
            output.progress("")
            output.text(_done(event))


def _prepared(event: Prepared) -> str:
    dropped = f", {event.dropped:,} too long" if event.dropped else ""
    held_out = f", {event.held_out:,} held out" if event.held_out else ""
    again = f", from step {event.from_step + 1}" if event.from_step else ""
    return (
        f"{event.examples:,} examples{dropped}{held_out}; {event.tokens:,} tokens, "
        f"{event.trained_tokens:,} of them learnt; {event.steps:,} steps{again}\n"
    )


def _done(event: Done) -> str:
    if not event.adapter:
        return f"Stopped at step {event.step}, without an adapter.\n"
    early = "It learns nothing more that helps. " if event.reason == "early" else ""
    return (
        f"{early}Loss {event.loss:.4f} at step {event.step}, {_time(event.seconds)} of work; "
        f"divergence in llama.cpp {event.divergence:.2g}, {event.base_divergence:.2g} without.\n"
        f"Adapter: {event.adapter}\n"
    )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
