"""Indexing killed at random moments: `python tests/bench/kill_indexing.py [KILLS] [SEED]`.

A program reads a folder of PDF and text files through the importer process and embeds them with a
tiny model. Between two kills some files are edited, one goes and one comes, so that there is always
work. Met (exit code 0) when, 50 times, nothing in the index is inconsistent after the kill, and no
file is read once more but the one that was being read then, and when in the end the index holds
what one made in one go does.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from helpers.killed_indexing import Trial, content, measured  # noqa: E402
from helpers.tiny_embedder import write_tiny_bert  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

FILES, PAGES, LINES = 60, 6, 40
WORDS = (ROOT / "LICENSE").read_text(encoding="utf-8").split()


def say(name, value, bar=""):
    sys.stdout.write(f"{name:58} {value:>12} {bar}\n")
    sys.stdout.flush()


def write(folder, number, rng):
    """A PDF file with new text on all its pages."""
    canvas = Canvas(str(folder / f"{number}.pdf"), pagesize=A4)
    for page in range(rng.randint(1, PAGES)):
        canvas.drawString(60, 800, f"File {number}, page {page}")
        for line in range(LINES):
            start = rng.randrange(len(WORDS) - 10)
            canvas.drawString(60, 780 - 18 * line, " ".join(WORDS[start : start + 10]))
        canvas.showPage()
    canvas.save()


def change(folder, rng, number):
    there = sorted(folder.iterdir())
    for path in rng.sample(there, FILES // 2):
        write(folder, path.stem, rng)
    rng.choice(there).unlink()
    write(folder, number, rng)


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        work = Path(name)
        folder = work / "files"
        folder.mkdir()
        bert = write_tiny_bert(work / "bert.gguf")
        for number in range(FILES):
            write(folder, number, rng)
        trial = Trial(work / "home", folder, bert, "--importer")
        whole = measured(trial)
        say(f"{FILES} files in one go", f"{whole:.1f} s")
        faulty = killed = number = 0
        while killed < kills and number < 4 * kills:
            change(folder, rng, FILES + number)
            number += 1
            if trial.run(rng.uniform(0.1, 0.8) * whole):
                whole *= 0.8  # it came to its end: there was less to do, or the computer is faster
                continue
            killed += 1
            found = trial.faults()
            faulty += bool(found)
            for fault in found:
                say("fault", fault)
        assert trial.run()
        afresh = Trial(work / "other", folder, bert, "--importer")
        assert afresh.run()
        same = content(trial.database) == content(afresh.database)
    last = ", ".join(f"{words} {count}" for words, count in trial.killed_at.most_common())
    say("the last a program said", last)
    say("kills that left something inconsistent", f"{faulty} of {killed}", "0")
    say("files read once more as they were being read at a kill", trial.repeated["once"])
    say("other files read once more", trial.repeated["more"], "0")
    say("in the end as if made in one go", "yes" if same else "no", "yes")
    return 0 if same and killed == kills and not faulty and not trial.repeated["more"] else 1


if __name__ == "__main__":
    sys.exit(main())
