"""The files of a repository as the table shows them: how each would run here, which one to take,
and which of them are here or on their way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.models.collection import Collection
from app.models.download_words import DownloadWords
from app.models.fitting import Fits
from app.models.opened import OpenedRepository
from app.models.queue import DownloadQueue
from app.models.variant_table import Here, VariantLine
from app.models.words import ModelWords
from app.part_words import PartWords
from app.text import sentences
from engine.fit import Fit
from engine.gguf import Gguf
from engine.gguf.architectures import missing_part
from engine.hub.downloads import wanted_of
from engine.hub.records import Repository, Variant
from engine.hub.suggestion import as_variant, suggested
from engine.hub.variants import quality


class LineMaker(QObject):
    """`changed`: something else would be said now, of downloads, of the library or the machine."""

    changed = Signal()

    def __init__(
        self,
        fitting: Fits,
        queue: DownloadQueue,
        collection: Collection,
        page_of: Callable[[str], str],
        token_words: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fitting = fitting
        self._queue = queue
        self._collection = collection
        self.page_of = page_of
        self.token_words = token_words
        self._scaled_of: Gguf | None = None
        self._scaled: dict[str, Gguf] = {}
        self._parts = PartWords(self)
        self._words = ModelWords(self)
        self._downloads = DownloadWords(self)
        for source in (fitting, queue, collection):
            source.changed.connect(self.changed)

    def lines(self, opened: OpenedRepository, n_ctx: int) -> Sequence[VariantLine]:
        """The files that can be chatted with, the smallest first."""
        repository = opened.repository
        if repository is None:
            return ()
        fits = self.fits(opened, n_ctx)
        best = self._best(opened, fits)
        by_variant = {variant.files[0].path: fit for variant, _, fit in fits}
        return [
            self._line(repository, variant, by_variant.get(variant.files[0].path), variant == best)
            for variant in reversed(repository.models())
        ]

    def fits(self, opened: OpenedRepository, n_ctx: int) -> Sequence[tuple[Variant, str, Fit]]:
        """How each file would run; nothing before the header of one was read."""
        repository, header, measured = opened.repository, opened.header, opened.measured
        if repository is None or header is None or measured is None:
            return ()
        if self._scaled_of is not header:
            self._scaled_of = header
            self._scaled = {
                variant.files[0].path: as_variant(header, measured, variant)
                for variant in repository.models()
            }
        found = []
        for variant in repository.models():
            run = self._fitting.of(self._scaled[variant.files[0].path], n_ctx)
            if run is not None:
                found.append((variant, quality(variant), run))
        return found

    def _best(
        self, opened: OpenedRepository, fits: Sequence[tuple[Variant, str, Fit]]
    ) -> Variant | None:
        """The file to take; none of what cannot be chatted with."""
        return None if opened.header is None or self.lacks(opened) else suggested(fits)

    def lacks(self, opened: OpenedRepository) -> str:
        """Why its files cannot be chatted with here, whatever memory there is; empty where they
        can, and while that is not known."""
        header = opened.header
        if header is None:
            return ""
        if header.not_chat:
            return self.tr("It was not made for chats: {purpose}.").format(
                purpose=self._parts.word(header.not_chat)
            )
        split = header.text("tokenizer.ggml.pre")
        if missing := missing_part(header.architecture, header.tokenizer_model, split):
            return self.tr(
                "This Puna cannot load it: {reason}. A newer version may be able to."
            ).format(reason=self._parts.word(missing))
        return ""

    def summary(self, opened: OpenedRepository, n_ctx: int) -> str:
        """What holds for the suggested file: the largest context, and the wait for a page."""
        if opened.repository is None or not opened.repository.models():
            return ""
        if opened.header is None:
            if opened.header_error is not None:
                return self.tr("How much memory it needs is not known: its header was not given.")
            return self.tr("Reading the header of one file, to know its memory and speed…")
        fits = self.fits(opened, n_ctx)
        best = self._best(opened, fits)
        if lacks := self.lacks(opened):
            return lacks
        run = next((fit for variant, _, fit in fits if variant == best), None)
        if run is None:
            return self.tr("None of the files fits into the memory of this computer.")
        parts = [
            self.tr("The suggested file takes a context of up to {n} tokens here.").format(
                n=self._words.tokens(run.largest)
            ),
            self.tr("To read a page of 500 words it takes {time}.").format(
                time=self._words.wait(run.page_s)
            ),
        ]
        if not run.measured:
            parts.append(self.tr("Speed is an estimate until a model has run here."))
        return sentences(*parts)

    def _line(
        self, repository: Repository, variant: Variant, run: Fit | None, best: bool
    ) -> VariantLine:
        words = self._words
        here, state = self.whereabouts(repository, variant)
        verdict, tone = words.verdict(run.verdict) if run else ("", "")
        return VariantLine(
            key=variant.files[0].path,
            quality=words.quality(quality(variant)),
            file=words.file_word(variant),
            size=words.size(variant.size),
            memory=words.memory(run.need.total) if run else "",
            speed=words.speed(run.words_per_s) if run else "",
            verdict=verdict,
            tone=tone,
            tip=words.file_tip(variant),
            suggested=best,
            here=here,
            state=state,
        )

    def whereabouts(self, repository: Repository, variant: Variant) -> tuple[Here, str]:
        """Whether a file is on this computer or on its way, and how far."""
        download = self._queue.of(wanted_id(repository, variant))
        if download is not None and download.state != "done":
            return "loading", self._downloads.percent(download)
        return ("here", "") if self.model_of(repository, variant) else ("", "")

    def model_of(self, repository: Repository, variant: Variant) -> str:
        """The id of the model that a file is, where it is on this computer."""
        download = self._queue.of(wanted_id(repository, variant))
        arrived = download.path if download is not None else None
        if arrived is not None and (model := self._collection.at(arrived)) is not None:
            return model.id
        wanted = wanted_id(repository, variant)
        digest = variant.files[0].sha256
        for model in self._collection.models:
            if model.id == wanted or (digest and model.sha256 == digest):
                return model.id
            if model.repository == repository.id and model.path.name == variant.name:
                return model.id
        return ""


def wanted_id(repository: Repository, variant: Variant) -> str:
    """What a download of that file is called."""
    return wanted_of(repository, variant).id
