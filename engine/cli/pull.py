"""`puna models pull`: fetch a model from the hub. Asked again, it goes on where it stopped."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from engine.cli.network import Network
from engine.cli.report import AsJson, emit, home_of, size
from engine.errors import InvalidInput, NotEnoughMemory, raised_again
from engine.fit import machine
from engine.gguf import require_chat
from engine.hub.client import HubClient
from engine.hub.downloads import Download, Downloads, wanted_of
from engine.hub.folders import Folders
from engine.hub.records import Repository, Variant
from engine.hub.suggestion import fits_of, suggested
from engine.paths import Home
from engine.speed import SpeedLog

_EVERY_SECONDS: Final = 1.0
_MOST_HEADERS: Final = 4
"""Read to choose a file: in a repository of one model, two are enough."""


def register(models: typer.Typer) -> None:
    """Add the command to `puna models`."""
    models.command("pull")(pull)


def pull(
    context: typer.Context,
    model: Annotated[
        str,
        typer.Argument(
            metavar="OWNER/REPO[:QUANT]",
            help="A repository of the hub, with a quantisation such as Q4_K_M, or a file's name.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Fetch a model; without QUANT, one that fits into this computer's memory."""
    home = home_of(context)
    models = Folders(home).place()
    network = Network.of(home)
    wanted = wanted_of(*_meant(home, network.client, model))
    teller = _Teller(as_json=as_json)
    downloads = Downloads(models, network.gate, network.tokens, on_change=teller.hear)
    try:
        downloads.add(wanted)
        download = teller.wait()
    finally:
        downloads.close()
    if download.error is not None:
        raise raised_again(download.error)
    path = download.path or Path()
    id_ = path.relative_to(models.absolute()).as_posix()
    if as_json:
        emit("pulled", id=id_, path=path, size=download.total, revision=wanted.revision)
    else:
        typer.echo(f"{wanted.title} is in the library as {id_} ({size(download.total)}).")


def _meant(home: Home, client: HubClient, text: str) -> tuple[Repository, Variant]:
    """The repository and the model in it that were asked for."""
    address = text.startswith(("http://", "https://"))
    name, _, quantisation = (text, "", "") if address else text.partition(":")
    repository = client.repository(name)
    models = repository.models()
    if not models:
        reason = f"{repository.id} has no GGUF models that Puna could use"
        raise InvalidInput("model", reason, "Choose another repository.")
    if not quantisation:
        return repository, _fitting(home, client, repository)
    return repository, _named(models, quantisation)


def _named(models: Sequence[Variant], text: str) -> Variant:
    """The model of this quantisation, or with this file name."""
    wanted = text.casefold().removesuffix(".gguf")
    by_name = [m for m in models if m.name.casefold().removesuffix(".gguf") == wanted]
    found = by_name or [m for m in models if m.quantisation.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(model.name for model in found)
        raise InvalidInput("QUANT", f"{text} is the quantisation of {names}", "Name one of them.")
    there = ", ".join(dict.fromkeys(model.quantisation or model.name for model in models))
    raise InvalidInput("QUANT", f"there is no {text}", f"Choose one of: {there}.")


def _fitting(home: Home, client: HubClient, repository: Repository) -> Variant:
    """The one that is suggested for this computer. The header of the smallest stands for all, until
    the one that was chosen says otherwise. Raises `NotEnoughMemory` where none fits."""
    models = repository.models()
    here, history = machine(home), SpeedLog(home).known()
    smallest = models[0]
    if smallest.size < here.total:  # else its header need not be asked for
        header = client.header(repository, smallest)
        require_chat(header)
        fits = fits_of(models, header, smallest, here, history)
        for _ in range(_MOST_HEADERS):
            chosen = suggested(fits)
            if chosen is None or chosen == smallest:
                break
            own = fits_of([chosen], client.header(repository, chosen), chosen, here, history)
            fits = [*own, *(one for one in fits if one[0] != chosen)]
            if suggested(fits) == chosen:
                return chosen
        if (chosen := suggested(fits)) is not None:
            return chosen
    raise NotEnoughMemory(smallest.name, smallest.size, here.available, 0, 0)


class _Teller:
    """Tells how a download goes, and when it is over."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._terminal = sys.stderr.isatty() and not as_json
        self._over = threading.Event()
        self._last: Download | None = None
        self._told = 0.0

    def hear(self, downloads: Sequence[Download]) -> None:
        for download in downloads:
            self._last = download
            over = download.state in ("done", "failed", "paused")
            now = time.monotonic()
            if over or now - self._told >= _EVERY_SECONDS:
                self._told = now
                self._tell(download)
            if over:
                self._over.set()

    def wait(self) -> Download:
        """How it ended."""
        while not self._over.wait(0.2):  # short, so that Ctrl-C is heard on Windows
            pass
        assert self._last is not None
        return self._last

    def _tell(self, download: Download) -> None:
        if self._json:
            emit(
                "progress",
                state=download.state,
                done=download.done,
                total=download.total,
                speed=round(download.speed),
                left=None if download.left is None else round(download.left),
            )
        elif self._terminal:
            typer.echo(f"\r\033[K{_line(download)}", err=True, nl=download.state == "done")


def _line(download: Download) -> str:
    percent = 100 * download.done // download.total
    line = f"{percent:3} %  {size(download.done)} of {size(download.total)}"
    if download.speed:
        line += f"  {size(round(download.speed))}/s"
    if download.left is not None:
        minutes, seconds = divmod(round(download.left), 60)
        line += f"  {minutes}:{seconds:02} left"
    waits = {"waiting": "  waiting for another Puna", "checking": "  checking"}
    return line + waits.get(download.state, "")
