"""Why the engine process ended: one sentence and one action, from its exit code and last words.

Does not restart anything. Codes below zero are signals on POSIX, as `Popen.returncode` gives them.
"""

from __future__ import annotations

import re
import signal

from engine.errors import EngineCrash, ModelChanged, PunaError

_SEND_AGAIN = "Your chat is safe. Send again; the engine starts anew."
_SIGNALS = ("SIGKILL", "SIGTERM", "SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL")
_ASSERT = re.compile(
    r"GGML_ASSERT\((?P<what>.*)\) failed|error: (?P<error>.*)|what\(\):\s*(?P<cpp>.*)"
)


def _signal(name: str) -> int:
    """The negative number of a signal; where the system lacks it, one no exit code has."""
    return -int(getattr(signal, name, 1000 + _SIGNALS.index(name)))


_CAUSES: dict[int, tuple[str, str, str]] = {
    _signal("SIGKILL"): (
        "killed",
        "The engine was ended by the system, most likely because memory ran out.",
        "Your chat is safe. Close other programs or choose a smaller model, then send again.",
    ),
    _signal("SIGTERM"): ("terminated", "The engine was ended by another program.", _SEND_AGAIN),
    _signal("SIGABRT"): (
        "aborted",
        "llama.cpp gave up on this model.",
        "Your chat is safe. Choose another model, or send again.",
    ),
    _signal("SIGSEGV"): (
        "segfault",
        "llama.cpp crashed.",
        "Your chat is safe. Send again; if it happens again, choose another model.",
    ),
    _signal("SIGBUS"): (
        "bus_error",
        "The model file could no longer be read while it was in use.",
        "Check the disk that holds the model, then send again.",
    ),
    _signal("SIGILL"): (
        "illegal_instruction",
        "This build of llama.cpp uses instructions this processor does not have.",
        "Install Puna anew on this computer, so that llama.cpp is built for it.",
    ),
}

# Windows has no signals: exit codes are its NTSTATUS numbers, and 3 after abort().
_CAUSES |= {
    0xC0000005: _CAUSES[_signal("SIGSEGV")],
    0xC0000006: _CAUSES[_signal("SIGBUS")],
    0xC000001D: _CAUSES[_signal("SIGILL")],
    0xC0000409: _CAUSES[_signal("SIGABRT")],
    3: _CAUSES[_signal("SIGABRT")],
}


def explain(code: int, last_words: str, path: str, *, file_changed: bool) -> PunaError:
    """The error to show for a death. `path` is the open model, empty for none."""
    if file_changed:
        return ModelChanged(path)
    cause, message, advice = _CAUSES.get(
        code, ("ended", f"The engine ended unexpectedly (code {code}).", _SEND_AGAIN)
    )
    return EngineCrash(cause, message, advice, detail=_reason(last_words, cause))


def silent(seconds: float) -> EngineCrash:
    """The process did nothing that could be heard for so long that it was ended."""
    return EngineCrash(
        "silent",
        f"The engine said nothing for {seconds:.0f} seconds and was ended.",
        "Your chat is safe. Choose another model, or send again.",
    )


def quarantined() -> EngineCrash:
    """A model ended the process again and again, and is not tried once more."""
    return EngineCrash(
        "quarantined",
        "This model ended the engine twice in a row, so it was not opened again.",
        "Choose another model or another context size, or start Puna anew to try once more.",
    )


def not_started(reason: str) -> EngineCrash:
    """The process could not even be started."""
    return EngineCrash(
        "not_started",
        f"The engine could not be started: {reason}.",
        "Close other programs and send again; if it stays so, install Puna anew.",
        detail=reason,
    )


def _reason(words: str, cause: str) -> str:
    """The last failed assertion or C++ exception in what was written, else nothing.

    Other lines are warnings of long before, and would mislead; but a Python that ended by itself
    names its exception in the last one.
    """
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    for line in reversed(lines):
        if match := _ASSERT.search(line):
            return next(group for group in match.groups() if group is not None).strip()[:300]
    return lines[-1][:300] if lines and cause == "ended" else ""
