"""Downloads from the fake hub, as tests make them."""

import random
import threading
import time

from engine.hub.downloads import Downloads, Patience, Wanted
from engine.hub.gate import Gate
from engine.hub.records import RemoteFile
from engine.hub.tokens import Tokens

HASTE = Patience(connect=2.0, stall=0.5, tries=4, first_wait=0.01, longest_wait=0.05)
"""What is waited for in tests."""
REPOSITORY = "someone/Model-GGUF"
NAME = "model-Q4_K_M.gguf"


def content(size, seed=5):
    """Bytes that look like a model's: nothing repeats."""
    return random.Random(seed).randbytes(size)


def wanted_of(hub, *names, repository=REPOSITORY):
    """What to ask for, as the hub has it now."""
    found = hub.repository(repository)
    files = tuple(
        RemoteFile(name, found.files[name].size, found.files[name].sha256)
        for name in (names or (NAME,))
    )
    return Wanted(
        f"{repository}/{files[0].path}", repository, found.revision, hub.endpoint, files, "Model"
    )


class Loads:
    """Downloads that are watched: every state that was told, and a way to wait for one."""

    def __init__(self, models, hub, *, patience=HASTE, gate=None, **options):
        self.told = []
        self._news = threading.Condition()
        self.gate = gate or Gate()
        self.downloads = Downloads(
            models,
            self.gate,
            Tokens(hub.endpoint),
            on_change=self._hear,
            patience=patience,
            **options,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.downloads.close()

    def _hear(self, downloads):
        with self._news:
            self.told.append((time.monotonic(), downloads))
            self._news.notify_all()

    def now(self, id_):
        return next((d for d in self.downloads.all() if d.wanted.id == id_), None)

    def until(self, id_, *states, seconds=20):
        """Wait for one of these states; the download as it is then."""
        return self.when(id_, lambda download: download.state in states, seconds)

    def when(self, id_, test, seconds=20):
        until = time.monotonic() + seconds
        with self._news:
            while True:
                download = self.now(id_)
                if download is not None and test(download):
                    return download
                left = until - time.monotonic()
                assert left > 0, f"still {download}"
                self._news.wait(min(left, 0.05))

    def fetched(self, wanted, seconds=20):
        """Fetch it; how it ended."""
        self.downloads.add(wanted)
        return self.until(wanted.id, "done", "failed", seconds=seconds)


def hidden(models):
    """What downloads keep below a models folder: nothing, once all are over."""
    return sorted(str(path.relative_to(models)) for path in models.rglob("*") if ".d" in str(path))


def visible(models):
    """The files that anybody would take for models."""
    found = [path for path in models.rglob("*") if path.is_file()]
    return [path for path in found if ".downloads" not in path.parts]


def received(hub):
    """Bytes that the storage sent. The hub is closed for it: an answer is counted when it ends."""
    hub.close()
    return sum(seen.sent for seen in hub.requests if not seen.to_hub)
