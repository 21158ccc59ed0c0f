"""Pictures of the page of models: search, a repository, the slider, downloads, the library, the
openness card, an empty home, offline, and a hub that cannot be reached. Part of `app.shots`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from app.application import Application
from app.fold import Fold
from app.sample_models import LLAMA_3B, QWEN_4B, QWEN_8B, RESULTS, UNKNOWN, SampleHub, write_header
from engine.errors import DownloadError, NetworkError
from engine.hub.downloads import Download, Wanted
from engine.hub.programs import Store
from engine.hub.records import RemoteFile
from engine.paths import Home
from engine.speed import SpeedLog
from engine.throughput import Throughput

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

NARROW: Final = (900, 540)
SIZE: Final = (1280, 800)
_LLAMA: Final = "bartowski/Llama-3.2-3B-Instruct-GGUF/Llama-3.2-3B-Instruct-Q8_0.gguf"
_NEBULA: Final = "local/nebula/nebula-9b-q4_k_m.gguf"
_OTHER: Final = "lmstudio-community/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M.gguf"
_COMPUTER: Final = Throughput(bandwidth=40e9, flops=300e9)
_QWEN, _GATED = RESULTS[0].id, RESULTS[3].id


def settle(home: Path) -> None:
    """Have a home know how fast its computer is: an ordinary one, the same in every picture."""
    SpeedLog(Home(home), lambda: _COMPUTER).throughput()


def prepare(home: Path, lm_studio: Path) -> Sequence[Store]:
    """Put sample models into a home and into a folder of LM Studio; returns where that is."""
    settle(home)
    write_header(home / "models" / _LLAMA, LLAMA_3B, "Q8_0")
    write_header(home / "models" / _NEBULA, UNKNOWN)
    write_header(lm_studio / "models" / _OTHER, QWEN_4B)
    SampleHub.header_file = write_header(home / "header.gguf", QWEN_8B)
    return (Store("lmstudio", lm_studio / "models"),)


def take_empty(application: Application, take: Take, until: Until) -> None:
    """A home without a model, but for the one that came with Puna."""
    window = application.window
    window.show_models()
    until(lambda: application.hub.fits.machine is not None, "figures of this computer")
    until(lambda: application.hub.collection.known, "library")
    take(window, "models-empty")


class ModelShots:
    """Walks the page as a user would."""

    def __init__(self, application: Application, take: Take, until: Until) -> None:
        self._application = application
        self._hub = application.hub
        self._window = application.window
        place = application.window.hub
        self._window.show_models()
        until(lambda: place.page is not None, "page of models")
        assert place.page is not None
        self._page = place.page
        self._take_window = take
        self._until = until

    def walk(self) -> None:
        """All of them."""
        self._until(lambda: self._hub.fits.machine is not None, "figures of this computer")
        self._until(lambda: len(self._hub.collection.models) > 2, "library")
        self._library()
        self._repository()
        self._downloads()
        self._states()

    def _take(self, state: str) -> None:
        self._take_window(self._window, f"models-{state}")

    def _library(self) -> None:
        page, right = self._page, self._page.right
        for name, state in ((_LLAMA, "library"), (_NEBULA, "cannot-load")):
            page.list.setCurrentIndex(page.list.list_model.index_of("model", name))
            self._until(lambda: right.model.card.isVisible(), state)
            self._take(state)
        dialog = page.open_import("/media/usb/Qwen3-4B-Q4_K_M.gguf")
        self._take_window(dialog, "models-add-file")
        dialog.reject()
        self._hub.collection.trash(self._hub.collection.models[-2])
        self._until(page.undo.isVisible, "undo")
        self._take("deleted")
        page.undo.undo()
        self._until(lambda: not self._hub.collection.trashed, "put back")

    def _repository(self) -> None:
        page, repository = self._page, self._page.right.repository
        page.search.setText("qwen3 instruct")
        page.search.returnPressed.emit()
        self._until(lambda: self._hub.search.state == "found", "search")
        page.filters["fits"].setChecked(True)
        self._take("search")
        page.filters["fits"].setChecked(False)
        self._open(_QWEN)
        self._until(lambda: self._hub.opened.header is not None, "header")
        self._take("repository")
        repository.chooser.slider.setValue(repository.chooser.slider.maximum())
        self._take("fit-slider")
        fold = repository.card.findChild(Fold)
        assert isinstance(fold, Fold)
        before = repository.height()
        fold.line.click()
        self._until(lambda: repository.height() > before, "what its licence asks")
        page.right.scroll_to(repository.card)
        self._take("openness-card")
        self._open(_GATED)
        self._until(repository.gate.isVisible, "gated repository")
        self._take("gated")
        self._window.resize(*NARROW)
        self._open(_QWEN)
        self._until(lambda: self._hub.opened.header is not None, "header")
        self._take("narrow")
        self._window.resize(*SIZE)

    def _downloads(self) -> None:
        page, queue = self._page, self._hub.queue
        wanted = [
            _wanted(_QWEN, "Qwen3-8B-Q4_K_M.gguf", 5_027_783_488),
            _wanted(RESULTS[1].id, "OLMo-2-1124-7B-Instruct-Q4_K_M.gguf", 4_472_000_000),
            _wanted(RESULTS[2].id, "Llama-3.2-3B-Instruct-Q5_K_M.gguf", 2_322_000_000),
        ]
        first, second, third = wanted
        error = DownloadError("digest", third.id, "it is another", "Try again.").info()
        queue.take(
            (
                Download(first, "running", 2_900_000_000, first.size, 18_400_000.0, 115.0),
                Download(second, "paused", 640_000_000, second.size),
                Download(third, "failed", third.size, third.size, error=error),
            )
        )
        self._open(_QWEN)
        self._take("downloads")
        for one, state in ((first, "download"), (third, "download-failed")):
            page.list.setCurrentIndex(page.list.list_model.index_of("download", one.id))
            self._take(state)
        queue.take(())

    def _states(self) -> None:
        search = self._hub.search
        reason = "[Errno -3] Temporary failure in name resolution"
        search.state, search.error = "failed", NetworkError("huggingface.co", reason).info()
        search.changed.emit()
        self._page.right.show_start()
        self._take("not-reached")
        search.search("")
        self._application.preferences.change(offline=True)
        self._take("offline")

    def _open(self, repo_id: str) -> None:
        page = self._page
        page.list.pick("result", repo_id)
        page.right.show_repository(repo_id)
        self._until(lambda: self._hub.opened.id == repo_id, repo_id)


def _wanted(repository: str, name: str, size: int) -> Wanted:
    title = f"{repository.partition('/')[2].removesuffix('-GGUF')} · {name.rpartition('-')[2][:-5]}"
    files = (RemoteFile(name, size, "0" * 64),)
    id_ = f"{repository}/{name}"
    return Wanted(id_, repository, "0" * 40, "https://huggingface.co", files, title)
