"""Words for what goes wrong in fine-tuning: files that hold no examples, models that cannot be
taught, runs that end.

Works from an error's kind and values, as `app.errors` does, which uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import QLocale, QObject

from app.hub_words import Said
from engine.errors import Value


class TrainingErrorWords(QObject):
    """In the language of the window."""

    def data(self, values: Mapping[str, Value]) -> Said:
        text, advice = {
            "no_file": (self.tr("{path} is not a file."), ""),
            "empty": (self.tr("There is no example in {path}."), ""),
            "too_large": (
                self.tr("{path} is too large to be read at once."),
                self.tr("Divide it, or save a part of it."),
            ),
            "not_text": (
                self.tr("{path} is not a file of examples."),
                self.tr("Choose a file of JSON, JSONL, CSV, Excel or text."),
            ),
            "json": (
                self.tr("{path} is not valid JSON: {reason}."),
                self.tr("Correct it where it is damaged, or write one object of JSON a line."),
            ),
            "columns": (
                self.tr("The columns of {path} cannot be told apart."),
                self.tr("Say which column has the answers."),
            ),
            "spreadsheet": (
                self.tr("The spreadsheet {path} is damaged."),
                self.tr("Open it, save it again as XLSX or CSV, and choose it once more."),
            ),
            "damaged": (
                self.tr("{path} is not as Puna wrote it: {reason}."),
                self.tr("Add the examples again from where they came from."),
            ),
        }.get(str(values["fault"]), (self.tr("{path} cannot be used: {reason}."), ""))
        name = PurePath(str(values["path"])).name or str(values["path"])
        return Said(
            self.tr("These examples cannot be used"),
            text.format(path=name, reason=str(values["reason"]).rstrip(".")),
            advice or self.tr("Choose another file, or correct this one."),
        )

    def training(self, values: Mapping[str, Value]) -> Said:
        reason, fault = str(values["reason"]).rstrip("."), str(values["fault"])
        found = self._of_models().get(fault) or self._of_runs().get(fault)
        text, advice = found or (self._cannot(), self._other_model())
        if fault == "memory":
            text, advice = self._memory(values)
        return Said(self.tr("Training is not possible"), text.format(reason=reason), advice)

    def _memory(self, values: Mapping[str, Value]) -> tuple[str, str]:
        locale = QLocale()
        needed = int(values.get("needed", 0))
        free = locale.formattedDataSize(int(values.get("available", 0)))
        text = self.tr("Memory ran out; {free} are free now.").format(free=free)
        if needed:
            text = self.tr("It needs {needed} of memory; {free} are free.").format(
                needed=locale.formattedDataSize(needed), free=free
            )
        advice = self.tr(
            "Close other programs, train fewer of the upper layers or shorter examples, or choose "
            "a smaller model."
        )
        return text, advice

    def _cannot(self) -> str:
        return self.tr("This model is built in a way that Puna cannot train: {reason}.")

    def _other_model(self) -> str:
        return self.tr("Choose another model: Llama, Qwen 2 and 3, Gemma 2 and 3, Phi 3, Granite.")

    def _of_models(self) -> Mapping[str, tuple[str, str]]:
        return {
            "architecture": (
                self.tr("Puna cannot train models of this kind."),
                self._other_model(),
            ),
            "experts": (
                self.tr("Puna cannot train mixtures of experts."),
                self._other_model(),
            ),
            "packing": (
                self.tr("This model is packed in a way that cannot be unpacked here: {reason}."),
                self.tr("Choose another quantisation of it, such as Q4_K_M or Q8_0."),
            ),
            "torch": (
                self.tr("PyTorch, which trains, is not installed."),
                self.tr("Install Puna with its extra for training, then start it again."),
            ),
        }

    def _of_runs(self) -> Mapping[str, tuple[str, str]]:
        again = self.tr("Go on with the run: it begins at its last checkpoint.")
        return {
            "busy": (
                self.tr("Another run is under way."),
                self.tr("Wait until it is over, or stop it."),
            ),
            "nothing": (
                self.tr("There is nothing to learn: no example has an answer that fits."),
                self.tr("Add examples with answers, or allow longer ones."),
            ),
            "settings": (
                self.tr("These settings do not work: {reason}."),
                self.tr("Change them under “Every setting”."),
            ),
            "not_finite": (
                self.tr("Its numbers grew without limit, several steps in a row."),
                self.tr("Start a new run with a lower learning rate."),
            ),
            "diverges": (
                self.tr("In the chat, the adapter would not answer as it was trained to."),
                self.tr("Train again with a lower learning rate or for a shorter time."),
            ),
            "checkpoint": (
                self.tr("The checkpoint in its folder does not fit this run."),
                self.tr("Start a new run."),
            ),
            "group": (
                self.tr("The computers that train together have different files: {reason}."),
                self.tr("Copy the model and the examples to all of them, and start again."),
            ),
            "not_started": (
                self.tr("The trainer could not be started."),
                self.tr("Close other programs and try again."),
            ),
            "killed": (
                self.tr("The system ended the trainer, most likely because memory ran out."),
                self.tr("Close other programs, then go on with the run from its checkpoint."),
            ),
            "ended": (self.tr("The trainer ended unexpectedly: {reason}."), again),
        }
