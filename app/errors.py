"""Words every error of the engine in the user's language: a title, what happened, what to do.

Works from the error's `kind` and `values` alone. A kind it does not know keeps the English
sentence and advice that came with it. Knows nothing of where the words are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QLocale, QObject

from app.adapter_reasons import AdapterReasons
from app.document_reasons import DocumentReasons
from app.grammar_reasons import GrammarReasons
from app.hub_words import HubWords
from app.reasons import Reasons
from app.training_words import TrainingErrorWords
from engine.errors import ErrorInfo, Value


@dataclass(frozen=True, slots=True)
class Words:
    """An error as the user reads it."""

    title: str
    text: str
    advice: str


class ErrorWords(QObject):
    """Chooses the words of an error. `locale` formats its numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reasons = Reasons(self)
        self._grammars = GrammarReasons(self)
        self._adapters = AdapterReasons(self)
        hub = HubWords(self)
        training = TrainingErrorWords(self)
        documents = DocumentReasons(self)
        self._worded: dict[str, Callable[[Mapping[str, Value]], Words]] = {
            "model_not_found": self._model_not_found,
            "model_file": self._model_file,
            "model_rejected": self._model_rejected,
            "model_changed": self._model_changed,
            "not_enough_memory": self._not_enough_memory,
            "prompt_too_long": self._prompt_too_long,
            "template_failed": self._template_failed,
            "adapter": self._adapter,
            "grammar": self._grammar,
            "engine_crashed": self._engine_crashed,
            "bug": self._bug,
            "offline": lambda values: Words(*hub.offline(values)),
            "network": lambda values: Words(*hub.network(values)),
            "hub": lambda values: Words(*hub.hub(values)),
            "download": lambda values: Words(*hub.download(values)),
            "data": lambda values: Words(*training.data(values)),
            "training": lambda values: Words(*training.training(values)),
            "document": lambda values: Words(*documents.document(values)),
        }

    def kinds(self) -> frozenset[str]:
        """The kinds of error this module words."""
        return frozenset(self._worded) | {"storage", "invalid_input"}

    def word(self, error: ErrorInfo) -> Words:
        """The words for `error`; its own English where the kind or a value is not known."""
        if error.kind == "storage":
            return self._storage(error)
        try:
            if error.kind == "invalid_input":
                return self._invalid_input(error)
            if (words := self._worded.get(error.kind)) is not None:
                return words(error.values)
        except KeyError:
            pass  # An older or newer engine sent other values: its own sentence still holds.
        return Words(self.tr("Something went wrong"), error.message, error.advice)

    def _invalid_input(self, error: ErrorInfo) -> Words:
        if "why" in error.values:
            return self._attachment(error.values)
        tidy, reasons = _tidy(error.values), self._reasons
        advice = reasons.advice(error.advice)
        return Words(
            self.tr("That cannot be used"),
            self.tr("{field}: {reason}.").format(
                field=reasons.field(tidy["field"]), reason=reasons.reason(tidy["reason"])
            ),
            advice or self.tr("Change it and try again. What you typed is kept."),
        )

    def _attachment(self, values: Mapping[str, Value]) -> Words:
        only_text = self.tr("Only text files can be attached, such as .txt, .md, .csv or code.")
        fewer = self.tr("Attach a part of it, or fewer files.")
        text, advice = {
            "empty": (self.tr("{name} is empty."), ""),
            "folder": (self.tr("{name} is a folder."), only_text),
            "no_file": (self.tr("{name} is not a file."), only_text),
            "not_text": (self.tr("{name} is not a text file."), only_text),
            "too_large": (
                self.tr("{name} has {size} of text; there is room for {room}."),
                fewer,
            ),
            "too_many": (self.tr("A message can have {most} files."), ""),
        }[str(values["why"])]
        tidy = _tidy(values)
        for key in ("size", "room"):
            if key in values:
                amount = QLocale.DataSizeFormat.DataSizeSIFormat
                tidy[key] = QLocale().formattedDataSize(int(values[key]), 1, amount)
        return Words(self.tr("This file cannot be attached"), text.format(**tidy), advice)

    def _model_not_found(self, values: Mapping[str, Value]) -> Words:
        return Words(
            self.tr("The model is not there"),
            self.tr("The model {name} cannot be opened: {reason}.").format(**_tidy(values)),
            self.tr("Choose another model, or put the file back where it was."),
        )

    def _model_file(self, values: Mapping[str, Value]) -> Words:
        return Words(
            self.tr("This is not a usable model file"),
            self.tr("{path} cannot be used: {field}: {reason}.").format(**_tidy(values)),
            self.tr("Download the file again, or choose another model."),
        )

    def _model_rejected(self, values: Mapping[str, Value]) -> Words:
        return Words(
            self.tr("The model could not be loaded"),
            self.tr("llama.cpp could not load {path}: {reason}.").format(**_tidy(values)),
            self.tr("The model may need a newer Puna. Choose another model."),
        )

    def _model_changed(self, values: Mapping[str, Value]) -> Words:
        return Words(
            self.tr("The model file changed"),
            self.tr("The model file {path} changed while it was in use.").format(**_tidy(values)),
            self.tr("Put the original file back or choose another model, then send again."),
        )

    def _not_enough_memory(self, values: Mapping[str, Value]) -> Words:
        locale = QLocale()
        text = self.tr(
            "{path} with a context of {n_ctx} tokens needs {needed} of memory; "
            "{available} are free."
        ).format(
            path=_name(values["path"]),
            n_ctx=locale.toString(int(values["n_ctx"])),
            needed=locale.formattedDataSize(int(values["needed"])),
            available=locale.formattedDataSize(int(values["available"])),
        )
        if fits := int(values["fits"]):
            advice = self.tr("Set the context size in Settings to {fits} tokens or less.").format(
                fits=locale.toString(fits)
            )
        else:
            advice = self.tr("Close other programs or choose a smaller model.")
        return Words(self.tr("Not enough memory"), text, advice)

    def _prompt_too_long(self, values: Mapping[str, Value]) -> Words:
        locale = QLocale()
        n_ctx = locale.toString(int(values["n_ctx"]))
        if tokens := int(values["tokens"]):
            text = self.tr(
                "It has {tokens} tokens; this model was opened with room for {n_ctx}."
            ).format(tokens=locale.toString(tokens), n_ctx=n_ctx)
        else:
            text = self.tr("This model was opened with room for {n_ctx} tokens.").format(
                n_ctx=n_ctx
            )
        return Words(
            self.tr("The conversation is too long"),
            text,
            self.tr(
                "Shorten the message, start a new chat, or raise the context size in Settings."
            ),
        )

    def _template_failed(self, values: Mapping[str, Value]) -> Words:
        return Words(
            self.tr("The model's chat template has a fault"),
            self.tr("The chat template inside this model cannot be used: {reason}.").format(
                **_tidy(values)
            ),
            self.tr("Choose another model."),
        )

    def _adapter(self, values: Mapping[str, Value]) -> Words:
        text = {
            "missing": self.tr("The adapter {path} was not found."),
            "file": self.tr("The file of the adapter {path} is broken: {reason}."),
            "kind": self.tr("{path} is not a LoRA adapter: {reason}."),
            "unsupported": self.tr(
                "The adapter {path} needs something llama.cpp does not support: {reason}."
            ),
            "numbers": self.tr("The adapter {path} contains invalid numbers: {reason}."),
            "model": self.tr("The adapter {path} was made for another model: {reason}."),
            "base": self.tr("The adapter {path} was trained on another file of this model."),
            "refused": self.tr("llama.cpp could not load the adapter {path}: {reason}."),
            "garbage": self.tr("The model breaks down with the adapter {path}."),
            "memory": self.tr("There is not enough memory for the adapter {path}: {reason}."),
        }[str(values["fault"])]
        advice = {
            "model": self.tr("Choose the model it was made for, or remove the adapter."),
            "base": self.tr("Choose the model it was made for, or remove the adapter."),
            "garbage": self.tr("Remove the adapter, or lower its scale."),
            "memory": self.tr("Close other programs, or remove the adapter."),
        }.get(str(values["fault"]), self.tr("Remove the adapter, or put its file back."))
        tidy = _tidy(values)
        tidy["reason"] = self._adapters.word(tidy["reason"])
        return Words(self.tr("This adapter cannot be used"), text.format(**tidy), advice)

    def _grammar(self, values: Mapping[str, Value]) -> Words:
        reason = self._grammars.word(str(values["reason"]))
        if line := int(values["line"]):
            reason = self.tr("line {line}, column {column}: {reason}").format(
                line=line, column=values["column"], reason=reason
            )
        elif place := values["place"]:
            reason = self.tr("{place}: {reason}").format(place=place, reason=reason)
        if values["source"] == "grammar":
            text = self.tr("The grammar cannot be used: {reason}.").format(reason=reason)
            advice = self.tr("Correct the grammar, then send again.")
        else:
            text = self.tr("The JSON schema cannot be used: {reason}.").format(reason=reason)
            advice = self.tr("Correct the JSON schema, then send again.")
        return Words(self.tr("The reply cannot take this form"), text, advice)

    def _storage(self, error: ErrorInfo) -> Words:
        reason = str(error.values.get("reason", error.message)).rstrip(".")
        return Words(
            self.tr("The disk refused"),
            self.tr("{path} cannot be used: {reason}.").format(
                path=error.values.get("path", ""), reason=self._storage_reason(reason)
            ),
            self._storage_advice(error.advice),
        )

    def _storage_reason(self, reason: str) -> str:
        """The reasons of `engine.store.connection` and of the system; others as they are."""
        if reason.startswith("it was written by a newer Puna"):
            return self.tr("it was written by a newer Puna")
        return {
            "the disk is full": self.tr("the disk is full"),
            "No space left on device": self.tr("the disk is full"),
            "it is write-protected": self.tr("it is write-protected"),
            "Read-only file system": self.tr("it is write-protected"),
            "its permissions do not allow it": self.tr("its permissions do not allow it"),
            "Is a directory": self.tr("it is a folder"),
            "Permission denied": self.tr("its permissions do not allow it"),
            "it cannot be opened": self.tr("it cannot be opened"),
            "another program is writing to it": self.tr("another program is writing to it"),
            "another program has locked it": self.tr("another program has locked it"),
            "it is damaged": self.tr("it is damaged"),
            "it is damaged or not a database": self.tr("it is damaged or not a database"),
            "it belongs to another program": self.tr("it belongs to another program"),
        }.get(reason, reason)

    def _storage_advice(self, advice: str) -> str:
        """What the engine advises where it knows more than that the disk refused."""
        return {
            "Install the newest Puna. Nothing was changed.": self.tr(
                "Install the newest Puna. Nothing was changed."
            ),
            "Close the other program, then try again.": self.tr(
                "Close the other program, then try again."
            ),
            "Nothing was deleted. Move the file elsewhere to start anew, and keep it for repair.": (
                self.tr(
                    "Nothing was deleted. Restore a backup, or move the file elsewhere to start "
                    "anew, and keep it for repair."
                )
            ),
            "Move the file elsewhere, or choose another folder for Puna's data.": self.tr(
                "Move the file elsewhere, or choose another folder for Puna's data."
            ),
        }.get(
            advice,
            self.tr("Free some space or check the permissions of the folder, then try again."),
        )

    def _engine_crashed(self, values: Mapping[str, Value]) -> Words:
        again = self.tr("Your chat is safe. Send again: the engine starts anew by itself.")
        text, advice = {
            "killed": (
                self.tr("The system ended it, most likely because memory ran out."),
                self.tr(
                    "Your chat is safe. Close other programs or choose a smaller model, then "
                    "send again."
                ),
            ),
            "terminated": (self.tr("Another program ended it."), again),
            "aborted": (
                self.tr("llama.cpp gave up on this model."),
                self.tr("Your chat is safe. Choose another model, or send again."),
            ),
            "segfault": (
                self.tr("llama.cpp crashed."),
                self.tr("Your chat is safe. Send again, or choose another model."),
            ),
            "bus_error": (
                self.tr("The model file could no longer be read while it was in use."),
                self.tr("Check the disk that holds the model, then send again."),
            ),
            "illegal_instruction": (
                self.tr("This llama.cpp uses instructions that this processor does not have."),
                self.tr("Install Puna anew on this computer."),
            ),
            "silent": (
                self.tr("It did not respond for so long that it was ended."),
                self.tr("Your chat is safe. Choose another model, or send again."),
            ),
            "quarantined": (
                self.tr("This model ended it twice in a row, so it was not opened again."),
                self.tr(
                    "Choose another model or another context size. Or start Puna anew to try once "
                    "more."
                ),
            ),
            "not_started": (
                self.tr("It could not be started."),
                self.tr("Close other programs and send again. Or install Puna anew."),
            ),
        }.get(str(values["cause"]), (self.tr("It ended unexpectedly."), again))
        if detail := str(values["detail"]).strip():
            text = self.tr("{text} Its last words: {detail}").format(text=text, detail=detail)
        return Words(self.tr("The engine stopped"), text, advice)

    def _bug(self, values: Mapping[str, Value]) -> Words:
        last = str(values["detail"]).strip().rsplit("\n", 1)[-1]
        return Words(
            self.tr("Puna has a fault"),
            last,
            self.tr("Your chats are safe. Please report this with the log file."),
        )


def _tidy(values: Mapping[str, Value]) -> dict[str, str]:
    """The values as words: a path by its file's name, a reason without its full stop."""
    tidy = {name: str(value).rstrip(".") for name, value in values.items()}
    if "path" in values:
        tidy["path"] = _name(values["path"])
    return tidy


def _name(path: Value) -> str:
    return PurePath(str(path)).name or str(path)
