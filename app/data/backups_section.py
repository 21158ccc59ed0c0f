"""The backups there are, as a section of the settings: a list, one more now, and restoring.

Knows the desk that does it, and not how.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.data.desk import DataDesk
from app.dialog import Role, make_primary, note
from app.errors import ErrorWords
from app.job_dialog import SI, JobDialog
from app.moment import Moment
from app.row_list import ListRow, RowList
from app.theme import Theme
from engine.errors import ErrorInfo
from engine.store.backups import Backup

MOST_ROWS = 6


class BackupsSection(QWidget):
    """Looks again at the backups each time it comes in sight."""

    def __init__(self, desk: DataDesk, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._backups: Sequence[Backup] = ()
        self.list = RowList(self.tr("Backups"), theme, MOST_ROWS)
        self.none = note(self.tr("There is none yet."))
        self.status = note("", "small")
        self.make_button = QPushButton(self.tr("Back up now"))
        self.restore_button = QPushButton(self.tr("Restore…"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.restore_button)
        buttons.addWidget(self.status, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(
            note(
                self.tr(
                    "Puna keeps copies of all chats by itself: every half hour in which something "
                    "changed, and when it is closed. Older ones are thinned out."
                ),
                "small",
            )
        )
        layout.addWidget(self.none)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        desk.backups_listed.connect(self._show)
        self.list.picked.connect(self._on_picked)
        self.list.opened.connect(self.ask_restore)
        self.make_button.clicked.connect(self.back_up)
        self.restore_button.clicked.connect(self.ask_restore)
        self._show(())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.list_backups()

    @Slot()
    def back_up(self) -> None:
        """Make one more now."""
        self.make_button.setEnabled(False)
        self.status.setText(self.tr("Copying…"))
        job = self._desk.back_up()
        job.finished.connect(lambda _: self._told(self.tr("Done.")))
        job.failed.connect(self._on_failed)
        job.stopped.connect(lambda: self._told(""))

    @Slot()
    def ask_restore(self) -> None:
        """Ask whether the backup the user is at takes the place of the present chats."""
        backup = self.list.key()
        if isinstance(backup, Backup) and not backup.damaged:
            RestoreDialog(backup, self._desk, self._words, self.window()).open()

    @Slot(object)
    def _show(self, backups: Sequence[Backup]) -> None:
        self._backups = backups
        self.list.show_rows([self._row(backup) for backup in backups])
        self.list.setVisible(bool(backups))
        self.none.setVisible(not backups)

    def _row(self, backup: Backup) -> ListRow:
        size = QLocale().formattedDataSize(backup.size, 1, SI)
        if backup.damaged:
            words = self.tr("cannot be read · {size}").format(size=size)
        elif backup.chats == 1:
            words = self.tr("1 chat · {size}").format(size=size)
        else:
            chats = QLocale().toString(backup.chats)
            words = self.tr("{chats} chats · {size}").format(chats=chats, size=size)
        origin = {
            "routine": "",
            "upgrade": self.tr("before an upgrade of Puna"),
            "restore": self.tr("what was here before a backup was restored"),
        }[backup.origin]
        return ListRow(backup, Moment().words(backup.made_at), origin, words)

    @Slot()
    def _on_picked(self) -> None:
        backup = self.list.key()
        self.restore_button.setEnabled(isinstance(backup, Backup) and not backup.damaged)

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self._told(
            self.tr("{title}. {text} {advice}").format(
                title=words.title, text=words.text, advice=words.advice
            )
        )

    def _told(self, text: str) -> None:
        self.make_button.setEnabled(True)
        self.status.setText(text)


class RestoreDialog(JobDialog):
    """Says what restoring does to the chats that are here, and does it."""

    def __init__(
        self, backup: Backup, desk: DataDesk, words: ErrorWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self._backup = backup
        self._desk = desk
        self.set_title(self.tr("Restore a backup"))
        locale = QLocale()
        for text, kind in (
            (
                self.tr("{moment}: {chats} chats, {messages} messages").format(
                    moment=Moment().words(backup.made_at),
                    chats=locale.toString(backup.chats),
                    messages=locale.toString(backup.messages),
                ),
                "heading",
            ),
            (
                self.tr(
                    "This backup takes the place of all chats, folders and assistants that are "
                    "here now. Settings and models stay as they are."
                ),
                "",
            ),
            (
                self.tr(
                    "What is here now is not lost: it is kept as a copy, which you find in the "
                    "list of backups and can restore in the same way."
                ),
                "",
            ),
        ):
            self.asking_layout.addWidget(note(text, kind))
        self.busy_note = note(
            self.tr("A reply is being written. Stop it or wait for its end, then restore."), "warn"
        )
        self.busy_note.hide()
        self.asking_layout.addWidget(self.busy_note)
        self.restore_button = self.add_button(self.tr("Restore"), Role.ActionRole)
        make_primary(self.restore_button)
        self.restore_button.clicked.connect(self._begin)
        # Enter is no way to replace everything by accident.
        self.cancel_button.setDefault(True)

    @Slot()
    def _begin(self) -> None:
        if self._desk.busy():
            self.busy_note.show()
            self.fit()
        else:
            self.run(self._desk.restore(self._backup))

    def show_result(self, result: object) -> None:
        self.tell(self.tr("The backup was restored."), "heading")
        if result is not None:
            self.tell(self.tr("What was here before is the first in the list of backups."))
