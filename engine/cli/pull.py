"""`puna models pull`: fetch a model from the hub. Asked again, it goes on where it stopped."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import unquote

import typer

from engine.cli.network import Network
from engine.cli.report import AsJson, emit, home_of, size
from engine.errors import InvalidInput, NotEnoughMemory, raised_again
from engine.fit import machine
from engine.gguf import Gguf, require_chat
from engine.gguf.architectures import missing_part
from engine.hub.client import HubClient
from engine.hub.downloads import Download, Downloads, wanted_of
from engine.hub.folders import Folders
from engine.hub.records import Repository, Variant
from engine.hub.suggestion import fits_of, suggested
from engine.memory import margin
from engine.paths import Home
from engine.speed import SpeedLog

_EVERY_SECONDS: Final = 1.0
_PORT: Final = re.compile(r"[^/:]+:\d+/")
_FILE: Final = re.compile(
    r"(?P<repository>[^?#]+)/(?:blob|resolve)/[^/]+/(?P<file>[^?#]+)(?:[?#].*)?"
)
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
    name, quantisation = _split(text)
    repository = client.repository(name)
    models = repository.models()
    if not models:
        reason = f"{repository.id} has no GGUF models that Puna could use"
        raise InvalidInput("model", reason, "Choose another repository.")
    if not quantisation:
        return repository, _fitting(home, client, repository)
    return repository, _named(models, quantisation)


def _split(text: str) -> tuple[str, str]:
    """The repository, as a name or an address, and the quantisation or file that is asked for. The
    address of a file's page names both."""
    scheme, _, place = text.rpartition("://")
    name, _, wanted = place.partition(":") if not _PORT.match(place) else _with_port(place)
    if match := _FILE.fullmatch(name):
        name, wanted = match["repository"], match["file"].rpartition("/")[2]
    return f"{scheme}://{name}" if scheme else name, unquote(wanted)


def _with_port(place: str) -> tuple[str, str, str]:
    host, _, rest = place.partition("/")
    name, colon, wanted = rest.partition(":")
    return f"{host}/{name}", colon, wanted


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
    header = client.header(repository, smallest)
    require_chat(header)
    _require_parts(repository, header)
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
    least = next(fit for variant, _, fit in fits if variant == smallest)
    need = least.need.total + margin(here.total)
    raise NotEnoughMemory(smallest.name, need, here.available, least.n_ctx, 0)


def _require_parts(repository: Repository, header: Gguf) -> None:
    """Raise `InvalidInput` before gigabytes come that this llama.cpp cannot load."""
    pre = header.text("tokenizer.ggml.pre")
    if missing := missing_part(header.architecture, header.tokenizer_model, pre):
        reason = f"this llama.cpp does not have {missing} of {repository.id}"
        raise InvalidInput("model", reason, "Name a quantisation to fetch it all the same.")


class _Teller:
    """Tells how a download goes, and when it is over."""

    def __init__(self, *, as_json: bool) -> None:
        self._json = as_json
        self._terminal = sys.stderr.isatty() and not as_json
        self._over = threading.Event()
        self._last: Download | None = None
        self._failure: OSError | None = None
        self._told = 0.0

    def hear(self, downloads: Sequence[Download]) -> None:
        if self._over.is_set():
            return  # the end was told
        for download in downloads:
            self._last = download
            over = download.state in ("done", "failed", "paused")
            now = time.monotonic()
            try:
                if over or now - self._told >= _EVERY_SECONDS:
                    self._told = now
                    self._tell(download)
            except OSError as error:  # who read the progress went away
                self._failure = error
                self._over.set()
            if over:
                self._over.set()

    def wait(self) -> Download:
        """How it ended."""
        while not self._over.wait(0.2):  # short, so that Ctrl-C is heard on Windows
            pass
        if self._failure is not None:
            raise self._failure
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
