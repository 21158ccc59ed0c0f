"""Days and months in words: the headings of the list of chats, and the dates of single ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QObject, QTime


class Dates(QObject):
    """Words for times, in the local time zone, as seen on `today`. Times in seconds since 1970."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        midnight = datetime(today.year, today.month, today.day)  # noqa: DTZ001  # the local one
        self._days = [
            ((midnight - timedelta(days=days)).timestamp(), words)
            for days, words in (
                (0, self.tr("Today")),
                (1, self.tr("Yesterday")),
                (7, self.tr("Last 7 days")),
            )
        ]
        self._months: dict[tuple[int, int], str] = {}

    def heading(self, time: float) -> str:
        """What a chat of that time stands under: a day, some days, or a month."""
        for start, words in self._days:
            if time >= start:
                return words
        then = datetime.fromtimestamp(time)  # noqa: DTZ006  # the local time is wanted
        month = (then.year, then.month)
        if month not in self._months:
            self._months[month] = self._month(*month)
        return self._months[month]

    def short(self, time: float) -> str:
        """The time of today, else the day, with the year where it is another one."""
        then = datetime.fromtimestamp(time)  # noqa: DTZ006  # the local time is wanted
        if then.date() == self._today:
            return QLocale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)
        form = self.tr("d MMM") if then.year == self._today.year else self.tr("d MMM yyyy")
        return QLocale().toString(QDate(then.year, then.month, then.day), form)

    def _month(self, year: int, month: int) -> str:
        if year == self._today.year:
            return QLocale().standaloneMonthName(month)
        return QLocale().toString(QDate(year, month, 1), self.tr("MMMM yyyy"))
