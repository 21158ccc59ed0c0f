"""The bar of full disks: a home whose disk has 0 bytes free, at each moment that writes.

    python tests/bars/full_disk.py [--only MOMENT] [--pictures FOLDER]

The real window, off the screen, with a home on a small file system of its own (Linux, with mount
namespaces). The disk is filled to the last byte while a message is sent, while a reply streams,
while settings are changed, while a backup is made, in the middle of an import, and while Puna is
closed and opened. Met (exit code 0) when each time nothing that was kept is lost, no file that was
there is destroyed, the window stays and says what to do, and saving goes on when there is space.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers import full_disk_window  # noqa: E402  the line above makes it importable
from helpers.full_disk_window import MOMENTS, REPLY  # noqa: E402
from helpers.scripted import write_script  # noqa: E402

SIZE = "40m"
SECONDS = 200


def on_a_small_disk(folder: Path) -> list[str]:
    """The beginning of a command that runs another one with a small disk at `folder`."""
    mount = f'mount -t tmpfs -o size={SIZE} tmpfs "{folder}" && exec "$@"'
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]


def possible(folder: Path) -> bool:
    command = [*on_a_small_disk(folder), "true"]
    return bool(shutil.which("unshare")) and not subprocess.run(command, check=False).returncode


def run(moment: str, folder: Path, pictures: Path) -> tuple[str, list[str]]:
    """What the window said at a moment, and the faults."""
    home = folder / "home"
    home.mkdir(parents=True)
    script = folder / "s.json"
    spec = write_script(script, {"text": REPLY, "piece_delay": 0.004}).path
    program = [sys.executable, full_disk_window.__file__, moment]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    try:
        done = subprocess.run(
            [*on_a_small_disk(home), *program, home, spec.removeprefix("scripted:"), pictures],
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", ["it did not come to an end"]
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return "", [f"exit code {done.returncode}: {done.stderr.strip()[-2000:]}"]
    told = json.loads(lines[-1])
    return told["said"], told["faults"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=MOMENTS, help="only this moment")
    parser.add_argument("--pictures", type=Path, help="keep screenshots in this folder")
    options = parser.parse_args()
    say = sys.stdout.write
    faults = 0
    with tempfile.TemporaryDirectory(prefix="puna-bar-") as name:
        folder = Path(name)
        if not possible(folder):
            say("NOT MET: this system lets nobody mount a small disk\n")
            return 1
        for moment in [options.only] if options.only else MOMENTS:
            began = time.monotonic()
            pictures = (options.pictures or folder / "pictures").absolute()
            said, found = run(moment, folder / moment, pictures)
            say(f"{moment:10} {time.monotonic() - began:5.1f} s  {' / '.join(said.splitlines())}\n")
            for fault in found:
                say(f"NOT MET: {moment}: {fault}\n")
            faults += len(found)
            sys.stdout.flush()
    say("" if faults else "met\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
