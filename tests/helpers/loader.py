"""A program that downloads one model, for tests that kill it, or run it twice, or fill its disk.

`loader.py MODELS [FILL]`, with the `Wanted` as JSON on standard input. Prints "STATE BYTES" at each
change; the last line is "done BYTES" or the state it ended in with its error. FILL: after so many
bytes of it, everything that is free on the disk is taken.
"""

import errno
import sys
import threading
from contextlib import suppress
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[i]) for i in (1, 2)]

import msgspec  # noqa: E402  the line above
from helpers.loading import HASTE  # noqa: E402

from engine.hub.downloads import Downloads, Wanted  # noqa: E402
from engine.hub.gate import Gate  # noqa: E402
from engine.hub.tokens import Tokens  # noqa: E402


def fill(folder):
    """Take all that is free on the disk of `folder`."""
    with (folder / "fill").open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017  a program, not a test


def main(models, fill_at):
    wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=Wanted)
    over = threading.Event()

    def hear(downloads):
        nonlocal fill_at
        for download in downloads:
            if fill_at is not None and download.done >= fill_at:
                fill_at = None
                fill(models)
            error = download.error
            said = f" {error.kind} {error.values.get('fault', '')}" if error else ""
            sys.stdout.write(f"{download.state} {download.done}{said}\n")
            sys.stdout.flush()
            if download.state in ("done", "failed"):
                over.set()

    downloads = Downloads(models, Gate(), Tokens(wanted.endpoint), on_change=hear, patience=HASTE)
    downloads.add(wanted)
    over.wait(120)
    downloads.close()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
