"""What a finished run ends in: an assistant that answers with the adapter, made as soon as it is
ready and found again for every run that has one.

Knows no widgets, and not how assistants are kept.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.item_choice import ItemChoice
from app.training.desk import TrainingDesk
from app.training.progress import Progress
from engine.assistants import Assistant, Setup
from engine.messages import AdapterUse
from engine.training.records import Done, Train


class Outcome(QObject):
    """`made`: an assistant was made of a run that just finished."""

    made = Signal(object)  # Assistant
    changed = Signal()

    def __init__(
        self,
        desk: TrainingDesk,
        assistants: ItemChoice[Assistant],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._assistants = assistants
        self._awaited = ""  # the adapter of the assistant that is being saved
        desk.told.connect(self._on_told)
        assistants.saved.connect(self._on_saved)
        assistants.changed.connect(self.changed)

    def of(self, adapter: str) -> Assistant | None:
        """The user's assistant that answers with this adapter alone; None where there is none."""
        name = Path(adapter).name
        for assistant in self._assistants.own:
            uses = assistant.setup.adapters
            if len(uses) == 1 and Path(uses[0].path).name == name:
                return assistant
        return None

    def assistant(self, train: Train, adapter: str, scale: float = 1.0) -> Assistant:
        """The assistant a run ends in: the one there is, or a new one, which is not saved."""
        there = self.of(adapter)
        if there is not None:
            return there
        use = AdapterUse(Path(adapter).name, scale)
        name = self._assistants.free_name(train.name or Path(adapter).stem)
        about = self.tr("Made from your own examples")
        return Assistant(name, about, Setup(model=train.model, adapters=(use,)))

    def make(self, train: Train, adapter: str) -> None:
        """Save the assistant of a run, where there is none yet."""
        if self.of(adapter) is None:
            self._awaited = Path(adapter).name
            self._assistants.save(self.assistant(train, adapter))

    def set_scale(self, adapter: str, scale: float) -> None:
        """How strongly the adapter counts in its assistant."""
        assistant = self.of(adapter)
        if assistant is None or assistant.setup.adapters[0].scale == scale:
            return
        use = msgspec.structs.replace(assistant.setup.adapters[0], scale=scale)
        setup = msgspec.structs.replace(assistant.setup, adapters=(use,))
        self._assistants.save(msgspec.structs.replace(assistant, setup=setup))

    def rename(self, adapter: str, name: str) -> None:
        """Call the assistant as the adapter is called now."""
        assistant = self.of(adapter)
        if assistant is not None and assistant.name != name:
            free = self._assistants.free_name(name)
            self._assistants.save(msgspec.structs.replace(assistant, name=free))

    def remove(self, adapter: str) -> Assistant | None:
        """Take the assistant of an adapter away; returns it, for `put_back`."""
        assistant = self.of(adapter)
        if assistant is not None:
            self._assistants.remove(assistant)
        return assistant

    def put_back(self, assistant: Assistant) -> None:
        """Undo `remove`."""
        self._assistants.put_back(assistant)

    @Slot(object)
    def _on_told(self, event: object) -> None:
        train = self._desk.train
        if isinstance(event, Done) and event.adapter and train is not None:
            progress = Progress([*self._desk.heard])
            if not lost(train, progress):
                self.make(train, event.adapter)

    @Slot(object)
    def _on_saved(self, assistant: Assistant) -> None:
        uses = assistant.setup.adapters
        if self._awaited and len(uses) == 1 and uses[0].path == self._awaited:
            self._awaited = ""
            self.made.emit(assistant)


def lost(train: Train, progress: Progress) -> bool:
    """Whether an adapter that was taught more does worse than before on the rows kept unseen."""
    first = progress.first
    if not train.start or first is None or first.step != 0 or progress.best is None:
        return False
    return progress.best.step == 0 or progress.best.loss >= first.loss
