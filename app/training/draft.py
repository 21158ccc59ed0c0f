"""A run that is being put together: its examples, what is wrong with others, and what was undone.

Outlives the window. Knows no widgets and no file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine.examples.records import DataSet, Example, Format, RowFault

_MOST_STEPS = 100


class Draft(QObject):
    """`examples` are replaced as a whole by every step, so that a step back costs nothing.

    `model` is the path of the base, empty while none was chosen; it stays for the next run. `start`
    is an adapter to go on from, `name` what the new one will be called. `judged` are examples of
    the user's to judge by, of the file `judged_name`; without any, Puna keeps some of many.
    """

    changed = Signal()  # the examples

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.examples: tuple[Example, ...] = ()
        self.faults: tuple[tuple[str, RowFault], ...] = ()
        self.sources: tuple[str, ...] = ()
        self.formats: tuple[Format, ...] = ()  # of each source
        self.taught: tuple[str, ...] = ()  # ids of collected rows among them
        self.judged: tuple[Example, ...] = ()
        self.judged_name = ""
        self.name = ""
        self.model = ""
        self.start = ""
        self._before: list[tuple[Example, ...]] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def ready(self) -> bool:
        """Whether there is an example that can be learnt from."""
        return any(not is_blank(one) for one in self.examples)

    @property
    def untouched(self) -> bool:
        """Whether there is nothing that could be lost."""
        return not self.examples and not self.faults

    def add(self, data: DataSet) -> None:
        """Put what was read behind what is there; its faults keep the name of their source."""
        self.faults += tuple((data.name, fault) for fault in data.faults)
        self.sources += (data.name,)
        self.formats += (data.format,)
        self._step((*self.examples, *data.examples))

    def put(self, number: int, example: Example) -> None:
        """Write one anew."""
        if example != self.examples[number]:
            before, after = self.examples[:number], self.examples[number + 1 :]
            self._step((*before, example, *after))

    def insert(self, number: int, example: Example) -> None:
        """Put a new one in front of that of the number."""
        self._step((*self.examples[:number], example, *self.examples[number:]))

    def remove(self, numbers: Collection[int]) -> None:
        """Leave these out."""
        gone = set(numbers)
        left = tuple(one for at, one in enumerate(self.examples) if at not in gone)
        if len(left) < len(self.examples):
            self._step(left)

    def replace(self, examples: Sequence[Example]) -> None:
        """Have these instead, as one step."""
        if tuple(examples) != self.examples:
            self._step(tuple(examples))

    def judge_by(self, examples: Sequence[Example], name: str = "") -> None:
        """Judge by these, which are not learnt; by none of them where there are none."""
        self.judged, self.judged_name = tuple(examples), name
        self.changed.emit()

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self.examples = self._before.pop()
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Begin anew."""
        self.examples, self.faults, self.taught = (), (), ()
        self.sources, self.formats = (), ()
        self.judged, self.judged_name = (), ""
        self.name, self.start = "", ""
        self._before.clear()
        self.changed.emit()

    def _step(self, examples: tuple[Example, ...]) -> None:
        self._before = [*self._before[1 - _MOST_STEPS :], self.examples]
        self.examples = examples
        self.changed.emit()


def written(examples: Sequence[Example]) -> Sequence[Example]:
    """Those that can be learnt from. For another thread: there may be very many."""
    return [one for one in examples if not is_blank(one)]


def is_blank(example: Example) -> bool:
    """Whether it is not written yet: a message of it is empty, or nobody answers."""
    contents = [message.content.strip() for message in example.messages]
    answered = any(message.role == "assistant" for message in example.messages)
    return not answered or not all(contents)
