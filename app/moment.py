"""Moments as people name them: today and yesterday by these words, other days by their date."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale, QObject


class Moment(QObject):
    """Words for times in the language of the window."""

    def words(self, seconds: float) -> str:
        """A time given in seconds since 1970, in the time zone of this computer."""
        when = QDateTime.fromSecsSinceEpoch(int(seconds))
        locale = QLocale()
        time = locale.toString(when.time(), QLocale.FormatType.ShortFormat)
        age = when.date().daysTo(QDate.currentDate())
        if age == 0:
            return self.tr("Today, {time}").format(time=time)
        if age == 1:
            return self.tr("Yesterday, {time}").format(time=time)
        day = locale.toString(when.date(), QLocale.FormatType.LongFormat)
        return self.tr("{day}, {time}").format(day=day, time=time)
