"""What the examples are like, before anything is learnt from them: figures, findings, and the table
to change them in. The second step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.plural import by_number
from app.text import sentences
from app.theme import Theme
from app.training.draft import Draft
from app.training.example_table import ExampleTable
from app.training.fault_words import FaultWords
from app.training.faults_dialog import FaultsDialog
from app.training.figures import Figure
from app.training.finding_line import FindingLine, Tone
from app.training.form_words import FormWords
from app.training.inspection import Inspection
from app.training.private_dialog import PrivateDialog
from app.training.private_words import PrivateWords
from engine.errors import ErrorInfo
from engine.examples.records import Example
from engine.training.checking import Previewed

_FEW = 20  # examples: fewer teach hardly anything
_MARGIN = 22
_GAP = 28

Act = tuple[str, Callable[[], object]]


class CheckPage(QWidget):
    """Shows what `inspection` found of the draft."""

    def __init__(
        self, draft: Draft, inspection: Inspection, errors: ErrorWords, theme: Theme
    ) -> None:
        super().__init__()
        self._draft = draft
        self._inspection = inspection
        self._errors = errors
        self._theme = theme
        self._private = PrivateWords(self)
        self._fault_words = FaultWords(self)
        self._forms = FormWords(self)
        self.figures = FigureRow()
        self.lines: list[FindingLine] = []
        self.table = ExampleTable(draft, theme)
        self.sources = note("", "small")
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._findings = QVBoxLayout(self._card)
        self._findings.setContentsMargins(14, 6, 14, 6)
        self._findings.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 18, _MARGIN, 14)
        layout.setSpacing(14)
        layout.addWidget(self.figures)
        layout.addWidget(self.sources)
        layout.addWidget(self._card)
        layout.addWidget(self.table, 1)
        inspection.changed.connect(self._show)
        draft.changed.connect(self._show)
        theme.changed.connect(self._show)
        self.table.seen_wanted.connect(self._on_seen_wanted)
        inspection.seen.connect(self._on_seen)
        self._show()

    # What the user does.

    def show_faults(self) -> FaultsDialog:
        """Open the list of rows that cannot be used."""
        dialog = FaultsDialog(self._draft.faults, self.window())
        dialog.open()
        return dialog

    def show_refused(self) -> FaultsDialog:
        """Open the list of those that the template of the model refuses."""
        count = self._inspection.count
        faults = [("", fault) for fault in (count.faults if count is not None else ())]
        dialog = FaultsDialog(faults, self.window())
        dialog.open()
        return dialog

    def show_private(self) -> PrivateDialog:
        """Open what was found of people, to be masked."""
        dialog = PrivateDialog(self._inspection.findings, self.window())
        dialog.masked.connect(self._inspection.mask)
        dialog.open()
        return dialog

    def _remove_duplicates(self) -> None:
        self._draft.remove([row - 1 for row, _ in self._inspection.findings.duplicates])

    def _remove_blank(self) -> None:
        self._draft.remove(self._inspection.findings.blank)

    @Slot(object)
    def _on_seen_wanted(self, example: Example) -> None:
        if not self._draft.model:
            self.table.seen.show_words(self.tr("Choose a model first: each reads it another way."))
            return
        self.table.seen.show_words(self.tr("Asking the model…"))
        self._inspection.preview(example)

    @Slot(object)
    def _on_seen(self, seen: Previewed | ErrorInfo) -> None:
        if isinstance(seen, Previewed):
            self.table.seen.show_pieces(seen.pieces, seen.tokens, seen.trained_tokens)
        else:
            words, faults = self._errors.word(seen), self._fault_words
            known = seen.kind.startswith("row_")
            self.table.seen.show_words(faults.reason(seen) if known else words.text)

    # What it shows.

    @Slot()
    def _show(self) -> None:
        self._show_figures()
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [
            FindingLine(self._theme, tone, text, *acts) for tone, text, acts in self._found()
        ]
        for line in self.lines:
            self._findings.addWidget(line)
        self._card.setVisible(bool(self.lines))

    def _show_figures(self) -> None:
        found, count = self._inspection.findings, self._inspection.count
        locale = QLocale()
        figures = [
            (self.tr("Examples"), locale.toString(len(self._draft.examples))),
            (self.tr("Answers to learn"), locale.toString(found.answers)),
            (self.tr("Characters"), locale.toString(found.characters)),
        ]
        if count is not None:
            figures.append((self.tr("Tokens"), locale.toString(count.tokens)))
            figures.append((self.tr("Tokens learnt"), locale.toString(count.trained_tokens)))
        self.figures.show_figures(figures)
        sources = zip(self._draft.sources, self._draft.formats, strict=True)
        parts = [
            self.tr("{name}: {form}").format(name=name, form=self._forms.form(form))
            for name, form in dict.fromkeys(sources)
        ]
        self.sources.setText(" · ".join(parts))

    def _found(self) -> list[tuple[Tone, str, tuple[Act, ...]]]:
        found, count = self._inspection.findings, self._inspection.count
        examples, faults = self._draft.examples, self._draft.faults
        lines: list[tuple[Tone, str, tuple[Act, ...]]] = []
        if faults:
            text = by_number(
                len(faults),
                self.tr("1 row cannot be used and is left out."),
                self.tr("{n} rows cannot be used and are left out."),
            )
            tone: Tone = "warn" if examples else "bad"
            lines.append((tone, text, ((self.tr("Show them"), self.show_faults),)))
        if found.blank:
            text = by_number(
                len(found.blank),
                self.tr("1 example is not written to its end."),
                self.tr("{n} examples are not written to their end."),
            )
            lines.append(("warn", text, ((self.tr("Remove them"), self._remove_blank),)))
        if found.duplicates:
            text = by_number(
                len(found.duplicates),
                self.tr("1 example repeats an earlier one."),
                self.tr("{n} examples repeat earlier ones."),
            )
            lines.append(("warn", text, ((self.tr("Remove them"), self._remove_duplicates),)))
        if found.private:
            text = self.tr("Found: {kinds}. A model that learns them may tell them to anybody.")
            text = text.format(kinds=self._private.counted(found.private))
            lines.append(("warn", text, ((self.tr("Mask them…"), self.show_private),)))
        if count is not None and count.refused:
            text = by_number(
                count.refused,
                self.tr("The template of the model refuses 1 example."),
                self.tr("The template of the model refuses {n} examples."),
            )
            lines.append(("warn", text, ((self.tr("Show them"), self.show_refused),)))
        if self._inspection.count_error is not None:
            words = self._errors.word(self._inspection.count_error)
            lines.append(("bad", sentences(words.text, words.advice), ()))
        lines += self._hints()
        return lines

    def _hints(self) -> list[tuple[Tone, str, tuple[Act, ...]]]:
        found, examples = self._inspection.findings, self._draft.examples
        lines: list[tuple[Tone, str, tuple[Act, ...]]] = []
        if found.facts:
            text = self.tr(
                "These look like facts that may change. Training teaches a tone, a form or a task "
                "well. Facts are better given to the chat as a file, which it can quote."
            )
            lines.append(("muted", text, ()))
        if "preference" in self._draft.formats:
            text = self.tr(
                "Of pairs of answers, the preferred one is learnt, and the other is not."
            )
            lines.append(("muted", text, ()))
        if self._inspection.count is not None and self._inspection.count.carried:
            text = self.tr(
                "The model has no chat template of its own: a plain one is used, and travels in "
                "the adapter."
            )
            lines.append(("muted", text, ()))
        if examples and len(examples) < _FEW and not self._inspection.busy:
            text = self.tr("These are few examples: the model will learn how they sound, not more.")
            lines.append(("muted", text, ()))
        if self._inspection.busy:
            lines.append(("muted", self.tr("Looking through the examples…"), ()))
        elif examples and not (self._draft.faults or found.problems or self._refused):
            lines.insert(0, ("ok", self.tr("Nothing is wrong with these examples."), ()))
        return lines

    @property
    def _refused(self) -> bool:
        """Whether the model will not have some of them, or cannot be asked."""
        count = self._inspection.count
        refused = count is not None and count.refused > 0
        return refused or self._inspection.count_error is not None


class FigureRow(QWidget):
    """A few numbers, each below its name."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[Figure] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addStretch(1)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show these, (name, number) each; their names do not change."""
        for name, _ in figures[len(self.figures) :]:
            figure = Figure(name)
            self._layout.insertWidget(len(self.figures), figure)
            self.figures.append(figure)
        for at, figure in enumerate(self.figures):
            figure.setVisible(at < len(figures))
            if at < len(figures):
                figure.show_value(figures[at][1])
