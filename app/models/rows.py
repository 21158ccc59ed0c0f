"""What the list of models says: the library, the downloads, the trash and what the hub has.

Makes rows of what is known now; holds nothing itself but which filters are on.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.model_choice import ModelChoice
from app.models.collection import Collection
from app.models.download_words import DownloadWords
from app.models.fitting import Fits
from app.models.hub_search import HubSearch
from app.models.list_model import Row
from app.models.model_words import LocalWords
from app.models.openness_words import OpennessWords
from app.models.queue import DownloadQueue
from app.models.size_guess import may_fit
from app.models.words import ModelWords
from engine.hub.downloads import Download
from engine.hub.library import Model
from engine.hub.openness import Answer, Openness, Verdict
from engine.hub.records import RepoSummary

_MOST_VERDICTS = 1000
_MOST_ROWS = 40  # of the hub; who looks further searches with another word


class RowMaker(QObject):
    """`fits`, `open` and `commercial` are the filters of the hub's results."""

    def __init__(
        self,
        collection: Collection,
        queue: DownloadQueue,
        search: HubSearch,
        fitting: Fits,
        openness: Openness,
        choice: ModelChoice,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._queue = queue
        self._search = search
        self._fitting = fitting
        self._openness = openness
        self._choice = choice
        self._words = ModelWords(self)
        self._local = LocalWords(self)
        self._loads = DownloadWords(self)
        self._open = OpennessWords(self)
        self._verdicts: dict[RepoSummary, tuple[Verdict, Answer]] = {}
        self.fits = self.open = self.commercial = False

    def rows(self, *, offline: bool) -> Sequence[Row]:
        """All rows, from top to bottom."""
        rows = [Row("heading", "here", self.tr("On this computer"))]
        rows += [self._download(one) for one in self._queue.all if one.state != "done"]
        models = self._collection.models
        rows += [self._model(model) for model in models]
        if self._collection.known and len(rows) == 1:
            rows.append(Row("note", "none", self.tr("There is no model yet.")))
        if trashed := self._collection.trashed:
            rows.append(Row("heading", "trash", self.tr("Trash")))
            rows += [
                Row("trash", one.key, one.title, self._words.size(one.size), faint=True)
                for one in trashed
            ]
        rows.append(Row("heading", "hub", self.tr("On the hub")))
        return [*rows, *self._hub(offline=offline)]

    def results(self) -> Sequence[RepoSummary]:
        """What was found and passes the filters."""
        return [one for one in self._search.results if self._passes(one)]

    def _model(self, model: Model) -> Row:
        chosen = self._choice.model
        in_use = chosen is not None and chosen.id == model.id
        verdict, tone = "", "muted"
        if model.license:
            name = model.repository or f"/{model.title}"
            summary = RepoSummary(id=name, license=model.license)
            verdict, tone = self._open.verdict(self._judged(summary)[0])
        detail = self._local.row(model)
        if in_use:
            detail = self.tr("{detail} · in use").format(detail=detail)
        return Row(
            "model",
            model.id,
            model.title,
            detail,
            verdict,
            tone,  # type: ignore[arg-type]  # a tone, as the words say
            faint=model.absent,
            strong=in_use,
        )

    def _download(self, download: Download) -> Row:
        wanted = download.wanted
        failed = download.state == "failed"
        return Row(
            "download",
            wanted.id,
            wanted.title,
            self._loads.line(download),
            self._loads.state(download),
            "bad" if failed else "muted",
            progress=download.done / download.total if download.total else 0.0,
            buttons=self._loads.buttons(download),
        )

    def _hub(self, *, offline: bool) -> Sequence[Row]:
        search = self._search
        if offline:
            return [self._note(self.tr("Puna is offline: the hub is not asked."))]
        if search.state == "idle":
            return [self._note(self.tr("Type above what you look for, and press Enter."))]
        if search.state == "searching":
            return [self._note(self.tr("Searching…"))]
        if search.state == "failed":
            return [self._note(self.tr("The hub could not be asked."))]
        if not search.results:
            return [self._note(self.tr("Nothing was found. Try fewer words."))]
        found = self.results()
        rows = [self._result(one) for one in found[:_MOST_ROWS]]
        hidden = len(search.results) - len(found)
        if hidden and len(found) <= _MOST_ROWS:
            words = self.tr("{n} more do not pass the filters.").format(n=hidden)
            rows.append(self._note(words))
        return rows

    def _result(self, summary: RepoSummary) -> Row:
        word, tone = self._open.verdict(self._judged(summary)[0])
        detail = self._words.of_result(summary)
        return Row("result", summary.id, summary.id, detail, word, tone)

    def _note(self, text: str) -> Row:
        return Row("note", "hub", text)

    def _judged(self, summary: RepoSummary) -> tuple[Verdict, Answer]:
        """How open something is and whether a company may use it, remembered: rows are made anew
        ten times a second while something is downloaded."""
        known = self._verdicts.get(summary)
        if known is None:
            if len(self._verdicts) >= _MOST_VERDICTS:
                self._verdicts.clear()
            known = self._openness.brief(summary), self._openness.company(summary)
            self._verdicts[summary] = known
        return known

    def _passes(self, summary: RepoSummary) -> bool:
        if self.open and self._judged(summary)[0] != "truly open":
            return False
        if self.commercial and self._judged(summary)[1] not in ("yes", "yes, with terms"):
            return False
        machine = self._fitting.machine
        return not self.fits or machine is None or may_fit(summary, machine)
