"""Every error Puna raises on purpose, in two families: the user's world, and our bug.

    PunaError
    ├── UserError               the user can fix it: exit code 3, told as what, why, what to do
    │   ├── InvalidInput        a setting or a text that cannot be used
    │   ├── ModelNotFound       no such model file, alias or library id
    │   ├── ModelFileError      not a usable GGUF file: names the field and the reason
    │   ├── ModelRejected       llama.cpp refused the file
    │   ├── ModelChanged        the file changed on disk while it was in use
    │   ├── NotEnoughMemory     weights, context and buffers do not fit
    │   ├── PromptTooLong       the conversation does not fit the context
    │   ├── TemplateError       the chat template of the model cannot be used
    │   ├── AdapterError        a LoRA adapter cannot be used, or not with this model
    │   ├── GrammarError        a grammar or a JSON schema cannot be used
    │   ├── DataError           a file of examples cannot be used
    │   ├── TrainingError       a model cannot be trained, or not like this
    │   ├── DocumentError       a file cannot be read as a document
    │   ├── StorageError        the disk or the database refused
    │   ├── Offline             the switch that forbids every network call is on
    │   ├── NetworkError        a host cannot be reached, or does not answer as it must
    │   ├── HubError            the hub answers, and will not give what was asked for
    │   └── DownloadError       what arrived is not the file that was asked for
    ├── EngineCrash             the engine process died: explained, then restarted
    └── Bug                     our fault: exit code 70, with a log

This module does not know how errors are shown: the window words them again in the user's
language from `kind` and `values`; `message` and `advice` are the English of the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

Value = str | int | float


class ErrorInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error as plain data: what crosses from the engine process, and what the window words.

    `kind` is the error's id; `values` are the facts its sentence is made from (sizes in bytes).
    """

    kind: str
    message: str
    advice: str
    values: dict[str, Value] = {}


class PunaError(Exception):
    """Base of all errors raised on purpose. `kind` is a stable id, `advice` says what to do."""

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 70

    def __init__(
        self, message: str, advice: str = "", values: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.values: dict[str, Value] = dict(values or {})

    def info(self) -> ErrorInfo:
        """This error as data that can be sent, stored and worded in another language."""
        return ErrorInfo(self.kind, self.message, self.advice, self.values)


class UserError(PunaError):
    """Something in the user's world: disk, model file, memory, network, input."""

    kind = "user_error"
    exit_code = 3


class InvalidInput(UserError):
    """A setting or a text that cannot be used. `field` names it."""

    kind = "invalid_input"

    def __init__(self, field: str, reason: str, advice: str) -> None:
        super().__init__(f"{field}: {reason}", advice, {"field": field, "reason": reason})


class ModelNotFound(UserError):
    """No file, alias or library id of that name."""

    kind = "model_not_found"

    def __init__(self, name: str, reason: str = "there is no such file") -> None:
        super().__init__(
            f"The model {name} cannot be opened: {reason}.",
            "Choose another model, or put the file back where it was.",
            {"name": name, "reason": reason},
        )


class ModelFileError(UserError):
    """The file is not a GGUF file that can be used. `field` is the part of it that is wrong."""

    kind = "model_file"

    def __init__(self, path: str, field: str, reason: str) -> None:
        super().__init__(
            f"{path} is not a usable model file: {field}: {reason}.",
            "Download the file again, or choose another model.",
            {"path": path, "field": field, "reason": reason},
        )


class ModelRejected(UserError):
    """llama.cpp refused a file that looked right. `reason` is the last line it wrote."""

    kind = "model_rejected"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"llama.cpp could not load {path}: {reason}.",
            "The model may need a newer Puna. Choose another model.",
            {"path": path, "reason": reason},
        )


class ModelChanged(UserError):
    """The model file was changed or cut while the engine was using it."""

    kind = "model_changed"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The model file {path} changed while it was in use.",
            "Put the original file back or choose another model, then send again.",
            {"path": path},
        )


class NotEnoughMemory(UserError):
    """Weights, context and buffers do not fit. Sizes in bytes; `fits` in tokens, 0 for none."""

    kind = "not_enough_memory"

    def __init__(self, path: str, needed: int, available: int, n_ctx: int, fits: int) -> None:
        advice = (
            f"Set the context size to {fits:,} tokens or less."
            if fits
            else "Close other programs or choose a smaller model."
        )
        super().__init__(
            f"{path} with a context of {n_ctx:,} tokens needs {needed / 2**30:.1f} GiB of memory; "
            f"{available / 2**30:.1f} GiB are free.",
            advice,
            {"path": path, "needed": needed, "available": available, "n_ctx": n_ctx, "fits": fits},
        )


class PromptTooLong(UserError):
    """The conversation has more tokens than the context. All figures are tokens, 0 where not known.

    `n_ctx_max` is the largest context possible here, `least` what the conversation has without its
    older turns. `reason` says why those were not summarised, where that was asked for.
    """

    kind = "prompt_too_long"

    def __init__(
        self, tokens: int, n_ctx: int, *, n_ctx_max: int = 0, least: int = 0, reason: str = ""
    ) -> None:
        size = f"{tokens:,} tokens" if tokens else "too long to count"
        helps = []
        if 0 < least < n_ctx:
            helps.append("leave out its oldest turns" + ("" if reason else ", or summarise them"))
        if n_ctx_max > max(n_ctx, tokens):
            helps.append(f"set a context of up to {n_ctx_max:,} tokens")
        helps.append("start a new chat" if least < n_ctx else "shorten the message")
        advice = " or ".join((", ".join(helps[:-1]), helps[-1])) if len(helps) > 1 else helps[0]
        super().__init__(
            f"The conversation is {size}; this model was opened with room for {n_ctx:,}."
            + (f" It could not be summarised: {reason}." if reason else ""),
            f"{advice[0].upper()}{advice[1:]}.",
            {
                "tokens": tokens,
                "n_ctx": n_ctx,
                "n_ctx_max": n_ctx_max,
                "least": least,
                "reason": reason,
            },
        )


class TemplateError(UserError):
    """The model's chat template has a fault, or did not end within its limits."""

    kind = "template_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The chat template inside this model cannot be used: {reason}.",
            "Choose another model, or use plain completion (--raw on the command line).",
            {"reason": reason},
        )


class AdapterError(UserError):
    """A LoRA adapter cannot be used, or not with this model.

    `fault` says what is wrong with it: `missing` (no such file), `file` (no usable GGUF file),
    `kind` (no LoRA adapter), `unsupported`, `numbers` (weights that are no numbers), `model` (made
    for another model), `base` (trained on another file of this model), `refused` (by llama.cpp),
    `garbage` (with it, the model computes no numbers), `memory`. `reason` is the sentence of it.
    """

    kind = "adapter"

    def __init__(self, path: str, fault: str, reason: str) -> None:
        advice = "Remove the adapter, or put its file back."
        if fault in ("model", "base"):
            advice = "Choose the model it was made for, or remove the adapter."
        if fault == "garbage":
            advice = "Remove the adapter, or lower its scale."
        if fault == "memory":
            advice = "Close other programs, or remove the adapter."
        super().__init__(
            f"The adapter {path} cannot be used: {reason}.",
            advice,
            {"path": path, "fault": fault, "reason": reason},
        )


class GrammarError(UserError):
    """A grammar or a JSON schema cannot be used.

    `place` is the part of it that is wrong: a line of a grammar (`line` counts from 1, as does
    `column`), or the path to a value of a schema; empty where it is all of it.
    """

    kind = "grammar"

    def __init__(
        self, source: str, reason: str, place: str = "", line: int = 0, column: int = 0
    ) -> None:
        place = f"line {line}, column {column}" if line else place
        super().__init__(
            f"The {source} cannot be used: {f'{place}: ' if place else ''}{reason}.",
            f"Correct the {source}, then send again.",
            {"source": source, "reason": reason, "place": place, "line": line, "column": column},
        )


class DataError(UserError):
    """A file of examples cannot be used. `fault` is a short id of what is wrong."""

    kind = "data"

    def __init__(self, path: str, fault: str, reason: str, advice: str = "") -> None:
        super().__init__(
            f"{path} cannot be used as examples: {reason}.",
            advice or "Choose another file, or correct this one.",
            {"path": path, "fault": fault, "reason": reason},
        )


class TrainingError(UserError):
    """A model cannot be trained, or not like this. `fault` is a short id of what is wrong."""

    kind = "training"

    def __init__(self, fault: str, reason: str, advice: str) -> None:
        values = {"fault": fault, "reason": reason}
        super().__init__(f"Training is not possible: {reason}.", advice, values)


class DocumentError(UserError):
    """A file cannot be read as a document. `fault`: `missing`, `changed` (while it was read),
    `kind` (no format Puna reads), `empty`, `no_text` (scanned pages), `encrypted`, `damaged`,
    `too_large`, `too_many_pages`, `bomb`, `time`, `memory`, `crashed`, `page` (no such page)."""

    kind = "document"

    def __init__(self, path: str, fault: str, reason: str, advice: str = "") -> None:
        super().__init__(
            f"{path} cannot be read: {reason}.",
            advice or "The other files are not affected. Correct this one, then read it again.",
            {"path": path, "fault": fault, "reason": reason},
        )


class StorageError(UserError):
    """The disk or the database refused to read or write."""

    kind = "storage"

    def __init__(self, path: str, reason: str, advice: str = "") -> None:
        super().__init__(
            f"{path} cannot be used: {reason}.",
            advice or "Free some space or check the permissions of the folder, then try again.",
            {"path": path, "reason": reason},
        )


class Offline(UserError):
    """The offline switch is on, and something needs the network."""

    kind = "offline"

    def __init__(self) -> None:
        super().__init__(
            "Puna is offline: the switch in the settings forbids every network call.",
            "Turn the switch off to search and download.",
        )


class NetworkError(UserError):
    """A host cannot be reached, or what answers is not it. `reason` says why."""

    kind = "network"

    def __init__(self, host: str, reason: str, advice: str = "") -> None:
        super().__init__(
            f"{host} cannot be reached: {reason}.",
            advice or "Check the connection and the proxy, or set another address for the hub.",
            {"host": host, "reason": reason},
        )


class HubError(UserError):
    """The hub will not give what was asked for.

    `fault`: `missing` (no such repository, file or revision), `gated` (its terms must be accepted
    first, at `link`), `token` (the token is not valid, or may not read this), `busy` (too many
    requests, or a fault of the hub's own). `name` is the repository, with the file where one was
    meant.
    """

    kind = "hub"

    def __init__(self, fault: str, name: str, reason: str, advice: str, link: str = "") -> None:
        super().__init__(
            f"{name} cannot be had from the hub: {reason}.",
            advice,
            {"fault": fault, "name": name, "reason": reason, "link": link},
        )


class DownloadError(UserError):
    """What arrived is not the file that was asked for; nothing of it is shown as a model.

    `fault`: `digest` (its SHA-256 is another, twice), `changed` (the file on the hub is another one
    now), `size`, `range` (the server sends other bytes than it says), `page` (a web page came
    instead: a sign-in of the network?), `stalled` (nothing came any more).
    """

    kind = "download"

    def __init__(self, fault: str, name: str, reason: str, advice: str) -> None:
        super().__init__(
            f"{name} could not be downloaded: {reason}.",
            advice,
            {"fault": fault, "name": name, "reason": reason},
        )


class EngineCrash(PunaError):
    """The engine process ended. It is started again for the next request.

    `cause` is one of the ids of `engine.crash`; `detail` says what failed in llama.cpp.
    """

    kind = "engine_crashed"
    exit_code = 3

    def __init__(self, cause: str, message: str, advice: str, detail: str = "") -> None:
        super().__init__(message, advice, {"cause": cause, "detail": detail})


class Bug(PunaError):
    """Our fault. `detail` is the traceback, for the log."""

    kind = "bug"

    def __init__(self, detail: str) -> None:
        last = detail.strip().rsplit("\n", 1)[-1]
        super().__init__(
            f"Puna has a fault: {last}",
            "Your chats are safe. Please report this with the log file.",
            {"detail": detail},
        )


def raised_again(info: ErrorInfo) -> PunaError:
    """The error that `info` was made from, to be raised on this side of a process."""
    kinds, waiting = {}, [PunaError]
    while waiting:
        kind = waiting.pop()
        kinds[kind.kind] = kind
        waiting += kind.__subclasses__()
    error = PunaError.__new__(kinds.get(info.kind, PunaError))
    PunaError.__init__(error, info.message, info.advice, info.values)
    return error
